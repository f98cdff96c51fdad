// Sending, receipts, answers, passing on, examinations, closing: what the office writes down of each institution.
#include "domain/recommendation/requests.hpp"
#include "domain/recommendation/sql.hpp"
#include "domain/recommendation/views.hpp"

namespace netra::recommendation {

namespace {

using Reply = Result<http::Reply<PageView>>;
using FailedWith = netra::Outcome;

constexpr std::size_t kBytes = 64UL * 1024 * 1024;

tl::unexpected<Error> not_now() { return fail(FailedWith::kConflict, "recommendation.state"); }

// Does the office of this recommendation let the caller upload? Asked before bytes are kept.
Result<Done> may_upload(const http::Reading& call, std::string_view id) {
  auto f = load(call.db, id);
  if (!f) return fail(FailedWith::kNotFound, "recommendation.unknown");
  return finding::require(call, Right::recommend, f->r.office_id);
}

// ---- sending ----

struct Sending {
  SendingIn in;
  std::vector<evidence::Kept> letters, proofs;
};

Result<Sending> keep_sending(http::Reading& call, const Services& s, const SendingIn& in) {
  if (auto may = may_upload(call, call.param("id")); !may) return fail(std::move(may.error()));
  auto letters = keep_files(s, in.letters, "");
  if (!letters) return fail(std::move(letters.error()));
  auto proofs = keep_files(s, in.proofs, "");
  if (!proofs) return fail(std::move(proofs.error()));
  return Sending{in, std::move(*letters), std::move(*proofs)};
}

// A number and a day are needed before anything leaves; what was given at the draft need not be typed again.
struct Sent {
  std::string number, channel, text;
  Date dated_on;
  Instant at;
};

Result<Sent> read_sending(const http::Writing& call, const File& f, const SendingIn& in) {
  Entries entries;
  Sent out;
  out.number = entries.text("/number", in.number ? in.number : f.r.number, 120);
  out.channel = entries.text("/channel", in.channel, 120);
  out.text = entries.optional_text("/text", in.text, kText);
  out.at = read_past(entries, "/at", in.at, f.r.zone, call.now);
  if (date_in(out.at, f.r.zone) < f.r.incident_on) entries.wrong("/at", "field.value");
  auto dated = read_date(entries, "/dated_on", in.dated_on, false);
  out.dated_on = dated.value_or(f.r.dated_on.value_or(date_in(out.at, f.r.zone)));
  if (!entries.fine()) return entries.refuse("recommendation.incomplete");
  if (!call.tx.query(sql::recommendation::number_taken, {f.r.office_id, out.number, f.r.id}).empty())
    return fail(FailedWith::kConflict, "recommendation.number_taken");
  return out;
}

Reply send(http::Writing& call, const Services& s, const Sending& sending) {
  const auto& in = sending.in;
  auto f = for_act(call, in.version);
  if (!f) return fail(std::move(f.error()));
  const auto* receiver = f->receiver(in.receiver);
  if (!receiver) return fail(FailedWith::kNotFound, "recommendation.receiver");
  if (receiver->state != Stand::waiting) return not_now();
  if (receiver->name.empty() || f->persons_of(receiver->id).empty())
    return fail(FailedWith::kConflict, "recommendation.no_receiver");
  auto sent = read_sending(call, *f, in);
  if (!sent) return fail(std::move(sent.error()));
  const auto by = by_office(call, f->r);
  auto writer = begin(call, f->r, by, "recommendation.sent",
                      {{"receiver", receiver->receiver},
                       {"number", sent->number},
                       {"channel", sent->channel},
                       {"at", format_utc(sent->at)}},
                      "", in.version);
  if (!writer) return fail(std::move(writer.error()));
  const auto& r = f->r;
  (*writer)->execute(sql::recommendation::set_wording,
                     {r.id, r.title, r.matter, r.content, sent->number, r.letter_id, sent->dated_on});
  attach_files(call, **writer, r, receiver->files(), by, sending.letters);
  const auto proof = attach_files(call, **writer, r, r.subject(), by, sending.proofs);
  add_step(call, **writer, *f, by,
           {StepKind::sent, sent->at, receiver->id, "", sent->number, sent->channel, sent->text, proof});
  auto changed = *receiver;
  changed.sent_at_ms = sent->at;
  set_times(**writer, changed);
  return answer_page(call, s, **writer, r.id, sent->at);
}

// ---- receipts and answers ----

struct KeptReply {
  ReplyIn in;
  std::vector<evidence::Kept> files;
};

Result<KeptReply> keep_reply(http::Reading& call, const Services& s, const ReplyIn& in) {
  if (auto may = may_upload(call, call.param("id")); !may) return fail(std::move(may.error()));
  auto files = keep_files(s, in.files, "");
  if (!files) return fail(std::move(files.error()));
  return KeptReply{in, std::move(*files)};
}

using Note = Result<Done> (*)(http::Writing&, const Services&, const File&, const By&, const Filing&,
                              std::optional<std::int64_t>);

Reply record_reply(http::Writing& call, const Services& s, const KeptReply& kept, Note note) {
  auto f = for_act(call, kept.in.version);
  if (!f) return fail(std::move(f.error()));
  const Filing filing{kept.in.receiver, "", kept.in.at, kept.in.number, kept.in.text, {}, kept.files};
  auto done = note(call, s, *f, by_office(call, f->r), filing, kept.in.version);
  if (!done) return fail(std::move(done.error()));
  return shown(call, s, f->r.id);
}

// ---- passing on ----

struct Forwarding {
  ForwardingIn in;
  std::vector<evidence::Kept> files;
};

Result<Forwarding> keep_forwarding(http::Reading& call, const Services& s, const ForwardingIn& in) {
  if (auto may = may_upload(call, call.param("id")); !may) return fail(std::move(may.error()));
  auto files = keep_files(s, in.files, "");
  if (!files) return fail(std::move(files.error()));
  return Forwarding{in, std::move(*files)};
}

struct Next {
  const Institution* institution = nullptr;
  std::string name, contact, superior, reason, number, text;
  Instant at;
  std::vector<std::string> persons;
};

Result<Next> read_next(const http::Writing& call, const Services& s, const File& f, const ReceiverRow& from,
                       const ForwardingIn& in) {
  Entries entries;
  Next out;
  const auto* passing = s.catalogue.institution(from.receiver);
  const auto usual = passing && !passing->passes_to.empty() ? passing->passes_to.front() : "";
  const auto to = in.receiver.value_or(usual);
  out.institution = s.catalogue.institution(to);
  if (!out.institution || out.institution->task != Task::decide) {
    entries.wrong("/receiver", "field.value");
    return entries.refuse("recommendation.incomplete");
  }
  const auto& above = out.institution->above;
  out.name = in.name.value_or(name_at(call.tx, above.front(), f.r.region_code, "id"));
  out.superior = in.superior.value_or(above.size() > 1 ? name_at(call.tx, above[1], f.r.region_code, "id") : "");
  out.contact = entries.optional_text("/contact", in.contact, kLine);
  out.reason =
      to == usual ? entries.optional_text("/reason", in.reason, kText) : entries.text("/reason", in.reason, kText);
  out.number = entries.optional_text("/number", in.number, 120);
  out.text = entries.optional_text("/text", in.text, kText);
  out.at = read_past(entries, "/at", in.at, f.r.zone, call.now);
  if (out.at < *from.sent_at_ms) entries.wrong("/at", "recommendation.before_sending");
  if (in.office && !office::find_office(call.tx, *in.office)) entries.wrong("/office", "field.value");
  for (const auto* person : f.persons_of(from.id))
    if (in.persons.empty() || std::find(in.persons.begin(), in.persons.end(), person->id) != in.persons.end())
      out.persons.push_back(person->id);
  if (out.persons.empty() || (!in.persons.empty() && out.persons.size() != in.persons.size()))
    entries.wrong("/persons", "field.value");
  if (!entries.fine()) return entries.refuse("recommendation.incomplete");
  return out;
}

Reply pass_on(http::Writing& call, const Services& s, const Forwarding& forwarding) {
  const auto& in = forwarding.in;
  auto f = for_act(call, in.version);
  if (!f) return fail(std::move(f.error()));
  const auto* from = f->receiver(in.from);
  if (!from) return fail(FailedWith::kNotFound, "recommendation.receiver");
  if (from->task != Task::verify || !from->sent_at_ms || from->ended_at_ms) return not_now();
  auto next = read_next(call, s, *f, *from, in);
  if (!next) return fail(std::move(next.error()));
  // A person goes to one decider.
  for (const auto& person : next->persons)
    for (const auto& other : f->receivers)
      if (other.task == Task::decide && f->is_addressed(other.id, person))
        return fail(FailedWith::kConflict, "recommendation.already_passed");
  const auto by = by_office(call, f->r);
  auto writer = begin(call, f->r, by, "recommendation.passed_on",
                      {{"from", from->receiver}, {"to", next->institution->receiver}, {"at", format_utc(next->at)}},
                      next->reason, in.version);
  if (!writer) return fail(std::move(writer.error()));
  const auto id = make_id(call.now, call.entropy);
  (*writer)->execute(sql::recommendation::insert_receiver,
                     {id, f->r.id, static_cast<std::int64_t>(f->receivers.size()) + 1, next->institution->receiver,
                      Task::decide, next->name, in.office, next->contact, next->superior, next->institution->law,
                      next->institution->mark, "", next->reason, from->id, Stand::sent, next->at});
  for (const auto& person : next->persons) (*writer)->execute(sql::recommendation::address, {id, person});
  const auto file = attach_files(call, **writer, f->r, {std::string(kExchangeKind), id}, by, forwarding.files);
  add_step(call, **writer, *f, by, {StepKind::passed_on, next->at, from->id, "", next->number, "", next->text, file});
  auto changed = *from;
  if (!changed.received_at_ms) changed.received_at_ms = next->at;
  if (!changed.answered_at_ms) changed.answered_at_ms = next->at;
  set_times(**writer, changed);
  return answer_page(call, s, **writer, f->r.id, next->at);
}

// ---- steps with a day ----

bool needs_person(StepKind kind) {
  return kind != StepKind::study_requested && kind != StepKind::study_given && kind != StepKind::ended;
}

// Which may be written down by hand; the others follow from acts of their own.
bool is_by_hand(StepKind kind) {
  return kind != StepKind::sent && kind != StepKind::received && kind != StepKind::answer &&
         kind != StepKind::passed_on;
}

// Steps that follow a decision change its days.
bool after_decision(StepKind kind) {
  return kind == StepKind::delivered || kind == StepKind::objected || kind == StepKind::objection_decided ||
         kind == StepKind::in_force || kind == StepKind::entered;
}

void set_dates(const http::Writing& call, const Services& s, storage::Writer& writer, const File& f, DecisionRow d,
               const StepIn& in, Instant at, const std::string& text) {
  const auto day = date_in(at, f.r.zone);
  if (in.kind == StepKind::delivered) {
    d.delivered_on = day;
    auto due = clock::forecast(call.tx, s.base.clocks, "in_force", place_of(s, f.r), start_of_day(day, f.r.zone));
    if (due && due->due && d.outcome == Verdict::sanctioned) d.in_force_on = date_in(due->due->at, f.r.zone);
  }
  if (in.kind == StepKind::objected) {
    d.objected_on = day;
    d.in_force_on.reset();  // subject to administrative remedies (art 38)
  }
  if (in.kind == StepKind::objection_decided) d.objection_result = text;
  if (in.kind == StepKind::in_force) d.in_force_on = day;
  if (in.kind == StepKind::entered) {
    d.entered_on = day;
    d.entry_reference = in.number.value_or("");
  }
  writer.execute(sql::recommendation::set_decision_dates, {d.id, d.delivered_on, d.in_force_on, d.objected_on,
                                                           d.objection_result, d.entered_on, d.entry_reference});
}

Reply step(http::Writing& call, const Services& s, const StepIn& in) {
  auto f = for_act(call, in.version);
  if (!f) return fail(std::move(f.error()));
  const auto* receiver = f->receiver(in.receiver);
  if (!receiver) return fail(FailedWith::kNotFound, "recommendation.receiver");
  if (!is_by_hand(in.kind) || !receiver->sent_at_ms || receiver->ended_at_ms) return not_now();
  Entries entries;
  const auto at = read_past(entries, "/at", in.at, f->r.zone, call.now);
  if (at < *receiver->sent_at_ms) entries.wrong("/at", "recommendation.before_sending");
  const auto number = entries.optional_text("/number", in.number, 120);
  const bool says_why = in.kind == StepKind::objection_decided || in.kind == StepKind::ended;
  const auto text = says_why ? entries.text("/text", in.text, kText) : entries.optional_text("/text", in.text, kText);
  const auto person = needs_person(in.kind) ? entries.text("/person", in.person, 60) : std::string();
  if (!person.empty() && !f->is_addressed(receiver->id, person)) entries.wrong("/person", "field.value");
  if (!entries.fine()) return entries.refuse("recommendation.incomplete");
  const auto* decision = f->decision_on(person);
  if (needs_person(in.kind) && after_decision(in.kind) != (decision != nullptr)) return not_now();
  if (decision && decision->check_state != Check::accepted)
    return fail(FailedWith::kConflict, "recommendation.unchecked");
  if (needs_person(in.kind) && receiver->task != Task::decide) return not_now();
  const auto by = by_office(call, f->r);
  auto writer = begin(
      call, f->r, by, "recommendation.step",
      {{"receiver", receiver->receiver}, {"kind", enum_name(in.kind)}, {"person", person}, {"at", format_utc(at)}}, "",
      in.version);
  if (!writer) return fail(std::move(writer.error()));
  add_step(call, **writer, *f, by, {in.kind, at, receiver->id, person, number, "", text, {}});
  if (decision) set_dates(call, s, **writer, *f, *decision, in, at, text);
  if (in.kind == StepKind::ended) {
    auto changed = *receiver;
    changed.ended_at_ms = at;
    set_times(**writer, changed);
  }
  return answer_page(call, s, **writer, f->r.id, at);
}

// ---- the end ----

Reply end_with(http::Writing& call, const Services& s, const File& f, State state, std::string_view verb,
               const std::string& reason, std::int64_t version) {
  auto writer = begin(call, f.r, by_office(call, f.r), verb, {{"state", enum_name(f.r.state)}}, reason, version);
  if (!writer) return fail(std::move(writer.error()));
  (*writer)->execute(sql::recommendation::set_state, {f.r.id, state, call.now, f.r.sent_at_ms, call.now});
  for (const auto& receiver : f.receivers)
    (*writer)->execute(sql::recommendation::revoke_links_of_receiver, {receiver.id, call.now});
  return answer_page(call, s, **writer, f.r.id, call.now);
}

Reply close(http::Writing& call, const Services& s, const ClosingIn& in) {
  auto f = for_act(call, in.version);
  if (!f) return fail(std::move(f.error()));
  Entries entries;
  const auto reason = entries.text("/reason", in.reason, kText);
  if (!entries.fine()) return entries.refuse("recommendation.incomplete");
  if (f->r.state == State::draft) return not_now();
  if (waits_for_check(*f)) return fail(FailedWith::kConflict, "recommendation.unchecked");
  if (f->r.state != State::checked && !in.unfinished.value_or(false))
    return fail(FailedWith::kConflict, "recommendation.open_decisions");
  return end_with(call, s, *f, State::closed, "recommendation.closed", reason, in.version);
}

Reply withdraw(http::Writing& call, const Services& s, const ReasonIn& in) {
  auto f = for_act(call, in.version);
  if (!f) return fail(std::move(f.error()));
  Entries entries;
  const auto reason = entries.text("/reason", in.reason, kText);
  if (!entries.fine()) return entries.refuse("recommendation.incomplete");
  if (!f->decisions.empty()) return not_now();
  return end_with(call, s, *f, State::withdrawn, "recommendation.withdrawn", reason, in.version);
}

}  // namespace

void add_following_routes(http::Routes& routes, const Services& s) {
  const auto access = access::with(Right::recommend);
  routes
      .post<SendingIn, PageView, Sending>(
          "/recommendations/{id}/sendings", access, {"recommendation/show"},
          [&s](http::Reading& call, const SendingIn& in) { return keep_sending(call, s, in); },
          [&s](http::Writing& call, const Sending& in) { return send(call, s, in); })
      .again("/recommendations/{id}/sendings")
      .max_upload(kBytes)
      .summary("Writes down that it was sent to an institution, through which channel, with what proof.");
  for (auto [path, note, about] :
       {std::tuple{"/recommendations/{id}/receipts", &note_receipt, "Writes down that an institution has received it."},
        std::tuple{"/recommendations/{id}/answers", &note_answer, "Writes down an institution's answer."}})
    routes
        .post<ReplyIn, PageView, KeptReply>(
            path, access, {"recommendation/show"},
            [&s](http::Reading& call, const ReplyIn& in) { return keep_reply(call, s, in); },
            [&s, note = note](http::Writing& call, const KeptReply& in) { return record_reply(call, s, in, note); })
        .again(path)
        .max_upload(kBytes)
        .summary(about);
  routes
      .post<ForwardingIn, PageView, Forwarding>(
          "/recommendations/{id}/forwardings", access, {"recommendation/show"},
          [&s](http::Reading& call, const ForwardingIn& in) { return keep_forwarding(call, s, in); },
          [&s](http::Writing& call, const Forwarding& in) { return pass_on(call, s, in); })
      .again("/recommendations/{id}/forwardings")
      .max_upload(kBytes)
      .summary("Writes down that who verified passed persons on to who decides.");
  routes
      .post<StepIn, PageView>("/recommendations/{id}/steps", access, {"recommendation/show"},
                              [&s](http::Writing& call, const StepIn& in) { return step(call, s, in); })
      .again("/recommendations/{id}/steps")
      .summary("Writes down a step with its day: summons, examination, delivery, objection, entry, in force.");
  routes
      .post<ClosingIn, PageView>("/recommendations/{id}/closing", access, {"recommendation/show"},
                                 [&s](http::Writing& call, const ClosingIn& in) { return close(call, s, in); })
      .again("/recommendations/{id}/closing")
      .summary("Closes a recommendation; unfinished ones need to be named as such.");
  routes
      .post<ReasonIn, PageView>("/recommendations/{id}/withdrawal", access, {"recommendation/show"},
                                [&s](http::Writing& call, const ReasonIn& in) { return withdraw(call, s, in); })
      .again("/recommendations/{id}/withdrawal")
      .summary("Withdraws a recommendation on which nothing was decided yet.");
}

}  // namespace netra::recommendation
