// What both the office and the institution may write down: receipt, answer, decision. Filed by the institution it
// counts once the office has checked it; recorded by the office it is checked in the same stroke.
#include "domain/recommendation/requests.hpp"
#include "domain/recommendation/sql.hpp"

namespace netra::recommendation {

namespace {

using FailedWith = netra::Outcome;

tl::unexpected<Error> not_now() { return fail(FailedWith::kConflict, "recommendation.state"); }

void set_receiver(storage::Writer& writer, ReceiverRow receiver, std::optional<Instant> received,
                  std::optional<Instant> answered) {
  if (received && !receiver.received_at_ms) receiver.received_at_ms = received;
  if (answered && !receiver.answered_at_ms) receiver.answered_at_ms = answered;
  set_times(writer, receiver);
}

// The institution a filing is about, when it has the recommendation. Errors: recommendation.receiver, .state
Result<const ReceiverRow*> receiver_of(const File& f, std::string_view id) {
  const auto* receiver = f.receiver(id);
  if (!receiver) return fail(FailedWith::kNotFound, "recommendation.receiver");
  if (f.r.is_closed() || !receiver->sent_at_ms || receiver->ended_at_ms) return not_now();
  return receiver;
}

bool before_sending(const ReceiverRow& receiver, Instant at) { return at < *receiver.sent_at_ms; }

// How a decision compares with what was proposed or asked for. Only what can be compared: grades of one kind.
Conforms compare(const Services& s, const PersonRow& person, const DecisionIn& in) {
  const auto proposed = restore<Proposal>(person.proposed);
  const auto* asked = s.catalogue.sanction(person.wanted);
  const auto* got = s.catalogue.sanction(in.sanction.value_or(""));
  if (in.outcome == Verdict::followed_up) return Conforms::as_proposed;
  if (!got) return in.outcome == Verdict::sanctioned ? Conforms::other : Conforms::lighter;
  if (asked) {
    if (got->id == asked->id) return Conforms::as_proposed;
    if (got->kind != asked->kind) return Conforms::other;
    return got->rank < asked->rank ? Conforms::lighter : Conforms::heavier;
  }
  if (got->kind == proposed.kind && got->grade == proposed.grade) return Conforms::as_proposed;
  const auto* least = proposed.sanctions.empty() ? nullptr : s.catalogue.sanction(proposed.sanctions.front());
  if (!least || got->kind != proposed.kind) return Conforms::other;
  return got->rank < least->rank ? Conforms::lighter : Conforms::heavier;
}

struct ReadDecision {
  Date decided_on;
  std::optional<Date> delivered_on, in_force_on;
  std::string sanction, grade, wording, number, note;
};

Result<ReadDecision> read_decision(const http::Writing& call, const Services& s, const File& f, const PersonRow& person,
                                   const ReceiverRow& receiver, const DecisionIn& in) {
  Entries entries;
  ReadDecision out;
  const bool punished = in.outcome == Verdict::sanctioned;
  const auto decided = read_date(entries, "/decided_on", in.decided_on, true);
  const auto today = date_in(call.now, f.r.zone);
  if (decided && (*decided > today || *decided < date_in(*receiver.sent_at_ms, f.r.zone)))
    entries.wrong("/decided_on", *decided > today ? "field.future" : "recommendation.before_sending");
  out.decided_on = decided.value_or(Date{});
  out.delivered_on = read_date(entries, "/delivered_on", in.delivered_on, false);
  if (out.delivered_on && (*out.delivered_on < out.decided_on || *out.delivered_on > today))
    entries.wrong("/delivered_on", "field.value");
  out.sanction = in.sanction.value_or("");
  const auto* sanction = s.catalogue.sanction(out.sanction);
  const auto possible = s.catalogue.sanctions_for(person.kind, f.r.incident_on);
  if (!out.sanction.empty() && std::find(possible.begin(), possible.end(), sanction) == possible.end())
    entries.wrong("/sanction", "field.value");
  out.grade = sanction ? sanction->grade : "";
  // A sanction outside the catalogue is told in the words of its decree.
  out.wording = punished && !sanction ? entries.text("/wording", in.wording, kText)
                                      : entries.optional_text("/wording", in.wording, kText);
  out.number = punished ? entries.text("/number", in.number, 120) : entries.optional_text("/number", in.number, 120);
  out.note = punished ? entries.optional_text("/note", in.note, kText) : entries.text("/note", in.note, kText);
  if (!punished && sanction) entries.wrong("/sanction", "field.value");
  if (!entries.fine()) return entries.refuse("recommendation.incomplete");
  if (out.delivered_on && receiver.receiver == "ppk_asn" && punished) {
    auto due = clock::forecast(call.tx, s.base.clocks, "in_force", place_of(s, f.r),
                               start_of_day(*out.delivered_on, f.r.zone));
    if (due && due->due) out.in_force_on = date_in(due->due->at, f.r.zone);
  }
  return out;
}

}  // namespace

Result<Done> note_receipt(http::Writing& call, const Services& s, const File& f, const By& by, const Filing& in,
                          std::optional<std::int64_t> version) {
  auto receiver = receiver_of(f, in.receiver);
  if (!receiver) return fail(std::move(receiver.error()));
  if ((*receiver)->received_at_ms) return not_now();
  Entries entries;
  const auto at = read_past(entries, "/at", in.at, f.r.zone, call.now);
  if (before_sending(**receiver, at)) entries.wrong("/at", "recommendation.before_sending");
  const auto number = entries.optional_text("/number", in.number, 120);
  const auto text = entries.optional_text("/text", in.text, kText);
  if (!entries.fine()) return entries.refuse("recommendation.incomplete");
  auto writer = begin(call, f.r, by, "recommendation.received",
                      {{"receiver", (*receiver)->id}, {"at", format_utc(at)}, {"filed", by.filed}}, "", version);
  if (!writer) return fail(std::move(writer.error()));
  const auto file = attach_files(call, **writer, f.r, (*receiver)->files(), by, in.files);
  add_step(call, **writer, f, by, {StepKind::received, at, in.receiver, "", number, "", text, file});
  set_receiver(**writer, **receiver, at, std::nullopt);
  return settle(call, s, **writer, f.r.id, at);
}

Result<Done> note_answer(http::Writing& call, const Services& s, const File& f, const By& by, const Filing& in,
                         std::optional<std::int64_t> version) {
  auto receiver = receiver_of(f, in.receiver);
  if (!receiver) return fail(std::move(receiver.error()));
  Entries entries;
  const auto at = read_past(entries, "/at", in.at, f.r.zone, call.now);
  if (before_sending(**receiver, at)) entries.wrong("/at", "recommendation.before_sending");
  const auto number = entries.optional_text("/number", in.number, 120);
  const auto text = entries.text("/text", in.text, kText);
  if (!entries.fine()) return entries.refuse("recommendation.incomplete");
  auto writer = begin(call, f.r, by, by.filed ? "recommendation.answer_filed" : "recommendation.answered",
                      {{"receiver", (*receiver)->id}, {"at", format_utc(at)}}, "", version);
  if (!writer) return fail(std::move(writer.error()));
  const auto file = attach_files(call, **writer, f.r, (*receiver)->files(), by, in.files);
  add_step(call, **writer, f, by, {StepKind::answer, at, in.receiver, "", number, "", text, file});
  set_receiver(**writer, **receiver, at, by.filed ? std::nullopt : std::optional(at));
  return settle(call, s, **writer, f.r.id, at);
}

Result<Done> note_decision(http::Writing& call, const Services& s, const File& f, const By& by, const DecisionIn& in,
                           std::optional<std::int64_t> version) {
  auto receiver = receiver_of(f, in.receiver);
  if (!receiver) return fail(std::move(receiver.error()));
  const auto* person = f.person(in.person);
  if (!person || !f.is_addressed(in.receiver, in.person)) return fail(FailedWith::kNotFound, "recommendation.person");
  if ((*receiver)->task != Task::decide) return not_now();
  // After an objection another decision may follow the first; otherwise one stands until it is returned.
  const auto* standing = f.decision_on(in.person);
  if (standing && !standing->objected_on) return not_now();
  auto read = read_decision(call, s, f, *person, **receiver, in);
  if (!read) return fail(std::move(read.error()));
  auto writer = begin(
      call, f.r, by, by.filed ? "recommendation.decision_filed" : "recommendation.decision_recorded",
      {{"receiver", in.receiver}, {"person", in.person}, {"outcome", enum_name(in.outcome)}, {"grade", read->grade}},
      "", version);
  if (!writer) return fail(std::move(writer.error()));
  const auto file = attach_files(call, **writer, f.r, (*receiver)->files(), by, in.files);
  const auto ordinal = std::count_if(f.decisions.begin(), f.decisions.end(),
                                     [&](const auto& one) { return one.person_id == in.person; }) +
                       1;
  std::optional<std::string> conforms;  // what an office records itself is compared at once
  if (!by.filed) conforms = std::string(enum_name(compare(s, *person, in)));
  (*writer)->execute(sql::recommendation::insert_decision, {make_id(call.now, call.entropy),
                                                            f.r.id,
                                                            in.receiver,
                                                            in.person,
                                                            std::int64_t(ordinal),
                                                            in.outcome,
                                                            read->sanction,
                                                            read->grade,
                                                            read->wording,
                                                            read->number,
                                                            read->decided_on,
                                                            read->delivered_on,
                                                            read->in_force_on,
                                                            file,
                                                            read->note,
                                                            by.filed,
                                                            by.filed ? Check::open : Check::accepted,
                                                            conforms,
                                                            "",
                                                            by.filed ? std::nullopt : std::optional(call.now),
                                                            by.filed ? std::nullopt : std::optional(by.actor.account),
                                                            call.now,
                                                            by.actor.account});
  set_receiver(**writer, **receiver, call.now, std::nullopt);
  return settle(call, s, **writer, f.r.id, call.now);
}

}  // namespace netra::recommendation
