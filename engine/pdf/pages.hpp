// Strips laid on pages. Private to engine/pdf.
#pragma once

#include <optional>
#include <vector>

#include "engine/pdf/flow.hpp"

namespace netra::pdf {

inline constexpr std::size_t kMostPages = 400;

struct Placed {
  const Strip* strip = nullptr;
  double y = 0;  // from the top of the text area
  bool repeated = false;
};

struct Page {
  std::vector<Placed> strips;
  double edge = 0, edge_at = 0;  // a table goes on overleaf: the line that closes it here
};

// Errors: pdf.too_long
Result<std::vector<Page>> lay_on_pages(const std::vector<Strip>& strips, double height);

}  // namespace netra::pdf
