// Words to stems: the part of the search that both engines share.
#include <libstemmer.h>
#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <memory>

#include "engine/base/text.hpp"
#include "engine/storage/search_terms.hpp"

namespace netra::search {

namespace {

constexpr std::size_t kLongestTerm = 60;  // bytes; longer runs of letters are cut, not lost

// Indonesian function words that stand in nearly every report, chosen from the list in F. Z. Tala, A Study of Stemming
// Effects on Information Retrieval in Bahasa Indonesia (2003), appendix D. Negations stay: "tidak netral" is what
// people look for. Sorted.
constexpr std::array<std::string_view, 50> kStopWords = {
    "ada",    "adalah",   "agar",  "akan",   "antara", "apa",      "atas",     "atau",   "bagi",   "bahwa",
    "bisa",   "dalam",    "dan",   "dapat",  "dari",   "dengan",   "di",       "dia",    "hal",    "hanya",
    "ini",    "itu",      "jika",  "juga",   "kami",   "karena",   "ke",       "kepada", "ketika", "kita",
    "lalu",   "maka",     "masih", "mereka", "oleh",   "pada",     "para",     "saat",   "saya",   "sebagai",
    "secara", "sehingga", "serta", "sudah",  "telah",  "terhadap", "tersebut", "untuk",  "yaitu",  "yang"};
static_assert(std::is_sorted(kStopWords.begin(), kStopWords.end()));

bool is_word(utf8proc_int32_t point) {
  switch (utf8proc_category(point)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
      return true;
    default:
      return false;
  }
}

class Stemmer {
 public:
  Stemmer() : stemmer_(sb_stemmer_new("indonesian", nullptr), sb_stemmer_delete) {
    if (!stemmer_) throw std::bad_alloc();
  }
  std::string stem(std::string_view word) {
    const auto* out =
        sb_stemmer_stem(stemmer_.get(), reinterpret_cast<const sb_symbol*>(word.data()), static_cast<int>(word.size()));
    if (!out) throw std::bad_alloc();
    return {reinterpret_cast<const char*>(out), static_cast<std::size_t>(sb_stemmer_length(stemmer_.get()))};
  }

 private:
  std::unique_ptr<sb_stemmer, void (*)(sb_stemmer*)> stemmer_;
};

std::string_view cut(std::string_view word) {
  if (word.size() <= kLongestTerm) return word;
  auto end = kLongestTerm;
  while (end > 0 && (static_cast<unsigned char>(word[end]) & 0xC0) == 0x80) --end;  // not inside a character
  return word.substr(0, end);
}

}  // namespace

std::vector<std::string> words(std::string_view text) {
  auto folded = fold(text);
  std::string_view rest = folded;
  std::vector<std::string> out;
  std::string word;
  while (!rest.empty()) {
    utf8proc_int32_t point = 0;
    auto size = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(rest.data()),
                                 static_cast<utf8proc_ssize_t>(rest.size()), &point);
    if (size <= 0) break;  // fold() gives valid text
    if (is_word(point)) {
      word.append(rest.substr(0, static_cast<std::size_t>(size)));
    } else if (!word.empty()) {
      out.push_back(std::exchange(word, {}));
    }
    rest.remove_prefix(static_cast<std::size_t>(size));
  }
  if (!word.empty()) out.push_back(std::move(word));
  return out;
}

std::vector<std::string> stems(std::string_view text) {
  Stemmer stemmer;
  std::vector<std::string> out;
  for (const auto& word : words(text)) {
    if (std::binary_search(kStopWords.begin(), kStopWords.end(), word)) continue;
    auto stem = stemmer.stem(cut(word));
    if (!stem.empty()) out.push_back(std::move(stem));
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::string tag(char family, std::string_view name) {
  static constexpr std::string_view kHex = "0123456789abcdef";
  std::string out{family, '_'};
  for (char c : name) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      out += c;
    } else {
      auto byte = static_cast<unsigned char>(c);
      out += {'_', kHex[byte >> 4], kHex[byte & 15]};
    }
  }
  return out;
}

}  // namespace netra::search
