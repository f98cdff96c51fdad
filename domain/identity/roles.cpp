#include <algorithm>

#include "domain/identity/identity.hpp"
#include "domain/identity/sql.hpp"
#include "domain/office/office.hpp"

namespace netra::identity {

namespace {

RoleGrant grant_from(const storage::Row& row) {
  RoleGrant grant;
  grant.id = row.text(0);
  grant.account = row.text(1);
  grant.office = row.text(2);
  grant.role = parse_enum<Role>(row.text(3)).value_or(Role::auditor);
  grant.from = row.instant(4);
  if (!row.is_null(5)) grant.until = row.instant(5);
  grant.granted_by = row.text(6);
  grant.granted_at = row.instant(7);
  grant.ended_by = row.text(8);
  if (!row.is_null(9)) grant.ended_at = row.instant(9);
  if (row.values.size() > 10) grant.office_name = row.text(10);
  return grant;
}

json::value date_or_null(const std::optional<Instant>& at) {
  return at ? json::value(format_utc(*at)) : json::value(nullptr);
}

}  // namespace

std::vector<RoleHeld> roles_now(storage::Reader& db, std::string_view account, Instant now) {
  std::vector<RoleHeld> roles;
  for (const auto& row : db.query(sql::identity::roles_now, {account, now})) {
    auto role = parse_enum<Role>(row.text(0));
    if (!role) continue;  // a role of a newer Netra gives nothing here
    roles.push_back({*role, row.text(1), row.text(2), row.text(3), parse_zone(row.text(4)).value_or(Zone::wib)});
  }
  return roles;
}

std::vector<RoleGrant> grants_of(storage::Reader& db, std::string_view account) {
  std::vector<RoleGrant> grants;
  for (const auto& row : db.query(sql::identity::grants_of_account, {account})) grants.push_back(grant_from(row));
  return grants;
}

std::optional<RoleGrant> find_grant(storage::Reader& db, std::string_view id) {
  auto rows = db.query(sql::identity::grant_by_id, {id});
  if (rows.empty()) return std::nullopt;
  return grant_from(rows[0]);
}

Result<std::string> grant_role(storage::Transaction& tx, Instant now, Entropy& entropy, const journal::ActorRef& by,
                               const NewGrant& grant) {
  if (!find_account(tx, grant.account)) return fail(Outcome::kNotFound, "account.unknown");
  if (!office::find_office(tx, grant.office)) return fail(Outcome::kNotFound, "office.unknown");
  if (grant.until && *grant.until <= std::max(grant.from, now)) {
    return fail_fields("role.period", {{"/until", "field.period", {}}});
  }
  auto same = tx.query(sql::identity::same_grant, {grant.account, grant.office, grant.role, grant.from, grant.until});
  if (!same.empty()) return fail(Outcome::kConflict, "role.held");
  auto id = make_id(now, entropy);
  auto& writer = journal::record(tx, now, entropy,
                                 {by,
                                  "identity.role_granted",
                                  {"account", grant.account},
                                  grant.office,
                                  {{"role", std::string(enum_name(grant.role))},
                                   {"from", format_utc(grant.from)},
                                   {"until", date_or_null(grant.until)}},
                                  {}});
  writer.execute(sql::identity::insert_grant,
                 {id, grant.account, grant.office, grant.role, grant.from, grant.until, by.account, now});
  return id;
}

Result<Done> end_role(storage::Transaction& tx, Instant now, Entropy& entropy, const journal::ActorRef& by,
                      std::string_view id, const std::string& reason) {
  auto grant = find_grant(tx, id);
  if (!grant) return fail(Outcome::kNotFound, "role.unknown");
  if (grant->ended_at || (grant->until && *grant->until <= now)) return fail(Outcome::kConflict, "role.ended");
  auto& writer = journal::record(tx, now, entropy,
                                 {by,
                                  "identity.role_ended",
                                  {"account", grant->account},
                                  grant->office,
                                  {{"role", std::string(enum_name(grant->role))}},
                                  reason});
  writer.execute(sql::identity::end_grant, {id, by.account, now});
  auto left = roles_now(writer, grant->account, now);
  bool still = std::ranges::any_of(left, [&](const RoleHeld& held) {
    return held.office == grant->office && gives(held.role, Right::read_identity);
  });
  if (!still) writer.execute(sql::identity::delete_grants_in_office, {grant->account, grant->office});
  return Done{};
}

std::vector<Holder> holders_of(storage::Reader& db, std::string_view office, Role role, Instant at) {
  std::vector<Holder> out;
  for (const auto& row : db.query(sql::identity::holders_now, {office, at}))
    if (row.text(1) == enum_name(role)) out.push_back({row.text(0), row.text(2)});
  return out;
}

}  // namespace netra::identity
