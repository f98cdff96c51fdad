// Threads for what may take milliseconds: reading, preparing, rendering. Bounded: what does not fit is refused at once.
//
// Threads: submit from any thread. stop() runs what is queued, then joins.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace netra::http {

class Pool {
 public:
  Pool(std::size_t workers, std::size_t waiting);
  ~Pool();
  // False when `waiting` jobs are queued already; the job is then not taken. kAlways is for the second half of work
  // already accepted.
  enum class Urgency { kNew, kAlways };
  bool submit(std::function<void()> job, Urgency urgency = Urgency::kNew);
  double load() const;  // share of the queue in use, 0..1
  void stop();

 private:
  void run();

  const std::size_t waiting_;
  mutable std::mutex mutex_;  // guards the members below
  std::condition_variable wake_;
  std::deque<std::function<void()>> jobs_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace netra::http
