#include "domain/recommendation/papers.hpp"

#include "domain/recommendation/sql.hpp"
#include "domain/recommendation/views.hpp"

namespace netra::recommendation {

namespace {

using FailedWith = netra::Outcome;

std::string joined(const std::vector<std::string>& texts, std::string_view between) {
  std::string out;
  for (const auto& text : texts) out += (out.empty() ? std::string() : std::string(between)) + text;
  return out;
}

letter::Content content_of(const File& f) {
  letter::Content out;
  out.office = f.r.office_id;
  out.election = f.r.election_id;
  out.region = f.r.region_code;
  return out;
}

// The file, for who may read it whole.
Result<File> readable(http::Reading& call, const std::string& id) {
  if (auto may = may_read(call.db, actor_of(call), id); !may) return fail(std::move(may.error()));
  auto f = load(call.db, id);
  if (!f) return fail(FailedWith::kNotFound, "recommendation.unknown");
  return std::move(*f);
}

std::vector<pdf::Row> person_rows(const Services& s, const letter::Composing& with, const File& f,
                                  const ReceiverRow& receiver) {
  std::vector<pdf::Row> out;
  for (const auto* person : f.persons_of(receiver.id)) {
    auto post = person->position;
    if (!person->unit.empty()) post += (post.empty() ? "" : ", ") + person->unit;
    const auto* wanted = person->wanted.empty() ? nullptr : s.catalogue.sanction(person->wanted);
    auto asked = wanted ? wanted->label.id : with.texts.term("recommendation", "unnamed");
    out.push_back(
        {{std::to_string(out.size() + 1), person->name, post, joined(rule_titles(s, *person, "id"), "; "), asked}});
  }
  return out;
}

Result<letter::Content> compose(http::Reading& call, const Services& s, const letter::Composing& with,
                                const std::string& id) {
  auto f = readable(call, id);
  if (!f) return fail(std::move(f.error()));
  if (f->receivers.empty()) return fail(FailedWith::kConflict, "letter.source");
  const auto& receiver = f->receivers.front();
  const auto* institution = s.catalogue.institution(receiver.receiver);
  const bool verifies = receiver.task == Task::verify;
  letter::Filling fill;
  fill.words = {{"matter", f->r.matter},
                {"title", f->r.title},
                {"office", office::name_of(call.db, f->r.office_id)},
                {"receiver", receiver.name},
                {"incident", with.day(f->r.incident_on)},
                {"content", f->r.content},
                {"law", institution ? institution->law : ""},
                {"receiver_basis", receiver.basis},
                {"task_verify", verifies ? with.texts.term("recommendation", "verify") : ""},
                {"task_decide", verifies ? "" : with.texts.term("recommendation", "decide")}};
  fill.slots["persons"] = with.texts.table("recommendation", "persons", person_rows(s, with, *f, receiver));
  auto out = content_of(*f);
  with.texts.fill("recommendation", fill, out);
  return out;
}

Result<letter::Content> compose_reminder(http::Reading& call, const letter::Composing& with, const std::string& id,
                                         ReminderKind kind) {
  std::string of;
  for (const auto& row : call.db.query(sql::recommendation::recommendation_of_reminder, {id})) of = row.text(0);
  auto f = readable(call, of);
  if (!f) return fail(std::move(f.error()));
  const auto reminder = std::ranges::find(f->reminders, id, &ReminderRow::id);
  if (reminder == f->reminders.end() || reminder->kind != kind || reminder->state == ReminderState::dropped)
    return fail(FailedWith::kConflict, "letter.source");
  const auto* receiver = f->receiver(reminder->receiver_id);
  const auto sent = receiver ? f->r.local(receiver->sent_at_ms) : std::nullopt;
  letter::Filling fill;
  fill.words = {{"to", reminder->addressed_to},
                {"number", f->r.number.value_or("")},
                {"dated", with.day(f->r.dated_on)},
                {"matter", f->r.matter},
                {"text", reminder->text},
                {"sent", sent ? with.day(*sent) : ""},
                {"rung", std::to_string(reminder->rung)},
                {"receiver", receiver ? receiver->name : ""}};
  auto out = content_of(*f);
  with.texts.fill(kind == ReminderKind::reminder ? "reminder" : "escalation", fill, out);
  return out;
}

}  // namespace

std::vector<letter::Source> papers(const Services& s, const letter::Composing& with) {
  auto reminder = [&with](ReminderKind kind) {
    return [&with, kind](http::Reading& call, const std::string& id) { return compose_reminder(call, with, id, kind); };
  };
  return {{"recommendation", std::string(kSubjectKind),
           [&s, &with](http::Reading& call, const std::string& id) { return compose(call, s, with, id); }},
          {"reminder", std::string(kReminderKind), reminder(ReminderKind::reminder)},
          {"escalation", std::string(kReminderKind), reminder(ReminderKind::escalation)}};
}

}  // namespace netra::recommendation
