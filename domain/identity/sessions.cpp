#include "domain/identity/sessions.hpp"

#include <algorithm>

#include "domain/identity/sql.hpp"
#include "engine/crypto/box.hpp"
#include "engine/crypto/code.hpp"

namespace netra::identity {

namespace {

constexpr std::string_view kPurpose = "netra session member key";

SessionState state_of(std::string_view name) {
  return parse_enum<SessionState>(name).value_or(SessionState::second_factor);
}

}  // namespace

std::string token_hash(std::string_view token) { return crypto::sha256_hex(token); }

std::optional<Session> find_session(storage::Reader& db, std::string_view token, const Settings& settings,
                                    Instant now) {
  if (token.empty() || token.size() > 100) return std::nullopt;
  auto hash = token_hash(token);
  auto rows = db.query(sql::identity::session_by_token, {hash});
  if (rows.empty()) return std::nullopt;
  const auto& row = rows[0];
  Session session{hash,           row.text(0),    row.text(1), state_of(row.text(2)), row.text(3), row.instant(4),
                  row.instant(5), row.instant(6), row.text(7), row.text(8),           row.bytes(9)};
  auto idle = session.state == SessionState::full ? settings.idle : settings.half;
  if (session.expires_at <= now || session.last_seen_at + idle <= now) return std::nullopt;
  if (session.account_status != "active") return std::nullopt;
  return session;
}

Result<crypto::Secret> member_secret(storage::Reader& db, std::string_view token) {
  auto rows = db.query(sql::identity::session_by_token, {token_hash(token)});
  if (rows.empty() || rows[0].is_null(9)) return fail(Outcome::kForbidden, "key.not_granted");
  auto secret = crypto::secretbox_open(crypto::derive_key(token, kPurpose), rows[0].bytes(9));
  if (!secret) return fail(Outcome::kForbidden, "key.not_granted");
  return secret;
}

NewSession new_session(const Settings& settings, Instant now, Entropy& entropy, std::string_view account,
                       SessionState state, std::string_view active_office, const crypto::Secret& member_secret) {
  NewSession session;
  session.token = crypto::make_token(entropy);
  session.token_hash = token_hash(session.token);
  session.id = make_id(now, entropy);
  session.account = account;
  session.state = state;
  session.active_office = active_office;
  session.member_key = crypto::secretbox(crypto::derive_key(session.token, kPurpose), member_secret.view(), entropy);
  session.expires_at = now + (state == SessionState::full ? settings.absolute : settings.half);
  return session;
}

void begin_session(storage::Transaction& tx, Instant now, const NewSession& session, std::string_view old_token) {
  auto& writer = tx.unlogged(storage::Unlogged::kSession);
  if (!old_token.empty()) writer.execute(sql::identity::delete_session, {token_hash(old_token)});
  writer.execute(sql::identity::insert_session, {session.token_hash, session.id, session.account, session.state,
                                                 session.active_office, session.member_key, now, session.expires_at});
}

http::Cookie session_cookie(const NewSession& session) { return {kSessionCookie, session.token, std::nullopt}; }

bool needs_factor(const Settings& settings, const std::vector<RoleHeld>& roles) {
  if (settings.second_factor == FactorRule::all) return true;
  if (settings.second_factor == FactorRule::optional) return false;
  return std::ranges::any_of(roles, [](const RoleHeld& held) {
    return gives(held.role, Right::read_identity) || gives(held.role, Right::decide) ||
           gives(held.role, Right::manage_office) || gives(held.role, Right::manage_system);
  });
}

std::int64_t delete_expired_sessions(storage::Transaction& tx, Instant now) {
  return tx.unlogged(storage::Unlogged::kSession).execute(sql::identity::delete_expired_sessions, {now});
}

}  // namespace netra::identity
