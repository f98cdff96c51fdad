// What the law asks of a report, against what is there. Which fields, of which class, by which article: procedures/.
// Here only how to see that one is filled in.
#include <algorithm>
#include <array>

#include "domain/report/intake.hpp"

namespace netra::report {

namespace {

using procedure::Need;
using procedure::Rules;

struct Seen {
  const NewReport& in;
  const ReporterIn reporter;
  std::size_t files;
  bool power_of_attorney;
};

bool any_reported(const NewReport& in, std::optional<std::string> ReportedIn::*member) {
  return std::any_of(in.reported.begin(), in.reported.end(),
                     [&](const ReportedIn& row) { return (row.*member).has_value(); });
}

bool whole_witness(const NewReport& in) {
  return std::any_of(in.witnesses.begin(), in.witnesses.end(),
                     [](const WitnessIn& row) { return row.name && row.address && row.phone; });
}

struct Field {
  std::string_view id;
  bool (*is_filled)(const Seen&);
};

// Every requirement of the record "report" in procedures/ has its line here; a test holds the two together.
constexpr std::array kFields{
    Field{"reporter_name", [](const Seen& s) { return s.reporter.name.has_value(); }},
    Field{"reporter_address", [](const Seen& s) { return s.reporter.address.has_value(); }},
    Field{"reporter_birth", [](const Seen& s) { return s.reporter.birth_place && s.reporter.birth_date; }},
    Field{"reporter_sex", [](const Seen& s) { return s.reporter.sex.has_value(); }},
    Field{"reporter_occupation", [](const Seen& s) { return s.reporter.occupation.has_value(); }},
    Field{"reporter_citizenship", [](const Seen& s) { return s.reporter.citizenship.has_value(); }},
    Field{"reporter_phone", [](const Seen& s) { return s.reporter.phone.has_value(); }},
    Field{"reporter_email", [](const Seen& s) { return s.reporter.email.has_value(); }},
    Field{"reporter_capacity", [](const Seen& s) { return s.reporter.capacity.has_value(); }},
    Field{"power_of_attorney", [](const Seen& s) { return s.power_of_attorney; }},
    Field{"reported_name", [](const Seen& s) { return any_reported(s.in, &ReportedIn::name); }},
    Field{"reported_address", [](const Seen& s) { return any_reported(s.in, &ReportedIn::address); }},
    Field{"date_known", [](const Seen& s) { return s.in.date_known.has_value(); }},
    Field{"event", [](const Seen& s) { return s.in.event.has_value(); }},
    Field{"date_happened", [](const Seen& s) { return s.in.date_happened.has_value(); }},
    Field{"place", [](const Seen& s) { return s.in.place.has_value(); }},
    Field{"chronology", [](const Seen& s) { return s.in.chronology.has_value(); }},
    Field{"witnesses", [](const Seen& s) { return whole_witness(s.in); }},
    Field{"evidence", [](const Seen& s) { return s.files > 0 || !s.in.evidence.empty(); }},
};

bool has(const std::vector<std::string>& list, std::string_view id) {
  return std::find(list.begin(), list.end(), id) != list.end();
}

}  // namespace

std::vector<std::string> filled_fields(const NewReport& in, std::size_t files, bool has_power_of_attorney) {
  Seen seen{in, in.reporter.value_or(ReporterIn{}), files, has_power_of_attorney};
  std::vector<std::string> out;
  for (const auto& field : kFields)
    if (field.is_filled(seen)) out.emplace_back(field.id);
  return out;
}

std::vector<GapView> check_completeness(const Rules& rules, std::string_view regime, std::string_view election, Date on,
                                        Track track, bool is_proxy, const std::vector<std::string>& filled,
                                        std::string_view language) {
  std::vector<GapView> gaps;
  if (track == Track::lead) return gaps;
  for (const auto& [requirement, rule] : rules.requirements(regime, "report", {on, election})) {
    auto need = rule->value.need;
    bool needed = need == Need::required || (need == Need::if_proxy && is_proxy);
    if (!needed || has(filled, requirement->id)) continue;
    gaps.push_back({.field = requirement->id,
                    .label = requirement->label.in(language),
                    .kind = rule->value.kind,
                    .explain = "report.gap." + requirement->id,
                    .basis = rule->origin.basis,
                    .mark = rule->origin.mark});
  }
  return gaps;
}

std::vector<std::string> capacities(const Rules& rules, std::string_view regime, std::string_view election, Date on) {
  for (const auto& [requirement, rule] : rules.requirements(regime, "report", {on, election}))
    if (requirement->id == "reporter_capacity") return rule->value.values;
  return {};
}

void check_capacity(const std::optional<ReporterIn>& reporter, const std::vector<std::string>& known,
                    std::vector<FieldError>& wrong) {
  if (!reporter || !reporter->capacity || *reporter->capacity == "other") return;
  if (known.empty() || has(known, *reporter->capacity)) return;
  std::string choices;
  for (const auto& one : known) choices += one + ", ";
  wrong.push_back({"/reporter/capacity", "field.choice", choices + "other"});
}

bool is_entitled(const Rules& rules, std::string_view regime, std::string_view election, Date on,
                 std::string_view capacity) {
  if (capacity.empty()) return true;
  auto allowed = capacities(rules, regime, election, on);
  return allowed.empty() || has(allowed, capacity);
}

std::optional<TimeLeft> time_left(storage::Reader& db, const Services& s, const clock::Place& place, Date date_known,
                                  Instant now) {
  auto limit = clock::forecast(db, s.clocks, "draft", place, start_of_day(date_known, place.zone));
  if (!limit || !limit->latest || !limit->target) return std::nullopt;
  TimeLeft out{.limit = std::move(*limit)};
  out.late = now > out.limit.latest->at;
  out.disputed = !out.late && now > out.limit.target->at;
  if (!out.late) {
    auto last = out.disputed ? out.limit.latest->at : out.limit.target->at;
    out.days_left = days_between(date_in(now, place.zone), date_in(last, place.zone)) + 1;
  }
  return out;
}

}  // namespace netra::report
