// The whole country: counts of the edition, traps, and that a second import does nothing.
#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <iterator>
#include <map>

#include "domain/region/import.hpp"
#include "domain/region/names.hpp"
#include "domain/region/sql.hpp"
#include "tests/support/databases.hpp"

namespace netra::region {
namespace {

std::string slurp(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

std::string packed_data() {
#ifdef NETRA_REGION_DATA
  return slurp(NETRA_REGION_DATA);
#else
  return {};
#endif
}

Assets country() {
  auto assets = Assets::from_directory(".", {"procedures/region"});
  assets.add(std::string(kPackedData), packed_data());
  return assets;
}

Result<Imported> import(storage::Database& db, const Assets& assets) {
  return storage::write(db, [&](storage::Transaction& tx) {
    return import_regions(tx.unlogged(storage::Unlogged::kReference), assets, from_ms(1'727'740'800'000));
  });
}

#define NEEDS_COUNTRY() \
  if (packed_data().empty()) GTEST_SKIP() << "web/node_modules/idn-area-data is absent: run npm ci in web/"

TEST(RegionImport, BringsInTheWholeCountryOnce) {
  NEEDS_COUNTRY();
  test::for_each_database([](storage::Database& db) {
    auto assets = country();
    auto start = std::chrono::steady_clock::now();
    auto done = import(db, assets);
    auto took = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    ASSERT_TRUE(done) << done.error().code << " " << done.error().detail;
    EXPECT_EQ(done->places, 38u + 514u + 7285u + 83762u);
    EXPECT_GE(done->aliases, 24u);
    EXPECT_LT(took, 60.0);
    RecordProperty("seconds", std::to_string(took));

    auto again = import(db, assets);
    ASSERT_TRUE(again);
    EXPECT_TRUE(again->was_current);

    db.with_reader([&](storage::Reader& reader) {
      std::map<std::string, std::int64_t> counts;
      for (const auto& row : reader.query(sql::region::counts, {done->edition})) counts[row.text(0)] = row.integer(1);
      EXPECT_EQ(counts, (std::map<std::string, std::int64_t>{{"provinsi", 38},
                                                             {"kabupaten", 416},
                                                             {"kota", 98},
                                                             {"kecamatan", 7285},
                                                             {"kelurahan", 8496},
                                                             {"desa", 75266}}));
      auto kroya = search(reader, {.text = "Kroya", .level = Level::district});
      ASSERT_EQ(kroya.candidates.size(), 2u);
      EXPECT_FALSE(kroya.only);
      EXPECT_EQ(search(reader, {.text = "Kota Serang"}).only->code, "36.73");
      EXPECT_EQ(search(reader, {.text = "Grogol, Cilegon", .level = Level::district}).only->code, "36.72.06");
      EXPECT_EQ(search(reader, {.text = "PALI"}).candidates.at(0).region.code, "16.12");
      auto misprint = search(reader, {.text = "Bojongpicung", .level = Level::district, .within = "32.03"});
      EXPECT_EQ(misprint.only->name, "Bonjogpicung");
      EXPECT_GT(search(reader, {.text = "Sukamaju"}).candidates.size(), 40u);
      EXPECT_TRUE(search(reader, {.text = "Sukamaju"}).more);
      struct {
        const char* regency;
        std::size_t districts;
      } const seeds[] = {{"36.72", 8}, {"36.03", 29}, {"33.01", 24}, {"36.73", 6}, {"32.12", 31}};
      for (const auto& seed : seeds)
        EXPECT_EQ(children_of(reader, seed.regency).size(), seed.districts) << seed.regency;
    });
  });
}

TEST(RegionImport, AgreesWithTheCountsPerProvince) {
  NEEDS_COUNTRY();
  std::ifstream counts("../shared/data/regions/jumlah_per_provinsi.csv");
  if (!counts) GTEST_SKIP() << "counts per province are not at hand";
  std::map<std::string, std::map<char, int>>
      found;  // province -> 'k' kabupaten, 'c' city, 'd' district, '1' kelurahan, '2' desa
  auto text = unpack(packed_data());
  ASSERT_TRUE(text);
  auto places = parse_places(*text);
  ASSERT_TRUE(places);
  for (const auto& place : *places) {
    auto& province = found[place.code.substr(0, 2)];
    switch (*level_of(place.code)) {
      case Level::province:
        break;
      case Level::regency:
        ++province[place.name.starts_with("Kota ") ? 'c' : 'k'];
        break;
      case Level::district:
        ++province['d'];
        break;
      case Level::village:
        ++province[place.code[9] == '1' ? '1' : '2'];
        break;
    }
  }
  std::string line;
  std::getline(counts, line);
  while (std::getline(counts, line)) {
    std::vector<std::string> cells(1);
    for (char c : line) c == ',' ? cells.emplace_back() : cells.back() += c;
    auto& province = found[cells[0]];
    EXPECT_EQ(province['k'], std::stoi(cells[2])) << line;
    EXPECT_EQ(province['c'], std::stoi(cells[3])) << line;
    EXPECT_EQ(province['d'], std::stoi(cells[4])) << line;
    EXPECT_EQ(province['1'], std::stoi(cells[5])) << line;
    EXPECT_EQ(province['2'], std::stoi(cells[6]) + std::stoi(cells[7])) << line;  // desa and desa adat
  }
}

TEST(RegionImport, RefusesDamagedData) {
  EXPECT_FALSE(unpack("not gzip"));
  EXPECT_FALSE(unpack(""));
  EXPECT_EQ(parse_places("36\tBanten\n36.72\tKota Cilegon\n# note\n")->size(), 2u);
  for (auto wrong : {"36", "36\t", "x\tBanten", "36.7\tBanten"}) EXPECT_FALSE(parse_places(wrong)) << wrong;
  auto data = packed_data();
  if (!data.empty()) {
    EXPECT_FALSE(unpack(std::string_view(data).substr(0, data.size() / 2)));
  }
  test::for_each_database([](storage::Database& db) {
    auto assets = Assets::from_directory(".", {"procedures/region"});
    EXPECT_EQ(import(db, assets).error().code, "region.data_missing");
    auto orphan = storage::write(db, [&](storage::Transaction& tx) {
      return import_places(tx.unlogged(storage::Unlogged::kReference), assets, from_ms(0), {{"36.72", "Kota Cilegon"}},
                           "x");
    });
    ASSERT_FALSE(orphan);
    EXPECT_EQ(orphan.error().code, "region.data");
    db.with_reader(
        [](storage::Reader& reader) { EXPECT_EQ(current_edition(reader), "") << "a refused import leaves nothing"; });
  });
}

}  // namespace
}  // namespace netra::region
