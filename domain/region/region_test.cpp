#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/region/names.hpp"
#include "domain/region/sql.hpp"
#include "domain/region/testing.hpp"
#include "tests/support/databases.hpp"

namespace netra::region {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> codes(const Found& found) {
  std::vector<std::string> out;
  for (const auto& candidate : found.candidates) out.push_back(candidate.region.code);
  return out;
}

void with_sample(const std::function<void(storage::Reader&)>& body) {
  test::for_each_database([&](storage::Database& database) {
    import_sample(database);
    database.with_reader(body);
  });
}

TEST(RegionNames, AreComparedByLettersAndDigits) {
  EXPECT_EQ(search_name("Ra\"as"), "raas");
  EXPECT_EQ(search_name("Fak Fak"), search_name("FAKFAK"));
  EXPECT_EQ(search_name("Kep. Siau"), search_name("Kepulauan Siau"));
  EXPECT_EQ(search_name("Regapu\xE2\x80\x99u"), "regapuu");
  EXPECT_EQ(search_name("\xC3\xA9lan"), "elan");
  EXPECT_EQ(search_name("\xFF\xFE"), "") << "not UTF-8";
}

TEST(RegionCodes, HaveOneShapePerLevel) {
  EXPECT_EQ(level_of("36"), Level::province);
  EXPECT_EQ(level_of("36.72"), Level::regency);
  EXPECT_EQ(level_of("36.72.03"), Level::district);
  EXPECT_EQ(level_of("36.72.03.1001"), Level::village);
  for (auto wrong : {"", "3", "36.", "36.7", "3672", "36.72.3", "36-72", "36.72.03.100", "JT-07", "36.72.03.1001.1"})
    EXPECT_FALSE(is_code(wrong)) << wrong;
  EXPECT_EQ(parent_of("36.72.03"), "36.72");
  EXPECT_EQ(parent_of("36"), "");
  EXPECT_EQ(ancestor_of("36.72.03.1001", Level::regency), "36.72");
  EXPECT_EQ(ancestor_of("36", Level::regency), "");
  EXPECT_TRUE(is_within("36.72.03", "36.72"));
  EXPECT_TRUE(is_within("36.72", "36.72"));
  EXPECT_FALSE(is_within("36.72", "36.7"));
  EXPECT_FALSE(is_within("36.72", ""));
}

TEST(RegionNames, DistanceCountsASwapAsOneSlip) {
  EXPECT_EQ(edit_distance("cubinong", "cibinong", 1), 1);
  EXPECT_EQ(edit_distance("kroya", "kroay", 1), 1);
  EXPECT_EQ(edit_distance("pagelarang", "pagelaran", 1), 1);
  EXPECT_GT(edit_distance("kroya", "karawang", 2), 2);
}

TEST(Regions, CarryPathKindAndZone) {
  with_sample([](storage::Reader& db) {
    auto kroya = find_region(db, "32.12.02");
    ASSERT_TRUE(kroya);
    EXPECT_EQ(kroya->path, "Kroya, Kab. Indramayu, Jawa Barat");
    EXPECT_EQ(kroya->kind, Kind::kecamatan);
    EXPECT_EQ(kroya->edition, current_edition(db));
    EXPECT_EQ(find_region(db, "36.73")->kind, Kind::kota);
    EXPECT_EQ(find_region(db, "36.73.01.1001")->kind, Kind::kelurahan);
    EXPECT_EQ(find_region(db, "33.01.06.2005")->kind, Kind::desa);
    EXPECT_EQ(zone_of(db, "36.73"), Zone::wib);
    EXPECT_EQ(zone_of(db, "73.71.01"), Zone::wita);
    EXPECT_EQ(zone_of(db, "91.71"), Zone::wit);
    EXPECT_FALSE(zone_of(db, "99"));
    EXPECT_FALSE(find_region(db, "nonsense"));
    std::vector<std::string> names;
    for (const auto& place : lineage_of(db, "36.73.01")) names.push_back(place.short_name);
    EXPECT_THAT(names, ElementsAre("Banten", "Kota Serang", "Serang"));
    EXPECT_EQ(children_of(db, "36.73").size(), 2u);
    EXPECT_EQ(children_of(db, "").front().code, "32");
  });
}

TEST(RegionSearch, NeverGuessesBetweenNamesakes) {
  with_sample([](storage::Reader& db) {
    struct {
      const char* why;
      Query query;
      std::vector<std::string> expected;
      const char* only;
    } const rows[] = {
        {"Kroya lies in Indramayu and in Cilacap",
         {.text = "Kroya", .level = Level::district},
         {"32.12.02", "33.01.06"},
         ""},
        {"a comma narrows", {.text = "kec. kroya, indramayu"}, {"32.12.02"}, "32.12.02"},
        {"so do words without a comma", {.text = "Kroya Cilacap", .level = Level::district}, {"33.01.06"}, "33.01.06"},
        {"so does an area", {.text = "kroya", .level = Level::district, .within = "33"}, {"33.01.06"}, "33.01.06"},
        {"a full path names one place",
         {.text = "Kroya, Kab. Indramayu, Jawa Barat", .level = Level::district},
         {"32.12.02"},
         "32.12.02"},
        {"regency and two sub-districts", {.text = "Purwakarta"}, {"32.14", "32.14.01", "36.72.07"}, ""},
        {"the word for its kind decides", {.text = "Kab Purwakarta"}, {"32.14"}, "32.14"},
        {"sub-districts only", {.text = "Kecamatan Purwakarta"}, {"32.14.01", "36.72.07"}, ""},
        {"city and regency of one name", {.text = "Serang", .level = Level::regency}, {"36.04", "36.73"}, ""},
        {"the city", {.text = "Kota Serang"}, {"36.73"}, "36.73"},
        {"the regency", {.text = "Kab. Serang"}, {"36.04"}, "36.04"},
        {"spaces and letters' size do not matter", {.text = "  KABUPATEN   serang "}, {"36.04"}, "36.04"},
        {"a code names one place", {.text = "36.72.06"}, {"36.72.06"}, "36.72.06"},
        {"a code outside the area does not", {.text = "36.72.06", .within = "33"}, {}, ""},
        {"nothing", {.text = ""}, {}, ""},
        {"no such place", {.text = "Atlantis"}, {}, ""},
        {"no such place in that place", {.text = "Kroya, Makassar"}, {}, ""},
    };
    for (const auto& row : rows) {
      SCOPED_TRACE(row.why);
      auto found = search(db, row.query);
      EXPECT_EQ(codes(found), row.expected);
      EXPECT_EQ(found.only ? found.only->code : "", row.only);
    }
  });
}

TEST(RegionSearch, SaysThatItWasAnotherName) {
  with_sample([](storage::Reader& db) {
    auto found = search(db, {.text = "Grogol", .within = "36.72"});
    ASSERT_EQ(codes(found), std::vector<std::string>{"36.72.06"});
    EXPECT_EQ(found.candidates[0].match, Match::alias);
    EXPECT_EQ(found.candidates[0].alias, "Grogol");
    EXPECT_NE(found.candidates[0].alias_source, "");
    EXPECT_EQ(found.only->name, "Gerogol");

    auto anywhere = search(db, {.text = "Grogol"});
    EXPECT_THAT(codes(anywhere), ElementsAre("33.11.09", "36.72.06"));
    EXPECT_FALSE(anywhere.only);
    EXPECT_EQ(search(db, {.text = "DIY"}).only->code, "34");
    EXPECT_EQ(search(db, {.text = "Cibinong"}).candidates.size(), 2u)
        << "the one so named and the one misprinted in the data";
  });
}

TEST(RegionSearch, ForgivesASlipButDoesNotDecide) {
  with_sample([](storage::Reader& db) {
    struct {
      const char* typed;
      const char* code;
    } const rows[] = {{"Indramyu", "32.12"}, {"Cilegno", "36.72"}, {"Balarja", "36.03.01"}, {"Tangerrang", "36.03"},
                      {"kramatwattu", ""},   {"Makasar", "73.71"}, {"Gasemen", "36.73.02"}};
    for (const auto& row : rows) {
      auto found = search(db, {.text = row.typed});
      EXPECT_FALSE(found.only) << row.typed;
      if (!*row.code)
        EXPECT_THAT(found.candidates, IsEmpty()) << row.typed;
      else {
        ASSERT_FALSE(found.candidates.empty()) << row.typed;
        EXPECT_EQ(found.candidates[0].region.code, row.code) << row.typed;
        EXPECT_EQ(found.candidates[0].match, Match::similar) << row.typed;
      }
    }
    auto beginning = search(db, {.text = "Mari"});
    ASSERT_EQ(beginning.candidates.size(), 1u);
    EXPECT_EQ(beginning.candidates[0].match, Match::starts_with);
    EXPECT_FALSE(beginning.only);
    auto limited = search(db, {.text = "Kroya", .limit = 1});
    EXPECT_TRUE(limited.more);
    EXPECT_FALSE(limited.only);
  });
}

TEST(RegionQueries, ArePreparedOnBothEngines) { test::expect_prepares(sql::region::all); }

}  // namespace
}  // namespace netra::region
