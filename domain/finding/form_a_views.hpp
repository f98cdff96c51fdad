// What goes in and out of the routes of Form A: requests as forms send them, views as pages and JSON show them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/evidence/evidence.hpp"
#include "domain/finding/finding.hpp"
#include "domain/journal/journal.hpp"

namespace netra::finding {

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

struct ActorView {
  std::string name;
  std::string kind;
  std::string kind_name;  // in the reader's language
  std::optional<std::string> position, unit, address;
};
BOOST_DESCRIBE_STRUCT(ActorView, (), (name, kind, kind_name, position, unit, address))

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
  std::vector<ActorView> actors;
  std::vector<WordingView> wordings;  // newest first
  std::vector<evidence::ItemView> files;
  std::vector<journal::HistoryItem> history;
  bool may_correct = false;
  bool may_propose = false;
  bool may_attach = false;
};
BOOST_DESCRIBE_STRUCT(FormAView, (),
                      (id, version, office, office_name, number, title, election, region, region_path, stage_watched,
                       alleges, happened_on, found_on, tracing, finding, recorded_at, content, actors, wordings, files,
                       history, may_correct, may_propose, may_attach))

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

}  // namespace netra::finding
