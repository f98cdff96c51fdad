// The rules of a regime ("pilkada"): stages, clocks, parameters, requirements, documents, numbers, receivers, channels,
// desks. One type per kind of file in procedures/<regime>/; an `id` names a rule through all its versions.
//
// Threads: plain values.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "domain/procedure/version.hpp"

namespace netra::procedure {

// ---- stages ----

struct Transition {
  std::string event;  // "complete"
  std::string to;     // stage id
};

struct StageRule {
  std::vector<std::string> actors;  // role ids: "bawaslu_kab"
  std::string clock;                // clock id; empty: the stage has no limit of its own
  std::vector<std::string> checks;
  std::vector<std::string> outputs;  // document ids
  std::vector<std::string> ladder;   // sanctions step by step, where the law has such a ladder
  std::vector<Transition> transitions;
  bool parallel = false;  // several transitions may be taken together
  bool terminal = false;
  bool withdrawal_possible = true;  // the reporter may still withdraw
};

struct Stage {
  std::string id;
  std::string regime;
  std::string track;  // intake, bawaslu, admin, tsm, ethics, crime, other_law, end
  Label label;
  Versions<StageRule> versions;
};

// ---- clocks ----

struct ClockRule {
  std::optional<int> amount;     // none: the law names no limit
  std::string amount_parameter;  // or: the amount is this parameter's value
  Unit unit = Unit::calendar_day;
  std::string unit_parameter;  // or: the unit is one of this parameter's options
  std::string starts_from;     // event id, or a parameter whose options are event ids
  bool starts_from_parameter = false;
  bool backwards = false;           // counted back from the event: to be done `amount` before it
  std::string continues;            // clock this one prolongs: counted from that clock's event with both amounts
  std::vector<std::string> within;  // no limit of its own: must end inside one of these clocks
  std::vector<std::string>
      readings;                  // parameters whose options are all computed and shown: "start_day", "court_day_unit"
  bool at_desk = false;          // the act must reach the office's desk: the day may end when the desk closes
  std::vector<int> alarm_hours;  // hours before the target at which an alarm is raised, longest first
};

struct ClockSeries {
  std::string id;
  std::string regime;
  std::string stage;  // stage it belongs to; several clocks may belong to one
  Label label;
  Versions<ClockRule> versions;
};

// ---- parameters: points where practice or reading differs ----

struct ParameterRule {
  std::string value;  // "exclude_event_day", "true", "14"; empty: none
};

struct Parameter {
  std::string id;
  std::string regime;
  Label label;
  std::vector<std::string> options;  // empty: a free value
  std::string candidate;             // value seen in one place, not in force
  Versions<ParameterRule> versions;
};

// ---- what a record must hold ----

enum class RequirementClass { formal, material };
BOOST_DESCRIBE_ENUM(RequirementClass, formal, material)
enum class Need { required, optional, if_proxy };
BOOST_DESCRIBE_ENUM(Need, required, optional, if_proxy)

struct RequirementRule {
  RequirementClass kind = RequirementClass::formal;
  Need need = Need::required;
  bool identity = false;  // sealed: reveals the reporter or a witness
  bool repeat = false;
  std::vector<std::string> values;  // allowed values
  std::vector<std::string> fields;  // members of a repeated group
};

struct Requirement {
  std::string id;  // "reporter_name"
  std::string regime;
  std::string record;  // "report", "finding"
  Label label;
  Versions<RequirementRule> versions;
};

// ---- documents, numbers, receivers, channels, actors, events ----

struct DocumentRule {
  std::string form;  // "Model A.1"; empty: code not confirmed
  Label title;       // the name in force, when it differs from the document's own
};
struct Document {
  std::string id;
  std::string regime;
  Label label;
  Versions<DocumentRule> versions;
};

struct NumberCode {
  std::string code;   // "PB"
  std::string means;  // "bupati"
  Mark mark = Mark::unverified;
};
struct NumberRule {
  std::string pattern;                    // "{seq:03}/Reg/{kind}/{election}/{level}/{office_code}/{month_roman}/{year}"
  std::vector<std::string> sequence_per;  // "office", "kind", "year"
  std::vector<NumberCode> kinds;
  std::vector<NumberCode> elections;
  std::vector<NumberCode> levels;
  bool editable_per_office = true;
  std::string example;
};
struct NumberTemplate {
  std::string id;  // "register"
  std::string regime;
  Label label;
  Versions<NumberRule> versions;
};

struct ReceiverRule {
  std::string receiver;  // actor id: "kasn", "bkn", "bupati"
  std::string via;       // system or channel
};
struct Receiver {
  std::string id;  // matter: "asn", "village_head", "tni" ...
  std::string regime;
  std::vector<std::string> subjects;  // kinds of person it serves
  Label label;
  Versions<ReceiverRule> versions;
};

struct ChannelRule {
  bool is_receipt = false;           // submission through it is the legal receipt
  std::string is_receipt_parameter;  // or: this parameter says whether it is
  bool paper_must_follow = false;
};
struct Channel {
  std::string id;
  std::string regime;
  Label label;
  Versions<ChannelRule> versions;
};

struct Participant {  // "actors" of the procedure: bawaslu_kab, penyidik, kpu ...
  std::string id;
  Label label;
  std::string level;
  std::string name_in_law;
  std::vector<std::string> members;
  Origin origin;
  std::vector<std::string> kinds;  // capacities it may act in
  std::string proxy;               // what a proxy must show
  bool anonymous_allowed = false;
  std::optional<Date> ended;
};

struct EventName {
  std::string id;
  Label label;
};

struct DeskHours {  // minutes after local midnight
  int opens = 0;
  int closes = 0;
};
struct DeskRule {
  std::map<int, DeskHours> days;                // ISO weekday 1 = Monday; a missing day is closed
  std::vector<std::string> always_open_during;  // election stages: "masa_tenang", "voting_day"
};
struct Desk {
  std::string id;  // "normal"
  std::string regime;
  Label label;
  Versions<DeskRule> versions;
};

// Grounds for repeating or recounting on election day.
struct TriggerRule {
  std::string action;      // "psu"
  std::string proven_by;   // actor id or "any"
  std::string ordered_by;  // actor id
  int at_least = 1;
};
struct Trigger {
  std::string id;
  std::string regime;
  Label label;
  Versions<TriggerRule> versions;
};

struct PendingChange {
  std::string id;  // "MK-104-2025"
  Label effect;
  Date from;
  std::vector<std::string> not_for;
  Mark mark = Mark::unverified;
};

}  // namespace netra::procedure
