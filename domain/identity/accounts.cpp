#include <algorithm>

#include "domain/identity/identity.hpp"
#include "domain/identity/sql.hpp"

namespace netra::identity {

namespace {

Account account_from(const storage::Row& row, std::size_t created_column) {
  return {row.text(0), row.text(1), row.text(2), row.text(3), row.text(4), row.instant(created_column)};
}

std::vector<Account> accounts_from(const storage::Rows& rows) {
  std::vector<Account> accounts;
  for (const auto& row : rows) accounts.push_back(account_from(row, 5));
  return accounts;
}

std::optional<Account> one_account(const storage::Rows& rows) {
  if (rows.empty()) return std::nullopt;
  return account_from(rows[0], 9);
}

auto wrong_field(const char* pointer, const char* code) { return fail_fields("request.fields", {{pointer, code, {}}}); }

std::string trimmed(std::string_view text) {
  auto is_space = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return std::string(text);
}

}  // namespace

Result<std::string> normal_email(std::string_view typed) {
  auto email = trimmed(typed);
  std::ranges::transform(email, email.begin(),
                         [](unsigned char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c); });
  auto at = email.find('@');
  bool odd = std::ranges::any_of(email, [](unsigned char c) { return c <= ' ' || c == 127 || c == '<' || c == '>'; });
  if (email.empty()) return wrong_field("/email", "field.required");
  if (odd || at == 0 || at == std::string::npos || at + 1 == email.size() || email.rfind('@') != at ||
      email.size() > 254) {
    return wrong_field("/email", "field.email");
  }
  return email;
}

std::optional<Account> find_account(storage::Reader& db, std::string_view id) {
  return one_account(db.query(sql::identity::account_by_id, {id}));
}

std::optional<Account> find_account_by_email(storage::Reader& db, std::string_view email) {
  auto normal = normal_email(email);
  if (!normal) return std::nullopt;
  return one_account(db.query(sql::identity::account_by_email, {*normal}));
}

std::vector<Account> all_accounts(storage::Reader& db) { return accounts_from(db.query(sql::identity::all_accounts)); }

std::vector<Account> people_of_office(storage::Reader& db, std::string_view office) {
  return accounts_from(db.query(sql::identity::people_of_office, {office}));
}

std::string account_name(storage::Reader& db, std::string_view account) {
  auto found = find_account(db, account);
  return found ? found->name : std::string();
}

bool has_accounts(storage::Reader& db) { return db.integer(sql::identity::any_account).has_value(); }

Result<std::string> add_account(storage::Transaction& tx, Instant now, Entropy& entropy, const journal::ActorRef& by,
                                const NewAccount& account, std::string_view office) {
  auto email = normal_email(account.email);
  if (!email) return fail(std::move(email.error()));
  auto name = trimmed(account.name);
  if (name.empty()) return wrong_field("/name", "field.required");
  if (name.size() > 200) return wrong_field("/name", "field.too_long");
  if (find_account_by_email(tx, *email)) return fail(Outcome::kConflict, "account.exists");
  auto id = make_id(now, entropy);
  auto& writer = journal::record(
      tx, now, entropy, {by, "identity.account_added", {"account", id}, std::string(office), {{"name", name}}, {}});
  writer.execute(sql::identity::insert_account, {id, *email, name, account.language == "en" ? "en" : "id", now});
  return id;
}

namespace {

Result<storage::Writer*> change_status(storage::Transaction& tx, Instant now, Entropy& entropy,
                                       const journal::ActorRef& by, std::string_view account, const char* verb,
                                       const char* status, const std::string& reason) {
  auto found = find_account(tx, account);
  if (!found) return fail(Outcome::kNotFound, "account.unknown");
  if ((found->status == "disabled") == (std::string_view(status) == "disabled")) {
    return fail(Outcome::kConflict, "account.status");
  }
  auto& writer = journal::record(
      tx, now, entropy,
      {by, verb, {"account", found->id}, {}, {{"status", {{"from", found->status}, {"to", status}}}}, reason});
  writer.execute(sql::identity::set_status, {account, status});
  return &writer;
}

}  // namespace

Result<Done> disable_account(storage::Transaction& tx, Instant now, Entropy& entropy, const journal::ActorRef& by,
                             std::string_view account, const std::string& reason) {
  auto writer = change_status(tx, now, entropy, by, account, "identity.disabled", "disabled", reason);
  if (!writer) return fail(std::move(writer.error()));
  (*writer)->execute(sql::identity::delete_sessions_of, {account});
  (*writer)->execute(sql::identity::delete_grants_of, {account});
  (*writer)->execute(sql::identity::void_invitations, {account, now});
  return Done{};
}

Result<Done> enable_account(storage::Transaction& tx, Instant now, Entropy& entropy, const journal::ActorRef& by,
                            std::string_view account, const std::string& reason) {
  auto rows = tx.query(sql::identity::account_by_id, {account});
  bool has_password = !rows.empty() && !rows[0].is_null(5);
  auto writer =
      change_status(tx, now, entropy, by, account, "identity.enabled", has_password ? "active" : "invited", reason);
  if (!writer) return fail(std::move(writer.error()));
  return Done{};
}

}  // namespace netra::identity
