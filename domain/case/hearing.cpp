// Handling: invitations and attendance, minutes, studies, the way to the plenary.
#include "domain/case/record.hpp"
#include "domain/case/sql.hpp"

namespace netra::cases {

namespace {

constexpr std::size_t kLine = 300, kText = 60000;

using Reply = Result<http::Reply<CaseView>>;

Reply invite(http::Writing& call, const Services& s, const InvitationIn& in) {
  auto c = for_act(call, Right::handle_case, in.version, {"handling", "extension", "plenary"});
  if (!c) return fail(std::move(c.error()));
  const auto people = participants_of(call.tx, c->id);
  if (std::none_of(people.begin(), people.end(), [&](const auto& p) { return p.id == in.participant; }))
    return fail_fields("participant.unknown", {{"/participant", "field.value", {}}});
  Entries entries;
  auto at = entries.moment("/at", in.at, c->zone);
  auto place = entries.text("/place", in.place, kLine);
  if (at && *at < call.now) entries.wrong("/at", "clarification.past");
  if (!entries.fine()) return entries.refuse("clarification.incomplete");
  const auto number = call.tx.integer(sql::cases::last_invitation, {in.participant}).value_or(0) + 1;
  auto writer =
      begin(call, *c, {Right::handle_case, "case.invited", {{"participant", in.participant}, {"invitation", number}}});
  if (!writer) return fail(std::move(writer.error()));
  (*writer)->execute(sql::cases::insert_clarification, {make_id(call.now, call.entropy), c->id, in.participant, number,
                                                        *at, place, call.now, call.principal.id});
  return answer(call, s, c->id, "/clarifications");
}

// The clarification a request names: {id, participant, state}.
Result<storage::Row> clarification_of(const http::Writing& call, const CaseRecord& c) {
  auto rows = call.tx.query(sql::cases::clarification_by_id, {call.param("clarification"), c.id});
  if (rows.empty()) return fail(FailedWith::kNotFound, "clarification.unknown");
  return rows[0];
}

Reply note_attendance(http::Writing& call, const Services& s, const AttendanceIn& in) {
  auto c = for_act(call, Right::handle_case, in.version, {"handling", "extension", "plenary"});
  if (!c) return fail(std::move(c.error()));
  auto row = clarification_of(call, *c);
  if (!row) return fail(std::move(row.error()));
  if (row->text(5) != "invited") return fail(FailedWith::kConflict, "clarification.done");
  Entries entries;
  auto note = entries.optional_text("/note", in.note, kText);
  if (!entries.fine()) return entries.refuse("clarification.incomplete");
  auto writer = begin(call, *c,
                      {Right::handle_case,
                       "case.attendance_noted",
                       {{"clarification", row->text(0)}, {"state", enum_name(in.attendance)}},
                       note});
  if (!writer) return fail(std::move(writer.error()));
  (*writer)->execute(sql::cases::set_clarification, {row->text(0), in.attendance, note});
  return answer(call, s, c->id, "/clarifications");
}

MinutesContent read_minutes(const MinutesIn& in, Entries& entries) {
  MinutesContent content;
  content.opening = entries.optional_text("/opening", in.opening, kText);
  content.closing = entries.optional_text("/closing", in.closing, kText);
  for (std::size_t i = 0; i < in.answers.size(); ++i) {
    const std::string at = "/answers/" + std::to_string(i);
    content.answers.push_back({entries.text(at + "/question", in.answers[i].question, kText),
                               entries.text(at + "/answer", in.answers[i].answer, kText)});
  }
  if (content.answers.empty()) entries.wrong("/answers", "field.required");
  return content;
}

Reply write_minutes(http::Writing& call, const Services& s, const MinutesIn& in) {
  auto c = for_act(call, Right::handle_case, in.version, {"handling", "extension", "plenary"});
  if (!c) return fail(std::move(c.error()));
  auto row = clarification_of(call, *c);
  if (!row) return fail(std::move(row.error()));
  if (row->text(5) != "attended") return fail(FailedWith::kConflict, "clarification.not_attended");
  const auto earlier = call.tx.query(sql::cases::minutes_of, {row->text(0)});
  Entries entries;
  auto content = read_minutes(in, entries);
  auto reason =
      earlier.empty() ? entries.optional_text("/reason", in.reason, kText) : entries.text("/reason", in.reason, kText);
  if (!entries.fine()) return entries.refuse("clarification.incomplete");
  const auto version = earlier.empty() ? 1 : earlier[0].integer(0) + 1;
  auto writer = begin(call, *c,
                      {Right::handle_case,
                       version == 1 ? "case.minutes_written" : "case.minutes_corrected",
                       {{"clarification", row->text(0)}, {"version", version}},
                       reason});
  if (!writer) return fail(std::move(writer.error()));
  (*writer)->execute(sql::cases::insert_minutes,
                     {row->text(0), version, store(content), in.under_oath, reason, call.now, call.principal.id});
  return answer(call, s, c->id, "/clarifications");
}

// ---- study ----

StudyContent read_study(const http::Writing& call, const Services& s, const CaseRecord& c, const StudyIn& in,
                        Entries& entries) {
  StudyContent content;
  content.facts = entries.text("/facts", in.facts, kText);
  content.analysis = entries.text("/analysis", in.analysis, kText);
  content.recommendation = entries.optional_text("/recommendation", in.recommendation, kText);
  for (std::size_t i = 0; i < in.rules.size(); ++i) {
    if (!s.rules.neutrality(in.rules[i])) entries.wrong("/rules/" + std::to_string(i), "rule.unknown");
    content.rules.push_back(in.rules[i]);
  }
  const auto people = participants_of(call.tx, c.id);
  for (std::size_t i = 0; i < in.conclusions.size(); ++i) {
    const auto& one = in.conclusions[i];
    const std::string at = "/conclusions/" + std::to_string(i);
    Conclusion conclusion{one.participant.value_or(""), one.outcome.value_or(""),
                          entries.text(at + "/conclusion", one.conclusion, kText)};
    if (std::none_of(people.begin(), people.end(), [&](const auto& p) { return p.id == conclusion.participant; }))
      entries.wrong(at + "/participant", "field.value");
    if (next_stage(s, c, "plenary", conclusion.outcome).empty()) entries.wrong(at + "/outcome", "field.value");
    content.conclusions.push_back(std::move(conclusion));
  }
  return content;
}

Reply write_study(http::Writing& call, const Services& s, const StudyIn& in) {
  auto c = for_act(call, Right::handle_case, in.version, {"handling", "extension", "plenary"});
  if (!c) return fail(std::move(c.error()));
  Entries entries;
  auto content = read_study(call, s, *c, in, entries);
  if (!entries.fine()) return entries.refuse("study.incomplete");
  const auto earlier = call.tx.query(sql::cases::studies_of, {c->id});
  const auto version = earlier.empty() ? 1 : earlier[0].integer(0) + 1;
  auto writer = begin(
      call, *c, {Right::handle_case, "case.study_written", {{"version", version}, {"rules", to_json(content.rules)}}});
  if (!writer) return fail(std::move(writer.error()));
  (*writer)->execute(sql::cases::insert_study, {c->id, version, store(content), call.now, call.principal.id});
  return answer(call, s, c->id, "/studies");
}

// more_information_needed, study_ready: the steps of the case itself that people take before the plenary.
Reply take_step(http::Writing& call, const Services& s, const StageIn& in) {
  auto c = for_act(call, Right::handle_case, in.version, {"handling", "extension"});
  if (!c) return fail(std::move(c.error()));
  const auto to = next_stage(s, *c, c->stage, in.event);
  if (to.empty()) return fail(FailedWith::kConflict, "case.stage");
  if (to == "plenary" && call.tx.query(sql::cases::studies_of, {c->id}).empty())
    return fail(FailedWith::kConflict, "study.empty");
  Entries entries;
  auto reason =
      to == "plenary" ? entries.optional_text("/reason", in.reason, kText) : entries.text("/reason", in.reason, kText);
  if (!entries.fine()) return entries.refuse("case.step_incomplete");
  auto writer =
      begin(call, *c, {Right::handle_case, "case.stage_entered", {{"event", in.event}, {"stage", to}}, reason});
  if (!writer) return fail(std::move(writer.error()));
  note_event(call, **writer, *c, in.event, call.now);
  if (auto done = enter_stage(call, s, **writer, *c, to, call.now); !done) return fail(std::move(done.error()));
  return answer(call, s, c->id);
}

}  // namespace

void add_hearing_routes(http::Routes& routes, const Services& s) {
  const auto access = access::with(Right::handle_case);
  routes
      .post<InvitationIn, CaseView>(
          "/cases/{id}/clarifications", access, {"case/clarifications"},
          [&s](http::Writing& call, const InvitationIn& in) -> Reply { return invite(call, s, in); })
      .again("/cases/{id}/clarifications")
      .summary("Invites a participant to a clarification.");
  routes
      .post<AttendanceIn, CaseView>(
          "/cases/{id}/clarifications/{clarification}/attendance", access, {"case/clarifications"},
          [&s](http::Writing& call, const AttendanceIn& in) -> Reply { return note_attendance(call, s, in); })
      .again("/cases/{id}/clarifications")
      .summary("Notes attendance or absence.");
  routes
      .post<MinutesIn, CaseView>(
          "/cases/{id}/clarifications/{clarification}/minutes", access, {"case/clarifications"},
          [&s](http::Writing& call, const MinutesIn& in) -> Reply { return write_minutes(call, s, in); })
      .again("/cases/{id}/clarifications")
      .summary("Writes the minutes; a correction is a new version with its reason.");
  routes
      .post<StudyIn, CaseView>(
          "/cases/{id}/studies", access, {"case/studies"},
          [&s](http::Writing& call, const StudyIn& in) -> Reply { return write_study(call, s, in); })
      .again("/cases/{id}/studies")
      .summary("Writes a version of the study.");
  routes
      .post<StageIn, CaseView>("/cases/{id}/stage", access, {"case/show"},
                               [&s](http::Writing& call, const StageIn& in) -> Reply { return take_step(call, s, in); })
      .again("/cases/{id}")
      .summary("Takes a step of the procedure: more information needed, study ready.");
}

}  // namespace netra::cases
