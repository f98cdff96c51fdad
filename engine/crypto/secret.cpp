#include "engine/crypto/secret.hpp"

#include <sodium.h>

namespace netra::crypto {

void wipe(std::string& text) {
  // A short text lives inside the object, beyond size() too; so the whole capacity is cleared.
  text.resize(text.capacity());
  sodium_memzero(text.data(), text.size());
  text.clear();
}

void wipe(std::span<std::byte> bytes) { sodium_memzero(bytes.data(), bytes.size()); }

}  // namespace netra::crypto
