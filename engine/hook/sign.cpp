#include "engine/hook/sign.hpp"

#include <openssl/evp.h>

#include <array>

#include "engine/crypto/hash.hpp"

namespace netra::hook {

namespace {

std::string base64(std::string_view bytes) {
  std::string out(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  auto size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                              reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  out.resize(static_cast<std::size_t>(size));
  return out;
}

}  // namespace

crypto::Secret make_secret(Entropy& entropy) {
  std::array<std::byte, 32> bytes;
  entropy.fill(bytes);
  crypto::Secret out(crypto::text_of(bytes));
  crypto::wipe(bytes);
  return out;
}

std::string secret_text(const crypto::Secret& secret) { return "whsec_" + base64(secret.view()); }

std::string timestamp_text(Instant at) {
  return std::to_string(std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count());
}

std::string signature(const crypto::Secret& secret, std::string_view id, Instant at, std::string_view body) {
  std::string message(id);
  message.append(".").append(timestamp_text(at)).append(".").append(body);
  auto digest = crypto::hmac_sha256(secret.view(), message);
  return "v1," + base64(crypto::text_of(digest));
}

}  // namespace netra::hook
