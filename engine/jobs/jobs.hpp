// A durable scheduler in the database: alarms, outbox, clean-up.
//
//   jobs::enqueue(writer, "clock.alarm", clock_id, due_at, payload);      // in the transaction that makes it needed
//   runner.on("clock.alarm", [&](storage::Transaction& tx, const jobs::Job& job, Instant now) -> Result<Done> { ... });
//   runner.start();
//
// A job is named by kind and key: enqueueing it again while it is open moves it and replaces its payload; after it is
// done it opens it again. So a clock that is re-dated simply enqueues its alarm again.
//
// Several servers may run the same jobs: a server takes a job by a lease in the database; when it dies, the lease runs
// out and another takes over. Work of `on` commits together with the job's end, so it happens exactly once. Work of
// `on_outside` (mail) happens at least once.
//
// Failures: an error with Outcome kUnavailable, kTooMany or kConflict is tried again, later each time (30 s, 1 min, 2
// min ... 6 h), at most 20 times; any other parks the job at once. Parked jobs stay for a person to see (`parked`), and
// can be opened again (`enqueue`).
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/time.hpp"
#include "engine/storage/storage.hpp"

namespace netra::jobs {

struct Job {
  std::string kind;
  std::string key;
  std::string payload;  // the kind's own text, usually JSON; no personal data
  Instant run_at;
  std::int64_t attempts = 0;  // counts this one
};
BOOST_DESCRIBE_STRUCT(Job, (), (kind, key, payload, run_at, attempts))

void enqueue(storage::Writer& db, std::string_view kind, std::string_view key, Instant run_at,
             std::string_view payload = {});
// Forgets an open job; nothing happens when there is none.
void cancel(storage::Writer& db, std::string_view kind, std::string_view key);

struct Parked {
  std::string kind;
  std::string key;
  std::int64_t attempts = 0;
  std::string last_error_code;
  Instant parked_at;
};
BOOST_DESCRIBE_STRUCT(Parked, (), (kind, key, attempts, last_error_code, parked_at))
std::vector<Parked> parked(storage::Reader& db);

using UnitHandler = std::function<Result<Done>(storage::Transaction&, const Job&, Instant now)>;
using OutsideHandler = std::function<Result<Done>(const Job&, Instant now)>;

struct RunnerOptions {
  std::size_t threads = 2;                  // a slow mail server must not hold up an alarm
  std::chrono::milliseconds poll{1000};     // real time between looks at the table
  std::chrono::milliseconds lease{300000};  // a job that takes longer may be run twice
  std::string server = "server";            // names this process in leases
};

// Threads: on, on_outside and every before start(); the rest from any thread. Handlers run on the runner's threads.
class Runner {
 public:
  Runner(storage::Database& database, const Clock& clock, RunnerOptions options = {});
  ~Runner();  // stops
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;

  void on(std::string kind, UnitHandler handler);
  void on_outside(std::string kind, OutsideHandler handler);
  // Makes a kind with a handler periodic: its one job, key "periodic", runs again `interval` after each run, also after
  // a failed one.
  void every(std::string kind, std::chrono::milliseconds interval);

  void start();
  void stop();  // lets running handlers finish; what is not yet run stays in the table
  void wake();  // look now

  // Runs what is due now on the calling thread and returns how many jobs ran. For tests, the demo's clock and `netra
  // jobs`.
  std::size_t run_due();

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace netra::jobs
