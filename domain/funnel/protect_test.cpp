#include "domain/funnel/protect.hpp"

#include <gmock/gmock.h>
#include <rapidcheck.h>

#include <functional>

namespace netra::funnel {
namespace {

std::string shown(const Parts& whole, std::vector<Part> rows, std::int64_t k = 5) {
  protect({whole, protect_whole(whole, k)}, rows, k);
  std::string out;
  for (const auto& row : rows) out += row.show == Show::all ? 'a' : row.show == Show::total ? 't' : '-';
  return out;
}

Parts sum_of(const std::vector<Part>& rows) {
  Parts out{};
  for (const auto& row : rows)
    for (std::size_t i = 0; i < kParts; ++i) out[i] += row.parts[i];
  return out;
}

TEST(Protect, HidesWhatIsSmallAndWhatWouldTellIt) {
  struct {
    const char* why;
    std::vector<Part> rows;
    const char* shown;
  } const cases[] = {
      {"large numbers stand", {{"a", {10, 0, 5, 0, 0}}, {"b", {7, 9, 0, 0, 0}}}, "aa"},
      {"rows of nothing are nothing to hide", {{"a", {10, 0, 5, 0, 0}}, {"b", {}}}, "aa"},
      {"one small row takes the smallest other along",
       {{"a", {2, 0, 0, 0, 0}}, {"b", {9, 0, 0, 0, 0}}, {"c", {8, 0, 0, 0, 0}}},
       "-a-"},
      {"of equals the first by name", {{"c", {2}}, {"b", {9}}, {"a", {9}}}, "-a-"},
      {"two small rows of enough persons need nobody", {{"a", {4}}, {"b", {3}}, {"c", {9}}}, "--a"},
      {"two small rows of too few persons need one more", {{"a", {1}}, {"b", {1}}, {"c", {9}}, {"d", {20}}}, "---a"},
      {"a small part leaves the total, and a second row without parts",
       {{"a", {30, 2, 0, 0, 0}}, {"b", {20, 6, 0, 0, 0}}, {"c", {40, 9, 0, 0, 0}}},
       "tta"},
      {"parts left out together must not be few",
       {{"a", {30, 2, 0, 0, 0}}, {"b", {31, 1, 0, 0, 0}}, {"c", {40, 9, 0, 0, 0}}, {"d", {90, 0, 0, 0, 0}}},
       "ttta"},
      {"a whole that is small shows no row", {{"a", {2}}, {"b", {1}}}, "--"},
      {"what the whole does not tell its rows do not tell either",
       {{"a", {30, 0, 0, 0, 0}}, {"b", {20, 2, 0, 0, 0}}},
       "tt"},
  };
  for (const auto& row : cases) {
    SCOPED_TRACE(row.why);
    EXPECT_EQ(shown(sum_of(row.rows), row.rows), row.shown);
  }
}

// What a reader can know: every table of whole numbers that agrees with all that is published is possible. `see` gets
// each of them. Two parts, the others nothing, so that all tables can be tried.
void possible(const Protected& whole, const std::vector<Part>& rows,
              const std::function<void(const std::vector<Parts>&)>& see) {
  constexpr std::int64_t kMost = 14;
  std::vector<Parts> table(rows.size());
  std::function<void(std::size_t, std::int64_t, std::int64_t)> fill = [&](std::size_t at, std::int64_t first,
                                                                          std::int64_t second) {
    if (first < 0 || second < 0) return;
    if (at == rows.size()) {
      if (whole.show == Show::all ? first == 0 && second == 0 : first + second == 0) see(table);
      return;
    }
    const auto& row = rows[at];
    auto next = [&](std::int64_t a, std::int64_t b) {
      table[at] = {a, b};
      // Only the whole's total is known: its parts are one pool.
      if (whole.show == Show::all)
        fill(at + 1, first - a, second - b);
      else
        fill(at + 1, first + second - a - b, 0);
    };
    // A row of nothing and one that is not shown look the same.
    if (row.show == Show::all && total(row.parts) > 0) return next(row.parts[0], row.parts[1]);
    for (std::int64_t a = 0; a <= kMost; ++a)
      for (std::int64_t b = 0; b <= kMost; ++b) {
        if (row.show == Show::total && a + b != total(row.parts)) continue;
        next(a, b);
      }
  };
  fill(0, whole.parts[0], whole.parts[1]);
}

TEST(Protect, NothingSmallCanBeComputedFromWhatIsPublished) {
  const std::int64_t k = 3;
  rc::check([k](const std::vector<std::pair<unsigned, unsigned>>& noise) {
    std::vector<Part> rows;
    for (const auto& [a, b] : noise) {
      if (rows.size() == 4) break;
      rows.push_back({std::string(1, static_cast<char>('a' + rows.size())), {a % 6, b % 4, 0, 0, 0}});
    }
    const auto whole = sum_of(rows);
    RC_PRE(total(whole) > 0 && whole[0] <= 14 && whole[1] <= 14);
    const Protected parent{whole, protect_whole(whole, k)};
    protect(parent, rows, k);
    if (parent.show == Show::none) {
      for (const auto& row : rows) RC_ASSERT(row.show == Show::none);
      return;
    }
    std::vector<Parts> most(rows.size());
    std::vector<std::int64_t> most_total(rows.size());
    bool saw_truth = false;
    possible(parent, rows, [&](const std::vector<Parts>& table) {
      bool is_truth = true;
      for (std::size_t i = 0; i < rows.size(); ++i) {
        is_truth = is_truth && table[i] == rows[i].parts;
        most_total[i] = std::max(most_total[i], total(table[i]));
        for (std::size_t p = 0; p < 2; ++p) most[i][p] = std::max(most[i][p], table[i][p]);
      }
      saw_truth = saw_truth || is_truth;
    });
    RC_ASSERT(saw_truth);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      auto small = [&](std::int64_t n) { return n > 0 && n < k; };
      if (small(total(rows[i].parts))) {
        RC_ASSERT(rows[i].show == Show::none);
        RC_ASSERT(most_total[i] >= k);
      }
      for (std::size_t p = 0; p < 2; ++p)
        if (small(rows[i].parts[p])) {
          RC_ASSERT(rows[i].show != Show::all);
          RC_ASSERT(most[i][p] >= k);
        }
    }
  });
}

TEST(Protect, ChoosesTheSameEachTimeWhateverTheOrder) {
  std::vector<Part> rows{{"a", {2}}, {"b", {9, 3}}, {"c", {9, 9}}, {"d", {30, 1}}, {"e", {40, 8}}};
  const auto whole = sum_of(rows);
  auto other = rows;
  std::reverse(other.begin(), other.end());
  protect({whole, protect_whole(whole, 5)}, rows, 5);
  protect({whole, protect_whole(whole, 5)}, other, 5);
  std::reverse(other.begin(), other.end());
  for (std::size_t i = 0; i < rows.size(); ++i) EXPECT_EQ(rows[i].show, other[i].show) << rows[i].name;
}

}  // namespace
}  // namespace netra::funnel
