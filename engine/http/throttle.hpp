// Who comes too fast. Asked on the network thread, before a body is read: must be quick and must not block.
//
// Generous on purpose: thousands of people share one address behind a mobile carrier, and on election night nothing
// legitimate may be refused. Refusal is `request.too_fast` (429) with Retry-After. Loopback is never throttled (a proxy
// there hands on its clients' addresses).
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>

#include "engine/http/route.hpp"

namespace netra::http {

class Throttle {
 public:
  virtual ~Throttle() = default;
  // Nothing: go on. Otherwise: how long to wait. `load` is how full the server's queues are, 0..1. Threads: many at
  // once.
  virtual std::optional<std::chrono::seconds> refuse(const RequestInfo& info, const Route& route, double load,
                                                     Instant now) = 0;
};

struct BucketOptions {
  double reads_per_second = 50, reads_burst = 1000;
  double writes_per_second = 10, writes_burst = 600;
  double busy_from = 0.5;  // above this load rates shrink down to `busy_share`
  double busy_share = 0.25;
  std::size_t networks = 200'000;  // remembered at most; the stalest are forgotten
};

// Token buckets per network (IPv4 address, IPv6 /64), in memory only.
class TokenBuckets final : public Throttle {
 public:
  explicit TokenBuckets(BucketOptions options = {});
  ~TokenBuckets() override;
  std::optional<std::chrono::seconds> refuse(const RequestInfo&, const Route&, double load, Instant now) override;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace netra::http
