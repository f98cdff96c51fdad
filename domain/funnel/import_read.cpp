// Reads the cells of one row; each fault names its cell.
#include "domain/funnel/import_read.hpp"

#include <charconv>

#include "domain/region/region.hpp"
#include "engine/base/text.hpp"

namespace netra::funnel {

namespace {

constexpr std::size_t kMostText = 500;

bool says_not_known(std::string_view text) {
  const auto plain = plain_word(text);
  return plain.empty() || plain == "tidakdiketahui" || plain == "unknown" || plain == "na";
}

std::optional<int> digits(std::string_view text) {
  int value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// "7/10/2024", "7-10-2024", "7.10.2024": day first, as it is written in Indonesia.
std::optional<Date> day_first(std::string_view text) {
  std::vector<int> parts;
  for (std::size_t from = 0; from <= text.size();) {
    auto to = std::min(text.find_first_of("/-.", from), text.size());
    auto part = digits(text.substr(from, to - from));
    if (!part) return std::nullopt;
    parts.push_back(*part);
    from = to + 1;
  }
  if (parts.size() != 3 || parts[2] < 1000 || parts[2] > 9999) return std::nullopt;
  Date date{std::chrono::year(parts[2]), std::chrono::month(static_cast<unsigned>(std::max(0, parts[1]))),
            std::chrono::day(static_cast<unsigned>(std::max(0, parts[0])))};
  if (!date.ok()) return std::nullopt;
  return date;
}

constexpr std::string_view kMonths[][3] = {
    {"januari", "jan", "january"}, {"februari", "feb", "february"}, {"maret", "mar", "march"},
    {"april", "apr", "april"},     {"mei", "may", "may"},           {"juni", "jun", "june"},
    {"juli", "jul", "july"},       {"agustus", "agu", "august"},    {"september", "sep", "sept"},
    {"oktober", "okt", "october"}, {"november", "nov", "nop"},      {"desember", "des", "december"}};

// "7 Oktober 2024", "7 October 2024".
std::optional<Date> in_words(std::string_view text) {
  std::vector<std::string> words;
  for (char c : fold(text)) {
    if (c == ' ')
      words.emplace_back();
    else {
      if (words.empty()) words.emplace_back();
      words.back() += c;
    }
  }
  std::erase(words, "");
  if (words.size() != 3) return std::nullopt;
  const auto day = digits(words[0]), year = digits(words[2]);
  if (!day || !year || *day < 1) return std::nullopt;
  for (unsigned month = 0; month < 12; ++month)
    for (auto name : kMonths[month])
      if (name == words[1]) {
        Date date{std::chrono::year(*year), std::chrono::month(month + 1),
                  std::chrono::day(static_cast<unsigned>(*day))};
        if (date.ok()) return date;
      }
  return std::nullopt;
}

}  // namespace

std::optional<Date> read_day(std::string_view text) {
  text = trim(text);
  if (text.size() >= 10)
    if (auto date = parse_date(text.substr(0, 10)); date && (text.size() == 10 || text[10] == ' ')) return date;
  if (auto date = day_first(text)) return date;
  return in_words(text);
}

std::optional<std::int64_t> read_count(std::string_view text) {
  // "1.158" and "1,158" are one thousand one hundred and fifty-eight: groups of three.
  std::string plain;
  text = trim(text);
  std::size_t since = 0;
  bool grouped = false;
  for (char c : text) {
    if (c >= '0' && c <= '9') {
      plain += c;
      ++since;
    } else if ((c == '.' || c == ',' || c == ' ') && !plain.empty() && (grouped ? since == 3 : since <= 3)) {
      grouped = true;
      since = 0;
    } else {
      return std::nullopt;
    }
  }
  if (plain.empty() || plain.size() > 12 || (grouped && since != 3)) return std::nullopt;
  std::int64_t value = 0;
  std::from_chars(plain.data(), plain.data() + plain.size(), value);
  return value;
}

RowReader::RowReader(storage::Reader& db, const Services& services, const Heading& heading, const sheet::Row& row,
                     std::size_t at)
    : db_(db), services_(services), heading_(heading), row_(row), at_(at) {}

std::string RowReader::text(std::string_view column) {
  const auto found = heading_.find(column);
  if (found == heading_.end() || found->second >= row_.size()) return {};
  auto out = normalise_nfc(trim(row_[found->second]));
  if (length_in_characters(out) > kMostText) {
    fault(column, "register.long");
    return {};
  }
  return out;
}

void RowReader::fault(std::string_view column, const char* code, std::string_view detail) {
  const auto found = heading_.find(column);
  const auto cell = found == heading_.end() ? std::to_string(at_ + 1) : sheet::cell_name(at_, found->second);
  faults_.push_back({cell, std::string(column), code, std::string(first_characters(detail, 60))});
}

std::string RowReader::required(std::string_view column) {
  auto out = text(column);
  if (out.empty()) fault(column, "field.required");
  return out;
}

std::optional<Date> RowReader::day(std::string_view column) {
  const auto given = text(column);
  if (says_not_known(given)) return std::nullopt;
  auto date = read_day(given);
  if (!date) fault(column, "register.date", given);
  return date;
}

std::optional<std::int64_t> RowReader::count(std::string_view column) {
  const auto given = text(column);
  if (says_not_known(given)) return std::nullopt;
  auto value = read_count(given);
  if (!value) fault(column, "register.count", given);
  return value;
}

std::string RowReader::word(std::string_view column, Words group) {
  const auto given = text(column);
  if (says_not_known(given)) return {};
  auto id = services_.policy.find(group, given);
  if (!id) fault(column, "register.word", given);
  return id.value_or("");
}

std::string RowReader::election() {
  const auto given = required("election");
  if (given.empty() || says_not_known(given)) return std::string(given.empty() ? "" : kUnknown);
  const auto plain = plain_word(given);
  for (const auto& one : services_.elections.all())
    if (plain == plain_word(one.id) || plain == plain_word(one.name_id) || plain == plain_word(one.name_en))
      return one.id;
  for (const auto& one : services_.policy.elections())
    if (plain == plain_word(one.id) || plain == plain_word(one.name_id) || plain == plain_word(one.name_en))
      return one.id;
  fault("election", "register.election", given);
  return {};
}

std::string RowReader::place(bool is_required) {
  const auto given = is_required ? required("place") : text("place");
  if (given.empty()) return {};
  const auto plain = plain_word(given);
  if (plain == "nasional" || plain == "indonesia" || plain == "national") return {};
  const auto found = region::search(db_, {.text = given, .limit = 3});
  if (found.only) return found.only->code;
  fault("place", found.candidates.empty() ? "register.place_unknown" : "register.place_unclear", given);
  return {};
}

std::string RowReader::institution() {
  const auto given = text("institution");
  if (says_not_known(given)) return {};
  const auto plain = plain_word(given);
  for (const auto& one : services_.rules.participants)
    if (plain == plain_word(one.id) || plain == plain_word(one.label.id) || plain == plain_word(one.label.en))
      return one.id;
  return word("institution", Words::institution);
}

std::string RowReader::person_kind() {
  const auto given = text("person_kind");
  if (says_not_known(given)) return {};
  const auto plain = plain_word(given);
  for (const auto& term : services_.rules.terms)
    if (term.group == "subject" &&
        (plain == plain_word(term.id) || plain == plain_word(term.label.id) || plain == plain_word(term.label.en)))
      return term.id;
  return word("person_kind", Words::person_kind);
}

procedure::Mark RowReader::mark() {
  const auto id = required("mark").empty() ? std::string() : word("mark", Words::mark);
  return parse_enum<procedure::Mark>(id).value_or(procedure::Mark::unverified);
}

}  // namespace netra::funnel
