#include "domain/identity/throttle.hpp"

#include <algorithm>

namespace netra::identity {

double SignInThrottle::refilled(const Bucket& bucket, Instant now) const {
  auto passed = std::chrono::duration<double>(now - bucket.at).count();
  return std::min(options_.tries, bucket.tries + std::max(0.0, passed) / static_cast<double>(options_.refill.count()));
}

bool SignInThrottle::take(const std::string& key, Instant now) {
  std::lock_guard lock(mutex_);
  if (buckets_.size() >= options_.buckets) make_room(now);
  auto& bucket = buckets_.try_emplace(key, Bucket{options_.tries, now}).first->second;
  bucket = {refilled(bucket, now), now};
  if (bucket.tries < 1) return false;
  bucket.tries -= 1;
  return true;
}

void SignInThrottle::forgive(const std::string& key) {
  std::lock_guard lock(mutex_);
  buckets_.erase(key);
}

void SignInThrottle::make_room(Instant now) {
  std::erase_if(buckets_, [&](const auto& entry) { return refilled(entry.second, now) >= options_.tries; });
  if (buckets_.size() >= options_.buckets) buckets_.clear();  // rather a few tries more than no sign-in
}

}  // namespace netra::identity
