// The funnel of a filter: its steps, waits, parts, elections side by side. Inner header.
#pragma once

#include "domain/funnel/routes.hpp"

namespace netra::funnel {

struct Filter {
  std::string election, institution, place, person_kind;
};
BOOST_DESCRIBE_STRUCT(Filter, (), (election, institution, place, person_kind))

// One bar of the funnel.
struct StepView {
  std::string step;  // reported, recommended, answered, sanctioned
  std::int64_t count = 0;
  std::int64_t percent = 0;    // of the first step, rounded; for the drawing too
  std::int64_t of_before = 0;  // percent of the step before
  bool has_before = false;
};
BOOST_DESCRIBE_STRUCT(StepView, (), (step, count, percent, of_before, has_before))

struct WaitView {
  std::string step;  // answer, decision
  std::int64_t done = 0, open = 0;
  std::optional<std::int64_t> median, longest, open_median, open_longest;  // days
};
BOOST_DESCRIBE_STRUCT(WaitView, (), (step, done, open, median, longest, open_median, open_longest))

// Where persons stand.
struct StandingView {
  Standing standing = Standing::unknown;
  std::int64_t count = 0;
  std::string url;  // the lines behind it
};
BOOST_DESCRIBE_STRUCT(StandingView, (), (standing, count, url))

struct PartView {
  std::string name, label, url;
  bool decides = false;  // an institution in its part as decider
  std::int64_t reported = 0, recommended = 0, answered = 0, sanctioned = 0, ended = 0, waiting = 0, undecided = 0,
               unknown = 0;
  std::int64_t sanctioned_percent = 0;  // of the recommended
  std::optional<std::int64_t> answer_median, decision_median, decision_longest, waiting_longest;
};
BOOST_DESCRIBE_STRUCT(PartView, (),
                      (name, label, url, decides, reported, recommended, answered, sanctioned, ended, waiting,
                       undecided, unknown, sanctioned_percent, answer_median, decision_median, decision_longest,
                       waiting_longest))

struct Choice {
  std::string value, label;
};
BOOST_DESCRIBE_STRUCT(Choice, (), (value, label))

struct RegistersView {
  Filter filter;
  std::string place_name, up_url, csv, xlsx, people_url, reset_url;
  bool is_filtered = false, may_import = false;
  std::vector<Choice> elections, institutions, places, person_kinds;  // to choose from
  std::int64_t all = 0;
  std::optional<std::int64_t> uncounted;  // recommendations whose persons are not known; absent: none
  std::vector<StepView> steps;
  std::vector<StandingView> standings;
  std::vector<WaitView> waits;
  std::vector<PartView> by_election, by_institution, by_place, by_kind;
  std::vector<SeriesView> published;
  std::int64_t not_closing = 0;
};
BOOST_DESCRIBE_STRUCT(RegistersView, (),
                      (filter, place_name, up_url, csv, xlsx, people_url, reset_url, is_filtered, may_import, elections,
                       institutions, places, person_kinds, all, uncounted, steps, standings, waits, by_election,
                       by_institution, by_place, by_kind, published, not_closing))

// Regions whose figures a person may read: those of their offices, and below where the right reaches below.
bool may_read_place(const Actor& actor, std::string_view place);
// Errors: register.place
Result<Filter> filter_of(const http::Call& call);
RegistersView registers_of(storage::Reader& db, const Services& services, const Actor& actor, const Filter& filter,
                           Date today, std::string_view language);

std::string query_of(const Filter& filter);  // "?election=..&place=..", "" when nothing is set

}  // namespace netra::funnel
