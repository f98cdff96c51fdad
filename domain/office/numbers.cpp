#include "domain/office/numbers.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "domain/office/sql.hpp"
#include "domain/region/region.hpp"

namespace netra::office {

namespace {

constexpr const char* kRoman[] = {"I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"};
constexpr std::size_t kLongest = 120;

// What the codes of the template call this office's level and the contest it watches.
std::string level_meaning(Level level) {
  switch (level) {
    case Level::national:
      return "bawaslu_ri";
    case Level::province:
      return "bawaslu_prov";
    case Level::regency:
      return "bawaslu_kab";
    case Level::district:
      return "panwascam";
    case Level::village:
      return "pkd";
  }
  return {};
}

std::string contest_meaning(storage::Reader& db, const Office& office) {
  if (office.level == Level::province || office.level == Level::national) return "gubernur";
  auto regency = region::find_region(db, region::ancestor_of(office.region_code, region::Level::regency));
  return regency && regency->kind == region::Kind::kota ? "wali_kota" : "bupati";
}

std::string code_for(const std::vector<procedure::NumberCode>& codes, std::string_view means) {
  for (const auto& code : codes)
    if (code.means == means) return code.code;
  return {};
}

// "seq" or "seq:03"; how many digits at least. 0: neither.
std::size_t digits_of(std::string_view name) {
  if (name == "seq") return 1;
  bool fits = name.size() == 6 && name.starts_with("seq:0") && name[5] >= '1' && name[5] <= '9';
  return fits ? static_cast<std::size_t>(name[5] - '0') : 0;
}

// Placeholders of register numbers; {seq} is the engine's.
const PatternGrammar& register_grammar() {
  static const PatternGrammar grammar{{"kind", "election", "level", "office_code", "month_roman", "month", "year"},
                                      {"kind", "office_code", "year"}};
  return grammar;
}

std::optional<std::string> word_of(std::string_view name, const NumberParts& parts) {
  auto known = [](const std::string& text) { return text.empty() ? std::nullopt : std::optional(text); };
  if (name == "kind") return known(parts.kind);
  if (name == "election") return known(parts.election);
  if (name == "level") return known(parts.level);
  if (name == "office_code") return known(parts.office_code);
  if (name == "month_roman") return roman_month(parts.month);
  if (name == "month") return fmt::format("{:02}", parts.month);
  if (name == "year") return std::to_string(parts.year);
  return std::nullopt;
}

PatternWords words_of(const NumberParts& parts) {
  return {parts.running, {}, [parts](std::string_view name) { return word_of(name, parts); }};
}

// Names in braces, in order. Nothing when a brace is left open or alone.
std::optional<std::vector<std::string>> names_in(std::string_view pattern) {
  std::vector<std::string> out;
  while (true) {
    const auto brace = pattern.find_first_of("{}");
    if (brace == std::string_view::npos) return out;
    const auto shut = pattern.find_first_of("{}", brace + 1);
    if (pattern[brace] == '}' || shut == std::string_view::npos || pattern[shut] == '{') return std::nullopt;
    out.emplace_back(pattern.substr(brace + 1, shut - brace - 1));
    pattern.remove_prefix(shut + 1);
  }
}

bool is_known(const PatternGrammar& grammar, const std::string& name) {
  return digits_of(name) > 0 || std::ranges::find(grammar.names, name) != grammar.names.end();
}

bool belongs(char c) {
  bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  return is_letter || std::string_view("/.-_ {}:").find(c) != std::string_view::npos;
}

// Without all of these, once each, two numbers could read the same.
bool is_complete(const PatternGrammar& grammar, const std::vector<std::string>& names) {
  auto times = [&](auto&& fits) { return std::ranges::count_if(names, fits); };
  bool has_sequence = times([](const std::string& name) { return digits_of(name) > 0; }) == 1;
  return has_sequence && std::ranges::all_of(grammar.needed, [&](const std::string& needed) {
           return times([&](const std::string& name) { return name == needed; }) == 1;
         });
}

}  // namespace

NumberParts number_parts(storage::Reader& db, const procedure::NumberRule& rule, const Office& office, NumberKind kind,
                         Date day, std::int64_t running) {
  return {running,
          code_for(rule.kinds, enum_name(kind)),
          code_for(rule.elections, contest_meaning(db, office)),
          code_for(rule.levels, level_meaning(office.level)),
          office.register_code,
          static_cast<unsigned>(day.month()),
          static_cast<int>(day.year())};
}

std::string roman_month(unsigned month) { return kRoman[month - 1]; }

std::string fill_pattern(std::string_view pattern, const PatternWords& words) {
  std::string out;
  while (!pattern.empty()) {
    const auto open = pattern.find('{');
    out += pattern.substr(0, open);
    if (open == std::string_view::npos) break;
    const auto shut = pattern.find('}', open);
    if (shut == std::string_view::npos) return {};
    const auto name = pattern.substr(open + 1, shut - open - 1);
    if (auto digits = digits_of(name)) {
      out += fmt::format("{:0{}}", words.running, digits) + words.after;
    } else if (auto word = words.word(name)) {
      out += *word;
    } else {
      return {};
    }
    pattern.remove_prefix(shut + 1);
  }
  return out;
}

Result<std::string> check_pattern(std::string_view pattern, const PatternGrammar& grammar, const PatternWords& words) {
  auto wrong = [](const char* code) { return fail_fields(code, {{"/pattern", code, {}}}); };
  bool has_blank_end = !pattern.empty() && (pattern.front() == ' ' || pattern.back() == ' ');
  if (pattern.empty() || pattern.size() > kLongest || has_blank_end || !std::ranges::all_of(pattern, belongs))
    return wrong("number_pattern.text");
  auto names = names_in(pattern);
  if (!names || !std::ranges::all_of(*names, [&](const auto& name) { return is_known(grammar, name); }))
    return wrong("number_pattern.placeholder");
  if (!is_complete(grammar, *names)) return wrong("number_pattern.incomplete");
  auto number = fill_pattern(pattern, words);
  if (number.empty()) return wrong("number_pattern.code");
  return number;
}

std::string fill_number(std::string_view pattern, const NumberParts& parts) {
  return fill_pattern(pattern, words_of(parts));
}

Result<std::string> check_pattern(std::string_view pattern, const NumberParts& parts) {
  return check_pattern(pattern, register_grammar(), words_of(parts));
}

std::optional<NumberPattern> pattern_on(storage::Reader& db, std::string_view office, NumberKind kind, Date day) {
  return db.one<NumberPattern>(sql::office::pattern_on, {office, kind, day});
}

std::vector<NumberPattern> patterns_of(storage::Reader& db, std::string_view office) {
  return db.all<NumberPattern>(sql::office::patterns_of, {office});
}

void put_pattern(storage::Writer& db, const NumberPattern& p) {
  db.execute(sql::office::put_pattern,
             {p.id, p.office, p.kind, p.pattern, p.valid_from, p.valid_until, p.reason, p.set_by, p.set_at});
}

bool end_pattern(storage::Writer& db, std::string_view office, std::string_view id, Instant now) {
  return db.execute(sql::office::end_pattern, {id, office, now}) == 1;
}

}  // namespace netra::office
