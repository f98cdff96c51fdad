#include "engine/storage/backup.hpp"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>

#include "engine/storage/dump.hpp"
#include "engine/storage/migrate.hpp"
#include "engine/storage/search.hpp"
#include "tests/support/databases.hpp"

namespace netra::storage {
namespace {

using testing::ElementsAre;

// The engine's own schema and tables that refer to each other and to themselves.
Assets schema() {
  auto assets = Assets::from_directory(".", {"engine"});
  assets.add("domain/zoo/migrations/20991231_01_zoo.sql",
             "-- Why: to have every kind of value and reference\n"
             "CREATE TABLE animals (id TEXT PRIMARY KEY, parent TEXT REFERENCES animals(id), weight DOUBLE PRECISION,"
             " legs BIGINT NOT NULL, photo BYTES, note TEXT);\n"
             "CREATE TABLE feedings (animal TEXT NOT NULL REFERENCES animals(id), at_ms BIGINT NOT NULL,"
             " PRIMARY KEY (animal, at_ms));\n"
             "CREATE TABLE remarks (animal TEXT REFERENCES animals(id), remark TEXT NOT NULL);\n"
             "INSERT INTO animals (id, legs) VALUES ('seed', 4);\n");
  return assets;
}

void fill(Database& db) {
  auto done = write(db, [](Transaction& tx) -> Result<Done> {
    auto& writer = tx.unlogged(Unlogged::kReference);
    auto add = [&](const char* id, Param parent, Param weight, std::int64_t legs, Param photo, Param note) {
      writer.execute("INSERT INTO animals (id, parent, weight, legs, photo, note) VALUES ($1,$2,$3,$4,$5,$6)",
                     {id, parent, weight, legs, photo, note});
    };
    add("z", nullptr, 0.1, INT64_MIN, Bytes{std::byte{0}, std::byte{200}}, "Séléktif \"🗳\" \\ \n");
    add("a", "z", 5.0, INT64_MAX, Bytes{}, "");
    add("b", "a", 1e300, 0, nullptr, nullptr);
    writer.execute("UPDATE animals SET parent = 'b' WHERE id = 'z'");
    for (std::int64_t i = 0; i < 1200; ++i)  // more than a page of the dump
      writer.execute("INSERT INTO feedings (animal, at_ms) VALUES ($1, $2)", {i % 2 ? "a" : "b", i});
    writer.execute("INSERT INTO remarks (animal, remark) VALUES ('a', 'twice'), ('a', 'twice'), (NULL, 'x')");
    search::index(writer, {"report", "1", "office", {}, from_ms(1000), "pembagian sembako"});
    return Done{};
  });
  ASSERT_TRUE(done) << done.error().detail;
}

Result<Manifest> save(Database& db, const std::string& folder) {
  BackupRequest request{folder, "netra test", from_ms(77)};
  request.add = [](Reader&, const std::string& to) -> Result<std::vector<std::string>> {
    std::filesystem::create_directories(to + "/files");
    std::ofstream(to + "/files/one") << "evidence";
    return std::vector<std::string>{"files/one"};
  };
  return backup(db, request);
}

void flip_a_byte(const std::string& path) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekg(5);
  char c = static_cast<char>(file.get());
  file.seekp(5);
  file.put(static_cast<char>(c ^ 1));
}

TEST(Backup, MovesEverythingFromAnyEngineToAny) {
  test::for_each_place(test::Schema::kEmpty, [](test::Place& from) {
    test::TempFolder temp;
    auto folder = temp.path() + "/backup";
    Manifest manifest;
    {
      auto db = from.open();
      ASSERT_TRUE(migrate(*db, schema(), from_ms(5)));
      fill(*db);
      auto saved = save(*db, folder);
      ASSERT_TRUE(saved) << saved.error().code << saved.error().detail;
      manifest = *saved;
      EXPECT_EQ(save(*db, folder).error().code, "backup.exists");
    }
    EXPECT_EQ(manifest.engine, from.name());
    test::for_each_place(test::Schema::kEmpty, [&](test::Place& to) {
      auto db = to.open();
      auto back = restore(*db, schema(), folder);
      ASSERT_TRUE(back) << back.error().code << " " << back.error().detail;
      EXPECT_EQ(read(*db, [](Reader& r) { return r.text("SELECT parent FROM animals WHERE id = 'z'"); }), "b");
      EXPECT_EQ(read(*db, [](Reader& r) { return r.integer("SELECT COUNT(*) FROM remarks"); }), 3);
      auto hits = read(*db, [](Reader& r) { return search::query(r, {{"office"}, "dibagikan"}); });
      EXPECT_EQ(hits.size(), 1u) << "the search index is made anew";
      auto broken = write(*db, [](Transaction& tx) -> Result<Done> {
        tx.unlogged(Unlogged::kReference).execute("INSERT INTO feedings (animal, at_ms) VALUES ('nobody', 1)");
        return Done{};
      });
      EXPECT_FALSE(broken) << "foreign keys are on again";
      auto report = check_integrity(*db, schema());
      ASSERT_TRUE(report);
      EXPECT_THAT(report->faults, ElementsAre());
      EXPECT_GT(report->rows, 1200);
      EXPECT_EQ(restore(*db, schema(), folder).error().code, "backup.not_empty");
    });
  });
}

TEST(Backup, TellsWhatIsDamaged) {
  test::TempFolder temp;
  auto place = test::sqlite_place(test::Schema::kEmpty);
  auto db = place->open();
  ASSERT_TRUE(migrate(*db, schema(), from_ms(5)));
  fill(*db);
  for (const char* name : {"manifest.json", "tables/animals.jsonl", "files/one"}) {
    auto folder = temp.path() + "/" + std::filesystem::path(name).filename().string();
    ASSERT_TRUE(save(*db, folder));
    ASSERT_TRUE(verify_backup(folder));
    flip_a_byte(folder + "/" + name);
    auto damaged = verify_backup(folder);
    ASSERT_FALSE(damaged) << name;
    EXPECT_EQ(damaged.error().code, "backup.damaged");
    EXPECT_EQ(damaged.error().detail, name);
    std::filesystem::remove(folder + "/" + name);
    EXPECT_FALSE(verify_backup(folder)) << name;
  }
  EXPECT_EQ(verify_backup(temp.path() + "/nowhere").error().code, "backup.folder");
}

TEST(Backup, IsRefusedByAnOlderNetra) {
  test::TempFolder temp;
  auto place = test::sqlite_place(test::Schema::kEmpty);
  auto db = place->open();
  ASSERT_TRUE(migrate(*db, schema(), from_ms(5)));
  ASSERT_TRUE(save(*db, temp.path() + "/b"));
  auto empty = test::sqlite_place(test::Schema::kEmpty);
  auto older = Assets::from_directory(".", {"engine"});
  EXPECT_EQ(restore(*empty->open(), older, temp.path() + "/b").error().code, "storage.schema_newer");
}

TEST(Backup, IsOneMomentThoughOthersWrite) {
  test::for_each_place(test::Schema::kEmpty, [](test::Place& place) {
    test::TempFolder temp;
    auto db = place.open();
    ASSERT_TRUE(migrate(*db, schema(), from_ms(5)));
    BackupRequest request{temp.path() + "/b", "netra test", from_ms(77)};
    request.add = [&](Reader& r, const std::string&) -> Result<std::vector<std::string>> {
      fill(*db);  // another writes while the backup runs
      EXPECT_EQ(r.integer("SELECT COUNT(*) FROM animals"), 1);
      return std::vector<std::string>{};
    };
    auto saved = backup(*db, request);
    ASSERT_TRUE(saved);
    EXPECT_TRUE(verify_backup(temp.path() + "/b"));
    EXPECT_EQ(read(*db, [](Reader& r) { return r.integer("SELECT COUNT(*) FROM animals"); }), 4);
  });
}

TEST(Integrity, FindsASearchIndexThatLies) {
  test::for_each_place(test::Schema::kEmpty, [](test::Place& place) {
    auto db = place.open();
    ASSERT_TRUE(migrate(*db, schema(), from_ms(5)));
    fill(*db);
    ASSERT_TRUE(write(*db, [](Transaction& tx) -> Result<Done> {
      tx.unlogged(Unlogged::kIndex).execute("UPDATE search_documents SET terms = 'other'");
      return Done{};
    }));
    auto report = check_integrity(*db, schema());
    ASSERT_TRUE(report);
    EXPECT_EQ(report->faults.size(), 1u);
  });
}

RC_GTEST_PROP(Dump, LinesGiveBackWhatWasPutIn,
              (std::int64_t number, double real, std::string text, std::vector<unsigned char> raw)) {
  RC_PRE(std::isfinite(real));
  for (char& c : text) c = static_cast<char>(c & 0x7f);
  Bytes bytes;
  for (auto b : raw) bytes.push_back(std::byte{b});
  std::vector<std::string> columns{"a", "b", "c", "d", "e"};
  auto line = dump_line(Row{&columns, {number, real, text, bytes, std::monostate{}}});
  auto params = parse_line(line, 5);
  RC_ASSERT(params[0].value == Value(number));
  RC_ASSERT(params[1].value == Value(real));
  RC_ASSERT(params[2].value == Value(text));
  RC_ASSERT(params[3].value == Value(bytes));
  RC_ASSERT(params[4].value == Value(std::monostate{}));
}

TEST(Dump, RefusesLinesThatAreNone) {
  for (const char* line : {"", "[1]", "{}", "[1,2,3]", "[{\"b\":\"*\"},1]", "[{\"r\":\"x\"},1]",
                           "[{\"b\":\"\",\"r\":\"1\"},1]", "[true,1]", "[1.5,1]"})
    EXPECT_THROW(parse_line(line, 2), Failure) << line;
}

}  // namespace
}  // namespace netra::storage
