#include "engine/crypto/sodium_ready.hpp"

#include <sodium.h>

#include <stdexcept>

namespace netra::crypto {

void ready() {
  // sodium_init is thread-safe and answers at once after the first time.
  if (sodium_init() < 0) throw std::runtime_error("libsodium could not be initialised");
}

}  // namespace netra::crypto
