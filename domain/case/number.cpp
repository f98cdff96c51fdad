// Register numbers: a template of the procedure data, one running number per office, kind and year.
#include <fmt/format.h>

#include "domain/case/record.hpp"

#include "domain/case/sql.hpp"
#include "domain/office/office.hpp"
#include "domain/region/region.hpp"

namespace netra::cases {

namespace {

constexpr const char* kRoman[] = {"I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"};

// What the codes of the template call this office's level and the contest it watches.
std::string level_meaning(office::Level level) {
  switch (level) {
    case office::Level::national:
      return "bawaslu_ri";
    case office::Level::province:
      return "bawaslu_prov";
    case office::Level::regency:
      return "bawaslu_kab";
    case office::Level::district:
      return "panwascam";
    case office::Level::village:
      return "pkd";
  }
  return {};
}

std::string contest_meaning(storage::Reader& db, const office::Office& office) {
  if (office.level == office::Level::province || office.level == office::Level::national) return "gubernur";
  auto regency = region::find_region(db, region::ancestor_of(office.region_code, region::Level::regency));
  return regency && regency->kind == region::Kind::kota ? "wali_kota" : "bupati";
}

std::string code_for(const std::vector<procedure::NumberCode>& codes, std::string_view means) {
  for (const auto& code : codes)
    if (code.means == means) return code.code;
  return {};
}

std::string placeholder(std::string_view name, const NumberParts& parts) {
  if (name.starts_with("seq")) {
    const auto width = name.find(':');
    const std::size_t digits = width == std::string_view::npos ? 1 : name.size() - width - 1;
    const std::size_t least = width == std::string_view::npos ? 1 : static_cast<std::size_t>(name.back() - '0');
    return digits > 2 || least > 9 ? std::string() : fmt::format("{:0{}}", parts.running, least);
  }
  if (name == "kind") return parts.kind;
  if (name == "election") return parts.election;
  if (name == "level") return parts.level;
  if (name == "office_code") return parts.office_code;
  if (name == "month_roman") return kRoman[parts.month - 1];
  if (name == "month") return fmt::format("{:02}", parts.month);
  if (name == "year") return std::to_string(parts.year);
  return {};
}

}  // namespace

std::string fill_number(std::string_view pattern, const NumberParts& parts) {
  std::string out;
  while (!pattern.empty()) {
    const auto open = pattern.find('{');
    out += pattern.substr(0, open);
    if (open == std::string_view::npos) break;
    const auto shut = pattern.find('}', open);
    if (shut == std::string_view::npos) return {};
    auto value = placeholder(pattern.substr(open + 1, shut - open - 1), parts);
    if (value.empty()) return {};
    out += value;
    pattern.remove_prefix(shut + 1);
  }
  return out;
}

Result<Number> take_number(storage::Writer& writer, const Services& s, const CaseRecord& c, Instant now) {
  auto office = office::find_office(writer, c.office_id);
  if (!office || office->register_code.empty()) return fail(FailedWith::kInvalid, "registration.office_code");
  const Date day = date_in(now, office->zone);
  const auto* rule = s.rules.number(finding::regime_of(s.elections, c.election_id), "register", {day, c.election_id});
  if (!rule) return fail(FailedWith::kUnavailable, "registration.number");
  Number number;
  number.year = static_cast<int>(day.year());
  number.running = writer.integer(sql::cases::next_case_number, {c.office_id, c.origin, number.year}).value_or(0);
  number.text = fill_number(rule->value.pattern,
                            {number.running, code_for(rule->value.kinds, enum_name(c.origin)),
                             code_for(rule->value.elections, contest_meaning(writer, *office)),
                             code_for(rule->value.levels, level_meaning(office->level)), office->register_code,
                             static_cast<unsigned>(day.month()), static_cast<int>(number.year)});
  // The counter goes back with the unit of work: a refused registration leaves no gap.
  if (number.text.empty()) return fail(FailedWith::kUnavailable, "registration.number");
  return number;
}

}  // namespace netra::cases
