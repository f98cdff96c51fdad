// iCalendar as text (RFC 5545): the few parts a feed of appointments needs.
//
// Written by hand: two hundred lines against a library of thirty thousand that would read more than it writes.
//
// Threads: any; plain functions over values. Errors: none.
// Source: RFC 5545 sections 3.1 (folding), 3.3.11 (escaping), 3.6; RFC 7986 (NAME, REFRESH-INTERVAL).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/time.hpp"

namespace netra::feed {

struct CalendarEvent {
  std::string uid;            // the same for ever
  std::int64_t sequence = 0;  // grows with every change of its time
  Instant modified;           // when it last changed
  LocalTime starts;
  std::optional<std::chrono::minutes> lasts;
  std::string summary, description, url;
  enum class Status { confirmed, tentative, cancelled } status = Status::confirmed;
  std::vector<std::chrono::minutes> alarms;  // before it starts
};

struct Calendar {
  std::string name;
  std::vector<CalendarEvent> events;
};

// With the three zones of Indonesia, CRLF and folded lines.
std::string write_calendar(const Calendar& calendar);

// One content line, folded so that none is longer than 75 octets and no character is cut, with CRLF.
std::string folded(std::string_view line);
// TEXT value: backslash, comma, semicolon and line ends escaped; other control characters dropped.
std::string escaped(std::string_view text);

}  // namespace netra::feed
