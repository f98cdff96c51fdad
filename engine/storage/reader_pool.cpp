#include "engine/storage/reader_pool.hpp"

#include <chrono>

namespace netra::storage {

namespace {

class SnapshotReader final : public Reader {
 public:
  explicit SnapshotReader(Connection& connection) : connection_(connection) {}
  Rows query(std::string_view sql, const Params& params) override { return connection_.read(sql, params); }
  bool is_postgres() const override { return connection_.is_postgres(); }

 private:
  Connection& connection_;
};

}  // namespace

std::unique_ptr<Connection> ReaderPool::take() {
  std::unique_lock lock(mutex_);
  bool got = freed_.wait_for(lock, std::chrono::seconds(10), [this] { return !idle_.empty() || open_ < most_; });
  if (!got) throw Failure("no free reader connection in ten seconds", false);
  if (!idle_.empty()) {
    auto connection = std::move(idle_.back());
    idle_.pop_back();
    return connection;
  }
  ++open_;
  lock.unlock();
  try {
    return connect_();
  } catch (...) {
    give_back(nullptr);
    throw;
  }
}

void ReaderPool::give_back(std::unique_ptr<Connection> connection) {
  {
    std::lock_guard lock(mutex_);
    if (connection) {
      idle_.push_back(std::move(connection));
    } else {
      --open_;
    }
  }
  freed_.notify_one();
}

void ReaderPool::with_connection(const std::function<void(Connection&)>& work) {
  auto connection = take();
  try {
    work(*connection);
  } catch (const Outage&) {
    connection.reset();
    give_back(nullptr);
    throw;
  } catch (...) {
    connection->rollback();
    give_back(std::move(connection));
    throw;
  }
  give_back(std::move(connection));
}

// What made one idle connection break has broken the others, too.
void ReaderPool::forget_idle() {
  std::vector<std::unique_ptr<Connection>> broken;
  std::lock_guard lock(mutex_);
  broken.swap(idle_);
  open_ -= broken.size();
}

// A connection that broke while idle is replaced once, by a fresh one; nothing was in it.
void ReaderPool::with_reader(const std::function<void(Reader&)>& work) {
  bool begun = false;
  auto snapshot = [&](Connection& connection) {
    connection.begin(Begin::kSnapshot);
    begun = true;
    SnapshotReader reader(connection);
    work(reader);
    connection.commit();
  };
  try {
    return with_connection(snapshot);
  } catch (const Outage&) {
    if (begun) throw;
  }
  forget_idle();
  with_connection(snapshot);
}

}  // namespace netra::storage
