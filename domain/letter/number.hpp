// The next number of a letter: no gap and none twice, however many ask at once.
//
//   auto seen = plan_number(db, wish);                     // what it would be now; nothing is taken
//   auto number = take_number(writer, wish, letter_id);    // in the unit of work of the step "numbered"
//
// A letter dated on or after the day of the last number takes the next one; one dated before it stands behind the last
// number of its day with a suffix (012.a). The row of the sequence is locked first, so two servers cannot plan on the
// same state; a unit that is refused or rolled back gives its number back. Numbers cannot be reserved, and a cancelled
// letter keeps its own.
//
// Threads: as the reader or writer handed in.
// Errors: letter.number (the pattern cannot be filled: a code is missing)  letter.number_taken (kConflict)
//         letter.late (the office's rule takes no earlier dates)  letter.too_early (before the first number of the
//         year)  letter.outside_order (a number given outside that would leave a gap)
#pragma once

#include "domain/letter/rules.hpp"
#include "engine/storage/storage.hpp"

namespace netra::letter {

// Who signs, as far as the number shows it: "K." is the chair's alone.
enum class SignedAs { chair, member, secretariat, official };
BOOST_DESCRIBE_ENUM(SignedAs, chair, member, secretariat, official)

struct NumberWish {
  office::Office office;
  const NumberRule* rule = nullptr;
  std::string pattern;  // of the office or of the rule
  Late late = Late::letters;
  std::string kind;        // of the paper
  std::string class_code;  // "HM.00.00"
  SignedAs signed_as = SignedAs::chair;
  Date dated;
};

inline constexpr std::string_view kIncoming = "incoming";  // sequence of the book of incoming letters

struct Number {
  std::string sequence;
  std::int64_t year = 0, running = 0, suffix = 0;
  std::string text;
};

Result<Number> plan_number(storage::Reader& db, const NumberWish& wish);
// Makes others wait until this unit ends; planned after it, a number is the one that will be taken.
void lock_sequence(storage::Writer& db, const NumberWish& wish);
Result<Number> take_number(storage::Writer& db, const NumberWish& wish, std::string_view letter);
// The number of a letter that was numbered before or beside Netra. Before Netra gave any in this sequence it may leave
// numbers out; afterwards it must be the next one, or one left out at the beginning.
Result<Done> keep_outside_number(storage::Writer& db, const NumberWish& wish, std::int64_t running,
                                 const std::string& text, std::string_view letter);
// Incoming letters have a plain running number per office and year.
std::int64_t take_agenda_number(storage::Writer& db, const std::string& office, std::int64_t year);

// "HM", "HM release", "": what keeps the sequences of an office apart.
std::string sequence_of(const NumberRule& rule, std::string_view class_code, std::string_view kind);
// What a pattern's placeholders stand for.
office::PatternWords words_of(const NumberWish& wish, std::int64_t running, std::int64_t suffix);
// 1 is ".a" or ".2": the first letter behind a number.
std::string suffix_text(Late late, std::int64_t suffix);

}  // namespace netra::letter
