#include "domain/funnel/protect.hpp"

#include <algorithm>
#include <functional>
#include <numeric>

namespace netra::funnel {

namespace {

bool is_small(std::int64_t number, std::int64_t k) { return number > 0 && number < k; }

bool has_small(const Parts& parts, std::int64_t k) {
  return std::any_of(parts.begin(), parts.end(), [&](auto part) { return is_small(part, k); });
}

// The smallest of those still shown as `from`, which must give something up.
Part* smallest(std::vector<Part>& rows, Show from) {
  Part* out = nullptr;
  for (auto& row : rows) {
    if (row.show != from || total(row.parts) == 0) continue;
    if (!out || total(row.parts) < total(out->parts) || (total(row.parts) == total(out->parts) && row.name < out->name))
      out = &row;
  }
  return out;
}

struct Hidden {
  std::size_t rows = 0;
  Parts parts{};
};

Hidden hidden(const std::vector<Part>& rows, const std::function<bool(Show)>& is_hidden) {
  Hidden out;
  for (const auto& row : rows) {
    if (!is_hidden(row.show) || total(row.parts) == 0) continue;
    ++out.rows;
    for (std::size_t i = 0; i < kParts; ++i) out.parts[i] += row.parts[i];
  }
  return out;
}

}  // namespace

std::int64_t total(const Parts& parts) { return std::accumulate(parts.begin(), parts.end(), std::int64_t{0}); }

Show protect_whole(const Parts& whole, std::int64_t k) {
  if (is_small(total(whole), k)) return Show::none;
  return has_small(whole, k) ? Show::total : Show::all;
}

void protect(const Protected& whole, std::vector<Part>& rows, std::int64_t k) {
  for (auto& row : rows) {
    row.show = whole.show == Show::none ? Show::none : protect_whole(row.parts, k);
    // What the whole does not tell, its rows together must not tell.
    if (whole.show == Show::total && row.show == Show::all && total(row.parts) > 0) row.show = Show::total;
  }
  if (whole.show == Show::none) return;

  auto not_shown = [](Show show) { return show == Show::none; };
  for (auto out = hidden(rows, not_shown); out.rows > 0 && (out.rows < 2 || total(out.parts) < k);
       out = hidden(rows, not_shown)) {
    auto* more = smallest(rows, Show::total);
    auto* other = smallest(rows, Show::all);
    if (!more || (other && total(other->parts) < total(more->parts))) more = other;
    if (!more) break;
    more->show = Show::none;
  }

  if (whole.show != Show::all) return;
  auto not_whole = [](Show show) { return show != Show::all; };
  for (auto out = hidden(rows, not_whole); out.rows > 0 && (out.rows < 2 || has_small(out.parts, k));
       out = hidden(rows, not_whole)) {
    auto* more = smallest(rows, Show::all);
    if (!more) break;
    more->show = Show::total;
  }
}

}  // namespace netra::funnel
