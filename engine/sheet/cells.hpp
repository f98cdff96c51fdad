// The cells of one sheet while it is read. Inner header.
#pragma once

#include <algorithm>

#include "engine/sheet/sheet.hpp"

namespace netra::sheet {

// Rows and columns grow as cells come; blank ones at the ends never take place.
class Grid {
 public:
  explicit Grid(const Limits& limits) : limits_(limits) {}

  // Errors: sheet.too_large
  Result<Done> put(std::size_t row, std::size_t column, std::string text) {
    if (text.size() > limits_.cell_bytes) return too_large(row, column);
    if (text.empty()) return Done{};
    if (row >= limits_.rows || column >= limits_.columns || ++cells_ > limits_.cells) return too_large(row, column);
    if (rows_.size() <= row) rows_.resize(row + 1);
    if (rows_[row].size() <= column) rows_[row].resize(column + 1);
    rows_[row][column] = std::move(text);
    return Done{};
  }
  std::size_t cells() const { return cells_; }
  std::vector<Row> take() { return std::move(rows_); }

 private:
  static tl::unexpected<Error> too_large(std::size_t row, std::size_t column) {
    return fail(Outcome::kInvalid, "sheet.too_large", cell_name(row, column));
  }

  const Limits& limits_;
  std::size_t cells_ = 0;
  std::vector<Row> rows_;
};

}  // namespace netra::sheet
