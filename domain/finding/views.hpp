// What goes in and out of the routes of findings: requests as forms send them, views as pages and JSON show them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/clock/clock.hpp"
#include "domain/evidence/evidence.hpp"
#include "domain/finding/finding.hpp"
#include "domain/journal/journal.hpp"

namespace netra::finding {

// ---- Form A ----

// One activity that was watched. Blank rows of a form are dropped.
struct ActivityIn {
  std::optional<std::string> form;  // how: direct supervision, prevention, analysis
  std::optional<std::string> aim;
  std::optional<std::string> target;
  std::optional<std::string> at;  // time
  std::optional<std::string> place;
};
BOOST_DESCRIBE_STRUCT(ActivityIn, (), (form, aim, target, at, place))

struct ActorIn {
  std::optional<std::string> name;
  std::optional<std::string> kind;
  std::optional<std::string> position;
  std::optional<std::string> unit;
  std::optional<std::string> address;
};
BOOST_DESCRIBE_STRUCT(ActorIn, (), (name, kind, position, unit, address))

struct WitnessIn {
  std::optional<std::string> name;
  std::optional<std::string> address;
  std::optional<std::string> phone;
};
BOOST_DESCRIBE_STRUCT(WitnessIn, (), (name, address, phone))

struct FormAIn {
  std::optional<std::int64_t> version;  // corrections only
  std::optional<std::string> reason;    // corrections only: why
  std::optional<std::string> office;    // new ones only; the active office when absent
  std::optional<std::string> election;
  std::optional<std::string> region;
  std::optional<std::string> tracing;  // the tracing this came out of
  std::optional<std::string> number;
  std::optional<std::string> title;
  std::optional<std::string> stage_watched;
  std::optional<std::string> post;  // "Pengawas TPS 17 Desa Contoh"
  std::optional<std::string> duty_letter;
  std::optional<std::string> duty_address;
  std::vector<ActivityIn> activities;
  std::optional<std::string> narrative;
  bool alleges = false;  // the part below is asked for only then
  std::optional<std::string> event;
  std::optional<std::string> place;
  std::optional<Date> happened_on;
  std::optional<Date> found_on;
  std::vector<ActorIn> actors;
  std::optional<std::string> article;
  std::vector<WitnessIn> witnesses;  // sealed at once
  std::optional<std::string> evidence;
  std::optional<std::string> description;
  std::optional<std::string> kind;  // kind of violation
  std::optional<std::string> facts;
  std::optional<std::string> analysis;
  std::optional<std::string> follow_up;
  std::optional<std::string> dispute;  // potential dispute: object and parties
};
BOOST_DESCRIBE_STRUCT(FormAIn, (),
                      (version, reason, office, election, region, tracing, number, title, stage_watched, post,
                       duty_letter, duty_address, activities, narrative, alleges, event, place, happened_on, found_on,
                       actors, article, witnesses, evidence, description, kind, facts, analysis, follow_up, dispute))

// Files for a Form A, with one description for all of them.
struct FormAFilesIn {
  std::int64_t version = 0;
  std::optional<std::string> description_of_files;
  std::vector<http::Upload> files;
};
BOOST_DESCRIBE_STRUCT(FormAFilesIn, (), (version, description_of_files, files))

struct Activity {
  std::string form, aim, target, place;
  std::optional<LocalTime> at;
};
BOOST_DESCRIBE_STRUCT(Activity, (), (form, aim, target, place, at))

// One wording of a Form A, as stored. Witnesses are counted here and sealed elsewhere.
struct FormAContent {
  std::string post, duty_letter, duty_address;
  std::vector<Activity> activities;
  std::string narrative;
  std::string event, place;
  std::vector<AllegedActor> actors;
  std::string article;
  std::int64_t witnesses = 0;
  std::string evidence, description, kind, facts, analysis, follow_up, dispute;
};
BOOST_DESCRIBE_STRUCT(FormAContent, (),
                      (post, duty_letter, duty_address, activities, narrative, event, place, actors, article, witnesses,
                       evidence, description, kind, facts, analysis, follow_up, dispute))

struct FormARow {
  std::string id;
  std::string office_id;
  std::string number;
  std::string election_id;
  std::string region_code;
  std::string stage_watched;
  std::string title;
  std::string supervisor;
  bool alleges = false;
  std::optional<Date> happened_on;
  std::optional<Date> found_on;
  std::optional<std::string> tracing_id;
  std::optional<std::string> finding_id;
  std::int64_t version = 0;
  Instant recorded_at_ms;
};
BOOST_DESCRIBE_STRUCT(FormARow, (),
                      (id, office_id, number, election_id, region_code, stage_watched, title, supervisor, alleges,
                       happened_on, found_on, tracing_id, finding_id, version, recorded_at_ms))

struct Option {
  std::string value;
  std::string label;
};
BOOST_DESCRIBE_STRUCT(Option, (), (value, label))

struct FormAItem {
  std::string id;
  std::string number;
  std::string title;
  std::string place;  // name of the region
  bool alleges = false;
  std::optional<std::string> finding;
  LocalTime recorded_at;
};
BOOST_DESCRIBE_STRUCT(FormAItem, (), (id, number, title, place, alleges, finding, recorded_at))

struct FormAList {
  std::vector<FormAItem> rows;
  bool may_record = false;
  std::optional<std::string> older;  // address of the page after
};
BOOST_DESCRIBE_STRUCT(FormAList, (), (rows, may_record, older))

struct WordingView {
  std::int64_t version = 0;
  std::string reason;
  LocalTime at;
  std::string by;
};
BOOST_DESCRIBE_STRUCT(WordingView, (), (version, reason, at, by))

struct FormAView {
  std::string id;
  std::int64_t version = 0;
  std::string office;
  std::string office_name;
  std::string number;
  std::string title;
  std::string election;
  std::string region;
  std::string region_path;
  std::string stage_watched;
  bool alleges = false;
  std::optional<Date> happened_on;
  std::optional<Date> found_on;
  std::optional<std::string> tracing;
  std::optional<std::string> finding;
  LocalTime recorded_at;
  FormAContent content;
  std::vector<WordingView> wordings;  // newest first
  std::vector<evidence::ItemView> files;
  std::vector<journal::HistoryItem> history;
  bool may_correct = false;
  bool may_propose = false;
  bool may_attach = false;
};
BOOST_DESCRIBE_STRUCT(FormAView, (),
                      (id, version, office, office_name, number, title, election, region, region_path, stage_watched,
                       alleges, happened_on, found_on, tracing, finding, recorded_at, content, wordings, files, history,
                       may_correct, may_propose, may_attach))

// An activity as the form's fields hold it: the time as a browser enters it, "2024-10-27T09:00".
struct ActivityRow {
  std::string form, aim, target, place, at;
};
BOOST_DESCRIBE_STRUCT(ActivityRow, (), (form, aim, target, place, at))

// The rows of activities and actors that the form repeats.
struct FormARows {
  std::optional<ActivityRow> activity_0, activity_1, activity_2;
  std::optional<AllegedActor> actor_0, actor_1, actor_2;
};
BOOST_DESCRIBE_STRUCT(FormARows, (), (activity_0, activity_1, activity_2, actor_0, actor_1, actor_2))

// The empty (or to be corrected) form.
struct FormAForm {
  std::optional<FormAView> form;  // when correcting
  std::optional<FormARows> rows;  // as they stand
  std::optional<std::string> tracing;
  std::vector<Option> elections;
  std::vector<Option> stages;
  std::vector<Option> kinds;  // kinds of person
  std::vector<Option> offices;
  std::vector<Option> places;  // sub-districts and villages of the office
};
BOOST_DESCRIBE_STRUCT(FormAForm, (), (form, rows, tracing, elections, stages, kinds, offices, places))

// ---- findings ----

struct CheckEntry {
  std::string requirement;
  std::optional<CheckMark> mark;  // absent: not marked yet, as a form sends it
  std::optional<std::string> note;
};
BOOST_DESCRIBE_STRUCT(CheckEntry, (), (requirement, mark, note))

// A requirement of the procedure data with how it stands.
struct CheckView {
  std::string requirement;
  std::string label;
  std::string basis;
  std::string source_mark;  // of the rule
  std::optional<CheckMark> mark;
  std::optional<std::string> note;
  bool suggested = false;  // the record seems to hold it; people decide
};
BOOST_DESCRIBE_STRUCT(CheckView, (), (requirement, label, basis, source_mark, mark, note, suggested))

struct FindingRow {
  std::string id, office_id, form_a_id;
  std::optional<std::string> tracing_id;
  std::string election_id, region_code, title;
  Date happened_on, found_on;
  FindingStage stage = FindingStage::proposed;
  std::string actors, checks;  // JSON
  std::int64_t version = 0;
  Instant proposed_at_ms;
  std::optional<Instant> decided_at_ms;
  std::optional<std::string> case_id;
};
BOOST_DESCRIBE_STRUCT(FindingRow, (),
                      (id, office_id, form_a_id, tracing_id, election_id, region_code, title, happened_on, found_on,
                       stage, actors, checks, version, proposed_at_ms, decided_at_ms, case_id))

struct FindingItem {
  std::string id;
  std::string title;
  std::string place;
  FindingStage stage = FindingStage::proposed;
  Date found_on;
  LocalTime proposed_at;
  std::optional<std::string> case_id;
};
BOOST_DESCRIBE_STRUCT(FindingItem, (), (id, title, place, stage, found_on, proposed_at, case_id))

struct FindingList {
  std::vector<FindingItem> rows;
  std::optional<std::string> older;
};
BOOST_DESCRIBE_STRUCT(FindingList, (), (rows, older))

struct NewFinding {
  std::string form_a;
};
BOOST_DESCRIBE_STRUCT(NewFinding, (), (form_a))

struct ChecksIn {
  std::int64_t version = 0;
  std::vector<CheckEntry> checks;
};
BOOST_DESCRIBE_STRUCT(ChecksIn, (), (version, checks))

struct FindingDecision {
  std::int64_t version = 0;
  PlenaryInput plenary;
};
BOOST_DESCRIBE_STRUCT(FindingDecision, (), (version, plenary))

struct FindingView {
  std::string id;
  std::int64_t version = 0;
  std::string office;
  std::string office_name;
  std::string form_a;
  std::optional<std::string> tracing;
  std::string title;
  std::string region_path;
  Date happened_on, found_on;
  FindingStage stage = FindingStage::proposed;
  std::vector<AllegedActor> actors;
  std::vector<CheckView> checks;
  bool complete = false;              // every requirement is marked fulfilled
  std::int64_t days_to_register = 0;  // between found and proposed, for the time-limit check; people decide
  LocalTime proposed_at;
  std::optional<LocalTime> decided_at;
  std::optional<std::string> case_id;
  std::vector<PlenaryView> plenaries;
  std::vector<Member> members;  // who may sit
  std::vector<clock::ClockView> clocks;
  std::vector<journal::HistoryItem> history;
  bool may_check = false;
  bool may_decide = false;
  bool may_register = false;
};
BOOST_DESCRIBE_STRUCT(FindingView, (),
                      (id, version, office, office_name, form_a, tracing, title, region_path, happened_on, found_on,
                       stage, actors, checks, complete, days_to_register, proposed_at, decided_at, case_id, plenaries,
                       members, clocks, history, may_check, may_decide, may_register))

// ---- tracings ----

struct TracingRow {
  std::string id, office_id, report_id, election_id, region_code, title;
  TracingState state = TracingState::open;
  std::string reason;
  std::optional<std::string> closing_note;
  std::optional<std::string> finding_id;
  std::int64_t version = 0;
  Instant opened_at_ms;
  std::optional<Instant> closed_at_ms;
};
BOOST_DESCRIBE_STRUCT(TracingRow, (),
                      (id, office_id, report_id, election_id, region_code, title, state, reason, closing_note,
                       finding_id, version, opened_at_ms, closed_at_ms))

struct NewTracing {
  std::string report;
  std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(NewTracing, (), (report, reason))

struct NewStep {
  std::int64_t version = 0;
  StepKind kind = StepKind::note;
  std::optional<std::string> at;
  std::optional<std::string> text;
};
BOOST_DESCRIBE_STRUCT(NewStep, (), (version, kind, at, text))

// Ends a tracing without a finding. With a finding it ends when the finding is set.
struct TracingClosing {
  std::int64_t version = 0;
  std::optional<std::string> note;
};
BOOST_DESCRIBE_STRUCT(TracingClosing, (), (version, note))

struct StepView {
  std::int64_t position = 0;
  StepKind kind = StepKind::note;
  LocalTime at;
  std::string text;
  LocalTime recorded_at;
  std::string by;
};
BOOST_DESCRIBE_STRUCT(StepView, (), (position, kind, at, text, recorded_at, by))

struct TracingItem {
  std::string id;
  std::string title;
  std::string place;
  TracingState state = TracingState::open;
  LocalTime opened_at;
  std::vector<clock::ClockView> clocks;
};
BOOST_DESCRIBE_STRUCT(TracingItem, (), (id, title, place, state, opened_at, clocks))

struct TracingList {
  std::vector<TracingItem> rows;
  std::optional<std::string> older;
};
BOOST_DESCRIBE_STRUCT(TracingList, (), (rows, older))

struct TracingView {
  std::string id;
  std::int64_t version = 0;
  std::string office;
  std::string office_name;
  std::string report;
  std::string title;
  std::string region_path;
  TracingState state = TracingState::open;
  std::string reason;
  std::optional<std::string> closing_note;
  std::optional<std::string> finding;
  LocalTime opened_at;
  std::optional<LocalTime> closed_at;
  std::vector<StepView> steps;
  std::vector<FormAItem> forms;  // Form A that came out of it
  std::vector<clock::ClockView> clocks;
  std::vector<journal::HistoryItem> history;
  bool may_act = false;
};
BOOST_DESCRIBE_STRUCT(TracingView, (),
                      (id, version, office, office_name, report, title, region_path, state, reason, closing_note,
                       finding, opened_at, closed_at, steps, forms, clocks, history, may_act))

}  // namespace netra::finding
