// Register numbers: the template of the procedure data, or the pattern an office has set for itself.
//
//   auto pattern = office::pattern_on(db, "bawaslu-36.73", NumberKind::report, day);   // nothing: the template holds
//   auto parts = office::number_parts(db, rule, office, NumberKind::report, day, 7);
//   office::fill_number("{seq:03}/Reg/{kind}/{office_code}/{year}", parts);            // "007/Reg/LP/08.07/2024"
//
// A pattern only says how a number is written. The running number, one sequence per office, kind and year, is
// domain/case's and does not know of patterns: changing one leaves no gap and repeats nothing.
//
// Threads: as the reader or writer handed in.
// Errors: number_pattern.text         empty, too long, or letters that do not belong into a number
//         number_pattern.placeholder  something in braces that is no placeholder
//         number_pattern.incomplete   one of {seq} {kind} {office_code} {year} is missing, or there twice: then two
//                                     numbers could read the same
//         number_pattern.code         a code this office does not have (its register code, or the level's in
//                                     procedures/, which is not known for every level): write it out instead
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/office/office.hpp"

namespace netra::office {

enum class NumberKind { report, finding };  // laporan, temuan
BOOST_DESCRIBE_ENUM(NumberKind, report, finding)

struct NumberParts {
  std::int64_t running = 0;
  std::string kind, election, level, office_code;
  unsigned month = 1;
  int year = 0;
};

// What the template's placeholders stand for at this office on this day. A code nobody has confirmed yet is empty.
NumberParts number_parts(storage::Reader& db, const procedure::NumberRule& rule, const Office& office, NumberKind kind,
                         Date day, std::int64_t running);
// Fills {seq} {seq:03} {kind} {election} {level} {office_code} {month} {month_roman} {year}. Empty when a placeholder
// is unknown or stands for nothing.
std::string fill_number(std::string_view pattern, const NumberParts& parts);
// May the office write its numbers so? Returns the number the parts make. Errors: number_pattern.*
Result<std::string> check_pattern(std::string_view pattern, const NumberParts& parts);

// The same engine for other numbers that are written by patterns (letters, domain/letter).
struct PatternWords {
  std::int64_t running = 0;
  std::string after;  // written right behind the running number: ".a"
  // What any other placeholder stands for; nothing: it stands for nothing here, so the pattern cannot be filled.
  std::function<std::optional<std::string>(std::string_view name)> word;
};
struct PatternGrammar {
  std::vector<std::string> names;   // placeholders there are besides {seq} and {seq:03}
  std::vector<std::string> needed;  // those a pattern must hold once each, besides the running number
};
std::string fill_pattern(std::string_view pattern, const PatternWords& words);  // empty when it cannot be filled
Result<std::string> check_pattern(std::string_view pattern, const PatternGrammar& grammar, const PatternWords& words);
std::string roman_month(unsigned month);  // 1 is "I"

struct NumberPattern {
  std::string id;
  std::string office;
  NumberKind kind = NumberKind::report;
  std::string pattern;
  Date valid_from;
  std::optional<Date> valid_until;  // last day
  std::string reason;
  std::string set_by;  // account
  Instant set_at;
  std::optional<Instant> ended_at;
};
BOOST_DESCRIBE_STRUCT(NumberPattern, (),
                      (id, office, kind, pattern, valid_from, valid_until, reason, set_by, set_at, ended_at))

// The one that holds on a day: of several the one set last.
std::optional<NumberPattern> pattern_on(storage::Reader& db, std::string_view office, NumberKind kind, Date day);
std::vector<NumberPattern> patterns_of(storage::Reader& db, std::string_view office);  // latest first
void put_pattern(storage::Writer& db, const NumberPattern& pattern);
// False when there is none of this office, or it was taken back before.
bool end_pattern(storage::Writer& db, std::string_view office, std::string_view id, Instant now);

}  // namespace netra::office
