// The next register number: one sequence per office, kind and year, written as the office writes its numbers.
#include "domain/case/record.hpp"
#include "domain/case/sql.hpp"

namespace netra::cases {

Result<Number> take_number(storage::Writer& writer, const Services& s, const CaseRecord& c, Instant now) {
  auto office = office::find_office(writer, c.office_id);
  if (!office || office->register_code.empty()) return fail(FailedWith::kInvalid, "registration.office_code");
  const Date day = date_in(now, office->zone);
  const auto* rule = s.rules.number(finding::regime_of(s.elections, c.election_id), "register", {day, c.election_id});
  if (!rule) return fail(FailedWith::kUnavailable, "registration.number");
  const auto kind = c.origin == Origin::report ? office::NumberKind::report : office::NumberKind::finding;
  Number number;
  number.year = static_cast<int>(day.year());
  number.running = writer.integer(sql::cases::next_case_number, {c.office_id, c.origin, number.year}).value_or(0);
  const auto own = rule->value.editable_per_office ? office::pattern_on(writer, office->id, kind, day) : std::nullopt;
  number.text = office::fill_number(own ? own->pattern : rule->value.pattern,
                                    office::number_parts(writer, rule->value, *office, kind, day, number.running));
  // The counter goes back with the unit of work: a refused registration leaves no gap.
  if (number.text.empty()) return fail(FailedWith::kUnavailable, "registration.number");
  if (!writer.query(sql::cases::case_with_number, {number.text}).empty())
    return fail(FailedWith::kConflict, "registration.number_taken");
  return number;
}

}  // namespace netra::cases
