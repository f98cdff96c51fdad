// Hashes and encodings: SHA-256 for fingerprints people can check with other tools, HMAC, hex and base64url,
// constant-time comparison.
//
//   std::string fingerprint = crypto::sha256_hex(bytes);
//   crypto::Sha256 running;  running.update(part1);  running.update(part2);  std::string hex =
//   crypto::to_hex(running.finish());
//
// Threads: free functions may be called from any thread; a Sha256 belongs to one thread at a time. Errors: none.
// Source: FIPS 180-4, RFC 2104, RFC 4648 section 5. Computed by OpenSSL.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace netra::crypto {

using Bytes = std::vector<std::byte>;  // the same type as storage::Bytes
using Digest = std::array<std::byte, 32>;

inline std::span<const std::byte> bytes_of(std::string_view text) { return std::as_bytes(std::span(text)); }
inline std::string_view text_of(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
inline Bytes to_bytes(std::string_view text) {
  auto span = bytes_of(text);
  return {span.begin(), span.end()};
}

Digest sha256(std::span<const std::byte> bytes);
inline Digest sha256(std::string_view text) { return sha256(bytes_of(text)); }
std::string sha256_hex(std::span<const std::byte> bytes);  // lower case, 64 characters
inline std::string sha256_hex(std::string_view text) { return sha256_hex(bytes_of(text)); }

// For what streams in. finish() ends the run; afterwards the object starts a new one.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;

  void update(std::span<const std::byte> part);
  void update(std::string_view part) { update(bytes_of(part)); }
  Digest finish();

 private:
  struct Free {
    void operator()(void* context) const;
  };
  std::unique_ptr<void, Free> context_;  // EVP_MD_CTX
};

Digest hmac_sha256(std::string_view key, std::string_view message);

std::string to_hex(std::span<const std::byte> bytes);
std::optional<Bytes> from_hex(std::string_view text);        // either case; nothing for anything else
std::string to_base64url(std::span<const std::byte> bytes);  // without padding
std::optional<Bytes> from_base64url(std::string_view text);  // without padding, strictly

// Takes the same time wherever two texts of one length differ. The length itself is no secret.
bool same(std::string_view a, std::string_view b);

}  // namespace netra::crypto
