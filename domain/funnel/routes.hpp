// What the route files share. Inner header.
#pragma once

#include <charconv>

#include "domain/funnel/figures.hpp"
#include "domain/funnel/labels.hpp"
#include "domain/identity/actor.hpp"
#include "engine/base/text.hpp"

namespace netra::funnel {

void add_funnel_routes(http::Routes& routes, const Services& services);
void add_import_routes(http::Routes& routes, const Services& services);
void add_public_routes(http::Routes& routes, const Services& services);

inline std::optional<std::int64_t> parse_number(std::string_view text) {
  std::int64_t value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// A published figure and its check, ready to show.
struct FigureView {
  std::string stage, part_of, split, unit, note;
  std::int64_t amount = 0;
};
BOOST_DESCRIBE_STRUCT(FigureView, (), (stage, part_of, split, unit, note, amount))

struct CheckView {
  CheckKind kind = CheckKind::parts;
  std::string stage, other, split;  // other: of an order, the stage before
  std::int64_t whole = 0, sum = 0, difference = 0;
  bool closes = false, has_whole = true;
};
BOOST_DESCRIBE_STRUCT(CheckView, (), (kind, stage, other, split, whole, sum, difference, closes, has_whole))

struct SeriesView {
  std::string election, publisher, as_of, place, institution, person_kind, source_name;
  procedure::Mark mark = procedure::Mark::unverified;
  std::vector<FigureView> figures;
  std::vector<CheckView> checks;
  bool closes = true;
};
BOOST_DESCRIBE_STRUCT(SeriesView, (),
                      (election, publisher, as_of, place, institution, person_kind, source_name, mark, figures, checks,
                       closes))

SeriesView series_view(const Labels& labels, const Series& series);

// The columns of a cell that lists need.
struct CellRow : Counts {
  std::string name;
  std::optional<std::int64_t> answer_median, decision_median, decision_longest;
  std::optional<Date> open_since;
};
BOOST_DESCRIBE_STRUCT(CellRow, (Counts), (name, answer_median, decision_median, decision_longest, open_since))

}  // namespace netra::funnel
