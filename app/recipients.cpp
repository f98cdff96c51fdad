#include "app/recipients.hpp"

#include <algorithm>

#include "domain/identity/identity.hpp"

namespace netra::app {

namespace {

bool hears(Role role, bool to_commissioner) {
  if (to_commissioner) return role == Role::commissioner;
  return role == Role::intake_officer || role == Role::case_officer || role == Role::registrar;
}

}  // namespace

std::vector<std::string> recipients(storage::Reader& db, std::string_view office, bool to_commissioner, Instant now) {
  std::vector<std::string> out;
  for (const auto& account : identity::people_of_office(db, office)) {
    if (account.status != "active") continue;
    auto roles = identity::roles_now(db, account.id, now);
    bool concerned = std::any_of(roles.begin(), roles.end(), [&](const RoleHeld& held) {
      return held.office == office && hears(held.role, to_commissioner);
    });
    if (concerned) out.push_back(account.email);
  }
  return out;
}

}  // namespace netra::app
