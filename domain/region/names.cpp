// Codes and names as text: pure functions, no database.
#include <utf8proc.h>

#include <cstdlib>

#include "domain/region/names.hpp"

namespace netra::region {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_plain(char c) { return is_digit(c) || (c >= 'a' && c <= 'z'); }

// Lower case, without accents; everything else stays, so that words can still be told apart.
std::string fold(std::string_view text) {
  utf8proc_uint8_t* folded = nullptr;
  auto options = static_cast<utf8proc_option_t>(UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD |
                                                UTF8PROC_STRIPMARK | UTF8PROC_STRIPCC | UTF8PROC_IGNORE);
  auto size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                           static_cast<utf8proc_ssize_t>(text.size()), &folded, options);
  if (size < 0) return {};  // not UTF-8: no name of ours
  std::string out(reinterpret_cast<const char*>(folded), static_cast<std::size_t>(size));
  std::free(folded);
  return out;
}

}  // namespace

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words(1);
  for (char c : fold(text)) {
    if (is_plain(c))
      words.back() += c;
    else if (!words.back().empty())
      words.emplace_back();
  }
  if (words.back().empty()) words.pop_back();
  for (auto& word : words)
    if (word == "kep") word = "kepulauan";
  return words;
}

std::string join(const std::vector<std::string>& words, std::size_t from, std::size_t to) {
  std::string out;
  for (std::size_t i = from; i < to && i < words.size(); ++i) out += words[i];
  return out;
}

std::string search_name(std::string_view text) {
  auto words = words_of(text);
  return join(words, 0, words.size());
}

std::string base_name(std::string_view name, Kind kind) {
  if (kind == Kind::kabupaten && name.starts_with("Kabupaten ")) name.remove_prefix(10);
  if (kind == Kind::kota && name.starts_with("Kota ")) name.remove_prefix(5);
  if (level_of_kind(kind) == Level::regency && name.starts_with("Administrasi ")) name.remove_prefix(13);
  return std::string(name);
}

std::string short_name(std::string_view name, Kind kind) {
  if (kind == Kind::kabupaten && name.starts_with("Kabupaten ")) return "Kab. " + std::string(name.substr(10));
  return std::string(name);
}

Level level_of_kind(Kind kind) {
  switch (kind) {
    case Kind::provinsi:
      return Level::province;
    case Kind::kabupaten:
    case Kind::kota:
      return Level::regency;
    case Kind::kecamatan:
      return Level::district;
    case Kind::kelurahan:
    case Kind::desa:
      return Level::village;
  }
  return Level::village;
}

std::optional<Level> level_of(std::string_view code) {
  static constexpr std::size_t kSizes[] = {2, 5, 8, 13};
  for (std::size_t i = 0; i < code.size(); ++i) {
    bool is_dot = i == 2 || i == 5 || i == 8;
    if (is_dot ? code[i] != '.' : !is_digit(code[i])) return std::nullopt;
  }
  for (int level = 0; level < 4; ++level)
    if (code.size() == kSizes[level]) return static_cast<Level>(level);
  return std::nullopt;
}

bool is_code(std::string_view text) { return level_of(text).has_value(); }

std::string parent_of(std::string_view code) {
  auto dot = code.rfind('.');
  return dot == std::string_view::npos ? std::string() : std::string(code.substr(0, dot));
}

std::string ancestor_of(std::string_view code, Level level) {
  auto own = level_of(code);
  if (!own || level > *own) return {};
  std::string out(code);
  for (auto at = *own; at != level; at = static_cast<Level>(static_cast<int>(at) - 1)) out = parent_of(out);
  return out;
}

bool is_within(std::string_view code, std::string_view ancestor) {
  if (ancestor.empty() || !code.starts_with(ancestor)) return false;
  return code.size() == ancestor.size() || code[ancestor.size()] == '.';
}

int edit_distance(std::string_view a, std::string_view b, int limit) {
  auto n = a.size(), m = b.size();
  if (n > m + static_cast<std::size_t>(limit) || m > n + static_cast<std::size_t>(limit)) return limit + 1;
  std::vector<std::vector<int>> d(n + 1, std::vector<int>(m + 1));
  for (std::size_t i = 0; i <= n; ++i) d[i][0] = static_cast<int>(i);
  for (std::size_t j = 0; j <= m; ++j) d[0][j] = static_cast<int>(j);
  for (std::size_t i = 1; i <= n; ++i) {
    for (std::size_t j = 1; j <= m; ++j) {
      int same = a[i - 1] == b[j - 1] ? 0 : 1;
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + same});
      bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  }
  return d[n][m];
}

}  // namespace netra::region
