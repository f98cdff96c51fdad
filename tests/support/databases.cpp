#include "tests/support/databases.hpp"

#include <libpq-fe.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>

#include "engine/base/assets.hpp"
#include "engine/base/random.hpp"
#include "engine/storage/migrate.hpp"

namespace netra::test {

namespace {

void migrate_or_throw(storage::Database& db) {
  auto assets = Assets::from_directory(".", {"engine", "domain"});
  auto done = storage::migrate(db, assets, from_ms(1'700'000'000'000));
  if (!done) throw std::runtime_error("migration failed: " + done.error().code + " " + done.error().detail);
}

std::unique_ptr<storage::Database> opened(Result<std::unique_ptr<storage::Database>> result) {
  if (!result) throw std::runtime_error("cannot open: " + result.error().code + " " + result.error().detail);
  return std::move(*result);
}

std::unique_ptr<storage::Database> open_file(const std::string& path) {
  storage::SqliteOptions options;
  options.path = path;
  options.probe_every = std::chrono::milliseconds(20);
  return opened(storage::open_sqlite(options));
}

std::unique_ptr<storage::Database> open_url(const std::string& url) {
  storage::PostgresOptions options;
  options.url = url;
  options.readers = 4;
  options.probe_every = std::chrono::milliseconds(20);
  return opened(storage::open_postgres(options));
}

// A database of its own on the server of NETRA_TEST_POSTGRES, dropped at the end.
class PostgresPlace final : public Place {
 public:
  PostgresPlace(std::string server, Schema schema) : server_(std::move(server)), database_(fresh_name()) {
    const auto& from = schema == Schema::kMigrated ? migrated(server_) : "template0";
    administer(server_,
               "CREATE DATABASE " + database_ + " TEMPLATE " + from + " ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'");
  }
  ~PostgresPlace() override { administer(server_, "DROP DATABASE IF EXISTS " + database_ + " WITH (FORCE)"); }

  std::string name() const override { return "postgres"; }
  std::string where() const override { return url_of(server_, database_); }
  std::unique_ptr<storage::Database> open() const override { return open_url(where()); }

 private:
  static std::string fresh_name() {
    SystemEntropy entropy;
    auto id = make_id(SystemClock().now(), entropy);
    std::erase(id, '-');
    return "netra_test_" + id;
  }

  // The part of the URL between the host and the question mark is the database.
  static std::string url_of(const std::string& server, const std::string& database) {
    auto query = server.find('?');
    auto slash = server.find('/', server.find("://") + 3);
    auto head = server.substr(0, std::min(slash, query));
    return head + "/" + database + (query == std::string::npos ? "" : server.substr(query));
  }

  static void administer(const std::string& server, const std::string& sql) {
    std::unique_ptr<PGconn, void (*)(PGconn*)> db(PQconnectdb(server.c_str()), PQfinish);
    std::unique_ptr<PGresult, void (*)(PGresult*)> done(PQexec(db.get(), sql.c_str()), PQclear);
    if (PQresultStatus(done.get()) != PGRES_COMMAND_OK)
      ADD_FAILURE() << "NETRA_TEST_POSTGRES: " << PQerrorMessage(db.get());
  }

  // Migrated once in a program, then copied by the server.
  static const std::string& migrated(const std::string& server) {
    struct Kept {
      explicit Kept(std::string at) : server(std::move(at)), name(fresh_name()) {
        administer(server,
                   "CREATE DATABASE " + name + " TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'");
        migrate_or_throw(*open_url(url_of(server, name)));
      }
      ~Kept() { administer(server, "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)"); }
      std::string server;
      std::string name;
    };
    static const Kept kept(server);
    return kept.name;
  }

  std::string server_;
  std::string database_;
};

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
    PostgresPlace place(server, schema);
    body(place);
  }
}

void for_each_database(const std::function<void(storage::Database&)>& body) {
  for_each_place(Schema::kMigrated, [&](Place& place) {
    auto database = place.open();
    body(*database);
  });
}

}  // namespace netra::test
