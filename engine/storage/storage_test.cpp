#include "engine/storage/storage.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <condition_variable>
#include <thread>

#include "tests/support/databases.hpp"

namespace netra::storage {
namespace {

enum class Colour { red, green };
BOOST_DESCRIBE_ENUM(Colour, red, green)

struct Thing {
  std::string id;
  std::int64_t amount = 0;
  bool open = false;
  double share = 0;
  std::optional<std::string> note;
  Instant at;
  Date day;
  Colour colour{};
  Bytes blob;
};
BOOST_DESCRIBE_STRUCT(Thing, (), (id, amount, open, share, note, at, day, colour, blob))

std::int64_t run(Database& db, std::string_view sql, const Params& params = {}) {
  auto done = write(db, [&](Transaction& tx) -> Result<std::int64_t> {
    return tx.unlogged(Unlogged::kReference).execute(sql, params);
  });
  EXPECT_TRUE(done) << done.error().code << " " << done.error().detail;
  return done.value_or(-1);
}

void make_things(Database& db) {
  bool postgres = read(db, [](Reader& reader) { return reader.is_postgres(); });
  run(db,
      std::string("CREATE TABLE things (id TEXT PRIMARY KEY, amount BIGINT NOT NULL, open INTEGER NOT NULL DEFAULT 0, "
                  "share DOUBLE PRECISION, note TEXT, at BIGINT, day TEXT, colour TEXT, blob ") +
          (postgres ? "BYTEA" : "BLOB") + ")");
}

std::int64_t count(Database& db) {
  return *read(db, [](Reader& reader) { return reader.integer("SELECT COUNT(*) FROM things"); });
}

TEST(Storage, KeepsEveryKindOfValue) {
  test::for_each_database([](Database& db) {
    make_things(db);
    Bytes blob{std::byte{0}, std::byte{255}, std::byte{'\\'}, std::byte{'\''}};
    Instant at = from_ms(1'730'100'000'123);
    Date day = *parse_date("2024-10-28");
    run(db,
        "INSERT INTO things (id, amount, open, share, note, at, day, colour, blob) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9)",
        {"a", INT64_MAX, true, 0.1, "Bekasi – 'kota' \\ \n", at, day, Colour::green, blob});
    run(db,
        "INSERT INTO things (id, amount, open, share, note, at, day, colour, blob) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9)",
        {"b", -1, false, -1e300, std::nullopt, at, day, Colour::red, Bytes{}});
    auto things = read(db, [](Reader& r) { return r.all<Thing>("SELECT * FROM things ORDER BY id"); });
    ASSERT_EQ(things.size(), 2u);
    EXPECT_EQ(things[0].amount, INT64_MAX);
    EXPECT_TRUE(things[0].open);
    EXPECT_EQ(things[0].share, 0.1);
    EXPECT_EQ(things[0].note, "Bekasi – 'kota' \\ \n");
    EXPECT_EQ(things[0].at, at);
    EXPECT_EQ(things[0].day, day);
    EXPECT_EQ(things[0].colour, Colour::green);
    EXPECT_EQ(things[0].blob, blob);
    EXPECT_EQ(things[1].note, std::nullopt);
    EXPECT_EQ(things[1].share, -1e300);
    EXPECT_FALSE(read(db, [](Reader& r) { return r.query("SELECT blob FROM things WHERE id = 'b'")[0].is_null(0); }));
  });
}

TEST(Storage, ParametersMayComeInAnyOrderAndTwice) {
  test::for_each_database([](Database& db) {
    make_things(db);
    run(db, "INSERT INTO things (amount, id, note) VALUES ($2, $1, $1)", {"a", 7});
    auto row = read(db, [](Reader& r) {
      return r.one<Thing>(
          "SELECT id, amount, open, 0.5 AS share, note, $2 AS at, '2024-01-01' AS day, 'red' AS colour, blob "
          "FROM things WHERE note = $1 AND id = $1",
          {"a", 5});
    });
    ASSERT_TRUE(row);
    EXPECT_EQ(row->amount, 7);
    EXPECT_EQ(to_ms(row->at), 5);
  });
}

TEST(Storage, SpeaksOneDialect) {
  test::for_each_database([](Database& db) {
    make_things(db);
    for (int i = 1; i <= 3; ++i) run(db, "INSERT INTO things (id, amount) VALUES ($1, $2)", {std::to_string(i), i});
    run(db,
        "INSERT INTO things (id, amount) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET amount = excluded.amount + "
        "things.amount",
        {"3", 10});
    auto value = [&](std::string_view sql, const Params& params = {}) {
      return read(db, [&](Reader& r) { return r.integer(sql, params); });
    };
    EXPECT_EQ(value("SELECT SUM(amount) FROM things"), 16);
    EXPECT_EQ(value("SELECT amount FROM things WHERE id = $1", {"3"}), 13);
    EXPECT_EQ(value("SELECT COUNT(*) FROM things WHERE id LIKE 'A%'"), 0);
    EXPECT_EQ(value("SELECT COUNT(*) FROM things WHERE (CAST($1 AS TEXT) IS NULL OR id = $1)", {std::nullopt}), 3);
    EXPECT_EQ(value("SELECT COUNT(*) FROM things WHERE 'a' LIKE 'A'"), 0) << "LIKE minds the case";
    auto sum = write(db, [](Transaction& tx) -> Result<std::int64_t> {
      return *tx.unlogged(Unlogged::kReference)
                  .integer("UPDATE things SET amount = amount + $1 WHERE id = $2 RETURNING amount", {1, "1"});
    });
    EXPECT_EQ(sum, 2);
    EXPECT_EQ(run(db, "DELETE FROM things WHERE amount > $1", {1}), 3);
  });
}

TEST(Storage, AUnitThatRefusesLeavesNothing) {
  test::for_each_database([](Database& db) {
    make_things(db);
    auto done = write(db, [](Transaction& tx) -> Result<Done> {
      tx.unlogged(Unlogged::kReference).execute("INSERT INTO things (id, amount) VALUES ('a', 1)");
      return fail(Outcome::kConflict, "things.taken");
    });
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, "things.taken");
    EXPECT_EQ(count(db), 0);
  });
}

TEST(Storage, ReadsCannotWrite) {
  test::for_each_database([](Database& db) {
    make_things(db);
    EXPECT_THROW(read(db, [](Reader& r) { return r.query("DELETE FROM things").size(); }), Failure);
    auto done = write(db, [](Transaction& tx) -> Result<Done> {
      tx.query("INSERT INTO things (id, amount) VALUES ('a', 1)");
      return Done{};
    });
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, "storage.unavailable");
    EXPECT_EQ(count(db), 0);
  });
}

TEST(Storage, ASnapshotStaysAsItWas) {
  test::for_each_database([](Database& db) {
    make_things(db);
    db.with_reader([&](Reader& r) {
      EXPECT_EQ(r.integer("SELECT COUNT(*) FROM things"), 0);
      run(db, "INSERT INTO things (id, amount) VALUES ('a', 1)");
      EXPECT_EQ(r.integer("SELECT COUNT(*) FROM things"), 0);
    });
    EXPECT_EQ(count(db), 1);
  });
}

// Holds the writer until told, so that what is submitted meanwhile shares one group.
class Hold {
 public:
  explicit Hold(Database& db) {
    db.submit({[this](Transaction&) -> std::optional<Error> {
                 std::unique_lock lock(mutex_);
                 entered_ = true;
                 changed_.notify_all();
                 changed_.wait(lock, [this] { return free_; });
                 return std::nullopt;
               },
               {}});
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return entered_; });
  }
  void release() {
    std::lock_guard lock(mutex_);
    free_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool entered_ = false;
  bool free_ = false;
};

struct Answers {
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<std::string> codes;  // "" for success

  std::function<void(std::optional<Error>)> take() {
    return [this](std::optional<Error> error) {
      std::lock_guard lock(mutex);
      codes.push_back(error ? error->code : "");
      changed.notify_all();
    };
  }
  std::vector<std::string> wait_for(std::size_t n) {
    std::unique_lock lock(mutex);
    changed.wait_for(lock, std::chrono::seconds(20), [&] { return codes.size() >= n; });
    return codes;
  }
};

UnitOfWork insert_unit(int id, Answers& answers) {
  return {[id](Transaction& tx) -> std::optional<Error> {
            tx.unlogged(Unlogged::kReference)
                .execute("INSERT INTO things (id, amount) VALUES ($1, $2)", {std::to_string(id), id});
            return std::nullopt;
          },
          answers.take()};
}

TEST(Storage, FailingUnitsFallAloneOutOfTheirGroup) {
  test::for_each_database([](Database& db) {
    make_things(db);
    Answers answers;
    Hold hold(db);
    db.submit(insert_unit(1, answers));
    db.submit({[](Transaction& tx) -> std::optional<Error> {
                 tx.unlogged(Unlogged::kReference).execute("INSERT INTO things (id, amount) VALUES ('x', NULL)");
                 return std::nullopt;
               },
               answers.take()});
    db.submit(insert_unit(2, answers));
    db.submit({[](Transaction& tx) -> std::optional<Error> {
                 tx.unlogged(Unlogged::kReference).execute("INSERT INTO things (id, amount) VALUES ('y', 1)");
                 throw std::runtime_error("a bug");
               },
               answers.take()});
    db.submit({[](Transaction&) -> std::optional<Error> { throw 7; }, answers.take()});
    db.submit(insert_unit(3, answers));
    hold.release();
    EXPECT_THAT(answers.wait_for(6),
                testing::ElementsAre("", "storage.unavailable", "", "storage.unit_failed", "storage.unit_failed", ""));
    EXPECT_EQ(count(db), 3);
    EXPECT_TRUE(db.healthy());
  });
}

TEST(Storage, ARefusedUnitLeavesNothingAndTheOthersOfItsGroupOnce) {
  test::for_each_database([](Database& db) {
    make_things(db);
    Answers answers;
    Hold hold(db);
    db.submit(insert_unit(1, answers));
    db.submit({[](Transaction& tx) -> std::optional<Error> {
                 tx.unlogged(Unlogged::kReference).execute("INSERT INTO things (id, amount) VALUES ('x', 1)");
                 return Error{Outcome::kConflict, "things.taken", {}, {}};
               },
               answers.take()});
    db.submit(insert_unit(2, answers));
    hold.release();
    EXPECT_THAT(answers.wait_for(3), testing::ElementsAre("", "things.taken", ""));
    EXPECT_EQ(count(db), 2);
  });
}

TEST(Storage, AUnitRefusedBeforeItWroteDoesNotMakeItsGroupRunAgain) {
  test::for_each_database([](Database& db) {
    make_things(db);
    Answers answers;
    std::atomic<int> runs{0};
    Hold hold(db);
    db.submit({[&runs](Transaction& tx) -> std::optional<Error> {
                 ++runs;
                 tx.unlogged(Unlogged::kReference).execute("INSERT INTO things (id, amount) VALUES ('a', 1)");
                 return std::nullopt;
               },
               answers.take()});
    db.submit({[](Transaction& tx) -> std::optional<Error> {
                 tx.query("SELECT id FROM things");
                 return Error{Outcome::kConflict, "things.taken", {}, {}};
               },
               answers.take()});
    hold.release();
    EXPECT_THAT(answers.wait_for(2), testing::ElementsAre("", "things.taken"));
    EXPECT_EQ(runs, 1);
    EXPECT_EQ(count(db), 1);
  });
}

TEST(Storage, ManyThreadsWriteAndNothingIsLost) {
  test::for_each_database([](Database& db) {
    make_things(db);
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t)
      threads.emplace_back([&db, t] {
        for (int i = 0; i < 50; ++i)
          run(db, "INSERT INTO things (id, amount) VALUES ($1, $2)", {std::to_string(t) + "/" + std::to_string(i), i});
      });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(count(db), 400);
  });
}

TEST(Storage, TextWithNulIsRefusedNotCut) {
  test::for_each_database([](Database& db) {
    EXPECT_THROW(read(db, [](Reader& r) { return r.text("SELECT CAST($1 AS TEXT)", {std::string("a\0b", 3)}); }),
                 Failure);
  });
}

TEST(Storage, PrepareOnlyFindsMistakes) {
  test::for_each_database([](Database& db) {
    make_things(db);
    db.prepare_only("SELECT id FROM things WHERE amount > $1 LIMIT $2");
    EXPECT_THROW(db.prepare_only("SELECT nothing FROM things"), Failure);
    db.prepare_only("SELECT 1");
  });
}

}  // namespace
}  // namespace netra::storage
