#include "engine/base/time.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace netra {

using namespace std::chrono;

Instant SystemClock::now() const { return floor<milliseconds>(system_clock::now()); }

std::int64_t to_ms(Instant at) { return at.time_since_epoch().count(); }
Instant from_ms(std::int64_t ms) { return Instant(milliseconds(ms)); }

hours offset(Zone zone) { return hours(7 + static_cast<int>(zone)); }

std::string_view zone_abbreviation(Zone zone) {
  constexpr std::array<std::string_view, 3> names = {"WIB", "WITA", "WIT"};
  return names[static_cast<std::size_t>(zone)];
}

std::optional<Zone> parse_zone(std::string_view name) {
  if (name == "wib" || name == "WIB" || name == "Asia/Jakarta" || name == "Asia/Pontianak") return Zone::wib;
  if (name == "wita" || name == "WITA" || name == "Asia/Makassar") return Zone::wita;
  if (name == "wit" || name == "WIT" || name == "Asia/Jayapura") return Zone::wit;
  return std::nullopt;
}

Date date_in(Instant at, Zone zone) { return Date(floor<days>(at + offset(zone))); }
Instant start_of_day(Date date, Zone zone) { return Instant(sys_days(date)) - offset(zone); }
Date add_days(Date date, int count) { return Date(sys_days(date) + days(count)); }
int days_between(Date from, Date to) { return static_cast<int>((sys_days(to) - sys_days(from)).count()); }
weekday weekday_of(Date date) { return weekday(sys_days(date)); }

std::string format_date(Date date) {
  return fmt::format("{:04}-{:02}-{:02}", int(date.year()), unsigned(date.month()), unsigned(date.day()));
}

namespace {

// Reads exactly `width` digits at `position`; nothing when they are not all digits.
std::optional<int> digits(std::string_view text, std::size_t position, std::size_t width) {
  if (position + width > text.size()) return std::nullopt;
  int value = 0;
  for (char c : text.substr(position, width)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

}  // namespace

std::optional<Date> parse_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  auto y = digits(text, 0, 4), m = digits(text, 5, 2), d = digits(text, 8, 2);
  if (!y || !m || !d) return std::nullopt;
  Date date{year(*y), month(static_cast<unsigned>(*m)), day(static_cast<unsigned>(*d))};
  if (!date.ok()) return std::nullopt;
  return date;
}

std::string format_utc(Instant at) {
  auto day_start = floor<days>(at);
  hh_mm_ss time(at - day_start);
  return fmt::format("{}T{:02}:{:02}:{:02}.{:03}Z", format_date(Date(day_start)), time.hours().count(),
                     time.minutes().count(), time.seconds().count(), time.subseconds().count());
}

std::string format_local(LocalTime local) {
  auto there = local.at + offset(local.zone);
  auto day_start = floor<days>(there);
  hh_mm_ss time(floor<seconds>(there) - day_start);
  return fmt::format("{}T{:02}:{:02}:{:02}+{:02}:00", format_date(Date(day_start)), time.hours().count(),
                     time.minutes().count(), time.seconds().count(), offset(local.zone).count());
}

std::optional<Instant> parse_instant(std::string_view text) {
  auto date = parse_date(text.substr(0, 10));
  if (!date || text.size() < 20 || (text[10] != 'T' && text[10] != 't')) return std::nullopt;
  auto h = digits(text, 11, 2), m = digits(text, 14, 2), s = digits(text, 17, 2);
  if (!h || !m || !s || text[13] != ':' || text[16] != ':' || *h > 23 || *m > 59 || *s > 59) return std::nullopt;
  std::size_t at = 19;
  int fraction = 0;
  if (text[at] == '.') {
    int scale = 100;
    for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, scale /= 10)
      fraction += (text[at] - '0') * scale;
  }
  minutes shift{0};
  if (at >= text.size()) return std::nullopt;
  if (text[at] == 'Z' || text[at] == 'z') {
    if (at + 1 != text.size()) return std::nullopt;
  } else {
    auto oh = digits(text, at + 1, 2), om = digits(text, at + 4, 2);
    bool sign_ok = text[at] == '+' || text[at] == '-';
    if (!sign_ok || at + 6 != text.size() || text[at + 3] != ':' || !oh || !om || *oh > 14 || *om > 59)
      return std::nullopt;
    shift = hours(*oh) + minutes(*om);
    if (text[at] == '-') shift = -shift;
  }
  return Instant(sys_days(*date)) + hours(*h) + minutes(*m) + seconds(*s) + milliseconds(fraction) - shift;
}

std::optional<Instant> parse_moment(std::string_view text, Zone zone) {
  if (auto at = parse_instant(text)) return at;
  constexpr std::size_t kMinutes = 16, kSeconds = 19;
  if (text.size() != kMinutes && text.size() != kSeconds) return std::nullopt;
  auto utc = parse_instant(std::string(text) + (text.size() == kMinutes ? ":00Z" : "Z"));
  if (!utc) return std::nullopt;
  return *utc - offset(zone);
}

}  // namespace netra
