// Law as data: which rule holds for which election, on which date, and how sure we are of it.
//
//   auto rules = procedure::load(assets);  // stops the start when a file is wrong, naming file and line
//   const auto* handling = rules->clock("pilkada", "handling", {date, "pilkada-2024"});
//   handling->value.amount, handling->value.unit, handling->origin.basis, handling->origin.mark
//
// Everything lives in procedures/**/*.toml; version.hpp says how a rule is kept, regime.hpp and neutrality.hpp which
// rules there are.
//
// Threads: immutable after loading; share freely. Pointers stay valid as long as the Rules object.
// Errors of load: procedure.invalid; `detail` lists every fault as "file:line: what".
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/procedure/neutrality.hpp"
#include "domain/procedure/regime.hpp"
#include "domain/procedure/version.hpp"
#include "engine/base/assets.hpp"
#include "engine/base/result.hpp"

namespace netra::procedure {

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
  // A term in the reader's language; the id itself when it is unknown.
  std::string term_name(std::string_view group, std::string_view id, std::string_view language) const;
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
