#include "engine/storage/migrate.hpp"

#include <gmock/gmock.h>

#include "engine/storage/statements.hpp"
#include "tests/support/databases.hpp"

namespace netra::storage {
namespace {

using testing::ElementsAre;

Assets two_modules() {
  Assets assets;
  assets.add(
      "domain/b/migrations/20261102_01_second.sql",
      "-- Why: b; refers to a\n-- Undo: none\nCREATE TABLE b (id TEXT PRIMARY KEY REFERENCES a(id), data BYTES);\n"
      "INSERT INTO b (id, data) VALUES ('x''; --', NULL);\n");
  assets.add("engine/a/migrations/20261101_01_first.sql",
             "-- Why: a\nCREATE TABLE a (id TEXT PRIMARY KEY);\nINSERT INTO a (id) VALUES ('x''; --'); -- done\n");
  return assets;
}

TEST(Statements, AreCutOutsideQuotesAndComments) {
  auto script =
      "-- a; b\nSELECT 'x;--''y', \"bytes;\" /* ; */ FROM t;\n;\nCREATE TABLE t (bytes BYTES, megabytes INTEGER)";
  EXPECT_THAT(split_statements(script, Engine::kSqlite),
              ElementsAre("SELECT 'x;--''y', \"bytes;\"   FROM t", "CREATE TABLE t (BLOB BLOB, megabytes INTEGER)"));
  EXPECT_THAT(split_statements("CREATE TABLE t (a BYTES)", Engine::kPostgres), ElementsAre("CREATE TABLE t (a BYTEA)"));
  EXPECT_THAT(split_statements("  -- nothing", Engine::kSqlite), ElementsAre());
  EXPECT_THAT(split_statements("SELECT 'open", Engine::kSqlite), ElementsAre("SELECT 'open"));
}

TEST(Statements, OfAnotherEngineAreLeftOut) {
  auto script = "SELECT 1;\n-- engine: sqlite\nSELECT 2;\n-- engine: postgres\nSELECT 3;\nSELECT 4;";
  EXPECT_THAT(split_statements(script, Engine::kSqlite), ElementsAre("SELECT 1", "SELECT 2", "SELECT 4"));
  EXPECT_THAT(split_statements(script, Engine::kPostgres), ElementsAre("SELECT 1", "SELECT 3", "SELECT 4"));
}

TEST(Migrate, RunsEachFileOnceInTheOrderOfNames) {
  test::for_each_place(test::Schema::kEmpty, [](test::Place& place) {
    auto db = place.open();
    auto done = migrate(*db, two_modules(), from_ms(5));
    ASSERT_TRUE(done) << done.error().detail;
    EXPECT_THAT(*done, ElementsAre("20261101_01_first", "20261102_01_second"));
    EXPECT_THAT(*migrate(*db, two_modules(), from_ms(6)), ElementsAre());
    EXPECT_EQ(read(*db, [](Reader& r) { return r.text("SELECT id FROM b"); }), "x'; --");
    EXPECT_EQ(read(*db, [](Reader& r) { return r.integer("SELECT MAX(applied_at_ms) FROM schema_migrations"); }), 5);
  });
}

TEST(Migrate, TakesABackupFirstWhenThereIsSomethingToLose) {
  test::for_each_place(test::Schema::kEmpty, [](test::Place& place) {
    auto db = place.open();
    int backups = 0;
    auto count = [&]() -> Result<Done> {
      ++backups;
      return Done{};
    };
    ASSERT_TRUE(migrate(*db, two_modules(), from_ms(5), count));
    EXPECT_EQ(backups, 0);
    auto more = two_modules();
    more.add("domain/c/migrations/20261103_01_third.sql", "-- Why: c\nCREATE TABLE c (id TEXT PRIMARY KEY);");
    auto refused =
        migrate(*db, more, from_ms(6), [] { return Result<Done>(fail(Outcome::kUnavailable, "backup.folder")); });
    EXPECT_EQ(refused.error().code, "backup.folder");
    EXPECT_THAT(schema_state(*db, more)->pending, ElementsAre("20261103_01_third"));
    ASSERT_TRUE(migrate(*db, more, from_ms(6), count));
    EXPECT_EQ(backups, 1);
  });
}

TEST(Migrate, RefusesWhatItDoesNotKnow) {
  test::for_each_place(test::Schema::kEmpty, [](test::Place& place) {
    auto db = place.open();
    auto all = two_modules();
    ASSERT_TRUE(migrate(*db, all, from_ms(5)));
    Assets older;
    older.add("engine/a/migrations/20261101_01_first.sql",
              std::string(*all.find("engine/a/migrations/20261101_01_first.sql")));
    EXPECT_EQ(migrate(*db, older, from_ms(6)).error().code, "storage.schema_newer");
    auto changed = two_modules();
    changed.add("engine/a/migrations/20261101_01_first.sql", "-- Why: a\nCREATE TABLE a (id TEXT);");
    EXPECT_EQ(migrate(*db, changed, from_ms(6)).error().code, "storage.schema_changed");
  });
}

TEST(Migrate, AFileFailsAsAWhole) {
  test::for_each_place(test::Schema::kEmpty, [](test::Place& place) {
    auto db = place.open();
    Assets assets;
    assets.add("domain/c/migrations/20261103_01_third.sql",
               "-- Why: c\nCREATE TABLE c (id TEXT PRIMARY KEY);\nINSERT INTO nowhere (id) VALUES ('a');");
    auto failed = migrate(*db, assets, from_ms(5));
    ASSERT_FALSE(failed);
    EXPECT_THAT(failed.error().detail, testing::HasSubstr("20261103_01_third.sql"));
    EXPECT_THAT(schema_state(*db, assets)->pending, ElementsAre("20261103_01_third"));
    EXPECT_THROW(db->prepare_only("SELECT id FROM c"), Failure);
  });
}

TEST(Migrate, FilesMustBeDistinctAndSayWhy) {
  auto twice = two_modules();
  twice.add("domain/c/migrations/20261102_01_second.sql", "-- Why: c\nSELECT 1;");
  EXPECT_EQ(collect_migrations(twice).error().code, "storage.schema_invalid");
  auto silent = two_modules();
  silent.add("domain/c/migrations/20261102_02_silent.sql", "SELECT 1;");
  EXPECT_EQ(collect_migrations(silent).error().code, "storage.schema_invalid");
}

TEST(Migrate, TheWholeProductsSchemaStandsOnEveryEngine) {
  test::for_each_database([](Database& db) {
    auto state = schema_state(db, Assets::from_directory(".", {"engine", "domain"}));
    ASSERT_TRUE(state);
    EXPECT_THAT(state->pending, ElementsAre());
  });
}

}  // namespace
}  // namespace netra::storage
