#include "domain/feed/ical.hpp"

#include <fmt/format.h>

namespace netra::feed {

namespace {

constexpr std::size_t kLine = 75;

std::string zone_name(Zone zone) {
  switch (zone) {
    case Zone::wita:
      return "Asia/Makassar";
    case Zone::wit:
      return "Asia/Jayapura";
    case Zone::wib:
      break;
  }
  return "Asia/Jakarta";
}

std::string digits(Instant at, Zone zone) {
  auto day = date_in(at, zone);
  std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::seconds>(at - start_of_day(day, zone)));
  return fmt::format("{:04}{:02}{:02}T{:02}{:02}{:02}", static_cast<int>(day.year()),
                     static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()), time.hours().count(),
                     time.minutes().count(), time.seconds().count());
}

std::string utc(Instant at) {
  auto day = std::chrono::floor<std::chrono::days>(at);
  Date date(day);
  std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::seconds>(at - day));
  return fmt::format("{:04}{:02}{:02}T{:02}{:02}{:02}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), time.hours().count(),
                     time.minutes().count(), time.seconds().count());
}

// Indonesia has no daylight saving time: one standard each, since 1988 (Keppres 41/1987).
void add_zone(std::string& out, Zone zone) {
  auto hours = offset(zone).count();
  out += "BEGIN:VTIMEZONE\r\nTZID:" + zone_name(zone) + "\r\nBEGIN:STANDARD\r\nDTSTART:19880101T000000\r\n";
  out += fmt::format("TZOFFSETFROM:+{0:02}00\r\nTZOFFSETTO:+{0:02}00\r\n", hours);
  out += "TZNAME:" + std::string(zone_abbreviation(zone)) + "\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";
}

std::string_view name_of(CalendarEvent::Status status) {
  switch (status) {
    case CalendarEvent::Status::tentative:
      return "TENTATIVE";
    case CalendarEvent::Status::cancelled:
      return "CANCELLED";
    case CalendarEvent::Status::confirmed:
      break;
  }
  return "CONFIRMED";
}

void add_event(std::string& out, const CalendarEvent& event) {
  auto line = [&](const std::string& name, const std::string& value) { out += folded(name + ":" + value); };
  line("BEGIN", "VEVENT");
  line("UID", escaped(event.uid));
  // Without METHOD the stamp says when the event was last revised, so an unchanged feed has the same bytes.
  line("DTSTAMP", utc(event.modified));
  line("LAST-MODIFIED", utc(event.modified));
  line("SEQUENCE", std::to_string(event.sequence));
  line("DTSTART;TZID=" + zone_name(event.starts.zone), digits(event.starts.at, event.starts.zone));
  if (event.lasts) line("DURATION", fmt::format("PT{}M", event.lasts->count()));
  line("SUMMARY", escaped(event.summary));
  if (!event.description.empty()) line("DESCRIPTION", escaped(event.description));
  if (!event.url.empty()) line("URL", event.url);
  line("STATUS", std::string(name_of(event.status)));
  line("CLASS", "CONFIDENTIAL");
  line("TRANSP", event.lasts ? "OPAQUE" : "TRANSPARENT");
  for (auto before : event.alarms) {
    line("BEGIN", "VALARM");
    line("ACTION", "DISPLAY");
    line("TRIGGER", fmt::format("-PT{}M", before.count()));
    line("DESCRIPTION", escaped(event.summary));
    line("END", "VALARM");
  }
  line("END", "VEVENT");
}

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

}  // namespace

std::string folded(std::string_view line) {
  std::string out;
  std::size_t room = kLine;
  while (line.size() > room) {
    auto cut = room;
    while (cut > 0 && is_continuation(line[cut])) --cut;
    if (cut == 0) cut = room;  // no UTF-8; the bytes stay whole when unfolded
    out.append(line.substr(0, cut)).append("\r\n ");
    line.remove_prefix(cut);
    room = kLine - 1;
  }
  return out.append(line).append("\r\n");
}

std::string escaped(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c == '\\' || c == ',' || c == ';') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F) {
      out += c;
    }
  }
  return out;
}

std::string write_calendar(const Calendar& calendar) {
  std::string out = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Netra//Netra//ID\r\nCALSCALE:GREGORIAN\r\n";
  out += folded("NAME:" + escaped(calendar.name));
  out += folded("X-WR-CALNAME:" + escaped(calendar.name));
  out += "REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\nX-PUBLISHED-TTL:PT1H\r\n";
  for (auto zone : {Zone::wib, Zone::wita, Zone::wit}) add_zone(out, zone);
  for (const auto& event : calendar.events) add_event(out, event);
  return out += "END:VCALENDAR\r\n";
}

}  // namespace netra::feed
