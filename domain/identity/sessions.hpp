// Sessions: a token that only the browser holds, and what the database keeps of it. Private to domain/identity.
#pragma once

#include <optional>
#include <string>

#include "domain/identity/identity.hpp"
#include "engine/crypto/secret.hpp"

namespace netra::identity {

enum class SessionState { full, second_factor, enrolment };
BOOST_DESCRIBE_ENUM(SessionState, full, second_factor, enrolment)

struct Session {
  std::string token_hash;
  std::string id;
  std::string account;
  SessionState state = SessionState::full;
  std::string active_office;
  Instant created_at, last_seen_at, expires_at;
  std::string account_name;
  std::string account_status;
  storage::Bytes member_key;
};

std::string token_hash(std::string_view token);
// The session of a token, when it has not expired (idle or absolute) and its account is active.
std::optional<Session> find_session(storage::Reader& db, std::string_view token, const Settings& settings, Instant now);
// The member's secret key out of the session. Errors: key.not_granted
Result<crypto::Secret> member_secret(storage::Reader& db, std::string_view token);

// A session about to begin; made outside the unit of work.
struct NewSession {
  std::string token;
  std::string token_hash;
  std::string id;
  std::string account;
  SessionState state = SessionState::full;
  std::string active_office;
  storage::Bytes member_key;
  Instant expires_at;
};
NewSession new_session(const Settings& settings, Instant now, Entropy& entropy, std::string_view account,
                       SessionState state, std::string_view active_office, const crypto::Secret& member_secret);
// Stores it and ends the one whose token came with the request, so that nobody can fix a token in advance.
void begin_session(storage::Transaction& tx, Instant now, const NewSession& session, std::string_view old_token);
http::Cookie session_cookie(const NewSession& session);

inline constexpr const char* kSessionCookie = "__Host-netra";
inline constexpr const char* kDeviceCookie = "__Host-netra-device";

// May this person go on without a second factor?
bool needs_factor(const Settings& settings, const std::vector<RoleHeld>& roles);

}  // namespace netra::identity
