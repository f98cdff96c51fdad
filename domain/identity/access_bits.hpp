// What the bits of http::Access mean. Private to domain/identity: written by access.cpp, read by the gate.
#pragma once

#include <cstdint>

#include "domain/identity/actor.hpp"

namespace netra::access {

inline constexpr std::uint64_t kMember = 1ULL << 63;
inline constexpr std::uint64_t kHalfMember = 1ULL << 62;
inline constexpr std::uint64_t bit(Right right) { return 1ULL << static_cast<unsigned>(right); }

}  // namespace netra::access
