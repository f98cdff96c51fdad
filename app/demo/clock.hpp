// The demo's clock: the machine's clock moved by an offset, so that the demo stands in October 2024 and still runs.
#pragma once

#include <atomic>

#include "engine/base/time.hpp"

namespace netra::app {

// Threads: any.
class MovableClock final : public Clock {
 public:
  explicit MovableClock(const Clock& base) : base_(base) {}
  Instant now() const override { return base_.now() + std::chrono::milliseconds(shift_ms_.load()); }
  void set(Instant to) { shift_ms_ = (to - base_.now()).count(); }
  std::int64_t shift_ms() const { return shift_ms_; }
  void shift(std::int64_t ms) { shift_ms_ = ms; }

 private:
  const Clock& base_;
  std::atomic<std::int64_t> shift_ms_{0};
};

}  // namespace netra::app
