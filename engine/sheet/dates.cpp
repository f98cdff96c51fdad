#include "engine/sheet/dates.hpp"

#include <fmt/format.h>

#include <cmath>

#include "engine/base/time.hpp"

namespace netra::sheet {

namespace {

constexpr long kDaySeconds = 24L * 3600;
constexpr double kLastDay = 2'958'465;  // 31 December 9999

std::string clock_text(long seconds) {
  auto text = fmt::format("{:02}:{:02}", seconds / 3600, seconds / 60 % 60);
  return seconds % 60 == 0 ? text : text + fmt::format(":{:02}", seconds % 60);
}

// Serial 60 is 29 February 1900, a day that never was; what comes before it counts from a day later.
Date day_of(long serial, DateSystem system) {
  using namespace std::chrono;
  if (system == DateSystem::from_1904) return add_days(1904y / January / 1, static_cast<int>(serial));
  return add_days(serial < 60 ? 1899y / December / 31 : 1899y / December / 30, static_cast<int>(serial));
}

}  // namespace

bool is_date_format(int number) {
  return (number >= 14 && number <= 22) || (number >= 27 && number <= 36) || (number >= 45 && number <= 47) ||
         (number >= 50 && number <= 58);
}

bool is_date_format(std::string_view code) {
  for (std::size_t i = 0; i < code.size(); ++i) {
    switch (code[i]) {
      case '"':
        i = code.find('"', i + 1);
        break;
      case '[':  // a colour or a condition; [h] and the like count hours on
        if (i + 2 < code.size() && code[i + 2] == ']' && std::string_view("hHmMsS").find(code[i + 1]) != code.npos)
          return true;
        i = code.find(']', i + 1);
        break;
      case '\\':
      case '_':
      case '*':
        ++i;
        break;
      case ';':
        return false;  // the first part is how positive numbers are shown
      default:
        if (std::string_view("dDmMyYhHsS").find(code[i]) != std::string_view::npos) return true;
    }
    if (i == std::string_view::npos) return false;
  }
  return false;
}

std::string date_text(double serial, DateSystem system) {
  if (!(serial >= 0) || serial > kLastDay + 1) return {};
  auto day = static_cast<long>(std::floor(serial));
  auto seconds = std::lround((serial - std::floor(serial)) * kDaySeconds);
  if (seconds == kDaySeconds) {
    ++day;
    seconds = 0;
  }
  if (day == 0 && system == DateSystem::from_1900) return clock_text(seconds);
  const auto date = format_date(day_of(day, system));
  return seconds == 0 ? date : date + " " + clock_text(seconds);
}

}  // namespace netra::sheet
