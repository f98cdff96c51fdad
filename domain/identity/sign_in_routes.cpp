#include "domain/identity/factors.hpp"
#include "domain/identity/identity_routes.hpp"
#include "domain/identity/sessions.hpp"
#include "domain/identity/sql.hpp"
#include "engine/crypto/box.hpp"
#include "engine/crypto/code.hpp"
#include "engine/http/text.hpp"

namespace netra::identity {

namespace {

struct SignInView {
  std::string next;
  bool first_start = false;   // nobody has an account yet: the wizard waits at /welcome
  bool password_set = false;  // coming from an invitation or a reset
};
BOOST_DESCRIBE_STRUCT(SignInView, (), (next, first_start, password_set))

struct SignInForm {
  std::string email;
  std::string password;
  std::optional<std::string> next;
};
BOOST_DESCRIBE_STRUCT(SignInForm, (), (email, password, next))

struct CodeForm {
  std::string code;
  std::optional<std::string> next;
};
BOOST_DESCRIBE_STRUCT(CodeForm, (), (code, next))

struct SignedIn {
  SessionState state = SessionState::full;
  std::string next;  // where to go on
};
BOOST_DESCRIBE_STRUCT(SignedIn, (), (state, next))

constexpr auto kDeviceAge = std::chrono::hours(24 * 400);  // the longest that browsers keep a cookie

std::string safe_next(const std::optional<std::string>& next, const Settings& settings) {
  return next && http::is_own_address(*next) ? *next : settings.home;
}

std::string next_step(const NewSession& session, const std::string& next) {
  if (session.state == SessionState::second_factor) return "/sign-in/second-factor";
  if (session.state == SessionState::enrolment) return "/me/second-factor";
  return next;
}

auto wrong() { return fail(Outcome::kInvalid, "sign_in.wrong"); }

struct SignInReady {
  NewSession session;
  std::string next;
};

std::string throttle_key(http::Reading& call, const std::string& email, const std::string& account) {
  const auto& device = call.info.device_token;
  if (!device.empty() && !account.empty()) {
    auto hash = token_hash(device);
    if (!call.db.query(sql::identity::known_device, {hash, account}).empty()) return "device " + hash + " " + email;
  }
  return "network " + call.info.network + " " + email;
}

SessionState first_state(storage::Reader& db, const Services& s, const std::string& account, Instant now) {
  if (has_factor(db, account)) return SessionState::second_factor;
  return needs_factor(s.settings, roles_now(db, account, now)) ? SessionState::enrolment : SessionState::full;
}

Result<SignInReady> check_sign_in(http::Reading& call, const SignInForm& in, const Services& s) {
  auto email = normal_email(in.email).value_or("");
  auto rows = call.db.query(sql::identity::account_by_email, {email});
  bool known = !rows.empty() && !rows[0].is_null(5);
  auto account = known ? rows[0].text(0) : std::string();
  auto bucket = throttle_key(call, email, account);
  if (!s.throttle.take(bucket, call.now)) return fail(Outcome::kTooMany, "sign_in.too_many");
  if (!known) {
    // Costs the same time as a wrong password, so that nobody learns who has an account.
    auto pretended = s.hasher.pretend(in.password);
    return pretended ? Result<SignInReady>(wrong()) : fail(std::move(pretended.error()));
  }
  auto right = s.hasher.verify(rows[0].text(5), in.password);
  if (!right) return fail(std::move(right.error()));
  if (!*right || rows[0].text(3) != "active") return wrong();
  auto key = s.hasher.key(in.password, crypto::text_of(rows[0].bytes(7)));
  if (!key) return fail(std::move(key.error()));
  auto secret = crypto::secretbox_open(*key, rows[0].bytes(8));
  if (!secret) return fail(Outcome::kUnavailable, "sign_in.key", "the member's key does not open for " + account);
  s.throttle.forgive(bucket);
  auto state = first_state(call.db, s, account, call.now);
  return SignInReady{new_session(s.settings, call.now, call.entropy, account, state, "", *secret),
                     safe_next(in.next, s.settings)};
}

// A device is remembered once somebody is wholly signed in on it.
std::optional<http::Cookie> remember_device(http::Writing& call, const std::string& account) {
  auto token = call.info.device_token;
  bool is_new = token.size() != 43;
  if (is_new) token = crypto::make_token(call.entropy);
  call.tx.unlogged(storage::Unlogged::kSession)
      .execute(sql::identity::remember_device, {token_hash(token), account, call.now});
  if (!is_new) return std::nullopt;
  return http::Cookie{kDeviceCookie, token, std::chrono::seconds(kDeviceAge)};
}

Result<http::Reply<SignedIn>> begin(http::Writing& call, const SignInReady& ready) {
  begin_session(call.tx, call.now, ready.session, call.info.session_token);
  auto reply = http::see(SignedIn{ready.session.state, ready.next}, next_step(ready.session, ready.next));
  if (ready.session.state == SessionState::full) {
    if (auto device = remember_device(call, ready.session.account)) reply.cookie(*device);
  }
  reply.cookie(session_cookie(ready.session));
  return reply;
}

struct CodeReady {
  SignInReady sign_in;
  FactorProof proof;
};

Result<CodeReady> check_code(http::Reading& call, const CodeForm& in, const Services& s) {
  auto session = find_session(call.db, call.info.session_token, s.settings, call.now);
  if (!session || session->state != SessionState::second_factor)
    return fail(Outcome::kUnauthorised, "session.required");
  // Only who knows the password comes here, so a bucket for the account locks no stranger's victim out.
  auto bucket = "factor " + session->account;
  if (!s.throttle.take(bucket, call.now)) return fail(Outcome::kTooMany, "sign_in.too_many");
  auto secret = member_secret(call.db, call.info.session_token);
  if (!secret) return fail(std::move(secret.error()));
  auto factor = find_factor(call.db, session->account, *secret);
  if (!factor || !factor->confirmed) return fail(Outcome::kUnauthorised, "session.required");
  auto proof = read_factor(*factor, session->account, in.code, call.now);
  if (!proof) return fail(std::move(proof.error()));
  s.throttle.forgive(bucket);
  return CodeReady{{new_session(s.settings, call.now, call.entropy, session->account, SessionState::full, "", *secret),
                    safe_next(in.next, s.settings)},
                   *proof};
}

}  // namespace

void add_sign_in_routes(http::Routes& routes, const Services& services) {
  auto s = std::make_shared<const Services>(services);
  routes
      .get<SignInView>("/sign-in", access::anyone(), {"identity/sign_in"},
                       [](http::Reading& call) -> Result<http::Reply<SignInView>> {
                         return SignInView{call.query("next").value_or(""), !has_accounts(call.db),
                                           call.query("done") == "password"};
                       })
      .summary("The form to sign in with.")
      .query("next", "Where to go afterwards, on this server.")
      .query("done", "What has just been done.");
  routes
      .post<SignInForm, SignedIn, SignInReady>(
          "/sign-in", access::anyone(), {"identity/sign_in"},
          [s](http::Reading& call, const SignInForm& in) { return check_sign_in(call, in, *s); },
          [](http::Writing& call, const SignInReady& ready) { return begin(call, ready); })
      .again("/sign-in")
      .not_repeatable()
      .summary("Signs in; the session is a cookie. `state` says whether a second factor is still needed.");
  routes
      .get<SignInView>("/sign-in/second-factor", access::half_member(), {"identity/second_factor"},
                       [](http::Reading& call) -> Result<http::Reply<SignInView>> {
                         return SignInView{call.query("next").value_or(""), false, false};
                       })
      .summary("The form for the second factor.")
      .query("next", "Where to go afterwards, on this server.");
  routes
      .post<CodeForm, SignedIn, CodeReady>(
          "/sign-in/second-factor", access::half_member(), {"identity/second_factor"},
          [s](http::Reading& call, const CodeForm& in) { return check_code(call, in, *s); },
          [](http::Writing& call, const CodeReady& ready) -> Result<http::Reply<SignedIn>> {
            auto used = use_factor(call.tx.unlogged(storage::Unlogged::kSession), ready.sign_in.session.account,
                                   ready.proof, call.now);
            if (!used) return fail(std::move(used.error()));
            return begin(call, ready.sign_in);
          })
      .again("/sign-in/second-factor")
      .not_repeatable()
      .summary("Completes signing in with a code of the authenticator app or a recovery code.");
  routes
      .post<http::Nothing, http::Nothing>(
          "/sign-out", access::anyone(), {"identity/sign_in"},
          [](http::Writing& call, const http::Nothing&) -> Result<http::Reply<http::Nothing>> {
            call.tx.unlogged(storage::Unlogged::kSession)
                .execute(sql::identity::delete_session, {token_hash(call.info.session_token)});
            auto reply = http::see(http::Nothing{}, "/sign-in");
            reply.cookie({kSessionCookie, "", std::nullopt});
            return reply;
          })
      .not_repeatable()
      .summary("Ends the session.");
}

}  // namespace netra::identity
