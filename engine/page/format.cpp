#include "engine/page/format.hpp"

#include <fmt/format.h>

#include <cmath>

namespace netra::page {

using namespace std::chrono;

std::string Formats::word(std::string_view key) const {
  return messages_.text(language_, fmt::format("format.{}", key));
}

std::string Formats::date(Date date) const {
  return fmt::format("{}, {} {} {}", word(fmt::format("weekday.{}", weekday_of(date).c_encoding())),
                     unsigned(date.day()), word(fmt::format("month.{}", unsigned(date.month()))), int(date.year()));
}

std::string Formats::short_date(Date date) const {
  return fmt::format("{} {} {}", unsigned(date.day()), word(fmt::format("month_short.{}", unsigned(date.month()))),
                     int(date.year()));
}

std::string Formats::hour(LocalTime time) const {
  auto there = floor<minutes>(time.at + offset(time.zone));
  hh_mm_ss clock(there - floor<days>(there));
  return fmt::format("{:02}{}{:02} {}", clock.hours().count(), word("hour_separator"), clock.minutes().count(),
                     zone_abbreviation(time.zone));
}

std::string Formats::time(LocalTime time) const {
  return date(date_in(time.at, time.zone)) + word("date_time_separator") + hour(time);
}

std::string Formats::short_time(LocalTime time) const {
  return short_date(date_in(time.at, time.zone)) + word("date_time_separator") + hour(time);
}

std::string Formats::number(std::int64_t value) const {
  auto digits = std::to_string(value);
  auto separator = word("thousands_separator");
  std::size_t first = value < 0 ? 1 : 0;
  for (std::size_t at = digits.size(); at > first + 3;) digits.insert(at -= 3, separator);
  return digits;
}

std::string Formats::number(double value) const {
  auto text = fmt::format("{:.4f}", std::fabs(value));
  auto point = text.find('.');
  auto fraction = text.substr(point + 1);
  fraction.erase(fraction.find_last_not_of('0') + 1);
  auto whole = number(static_cast<std::int64_t>(std::stoll(text.substr(0, point))));
  return (value < 0 ? "-" : "") + whole + (fraction.empty() ? "" : word("decimal_separator") + fraction);
}

std::string Formats::bytes(std::int64_t value) const {
  constexpr std::string_view units[] = {"B", "kB", "MB", "GB", "TB"};
  auto size = static_cast<double>(value);
  std::size_t unit = 0;
  while (size >= 999.5 && unit + 1 < std::size(units)) {
    size /= 1000;
    ++unit;
  }
  double rounded = unit == 0 || size >= 10 ? std::round(size) : std::round(size * 10) / 10;
  return fmt::format("{} {}", number(rounded), units[unit]);
}

std::string Formats::span(std::int64_t total) const {
  struct Part {
    std::string_view key;
    std::int64_t count;
  };
  const Part parts[] = {{"day", total / 1440}, {"hour", total / 60 % 24}, {"minute", total % 60}};
  std::size_t i = parts[0].count > 0 ? 0 : parts[1].count > 0 ? 1 : 2;
  std::string out;
  for (std::size_t end = std::min<std::size_t>(i + 2, std::size(parts)); i < end; ++i) {
    if (parts[i].count == 0 && !out.empty()) continue;
    auto key = fmt::format("format.{}.{}", parts[i].key, parts[i].count == 1 ? "one" : "many");
    if (!out.empty()) out += ' ';
    out += messages_.text(language_, key, {{"n", number(parts[i].count)}});
  }
  return out;
}

std::string Formats::left(Instant now, Instant until) const {
  bool past = until < now;
  auto minutes_between = duration_cast<minutes>(past ? now - until : until - now).count();
  if (minutes_between == 0) return word(past ? "just_passed" : "nearly_now");
  return messages_.text(language_, past ? "format.passed" : "format.left", {{"span", span(minutes_between)}});
}

}  // namespace netra::page
