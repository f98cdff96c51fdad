// Signing in, one's own account, people and roles, keys of offices, the first start.
//
// Threads: as all routes; the parts must outlive them.
#pragma once

#include <vector>

#include "domain/identity/handover.hpp"
#include "domain/identity/identity.hpp"
#include "domain/identity/throttle.hpp"
#include "engine/base/assets.hpp"

namespace netra::identity {

struct Services {
  const Settings& settings;
  const Assets& assets;  // for the offices made at the first start
  crypto::PasswordHasher& hasher;
  SignInThrottle& throttle;
  std::vector<const OpenWork*> work;  // what a leaving person may hold open
};

void add_identity_routes(http::Routes& routes, const Services& services);

// Its parts, by topic.
void add_sign_in_routes(http::Routes& routes, const Services& services);
void add_me_routes(http::Routes& routes, const Services& services);
void add_factor_routes(http::Routes& routes, const Services& services);
void add_link_routes(http::Routes& routes, const Services& services);
void add_people_routes(http::Routes& routes, const Services& services);
void add_person_routes(http::Routes& routes, const Services& services);
void add_key_routes(http::Routes& routes, const Services& services);
void add_welcome_routes(http::Routes& routes, const Services& services);

// The office whose journal `wanted` may be read by the caller; for journal::JournalServices. Errors: access.denied
Result<std::string> journal_office(http::Reading& call, std::string_view wanted);

}  // namespace netra::identity
