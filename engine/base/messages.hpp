// Texts for people, by language: catalogues `**/messages.<language>.toml` among the assets.
//
// A catalogue is flat: `"report.title" = "Laporan"`. The same key in two files, a key or a {placeholder} that one
// language lacks, and anything but text are faults; `load` names them all. Texts are plain; the page engine gives
// **strong** and [links](/path) a meaning where a page asks for it.
//
// Threads: immutable after it is built; share freely.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/assets.hpp"

namespace netra {

class Messages {
 public:
  struct Loaded;

  // Reads every catalogue. A fault is a line for a person: "domain/report/messages.en.toml: report.title is missing".
  static Loaded load(const Assets& assets);

  // Null when there is no such text. `language` is "id" or "en"; others have no texts.
  const std::string* find(std::string_view language, std::string_view key) const;

  // The text, or the key itself, so that a gap is seen and nothing breaks.
  std::string text(std::string_view language, std::string_view key) const;

  // The text with {name} replaced. Plain text: escape it where it is put into HTML.
  std::string text(std::string_view language, std::string_view key,
                   const std::vector<std::pair<std::string_view, std::string_view>>& values) const;

  std::vector<std::string> keys(std::string_view language) const;

 private:
  std::map<std::string, std::map<std::string, std::string, std::less<>>, std::less<>> by_language_;
};

struct Messages::Loaded {
  Messages messages;
  std::vector<std::string> faults;
};

// Languages of the interface, the first is the usual one.
inline constexpr std::string_view kLanguages[] = {"id", "en"};

// Names in braces in the order they appear: "Sisa {days} hari" gives {"days"}.
std::vector<std::string> placeholders(std::string_view text);

}  // namespace netra
