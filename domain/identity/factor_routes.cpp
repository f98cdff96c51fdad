#include "domain/identity/factors.hpp"
#include "domain/identity/identity_routes.hpp"
#include "domain/identity/sessions.hpp"
#include "domain/identity/sql.hpp"
#include "engine/crypto/code.hpp"
#include "engine/crypto/qr.hpp"
#include "engine/crypto/totp.hpp"

namespace netra::identity {

namespace {

constexpr int kRecoveryCodes = 10;

struct FactorView {
  bool is_on = false;
  bool is_required = false;
  bool is_enrolling = false;
  std::optional<crypto::QrCode> qr;  // while enrolling
  std::string secret;                // to type when the picture can't be read
};
BOOST_DESCRIBE_STRUCT(FactorView, (), (is_on, is_required, is_enrolling, qr, secret))

struct RecoveryView {
  std::vector<std::string> codes;  // shown once
  std::string next;
};
BOOST_DESCRIBE_STRUCT(RecoveryView, (), (codes, next))

struct CodeForm {
  std::string code;
};
BOOST_DESCRIBE_STRUCT(CodeForm, (), (code))

using Empty = http::Nothing;

std::string in_groups(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i != 0 && i % 4 == 0) out += ' ';
    out += text[i];
  }
  return out;
}

Result<http::Reply<FactorView>> show(http::Reading& call, const Services& s) {
  const auto& actor = actor_of(call);
  FactorView view;
  view.is_on = has_factor(call.db, actor.id);
  view.is_required = needs_factor(s.settings, roles_now(call.db, actor.id, call.now));
  if (view.is_on) return view;
  auto secret = member_secret(call.db, call.info.session_token);
  auto account = find_account(call.db, actor.id);
  if (!secret || !account) return view;
  if (auto factor = find_factor(call.db, actor.id, *secret)) {
    view.is_enrolling = true;
    view.secret = in_groups(crypto::to_base32(factor->secret.view()));
    if (auto qr = crypto::qr_code(crypto::totp_uri(factor->secret, s.settings.site, account->email))) view.qr = *qr;
  }
  return view;
}

Result<http::Reply<Empty>> start(http::Writing& call) {
  const auto& actor = actor_of(call);
  if (has_factor(call.tx, actor.id)) return fail(Outcome::kConflict, "second_factor.on");
  auto secret = member_secret(call.tx, call.info.session_token);
  if (!secret) return fail(std::move(secret.error()));
  auto locked = lock_factor(crypto::make_totp_secret(call.entropy), *secret, call.entropy);
  call.tx.unlogged(storage::Unlogged::kSession).execute(sql::identity::start_factor, {actor.id, locked});
  return http::see(Empty{}, "/me/second-factor");
}

std::vector<std::string> make_recovery_codes(storage::Writer& writer, Entropy& entropy, const std::string& account) {
  std::vector<std::string> codes;
  writer.execute(sql::identity::delete_recovery_codes, {account});
  for (int i = 0; i < kRecoveryCodes; ++i) {
    codes.push_back(crypto::make_short_code(entropy));
    writer.execute(sql::identity::insert_recovery_code, {account, recovery_hash(account, codes.back())});
  }
  return codes;
}

// Confirms with the first code, so that nobody is locked out by a phone that shows something else. Begins a new
// session: this one may have been half a session until now.
Result<http::Reply<RecoveryView>> confirm(http::Writing& call, const CodeForm& in, const Services& s) {
  const auto& actor = actor_of(call);
  if (has_factor(call.tx, actor.id)) return fail(Outcome::kConflict, "second_factor.on");
  auto secret = member_secret(call.tx, call.info.session_token);
  if (!secret) return fail(std::move(secret.error()));
  auto factor = find_factor(call.tx, actor.id, *secret);
  if (!factor) return fail(Outcome::kConflict, "second_factor.not_started");
  auto proof = read_factor(*factor, actor.id, in.code, call.now);
  if (!proof) return fail(std::move(proof.error()));
  auto& writer = journal::record(
      call.tx, call.now, call.entropy,
      {{actor.id, "", actor.active_office}, "identity.second_factor_on", {"account", actor.id}, {}, {}, {}});
  writer.execute(sql::identity::confirm_factor, {actor.id, call.now, *proof->step});
  http::Reply<RecoveryView> reply(RecoveryView{make_recovery_codes(writer, call.entropy, actor.id), s.settings.home});
  auto session =
      new_session(s.settings, call.now, call.entropy, actor.id, SessionState::full, actor.active_office, *secret);
  begin_session(call.tx, call.now, session, call.info.session_token);
  reply.cookie(session_cookie(session));
  return reply;
}

Result<http::Reply<Empty>> remove(http::Writing& call, const CodeForm& in, const Services& s) {
  const auto& actor = actor_of(call);
  if (needs_factor(s.settings, actor.roles)) return fail(Outcome::kForbidden, "second_factor.required");
  // A stolen session must not guess the factor away.
  auto bucket = "factor " + actor.id;
  if (!s.throttle.take(bucket, call.now)) return fail(Outcome::kTooMany, "sign_in.too_many");
  auto secret = member_secret(call.tx, call.info.session_token);
  if (!secret) return fail(std::move(secret.error()));
  auto factor = find_factor(call.tx, actor.id, *secret);
  if (!factor || !factor->confirmed) return fail(Outcome::kConflict, "second_factor.off");
  auto proof = read_factor(*factor, actor.id, in.code, call.now);
  if (!proof) return fail(std::move(proof.error()));
  auto& writer = journal::record(
      call.tx, call.now, call.entropy,
      {{actor.id, "", actor.active_office}, "identity.second_factor_off", {"account", actor.id}, {}, {}, {}});
  if (auto used = use_factor(writer, actor.id, *proof, call.now); !used) return fail(std::move(used.error()));
  writer.execute(sql::identity::delete_factor, {actor.id});
  writer.execute(sql::identity::delete_recovery_codes, {actor.id});
  s.throttle.forgive(bucket);
  return http::see(Empty{}, "/me");
}

}  // namespace

void add_factor_routes(http::Routes& routes, const Services& services) {
  auto s = std::make_shared<const Services>(services);
  routes
      .get<FactorView>("/me/second-factor", access::half_member(), {"identity/factor"},
                       [s](http::Reading& call) { return show(call, *s); })
      .summary("One's second factor; while it is being set up, the code to scan.");
  routes
      .post<Empty, Empty>("/me/second-factor", access::half_member(), {"identity/factor"},
                          [](http::Writing& call, const Empty&) { return start(call); })
      .again("/me/second-factor")
      .not_repeatable()
      .summary("Starts setting up a second factor.");
  routes
      .post<CodeForm, RecoveryView>("/me/second-factor/confirmation", access::half_member(),
                                    {"identity/recovery_codes"},
                                    [s](http::Writing& call, const CodeForm& in) { return confirm(call, in, *s); })
      .again("/me/second-factor")
      .not_repeatable()
      .summary("Confirms the second factor with its first code; answers with recovery codes, once.");
  routes
      .post<CodeForm, Empty>("/me/second-factor/removal", access::member(), {"identity/factor"},
                             [s](http::Writing& call, const CodeForm& in) { return remove(call, in, *s); })
      .again("/me/second-factor")
      .not_repeatable()
      .summary("Removes the second factor, unless the settings require it.");
}

}  // namespace netra::identity
