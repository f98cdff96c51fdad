// Pages of clocks and of the calendar.
//
//   GET  /clocks/{id}           the sum day by day, the readings side by side, the article, what happened to it
//   POST /clocks/{id}/event     the time of the event is corrected, with a reason; the clock is dated anew
//   GET  /holidays?year=        public: days off with decree and source, and what was changed here
//   POST /holidays, /holidays/removals, /holidays/years   with a reason; open clocks of the places concerned are dated
//   anew
//
// Threads: as all routes. Errors: clock.unknown, access.denied, calendar.* and the fields' own.
#pragma once

#include "domain/clock/clock.hpp"
#include "engine/http/route.hpp"

namespace netra::clock {

struct ReadingView {
  calendar::Policy policy;
  bool in_force = false;   // by the policy in force
  bool is_target = false;  // the earliest
  bool is_latest = false;
  std::optional<LocalTime> due;
  std::string problem;
  std::vector<calendar::DayLine> days;
};
BOOST_DESCRIBE_STRUCT(ReadingView, (), (policy, in_force, is_target, is_latest, due, problem, days))

struct ClockEventView {
  std::string event;  // started, paused, resumed, corrected, redated, moved, ended, lapsed
  LocalTime at;
  LocalTime written_at;
  std::optional<LocalTime> was;
  std::optional<LocalTime> now;
  std::string why;
};
BOOST_DESCRIBE_STRUCT(ClockEventView, (), (event, at, written_at, was, now, why))

struct ClockPage {
  ClockView clock;
  std::string zone;  // WIB, WITA, WIT
  std::string region;
  std::string subject_url;
  std::vector<ReadingView> readings;
  std::string source;
  std::string note;
  std::optional<Date> last_checked;
  std::string rule_url;
  std::vector<ClockEventView> events;
  bool may_correct = false;
};
BOOST_DESCRIBE_STRUCT(ClockPage, (),
                      (clock, zone, region, subject_url, readings, source, note, last_checked, rule_url, events,
                       may_correct))

struct CorrectEvent {
  std::string at;  // RFC 3339, or local time at the place: 2024-10-28T16:00
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(CorrectEvent, (), (at, reason))

struct YearChoice {
  int year = 0;
  std::string url;
  bool current = false;
};
BOOST_DESCRIBE_STRUCT(YearChoice, (), (year, url, current))
struct HolidayRow {
  Date date;
  calendar::HolidayKind holiday_kind = calendar::HolidayKind::national;
  std::string region;
  std::string name;
  std::string decree;
  std::string source;
  Mark mark = Mark::secondary;
  bool added_here = false;
};
BOOST_DESCRIBE_STRUCT(HolidayRow, (), (date, holiday_kind, region, name, decree, source, mark, added_here))
struct HolidayChange {
  bool added = true;
  Date date;
  std::string name;
  std::string decree;
  LocalTime at;
  std::int64_t redated_count = 0;
  std::vector<Redated> redated;  // only for those who may see clocks
};
BOOST_DESCRIBE_STRUCT(HolidayChange, (), (added, date, name, decree, at, redated_count, redated))
struct HolidaysView {
  int year = 0;
  std::vector<YearChoice> years;
  bool published = false;
  std::string decrees;
  std::string source;
  std::optional<Mark> mark;
  std::vector<HolidayRow> holidays;
  std::vector<HolidayChange> changes;
  bool may_edit = false;
};
BOOST_DESCRIBE_STRUCT(HolidaysView, (), (year, years, published, decrees, source, mark, holidays, changes, may_edit))

struct NewHoliday {
  Date date;
  calendar::HolidayKind kind = calendar::HolidayKind::national;
  std::optional<std::string> region;
  std::string name;
  std::string decree;
  std::optional<std::string> source;
  std::optional<Mark> mark;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(NewHoliday, (), (date, kind, region, name, decree, source, mark, reason))
struct HolidayRemoval {
  Date date;
  calendar::HolidayKind kind = calendar::HolidayKind::national;
  std::optional<std::string> region;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(HolidayRemoval, (), (date, kind, region, reason))
struct NewYear {
  int year = 0;
  std::string decrees;
  std::optional<std::string> source;
  std::optional<Mark> mark;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(NewYear, (), (year, decrees, source, mark, reason))

void add_clock_routes(http::Routes& routes, const Services& services);
void add_holiday_routes(http::Routes& routes, const Services& services);

}  // namespace netra::clock
