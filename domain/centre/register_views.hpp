// What pages and JSON show of the register and the recap.
#pragma once

#include "domain/centre/register.hpp"

namespace netra::centre {

struct RegisterRow {
  std::int64_t ordinal = 0;  // in the order they came, whatever is filtered
  std::string track, case_id;
  std::optional<std::string> number;
  std::string title;
  LocalTime came;
  Date came_on;
  std::string stage, stage_name;
  Holder holder = Holder::bawaslu;
  std::int64_t round = 1;
  std::optional<DiscussionItem> first, second;
  std::optional<Date> forwarded_on, verdict_on, ended_on;
  std::optional<LocalTime> forwarded;   // accepted by the police
  std::optional<std::int64_t> returns;  // how often the prosecutor sent the file back, if ever
  std::optional<LocalTime> verdict;
  std::optional<LocalTime> ended;
};
BOOST_DESCRIBE_STRUCT(RegisterRow, (),
                      (ordinal, track, case_id, number, title, came, came_on, forwarded_on, verdict_on, ended_on, stage,
                       stage_name, holder, round, first, second, forwarded, returns, verdict, ended))

struct RegisterView {
  std::string office, office_name;
  std::string state, stage, holder;
  std::optional<Date> from, until;
  std::string csv, xlsx;  // the same as tables for spreadsheets
  std::vector<std::string> holders;
  std::vector<Option> stages;
  std::vector<RegisterRow> rows;
  std::int64_t all = 0;
};
BOOST_DESCRIBE_STRUCT(RegisterView, (),
                      (office, office_name, state, stage, holder, from, until, csv, xlsx, holders, stages, rows, all))

struct NamedCount {
  std::string value, name;
  std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(NamedCount, (), (value, name, count))

struct RecapView {
  std::string office, office_name;
  std::string month, month_before, month_after;  // "2024-10"
  Date first_day, last_day;
  bool is_whole = false;  // the month is over
  LocalTime as_of;        // what is counted as open stood at this moment
  LocalTime made_at;
  Recap recap;
  std::vector<NamedCount> stages, outcomes;
};
BOOST_DESCRIBE_STRUCT(RecapView, (),
                      (office, office_name, month, month_before, month_after, first_day, last_day, is_whole, as_of,
                       made_at, recap, stages, outcomes))

}  // namespace netra::centre
