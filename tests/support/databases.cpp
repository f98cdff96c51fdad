#include "tests/support/databases.hpp"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>

#include "engine/base/assets.hpp"
#include "engine/base/random.hpp"
#include "engine/storage/migrate.hpp"
#include "tests/support/places.hpp"
#include "tests/support/repository.hpp"

namespace netra::test {

namespace {

std::unique_ptr<storage::Database> open_file(const std::string& path) {
  storage::SqliteOptions options;
  options.path = path;
  options.probe_every = std::chrono::milliseconds(20);
  return opened_or_throw(storage::open_sqlite(options));
}

// Migrated once in a program, then copied.
class SqlitePlace final : public Place {
 public:
  explicit SqlitePlace(Schema schema) {
    if (schema == Schema::kMigrated) std::filesystem::copy_file(migrated(), where());
  }
  std::string name() const override { return "sqlite"; }
  std::string where() const override { return folder_.path() + "/netra.db"; }
  std::unique_ptr<storage::Database> open() const override { return open_file(where()); }

 private:
  static const std::string& migrated() {
    static TempFolder folder;
    static const std::string path = [] {
      auto file = folder.path() + "/migrated.db";
      migrate_or_throw(*open_file(file));
      return file;
    }();
    return path;
  }

  TempFolder folder_;
};

}  // namespace

void migrate_or_throw(storage::Database& db) {
  auto done = storage::migrate(db, repository(), from_ms(1'700'000'000'000));
  if (!done) throw std::runtime_error("migration failed: " + done.error().code + " " + done.error().detail);
}

std::unique_ptr<storage::Database> opened_or_throw(Result<std::unique_ptr<storage::Database>> result) {
  if (!result) throw std::runtime_error("cannot open: " + result.error().code + " " + result.error().detail);
  return std::move(*result);
}

TempFolder::TempFolder() {
  auto pattern = (std::filesystem::temp_directory_path() / "netra-test-XXXXXX").string();
  if (!mkdtemp(pattern.data())) throw std::runtime_error("no temporary folder");
  path_ = pattern;
}

TempFolder::~TempFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::unique_ptr<Place> sqlite_place(Schema schema) { return std::make_unique<SqlitePlace>(schema); }

void for_each_place(Schema schema, const std::function<void(Place&)>& body) {
  {
    SCOPED_TRACE("sqlite");
    SqlitePlace place(schema);
    body(place);
  }
  if (const char* server = std::getenv("NETRA_TEST_POSTGRES")) {
    SCOPED_TRACE("postgres");
    auto place = postgres_place(server, schema);
    body(*place);
  }
}

void for_each_database(const std::function<void(storage::Database&)>& body) {
  for_each_place(Schema::kMigrated, [&](Place& place) {
    auto database = place.open();
    body(*database);
  });
}

}  // namespace netra::test
