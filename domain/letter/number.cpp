#include "domain/letter/number.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "domain/letter/sql.hpp"

namespace netra::letter {

namespace {

// What a sequence looks like to the next letter.
struct SequenceState {
  std::int64_t last = 0, outside = 0;
  std::optional<Date> latest;  // date of the last number that stands here
};

SequenceState state_of(storage::Reader& db, const std::string& office, const std::string& sequence, std::int64_t year) {
  SequenceState out;
  auto rows = db.query(sql::letter::sequence_state, {office, sequence, year});
  if (rows.empty()) return out;
  out.last = rows[0].integer(0);
  out.outside = rows[0].integer(1);
  if (!rows[0].is_null(2)) out.latest = parse_date(rows[0].text(2));
  return out;
}

// The number a letter of an earlier date stands behind.
Result<Number> behind(storage::Reader& db, const NumberWish& wish, Number number) {
  if (wish.late == Late::refused) return fail(Outcome::kInvalid, "letter.late");
  auto rows = db.query(sql::letter::number_on, {wish.office.id, number.sequence, number.year, wish.dated});
  if (rows.empty()) return fail(Outcome::kInvalid, "letter.too_early");
  number.running = rows[0].integer(0);
  number.suffix = rows[0].integer(1) + 1;
  return number;
}

bool is_taken(storage::Reader& db, const std::string& office, const std::string& text) {
  return !db.query(sql::letter::number_with_text, {office, text}).empty();
}

void put_number(storage::Writer& db, const NumberWish& wish, const Number& n, std::string_view letter) {
  db.execute(sql::letter::put_number,
             {wish.office.id, n.sequence, n.year, n.running, n.suffix, letter, wish.dated, n.text});
}

Number begun(const NumberWish& wish) {
  return {sequence_of(*wish.rule, wish.class_code, wish.kind), static_cast<int>(wish.dated.year()), 0, 0, {}};
}

}  // namespace

std::string sequence_of(const NumberRule& rule, std::string_view class_code, std::string_view kind) {
  std::string out;
  for (const auto& part : rule.sequence_per) {
    if (!out.empty()) out += ' ';
    out += part == "class" ? class_code.substr(0, class_code.find('.')) : kind;
  }
  return out;
}

std::string suffix_text(Late late, std::int64_t suffix) {
  if (suffix == 0) return {};
  if (late == Late::digits) return "." + std::to_string(suffix + 1);
  std::string letters;  // a .. z, aa .. az, ba ..
  for (auto n = suffix; n > 0; n = (n - 1) / 26) letters.insert(letters.begin(), static_cast<char>('a' + (n - 1) % 26));
  return "." + letters;
}

office::PatternWords words_of(const NumberWish& wish, std::int64_t running, std::int64_t suffix) {
  return {running, suffix_text(wish.late, suffix), [&wish](std::string_view name) -> std::optional<std::string> {
            auto known = [](const std::string& text) { return text.empty() ? std::nullopt : std::optional(text); };
            const auto day = wish.dated;
            if (name == "class") return known(wish.class_code);
            if (name == "chair") return wish.signed_as == SignedAs::chair ? wish.rule->chair : std::string();
            if (name == "office_code") return known(wish.office.number_code);
            if (name == "day") return fmt::format("{:02}", static_cast<unsigned>(day.day()));
            if (name == "month") return fmt::format("{:02}", static_cast<unsigned>(day.month()));
            if (name == "month_roman") return office::roman_month(static_cast<unsigned>(day.month()));
            if (name == "year") return std::to_string(static_cast<int>(day.year()));
            return std::nullopt;
          }};
}

Result<Number> plan_number(storage::Reader& db, const NumberWish& wish) {
  auto number = begun(wish);
  const auto state = state_of(db, wish.office.id, number.sequence, number.year);
  if (state.latest && wish.dated < *state.latest) {
    auto late = behind(db, wish, number);
    if (!late) return late;
    number = *late;
  } else {
    number.running = state.last + 1;
  }
  number.text = office::fill_pattern(wish.pattern, words_of(wish, number.running, number.suffix));
  if (number.text.empty()) return fail(Outcome::kInvalid, "letter.number");
  if (is_taken(db, wish.office.id, number.text)) return fail(Outcome::kConflict, "letter.number_taken");
  return number;
}

void lock_sequence(storage::Writer& db, const NumberWish& wish) {
  const auto sequence = begun(wish);
  db.execute(sql::letter::lock_sequence, {wish.office.id, sequence.sequence, sequence.year});
}

Result<Number> take_number(storage::Writer& db, const NumberWish& wish, std::string_view letter) {
  lock_sequence(db, wish);
  auto number = plan_number(db, wish);
  if (!number) return number;
  if (number->suffix == 0)
    db.execute(sql::letter::set_last, {wish.office.id, number->sequence, number->year, number->running});
  put_number(db, wish, *number, letter);
  return number;
}

Result<Done> keep_outside_number(storage::Writer& db, const NumberWish& wish, std::int64_t running,
                                 const std::string& text, std::string_view letter) {
  auto number = begun(wish);
  number.running = running;
  number.text = text;
  lock_sequence(db, wish);
  const auto state = state_of(db, wish.office.id, number.sequence, number.year);
  const bool taken = !db.query(sql::letter::number_at, {wish.office.id, number.sequence, number.year, running}).empty();
  if (taken || is_taken(db, wish.office.id, text)) return fail(Outcome::kConflict, "letter.number_taken");
  const bool is_beginning = state.last == state.outside;  // Netra itself has given none yet
  if (running < 1 || (running > state.outside && !is_beginning && running != state.last + 1))
    return fail(Outcome::kConflict, "letter.outside_order");
  if (running > state.last) {
    db.execute(sql::letter::set_last, {wish.office.id, number.sequence, number.year, running});
    if (is_beginning) db.execute(sql::letter::set_outside, {wish.office.id, number.sequence, number.year, running});
  }
  put_number(db, wish, number, letter);
  return Done{};
}

std::int64_t take_agenda_number(storage::Writer& db, const std::string& office, std::int64_t year) {
  db.execute(sql::letter::lock_sequence, {office, kIncoming, year});
  const auto next = state_of(db, office, std::string(kIncoming), year).last + 1;
  db.execute(sql::letter::set_last, {office, kIncoming, year, next});
  return next;
}

}  // namespace netra::letter
