// Which numbers may be told so that no single person can be told from them.
//
// Rows are parts of a whole (regencies of a province); each has a total and what it consists of (where its persons
// stand). A row whose total is small (1 to k-1) is not shown; a row with a small part is shown with its total only.
// What is left out must not come back as a difference: the rows not shown make one row "others", of two rows at least
// and of k persons at least, and the parts left out likewise; until that is so the smallest row joins them (of equals
// the first by name, so that the choice is the same each time). Which rows are not shown is not told: they look like
// rows of nothing.
//
//   auto shown = protect({parent, Show::all}, rows, 5);
//
// Guarantee, held by a property test: whatever is published, a small total or part may still be any number up to k.
//
// Threads: pure function. Inner header.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace netra::funnel {

inline constexpr std::size_t kParts = 5;  // waiting, answered, sanctioned, ended, unknown
using Parts = std::array<std::int64_t, kParts>;
std::int64_t total(const Parts& parts);

enum class Show { none, total, all };

struct Protected {
  Parts parts{};
  Show show = Show::all;
};

struct Part {
  std::string name;
  Parts parts{};
  Show show = Show::all;  // answer of protect
};

// The whole itself: nothing below k, its total alone when a part is small.
Show protect_whole(const Parts& whole, std::int64_t k);
// `rows` must add up to the whole. Rows of nothing stay `all`.
void protect(const Protected& whole, std::vector<Part>& rows, std::int64_t k);

}  // namespace netra::funnel
