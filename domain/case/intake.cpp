// From the report to the register: opening the file, initial review, registration, participants.
#include "domain/case/record.hpp"
#include "domain/case/sql.hpp"
#include "domain/evidence/evidence.hpp"
#include "domain/region/region.hpp"

namespace netra::cases {

namespace {

constexpr std::size_t kLine = 300, kText = 40000;

void insert_case(http::Writing& call, storage::Writer& writer, const CaseRecord& c) {
  writer.execute(sql::cases::insert_case, {c.id, c.origin, c.report_id, c.finding_id, c.office_id, c.first_office_id,
                                           c.election_id, c.region_code, c.zone, c.title, c.stage, c.stage_since_ms,
                                           c.received_at_ms, c.happened_on, c.known_on, call.now, call.principal.id});
}

void insert_participant(http::Writing& call, storage::Writer& writer, std::string_view case_id,
                        const ParticipantRow& p) {
  const auto ordinal = writer.integer(sql::cases::last_ordinal, {case_id, p.role}).value_or(0) + 1;
  writer.execute(sql::cases::insert_participant, {make_id(call.now, call.entropy), case_id, p.role, ordinal, p.name,
                                                  p.kind, p.position, p.unit, p.address, call.now});
}

std::optional<std::string> some(const std::string& text) {
  if (text.empty()) return std::nullopt;
  return text;
}

// Errors: report.unknown, access.denied, case.not_formal, case.stage, case.open_already
Result<report::ReportRecord> report_to_open(const http::Writing& call, const std::string& report) {
  auto source = report::load(call.tx, report);
  const auto& actor = actor_of(call);
  if (!source || !actor.may(Right::read_reports, source->office_id))
    return fail(FailedWith::kNotFound, "report.unknown");
  if (auto may = finding::require(call, Right::take_in_reports, source->office_id); !may)
    return fail(std::move(may.error()));
  if (source->track != report::Track::formal) return fail(FailedWith::kInvalid, "case.not_formal");
  if (source->stage != report::Stage::initial_review && source->stage != report::Stage::completion)
    return fail(FailedWith::kConflict, "case.stage");
  if (case_of_report(call.tx, report)) return fail(FailedWith::kConflict, "case.open_already");
  return std::move(*source);
}

Result<CaseRecord> open_from_report(http::Writing& call, const Services& s, const std::string& report) {
  auto source = report_to_open(call, report);
  if (!source) return fail(std::move(source.error()));
  CaseRecord c;
  c.id = make_id(call.now, call.entropy);
  c.origin = Origin::report;
  c.report_id = source->id;
  c.office_id = source->office_id;
  c.first_office_id = source->first_office_id;
  c.election_id = source->election_id;
  c.region_code = source->region_code;
  c.zone = source->zone;
  c.title = source->event;
  c.stage = enum_name(source->stage);
  c.stage_since_ms = call.now;
  c.received_at_ms = source->received_at_ms;
  c.happened_on = source->date_happened;
  c.known_on = source->date_known;
  auto& writer = finding::record(
      call,
      {Right::take_in_reports, "case.opened", c.subject(), c.office_id, {{"report", source->id}, {"stage", c.stage}}});
  insert_case(call, writer, c);
  note_event(call, writer, c, "submitted", c.received_at_ms);
  insert_participant(call, writer, c.id, {"", Part::reporter, 1, {}, "", {}, {}, {}});
  for (const auto& person : report::reported_of(call.tx, report))
    insert_participant(call, writer, c.id,
                       {"", Part::reported, 1, person.name, person.kind, some(person.position), some(person.unit),
                        some(person.address)});
  evidence::share_all(writer, call.now, call.entropy, {"report", source->id}, c.subject(), c.office_id,
                      actor_of(call).as(Right::take_in_reports, c.office_id));
  refresh(call, s, c.id);
  return c;
}

// A finding was set by its plenary; it is registered with the opening of its file.
Result<CaseRecord> open_from_finding(http::Writing& call, const Services& s, const std::string& id, bool crime) {
  auto source = finding::finding_for_case(call.tx, id);
  if (!source) return fail(std::move(source.error()));
  if (auto may = finding::require(call, Right::register_case, source->office); !may)
    return fail(std::move(may.error()));
  if (case_of_finding(call.tx, id)) return fail(FailedWith::kConflict, "case.open_already");
  if (source->stage != finding::FindingStage::set) return fail(FailedWith::kConflict, "finding.stage");
  CaseRecord c;
  c.id = make_id(call.now, call.entropy);
  c.origin = Origin::finding;
  c.finding_id = source->id;
  c.office_id = c.first_office_id = source->office;
  c.election_id = source->election;
  c.region_code = source->region;
  c.zone = region::zone_of(call.tx, source->region).value_or(Zone::wib);
  c.title = source->title;
  c.stage = "registered";
  c.stage_since_ms = call.now;
  c.received_at_ms = source->set_at;
  c.happened_on = source->happened_on;
  c.known_on = source->found_on;
  auto& writer = finding::record(
      call, {Right::register_case, "case.registered", c.subject(), c.office_id, {{"finding", source->id}}});
  insert_case(call, writer, c);
  note_event(call, writer, c, "submitted", c.received_at_ms);
  for (const auto& person : source->actors)
    insert_participant(call, writer, c.id,
                       {"", Part::reported, 1, person.name, person.kind, person.position, person.unit, person.address});
  evidence::share_all(writer, call.now, call.entropy, {"form_a", source->form_a}, c.subject(), c.office_id,
                      actor_of(call).as(Right::register_case, c.office_id));
  if (auto done = register_now(call, s, writer, c, crime); !done) return fail(std::move(done.error()));
  finding::mark_registered(call, s, writer, source->id, c.id);
  refresh(call, s, c.id);
  return c;
}

Result<http::Reply<CaseView>> open(http::Writing& call, const Services& s, const NewCase& in) {
  if (in.report.has_value() == in.finding.has_value()) return fail(FailedWith::kInvalid, "case.one_source");
  auto c = in.report ? open_from_report(call, s, *in.report)
                     : open_from_finding(call, s, *in.finding, in.crime_alleged.value_or(false));
  if (!c) return fail(std::move(c.error()));
  auto view = view_case(call, call.tx, s, c->id);
  if (!view) return fail(std::move(view.error()));
  return http::created(std::move(*view), "/cases/" + c->id);
}

// ---- initial review ----

void mark_rest(const std::vector<CheckView>& known, std::vector<CheckEntry>& checks) {
  for (auto& check : checks)
    if (!check.mark) check.mark = finding::CheckMark::fulfilled;
  for (const auto& k : known)
    if (std::none_of(checks.begin(), checks.end(), [&](const auto& c) { return c.requirement == k.requirement; }))
      checks.push_back({k.requirement, finding::CheckMark::fulfilled, std::nullopt});
}

Result<ReviewContent> read_review(const Services& s, const CaseRecord& c, const ReviewIn& in) {
  Entries entries;
  ReviewContent content;
  const auto known = checks_of(s, c, {}, "id");
  for (std::size_t i = 0; i < in.checks.size(); ++i) {
    const auto& check = in.checks[i];
    if (std::none_of(known.begin(), known.end(), [&](const auto& k) { return k.requirement == check.requirement; }))
      entries.wrong("/checks/" + std::to_string(i) + "/requirement", "field.value");
    content.checks.push_back(check);
  }
  if (in.rest_fulfilled.value_or(false)) mark_rest(known, content.checks);
  content.within_time = in.within_time;
  content.competent = in.competent;
  content.already_handled = in.already_handled;
  content.handled_as = entries.optional_text("/handled_as", in.handled_as, kLine);
  content.violation_kind = entries.optional_text("/violation_kind", in.violation_kind, kLine);
  content.analysis = entries.optional_text("/analysis", in.analysis, kText);
  content.reason = entries.optional_text("/reason", in.reason, kText);
  if (in.result == ReviewResult::not_registered && !in.reason_kind) entries.wrong("/reason_kind", "field.required");
  if (in.result && *in.result != ReviewResult::complete && content.reason.empty())
    entries.wrong("/reason", "field.required");
  if (!entries.fine()) return entries.refuse("review.reason");
  return content;
}

// Complete means: every required item is marked fulfilled, and the three questions are answered so that it may go on.
Result<Done> may_be_complete(const Services& s, const CaseRecord& c, const ReviewContent& content) {
  std::vector<FieldError> missing;
  const auto marked = checks_of(s, c, content.checks, "id");
  for (const auto& in_force :
       s.rules.requirements(finding::regime_of(s.elections, c.election_id), enum_name(c.origin), when_of(c))) {
    if (in_force.rule->value.need != procedure::Need::required) continue;
    for (const auto& check : marked)
      if (check.requirement == in_force.requirement->id && check.mark != finding::CheckMark::fulfilled)
        missing.push_back({"/checks/" + check.requirement, "review.not_fulfilled", {}});
  }
  if (content.within_time != Yes::yes) missing.push_back({"/within_time", "review.must_be_yes", {}});
  if (content.competent != Yes::yes) missing.push_back({"/competent", "review.must_be_yes", {}});
  if (content.already_handled != Yes::no) missing.push_back({"/already_handled", "review.must_be_no", {}});
  if (!missing.empty()) return fail_fields("review.not_complete", std::move(missing));
  return Done{};
}

std::vector<std::string> asked_for(const ReviewContent& content) {
  std::vector<std::string> fields;
  for (const auto& check : content.checks)
    if (check.mark == finding::CheckMark::not_fulfilled) fields.push_back(check.requirement);
  return fields;
}

Result<Done> end_unregistered(http::Writing& call, const Services& s, storage::Writer& writer, CaseRecord& c,
                              ReasonKind kind) {
  auto told = report::mark_not_registered(writer, change_of(call, s, Right::take_in_reports, c.office_id), *c.report_id,
                                          enum_name(kind));
  if (!told) return told;
  close(call, writer, c, "not_registered");
  return Done{};
}

// What a result sets off. The report tells the reporter; the file closes or waits.
Result<Done> follow(http::Writing& call, const Services& s, storage::Writer& writer, CaseRecord& c, const ReviewIn& in,
                    const ReviewContent& content) {
  const auto change = change_of(call, s, Right::take_in_reports, c.office_id);
  switch (*in.result) {
    case ReviewResult::complete:
      return Done{};
    case ReviewResult::incomplete: {
      auto fields = asked_for(content);
      if (fields.empty()) return fail(FailedWith::kInvalid, "review.unmarked");
      auto asked = report::request_completion(writer, change, *c.report_id, fields, content.reason);
      if (!asked) return asked;
      c.stage = "completion";
      writer.execute(sql::cases::set_case_stage, {c.id, c.stage, call.now});
      return Done{};
    }
    case ReviewResult::not_repairable: {
      auto kept = report::turn_into_lead(
          writer, change, *c.report_id,
          content.within_time == Yes::no ? report::Downgrade::late : report::Downgrade::not_entitled);
      if (!kept) return kept;
      close(call, writer, c, "info_logged");
      return Done{};
    }
    case ReviewResult::already_handled:
      return end_unregistered(call, s, writer, c, ReasonKind::already_handled);
    case ReviewResult::not_registered:
      return end_unregistered(call, s, writer, c, *in.reason_kind);
  }
  return Done{};
}

// Which transition of the procedure a result takes; the review is refused where the stage knows none.
bool is_possible(const Services& s, const CaseRecord& c, ReviewResult result) {
  const auto* rule = stage_rule(s, c, c.stage);
  if (!rule) return false;
  const auto leads_to = [&](std::string_view stage) {
    return std::any_of(rule->transitions.begin(), rule->transitions.end(),
                       [&](const auto& t) { return t.to == stage; });
  };
  switch (result) {
    case ReviewResult::complete:
      return c.stage == "initial_review";
    case ReviewResult::incomplete:
      return leads_to("completion");
    case ReviewResult::not_repairable:
      return leads_to("info_logged");
    case ReviewResult::already_handled:
    case ReviewResult::not_registered:
      return leads_to("not_registered");
  }
  return false;
}

Result<http::Reply<CaseView>> review(http::Writing& call, const Services& s, const ReviewIn& in) {
  auto c = for_act(call, Right::take_in_reports, in.version, {"initial_review", "completion"});
  if (!c) return fail(std::move(c.error()));
  if (in.result && !is_possible(s, *c, *in.result)) return fail(FailedWith::kConflict, "case.stage");
  auto content = read_review(s, *c, in);
  if (!content) return fail(std::move(content.error()));
  if (in.result == ReviewResult::complete)
    if (auto complete = may_be_complete(s, *c, *content); !complete) return fail(std::move(complete.error()));
  json::object change;
  if (in.result) change["result"] = enum_name(*in.result);
  if (in.reason_kind) change["reason_kind"] = enum_name(*in.reason_kind);
  auto writer = begin(
      call, *c, {Right::take_in_reports, in.result ? "case.reviewed" : "case.review_noted", change, content->reason});
  if (!writer) return fail(std::move(writer.error()));
  auto last = last_review(call.tx, *c);
  (*writer)->execute(sql::cases::insert_review, {c->id, last ? last->version + 1 : 1, store(*content), in.result,
                                                 in.reason_kind, call.now, call.principal.id});
  if (in.result)
    if (auto done = follow(call, s, **writer, *c, in, *content); !done) return fail(std::move(done.error()));
  return answer(call, s, c->id, "/review");
}

// ---- registration ----

Result<http::Reply<CaseView>> register_case(http::Writing& call, const Services& s, const RegistrationIn& in) {
  auto c = for_act(call, Right::register_case, in.version, {"initial_review"});
  if (!c) return fail(std::move(c.error()));
  auto last = last_review(call.tx, *c);
  if (!last || last->result != ReviewResult::complete) return fail(FailedWith::kConflict, "review.not_complete");
  auto writer =
      begin(call, *c, {Right::register_case, "case.registered", {{"crime_alleged", in.crime_alleged.value_or(false)}}});
  if (!writer) return fail(std::move(writer.error()));
  if (auto done = register_now(call, s, **writer, *c, in.crime_alleged.value_or(false)); !done)
    return fail(std::move(done.error()));
  auto told = report::mark_registered(**writer, change_of(call, s, Right::register_case, c->office_id), *c->report_id,
                                      c->id, *c->number);
  if (!told) return fail(std::move(told.error()));
  return answer(call, s, c->id);
}

// Police and prosecutors accompany the intake of what may be a crime: they get a room, not the file.
Result<http::Reply<CaseView>> accompany(http::Writing& call, const Services& s, const VersionIn& in) {
  auto c = for_act(call, Right::take_in_reports, in.version, {"initial_review", "completion"});
  if (!c) return fail(std::move(c.error()));
  const auto* rule = stage_rule(s, *c, "accompaniment");
  if (!rule) return fail(FailedWith::kConflict, "case.stage");
  if (!tracks_in(call.tx, c->id).empty()) return fail(FailedWith::kConflict, "track.open_already");
  auto writer = begin(call, *c, {Right::take_in_reports, "case.accompaniment_opened"});
  if (!writer) return fail(std::move(writer.error()));
  auto done = open_track(call, s, **writer, *c,
                         {"accompaniment", "accompaniment", rule->actors.front(), "", "", "", {}, {}}, call.now);
  if (!done) return fail(std::move(done.error()));
  return answer(call, s, c->id);
}

// ---- participants ----

Result<http::Reply<CaseView>> add_participant(http::Writing& call, const Services& s, const ParticipantIn& in) {
  auto c = for_act(call, Right::handle_case, in.version);
  if (!c) return fail(std::move(c.error()));
  Entries entries;
  ParticipantRow p;
  p.role = in.role;
  p.kind = entries.optional_text("/kind", in.kind, 60);
  if (in.role == Part::reported || in.role == Part::expert) {
    p.name = entries.text("/name", in.name, kLine);
    p.position = in.position;
    p.unit = in.unit;
    p.address = in.address;
  } else if (in.name || in.address) {
    entries.wrong("/name", "participant.sealed");  // names of reporters and witnesses belong into the vault
  }
  if (!entries.fine()) return entries.refuse("participant.incomplete");
  auto writer = begin(call, *c, {Right::handle_case, "case.participant_added", {{"role", enum_name(in.role)}}});
  if (!writer) return fail(std::move(writer.error()));
  insert_participant(call, **writer, c->id, p);
  return answer(call, s, c->id);
}

}  // namespace

Result<Done> register_now(http::Writing& call, const Services& s, storage::Writer& writer, CaseRecord& c,
                          bool crime_alleged) {
  auto number = take_number(writer, s, c, call.now);
  if (!number) return fail(std::move(number.error()));
  if (writer.execute(sql::cases::register_case,
                     {c.id, number->text, c.office_id, number->year, number->running, call.now}) != 1)
    return fail(FailedWith::kConflict, "case.stage");
  c.number = number->text;
  c.registered_at_ms = call.now;
  note_event(call, writer, c, "registered", call.now);
  c.stage = "registered";
  const auto handling = next_stage(s, c, "registered", "handling_opened");
  if (auto done = enter_stage(call, s, writer, c, handling.empty() ? "registered" : handling, call.now); !done)
    return done;
  return open_crime_track(call, s, writer, c, crime_alleged);
}

void add_intake_routes(http::Routes& routes, const Services& s) {
  using Reply = Result<http::Reply<CaseView>>;
  routes
      .post<NewCase, CaseView>("/cases", access::with(Right::read_cases), {"case/show"},
                               [&s](http::Writing& call, const NewCase& in) { return open(call, s, in); })
      .summary("Opens the case file of a formal report, or registers a finding.");
  routes
      .post<ReviewIn, CaseView>("/cases/{id}/review", access::with(Right::take_in_reports), {"case/review"},
                                [&s](http::Writing& call, const ReviewIn& in) -> Reply { return review(call, s, in); })
      .again("/cases/{id}/review")
      .summary("Keeps the initial review; with a result it takes the step that follows.");
  routes
      .post<RegistrationIn, CaseView>(
          "/cases/{id}/registration", access::with(Right::register_case), {"case/show"},
          [&s](http::Writing& call, const RegistrationIn& in) -> Reply { return register_case(call, s, in); })
      .again("/cases/{id}")
      .summary("Gives the register number and starts the clock of handling.");
  routes
      .post<VersionIn, CaseView>(
          "/cases/{id}/accompaniment", access::with(Right::take_in_reports), {"case/show"},
          [&s](http::Writing& call, const VersionIn& in) -> Reply { return accompany(call, s, in); })
      .again("/cases/{id}")
      .summary("Asks police and prosecutors to accompany the intake: opens the crime track before registration.");
  routes
      .post<ParticipantIn, CaseView>(
          "/cases/{id}/participants", access::with(Right::handle_case), {"case/show"},
          [&s](http::Writing& call, const ParticipantIn& in) -> Reply { return add_participant(call, s, in); })
      .again("/cases/{id}")
      .summary("Adds a participant; reporters and witnesses stay nameless here.");
}

}  // namespace netra::cases
