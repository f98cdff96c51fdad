// Who writes to a busy office without an account shows first that it costs them something: a little work for a script,
// a few seconds of waiting for a person without one. Asked only of routes that say so, and only under load; nobody who
// is willing to wait is refused.
//
// A challenge is a text signed with the server's secret; nothing is stored until it is used. Its answer is good once,
// on this server, for the network and route it was made for:
//   "<ms>.<bits>.<nonce>.<signature>:<answer>"   SHA-256 of the whole text begins with `bits` zero bits, or
//   "<ms>.<bits>.<nonce>.<signature>"            `wait` has passed since it was made.
//
// Threads: all functions may be called from many threads at once.
#pragma once

#include <chrono>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_set>

#include "engine/base/random.hpp"
#include "engine/http/route.hpp"

namespace netra::http {

struct ProveOptions {
  double from = 0.25;                   // share of the queue in use; above 1: never asked
  int easiest = 12, hardest = 17;       // zero bits, rising with the load; 17 is a second or two on a cheap phone
  std::chrono::seconds wait{8};         // for those without script
  std::chrono::seconds valid{15 * 60};  // a person may have gone for tea
  std::size_t remembered = 100'000;     // used challenges, in each of two generations
};

class Prover {
 public:
  enum class Verdict { kGood, kEarly, kBad };

  Prover(std::string secret, ProveOptions options) : secret_(std::move(secret)), options_(options) {}

  bool asks(double load) const { return load >= options_.from; }
  std::string challenge(const RequestInfo& info, double load, Instant now, Entropy& entropy) const;
  // kEarly: well made, but neither answered nor old enough; the same challenge may be shown again.
  Verdict check(const RequestInfo& info, std::string_view proof, Instant now);
  // What is left of the wait, at least one second.
  std::chrono::seconds wait_of(std::string_view challenge, Instant now) const;

 private:
  std::string sign(const RequestInfo& info, std::string_view body) const;
  bool spend(const std::string& nonce);

  const std::string secret_;
  const ProveOptions options_;
  std::mutex mutex_;  // guards what is used up
  std::unordered_set<std::string> used_, used_before_;
};

}  // namespace netra::http
