#include <algorithm>

#include "engine/base/text.hpp"
#include "engine/sheet/cells.hpp"

namespace netra::sheet {

namespace {

bool ends_line(char c) { return c == '\n' || c == '\r'; }

// Whichever the first row has most of, outside quotes; a comma when there is none.
char delimiter_of(std::string_view text) {
  std::size_t commas = 0, semicolons = 0, tabs = 0;
  bool quoted = false;
  for (char c : text) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (ends_line(c) && commas + semicolons + tabs > 0) break;
    commas += c == ',';
    semicolons += c == ';';
    tabs += c == '\t';
  }
  if (tabs > commas && tabs > semicolons) return '\t';
  return semicolons > commas ? ';' : ',';
}

class CsvReader {
 public:
  CsvReader(std::string_view text, const Limits& limits) : text_(text), delimiter_(delimiter_of(text)), grid_(limits) {}

  Result<Table> all() {
    while (at_ < text_.size()) {
      for (column_ = 0;; ++column_) {
        if (auto read = next_field(); !read) return fail(std::move(read.error()));
        if (at_ >= text_.size() || text_[at_] != delimiter_) break;
        ++at_;
      }
      end_line();
      ++row_;
    }
    return Table{{}, grid_.take()};
  }

 private:
  void end_line() {
    if (at_ < text_.size() && text_[at_] == '\r') {
      ++at_;
      if (at_ < text_.size() && text_[at_] == '\n') ++at_;
    } else if (at_ < text_.size() && text_[at_] == '\n') {
      ++at_;
    }
  }

  bool at_end_of_field() const { return at_ >= text_.size() || text_[at_] == delimiter_ || ends_line(text_[at_]); }

  Result<Done> next_field() {
    std::string out;
    if (at_ < text_.size() && text_[at_] == '"') {
      if (!quoted(out)) return wrong("sheet.quote");
    } else {
      const auto begin = at_;
      while (!at_end_of_field()) ++at_;
      out = text_.substr(begin, at_ - begin);
    }
    if (!is_valid_utf8(out)) return wrong("sheet.encoding");
    return grid_.put(row_, column_, std::move(out));
  }

  bool quoted(std::string& out) {
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] != '"') {
        out += text_[at_];
      } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
        out += text_[at_++];
      } else {
        ++at_;
        return at_end_of_field();
      }
    }
    return false;
  }

  tl::unexpected<Error> wrong(const char* code) const {
    return fail(Outcome::kInvalid, code, cell_name(row_, column_));
  }

  std::string_view text_;
  char delimiter_;
  std::size_t at_ = 0, row_ = 0, column_ = 0;
  Grid grid_;
};

// UTF-16 as some spreadsheets save "Unicode text"; said clearly instead of cell by cell.
bool is_utf16(std::string_view bytes) { return bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF"); }

}  // namespace

Result<Table> read_csv(std::string_view bytes, const Limits& limits) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  if (is_utf16(bytes)) return fail(Outcome::kInvalid, "sheet.encoding", cell_name(0, 0));
  if (bytes.size() > limits.unpacked) return fail(Outcome::kInvalid, "sheet.too_large");
  auto table = CsvReader(bytes, limits).all();
  if (table && table->rows.empty()) return fail(Outcome::kInvalid, "sheet.empty");
  return table;
}

}  // namespace netra::sheet
