// Days that count and days that do not; deadlines with the sum that led to them.
//
//   auto calendar = cache.get(db, rules);                          // published decrees plus the edits made here
//   auto result = calendar::count(calendar, {start, 14, Unit::working_day, Zone::wib, region}, readings);
//   result->target   earliest of all readings      result->due   by the policy in force      result->latest   latest
//   reading
//
// Units: instants UTC milliseconds; days begin at midnight in `zone`, the zone of the place; amounts in hours, calendar
// days or working days. A year without a decree is never taken as free of holidays: counts that need to know its
// working days fail. Plain calendar days do not need to.
//
// Threads: a Calendar is immutable and may be shared; loading belongs to the reader's function.
// Errors: calendar.unpublished_year   a working-day count touches a year whose holidays are not decreed
//         calendar.holiday_exists     the same day is already listed        calendar.holiday_unknown   nothing to
//         remove calendar.year_exists        the year is already published         calendar.reason_missing    an edit
//         needs a reason
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/procedure/procedure.hpp"
#include "engine/base/random.hpp"
#include "engine/storage/storage.hpp"

namespace netra::calendar {

using procedure::HolidayKind;
using procedure::Mark;
using procedure::Unit;

// A day off as it stands now.
struct Holiday {
  std::string id;  // edit's id; empty when it comes from the published files
  Date date;
  HolidayKind kind = HolidayKind::national;
  std::string region;  // region code for local ones (also holds for places below it); empty: everywhere
  std::string name;
  std::string decree;
  std::string source;
  Mark mark = Mark::secondary;
};
BOOST_DESCRIBE_STRUCT(Holiday, (), (id, date, kind, region, name, decree, source, mark))

struct PublishedYear {
  int year = 0;
  std::string decrees;
  std::string source;
  Mark mark = Mark::secondary;
};
BOOST_DESCRIBE_STRUCT(PublishedYear, (), (year, decrees, source, mark))

// Cheap to copy: copies share the days.
class Calendar {
 public:
  Calendar() : Calendar({}, {}) {}
  Calendar(std::vector<Holiday> holidays, std::vector<PublishedYear> years);

  bool is_published(int year) const;
  const std::vector<PublishedYear>& years() const { return days_->years; }
  std::vector<Holiday> holidays_in(int year) const;  // all regions, by date
  // The holiday of a day at a place; joint leave comes last. Null: none. `region` "33.01" is also bound by a local day
  // of "33".
  const Holiday* holiday_on(Date date, std::string_view region) const;

 private:
  struct Days {
    std::vector<Holiday> holidays;  // by date
    std::vector<PublishedYear> years;
  };
  std::shared_ptr<const Days> days_;
};

// ---- counting ----

// One way to count. Every field is a parameter in procedures/, none has a text that settles it.
struct Policy {
  bool include_event_day = false;     // the day of the event is day 1
  bool roll_over = false;             // a last day that is no working day moves to the next one (calendar days only)
  bool joint_leave_works = false;     // joint leave counts as a working day
  bool ends_at_desk_closing = false;  // else 23:59:59.999
  Unit unit = Unit::calendar_day;
  friend bool operator==(const Policy&, const Policy&) = default;
};
BOOST_DESCRIBE_STRUCT(Policy, (), (include_event_day, roll_over, joint_leave_works, ends_at_desk_closing, unit))

// Time during which the clock stood still.
struct Pause {
  Instant from;
  std::optional<Instant> until;  // none: still paused
};

struct Question {
  Instant event;
  int amount = 0;
  Zone zone = Zone::wib;
  std::string region;      // for local holidays
  bool backwards = false;  // the last moment that lies `amount` before the event
  std::vector<Pause> pauses;
  const procedure::DeskRule* desk = nullptr;  // for ends_at_desk_closing
  std::function<bool(Date)> open_all_day;     // quiet period, voting day: the desk does not close; may be empty
};

enum class DayReason { counted, event_day, saturday, sunday, holiday, joint_leave, paused, rolled_over };
BOOST_DESCRIBE_ENUM(DayReason, counted, event_day, saturday, sunday, holiday, joint_leave, paused, rolled_over)

struct DayLine {
  Date date;
  int number = 0;  // n-th counted day; 0 when not counted
  bool counted = false;
  DayReason reason = DayReason::counted;
  std::string name;  // holiday's name
  std::string decree;
};
BOOST_DESCRIBE_STRUCT(DayLine, (), (date, number, counted, reason, name, decree))

struct Reading {
  Policy policy;
  std::optional<Instant> due;
  std::string problem;        // error code when this reading cannot be computed
  std::vector<DayLine> days;  // empty for hours
};

struct Deadline {
  Instant due;                    // by the policy in force (the first reading)
  Instant target;                 // earliest reading that can be computed
  Instant latest;                 // latest one
  std::vector<Reading> readings;  // the policy in force first
};

// One reading. Fails with calendar.unpublished_year.
Result<Reading> count(const Calendar& calendar, const Question& question, const Policy& policy);
// All readings; `policies` starts with the one in force, which must be computable.
Result<Deadline> count_all(const Calendar& calendar, const Question& question, const std::vector<Policy>& policies);

bool is_working_day(const Calendar& calendar, Date date, std::string_view region, bool joint_leave_works);

// ---- the calendar in the database: edits are appended, nothing is overwritten ----

// Published files with the edits on top.
Calendar load(storage::Reader& db, const procedure::Rules& rules);

// The calendar loaded last. Every clock that starts or is shown needs one, and edits are rare. Edits are only ever
// appended, so their ids (and the years) tell whether it still holds in the reader's snapshot. For one set of Rules.
//
// Threads: any.
class Cache {
 public:
  Calendar get(storage::Reader& db, const procedure::Rules& rules);

 private:
  std::mutex mutex_;
  std::string key_;                   // guarded by mutex_
  std::optional<Calendar> calendar_;  // guarded by mutex_
};

struct HolidayEdit {
  std::string id;
  bool added = true;  // false: taken off the list
  Date date;
  HolidayKind kind = HolidayKind::national;
  std::string region;
  std::string name;
  std::string decree;
  std::string source;
  Mark mark = Mark::unverified;
  Instant at;
};
BOOST_DESCRIBE_STRUCT(HolidayEdit, (), (id, added, date, kind, region, name, decree, source, mark, at))

// The caller has recorded the act and owns re-dating of open clocks (domain/clock/holidays.hpp does both).
Result<HolidayEdit> add_holiday(storage::Writer& db, const procedure::Rules& rules, Instant now, Entropy& entropy,
                                const Holiday& holiday);
Result<HolidayEdit> remove_holiday(storage::Writer& db, const procedure::Rules& rules, Instant now, Entropy& entropy,
                                   Date date, HolidayKind kind, std::string_view region);
Result<PublishedYear> publish_year(storage::Writer& db, const procedure::Rules& rules, Instant now,
                                   const PublishedYear& year);
std::vector<HolidayEdit> edits_of(storage::Reader& db, int year);

}  // namespace netra::calendar
