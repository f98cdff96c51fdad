// What a unit of work costs, compared with raw inserts of the same bytes in the same run.
//
//   storage_bench FOLDER [SECONDS]             # SQLite in a new file below FOLDER
//                                              # PostgreSQL too when NETRA_BENCH_POSTGRES is set
//   storage_bench FOLDER SECONDS raw           # the raw inserts only
//   storage_bench FOLDER search DOCUMENTS      # time of a search among that many documents
//
// Prints one line per figure: name, number per second, ratio to the raw inserts.
#include <sqlite3.h>

#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <mutex>
#include <thread>

#include "engine/base/assets.hpp"
#include "engine/storage/migrate.hpp"
#include "engine/storage/search.hpp"
#include "engine/storage/storage.hpp"

namespace netra {
namespace {

using Steady = std::chrono::steady_clock;
constexpr int kGroup = 64;
const std::string kRow(1024, 'x');

double seconds_since(Steady::time_point start) { return std::chrono::duration<double>(Steady::now() - start).count(); }

void must(bool good, const char* what) {
  if (good) return;
  std::cerr << "storage_bench: " << what << "\n";
  std::exit(1);
}

// The floor: SQLite by itself, one prepared insert, a commit per group, synchronous=FULL.
double raw_inserts_per_second(const std::string& path, double seconds) {
  sqlite3* db = nullptr;
  must(sqlite3_open(path.c_str(), &db) == SQLITE_OK, "cannot open a file");
  auto run = [&](const char* sql) { must(sqlite3_exec(db, sql, nullptr, nullptr, nullptr) == SQLITE_OK, sql); };
  run("PRAGMA journal_mode = WAL");
  run("PRAGMA synchronous = FULL");
  run("CREATE TABLE raw (id INTEGER PRIMARY KEY, body TEXT NOT NULL)");
  sqlite3_stmt* insert = nullptr;
  sqlite3_prepare_v2(db, "INSERT INTO raw (body) VALUES (?1)", -1, &insert, nullptr);
  auto start = Steady::now();
  std::int64_t rows = 0;
  while (seconds_since(start) < seconds) {
    run("BEGIN IMMEDIATE");
    for (int i = 0; i < kGroup; ++i, ++rows) {
      sqlite3_bind_text(insert, 1, kRow.data(), static_cast<int>(kRow.size()), SQLITE_STATIC);
      must(sqlite3_step(insert) == SQLITE_DONE, "insert");
      sqlite3_reset(insert);
    }
    run("COMMIT");
  }
  auto rate = static_cast<double>(rows) / seconds_since(start);
  sqlite3_finalize(insert);
  sqlite3_close(db);
  return rate;
}

// The same insert as a unit of work each, `kGroup` of them always under way, as that many connections would have.
double units_per_second(storage::Database& db, double seconds,
                        const std::function<void(storage::Writer&, std::int64_t)>& work) {
  std::mutex mutex;
  std::condition_variable changed;
  int running = 0;
  std::int64_t done = 0;
  auto start = Steady::now();
  std::unique_lock lock(mutex);
  for (std::int64_t next = 0; seconds_since(start) < seconds; ++next) {
    changed.wait(lock, [&] { return running < kGroup; });
    ++running;
    lock.unlock();
    db.submit({[&work, next](storage::Transaction& tx) -> std::optional<Error> {
                 work(tx.unlogged(storage::Unlogged::kReference), next);
                 return std::nullopt;
               },
               [&](std::optional<Error> error) {
                 must(!error, "a unit failed");
                 std::lock_guard guard(mutex);
                 --running;
                 ++done;
                 changed.notify_one();
               }});
    lock.lock();
  }
  changed.wait(lock, [&] { return running == 0; });
  return static_cast<double>(done) / seconds_since(start);
}

void migrate_engine(storage::Database& db) {
  auto done = storage::migrate(db, Assets::from_directory(".", {"engine"}), from_ms(0));
  must(done.has_value(), "migrations; run from the source tree");
}

void print(const std::string& name, double rate, double raw) {
  std::printf("%-40s %10.0f /s  %5.2f of raw\n", name.c_str(), rate, rate / raw);
}

void units(const std::string& engine, storage::Database& db, double seconds, double raw) {
  migrate_engine(db);
  (void)storage::write(db, [](storage::Transaction& tx) -> Result<Done> {
    tx.unlogged(storage::Unlogged::kReference)
        .execute("CREATE TABLE bench (id BIGINT PRIMARY KEY, body TEXT NOT NULL)");
    return Done{};
  });
  print(engine + ": units of one insert",
        units_per_second(db, seconds,
                         [](storage::Writer& w, std::int64_t i) {
                           w.execute("INSERT INTO bench (id, body) VALUES ($1, $2)", {i, kRow});
                         }),
        raw);
  print(engine + ": units of one indexed document",
        units_per_second(db, seconds,
                         [](storage::Writer& w, std::int64_t i) {
                           search::index(
                               w, {"report",
                                   std::to_string(i),
                                   "o1",
                                   {"o2"},
                                   from_ms(i),
                                   "Dugaan pelanggaran netralitas oleh kepala desa nomor " + std::to_string(i % 1000)});
                         }),
        raw);
}

void search_among(storage::Database& db, std::int64_t documents) {
  migrate_engine(db);
  static const char* kWords[] = {"sembako", "uang",   "camat",   "lurah", "baliho",
                                 "spanduk", "masjid", "sekolah", "guru",  "bupati"};
  auto start = Steady::now();
  for (std::int64_t i = 0; i < documents;) {
    (void)storage::write(db, [&, from = i](storage::Transaction& tx) -> Result<Done> {
      for (i = from; i < documents && i < from + 1000; ++i)
        search::index(tx.unlogged(storage::Unlogged::kIndex),
                      {"report",
                       std::to_string(i),
                       "o" + std::to_string(i % 500),
                       {"p" + std::to_string(i % 38), "ri"},
                       from_ms(1'700'000'000'000 + i * 5000),
                       std::string("Dugaan pelanggaran netralitas oleh kepala desa ") + kWords[i % 10] + " " +
                           kWords[i / 10 % 10] + " nomor " + std::to_string(i)});
      return Done{};
    });
  }
  std::printf("%-40s %10.0f /s\n", "documents indexed", static_cast<double>(documents) / seconds_since(start));
  const std::pair<const char*, search::Query> questions[] = {
      {"one office, one common word", {{"o7"}, "pelanggaran"}},
      {"one office, two common words", {{"o7"}, "kepala desa"}},
      {"everything, one common word", {{"ri"}, "pelanggaran"}},
      {"everything, two words of a tenth", {{"ri"}, "sembako camat"}},
      {"everything, words that never meet", {{"ri"}, "nomor 7 baliho"}},
      {"everything, a beginning", {{"ri"}, "semba*"}},
      {"everything, one rare word", {{"ri"}, "12345"}}};
  for (const auto& [name, question] : questions) {
    double slowest = 0;
    for (int i = 0; i < 50; ++i) {
      auto began = Steady::now();
      storage::read(db, [&question](storage::Reader& r) { return search::query(r, question).size(); });
      slowest = std::max(slowest, seconds_since(began));
    }
    std::printf("%-40s %10.2f ms at most\n", name, slowest * 1000);
  }
}

std::unique_ptr<storage::Database> opened(Result<std::unique_ptr<storage::Database>> result) {
  must(result.has_value(), "cannot open a database");
  return std::move(*result);
}

int run(int count, char** args) {
  must(count >= 2, "FOLDER is missing");
  std::filesystem::path folder(args[1]);
  std::filesystem::create_directories(folder);
  storage::SqliteOptions sqlite;
  sqlite.path = (folder / "units.db").string();
  if (count >= 4 && std::string_view(args[2]) == "search") {
    search_among(*opened(storage::open_sqlite(sqlite)), std::atoll(args[3]));
    return 0;
  }
  double seconds = count >= 3 ? std::atof(args[2]) : 5;
  auto raw = raw_inserts_per_second((folder / "raw.db").string(), seconds);
  print("sqlite: raw inserts, groups of 64", raw, raw);
  if (count >= 4 && std::string_view(args[3]) == "raw") return 0;
  units("sqlite", *opened(storage::open_sqlite(sqlite)), seconds, raw);
  if (const char* url = std::getenv("NETRA_BENCH_POSTGRES")) {
    storage::PostgresOptions postgres;
    postgres.url = url;
    units("postgres", *opened(storage::open_postgres(postgres)), seconds, raw);
  }
  return 0;
}

}  // namespace
}  // namespace netra

int main(int count, char** args) { return netra::run(count, args); }
