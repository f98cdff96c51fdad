#include "engine/http/metrics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace netra::http {

namespace {

void head(std::string& out, std::string_view name, std::string_view type, std::string_view help) {
  fmt::format_to(std::back_inserter(out), "# HELP {0} {2}\n# TYPE {0} {1}\n", name, type, help);
}

}  // namespace

std::size_t Metrics::add_route(std::string_view method, std::string_view pattern) {
  auto& route = routes_.emplace_back();
  route.method = method;
  route.pattern = pattern;
  return routes_.size() - 1;
}

void Metrics::answered(std::size_t index, int status, std::chrono::nanoseconds took, std::uint64_t bytes_out) {
  auto& route = routes_[index];
  auto relaxed = std::memory_order_relaxed;
  route.by_class[static_cast<std::size_t>(std::clamp(status / 100, 0, 5))].fetch_add(1, relaxed);
  double seconds = std::chrono::duration<double>(took).count();
  auto bucket = std::lower_bound(kBounds.begin(), kBounds.end(), seconds) - kBounds.begin();
  route.buckets[static_cast<std::size_t>(bucket)].fetch_add(1, relaxed);
  route.nanoseconds.fetch_add(static_cast<std::uint64_t>(took.count()), relaxed);
  route.bytes.fetch_add(bytes_out, relaxed);
}

std::string Metrics::text(double load) const {
  std::string out;
  auto to = std::back_inserter(out);
  head(out, "netra_http_connections", "gauge", "open connections");
  fmt::format_to(to, "netra_http_connections {}\n", connections.load());
  head(out, "netra_http_connections_total", "counter", "connections accepted");
  fmt::format_to(to, "netra_http_connections_total {}\n", accepted.load());
  head(out, "netra_http_connections_refused_total", "counter", "connections beyond a limit");
  fmt::format_to(to, "netra_http_connections_refused_total {}\n", refused_connections.load());
  head(out, "netra_http_timeouts_total", "counter", "connections closed because they were too slow");
  fmt::format_to(to, "netra_http_timeouts_total {}\n", timed_out.load());
  head(out, "netra_http_received_bytes_total", "counter", "bytes read from clients");
  fmt::format_to(to, "netra_http_received_bytes_total {}\n", bytes_in.load());
  head(out, "netra_http_queue_load", "gauge", "share of the waiting room in use");
  fmt::format_to(to, "netra_http_queue_load {}\n", load);

  head(out, "netra_http_requests_total", "counter", "requests answered");
  for (const auto& route : routes_) {
    for (std::size_t c = 1; c < route.by_class.size(); ++c) {
      auto count = route.by_class[c].load();
      if (count == 0) continue;
      fmt::format_to(to, "netra_http_requests_total{{method=\"{}\",route=\"{}\",status=\"{}xx\"}} {}\n", route.method,
                     route.pattern, c, count);
    }
  }
  head(out, "netra_http_sent_bytes_total", "counter", "bytes of answers");
  for (const auto& route : routes_) {
    if (auto bytes = route.bytes.load()) {
      fmt::format_to(to, "netra_http_sent_bytes_total{{method=\"{}\",route=\"{}\"}} {}\n", route.method, route.pattern,
                     bytes);
    }
  }
  head(out, "netra_http_request_seconds", "histogram", "from the end of the request's headers to its answer");
  for (const auto& route : routes_) {
    std::uint64_t sum = 0;
    for (const auto& bucket : route.buckets) sum += bucket.load();
    if (sum == 0) continue;
    std::uint64_t up_to = 0;
    for (std::size_t i = 0; i <= kBounds.size(); ++i) {
      up_to += route.buckets[i].load();
      auto bound = i < kBounds.size() ? fmt::format("{}", kBounds[i]) : std::string("+Inf");
      fmt::format_to(to, "netra_http_request_seconds_bucket{{method=\"{}\",route=\"{}\",le=\"{}\"}} {}\n", route.method,
                     route.pattern, bound, up_to);
    }
    fmt::format_to(to, "netra_http_request_seconds_sum{{method=\"{0}\",route=\"{1}\"}} {2}\n", route.method,
                   route.pattern, static_cast<double>(route.nanoseconds.load()) / 1e9);
    fmt::format_to(to, "netra_http_request_seconds_count{{method=\"{0}\",route=\"{1}\"}} {2}\n", route.method,
                   route.pattern, up_to);
  }
  return out;
}

}  // namespace netra::http
