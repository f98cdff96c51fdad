// Law as data: which rule holds for which election, on which date, and how sure we are of it.
//
//   auto rules = procedure::load(assets);                                // stops the start when a file is wrong,
//   naming file and line const auto* handling = rules->clock("pilkada", "handling", {date, "pilkada-2024"});
//   handling->value.amount, handling->value.unit, handling->origin.basis, handling->origin.mark
//
// Everything lives in procedures/**/*.toml. A rule is a series of versions without gap or overlap; `until` is the last
// day a version holds. A version may be closed to an election that began before it (`not_for`): there the version
// before it goes on.
//
// Threads: immutable after loading; share freely. Pointers stay valid as long as the Rules object.
// Errors of load: procedure.invalid; `detail` lists every fault as "file:line: what".
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/assets.hpp"
#include "engine/base/json.hpp"
#include "engine/base/result.hpp"
#include "engine/base/time.hpp"

namespace netra::procedure {

// How sure we are: read in the text itself, seen in a secondary source, or not confirmed (then it must stay
// configurable and be shown as such).
enum class Mark { verified, secondary, unverified };
BOOST_DESCRIBE_ENUM(Mark, verified, secondary, unverified)

enum class Unit { hour, calendar_day, working_day };
BOOST_DESCRIBE_ENUM(Unit, hour, calendar_day, working_day)

struct Label {
  std::string id;  // Indonesian
  std::string en;
  const std::string& in(std::string_view language) const { return language == "en" ? en : id; }
};

// Where a value comes from.
struct Origin {
  std::string basis;   // "UU 8/2015 pasal 134(5)"; may be empty when no text was found
  std::string source;  // where that was read
  Mark mark = Mark::unverified;
  Date last_checked;
  Label note;
};

template <class T>
struct Version {
  Date from;
  std::optional<Date> until;         // last day, inclusive
  std::vector<std::string> not_for;  // elections that keep the version before
  T value;
  Origin origin;
};

template <class T>
using Versions = std::vector<Version<T>>;  // ordered by `from`

// For what the rule is asked. `date` is the day the law looks at (incident, submission, decision: the caller knows
// which).
struct When {
  Date date;
  std::string_view election = {};
};

// The one version that holds, or null when the rule did not exist yet (or no longer).
template <class T>
const Version<T>* holding(const Versions<T>& versions, const When& when) {
  const Version<T>* found = nullptr;
  for (const auto& version : versions) {
    bool closed = false;
    for (const auto& election : version.not_for) closed = closed || election == when.election;
    if (closed || version.from > when.date) continue;
    found = &version;
  }
  if (found && found == &versions.back() && found->until && *found->until < when.date) return nullptr;
  return found;
}

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

// ---- neutrality ----

struct LegalBasis {
  std::string act;
  std::string article;  // empty: rule known, article not confirmed
};
BOOST_DESCRIBE_STRUCT(LegalBasis, (), (act, article))

struct NeutralityRule {
  Mark from_mark = Mark::unverified;           // how sure we are of the day it began
  std::vector<std::string> subjects;           // pns, pppk, non_asn, asn_official, regional_head, ...
  std::map<std::string, Date> valid_from_for;  // a subject added later
  std::string phase;                           // before_candidates, after_candidates, campaign, any, six_months_window
  Label phase_note;
  std::string kind;  // ethics, discipline, village_admin, crime, admin_election, service_discipline, contract
  std::vector<LegalBasis> legal_basis;
  std::vector<std::string> sanctions;
  Label sanction_note;
  std::vector<std::string> route;
  std::vector<std::string> evidence;  // what to look for
  std::vector<Label> exceptions;
  std::vector<std::string> examples;
  std::vector<std::string> see_also;
  Label legal_note;
  Label precedent;
  std::vector<std::string> sources;  // source ids
};
struct Neutrality {
  std::string id;  // "NR-ASN-E01"; never reused
  Label title;
  Versions<NeutralityRule> versions;
};

// What several rules rest on.
struct Instrument {
  std::string id;  // "INS-SKB2022"
  Label title;
  std::vector<std::string> numbers;
  std::vector<std::string> light, medium, heavy;  // grades of punishment, where it names them
  Date from;
  Origin origin;
};

struct Source {
  std::string id;
  std::string title;
  std::string ref;
};

// A word of the neutrality catalogue or another enumeration of the law files.
struct Term {
  std::string group;  // "subject", "phase", "kind", "sanction", "route"
  std::string id;
  Label label;
};

// ---- holidays as published ----

enum class HolidayKind { national, joint_leave, voting, local };
BOOST_DESCRIBE_ENUM(HolidayKind, national, joint_leave, voting, local)

struct PublishedHoliday {
  Date date;
  HolidayKind kind = HolidayKind::national;
  std::string name;
  std::string decree;
  std::string source;
  Mark mark = Mark::secondary;
};
struct HolidayYear {
  int year = 0;
  std::vector<std::string> decrees;
  Origin origin;
  std::vector<PublishedHoliday> holidays;
};

// ---- the public list of all of it (/rules) ----

// One thing a version says. `fact` names it (message value.fact.<fact>); the value is `text` in words of the law files
// or, when that is empty, `term`: a number, an identifier or a yes (message value.term.<term> when there is one).
struct Fact {
  std::string fact;
  std::string term;
  Label text;
};
struct CatalogueVersion {
  Date from;
  std::optional<Date> until;
  std::vector<std::string> not_for;
  std::vector<Fact> facts;
  Origin origin;
};
struct CatalogueEntry {
  std::string id;     // "pilkada.clock.handling", "NR-ASN-E01"
  std::string topic;  // clock, stage, parameter, requirement, document, number, receiver, channel, desk, trigger,
                      // neutrality, change
  Label label;
  std::vector<CatalogueVersion> versions;
};

class Rules {
 public:
  // Lookups by regime ("pilkada"), id and date; null when there is none.
  const Stage* stage(std::string_view regime, std::string_view id) const;
  const Version<StageRule>* stage_rule(std::string_view regime, std::string_view id, const When&) const;
  const ClockSeries* clock_series(std::string_view regime, std::string_view id) const;
  const Version<ClockRule>* clock(std::string_view regime, std::string_view id, const When&) const;
  const Parameter* parameter_series(std::string_view regime, std::string_view id) const;
  const Version<ParameterRule>* parameter(std::string_view regime, std::string_view id, const When&) const;
  // Values of a parameter; fallbacks only for a parameter without a value ("none found").
  std::string parameter_value(std::string_view regime, std::string_view id, const When&) const;
  std::optional<int> parameter_integer(std::string_view regime, std::string_view id, const When&) const;
  bool parameter_flag(std::string_view regime, std::string_view id, const When&) const;

  struct RequirementInForce {
    const Requirement* requirement;
    const Version<RequirementRule>* rule;
  };
  // What a record ("report", "finding") must hold, in the order of the form.
  std::vector<RequirementInForce> requirements(std::string_view regime, std::string_view record, const When&) const;
  const Document* document(std::string_view regime, std::string_view id) const;
  const Version<DocumentRule>* document_rule(std::string_view regime, std::string_view id, const When&) const;
  const Version<NumberRule>* number(std::string_view regime, std::string_view id, const When&) const;
  // Who receives a case about this kind of person ("pns", "village_head", "tni").
  const Version<ReceiverRule>* receiver(std::string_view regime, std::string_view subject, const When&) const;
  const Version<DeskRule>* desk(std::string_view regime, const When&) const;
  const Participant* participant(std::string_view id) const;
  const EventName* event(std::string_view id) const;
  const Term* term(std::string_view group, std::string_view id) const;
  const Source* source(std::string_view id) const;

  struct NeutralityInForce {
    const Neutrality* rule;
    const Version<NeutralityRule>* version;
  };
  // The rules that bind a kind of person on a date (subjects added later only from their date); empty subject: all in
  // force.
  std::vector<NeutralityInForce> neutrality_rules(std::string_view subject, const When&) const;
  const Neutrality* neutrality(std::string_view id) const;

  std::vector<Stage> stages;
  std::vector<ClockSeries> clocks;
  std::vector<Parameter> parameters;
  std::vector<Requirement> requirement_list;
  std::vector<Document> documents;
  std::vector<NumberTemplate> numbers;
  std::vector<Receiver> receivers;
  std::vector<Channel> channels;
  std::vector<Participant> participants;
  std::vector<EventName> events;
  std::vector<Desk> desks;
  std::vector<Trigger> triggers;
  std::vector<PendingChange> changes;
  std::vector<Neutrality> neutrality_list;
  std::vector<Instrument> instruments;
  std::vector<Source> sources;
  std::vector<Term> terms;
  std::vector<HolidayYear> holiday_years;

  // Everything above as the public sees it.
  std::vector<CatalogueEntry> catalogue;

  // SHA-256 (hex) of the files: tells that rules have changed since clocks were dated.
  std::string fingerprint;
};

// Reads procedures/<regime>/, procedures/neutrality/ and procedures/holidays/.
Result<std::shared_ptr<const Rules>> load(const Assets& assets);

}  // namespace netra::procedure
