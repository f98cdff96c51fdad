// Internal to engine/storage: connections for snapshots, opened when first needed, at most `most`.
//
// Threads: with_reader() from any thread; a caller waits for a free connection at most ten seconds.
#pragma once

#include <condition_variable>
#include <mutex>
#include <vector>

#include "engine/storage/connection.hpp"

namespace netra::storage {

class ReaderPool {
 public:
  ReaderPool(Connect connect, std::size_t most) : connect_(std::move(connect)), most_(most == 0 ? 1 : most) {}
  void with_reader(const std::function<void(Reader&)>& work);
  void with_connection(const std::function<void(Connection&)>& work);  // no transaction begun

 private:
  std::unique_ptr<Connection> take();
  void give_back(std::unique_ptr<Connection> connection);  // null: it is broken, forget it
  void forget_idle();

  const Connect connect_;
  const std::size_t most_;
  std::mutex mutex_;
  std::condition_variable freed_;
  std::vector<std::unique_ptr<Connection>> idle_;  // guarded by mutex_
  std::size_t open_ = 0;                           // guarded by mutex_; idle and lent
};

}  // namespace netra::storage
