#include "engine/crypto/box.hpp"

#include <sodium.h>

#include <array>
#include <stdexcept>

#include "engine/crypto/sodium_ready.hpp"

namespace netra::crypto {

namespace {

static_assert(crypto_box_PUBLICKEYBYTES == kKeyBytes && crypto_box_SECRETKEYBYTES == kKeyBytes);
static_assert(crypto_secretbox_KEYBYTES == kKeyBytes && crypto_generichash_BYTES == kKeyBytes);

const unsigned char* in(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
const unsigned char* in(const Bytes& bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }
unsigned char* out(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }
unsigned char* out(Bytes& bytes) { return reinterpret_cast<unsigned char*>(bytes.data()); }

void need_key(std::string_view key) {
  if (key.size() != kKeyBytes) throw std::invalid_argument("a key has 32 bytes");
}

auto unopenable() { return fail(Outcome::kForbidden, "crypto.unopenable"); }

}  // namespace

KeyPair make_key_pair(Entropy& entropy) {
  ready();
  std::string secret(kKeyBytes, '\0');
  entropy.fill(std::as_writable_bytes(std::span(secret)));
  KeyPair pair{{}, Secret::take(secret)};
  pair.public_key = public_key_of(pair.secret_key);
  return pair;
}

std::string public_key_of(const Secret& secret_key) {
  ready();
  need_key(secret_key.view());
  std::string key(kKeyBytes, '\0');
  if (crypto_scalarmult_base(out(key), in(secret_key.view())) != 0) throw std::runtime_error("X25519 failed");
  return key;
}

Bytes seal(std::string_view public_key, std::string_view plain) {
  ready();
  need_key(public_key);
  Bytes sealed(crypto_box_SEALBYTES + plain.size());
  if (crypto_box_seal(out(sealed), in(plain), plain.size(), in(public_key)) != 0) {
    throw std::invalid_argument("not a usable public key");
  }
  return sealed;
}

Result<Secret> open_sealed(std::string_view public_key, std::string_view secret_key, const Bytes& sealed) {
  ready();
  need_key(public_key);
  need_key(secret_key);
  if (sealed.size() < crypto_box_SEALBYTES) return unopenable();
  std::string plain(sealed.size() - crypto_box_SEALBYTES, '\0');
  if (crypto_box_seal_open(out(plain), in(sealed), sealed.size(), in(public_key), in(secret_key)) != 0) {
    return unopenable();
  }
  return Secret::take(plain);
}

Bytes secretbox(const Secret& key, std::string_view plain, Entropy& entropy) {
  ready();
  need_key(key.view());
  Bytes locked(crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + plain.size());
  entropy.fill(std::span(locked).first(crypto_secretbox_NONCEBYTES));
  crypto_secretbox_easy(out(locked) + crypto_secretbox_NONCEBYTES, in(plain), plain.size(), out(locked),
                        in(key.view()));
  return locked;
}

Result<Secret> secretbox_open(const Secret& key, const Bytes& locked) {
  ready();
  need_key(key.view());
  constexpr std::size_t kExtra = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
  if (locked.size() < kExtra) return unopenable();
  std::string plain(locked.size() - kExtra, '\0');
  if (crypto_secretbox_open_easy(out(plain), in(locked) + crypto_secretbox_NONCEBYTES,
                                 locked.size() - crypto_secretbox_NONCEBYTES, in(locked), in(key.view())) != 0) {
    return unopenable();
  }
  return Secret::take(plain);
}

Secret derive_key(std::string_view secret, std::string_view purpose) {
  ready();
  // BLAKE2b takes keys of at most 64 bytes; hashing first gives every secret one length.
  std::array<unsigned char, crypto_generichash_BYTES> seed{};
  crypto_generichash(seed.data(), seed.size(), in(secret), secret.size(), nullptr, 0);
  std::string key(kKeyBytes, '\0');
  crypto_generichash(out(key), key.size(), in(purpose), purpose.size(), seed.data(), seed.size());
  sodium_memzero(seed.data(), seed.size());
  return Secret::take(key);
}

}  // namespace netra::crypto
