#include "domain/identity/factors.hpp"

#include <algorithm>

#include "domain/identity/sql.hpp"
#include "engine/crypto/box.hpp"
#include "engine/crypto/code.hpp"
#include "engine/crypto/totp.hpp"

namespace netra::identity {

namespace {

crypto::Secret key_for(const crypto::Secret& member_secret) {
  return crypto::derive_key(member_secret.view(), "netra second factor");
}

auto wrong() { return fail_fields("second_factor.wrong", {{"/code", "field.second_factor", {}}}); }

}  // namespace

bool has_factor(storage::Reader& db, std::string_view account) {
  auto rows = db.query(sql::identity::factor_of, {account});
  return !rows.empty() && !rows[0].is_null(2);
}

std::optional<Factor> find_factor(storage::Reader& db, std::string_view account, const crypto::Secret& member_secret) {
  auto rows = db.query(sql::identity::factor_of, {account});
  if (rows.empty()) return std::nullopt;
  auto secret = crypto::secretbox_open(key_for(member_secret), rows[0].bytes(0));
  if (!secret) return std::nullopt;
  return Factor{std::move(*secret), rows[0].integer(1), !rows[0].is_null(2)};
}

storage::Bytes lock_factor(const crypto::Secret& factor, const crypto::Secret& member_secret, Entropy& entropy) {
  return crypto::secretbox(key_for(member_secret), factor.view(), entropy);
}

std::string recovery_hash(std::string_view account, std::string_view code) {
  return crypto::to_hex(crypto::hmac_sha256(account, code));
}

Result<FactorProof> read_factor(const Factor& factor, std::string_view account, std::string_view typed, Instant now) {
  std::string digits;
  std::ranges::copy_if(typed, std::back_inserter(digits), [](char c) { return c != ' ' && c != '-'; });
  if (digits.size() == 6) {
    auto step = crypto::totp_step(factor.secret, digits, now);
    if (!step || *step <= factor.last_step) return wrong();
    return FactorProof{step, {}};
  }
  auto code = crypto::normalise_short_code(typed);
  if (!code || !factor.confirmed) return wrong();
  return FactorProof{std::nullopt, recovery_hash(account, *code)};
}

Result<Done> use_factor(storage::Writer& db, std::string_view account, const FactorProof& proof, Instant now) {
  auto used = proof.step ? db.execute(sql::identity::use_step, {account, *proof.step})
                         : db.execute(sql::identity::use_recovery_code, {account, proof.recovery_hash, now});
  if (used != 1) return wrong();
  return Done{};
}

}  // namespace netra::identity
