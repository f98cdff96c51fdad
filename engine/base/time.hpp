// Instants, dates and the three Indonesian zones.
//
// An Instant is UTC milliseconds. A LocalTime is an instant seen from a place; it is how times appear in views.
// Indonesia has no daylight saving time, so a zone is a fixed offset (Keppres 41/1987).
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace netra {

using Instant = std::chrono::sys_time<std::chrono::milliseconds>;
using Date = std::chrono::year_month_day;

enum class Zone { wib, wita, wit };  // UTC+7, +8, +9

struct LocalTime {
  Instant at;
  Zone zone = Zone::wib;
  friend bool operator==(const LocalTime&, const LocalTime&) = default;
};

// Time comes in through this interface; only `main` knows which one it is.
// Threads: now() may be called from any thread.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
};

class SystemClock final : public Clock {
 public:
  Instant now() const override;
};

std::int64_t to_ms(Instant at);
Instant from_ms(std::int64_t ms);

std::chrono::hours offset(Zone zone);
std::string_view zone_abbreviation(Zone zone);          // "WIB", "WITA", "WIT"
std::optional<Zone> parse_zone(std::string_view name);  // "wib", "WIB", "Asia/Jakarta" ...

Date date_in(Instant at, Zone zone);         // the calendar day there
Instant start_of_day(Date date, Zone zone);  // its first instant
Date add_days(Date date, int days);
int days_between(Date from, Date to);  // to - from
std::chrono::weekday weekday_of(Date date);

std::string format_date(Date date);                           // "2024-10-28"
std::optional<Date> parse_date(std::string_view text);        // the same, strictly; nothing for impossible days
std::string format_utc(Instant at);                           // "2024-10-28T09:00:00.000Z"
std::string format_local(LocalTime time);                     // "2024-10-28T16:00:00+07:00"
std::optional<Instant> parse_instant(std::string_view text);  // RFC 3339 with Z or offset, optional fraction
// As forms send it: "2024-10-28T16:00" (seconds may follow) is local time of the zone; an instant with its own zone is
// taken too.
std::optional<Instant> parse_moment(std::string_view text, Zone zone);

}  // namespace netra
