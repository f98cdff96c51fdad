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

#include "domain/clock/sum.hpp"
#include "domain/identity/actor.hpp"
#include "engine/http/route.hpp"

namespace netra::clock {

// What happened, and who did it.
struct ClockEventView : ChangeView {
  std::string why;
  std::string account;  // who: of the act that wrote it; "" when there is none
  std::string actor_name;
  std::string role;
  std::string office_name;
  std::string reason;  // in that person's words
};
BOOST_DESCRIBE_STRUCT(ClockEventView, (ChangeView), (why, account, actor_name, role, office_name, reason))

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
  std::optional<std::string> source_url;  // when the source is a page
  Mark mark = Mark::secondary;
  bool added_here = false;
  std::optional<std::string> remove_url;  // for those who may: the page with the form for this day
};
BOOST_DESCRIBE_STRUCT(HolidayRow, (),
                      (date, holiday_kind, region, name, decree, source, source_url, mark, added_here, remove_url))
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
  std::optional<HolidayRow> removing;  // the day that ?remove=YYYY-MM-DD names, before it is taken off
};
BOOST_DESCRIBE_STRUCT(HolidaysView, (),
                      (year, years, published, decrees, source, mark, holidays, changes, may_edit, removing))

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

// May this person read the record a clock belongs to, though it runs at another office? For records that several
// offices work on; may be empty.
using ReadsRecord = std::function<bool(storage::Reader&, const Actor&, const Subject&)>;
void add_clock_routes(http::Routes& routes, const Services& services, EventTime event_time = {},
                      ReadsRecord reads = {});
void add_holiday_routes(http::Routes& routes, const Services& services);

}  // namespace netra::clock
