// Signatures of webhooks as Standard Webhooks has them: who holds the secret can tell that a message is ours, whole and
// fresh.
//
//   auto secret = hook::make_secret(entropy);
//   hook::secret_text(secret)                                  // "whsec_…", shown to a person once
//   hook::signature(secret, "msg_0192…", now, body)            // "v1,…", the header webhook-signature
//
// Threads: any. Errors: none.
// Source: standardwebhooks.com, specification 1.0.0 (HMAC-SHA256 over id.timestamp.body, base64 with padding).
#pragma once

#include <string>
#include <string_view>

#include "engine/base/random.hpp"
#include "engine/base/time.hpp"
#include "engine/crypto/secret.hpp"

namespace netra::hook {

crypto::Secret make_secret(Entropy& entropy);  // 32 random bytes
std::string secret_text(const crypto::Secret& secret);

// `at`: when this attempt is made; the receiver refuses what is too old. Counts in whole seconds.
std::string timestamp_text(Instant at);
std::string signature(const crypto::Secret& secret, std::string_view id, Instant at, std::string_view body);

}  // namespace netra::hook
