// Time-based one-time passwords for the second factor: SHA-1, six digits, steps of 30 seconds, as all authenticator
// apps know them.
//
// Threads: any. Source: RFC 6238, RFC 4226; key URI format of the authenticator apps. Computed by liboath.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/random.hpp"
#include "engine/base/time.hpp"
#include "engine/crypto/secret.hpp"

namespace netra::crypto {

Secret make_totp_secret(Entropy& entropy);  // 20 raw bytes

std::string totp_code(const Secret& secret, Instant at);
// The step that `code` belongs to, when it is within one step of `at`. A step must be accepted only once: keep the last
// and refuse steps not above it.
std::optional<std::int64_t> totp_step(const Secret& secret, std::string_view code, Instant at);

std::string to_base32(std::string_view bytes);  // RFC 4648, without padding: what people type when they cannot scan
// "otpauth://totp/Netra:name?secret=...&issuer=Netra"
std::string totp_uri(const Secret& secret, std::string_view issuer, std::string_view account);

}  // namespace netra::crypto
