// How often somebody may try to sign in, without a way to lock anybody out.
//
// Each pair of network and account has a bucket of tries that refills; a device that has signed in to the account
// before has one of its own, so a stranger who empties buckets elsewhere does not slow the owner down. There is no
// counter on the account itself, hence no lock.
//
// Threads: any. Kept in memory only: networks are written nowhere.
#pragma once

#include <chrono>
#include <mutex>
#include <string>
#include <unordered_map>

#include "engine/base/time.hpp"

namespace netra::identity {

class SignInThrottle {
 public:
  struct Options {
    double tries = 8;                 // at once
    std::chrono::seconds refill{30};  // one more each
    std::size_t buckets = 100'000;    // remembered; full ones are forgotten first
  };
  SignInThrottle() : SignInThrottle(Options{}) {}
  explicit SignInThrottle(Options options) : options_(options) {}

  // Takes one try; false when there is none left.
  bool take(const std::string& key, Instant now);
  // The right password: the bucket is full again.
  void forgive(const std::string& key);

 private:
  struct Bucket {
    double tries;
    Instant at;
  };
  double refilled(const Bucket& bucket, Instant now) const;
  void make_room(Instant now);

  Options options_;
  std::mutex mutex_;  // guards buckets_
  std::unordered_map<std::string, Bucket> buckets_;
};

}  // namespace netra::identity
