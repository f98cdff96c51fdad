// Figures as others published them, and whether they close. Nothing is repaired: a sum that does not close is said so,
// with by how much.
//
//   auto series = arrange(rows, policy);
//   series[0].checks[0].closes     // 667 + 436 + 24 + 27 + 4 = 1,158
//
// A series is one publication: election, publisher, day, place, institution, kind of person. Its figures stand in the
// order of the file. Two kinds of check: parts against their whole (part_of, and split when it is split in several
// ways), and the funnel's stages, of which none can be larger than the one before. A figure that stands alone is part
// of nothing and checked against nothing.
//
// Threads: pure functions. Inner header.
#pragma once

#include <string>
#include <vector>

#include "domain/funnel/policy.hpp"
#include "engine/base/json.hpp"

namespace netra::funnel {

// One row of register_figures.
struct Figure {
  std::string series, election, publisher, as_of, place, institution, person_kind, stage;
  std::int64_t amount = 0;
  std::string unit, part_of, split, source_name;
  procedure::Mark mark = procedure::Mark::unverified;
  std::string note;
};
BOOST_DESCRIBE_STRUCT(Figure, (),
                      (series, election, publisher, as_of, place, institution, person_kind, stage, amount, unit,
                       part_of, split, source_name, mark, note))

// The publication a figure belongs to.
std::string series_of(const Figure& figure);

enum class CheckKind { parts, order };
BOOST_DESCRIBE_ENUM(CheckKind, parts, order)

struct SumCheck {
  CheckKind kind = CheckKind::parts;
  std::string stage;            // the whole; of an order, the later stage
  std::string split;            // way of splitting; of an order, the stage before
  std::int64_t whole = 0;       // as published; of an order, the stage before
  std::int64_t sum = 0;         // of the parts; of an order, the later stage
  std::int64_t difference = 0;  // whole - sum
  bool closes = false;
  bool has_whole = true;  // false: parts are published, their whole is not
};
BOOST_DESCRIBE_STRUCT(SumCheck, (), (kind, stage, split, whole, sum, difference, closes, has_whole))

struct Series {
  Figure head;  // what all have in common
  std::vector<Figure> figures;
  std::vector<SumCheck> checks;
  bool closes = true;  // all of them do
};

// Figures of several series, in the order of the rows.
std::vector<Series> arrange(const std::vector<Figure>& rows, const Policy& policy);
std::vector<SumCheck> check_sums(const std::vector<Figure>& figures, const Policy& policy);

}  // namespace netra::funnel
