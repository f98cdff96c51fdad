#include "domain/office/numbers.hpp"

#include <gtest/gtest.h>

#include "domain/region/testing.hpp"
#include "tests/support/databases.hpp"

namespace netra::office {
namespace {

using namespace std::chrono_literals;

const NumberParts kParts{7, "LP", "PB", "Kab", "08.07", 10, 2024};

std::string made(std::string_view pattern, const NumberParts& parts = kParts) {
  auto number = check_pattern(pattern, parts);
  return number ? *number : number.error().code;
}

TEST(NumberPatterns, AreWrittenInManyWays) {
  EXPECT_EQ(made("{seq:03}/Reg/{kind}/{election}/{level}/{office_code}/{month_roman}/{year}"),
            "007/Reg/LP/PB/Kab/08.07/X/2024");
  EXPECT_EQ(made("{kind} {office_code}-{year}.{month}_{seq}"), "LP 08.07-2024.10_7");
  EXPECT_EQ(made("{seq:05}/{kind}/Prov/{office_code}/{year}"), "00007/LP/Prov/08.07/2024");
}

TEST(NumberPatterns, RefuseWhatCouldNotBeToldApart) {
  struct {
    const char* pattern;
    const char* code;
  } const rows[] = {
      {"", "number_pattern.text"},
      {" {seq}/{kind}/{office_code}/{year}", "number_pattern.text"},
      {"{seq}/{kind}/{office_code}/{year}\n", "number_pattern.text"},
      {"{seq}/<b>{kind}/{office_code}/{year}", "number_pattern.text"},
      {"{seq}/{kind}/{office_code}/{year}/\xc3\xa9", "number_pattern.text"},
      {"{seq}/{jenis}/{office_code}/{year}", "number_pattern.placeholder"},
      {"{seq:0}/{kind}/{office_code}/{year}", "number_pattern.placeholder"},
      {"{seq:13}/{kind}/{office_code}/{year}", "number_pattern.placeholder"},
      {"{seq}/{kind}/{office_code}/{year", "number_pattern.placeholder"},
      {"{seq}/{kind}}/{office_code}/{year}", "number_pattern.placeholder"},
      {"{seq}/{{kind}}/{office_code}/{year}", "number_pattern.placeholder"},
      {"{kind}/{office_code}/{year}", "number_pattern.incomplete"},
      {"{seq}/{seq:03}/{kind}/{office_code}/{year}", "number_pattern.incomplete"},
      {"{seq}/{office_code}/{year}", "number_pattern.incomplete"},
      {"{seq}/{kind}/{year}", "number_pattern.incomplete"},
      {"{seq}/{kind}/{office_code}", "number_pattern.incomplete"},
  };
  for (const auto& row : rows) EXPECT_EQ(made(row.pattern), row.code) << row.pattern;
  EXPECT_EQ(made(std::string(121, 'x')), "number_pattern.text");
  auto without_code = kParts;
  without_code.level.clear();
  EXPECT_EQ(made("{seq}/{kind}/{level}/{office_code}/{year}", without_code), "number_pattern.code");
  EXPECT_EQ(made("{seq}/{kind}/Prov/{office_code}/{year}", without_code), "7/LP/Prov/08.07/2024");
}

TEST(NumberPatterns, HoldFromDayToDayAndTheLastWins) {
  test::for_each_database([](storage::Database& database) {
    region::import_sample(database);
    const std::string office = "bawaslu-36.73";
    const auto day = [](unsigned d) { return Date{2024y / 10 / d}; };
    auto write = [&](auto&& work) {
      ASSERT_TRUE(storage::write(database, [&](storage::Transaction& tx) -> Result<Done> {
        work(tx.unlogged(storage::Unlogged::kReference));
        return Done{};
      }));
    };
    auto holds = [&](unsigned d, NumberKind kind = NumberKind::report) {
      return storage::read(database, [&](storage::Reader& db) {
        auto pattern = pattern_on(db, office, kind, day(d));
        return pattern ? pattern->pattern : std::string();
      });
    };
    write([&](storage::Writer& db) {
      auto files = Assets::from_directory(".", {"procedures/office"});
      ASSERT_TRUE(ensure_offices_for(db, files, "36.73", {}));
      put_pattern(db, {"1", office, NumberKind::report, "first", day(5), day(20), "Alasan", "a", from_ms(1), {}});
      put_pattern(db, {"2", office, NumberKind::report, "second", day(10), {}, "Alasan", "a", from_ms(2), {}});
    });
    EXPECT_EQ(holds(4), "");
    EXPECT_EQ(holds(5), "first");
    EXPECT_EQ(holds(10), "second");
    EXPECT_EQ(holds(10, NumberKind::finding), "");
    write([&](storage::Writer& db) {
      EXPECT_FALSE(end_pattern(db, "bawaslu-36", "2", from_ms(3))) << "of another office";
      EXPECT_TRUE(end_pattern(db, office, "2", from_ms(3)));
      EXPECT_FALSE(end_pattern(db, office, "2", from_ms(4))) << "once";
    });
    EXPECT_EQ(holds(20), "first") << "the last day is included";
    EXPECT_EQ(holds(21), "");
  });
}

}  // namespace
}  // namespace netra::office
