#include <spdlog/spdlog.h>

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>
#include <typeinfo>

#include "engine/base/random.hpp"
#include "engine/jobs/jobs.hpp"
#include "engine/jobs/sql.hpp"

namespace netra::jobs {

namespace {

constexpr std::int64_t kMostAttempts = 20;
constexpr std::chrono::milliseconds kFirstWait = std::chrono::seconds(30);
constexpr std::chrono::milliseconds kLongestWait = std::chrono::hours(6);
constexpr std::chrono::milliseconds kKeepDone = std::chrono::hours(24 * 30);
constexpr int kLook = 16;  // jobs looked at in one read

struct Named {
  std::string kind;
  std::string key;
};
BOOST_DESCRIBE_STRUCT(Named, (), (kind, key))

// A job in our hands; the numbers are the fence in every later statement.
struct Taken {
  std::string kind;
  std::string key;
  std::string payload;
  Instant run_at_ms;
  std::int64_t version = 0;
  std::int64_t attempts = 0;
};
BOOST_DESCRIBE_STRUCT(Taken, (), (kind, key, payload, run_at_ms, version, attempts))

std::chrono::milliseconds wait_after(std::int64_t attempts) {
  auto wait = kFirstWait;
  for (std::int64_t i = 1; i < attempts && wait < kLongestWait; ++i) wait *= 2;
  return std::min(wait, kLongestWait);
}

bool may_pass(Outcome outcome) {
  return outcome == Outcome::kUnavailable || outcome == Outcome::kTooMany || outcome == Outcome::kConflict;
}

}  // namespace

struct Runner::Inside {
  struct Kind {
    UnitHandler unit;
    OutsideHandler outside;
    std::optional<std::chrono::milliseconds> interval;
  };

  Inside(storage::Database& d, const Clock& c, RunnerOptions o) : database(d), clock(c), options(std::move(o)) {
    SystemEntropy entropy;  // two processes with one configured name must still differ
    me = options.server + "/" + make_id(clock.now(), entropy);
  }

  storage::Database& database;
  const Clock& clock;
  const RunnerOptions options;
  std::string me;
  std::map<std::string, Kind, std::less<>> kinds;  // fixed once started
  std::once_flag periodic_known;

  std::vector<std::thread> threads;
  std::mutex mutex;
  std::condition_variable changed;
  bool stopping = false;      // guarded by mutex
  std::uint64_t wakings = 0;  // guarded by mutex

  void enqueue_periodic();
  std::vector<Named> look();
  std::optional<Taken> take(const Named& name);
  bool run(const Named& name);
  std::optional<Error> run_unit(const Taken& taken, const Kind& kind, Instant now);
  std::optional<Error> run_outside(const Taken& taken, const Kind& kind, Instant now);
  void end(storage::Writer& db, const Taken& taken, const Kind& kind, Instant now);
  void failed(const Taken& taken, const Kind& kind, const Error& error, Instant now);
  std::size_t run_round();
  bool stop_wanted();
  void loop();

  storage::Params fence(const Taken& t, std::initializer_list<storage::Param> more) const {
    storage::Params out{t.kind, t.key, me, t.attempts};
    out.insert(out.end(), more.begin(), more.end());
    return out;
  }
};

void Runner::Inside::enqueue_periodic() {
  auto now = clock.now();
  auto done = storage::write(database, [&](storage::Transaction& tx) -> Result<Done> {
    auto& db = tx.unlogged(storage::Unlogged::kJob);
    for (const auto& [name, kind] : kinds) {
      if (!kind.interval) continue;
      db.execute(sql::jobs::enqueue_periodic, {name, now});
      db.execute(sql::jobs::pull_periodic, {name, now + *kind.interval});
    }
    return Done{};
  });
  if (!done) throw storage::Failure("periodic jobs: " + done.error().detail, false);
}

std::vector<Named> Runner::Inside::look() {
  std::string known = ",";
  for (const auto& [name, kind] : kinds) known += name + ",";
  auto most = kLook * static_cast<int>(options.threads + 1);
  return storage::read(database, [&](storage::Reader& db) {
    return db.all<Named>(sql::jobs::due, {clock.now(), most, known});
  });
}

std::optional<Taken> Runner::Inside::take(const Named& name) {
  auto now = clock.now();
  auto taken = storage::write(database, [&](storage::Transaction& tx) -> Result<std::optional<Taken>> {
    return tx.unlogged(storage::Unlogged::kJob)
        .one<Taken>(sql::jobs::take, {name.kind, name.key, me, now + options.lease, now});
  });
  return taken.value_or(std::nullopt);
}

void Runner::Inside::end(storage::Writer& db, const Taken& taken, const Kind& kind, Instant now) {
  auto changed_rows = kind.interval
                          ? db.execute(sql::jobs::run_again, fence(taken, {taken.version, now + *kind.interval, ""}))
                          : db.execute(sql::jobs::finish, fence(taken, {taken.version, now}));
  if (changed_rows == 0) db.execute(sql::jobs::let_go, fence(taken, {}));
}

std::optional<Error> Runner::Inside::run_unit(const Taken& taken, const Kind& kind, Instant now) {
  auto done = storage::write(database, [&](storage::Transaction& tx) -> Result<Done> {
    // Another server may have taken over while this one slept.
    if (tx.integer(sql::jobs::still_mine, fence(taken, {})) != 1) return Done{};
    auto handled = kind.unit(tx, {taken.kind, taken.key, taken.payload, taken.run_at_ms, taken.attempts}, now);
    if (handled) end(tx.unlogged(storage::Unlogged::kJob), taken, kind, now);
    return handled;
  });
  if (done) return std::nullopt;
  return done.error();
}

std::optional<Error> Runner::Inside::run_outside(const Taken& taken, const Kind& kind, Instant now) {
  try {
    auto handled = kind.outside({taken.kind, taken.key, taken.payload, taken.run_at_ms, taken.attempts}, now);
    if (!handled) return handled.error();
  } catch (const std::exception& e) {
    spdlog::error("jobs: {} threw {}", taken.kind, typeid(e).name());
    return Error{Outcome::kUnavailable, "jobs.failed", {}, {}};
  }
  auto done = storage::write(database, [&](storage::Transaction& tx) -> Result<Done> {
    end(tx.unlogged(storage::Unlogged::kJob), taken, kind, now);
    return Done{};
  });
  if (done) return std::nullopt;
  return done.error();
}

void Runner::Inside::failed(const Taken& taken, const Kind& kind, const Error& error, Instant now) {
  bool again = kind.interval || (may_pass(error.outcome) && taken.attempts < kMostAttempts);
  auto wait = kind.interval ? std::min(wait_after(taken.attempts), *kind.interval) : wait_after(taken.attempts);
  (void)storage::write(database, [&](storage::Transaction& tx) -> Result<Done> {
    auto& db = tx.unlogged(storage::Unlogged::kJob);
    auto changed_rows = again ? db.execute(sql::jobs::run_again, fence(taken, {taken.version, now + wait, error.code}))
                              : db.execute(sql::jobs::park, fence(taken, {taken.version, now, error.code}));
    if (changed_rows == 0) db.execute(sql::jobs::let_go, fence(taken, {}));
    return Done{};
  });  // when this fails too, the lease runs out by itself
  if (again) {
    spdlog::warn("jobs: {} failed with {}, attempt {}", taken.kind, error.code, taken.attempts);
  } else {
    spdlog::error("jobs: {} is parked: {}", taken.kind, error.code);
  }
}

bool Runner::Inside::run(const Named& name) {
  auto taken = take(name);
  if (!taken) return false;
  const auto& kind = kinds.find(name.kind)->second;
  auto now = clock.now();
  auto error = kind.unit ? run_unit(*taken, kind, now) : run_outside(*taken, kind, now);
  if (error) failed(*taken, kind, *error, now);
  return true;
}

bool Runner::Inside::stop_wanted() {
  std::lock_guard lock(mutex);
  return stopping;
}

std::size_t Runner::Inside::run_round() {
  std::call_once(periodic_known, [this] { enqueue_periodic(); });
  std::size_t ran = 0;
  for (const auto& name : look()) {
    if (stop_wanted()) break;
    ran += run(name);
  }
  return ran;
}

void Runner::Inside::loop() {
  std::uint64_t seen = 0;
  while (!stop_wanted()) {
    std::size_t ran = 0;
    try {
      ran = run_round();
    } catch (const std::exception& e) {  // the database is away; look again later
      spdlog::warn("jobs: {}", typeid(e).name());
    }
    if (ran > 0) continue;
    std::unique_lock lock(mutex);
    changed.wait_for(lock, options.poll, [&] { return stopping || wakings != seen; });
    seen = wakings;
  }
}

Runner::Runner(storage::Database& database, const Clock& clock, RunnerOptions options)
    : inside_(std::make_unique<Inside>(database, clock, std::move(options))) {
  on("jobs.clear", [](storage::Transaction& tx, const Job&, Instant now) -> Result<Done> {
    tx.unlogged(storage::Unlogged::kJob).execute(sql::jobs::clear_done, {now - kKeepDone});
    return Done{};
  });
  every("jobs.clear", std::chrono::hours(24));
}

Runner::~Runner() { stop(); }

void Runner::on(std::string kind, UnitHandler handler) { inside_->kinds[std::move(kind)].unit = std::move(handler); }

void Runner::on_outside(std::string kind, OutsideHandler handler) {
  inside_->kinds[std::move(kind)].outside = std::move(handler);
}

void Runner::every(std::string kind, std::chrono::milliseconds interval) {
  inside_->kinds[std::move(kind)].interval = interval;
}

void Runner::start() {
  for (std::size_t i = 0; i < inside_->options.threads; ++i)
    inside_->threads.emplace_back([inside = inside_.get()] { inside->loop(); });
}

void Runner::stop() {
  {
    std::lock_guard lock(inside_->mutex);
    inside_->stopping = true;
  }
  inside_->changed.notify_all();
  for (auto& thread : inside_->threads) thread.join();
  inside_->threads.clear();
}

void Runner::wake() {
  {
    std::lock_guard lock(inside_->mutex);
    ++inside_->wakings;
  }
  inside_->changed.notify_all();
}

std::size_t Runner::run_due() {
  std::size_t total = 0;
  while (auto ran = inside_->run_round()) total += ran;
  return total;
}

}  // namespace netra::jobs
