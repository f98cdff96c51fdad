#include "engine/storage/group_writer.hpp"

#include <pthread.h>
#include <spdlog/spdlog.h>

#include <typeinfo>

#include "engine/base/random.hpp"

namespace netra::storage {

namespace {

constexpr int kMostRuns = 5;

Error unavailable(const char* code, std::string detail) {
  return Error{Outcome::kUnavailable, code, std::move(detail), {}};
}

class UnitTransaction final : public Transaction {
 public:
  explicit UnitTransaction(Connection& connection) : connection_(connection) {}
  Rows query(std::string_view sql, const Params& params) override { return connection_.read(sql, params); }
  bool is_postgres() const override { return connection_.is_postgres(); }
  Writer& unlogged(Unlogged) override {
    may_have_written_ = true;
    return connection_;
  }
  bool may_have_written() const { return may_have_written_; }

 private:
  Connection& connection_;
  bool may_have_written_ = false;
};

void finish(UnitOfWork& unit, std::optional<Error> error) {
  try {
    if (unit.done) unit.done(std::move(error));
  } catch (const std::exception& e) {
    spdlog::error("storage: a callback threw {}", typeid(e).name());
  }
}

}  // namespace

GroupWriter::GroupWriter(Connect connect, std::unique_ptr<Connection> first, GroupLimits limits)
    : connect_(std::move(connect)), limits_(limits), connection_(std::move(first)), thread_([this] { run(); }) {}

GroupWriter::~GroupWriter() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void GroupWriter::submit(UnitOfWork unit) {
  if (!healthy()) return finish(unit, unavailable("storage.unavailable", "waiting for the storage to recover"));
  {
    std::lock_guard lock(mutex_);
    if (!stopping_ && queue_.size() < limits_.queue) {
      queue_.push_back({std::move(unit), 0, std::nullopt});
      if (queue_.size() == 1) wake_.notify_one();
      return;
    }
  }
  finish(unit, unavailable("storage.busy", "the writer's queue is full"));
}

std::vector<GroupWriter::Waiting> GroupWriter::take() {
  std::vector<Waiting> group;
  while (!queue_.empty() && group.size() < limits_.group) {
    group.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  return group;
}

void GroupWriter::run() {
  ::pthread_setname_np(::pthread_self(), "netra-writer");
  std::unique_lock lock(mutex_);
  auto due = [this] { return stopping_ || !queue_.empty(); };
  while (true) {
    if (healthy()) {
      wake_.wait(lock, due);
    } else {
      wake_.wait_for(lock, limits_.probe_every, [this] { return stopping_; });
    }
    if (stopping_ && queue_.empty()) return;
    auto group = take();
    lock.unlock();
    if (!healthy() && group.empty()) {
      probe();
    } else {
      work_off(group);
    }
    lock.lock();
  }
}

// Runs the units in as few commits as possible and answers each of them.
void GroupWriter::work_off(std::vector<Waiting>& group) {
  while (!group.empty()) {
    std::size_t ran = 0;
    try {
      if (!healthy()) throw Outage("waiting for the storage to recover");
      ran = run_group(group);
    } catch (const std::exception& e) {
      return outage(group, e.what());
    }
    for (std::size_t i = 0; i < ran; ++i) finish(group[i].unit, std::move(group[i].refused));
    group.erase(group.begin(), group.begin() + static_cast<std::ptrdiff_t>(ran));
  }
}

// A connection that broke while idle is replaced without anyone noticing; nothing was in it.
void GroupWriter::begin() {
  if (connection_) {
    try {
      return connection_->begin(Begin::kWrite);
    } catch (const Outage&) {
      connection_.reset();
    }
  }
  connection_ = connect_();
  connection_->begin(Begin::kWrite);
}

// Returns how many units, from the first, are settled and committed.
std::size_t GroupWriter::run_group(std::vector<Waiting>& group) {
  begin();
  auto ran = group.size();
  if (ran == 1 || !run_together(group)) ran = run_apart(group);
  connection_->commit();
  return ran;
}

// False when a unit has to be undone alone: then everything is undone, and the transaction begun anew.
bool GroupWriter::run_together(std::vector<Waiting>& group) {
  for (auto& waiting : group) {
    UnitTransaction tx(*connection_);
    bool has_failed = false;
    try {
      waiting.refused = waiting.unit.work(tx);
      has_failed = waiting.refused && tx.may_have_written();
    } catch (const Outage&) {
      throw;
    } catch (...) {  // said when it fails alone
      has_failed = true;
    }
    if (!connection_->in_transaction()) throw Outage("the engine gave up the transaction");
    if (!has_failed) continue;
    connection_->rollback();
    begin();
    return false;
  }
  return true;
}

std::size_t GroupWriter::run_apart(std::vector<Waiting>& group) {
  std::size_t ran = 0;
  for (auto& waiting : group) {
    if (run_unit(waiting) == Ran::kAgain) break;
    ++ran;
  }
  return ran;
}

GroupWriter::Ran GroupWriter::run_unit(Waiting& waiting) {
  ++waiting.runs;
  waiting.refused.reset();
  connection_->savepoint();
  auto ran = Ran::kNext;
  try {
    UnitTransaction tx(*connection_);
    waiting.refused = waiting.unit.work(tx);
  } catch (const Outage&) {
    throw;
  } catch (const Failure& e) {
    if (e.retry && waiting.runs < kMostRuns) {
      ran = Ran::kAgain;
    } else {
      spdlog::error("storage: a unit of work failed: {}", e.what());
    }
    waiting.refused = unavailable("storage.unavailable", e.what());
  } catch (const std::exception& e) {  // its text may hold what a person wrote: only its type is logged
    spdlog::error("storage: a unit of work threw {}", typeid(e).name());
    waiting.refused = unavailable("storage.unit_failed", typeid(e).name());
  } catch (...) {
    spdlog::error("storage: a unit of work threw an unknown object");
    waiting.refused = unavailable("storage.unit_failed", "unknown object");
  }
  if (!connection_->in_transaction()) throw Outage("the engine gave up the transaction");
  if (waiting.refused) connection_->rollback_to_savepoint();
  connection_->release_savepoint();
  return ran;
}

void GroupWriter::outage(std::vector<Waiting>& group, const std::string& what) {
  spdlog::critical("storage: outage, {} units refused: {}", group.size(), what);
  healthy_.store(false, std::memory_order_release);
  connection_.reset();
  for (auto& waiting : group) finish(waiting.unit, unavailable("storage.unavailable", what));
  group.clear();
}

// A write as large as a usual request, so that a disk with a few bytes left does not count as recovered.
void GroupWriter::probe() {
  try {
    if (!connection_) connection_ = connect_();
    SystemEntropy entropy;
    auto id = make_id(SystemClock().now(), entropy);
    auto commit = [&](std::string_view sql, const Params& params) {
      connection_->begin(Begin::kWrite);
      connection_->execute(sql, params);
      connection_->commit();
    };
    commit("CREATE TABLE IF NOT EXISTS storage_probe (id TEXT PRIMARY KEY, filler TEXT NOT NULL)", {});
    commit("INSERT INTO storage_probe (id, filler) VALUES ($1, $2)", {id, std::string(65536, '.')});
    commit("DELETE FROM storage_probe WHERE id = $1", {id});
    healthy_.store(true, std::memory_order_release);
    spdlog::warn("storage: recovered");
  } catch (const std::exception&) {
    connection_.reset();  // still out; said once when it began
  }
}

}  // namespace netra::storage
