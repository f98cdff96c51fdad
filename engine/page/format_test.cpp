#include "engine/page/format.hpp"

#include <gtest/gtest.h>

namespace netra::page {
namespace {

struct FormatsTest : testing::Test {
  Messages messages = [] {
    Assets assets, web = Assets::from_directory(".", {"web"});
    for (const char* file : {"web/messages.id.toml", "web/messages.en.toml"})
      assets.add(file, std::string(*web.find(file)));
    return Messages::load(assets).messages;
  }();
  Formats id{messages, "id"}, en{messages, "en"};
  static Instant utc(const char* text) { return *parse_instant(text); }
};

TEST_F(FormatsTest, times_are_those_of_the_place) {
  LocalTime wib{utc("2024-10-28T09:00:00Z"), Zone::wib}, wit{utc("2024-10-28T15:30:00Z"), Zone::wit};
  EXPECT_EQ(id.time(wib), "Senin, 28 Oktober 2024 16.00 WIB");
  EXPECT_EQ(en.time(wib), "Monday, 28 October 2024, 16:00 WIB");
  EXPECT_EQ(id.time(wit), "Selasa, 29 Oktober 2024 00.30 WIT") << "already tomorrow in Papua";
  EXPECT_EQ(id.short_time(wib), "28 Okt 2024 16.00 WIB");
  EXPECT_EQ(en.short_date(date_in(wib.at, wib.zone)), "28 Oct 2024");
}

TEST_F(FormatsTest, remaining_time_names_its_two_largest_units) {
  auto now = utc("2024-10-28T09:00:00Z");
  struct {
    const char* why;
    const char* until;
    const char* id;
    const char* en;
  } const rows[] = {
      {"days and hours, minutes fall away", "2024-10-29T13:59:00Z", "Sisa 1 hari 4 jam", "1 day 4 hours left"},
      {"whole days stand alone", "2024-10-30T09:40:00Z", "Sisa 2 hari", "2 days left"},
      {"hours and minutes", "2024-10-28T10:01:00Z", "Sisa 1 jam 1 menit", "1 hour 1 minute left"},
      {"minutes", "2024-10-28T09:59:59Z", "Sisa 59 menit", "59 minutes left"},
      {"the last minute", "2024-10-28T09:00:59Z", "Sisa kurang dari 1 menit", "Less than 1 minute left"},
      {"the very moment", "2024-10-28T09:00:00Z", "Sisa kurang dari 1 menit", "Less than 1 minute left"},
      {"just gone", "2024-10-28T08:59:30Z", "Baru saja lewat", "Just passed"},
      {"gone", "2024-10-28T06:00:00Z", "Lewat 3 jam", "3 hours past"},
      {"long gone", "2024-07-01T09:00:00Z", "Lewat 119 hari", "119 days past"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.why);
    EXPECT_EQ(id.left(now, utc(row.until)), row.id);
    EXPECT_EQ(en.left(now, utc(row.until)), row.en);
  }
}

TEST_F(FormatsTest, numbers_are_grouped) {
  EXPECT_EQ(id.number(std::int64_t{1158}), "1.158");
  EXPECT_EQ(en.number(std::int64_t{-1234567}), "-1,234,567");
  EXPECT_EQ(id.number(std::int64_t{-123}), "-123");
  EXPECT_EQ(id.number(1234.5), "1.234,5");
  EXPECT_EQ(en.number(-0.25), "-0.25");
  EXPECT_EQ(id.number(3.0), "3");
  EXPECT_EQ(id.bytes(999), "999 B");
  EXPECT_EQ(id.bytes(1234567), "1,2 MB");
  EXPECT_EQ(id.bytes(200'000'000), "200 MB");
}

}  // namespace
}  // namespace netra::page
