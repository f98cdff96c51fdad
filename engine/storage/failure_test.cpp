// What happens when the disk is full, the queue is full, the server goes away, the process is killed.
#include <gmock/gmock.h>
#include <libpq-fe.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <future>
#include <map>
#include <thread>

#include "engine/storage/storage.hpp"
#include "tests/support/databases.hpp"

namespace netra::storage {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kTable = "CREATE TABLE rows (id BIGINT PRIMARY KEY, filler TEXT NOT NULL)";

Result<Done> run(Database& db, std::string_view sql, const Params& params = {}) {
  return write(db, [&](Transaction& tx) -> Result<Done> {
    tx.unlogged(Unlogged::kReference).execute(sql, params);
    return Done{};
  });
}

Result<Done> insert(Database& db, std::int64_t id, std::size_t size) {
  return run(db, "INSERT INTO rows (id, filler) VALUES ($1, $2)", {id, std::string(size, 'x')});
}

bool wait_until(const std::function<bool()>& what) {
  for (int i = 0; i < 1000 && !what(); ++i) std::this_thread::sleep_for(10ms);
  return what();
}

TEST(Failure, AFullDiskIsRefusedAndNothingAcknowledgedIsLost) {
  test::TempFolder folder;
  SqliteOptions options{folder.path() + "/netra.db"};
  options.max_pages = 200;
  options.probe_every = 20ms;
  auto db = std::move(*open_sqlite(options));
  ASSERT_TRUE(run(*db, kTable));
  std::vector<std::int64_t> acknowledged;
  std::int64_t id = 0;
  for (; id < 1000; ++id) {
    auto done = insert(*db, id, 10'000);
    if (!done) {
      EXPECT_EQ(done.error().code, "storage.unavailable");
      EXPECT_EQ(done.error().outcome, Outcome::kUnavailable);
      break;
    }
    acknowledged.push_back(id);
  }
  ASSERT_LT(id, 1000) << "the limit was not reached";
  EXPECT_FALSE(db->healthy());
  EXPECT_FALSE(insert(*db, 5000, 1)) << "refused while the storage is down";
  std::this_thread::sleep_for(100ms);
  EXPECT_FALSE(db->healthy()) << "the probe writes as much as a request, so it fails too";

  db.reset();
  options.max_pages = 2000;
  db = std::move(*open_sqlite(options));
  auto rows = read(*db, [](Reader& r) { return r.query("SELECT id FROM rows ORDER BY id"); });
  ASSERT_EQ(rows.size(), acknowledged.size());
  for (std::size_t i = 0; i < rows.size(); ++i) EXPECT_EQ(rows[i].integer(0), acknowledged[i]);
  EXPECT_TRUE(insert(*db, 5000, 10'000));
}

TEST(Failure, WritesComeBackWhenThereIsRoomAgain) {
  test::TempFolder folder;
  SqliteOptions options{folder.path() + "/netra.db"};
  options.probe_every = 20ms;
  auto roomy = std::move(*open_sqlite(options));
  ASSERT_TRUE(run(*roomy, kTable));
  options.max_pages = 150;
  auto tight = std::move(*open_sqlite(options));
  while (insert(*tight, to_ms(SystemClock().now()), 10'000)) std::this_thread::sleep_for(1ms);
  EXPECT_FALSE(tight->healthy());
  ASSERT_TRUE(run(*roomy, "DELETE FROM rows"));
  EXPECT_TRUE(wait_until([&] { return tight->healthy(); }));
  EXPECT_TRUE(insert(*tight, 1, 10'000));
  EXPECT_EQ(read(*tight, [](Reader& r) { return r.integer("SELECT COUNT(*) FROM storage_probe"); }), 0);
}

TEST(Failure, AUnitOfAFullDiskTakesItsWholeGroupWithIt) {
  test::TempFolder folder;
  SqliteOptions options{folder.path() + "/netra.db"};
  options.max_pages = 150;
  auto db = std::move(*open_sqlite(options));
  ASSERT_TRUE(run(*db, kTable));
  std::promise<void> go;
  auto gate = go.get_future().share();
  db->submit({[gate](Transaction&) -> std::optional<Error> {
                gate.wait();
                return std::nullopt;
              },
              {}});
  std::mutex mutex;
  std::map<std::int64_t, bool> stored;
  for (std::int64_t id = 0; id < 100; ++id)
    db->submit({[id](Transaction& tx) -> std::optional<Error> {
                  tx.unlogged(Unlogged::kReference)
                      .execute("INSERT INTO rows (id, filler) VALUES ($1, $2)", {id, std::string(10'000, 'x')});
                  return std::nullopt;
                },
                [&, id](std::optional<Error> error) {
                  std::lock_guard lock(mutex);
                  stored[id] = !error;
                }});
  go.set_value();
  EXPECT_TRUE(wait_until([&] {
    std::lock_guard lock(mutex);
    return stored.size() == 100;
  }));
  auto there = read(*db, [](Reader& r) { return r.integer("SELECT COUNT(*) FROM rows"); });
  EXPECT_EQ(there, std::count_if(stored.begin(), stored.end(), [](auto& s) { return s.second; }));
}

TEST(Failure, AFullQueueIsBusy) {
  test::TempFolder folder;
  SqliteOptions options{folder.path() + "/netra.db"};
  options.queue = 3;
  auto db = std::move(*open_sqlite(options));
  std::promise<void> go, entered;
  auto gate = go.get_future().share();
  db->submit({[&entered, gate](Transaction&) -> std::optional<Error> {
                entered.set_value();
                gate.wait();
                return std::nullopt;
              },
              {}});
  entered.get_future().wait();
  std::vector<std::string> codes;
  for (int i = 0; i < 5; ++i)
    db->submit({[](Transaction&) -> std::optional<Error> { return std::nullopt; },
                [&codes](std::optional<Error> error) { codes.push_back(error ? error->code : "stored"); }});
  EXPECT_THAT(codes, testing::ElementsAre("storage.busy", "storage.busy"));
  go.set_value();
  db.reset();  // finishes what was accepted
  EXPECT_THAT(codes, testing::ElementsAre("storage.busy", "storage.busy", "stored", "stored", "stored"));
}

// The child writes each id to the pipe only after it was acknowledged.
[[noreturn]] void write_until_killed(const test::Place& place, int pipe_end, int round) {
  auto db = place.open();
  for (std::int64_t id = round * 1'000'000;; ++id) {
    db->submit({[id](Transaction& tx) -> std::optional<Error> {
                  tx.unlogged(Unlogged::kReference)
                      .execute("INSERT INTO rows (id, filler) VALUES ($1, $2)", {id, std::string(100, 'x')});
                  return std::nullopt;
                },
                [id, pipe_end](std::optional<Error> error) {
                  if (!error && ::write(pipe_end, &id, sizeof id) != sizeof id) _exit(1);
                }});
    if (id % 50 == 0) std::this_thread::sleep_for(1ms);
  }
}

TEST(Failure, KilledUnderLoadEveryAcknowledgedRowIsThere) {
  test::for_each_place(test::Schema::kEmpty, [](test::Place& place) {
    ASSERT_TRUE(run(*place.open(), kTable));
    for (int round = 1; round <= 5; ++round) {
      int ends[2];
      ASSERT_EQ(pipe(ends), 0);
      auto child = fork();
      if (child == 0) {
        close(ends[0]);
        write_until_killed(place, ends[1], round);
      }
      close(ends[1]);
      std::vector<std::int64_t> acknowledged;
      std::int64_t id = 0;
      auto enough = static_cast<std::size_t>(100 + 37 * round);
      while (acknowledged.size() < enough && ::read(ends[0], &id, sizeof id) == sizeof id) acknowledged.push_back(id);
      kill(child, SIGKILL);
      while (::read(ends[0], &id, sizeof id) == sizeof id) acknowledged.push_back(id);
      waitpid(child, nullptr, 0);
      close(ends[0]);
      EXPECT_GE(acknowledged.size(), enough);
      auto db = place.open();
      read(*db, [&](Reader& r) {
        for (auto a : acknowledged)
          EXPECT_EQ(r.integer("SELECT COUNT(*) FROM rows WHERE id = $1", {a}), 1)
              << a << " was acknowledged and is gone";
        return 0;
      });
    }
  });
}

// Ends every server process of the database, as a restart of PostgreSQL does.
void cut_connections(const std::string& url) {
  std::unique_ptr<PGconn, void (*)(PGconn*)> db(PQconnectdb(url.c_str()), PQfinish);
  PQclear(PQexec(db.get(),
                 "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                 "WHERE datname = current_database() AND pid <> pg_backend_pid()"));
}

TEST(Failure, ConnectionsCutWhileIdleAreReplacedUnseen) {
  test::for_each_place(test::Schema::kEmpty, [](test::Place& place) {
    if (place.name() != "postgres") return;
    auto db = place.open();
    ASSERT_TRUE(run(*db, kTable));
    read(*db, [&](Reader&) {  // inside each other, so that several connections are open
      return read(*db, [&](Reader&) { return read(*db, [](Reader& r) { return r.integer("SELECT 1"); }); });
    });
    cut_connections(place.where());
    EXPECT_TRUE(insert(*db, 1, 1));
    EXPECT_EQ(read(*db, [](Reader& r) { return r.integer("SELECT COUNT(*) FROM rows"); }), 1);
  });
}

TEST(Failure, AConnectionCutInsideAUnitIsAnOutageAndHeals) {
  test::for_each_place(test::Schema::kEmpty, [](test::Place& place) {
    if (place.name() != "postgres") return;
    auto db = place.open();
    ASSERT_TRUE(run(*db, kTable));
    auto done = write(*db, [&](Transaction& tx) -> Result<Done> {
      auto& rows = tx.unlogged(Unlogged::kReference);
      rows.execute("INSERT INTO rows (id, filler) VALUES (1, 'x')");
      cut_connections(place.where());
      rows.execute("INSERT INTO rows (id, filler) VALUES (2, 'x')");
      return Done{};
    });
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, "storage.unavailable");
    EXPECT_TRUE(wait_until([&] { return db->healthy(); }));
    EXPECT_EQ(read(*db, [](Reader& r) { return r.integer("SELECT COUNT(*) FROM rows"); }), 0);
    EXPECT_TRUE(insert(*db, 3, 1));
  });
}

TEST(Failure, UnitsOfTwoServersRunOneAfterTheOther) {
  test::for_each_place(test::Schema::kEmpty, [](test::Place& place) {
    auto one = place.open();
    auto two = place.open();
    ASSERT_TRUE(run(*one, "CREATE TABLE counters (name TEXT PRIMARY KEY, n BIGINT NOT NULL)"));
    ASSERT_TRUE(run(*one, "INSERT INTO counters (name, n) VALUES ('a', 0)"));
    auto count_up = [](Database& db) {
      for (int i = 0; i < 100; ++i) {
        auto done = write(db, [](Transaction& tx) -> Result<Done> {
          auto n = *tx.integer("SELECT n FROM counters WHERE name = 'a'");  // no lock: the unit is alone
          tx.unlogged(Unlogged::kReference).execute("UPDATE counters SET n = $1 WHERE name = 'a'", {n + 1});
          return Done{};
        });
        EXPECT_TRUE(done);
      }
    };
    std::thread other([&] { count_up(*two); });
    count_up(*one);
    other.join();
    EXPECT_EQ(read(*one, [](Reader& r) { return r.integer("SELECT n FROM counters"); }), 200);
  });
}

}  // namespace
}  // namespace netra::storage
