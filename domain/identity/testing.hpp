// For tests of this and later features: offices, members with keys and sessions, and calls as the server makes them.
//
//   testing::make_office(db, "bawaslu-36.73");
//   auto member = testing::make_member(db, "satu@contoh.example", "bawaslu-36.73", {Role::case_officer});
//   testing::as(db, member, [&](http::Writing& call) { return open_for(call, ...); });
#pragma once

#include <functional>
#include <memory>

#include "domain/identity/gate.hpp"
#include "domain/identity/identity.hpp"
#include "domain/identity/office_keys_admin.hpp"
#include "domain/identity/office_tree.hpp"
#include "domain/identity/sessions.hpp"
#include "domain/office/office.hpp"

namespace netra::identity::testing {

inline const Instant kNow = from_ms(1'730'000'000'000);  // 27 October 2024
inline constexpr crypto::PasswordCost kCheap{1, 8192 * 8};
inline const journal::ActorRef kSystem{"system", "test", ""};

inline Entropy& entropy() {
  static SystemEntropy source;
  return source;
}

template <class T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().code + " " + result.error().detail);
  return std::move(*result);
}

// Written directly, so that tests need no import of regions.
inline void make_office(storage::Database& db, const std::string& id, const std::string& parent = {},
                        office::Level level = office::Level::regency) {
  must(storage::write(db, [&](storage::Transaction& tx) -> Result<Done> {
    tx.unlogged(storage::Unlogged::kReference)
        .execute(
            "INSERT INTO offices (id, kind, level, name, region_code, parent, number_code, register_code, zone, "
            "address, phone, email, website, desk_hours, public_intake) "
            "VALUES ($1, 'bawaslu', $2, $3, $4, $5, '', '', 'wib', '', '', '', '', 'normal', 1)",
            {id, level, "Kantor " + id, level == office::Level::national ? "" : "36.73", parent});
    return Done{};
  }));
}

struct Member {
  std::string account;
  std::string email;
  std::string password;
  std::string token;  // of a session
};

inline Member make_member(storage::Database& db, const std::string& email, const std::string& office,
                          const std::vector<Role>& roles, Instant now = kNow) {
  crypto::PasswordHasher hasher({4, 64}, kCheap);
  Settings settings;
  Member member{{}, email, "kata sandi contoh " + email, {}};
  auto password = must(make_password(hasher, entropy(), member.password));
  must(storage::write(db, [&](storage::Transaction& tx) -> Result<Done> {
    member.account = must(add_account(tx, now, entropy(), kSystem, {email, "Petugas Contoh", "id"}, office));
    must(set_password(tx, now, entropy(), kSystem, member.account, password));
    for (auto role : roles) must(grant_role(tx, now, entropy(), kSystem, {member.account, office, role, now, {}}));
    auto session =
        new_session(settings, now, entropy(), member.account, SessionState::full, office, password.secret_key);
    begin_session(tx, now, session, "");
    member.token = session.token;
    return Done{};
  }));
  return member;
}

inline RecoveryShares make_key(storage::Database& db, const std::string& office, Instant now = kNow) {
  return must(storage::write(db, [&](storage::Transaction& tx) -> Result<RecoveryShares> {
    return make_office_key(tx, now, entropy(), kSystem, office);
  }));
}

// Runs `work` as a request of the member (or of anybody who holds `member.token`).
template <class Work>
auto as(storage::Database& db, const Member& member, Work&& work, Instant now = kNow) {
  http::RequestInfo info;
  info.session_token = member.token;
  return storage::write(db, [&](storage::Transaction& tx) {
    Actor actor = make_actor(tx, member.account, now);
    http::Writing call{{now, info, actor, entropy()}, tx};
    return work(call);
  });
}

// Somebody the gate has let in, for tests that ask handlers directly. Without `tree` no office lies below another.
inline Actor let_in(
    const std::string& id, const std::vector<Role>& roles, const std::string& office,
    std::shared_ptr<const OfficeTree> tree = std::make_shared<const OfficeTree>(OfficeTree::Parents{})) {
  Actor out;
  out.id = out.name = id;
  for (auto role : roles) out.roles.push_back({role, office, office, "", Zone::wib});
  out.active_office = office;
  out.tree = std::move(tree);
  return out;
}

}  // namespace netra::identity::testing
