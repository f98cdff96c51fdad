#include "engine/jobs/jobs.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <thread>

#include "engine/jobs/sql.hpp"
#include "tests/support/databases.hpp"

namespace netra::jobs {
namespace {

using namespace std::chrono_literals;

class MovableClock final : public Clock {
 public:
  Instant now() const override { return from_ms(ms_.load()); }
  void move(std::chrono::milliseconds by) { ms_ += by.count(); }

 private:
  std::atomic<std::int64_t> ms_{1'730'000'000'000};
};

void put(storage::Database& db, std::string_view kind, std::string_view key, Instant at,
         std::string_view payload = {}) {
  auto done = storage::write(db, [&](storage::Transaction& tx) -> Result<Done> {
    enqueue(tx.unlogged(storage::Unlogged::kJob), kind, key, at, payload);
    return Done{};
  });
  ASSERT_TRUE(done);
}

std::string state_of(storage::Database& db, std::string_view kind, std::string_view key) {
  return storage::read(db, [&](storage::Reader& r) {
    return r.text("SELECT state FROM jobs WHERE kind = $1 AND key = $2", {kind, key}).value_or("gone");
  });
}

// A handler that notes what it was given and answers what it is told.
struct Notes {
  std::vector<std::string> ran;
  std::optional<Error> answer;
  UnitHandler handler() {
    return [this](storage::Transaction&, const Job& job, Instant) -> Result<Done> {
      ran.push_back(job.key + ":" + job.payload);
      if (answer) return fail(*answer);
      return Done{};
    };
  }
};

// One server, its clock, and what its jobs did.
struct Server {
  storage::Database& db;
  MovableClock clock;
  Runner runner{db, clock};
  Notes notes;
};

void with_server(const std::function<void(Server&)>& body) {
  test::for_each_database([&](storage::Database& db) {
    Server server{db};
    body(server);
  });
}

TEST(Jobs, RunWhenTheyAreDueAndOnce) {
  with_server([](Server& w) {
    w.runner.on("alarm", w.notes.handler());
    put(w.db, "alarm", "a", w.clock.now() + 1h, "x");
    put(w.db, "alarm", "b", w.clock.now(), "y");
    put(w.db, "unknown", "c", w.clock.now());
    EXPECT_EQ(w.runner.run_due(), 2u) << "b and the clean-up";
    EXPECT_THAT(w.notes.ran, testing::ElementsAre("b:y"));
    w.clock.move(1h);
    w.runner.run_due();
    w.runner.run_due();
    EXPECT_THAT(w.notes.ran, testing::ElementsAre("b:y", "a:x"));
    EXPECT_EQ(state_of(w.db, "unknown", "c"), "open");
  });
}

TEST(Jobs, EnqueueingAgainMovesAndReopens) {
  with_server([](Server& w) {
    w.runner.on("alarm", w.notes.handler());
    put(w.db, "alarm", "a", w.clock.now(), "first");
    put(w.db, "alarm", "a", w.clock.now() + 1h, "second");
    w.runner.run_due();
    EXPECT_THAT(w.notes.ran, testing::ElementsAre());
    w.clock.move(1h);
    w.runner.run_due();
    put(w.db, "alarm", "a", w.clock.now(), "third");
    w.runner.run_due();
    EXPECT_THAT(w.notes.ran, testing::ElementsAre("a:second", "a:third"));
  });
}

TEST(Jobs, WantedAgainWhileRunningRunAgain) {
  test::for_each_database([](storage::Database& db) {
    MovableClock clock;
    Runner runner(db, clock);
    int ran = 0;
    runner.on_outside("mail", [&](const Job&, Instant) -> Result<Done> {
      if (++ran == 1) put(db, "mail", "a", clock.now() + 1min);
      return Done{};
    });
    put(db, "mail", "a", clock.now());
    runner.run_due();
    EXPECT_EQ(ran, 1);
    EXPECT_EQ(state_of(db, "mail", "a"), "open");
    clock.move(1min);
    runner.run_due();
    EXPECT_EQ(ran, 2);
    EXPECT_EQ(state_of(db, "mail", "a"), "done");
  });
}

TEST(Jobs, FailuresThatMayPassAreTriedLaterAndLater) {
  with_server([](Server& w) {
    w.notes.answer = Error{Outcome::kUnavailable, "mail.unreachable", {}, {}};
    w.runner.on("alarm", w.notes.handler());
    put(w.db, "alarm", "a", w.clock.now());
    w.runner.run_due();
    w.clock.move(29s);
    w.runner.run_due();
    EXPECT_EQ(w.notes.ran.size(), 1u);
    w.clock.move(1s);
    w.runner.run_due();
    EXPECT_EQ(w.notes.ran.size(), 2u);
    w.clock.move(30s);
    w.runner.run_due();
    EXPECT_EQ(w.notes.ran.size(), 2u);
    for (int i = 0; i < 60; ++i) {
      w.clock.move(6h);
      w.runner.run_due();
    }
    EXPECT_EQ(w.notes.ran.size(), 20u);
    auto lost = storage::read(w.db, [](storage::Reader& r) { return parked(r); });
    ASSERT_EQ(lost.size(), 1u);
    EXPECT_EQ(lost[0].last_error_code, "mail.unreachable");
    EXPECT_EQ(lost[0].attempts, 20);
  });
}

TEST(Jobs, FailuresThatCannotPassAreParkedAtOnce) {
  with_server([](Server& w) {
    w.notes.answer = Error{Outcome::kInvalid, "mail.refused", {}, {}};
    w.runner.on("alarm", w.notes.handler());
    put(w.db, "alarm", "a", w.clock.now());
    w.runner.run_due();
    EXPECT_EQ(state_of(w.db, "alarm", "a"), "parked");
    w.notes.answer.reset();
    put(w.db, "alarm", "a", w.clock.now());
    w.runner.run_due();
    EXPECT_EQ(state_of(w.db, "alarm", "a"), "done");
  });
}

TEST(Jobs, AFailedUnitLeavesNothingBehind) {
  test::for_each_database([](storage::Database& db) {
    MovableClock clock;
    Runner runner(db, clock);
    runner.on("alarm", [&](storage::Transaction& tx, const Job&, Instant now) -> Result<Done> {
      enqueue(tx.unlogged(storage::Unlogged::kJob), "other", "o", now);
      throw std::runtime_error("a bug");
    });
    put(db, "alarm", "a", clock.now());
    runner.run_due();
    EXPECT_EQ(state_of(db, "other", "o"), "gone");
    EXPECT_EQ(state_of(db, "alarm", "a"), "open");
  });
}

TEST(Jobs, ADeadServersLeaseRunsOut) {
  test::for_each_database([](storage::Database& db) {
    MovableClock clock;
    put(db, "alarm", "a", clock.now());
    auto taken = storage::write(db, [&](storage::Transaction& tx) -> Result<std::size_t> {
      return tx.unlogged(storage::Unlogged::kJob)
          .query(sql::jobs::take, {"alarm", "a", "dead server", clock.now() + 5min, clock.now()})
          .size();
    });
    ASSERT_EQ(taken, 1u);
    Runner runner(db, clock);
    Notes notes;
    runner.on("alarm", notes.handler());
    runner.run_due();
    EXPECT_EQ(notes.ran.size(), 0u);
    clock.move(5min);
    runner.run_due();
    EXPECT_EQ(notes.ran.size(), 1u);
  });
}

TEST(Jobs, PeriodicOnesComeBackEvenAfterAFailure) {
  with_server([](Server& w) {
    w.runner.on("sweep", w.notes.handler());
    w.runner.every("sweep", 1h);
    w.runner.run_due();
    w.clock.move(59min);
    w.runner.run_due();
    EXPECT_EQ(w.notes.ran.size(), 1u);
    w.notes.answer = Error{Outcome::kInvalid, "sweep.odd", {}, {}};
    w.clock.move(1min);
    w.runner.run_due();
    w.notes.answer.reset();
    w.clock.move(1h);
    w.runner.run_due();
    EXPECT_EQ(w.notes.ran.size(), 3u);
  });
}

TEST(Jobs, CancelledOnesDoNotRun) {
  with_server([](Server& w) {
    w.runner.on("alarm", w.notes.handler());
    put(w.db, "alarm", "a", w.clock.now());
    (void)storage::write(w.db, [](storage::Transaction& tx) -> Result<Done> {
      cancel(tx.unlogged(storage::Unlogged::kJob), "alarm", "a");
      return Done{};
    });
    w.runner.run_due();
    EXPECT_EQ(w.notes.ran.size(), 0u);
  });
}

TEST(Jobs, SeveralServersDoEachJobOnce) {
  test::for_each_place(test::Schema::kMigrated, [](test::Place& place) {
    auto db_one = place.open();
    auto db_two = place.open();
    MovableClock clock;
    for (int i = 0; i < 60; ++i) put(*db_one, "alarm", std::to_string(i), clock.now());
    std::atomic<int> ran = 0;
    std::vector<std::atomic<int>> each(60);
    auto handler = [&](storage::Transaction&, const Job& job, Instant) -> Result<Done> {
      ++each[std::stoul(job.key)];
      ++ran;
      return Done{};
    };
    RunnerOptions options;
    options.poll = 5ms;
    Runner one(*db_one, clock, options), two(*db_two, clock, options);
    one.on("alarm", handler);
    two.on("alarm", handler);
    one.start();
    two.start();
    for (int i = 0; i < 1000 && ran < 60; ++i) std::this_thread::sleep_for(10ms);
    one.stop();
    two.stop();
    EXPECT_EQ(ran, 60);
    for (auto& n : each) EXPECT_EQ(n, 1);
  });
}

TEST(Jobs, QueriesPrepare) { test::expect_prepares(sql::jobs::all); }

}  // namespace
}  // namespace netra::jobs
