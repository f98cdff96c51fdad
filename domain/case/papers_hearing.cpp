// The papers of what was heard and decided: invitation, minutes, plenary, forwarding.
#include <algorithm>

#include "domain/case/papers_parts.hpp"

namespace netra::cases {

namespace {

// Who is invited or heard, as the paper calls them.
struct Heard {
  const ClarificationView* clarification = nullptr;
  std::string person, position, capacity;
};

std::optional<Heard> heard(const PaperWork& work, std::string_view clarification) {
  const auto& all = work.view.clarifications;
  auto found = std::ranges::find(all, clarification, &ClarificationView::id);
  if (found == all.end()) return std::nullopt;
  Heard out{&*found, found->label, "", ""};
  if (const auto* person = work.participant(found->participant)) {
    if (!person->sealed) out.position = PaperWork::position_of(*person);
    out.capacity = work.with.label("case_part", enum_name(person->role));
  }
  return out;
}

std::vector<pdf::Row> seat_rows(const PaperWork& work, const finding::PlenaryView& plenary) {
  const auto& texts = work.with.texts;
  std::vector<pdf::Row> out;
  for (const auto& seat : plenary.seats) {
    auto there = texts.term("plenary_minutes", seat.present ? "present" : "absent");
    auto vote = seat.vote ? work.with.label("vote", enum_name(*seat.vote)) : std::string("–");
    out.push_back({{std::to_string(out.size() + 1), seat.name, there, vote, seat.reason.value_or("")}});
  }
  return out;
}

std::string together(const std::vector<std::string>& names) {
  std::string out;
  for (const auto& name : names) out += (out.empty() ? "" : ", ") + name;
  return out;
}

std::vector<pdf::Row> outcome_rows(const PaperWork& work) {
  std::vector<pdf::Row> out;
  for (const auto& track : work.view.tracks) {
    auto outcome = work.with.label("case_event", track.outcome);
    auto receiver = track.receiver_name.empty() ? std::string("–") : track.receiver_name;
    out.push_back({{std::to_string(out.size() + 1), outcome, receiver, together(track.persons), track.receiver_basis}});
  }
  return out;
}

}  // namespace

Result<letter::Content> compose_invitation(PaperWork& work, std::string_view clarification) {
  auto who = heard(work, clarification);
  if (!who) return fail(FailedWith::kNotFound, "clarification.unknown");
  auto out = work.content();
  letter::Filling fill;
  fill.words = {{"register", work.register_or_reference()},
                {"title", work.view.title},
                {"office", work.view.office_name},
                {"person", who->person},
                {"position", who->position},
                {"ordinal", std::to_string(who->clarification->invitation)},
                {"day", work.with.day(who->clarification->held_at)},
                {"time", work.with.hour(who->clarification->held_at)},
                {"place", who->clarification->place},
                {"capacity", who->capacity}};
  work.with.texts.fill("invitation", fill, out);
  return out;
}

Result<letter::Content> compose_minutes(PaperWork& work, std::string_view clarification) {
  auto who = heard(work, clarification);
  if (!who) return fail(FailedWith::kNotFound, "clarification.unknown");
  if (who->clarification->minutes.empty()) return nothing_yet();
  const auto& minutes = who->clarification->minutes.front();
  const auto& texts = work.with.texts;
  std::vector<pdf::Row> answers;
  for (const auto& one : minutes.content.answers)
    answers.push_back({{std::to_string(answers.size() + 1), one.question, one.answer}});
  auto out = work.content();
  letter::Filling fill;
  fill.words = {{"register", work.register_or_reference()},
                {"title", work.view.title},
                {"office", work.view.office_name},
                {"person", who->person},
                {"position", who->position},
                {"capacity", who->capacity},
                {"day", work.with.day(who->clarification->held_at)},
                {"time", work.with.hour(who->clarification->held_at)},
                {"place", who->clarification->place},
                {"oath", minutes.under_oath ? texts.term("clarification_minutes", "oath") : ""},
                {"opening", minutes.content.opening},
                {"closing", minutes.content.closing},
                {"officer", work.author(minutes.by)},
                {"correction", minutes.reason}};
  fill.slots["answers"] = texts.table("clarification_minutes", "answers", std::move(answers));
  texts.fill("clarification_minutes", fill, out);
  return out;
}

Result<letter::Content> compose_plenary(PaperWork& work, std::string_view id) {
  const auto& all = work.view.plenaries;
  auto found = std::ranges::find(all, id, &finding::PlenaryView::id);
  if (found == all.end()) return fail(FailedWith::kNotFound, "case.unknown");
  const auto& texts = work.with.texts;
  auto out = work.content();
  letter::Filling fill;
  fill.words = {{"register", work.register_or_reference()},
                {"title", work.view.title},
                {"office", work.view.office_name},
                {"day", work.with.day(found->held_at)},
                {"time", work.with.hour(found->held_at)},
                {"place", found->place},
                {"members", std::to_string(found->members)},
                {"present", std::to_string(found->present)},
                {"quorum", std::to_string(found->quorum)},
                {"quorum_basis", found->quorum_basis},
                {"decision", found->decision},
                {"agree", std::to_string(found->agree)},
                {"disagree", std::to_string(found->disagree)},
                {"abstain", std::to_string(found->abstain)},
                {"carried", found->carried ? "" : texts.term("plenary_minutes", "tie")}};
  bool last = found->carried && found + 1 == all.end();
  fill.slots["seats"] = texts.table("plenary_minutes", "seats", seat_rows(work, *found));
  fill.slots["outcomes"] =
      last ? texts.table("plenary_minutes", "outcomes", outcome_rows(work)) : std::vector<pdf::Block>();
  texts.fill("plenary_minutes", fill, out);
  for (const auto& seat : found->seats)
    if (seat.present) out.signers.push_back({texts.term("plenary_minutes", "member"), seat.name, ""});
  return out;
}

Result<letter::Content> compose_forwarding(PaperWork& work, std::string_view id) {
  const auto& all = work.view.tracks;
  auto track = std::ranges::find(all, id, &TrackView::id);
  if (track == all.end() || track->receiver_name.empty()) return nothing_yet();
  std::vector<pdf::Row> persons;
  for (const auto& person : work.view.participants)
    if (person.role == Part::reported && std::ranges::find(track->persons, person.label) != track->persons.end())
      persons.push_back({{std::to_string(persons.size() + 1), person.label, PaperWork::position_of(person)}});
  auto out = work.content();
  letter::Filling fill;
  fill.words = {{"register", work.register_or_reference()},
                {"title", work.view.title},
                {"office", work.view.office_name},
                {"receiver", track->receiver_name},
                {"outcome", work.with.label("case_event", track->outcome)},
                {"happened", work.with.day(work.view.happened_on)},
                {"place", work.where()},
                {"decided", work.with.moment(work.view.decided_at)},
                {"basis", track->receiver_basis},
                {"note", track->note}};
  fill.slots["persons"] = work.with.texts.table("forwarding_letter", "persons", std::move(persons));
  work.with.texts.fill("forwarding_letter", fill, out);
  return out;
}

}  // namespace netra::cases
