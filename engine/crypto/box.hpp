// Sealing: what one key pair's owner alone may read (sealed box), and what one secret key locks (secret box).
//
//   auto pair = crypto::make_key_pair(entropy);
//   Bytes sealed = crypto::seal(pair.public_key, "name and address");
//   Result<Secret> plain = crypto::open_sealed(pair.public_key, pair.secret_key.view(), sealed);
//
//   Secret key = crypto::derive_key(code, "report draft");            // from a code or token, never from a password
//   Bytes locked = crypto::secretbox(key, plain, entropy);
//
// Threads: any. Errors: crypto.unopenable (kForbidden): wrong key, or the bytes were altered.
// Source: libsodium crypto_box_seal (X25519, XSalsa20-Poly1305), crypto_secretbox, BLAKE2b (RFC 7693).
#pragma once

#include <string>
#include <string_view>

#include "engine/base/random.hpp"
#include "engine/base/result.hpp"
#include "engine/crypto/hash.hpp"
#include "engine/crypto/secret.hpp"

namespace netra::crypto {

inline constexpr std::size_t kKeyBytes = 32;  // public keys, secret keys, secret-box keys

struct KeyPair {
  std::string public_key;  // 32 raw bytes
  Secret secret_key;       // 32 raw bytes
};
KeyPair make_key_pair(Entropy& entropy);
// The public half of a secret key.
std::string public_key_of(const Secret& secret_key);

// Anyone may seal; the sealed bytes say neither who sealed nor for whom. The ephemeral key comes from libsodium's own
// generator, because a repeated one would reveal the contents. Throws std::invalid_argument when the key is not 32
// bytes.
Bytes seal(std::string_view public_key, std::string_view plain);
inline Bytes seal(std::string_view public_key, std::span<const std::byte> plain) {
  return seal(public_key, text_of(plain));
}
Result<Secret> open_sealed(std::string_view public_key, std::string_view secret_key, const Bytes& sealed);

// nonce ‖ ciphertext. `key` is 32 bytes (derive_key, password_key).
Bytes secretbox(const Secret& key, std::string_view plain, Entropy& entropy);
Result<Secret> secretbox_open(const Secret& key, const Bytes& locked);

// A key of 32 bytes for one purpose from a secret that cannot be guessed (a code, a token, another key). Different
// purposes give unrelated keys. For passwords use password_key.
Secret derive_key(std::string_view secret, std::string_view purpose);

}  // namespace netra::crypto
