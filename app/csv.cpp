#include "app/csv.hpp"

namespace netra::app {

namespace {

class CsvReader {
 public:
  explicit CsvReader(std::string_view text) : text_(text) {}

  Result<std::vector<std::vector<std::string>>> all() {
    while (at_ < text_.size()) {
      auto row = next_row();
      if (!row) return fail(std::move(row.error()));
      if (row->size() > 1 || !row->front().empty()) rows_.push_back(std::move(*row));
    }
    return std::move(rows_);
  }

 private:
  Result<std::vector<std::string>> next_row() {
    std::vector<std::string> row;
    ++line_;
    for (;;) {
      auto field = next_field();
      if (!field) return fail(std::move(field.error()));
      row.push_back(std::move(*field));
      if (at_ < text_.size() && text_[at_] == ',') {
        ++at_;
        continue;
      }
      if (at_ < text_.size() && text_[at_] == '\r') ++at_;
      if (at_ < text_.size() && text_[at_] == '\n') ++at_;
      return row;
    }
  }

  Result<std::string> next_field() {
    std::string out;
    if (at_ >= text_.size() || text_[at_] != '"') {
      while (at_ < text_.size() && text_[at_] != ',' && text_[at_] != '\n' && text_[at_] != '\r') out += text_[at_++];
      return out;
    }
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] != '"') {
        if (text_[at_] == '\n') ++line_;
        out += text_[at_];
      } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
        out += text_[at_++];
      } else {
        ++at_;
        bool ends = at_ >= text_.size() || text_[at_] == ',' || text_[at_] == '\n' || text_[at_] == '\r';
        if (!ends) return wrong();
        return out;
      }
    }
    return wrong();
  }

  tl::unexpected<Error> wrong() const { return fail(Outcome::kInvalid, "csv.quote", "line " + std::to_string(line_)); }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_ = 0;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace

Result<std::vector<std::vector<std::string>>> parse_csv(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  return CsvReader(text).all();
}

}  // namespace netra::app
