// Accounts, roles held for a period, passwords, sessions: what the pages, the command line and the demo build on.
//
// Functions that write take a Transaction and leave their acts themselves. Slow work (argon2id) is a step of its own
// (`make_password`), to be done before the unit of work.
//
// Threads: functions as the Reader or Transaction handed in; Settings is immutable.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/identity/actor.hpp"
#include "domain/identity/handover.hpp"
#include "engine/crypto/password.hpp"

namespace netra::identity {

enum class FactorRule {
  optional,   // who wants it
  sensitive,  // whoever holds a role that opens identities, decides, or manages an office
  all,
};
BOOST_DESCRIBE_ENUM(FactorRule, optional, sensitive, all)

struct Settings {
  std::chrono::minutes idle{120};          // a session ends after so long without a request
  std::chrono::minutes absolute{12 * 60};  // ... and in any case after so long
  std::chrono::minutes half{15};           // time for the second step of signing in
  std::chrono::hours invitation{72};
  std::chrono::hours reset{24};
  FactorRule second_factor = FactorRule::optional;
  std::string home = "/today";  // where one lands after signing in
  std::string base_url;         // "https://netra.example": for links that are handed over; may be empty
  std::string site = "Netra";   // as the authenticator app shows it
  crypto::Secret link_key{};    // locks one-time links in the outbox; empty: no mail leaves, links are shown once
};

// ---- accounts ----

struct Account {
  std::string id;
  std::string email;
  std::string name;
  std::string status;  // invited, active, disabled
  std::string language;
  Instant created_at;
};
BOOST_DESCRIBE_STRUCT(Account, (), (id, email, name, status, language, created_at))

struct NewAccount {
  std::string email;
  std::string name;
  std::string language = "id";
};

// "  Siti@Contoh.Example " -> "siti@contoh.example". Errors: field.email as a field error of /email
Result<std::string> normal_email(std::string_view typed);

std::optional<Account> find_account(storage::Reader& db, std::string_view id);
std::optional<Account> find_account_by_email(storage::Reader& db, std::string_view email);
std::vector<Account> all_accounts(storage::Reader& db);
std::vector<Account> people_of_office(storage::Reader& db, std::string_view office);
// The name to show for an actor of the journal; empty for "citizen", "system" and the unknown.
std::string account_name(storage::Reader& db, std::string_view account);

// Invited: can't sign in until a password is set. Act: identity.account_added.
// Errors: account.exists (kConflict), request.fields
Result<std::string> add_account(storage::Transaction& tx, Instant now, Entropy& entropy, const journal::ActorRef& by,
                                const NewAccount& account, std::string_view office);
// Ends sessions and key access too. Act: identity.disabled. Errors: account.unknown, account.status (kConflict)
Result<Done> disable_account(storage::Transaction& tx, Instant now, Entropy& entropy, const journal::ActorRef& by,
                             std::string_view account, const std::string& reason);
Result<Done> enable_account(storage::Transaction& tx, Instant now, Entropy& entropy, const journal::ActorRef& by,
                            std::string_view account, const std::string& reason);

// ---- roles ----

// Who holds a role in an office at a moment, by name; disabled accounts are left out.
struct Holder {
  std::string account;
  std::string name;
};
std::vector<Holder> holders_of(storage::Reader& db, std::string_view office, Role role, Instant at);

struct RoleGrant {
  std::string id;
  std::string account;
  std::string office;
  std::string office_name;
  Role role = Role::auditor;
  Instant from;
  std::optional<Instant> until;
  std::string granted_by;
  Instant granted_at;
  std::string ended_by;
  std::optional<Instant> ended_at;
};

std::vector<RoleHeld> roles_now(storage::Reader& db, std::string_view account, Instant now);
std::vector<RoleGrant> grants_of(storage::Reader& db, std::string_view account);
std::optional<RoleGrant> find_grant(storage::Reader& db, std::string_view id);

struct NewGrant {
  std::string account;
  std::string office;
  Role role = Role::auditor;
  Instant from;
  std::optional<Instant> until;
};
// Act: identity.role_granted. Errors: office.unknown, account.unknown, role.held (kConflict), role.period
Result<std::string> grant_role(storage::Transaction& tx, Instant now, Entropy& entropy, const journal::ActorRef& by,
                               const NewGrant& grant);
// Ends now; takes back the office's keys when no other role there opens identities. Act: identity.role_ended.
// Errors: role.unknown, role.ended (kConflict)
Result<Done> end_role(storage::Transaction& tx, Instant now, Entropy& entropy, const journal::ActorRef& by,
                      std::string_view grant, const std::string& reason);

// ---- passwords ----

// A password turned into what is stored, with the member's key pair locked by it.
struct Password {
  std::string hash;
  std::string salt;
  storage::Bytes locked;  // the secret key
  std::string public_key;
  crypto::Secret secret_key;  // for the session that begins
};

// Errors: field errors field.password_short, _long, _easy at `pointer`
Result<Done> check_password(std::string_view password, std::string_view email, std::string_view pointer);
// With a new key pair. Slow: about two argon2id computations. Errors: password.busy
Result<Password> make_password(crypto::PasswordHasher& hasher, Entropy& entropy, std::string_view password);
// With the key pair the member already has.
Result<Password> make_password(crypto::PasswordHasher& hasher, Entropy& entropy, std::string_view password,
                               const crypto::Secret& secret_key);
// Sets it and activates the account; former key access and sessions end. Act: identity.password_set.
Result<Done> set_password(storage::Transaction& tx, Instant now, Entropy& entropy, const journal::ActorRef& by,
                          std::string_view account, const Password& password);

// ---- links: invitations and resets ----

// How a one-time link reaches its person: by mail nobody else sees it; by hand whoever made it sees it once.
enum class Delivery { mail, hand };
BOOST_DESCRIBE_ENUM(Delivery, mail, hand)

// A one-time link for an invited person. Act: identity.invited. Errors: account.unknown, account.status (kConflict)
Result<std::string> invite(storage::Transaction& tx, Instant now, Entropy& entropy, const journal::ActorRef& by,
                           std::string_view account, std::string_view office, const Settings& settings,
                           Delivery delivery = Delivery::hand);
// Puts the mail that carries a one-time link into the outbox, locked with `settings.link_key`, which must be there.
// `notice` is "account_invited" or "password_reset". Errors: mail.address
Result<Done> mail_link(storage::Transaction& tx, Instant now, Entropy& entropy, const Settings& settings,
                       const Account& to, std::string_view notice, const std::string& path, LocalTime until);
// Who keeps the machine may reset without a second administrator (`netra user reset`); the act says "system". Returns
// the link's token.
Result<std::string> reset_by_operator(storage::Transaction& tx, Instant now, Entropy& entropy, std::string_view account,
                                      const std::string& reason, const Settings& settings);
std::string invitation_path(std::string_view token);
std::string reset_path(std::string_view token);

// ---- first start ----

// A new one-time code for the log when there is no account yet; nothing otherwise. Call at each start.
std::optional<std::string> prepare_first_start(storage::Transaction& tx, Instant now, Entropy& entropy);
bool has_accounts(storage::Reader& db);

// ---- sessions ----

// For jobs: what has expired is deleted. Returns how many.
std::int64_t delete_expired_sessions(storage::Transaction& tx, Instant now);

}  // namespace netra::identity
