// The second factor. Private to domain/identity.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/identity/identity.hpp"
#include "engine/crypto/secret.hpp"

namespace netra::identity {

struct Factor {
  crypto::Secret secret;
  std::int64_t last_step = 0;
  bool confirmed = false;
};

bool has_factor(storage::Reader& db, std::string_view account);  // confirmed
// Opened with the member's secret key. Nothing when there is none or it was locked with another key.
std::optional<Factor> find_factor(storage::Reader& db, std::string_view account, const crypto::Secret& member_secret);
storage::Bytes lock_factor(const crypto::Secret& factor, const crypto::Secret& member_secret, Entropy& entropy);

// What was typed: a step of the app or the hash of a recovery code.
struct FactorProof {
  std::optional<std::int64_t> step;
  std::string recovery_hash;
};
// Errors: second_factor.wrong
Result<FactorProof> read_factor(const Factor& factor, std::string_view account, std::string_view typed, Instant now);
// Uses it up; each step and each code once. Errors: second_factor.wrong
Result<Done> use_factor(storage::Writer& db, std::string_view account, const FactorProof& proof, Instant now);

std::string recovery_hash(std::string_view account, std::string_view code);

}  // namespace netra::identity
