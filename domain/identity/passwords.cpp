#include <algorithm>

#include "domain/identity/identity.hpp"
#include "domain/identity/sql.hpp"
#include "engine/crypto/box.hpp"

namespace netra::identity {

namespace {

constexpr std::size_t kShortest = 12;
constexpr std::size_t kLongest = 200;  // bytes; argon2id would take more, a request should not

// Few different letters, or one's own address: what is guessed first.
bool is_easy(std::string_view password, std::string_view email) {
  std::string letters(password);
  std::sort(letters.begin(), letters.end());
  letters.erase(std::unique(letters.begin(), letters.end()), letters.end());
  if (letters.size() < 5) return true;
  auto local = email.substr(0, email.find('@'));
  return password == email || (local.size() >= 8 && password.starts_with(local));
}

auto wrong(std::string_view pointer, const char* code) {
  return fail_fields("request.fields", {{std::string(pointer), code, {}}});
}

}  // namespace

Result<Done> check_password(std::string_view password, std::string_view email, std::string_view pointer) {
  if (password.size() < kShortest) return wrong(pointer, "field.password_short");
  if (password.size() > kLongest) return wrong(pointer, "field.password_long");
  if (is_easy(password, email)) return wrong(pointer, "field.password_easy");
  return Done{};
}

Result<Password> make_password(crypto::PasswordHasher& hasher, Entropy& entropy, std::string_view password) {
  return make_password(hasher, entropy, password, crypto::make_key_pair(entropy).secret_key);
}

Result<Password> make_password(crypto::PasswordHasher& hasher, Entropy& entropy, std::string_view password,
                               const crypto::Secret& secret_key) {
  auto hash = hasher.hash(password);
  if (!hash) return fail(std::move(hash.error()));
  auto salt = crypto::make_salt(entropy);
  auto key = hasher.key(password, salt);
  if (!key) return fail(std::move(key.error()));
  return Password{*hash, salt, crypto::secretbox(*key, secret_key.view(), entropy), crypto::public_key_of(secret_key),
                  secret_key};
}

Result<Done> set_password(storage::Transaction& tx, Instant now, Entropy& entropy, const journal::ActorRef& by,
                          std::string_view account, const Password& password) {
  auto found = find_account(tx, account);
  if (!found) return fail(Outcome::kNotFound, "account.unknown");
  if (found->status == "disabled") return fail(Outcome::kConflict, "account.status");
  auto& writer = journal::record(tx, now, entropy, {by, "identity.password_set", {"account", found->id}, {}, {}, {}});
  writer.execute(sql::identity::set_password, {account, password.hash, crypto::to_bytes(password.salt), password.locked,
                                               crypto::to_bytes(password.public_key), now});
  // Another key pair: what was granted to the old one opens nothing any more, nor does the old second factor.
  writer.execute(sql::identity::delete_grants_of, {account});
  writer.execute(sql::identity::delete_sessions_of, {account});
  writer.execute(sql::identity::delete_factor, {account});
  writer.execute(sql::identity::delete_recovery_codes, {account});
  writer.execute(sql::identity::forget_devices, {account});
  writer.execute(sql::identity::void_invitations, {account, now});
  return Done{};
}

}  // namespace netra::identity
