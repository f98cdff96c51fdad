// First step of a template's life: page, layout, components, parameters and texts are joined into one run of pieces.
// Inside of engine/page; not for features.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/assets.hpp"
#include "engine/base/messages.hpp"

namespace netra::page {

struct Options;

struct Piece {
  enum Kind { kText, kTag } kind = kText;
  std::string text;  // literal HTML, or what stood between the braces
  std::string file;
  int line = 0;
};

using Pieces = std::vector<Piece>;
using Parameters = std::map<std::string, std::string, std::less<>>;

struct Joined {
  Pieces pieces;                              // texts, variables and sections only
  std::map<std::string, std::string> labels;  // form field -> message key of its label, for the error summary
};

// Templates cut into pieces, each file once for all pages and languages. Threads: one.
class Sources {
 public:
  explicit Sources(const Assets& assets) : assets_(assets) {}
  const Pieces* find(const std::string& file);  // null: there is no such file

 private:
  const Assets& assets_;
  std::map<std::string, Pieces> pieces_;
};

// Joins the page in `file` for one language. Faults are appended, one line each, and leave a hole.
Joined join(Sources& sources, const Messages& messages, const Options& options, std::string_view language,
            const std::string& file, std::vector<std::string>& faults);

// "reporter.name" and "/reporter/name" are "reporter_name" in the names of globals.
std::string field_key(std::string_view field);
// The id of a form field's control: "f-reporter_name".
std::string field_id(std::string_view field);

std::string escape_html(std::string_view text);

}  // namespace netra::page
