// A clock explained: the sum day by day, every reading of the law side by side, the article with its mark, and when its
// dates changed. It says what happened and never who did it or why in whose words; the desk's page adds that.
//
//   auto sum = clock::sum_of(db, s, {}, {"report", id}, clock_id, now, language);   // of this record, or clock.unknown
//
// Threads: as the reader.
#pragma once

#include "domain/clock/clock.hpp"

namespace netra::clock {

// A date with the ways of counting that lead to it: readings that agree are one.
struct ReadingView {
  std::vector<calendar::Policy> policies;  // the one in force first
  std::optional<std::string> starts_from;  // in words, when this reading counts from another event than the clock
  std::optional<LocalTime> started_at;
  bool in_force = false;   // by the policy in force
  bool is_target = false;  // the earliest
  bool is_latest = false;
  std::optional<LocalTime> due;
  std::string problem;
  std::vector<calendar::DayLine> days;  // by the first of the policies
};
BOOST_DESCRIBE_STRUCT(ReadingView, (),
                      (policies, starts_from, started_at, in_force, is_target, is_latest, due, problem, days))

// What happened to a clock. `written_at` is when it was recorded.
struct ChangeView {
  std::string event;  // started, paused, resumed, corrected, redated, moved, ended, lapsed
  LocalTime at;
  LocalTime written_at;
  std::optional<LocalTime> was;
  std::optional<LocalTime> now;
};
BOOST_DESCRIBE_STRUCT(ChangeView, (), (event, at, written_at, was, now))

struct EventRow;  // rows.hpp
ChangeView change_of(const EventRow& event, Zone zone);

struct SumView {
  ClockView clock;
  std::string zone;  // WIB, WITA, WIT
  std::vector<ReadingView> readings;
  std::string source;
  std::string note;
  std::optional<Date> last_checked;
  std::string rule_url;
  std::vector<ChangeView> changes;  // oldest first
};
BOOST_DESCRIBE_STRUCT(SumView, (), (clock, zone, readings, source, note, last_checked, rule_url, changes))

// When an event of a record happened that its clocks do not know: ("case", id), "submitted". Some rules may be counted
// from one event or another; with both known, the page shows both dates. May be empty.
using EventTime = std::function<std::optional<Instant>(storage::Reader&, const Subject&, std::string_view event)>;

// Errors: clock.unknown, also for a clock of another record.
Result<SumView> sum_of(storage::Reader& db, const Services& s, const EventTime& event_time, const Subject& subject,
                       std::string_view clock, Instant now, std::string_view language);

}  // namespace netra::clock
