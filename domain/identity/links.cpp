// One-time links: invitations, resets; and the code of the first start.
#include "domain/identity/identity.hpp"
#include "domain/identity/sessions.hpp"
#include "domain/identity/sql.hpp"
#include "engine/crypto/code.hpp"
#include "engine/crypto/hash.hpp"
#include "engine/mail/mail.hpp"

namespace netra::identity {

Result<std::string> invite(storage::Transaction& tx, Instant now, Entropy& entropy, const journal::ActorRef& by,
                           std::string_view account, std::string_view office, const Settings& settings,
                           Delivery delivery) {
  auto found = find_account(tx, account);
  if (!found) return fail(Outcome::kNotFound, "account.unknown");
  if (found->status != "invited") return fail(Outcome::kConflict, "account.status");
  auto token = crypto::make_token(entropy);
  auto& writer = journal::record(tx, now, entropy,
                                 {by,
                                  "identity.invited",
                                  {"account", found->id},
                                  std::string(office),
                                  {{"delivery", std::string(enum_name(delivery))}},
                                  {}});
  writer.execute(sql::identity::void_invitations, {account, now});
  writer.execute(sql::identity::insert_invitation,
                 {token_hash(token), account, office, by.account, now + settings.invitation});
  return token;
}

Result<std::string> reset_by_operator(storage::Transaction& tx, Instant now, Entropy& entropy, std::string_view account,
                                      const std::string& reason, const Settings& settings) {
  auto found = find_account(tx, account);
  if (!found) return fail(Outcome::kNotFound, "account.unknown");
  if (found->status == "disabled") return fail(Outcome::kConflict, "account.status");
  auto token = crypto::make_token(entropy);
  auto id = make_id(now, entropy);
  journal::ActorRef by{"system", "operator", ""};
  auto& writer =
      journal::record(tx, now, entropy, {by, "identity.reset_by_operator", {"account", found->id}, {}, {}, reason});
  writer.execute(sql::identity::insert_reset, {id, account, "", "system", now, reason});
  writer.execute(sql::identity::confirm_reset, {id, "operator", now, token_hash(token), now + settings.reset});
  return token;
}

Result<Done> mail_link(storage::Transaction& tx, Instant now, Entropy& entropy, const Settings& settings,
                       const Account& to, std::string_view notice, const std::string& path, LocalTime until) {
  mail::Notice mail{{to.email}, to.language, std::string(notice), path, until, {}, settings.link_key};
  return mail::enqueue(tx.unlogged(storage::Unlogged::kJob), now, entropy, mail);
}

std::string invitation_path(std::string_view token) { return "/invitations/" + std::string(token); }
std::string reset_path(std::string_view token) { return "/password-resets/" + std::string(token); }

std::optional<std::string> prepare_first_start(storage::Transaction& tx, Instant now, Entropy& entropy) {
  if (has_accounts(tx)) return std::nullopt;
  auto code = crypto::make_code(entropy);
  tx.unlogged(storage::Unlogged::kSession).execute(sql::identity::set_setup_code, {crypto::sha256_hex(code), now});
  return code;
}

}  // namespace netra::identity
