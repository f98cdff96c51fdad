// What the server counts, as Prometheus text. Labels are route patterns, never paths.
//
// Threads: any; counters are atomics, found through an index that is fixed when the server starts.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

namespace netra::http {

class Metrics {
 public:
  static constexpr std::array<double, 14> kBounds = {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                                     0.1,    0.25,  0.5,    1,     2.5,  5,     10};  // seconds

  // Routes are added before the first request; the number returned names the route from then on.
  std::size_t add_route(std::string_view method, std::string_view pattern);
  void answered(std::size_t route, int status, std::chrono::nanoseconds took, std::uint64_t bytes_out);

  std::string text(double load) const;

  std::atomic<std::int64_t> connections{0};
  std::atomic<std::uint64_t> accepted{0};
  std::atomic<std::uint64_t> refused_connections{0};
  std::atomic<std::uint64_t> timed_out{0};
  std::atomic<std::uint64_t> bytes_in{0};

 private:
  struct PerRoute {
    std::string method, pattern;
    std::array<std::atomic<std::uint64_t>, 6> by_class{};  // index = status / 100
    std::array<std::atomic<std::uint64_t>, kBounds.size() + 1> buckets{};
    std::atomic<std::uint64_t> nanoseconds{0};
    std::atomic<std::uint64_t> bytes{0};
  };
  std::deque<PerRoute> routes_;  // never moves its elements
};

}  // namespace netra::http
