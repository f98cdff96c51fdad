// Randomness and identifiers. Randomness is an argument, like time, so that tests can repeat themselves.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "engine/base/time.hpp"

namespace netra {

// Threads: fill() may be called from any thread.
class Entropy {
 public:
  virtual ~Entropy() = default;
  virtual void fill(std::span<std::byte> out) = 0;
};

// The kernel's generator (getrandom).
class SystemEntropy final : public Entropy {
 public:
  void fill(std::span<std::byte> out) override;
};

// A repeatable stream for tests and the demo; never for secrets. Threads: one at a time.
class SeededEntropy final : public Entropy {
 public:
  explicit SeededEntropy(std::uint64_t seed) : state_(seed) {}
  void fill(std::span<std::byte> out) override;

 private:
  std::uint64_t state_;
};

// UUID version 7 (RFC 9562): sorts by time of creation, safe in URLs.
std::string make_id(Instant now, Entropy& entropy);
bool is_id(std::string_view text);

}  // namespace netra
