#include "domain/feed/ical.hpp"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include "engine/base/text.hpp"

namespace netra::feed {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

std::string unfolded(std::string text) {
  for (std::size_t at = text.find("\r\n "); at != std::string::npos; at = text.find("\r\n ", at)) text.erase(at, 3);
  return text;
}

std::string unescaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\') {
      out += text[i];
    } else {
      ++i;
      out += text[i] == 'n' ? '\n' : text[i];
    }
  }
  return out;
}

// Text with what hurts: many bytes to a character, separators, backslashes, line ends.
rc::Gen<std::string> awkward_text() {
  auto piece =
      rc::gen::element<std::string>("a", "Z", " ", ",", ";", "\\", "\n", "\\n", "é", "·", "日", "🗳", ":", "\"");
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(piece), [](const std::vector<std::string>& parts) {
    std::string out;
    for (const auto& part : parts) out += part;
    return out;
  });
}

RC_GTEST_PROP(Ical, EscapingAndFoldingLoseNothing, ()) {
  auto text = *awkward_text();
  auto line = folded("SUMMARY:" + escaped(text));
  RC_ASSERT(line.ends_with("\r\n"));
  for (std::size_t at = 0; at < line.size();) {
    auto end = line.find("\r\n", at);
    auto octets = line.substr(at, end - at);
    RC_ASSERT(octets.size() <= 75U);
    RC_ASSERT(octets.find('\n') == std::string::npos);
    RC_ASSERT(is_valid_utf8(octets));
    at = end + 2;
  }
  auto whole = unfolded(line);
  RC_ASSERT(unescaped(std::string_view(whole).substr(8, whole.size() - 10)) == text);
}

TEST(Ical, FoldsOnlyWhatIsTooLong) {
  EXPECT_EQ(folded(std::string(75, 'x')), std::string(75, 'x') + "\r\n");
  EXPECT_EQ(folded(std::string(76, 'x')), std::string(75, 'x') + "\r\n x\r\n");
  EXPECT_EQ(folded(std::string(74, 'x') + "é"), std::string(74, 'x') + "\r\n é\r\n");
}

TEST(Ical, DropsWhatNoLineMayHold) {
  EXPECT_EQ(escaped("a\r\nEND:VEVENT\tb"), "a\\nEND:VEVENTb");
  EXPECT_EQ(escaped(std::string("a\0b", 3)), "ab");
}

TEST(Ical, WritesMomentsAtThePlace) {
  CalendarEvent event;
  event.uid = "clock-1@netra";
  event.sequence = 3;
  event.modified = from_ms(1'730'000'000'000);
  event.starts = {*parse_instant("2024-10-28T16:00:00+09:00"), Zone::wit};
  event.summary = "Kajian awal, 001";
  event.url = "https://netra.example/clocks/1";
  event.alarms = {24h, 1h};
  auto text = write_calendar({"Netra", {event}});
  EXPECT_THAT(text, HasSubstr("\r\nDTSTART;TZID=Asia/Jayapura:20241028T160000\r\n"));
  EXPECT_THAT(text, HasSubstr("\r\nSUMMARY:Kajian awal\\, 001\r\n"));
  EXPECT_THAT(text, HasSubstr("\r\nSEQUENCE:3\r\n"));
  EXPECT_THAT(text, HasSubstr("\r\nLAST-MODIFIED:20241027T033320Z\r\n"));
  EXPECT_THAT(text, HasSubstr("\r\nTRIGGER:-PT1440M\r\n"));
  EXPECT_THAT(text, HasSubstr("\r\nTRIGGER:-PT60M\r\n"));
  EXPECT_THAT(text, HasSubstr("\r\nSTATUS:CONFIRMED\r\n"));
  for (const char* zone : {"Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"})
    EXPECT_THAT(text, HasSubstr(std::string("BEGIN:VTIMEZONE\r\nTZID:") + zone + "\r\n"));
  EXPECT_THAT(text, HasSubstr("TZOFFSETTO:+0800\r\nTZNAME:WITA\r\n"));
  EXPECT_THAT(text, Not(HasSubstr("\n\n")));
  EXPECT_TRUE(text.ends_with("END:VCALENDAR\r\n"));
}

}  // namespace
}  // namespace netra::feed
