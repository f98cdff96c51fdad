// Reminders, and the letter to the superior when an institution stays silent. Prepared as drafts; a person confirms
// that one went out, or drops it with a reason. The days of the ladder are Netra's policy, not law.
#include "domain/recommendation/requests.hpp"
#include "domain/recommendation/sql.hpp"
#include "domain/recommendation/views.hpp"

namespace netra::recommendation {

namespace {

using Reply = Result<http::Reply<PageView>>;
using FailedWith = netra::Outcome;

std::string filled(std::string text, const std::vector<std::pair<std::string_view, std::string>>& values) {
  for (const auto& [key, value] : values) {
    const auto name = "{" + std::string(key) + "}";
    for (auto at = text.find(name); at != std::string::npos; at = text.find(name, at + value.size()))
      text.replace(at, name.size(), value);
  }
  return text;
}

// The words of the draft: no names, the letter it is about and the days that have passed.
std::string draft_text(const http::Writing& call, const Services& s, const File& f, const ReceiverRow& receiver,
                       ReminderKind kind) {
  const auto* institution = s.catalogue.institution(receiver.receiver);
  const auto date = [&](Instant at) { return format_date(date_in(at, f.r.zone)); };
  // The articles on superiors who do not act are those of the civil service.
  const bool service = receiver.receiver == "ppk_asn" || receiver.receiver == "bkn" || receiver.receiver == "kasn";
  const std::string key = kind == ReminderKind::reminder ? "recommendation.text.reminder"
                          : service                      ? "recommendation.text.escalation_service"
                                                         : "recommendation.text.escalation";
  return filled(
      s.base.messages.text("id", key),
      {{"title", f.r.title},
       {"number", f.r.number.value_or("")},
       {"sent_on", date(*receiver.sent_at_ms)},
       {"days", std::to_string(days_between(date_in(*receiver.sent_at_ms, f.r.zone), date_in(call.now, f.r.zone)))},
       {"receiver", receiver.name},
       {"superior", receiver.superior},
       {"law", institution ? institution->law : receiver.basis},
       {"office", office::name_of(call.tx, f.r.office_id)}});
}

Reply prepare(http::Writing& call, const Services& s, const ReminderIn& in) {
  auto f = for_act(call, in.version);
  if (!f) return fail(std::move(f.error()));
  const auto* receiver = f->receiver(in.receiver);
  if (!receiver) return fail(FailedWith::kNotFound, "recommendation.receiver");
  if (!f->owes(*receiver)) return fail(FailedWith::kConflict, "recommendation.state");
  if (in.kind == ReminderKind::escalation && receiver->superior.empty())
    return fail(FailedWith::kConflict, "recommendation.no_superior");
  std::int64_t rung = 1;
  for (const auto& one : f->reminders) {
    if (one.receiver_id != receiver->id) continue;
    if (one.state == ReminderState::draft) return fail(FailedWith::kConflict, "recommendation.reminder_open");
    if (one.state == ReminderState::sent) ++rung;
  }
  auto writer = begin(call, f->r, by_office(call, f->r), "recommendation.reminder_prepared",
                      {{"receiver", receiver->receiver}, {"kind", enum_name(in.kind)}, {"rung", rung}}, "", in.version);
  if (!writer) return fail(std::move(writer.error()));
  (*writer)->execute(sql::recommendation::insert_reminder,
                     {make_id(call.now, call.entropy), f->r.id, receiver->id, rung, in.kind,
                      in.kind == ReminderKind::escalation ? receiver->superior : receiver->name,
                      draft_text(call, s, *f, *receiver, in.kind), call.now, call.principal.id});
  return answer_page(call, s, **writer, f->r.id, call.now);
}

// The draft a request names. Errors: recommendation.reminder, recommendation.state
Result<const ReminderRow*> draft_of(const http::Writing& call, const File& f) {
  for (const auto& one : f.reminders)
    if (one.id == call.param("reminder")) {
      if (one.state != ReminderState::draft) return fail(FailedWith::kConflict, "recommendation.state");
      return &one;
    }
  return fail(FailedWith::kNotFound, "recommendation.reminder");
}

Reply confirm_sent(http::Writing& call, const Services& s, const ReminderSentIn& in) {
  auto f = for_act(call, in.version);
  if (!f) return fail(std::move(f.error()));
  auto reminder = draft_of(call, *f);
  if (!reminder) return fail(std::move(reminder.error()));
  const auto* receiver = f->receiver((*reminder)->receiver_id);
  Entries entries;
  const auto text = entries.text("/text", in.text, kText);
  const auto number = entries.text("/number", in.number, 120);
  const auto channel = entries.text("/channel", in.channel, 120);
  const auto at = read_past(entries, "/at", in.at, f->r.zone, call.now);
  if (at < *receiver->sent_at_ms) entries.wrong("/at", "recommendation.before_sending");
  if (!entries.fine()) return entries.refuse("recommendation.incomplete");
  auto writer = begin(call, f->r, by_office(call, f->r), "recommendation.reminder_sent",
                      {{"receiver", receiver->receiver},
                       {"kind", enum_name((*reminder)->kind)},
                       {"number", number},
                       {"at", format_utc(at)}},
                      "", in.version);
  if (!writer) return fail(std::move(writer.error()));
  (*writer)->execute(sql::recommendation::end_reminder,
                     {(*reminder)->id, ReminderState::sent, number, channel, at, "", call.principal.id, text});
  return answer_page(call, s, **writer, f->r.id, at);
}

Reply drop(http::Writing& call, const Services& s, const ReasonIn& in) {
  auto f = for_act(call, in.version);
  if (!f) return fail(std::move(f.error()));
  auto reminder = draft_of(call, *f);
  if (!reminder) return fail(std::move(reminder.error()));
  Entries entries;
  const auto reason = entries.text("/reason", in.reason, kText);
  if (!entries.fine()) return entries.refuse("recommendation.incomplete");
  auto writer = begin(call, f->r, by_office(call, f->r), "recommendation.reminder_dropped",
                      {{"kind", enum_name((*reminder)->kind)}}, reason, in.version);
  if (!writer) return fail(std::move(writer.error()));
  (*writer)->execute(sql::recommendation::end_reminder, {(*reminder)->id, ReminderState::dropped, "", "", nullptr,
                                                         reason, call.principal.id, (*reminder)->text});
  return answer_page(call, s, **writer, f->r.id, call.now);
}

}  // namespace

void add_reminding_routes(http::Routes& routes, const Services& s) {
  const auto access = access::with(Right::recommend);
  routes
      .post<ReminderIn, PageView>("/recommendations/{id}/reminders", access, {"recommendation/show"},
                                  [&s](http::Writing& call, const ReminderIn& in) { return prepare(call, s, in); })
      .again("/recommendations/{id}")
      .summary("Prepares a reminder, or a letter to the superior, as a draft.");
  routes
      .post<ReminderSentIn, PageView>(
          "/recommendations/{id}/reminders/{reminder}/sending", access, {"recommendation/show"},
          [&s](http::Writing& call, const ReminderSentIn& in) { return confirm_sent(call, s, in); })
      .again("/recommendations/{id}/reminders/{reminder}/sending")
      .summary("Confirms that a prepared reminder went out.");
  routes
      .post<ReasonIn, PageView>("/recommendations/{id}/reminders/{reminder}/dropping", access, {"recommendation/show"},
                                [&s](http::Writing& call, const ReasonIn& in) { return drop(call, s, in); })
      .again("/recommendations/{id}/reminders/{reminder}/dropping")
      .summary("Drops a prepared reminder with a reason.");
}

}  // namespace netra::recommendation
