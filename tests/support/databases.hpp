// The same test on every engine.
//
//   TEST(Sessions, EndWhenToldTo) {
//     test::for_each_database([](storage::Database& db) {
//       ...
//     });
//   }
//
// Each call gets a fresh database with all migrations applied: SQLite in a temporary folder, and PostgreSQL when
// NETRA_TEST_POSTGRES holds the libpq URL of a superuser on a server where databases may be created
// (tools/postgres_for_tests.sh starts one). Both are removed afterwards.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>

#include "engine/storage/storage.hpp"

namespace netra::test {

enum class Schema { kMigrated, kEmpty };

void for_each_database(const std::function<void(storage::Database&)>& body);

// A database that a test opens, closes and damages by itself.
class Place {
 public:
  virtual ~Place() = default;
  virtual std::string name() const = 0;                         // "sqlite", "postgres"
  virtual std::unique_ptr<storage::Database> open() const = 0;  // throws when it cannot
  virtual std::string where() const = 0;                        // file or URL
};

void for_each_place(Schema schema, const std::function<void(Place&)>& body);
std::unique_ptr<Place> sqlite_place(Schema schema);

// A folder of its own, removed with all it holds.
class TempFolder {
 public:
  TempFolder();
  ~TempFolder();
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// Prepares every named query of a feature on every engine: `test::expect_prepares(sql::report::all);`
template <class Queries>
void expect_prepares(const Queries& queries) {
  for_each_database([&](storage::Database& db) {
    for (const auto& [name, text] : queries) {
      try {
        db.prepare_only(text);
      } catch (const std::exception& e) {
        ADD_FAILURE() << name << ": " << e.what();
      }
    }
  });
}

}  // namespace netra::test
