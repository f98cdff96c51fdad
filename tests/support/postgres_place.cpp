// PostgreSQL takes long to make and drop a database, so a program makes one of each kind when first needed, empties it
// after each use, and drops it at its end.
#include <libpq-fe.h>

#include <stdexcept>
#include <vector>

#include "engine/base/random.hpp"
#include "tests/support/places.hpp"

namespace netra::test {

namespace {

// Notes which tables there are and what migrations put into them.
constexpr const char* kRemember = R"sql(
DO $$ DECLARE t text; filled boolean; BEGIN
  CREATE SCHEMA seed;
  CREATE TABLE seed._known AS SELECT tablename FROM pg_tables WHERE schemaname = 'public';
  FOR t IN SELECT tablename FROM seed._known LOOP
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM public.%I)', t) INTO filled;
    IF filled THEN EXECUTE format('CREATE TABLE seed.%I AS TABLE public.%I', t, t); END IF;
  END LOOP;
END $$)sql";

constexpr const char* kAlone = R"sql(
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
 WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend')sql";

// Back to what was noted; without the work of foreign keys, hence the superuser.
constexpr const char* kResetMigrated = R"sql(
DO $$ DECLARE t text; BEGIN
  SET LOCAL session_replication_role = replica;
  FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    IF EXISTS (SELECT 1 FROM seed._known k WHERE k.tablename = t) THEN
      EXECUTE format('DELETE FROM public.%I', t);
    ELSE
      EXECUTE format('DROP TABLE public.%I CASCADE', t);
    END IF;
  END LOOP;
  FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'seed' AND tablename <> '_known' LOOP
    EXECUTE format('INSERT INTO public.%I SELECT * FROM seed.%I', t, t);
  END LOOP;
END $$)sql";

constexpr const char* kResetEmpty = "DROP SCHEMA public CASCADE; CREATE SCHEMA public";

void administer(const std::string& url, const std::string& sql) {
  std::unique_ptr<PGconn, void (*)(PGconn*)> db(PQconnectdb(url.c_str()), PQfinish);
  PQsetNoticeProcessor(
      db.get(), [](void*, const char*) {}, nullptr);
  std::unique_ptr<PGresult, void (*)(PGresult*)> done(PQexec(db.get(), sql.c_str()), PQclear);
  auto status = PQresultStatus(done.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
    throw std::runtime_error(std::string("NETRA_TEST_POSTGRES: ") + PQerrorMessage(db.get()));
}

// The part of the URL between the host and the question mark is the database.
std::string url_of(const std::string& server, const std::string& database) {
  auto query = server.find('?');
  auto slash = server.find('/', server.find("://") + 3);
  auto head = server.substr(0, std::min(slash, query));
  return head + "/" + database + (query == std::string::npos ? "" : server.substr(query));
}

std::unique_ptr<storage::Database> open_url(const std::string& url) {
  storage::PostgresOptions options;
  options.url = url;
  options.readers = 4;
  options.probe_every = std::chrono::milliseconds(20);
  return opened_or_throw(storage::open_postgres(options));
}

// One database of the server; dropped with the program.
class Kept {
 public:
  Kept(std::string server, Schema schema) : server_(std::move(server)), schema_(schema) {
    SystemEntropy entropy;
    name_ = "netra_test_" + make_id(SystemClock().now(), entropy);
    std::erase(name_, '-');
    administer(server_, "CREATE DATABASE " + name_ + " TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'");
    if (schema_ == Schema::kEmpty) return;
    migrate_or_throw(*open_url(url()));
    administer(url(), kRemember);
  }
  ~Kept() {
    try {
      administer(server_, "DROP DATABASE IF EXISTS " + name_ + " WITH (FORCE)");
    } catch (const std::exception&) {  // the server is gone, and the database with it
    }
  }
  Kept(const Kept&) = delete;
  Kept& operator=(const Kept&) = delete;

  std::string url() const { return url_of(server_, name_); }
  Schema schema() const { return schema_; }

  void reset() const {
    administer(url(), kAlone);
    administer(url(), schema_ == Schema::kMigrated ? kResetMigrated : kResetEmpty);
  }

 private:
  std::string server_;
  Schema schema_;
  std::string name_;
};

std::vector<std::unique_ptr<Kept>>& idle() {
  static std::vector<std::unique_ptr<Kept>> databases;
  return databases;
}

class PostgresPlace final : public Place {
 public:
  PostgresPlace(const std::string& server, Schema schema) {
    for (auto& database : idle())
      if (database && database->schema() == schema) {
        kept_ = std::move(database);
        std::erase(idle(), nullptr);
        return;
      }
    kept_ = std::make_unique<Kept>(server, schema);
  }
  ~PostgresPlace() override {
    try {
      kept_->reset();
      idle().push_back(std::move(kept_));
    } catch (const std::exception& e) {
      ADD_FAILURE() << e.what();
    }
  }

  std::string name() const override { return "postgres"; }
  std::string where() const override { return kept_->url(); }
  std::unique_ptr<storage::Database> open() const override { return open_url(where()); }

 private:
  std::unique_ptr<Kept> kept_;
};

}  // namespace

std::unique_ptr<Place> postgres_place(const std::string& server, Schema schema) {
  return std::make_unique<PostgresPlace>(server, schema);
}

}  // namespace netra::test
