#include "engine/http/throttle.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <mutex>
#include <unordered_map>

namespace netra::http {

namespace {

struct Bucket {
  double reads = 0, writes = 0;  // what has been taken and not yet refilled
  std::int64_t at_ms = 0;
};

constexpr std::size_t kShards = 16;

struct Shard {
  std::mutex mutex;  // guards `buckets`
  std::unordered_map<std::string, Bucket> buckets;
};

}  // namespace

struct TokenBuckets::State {
  BucketOptions options;
  std::array<Shard, kShards> shards;
};

TokenBuckets::TokenBuckets(BucketOptions options) : state_(std::make_unique<State>()) { state_->options = options; }
TokenBuckets::~TokenBuckets() = default;

namespace {

bool is_loopback(std::string_view network) { return network == "::1" || network.substr(0, 4) == "127."; }

// Buckets that have refilled say nothing any more; when all are in use, the stalest half goes.
void make_room(Shard& shard, std::size_t most, std::int64_t now_ms) {
  if (shard.buckets.size() < most) return;
  constexpr std::int64_t kForgetMs = 120'000;
  std::erase_if(shard.buckets, [&](const auto& item) { return now_ms - item.second.at_ms > kForgetMs; });
  if (shard.buckets.size() < most) return;
  std::vector<std::int64_t> ages;
  for (const auto& [network, bucket] : shard.buckets) ages.push_back(bucket.at_ms);
  std::nth_element(ages.begin(), ages.begin() + static_cast<std::ptrdiff_t>(ages.size() / 2), ages.end());
  std::erase_if(shard.buckets,
                [limit = ages[ages.size() / 2]](const auto& item) { return item.second.at_ms <= limit; });
}

}  // namespace

std::optional<std::chrono::seconds> TokenBuckets::refuse(const RequestInfo& info, const Route& route, double load,
                                                         Instant now) {
  if (info.network.empty() || is_loopback(info.network)) return std::nullopt;
  const auto& o = state_->options;
  double share =
      load > o.busy_from ? 1 - (1 - o.busy_share) * (load - o.busy_from) / std::max(1 - o.busy_from, 1e-9) : 1;
  bool is_read = route.method == Method::get;
  auto& shard = state_->shards[std::hash<std::string>{}(info.network) % kShards];
  std::lock_guard lock(shard.mutex);
  make_room(shard, std::max<std::size_t>(o.networks / kShards, 16), to_ms(now));
  auto& bucket = shard.buckets[info.network];
  double passed = bucket.at_ms == 0 ? 0 : std::max(0.0, static_cast<double>(to_ms(now) - bucket.at_ms) / 1000);
  bucket.at_ms = to_ms(now);
  bucket.reads = std::max(0.0, bucket.reads - passed * o.reads_per_second * share);
  bucket.writes = std::max(0.0, bucket.writes - passed * o.writes_per_second * share);
  double& taken = is_read ? bucket.reads : bucket.writes;
  double burst = is_read ? o.reads_burst : o.writes_burst;
  double rate = (is_read ? o.reads_per_second : o.writes_per_second) * share;
  if (taken + 1 <= burst) {
    taken += 1;
    return std::nullopt;
  }
  return std::chrono::seconds(
      std::max<std::int64_t>(1, static_cast<std::int64_t>(std::ceil((taken + 1 - burst) / rate))));
}

}  // namespace netra::http
