// Passwords: argon2id, with a bound on how many run at once.
//
//   crypto::PasswordHasher hasher;                       // one for the whole program
//   Result<std::string> stored = hasher.hash(password);
//   Result<bool> right = hasher.verify(stored, password);
//
// Each computation takes 19 MiB and tens of milliseconds, so it belongs into the prepare step of a route, never on the
// writer's thread; the bound keeps a flood of sign-ins from taking all memory and processors.
//
// Threads: a PasswordHasher may be used from any thread; calls wait for a free place.
// Errors: password.busy (kUnavailable): too many are waiting already.
// Source: OWASP Password Storage Cheat Sheet (argon2id m=19 MiB, t=2, p=1); RFC 9106.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>

#include "engine/base/random.hpp"
#include "engine/base/result.hpp"
#include "engine/crypto/secret.hpp"

namespace netra::crypto {

struct PasswordCost {
  unsigned long long passes = 2;
  std::size_t memory_bytes = 19u * 1024 * 1024;
};

inline constexpr std::size_t kSaltBytes = 16;

// The computations themselves. `hash_password` returns the PHC string `$argon2id$v=19$m=19456,t=2,p=1$...`.
std::string hash_password(std::string_view password, const PasswordCost& cost = {});
bool verify_password(std::string_view stored, std::string_view password);
// A secret-box key from a password and its own salt of kSaltBytes.
Secret password_key(std::string_view password, std::string_view salt, const PasswordCost& cost = {});
std::string make_salt(Entropy& entropy);

class PasswordHasher {
 public:
  struct Limits {
    unsigned at_once = 2;   // computations running together
    unsigned waiting = 64;  // callers that may wait for a place
  };
  PasswordHasher() : PasswordHasher(Limits{}) {}
  explicit PasswordHasher(Limits limits, PasswordCost cost = {}) : limits_(limits), cost_(cost) {}

  Result<std::string> hash(std::string_view password);
  Result<bool> verify(std::string_view stored, std::string_view password);
  Result<Secret> key(std::string_view password, std::string_view salt);
  // Costs as much as verify and says nothing: for accounts that do not exist.
  Result<Done> pretend(std::string_view password);

 private:
  class Place;
  Limits limits_;
  PasswordCost cost_;
  std::mutex mutex_;  // guards running_ and waiting_
  std::condition_variable freed_;
  unsigned running_ = 0;
  unsigned waiting_ = 0;
};

}  // namespace netra::crypto
