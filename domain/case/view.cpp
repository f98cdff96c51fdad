// The case file as its readers see it: one view, shown tab by tab.
#include <algorithm>

#include "domain/case/sql.hpp"
#include "domain/case/view_parts.hpp"
#include "domain/office/office.hpp"
#include "domain/region/region.hpp"

namespace netra::cases {

namespace {

void fill_head(const Looking& look, CaseView& v) {
  const auto& c = look.c;
  v.id = c.id;
  v.version = c.version;
  v.origin = c.origin;
  v.report = c.report_id;
  v.finding = c.finding_id;
  v.number = c.number;
  v.title = c.title;
  v.stage = c.stage;
  v.stage_name = stage_name(look.s, c, c.stage, look.language);
  v.office = c.office_id;
  v.office_name = office::name_of(look.db, c.office_id);
  const auto regime = finding::regime_of(look.s.elections, c.election_id);
  const Date numbered = date_in(c.registered_at_ms.value_or(look.call.now), c.zone);
  if (const auto* pattern = look.s.rules.number(regime, "register", {numbered, c.election_id})) {
    v.number_basis = pattern->origin.basis;
    v.number_mark = enum_name(pattern->origin.mark);
  }
  v.first_office_name = office::name_of(look.db, c.first_office_id);
  v.election = c.election_id;
  v.region = c.region_code;
  v.region_path = region::path_of(look.db, c.region_code);
  v.received_at = c.local(c.received_at_ms);
  v.happened_on = c.happened_on;
  v.known_on = c.known_on;
  v.registered_at = local(c, c.registered_at_ms);
  v.decided_at = local(c, c.decided_at_ms);
  v.told_at = local(c, c.told_at_ms);
  v.closed_at = local(c, c.closed_at_ms);
  if (c.report_id)
    if (auto source = report::load(look.db, *c.report_id)) v.chronology = source->chronology;
}

void fill_people(const Looking& look, CaseView& v) {
  for (const auto& p : look.people)
    v.participants.push_back({p.id, p.role, p.ordinal, label_of(look.s, p, look.language), p.name, p.kind,
                              p.kind.empty() ? "" : look.s.rules.term_name("subject", p.kind, look.language),
                              p.position, p.unit, p.address, p.role == Part::reporter || p.role == Part::witness});
  for (const auto& row : look.db.query(sql::cases::assignments_of, {look.c.id}))
    v.officers.push_back({row.text(0), row.text(1), row.text(2), look.c.local(row.instant(3))});
}

void fill_review(const Looking& look, CaseView& v) {
  const auto& c = look.c;
  for (const auto& row : look.db.query(sql::cases::reviews_of, {c.id})) {
    ReviewView review;
    review.version = row.integer(0);
    review.content = restore<ReviewContent>(row.text(1));
    review.result = parse_enum<ReviewResult>(row.text(2));
    review.reason_kind = parse_enum<ReasonKind>(row.text(3));
    review.at = c.local(row.instant(4));
    review.by = row.text(5);
    v.reviews.push_back(std::move(review));
  }
  if (!v.reviews.empty()) v.choices.review = v.reviews.front().content;
  if (c.origin != Origin::report) return;
  auto marks = v.reviews.empty() ? std::vector<CheckEntry>() : v.reviews.front().content.checks;
  if (auto entered = entered_as<ReviewIn>(look.call); entered && !entered->checks.empty()) marks = entered->checks;
  v.checks = checks_of(look.s, c, marks, look.language);
  const auto filled = report::filled_of(look.db, *c.report_id);
  for (auto& check : v.checks) check.suggested = std::ranges::find(filled, check.requirement) != filled.end();
  TimeSuggestion time;
  time.known_on = c.known_on;
  if (c.known_on) {
    auto limit =
        clock::forecast(look.db, look.s.clocks, "draft", place_of(look.s, c), start_of_day(*c.known_on, c.zone));
    if (limit) {
      time.limit = limit->due;
      time.within = limit->due && c.received_at_ms <= limit->due->at;
      time.basis = limit->basis;
      time.mark = enum_name(limit->mark);
      time.problem = limit->problem;
    } else {
      time.problem = limit.error().code;
    }
  } else {
    time.problem = "review.no_date_known";
  }
  v.time = std::move(time);
}

void fill_hearings(const Looking& look, CaseView& v) {
  const auto& c = look.c;
  for (const auto& row : look.db.query(sql::cases::clarifications_of, {c.id})) {
    ClarificationView view;
    view.id = row.text(0);
    view.participant = row.text(1);
    view.label = label_by_id(look, view.participant);
    view.invitation = row.integer(2);
    view.held_at = c.local(row.instant(3));
    view.place = row.text(4);
    view.state = row.text(5);
    if (!row.is_null(6)) view.note = row.text(6);
    for (const auto& m : look.db.query(sql::cases::minutes_of, {view.id}))
      view.minutes.push_back({m.integer(0), restore<MinutesContent>(m.text(1)), m.integer(2) != 0, m.text(3),
                              c.local(m.instant(4)), m.text(5)});
    v.clarifications.push_back(std::move(view));
  }
}

void fill_studies(const Looking& look, CaseView& v) {
  v.choices.rules = rules_for(look.s, look.c, look.people, look.language);
  for (const auto& row : look.db.query(sql::cases::studies_of, {look.c.id})) {
    StudyView study;
    study.version = row.integer(0);
    study.content = restore<StudyContent>(row.text(1));
    for (const auto& id : study.content.rules)
      for (const auto& rule : v.choices.rules)
        if (rule.id == id) study.rules.push_back(rule);
    for (const auto& one : study.content.conclusions)
      study.concluded.push_back({label_by_id(look, one.participant), one.outcome, one.conclusion});
    study.at = look.c.local(row.instant(2));
    study.by = row.text(3);
    v.studies.push_back(std::move(study));
  }
  if (!v.studies.empty()) v.choices.study = v.studies.front().content;
  constexpr std::size_t kMoreRows = 2;  // empty rows for further conclusions
  StudyContent draft = v.studies.empty() ? StudyContent{} : v.studies.front().content;
  if (auto entered = entered_as<StudyIn>(look.call)) {
    draft.rules = entered->rules;
    draft.conclusions.clear();
    for (const auto& one : entered->conclusions)
      draft.conclusions.push_back(
          {one.participant.value_or(""), one.outcome.value_or(""), one.conclusion.value_or("")});
  }
  v.choices.conclusions = draft.conclusions;
  if (draft.conclusions.empty())
    for (const auto& person : look.people)
      if (person.role == Part::reported) v.choices.conclusions.push_back({person.id, "", ""});
  v.choices.conclusions.resize(v.choices.conclusions.size() + kMoreRows);
  const auto& chosen = draft.rules;
  for (auto& rule : v.choices.rules) rule.chosen = std::ranges::find(chosen, rule.id) != chosen.end();
}

Allowed allowed(const Looking& look, const CaseView& v) {
  Allowed may;
  const auto& c = look.c;
  if (c.is_closed()) return may;
  const auto& actor = actor_of(look.call);
  const auto here = [&](Right right) { return actor.may(right, c.office_id); };
  const bool before = !c.registered_at_ms;
  const bool hearing = c.stage == "handling" || c.stage == "extension" || c.stage == "plenary";
  may.review = here(Right::take_in_reports) && (c.stage == "initial_review" || c.stage == "completion");
  may.register_case = here(Right::register_case) && before && c.stage == "initial_review" && !v.reviews.empty() &&
                      v.reviews.front().result == ReviewResult::complete;
  may.participants = here(Right::handle_case);
  may.invite = may.minutes = may.study = here(Right::handle_case) && hearing;
  may.extend = may.study && !next_stage(look.s, c, c.stage, "more_information_needed").empty();
  may.to_plenary = may.study && !next_stage(look.s, c, c.stage, "study_ready").empty() && !v.studies.empty();
  may.decide = here(Right::decide) && c.stage == "plenary";
  may.step = here(Right::handle_case) && std::ranges::any_of(v.tracks, [](const auto& t) { return t.is_here; });
  may.notify = here(Right::notify);
  may.transfer = here(Right::forward);
  may.share = here(Right::forward);
  may.assign = here(Right::handle_case);
  may.correct = here(Right::handle_case) && !v.events.empty();
  may.close = here(Right::decide) && c.decided_at_ms && c.told_at_ms &&
              std::ranges::all_of(v.tracks, [](const auto& t) { return t.ended_at.has_value(); });
  may.attach = here(Right::handle_case) || (before && here(Right::take_in_reports));
  may.accompany = here(Right::take_in_reports) && before && v.tracks.empty() &&
                  (c.stage == "initial_review" || c.stage == "completion");
  may.open_identity = here(Right::read_identity);
  return may;
}

struct ToDo {
  const char* action;
  const char* who;
  const char* tab = "";        // the page it is done on; "" is the summary
  const char* place = "step";  // on that page
};

ToDo to_do(const CaseRecord& c, const CaseView& v) {
  const bool reviewed = !v.reviews.empty() && v.reviews.front().result == ReviewResult::complete;
  if (c.is_closed()) return {"none", "nobody"};
  if (c.stage == "completion") return {"wait_completion", "reporter", "review"};
  if (!c.registered_at_ms && reviewed) return {"register", "registrar"};
  if (!c.registered_at_ms) return {"review", "intake", "review"};
  if (!c.decided_at_ms && c.stage == "plenary") return {"decide", "commissioners", "plenaries"};
  if (!c.decided_at_ms && v.studies.empty() && v.clarifications.empty())
    return {"clarify_and_study", "case_officer", "clarifications"};
  if (!c.decided_at_ms && v.studies.empty()) return {"write_study", "case_officer", "studies"};
  if (!c.decided_at_ms) return {"bring_to_plenary", "case_officer", "", "plenary"};
  if (!c.told_at_ms || *c.told_at_ms < *c.decided_at_ms) return {"notify", "case_officer", "documents"};
  if (std::ranges::any_of(v.tracks, [](const auto& t) { return !t.ended_at; }))
    return {"follow_tracks", "case_officer", "", "tracks"};
  return {"close", "commissioners", "", "close"};
}

NextStep next_of(const Looking& look, const CaseView& v) {
  NextStep next;
  const auto todo = to_do(look.c, v);
  next.action = todo.action;
  next.who = todo.who;
  next.tab = todo.tab;
  if (next.who != "nobody")
    next.url = "/cases/" + look.c.id + (next.tab.empty() ? "" : "/" + next.tab) + "#" + todo.place;
  if (next.who == "case_officer")
    for (const auto& officer : v.officers) next.persons.push_back(officer.name);
  for (const auto& clock : v.clocks) {
    if (clock.state != clock::ClockState::running || !clock.target) continue;
    if (next.until && next.until->at <= clock.target->at) continue;
    next.until = clock.target;
    next.basis = clock.basis;
    next.mark = enum_name(clock.mark);
  }
  next.late = next.until && next.until->at < look.call.now;
  return next;
}

// The acts about the case and its tracks, in the order they were done.
std::vector<journal::HistoryItem> history_of(storage::Reader& db, const CaseRecord& c) {
  auto out = journal::history(db, c.subject());
  for (const auto& track : tracks_in(db, c.id))
    for (auto& item : journal::history(db, track.subject())) out.push_back(std::move(item));
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.entry.seq < b.entry.seq; });
  return out;
}

// Letters about the case itself and about what belongs to it.
void fill_letters(const Looking& look, CaseView& v) {
  auto add = [&](std::string kind, const std::string& id) {
    for (auto& line :
         letter::letters_of(look.db, look.s.rules, actor_of(look.call), {std::move(kind), id}, look.language))
      v.letters.push_back(std::move(line));
  };
  add(std::string(kSubjectKind), v.id);
  for (const auto& one : v.clarifications) add("clarification", one.id);
  for (const auto& one : v.plenaries) add("plenary", one.id);
  for (const auto& one : v.tracks) add("track", one.id);
  std::ranges::stable_sort(v.letters, {}, &letter::LetterLine::id);
}

}  // namespace

std::string label_by_id(const Looking& look, std::string_view id) {
  for (const auto& person : look.people)
    if (person.id == id) return label_of(look.s, person, look.language);
  return {};
}

std::string label_of(const Services& s, const ParticipantRow& person, std::string_view language) {
  if (person.name && !person.name->empty()) return *person.name;
  auto label = s.messages.text(language, "value.case_part." + std::string(enum_name(person.role)));
  if (person.role == Part::reporter && person.ordinal == 1) return label;
  return label + " " + std::to_string(person.ordinal);
}

Result<CaseView> view_case(const http::Call& call, storage::Reader& db, const Services& s, std::string_view id) {
  if (auto may = may_read(db, actor_of(call), id); !may) return fail(std::move(may.error()));
  const auto c = load_case(db, id);
  const Looking look{call, db, s, *c, participants_of(db, id), call.info.language};
  CaseView v;
  fill_head(look, v);
  v.clocks = clock::clocks_of(db, s.clocks, c->subject(), call.now, look.language);
  for (const auto& track : tracks_in(db, id))
    for (auto& view : clock::clocks_of(db, s.clocks, track.subject(), call.now, look.language))
      v.clocks.push_back(std::move(view));
  if (c->report_id)
    for (auto& view : clock::clocks_of(db, s.clocks, {"report", *c->report_id}, call.now, look.language))
      v.clocks.push_back(std::move(view));
  fill_people(look, v);
  fill_review(look, v);
  fill_hearings(look, v);
  fill_studies(look, v);
  fill_decision(look, v);
  fill_sharing(look, v);
  v.files = files_of(db, *c);
  if (call.info.route.ends_with("/evidence") || call.info.route.ends_with("/exhibits"))
    v.exhibits = evidence::exhibits(db, v.files, c->zone);
  if (call.info.route.ends_with("/documents") || call.info.route.ends_with("/notices")) fill_letters(look, v);
  for (const auto& actor : s.rules.participants) v.choices.actors.push_back({actor.id, actor.label.in(look.language)});
  v.history = history_of(db, *c);
  v.may = allowed(look, v);
  v.next = next_of(look, v);
  return v;
}

}  // namespace netra::cases
