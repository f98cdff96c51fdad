#include "engine/http/pool.hpp"

#include <pthread.h>

namespace netra::http {

Pool::Pool(std::size_t workers, std::size_t waiting) : waiting_(waiting) {
  for (std::size_t i = 0; i < workers; ++i) threads_.emplace_back([this] { run(); });
}

Pool::~Pool() { stop(); }

bool Pool::submit(std::function<void()> job, Urgency urgency) {
  {
    std::lock_guard lock(mutex_);
    if (stopping_ || (urgency == Urgency::kNew && jobs_.size() >= waiting_)) return false;
    jobs_.push_back(std::move(job));
  }
  wake_.notify_one();
  return true;
}

double Pool::load() const {
  std::lock_guard lock(mutex_);
  return waiting_ == 0 ? 1 : static_cast<double>(jobs_.size()) / static_cast<double>(waiting_);
}

void Pool::stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  for (auto& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

void Pool::run() {
  ::pthread_setname_np(::pthread_self(), "netra-worker");  // top, perf and bench/ tell threads apart by it
  while (true) {
    std::function<void()> job;
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [this] { return stopping_ || !jobs_.empty(); });
      if (jobs_.empty()) return;
      job = std::move(jobs_.front());
      jobs_.pop_front();
    }
    job();
  }
}

}  // namespace netra::http
