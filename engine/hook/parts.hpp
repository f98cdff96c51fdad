// What an endpoint keeps sealed, and its lanes. Inner header.
#pragma once

#include "engine/hook/hook.hpp"

namespace netra::hook {

struct Sealed {
  std::string url;
  crypto::Secret secret;
  crypto::Secret old_secret;  // empty: there is none
};
storage::Bytes seal(const crypto::Secret& key, const Sealed& sealed, Entropy& entropy);
// Errors: hook.locked
Result<Sealed> open(const crypto::Secret& key, const storage::Bytes& locked);

// Lets the lane's job look at once; while it waits for its next attempt it goes back to waiting by itself.
void wake_lane(storage::Writer& db, std::string_view endpoint, std::string_view lane, Instant at);

}  // namespace netra::hook
