#include <algorithm>

#include "domain/clock/rows.hpp"

namespace netra::clock {
namespace {

using calendar::Policy;
using procedure::ClockRule;
using procedure::Rules;
using procedure::When;

// Parameters that change how days are counted, by their id in procedures/<regime>/parameters.toml.
void apply(Policy& policy, const ClockRule& rule, std::string_view parameter, std::string_view value) {
  if (parameter == "start_day") policy.include_event_day = value == "include_event_day";
  if (parameter == "rollover_calendar_day") policy.roll_over = value == "next_working_day";
  if (parameter == "cuti_bersama_is_working_day") policy.joint_leave_works = value == "true";
  if (parameter == "end_of_day") policy.ends_at_desk_closing = rule.at_desk && value == "desk_closing";
  if (parameter == rule.unit_parameter)
    if (auto unit = parse_enum<Unit>(value)) policy.unit = *unit;
}

// What has no bearing on a unit is switched off, so that readings that differ in nothing are one.
Policy reduced(Policy policy) {
  if (policy.unit == Unit::hour) return Policy{.unit = Unit::hour};
  if (policy.unit == Unit::working_day) policy.roll_over = false;
  if (policy.unit == Unit::calendar_day && !policy.roll_over) policy.joint_leave_works = false;
  return policy;
}

std::vector<Policy> policies_of(const Rules& rules, std::string_view regime, const ClockRule& rule, const When& when) {
  std::vector<std::string> ids = {"start_day", "rollover_calendar_day", "cuti_bersama_is_working_day", "end_of_day"};
  if (!rule.unit_parameter.empty()) ids.push_back(rule.unit_parameter);
  Policy in_force;
  in_force.unit = rule.unit;
  for (const auto& id : ids) apply(in_force, rule, id, rules.parameter_value(regime, id, when));
  std::vector<Policy> all = {in_force};
  for (const auto& id : rule.readings) {
    const auto* parameter = rules.parameter_series(regime, id);
    if (!parameter) continue;
    auto so_far = all;
    for (const auto& option : parameter->options)
      for (auto policy : so_far) {
        apply(policy, rule, id, option);
        all.push_back(policy);
      }
  }
  std::vector<Policy> out;
  for (const auto& policy : all)
    if (std::find(out.begin(), out.end(), reduced(policy)) == out.end()) out.push_back(reduced(policy));
  return out;
}

std::optional<int> amount_of(const Rules& rules, std::string_view regime, const ClockRule& rule, const When& when) {
  if (!rule.amount_parameter.empty()) return rules.parameter_integer(regime, rule.amount_parameter, when);
  return rule.amount;
}

// The latest clock of the same subject under one of these rules, open or not.
std::optional<ClockRow> sibling(storage::Reader& db, const ClockRow& row, const std::vector<std::string>& rules) {
  std::optional<ClockRow> out;
  for (auto& other : rows_of(db, {row.subject_kind, row.subject_id})) {
    bool named = std::find(rules.begin(), rules.end(), other.rule) != rules.end();
    if (named && other.id != row.id && (!out || out->created <= other.created)) out = std::move(other);
  }
  return out;
}

std::vector<calendar::Pause> pauses_of(storage::Reader& db, const ClockRow& row) {
  std::vector<calendar::Pause> out;
  if (row.id.empty()) return out;
  for (const auto& event : events_of(db, row.id)) {
    if (event.kind == EventKind::paused) out.push_back({event.at, std::nullopt});
    if (event.kind == EventKind::resumed && !out.empty()) out.back().until = event.at;
  }
  return out;
}

// A clock that prolongs another counts from that one's event with both amounts.
void prolong(storage::Reader& db, const Rules& rules, const ClockRow& row, const When& when, Counting& counting) {
  const auto& rule = counting.rule->value;
  auto before = sibling(db, row, {rule.continues});
  const auto* continued = rules.clock(row.regime, rule.continues, when);
  if (!before || !continued || !counting.amount) return;
  auto first = counting_of(db, rules, *before);
  if (!first || !first->amount) return;
  counting.amount = *counting.amount + *first->amount;
  counting.event = first->event;
  counting.event_name = first->event_name;
}

}  // namespace

Result<Counting> counting_of(storage::Reader& db, const Rules& rules, const ClockRow& row) {
  When when{date_in(row.event, row.zone), row.election};
  Counting out;
  out.series = rules.clock_series(row.regime, row.rule);
  out.rule = rules.clock(row.regime, row.rule, when);
  if (!out.series || !out.rule) return fail(Outcome::kInvalid, "clock.unknown_rule", row.regime + "/" + row.rule);
  const auto& rule = out.rule->value;
  if (!rule.within.empty()) {
    auto outer = sibling(db, row, rule.within);
    auto counted = outer ? counting_of(db, rules, *outer) : Result<Counting>(Counting{});
    if (!outer || !counted) {
      out.event = row.event;
      out.problem = "clock.no_limit";
      return out;
    }
    const auto* series = out.series;
    out = std::move(*counted);
    out.series = series;
    return out;
  }
  out.amount = amount_of(rules, row.regime, rule, when);
  out.event = row.event;
  out.event_name =
      rule.starts_from_parameter ? rules.parameter_value(row.regime, rule.starts_from, when) : rule.starts_from;
  if (!rule.continues.empty()) prolong(db, rules, row, when, out);
  out.policies = policies_of(rules, row.regime, rule, when);
  if (!out.amount) out.problem = "clock.no_limit";
  return out;
}

Result<Dating> date_clock(storage::Reader& db, const Services& s, const calendar::Calendar& calendar,
                          const ClockRow& row) {
  auto counting = counting_of(db, s.rules, row);
  if (!counting) return fail(std::move(counting.error()));
  Dating out{std::move(*counting), std::nullopt, {}};
  out.problem = out.counting.problem;
  if (!out.problem.empty()) return out;
  calendar::Question question{out.counting.event, *out.counting.amount, row.zone, row.region};
  question.backwards = out.counting.rule->value.backwards;
  question.pauses = pauses_of(db, row);
  if (const auto* desk = s.rules.desk(row.regime, {date_in(row.event, row.zone), row.election}))
    question.desk = &desk->value;
  if (s.desk_open_all_day)
    question.open_all_day = [&](Date day) { return s.desk_open_all_day(db, row.election, row.region, day); };
  auto deadline = calendar::count_all(calendar, question, out.counting.policies);
  if (deadline)
    out.deadline = std::move(*deadline);
  else
    out.problem = deadline.error().code;
  return out;
}

void set_order(ClockRow& row) {
  row.sort_ms = row.state == ClockState::running && row.target ? to_ms(*row.target) : kNever;
}

void take_dates(ClockRow& row, const Dating& dating) {
  row.problem = dating.problem;
  row.due = row.target = row.latest = std::nullopt;
  if (dating.deadline) {
    row.due = dating.deadline->due;
    row.target = dating.deadline->target;
    row.latest = dating.deadline->latest;
  }
  set_order(row);
}

}  // namespace netra::clock
