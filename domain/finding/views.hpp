// What goes in and out of the routes of findings and tracings: requests as forms send them, views as pages and JSON
// show them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/clock/clock.hpp"
#include "domain/finding/finding.hpp"
#include "domain/finding/form_a_views.hpp"
#include "domain/finding/services.hpp"
#include "domain/journal/journal.hpp"

namespace netra::finding {

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

// What the procedure asks of a record ("report", "finding") on a day, with the marks given so far.
std::vector<CheckView> checklist(const Services& s, std::string_view election, std::string_view record, Date on,
                                 const std::vector<CheckEntry>& marks, std::string_view language);

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
  std::vector<ActorView> actors;
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
