// Dates, times, numbers and spans of time as people read them, in Indonesian and English.
//
// Words (weekdays, months, units, "Sisa {span}") come from the catalogue web/messages.*.toml, keys `format.*`; only
// their order is code.
//
// Threads: Formats is immutable; share freely.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/messages.hpp"
#include "engine/base/time.hpp"

namespace netra::page {

class Formats {
 public:
  Formats(const Messages& messages, std::string_view language) : messages_(messages), language_(language) {}

  std::string date(Date date) const;        // "Senin, 28 Oktober 2024"
  std::string short_date(Date date) const;  // "28 Okt 2024"
  std::string time(LocalTime time) const;   // "Senin, 28 Oktober 2024 16.00 WIB"; "Monday, 28 October 2024, 16:00 WIB"
  std::string short_time(LocalTime time) const;  // "28 Okt 2024 16.00 WIB"
  std::string hour(LocalTime time) const;        // "16.00 WIB"
  std::string number(std::int64_t value) const;  // "1.158"; "1,158"
  std::string number(double value) const;        // "0,25"; at most four decimals
  std::string bytes(std::int64_t value) const;   // "1,2 MB"
  // The two largest units of the way from `now` to `until`: "Sisa 1 hari 4 jam", "Lewat 3 jam"; under a minute "Sisa
  // kurang dari 1 menit".
  std::string left(Instant now, Instant until) const;

 private:
  std::string word(std::string_view key) const;
  std::string span(std::int64_t minutes) const;

  const Messages& messages_;
  std::string language_;
};

}  // namespace netra::page
