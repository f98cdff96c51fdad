#include <algorithm>

#include "domain/identity/factors.hpp"
#include "domain/identity/identity_routes.hpp"
#include "domain/identity/sessions.hpp"
#include "domain/identity/sql.hpp"
#include "engine/crypto/box.hpp"

namespace netra::identity {

namespace {

struct SessionRow {
  std::string id;
  LocalTime began_at, seen_at, expires_at;
  bool is_this = false;
};
BOOST_DESCRIBE_STRUCT(SessionRow, (), (id, began_at, seen_at, expires_at, is_this))

struct RoleRow {
  Role role = Role::auditor;
  std::string office;
  std::string office_name;
};
BOOST_DESCRIBE_STRUCT(RoleRow, (), (role, office, office_name))

struct MeView {
  std::string id, name, email, language;
  std::vector<RoleRow> roles;
  std::vector<SessionRow> sessions;
  bool second_factor = false;
  bool needs_factor = false;
  std::int64_t recovery_codes_left = 0;
  std::vector<std::string> languages{"id", "en"};
};
BOOST_DESCRIBE_STRUCT(MeView, (),
                      (id, name, email, language, roles, sessions, second_factor, needs_factor, recovery_codes_left,
                       languages))

struct ProfileForm {
  std::string name;
  std::string language;
};
BOOST_DESCRIBE_STRUCT(ProfileForm, (), (name, language))

struct PasswordForm {
  std::string old_password;
  std::string new_password;
};
BOOST_DESCRIBE_STRUCT(PasswordForm, (), (old_password, new_password))

struct OfficeForm {
  std::string office;
};
BOOST_DESCRIBE_STRUCT(OfficeForm, (), (office))

using Empty = http::Nothing;
using Answer = Result<http::Reply<Empty>>;

Answer back_to_me() { return http::see(Empty{}, "/me"); }

Result<http::Reply<MeView>> show_me(http::Reading& call, const Services& s) {
  const auto& actor = actor_of(call);
  auto account = find_account(call.db, actor.id);
  if (!account) return fail(Outcome::kNotFound, "account.unknown");
  MeView view{account->id, account->name, account->email, account->language};
  auto zone = actor.zone();
  for (const auto& held : actor.roles) view.roles.push_back({held.role, held.office, held.office_name});
  for (const auto& row : call.db.query(sql::identity::sessions_of, {actor.id})) {
    bool is_over = row.instant(4) <= call.now || row.instant(3) + s.settings.idle <= call.now;
    if (is_over && row.text(0) != actor.session_id) continue;  // waits only for the clean-up
    view.sessions.push_back({row.text(0),
                             {row.instant(2), zone},
                             {row.instant(3), zone},
                             {row.instant(4), zone},
                             row.text(0) == actor.session_id});
  }
  view.second_factor = identity::has_factor(call.db, actor.id);
  view.needs_factor = identity::needs_factor(s.settings, actor.roles);
  view.recovery_codes_left = call.db.integer(sql::identity::recovery_codes_left, {actor.id}).value_or(0);
  return view;
}

Answer change_profile(http::Writing& call, const ProfileForm& in) {
  const auto& actor = actor_of(call);
  if (in.name.empty() || in.name.size() > 200) {
    return fail_fields("request.fields", {{"/name", in.name.empty() ? "field.required" : "field.too_long", {}}});
  }
  auto& writer = journal::record(call.tx, call.now, call.entropy,
                                 {{actor.id, "", actor.active_office},
                                  "identity.profile_changed",
                                  {"account", actor.id},
                                  {},
                                  {{"name", {{"from", actor.name}, {"to", in.name}}}},
                                  {}});
  writer.execute(sql::identity::set_profile, {actor.id, in.name, in.language == "en" ? "en" : "id"});
  return back_to_me();
}

struct PasswordReady {
  Password password;
  storage::Bytes old_lock;
};

Result<PasswordReady> prepare_password(http::Reading& call, const PasswordForm& in, const Services& s) {
  const auto& actor = actor_of(call);
  auto rows = call.db.query(sql::identity::account_by_id, {actor.id});
  if (rows.empty()) return fail(Outcome::kNotFound, "account.unknown");
  if (auto good = check_password(in.new_password, rows[0].text(1), "/new_password"); !good)
    return fail(std::move(good.error()));
  auto bucket = "password " + actor.id;
  if (!s.throttle.take(bucket, call.now)) return fail(Outcome::kTooMany, "sign_in.too_many");
  auto right = s.hasher.verify(rows[0].text(5), in.old_password);
  if (!right) return fail(std::move(right.error()));
  if (!*right) return fail_fields("request.fields", {{"/old_password", "field.password_wrong", {}}});
  s.throttle.forgive(bucket);
  auto key = s.hasher.key(in.old_password, crypto::text_of(rows[0].bytes(7)));
  if (!key) return fail(std::move(key.error()));
  auto secret = crypto::secretbox_open(*key, rows[0].bytes(8));
  if (!secret) return fail(std::move(secret.error()));
  auto made = make_password(s.hasher, call.entropy, in.new_password, *secret);
  if (!made) return fail(std::move(made.error()));
  return PasswordReady{std::move(*made), rows[0].bytes(8)};
}

// The key pair stays, so what was granted to the person stays too; every other session ends.
Answer change_password(http::Writing& call, const PasswordReady& ready) {
  const auto& actor = actor_of(call);
  auto& writer = journal::record(
      call.tx, call.now, call.entropy,
      {{actor.id, "", actor.active_office}, "identity.password_changed", {"account", actor.id}, {}, {}, {}});
  auto changed = writer.execute(sql::identity::rewrap_password,
                                {actor.id, ready.password.hash, crypto::to_bytes(ready.password.salt),
                                 ready.password.locked, call.now, ready.old_lock});
  if (changed != 1) return fail(Outcome::kConflict, "account.status");
  writer.execute(sql::identity::delete_other_sessions, {actor.id, token_hash(call.info.session_token)});
  return back_to_me();
}

storage::Writer& plain(http::Writing& call) { return call.tx.unlogged(storage::Unlogged::kSession); }

}  // namespace

void add_me_routes(http::Routes& routes, const Services& services) {
  auto s = std::make_shared<const Services>(services);
  routes.get<MeView>("/me", access::member(), {"identity/me"}, [s](http::Reading& call) { return show_me(call, *s); })
      .summary("One's own account: roles, sessions, second factor.");
  routes
      .post<ProfileForm, Empty>("/me/profile", access::member(), {"identity/me"},
                                [](http::Writing& call, const ProfileForm& in) { return change_profile(call, in); })
      .again("/me")
      .summary("Changes one's name and language.");
  routes
      .post<PasswordForm, Empty, PasswordReady>(
          "/me/password", access::member(), {"identity/me"},
          [s](http::Reading& call, const PasswordForm& in) { return prepare_password(call, in, *s); },
          [](http::Writing& call, const PasswordReady& ready) { return change_password(call, ready); })
      .again("/me")
      .not_repeatable()
      .summary("Changes one's password; all other sessions end.");
  routes
      .post<Empty, Empty>(
          "/me/sessions/{id}/end", access::member(), {"identity/me"},
          [](http::Writing& call, const Empty&) -> Answer {
            plain(call).execute(sql::identity::delete_session_by_id, {call.param("id"), actor_of(call).id});
            return back_to_me();
          })
      .summary("Ends one of one's own sessions.");
  routes
      .post<Empty, Empty>("/me/sessions/end", access::member(), {"identity/me"},
                          [](http::Writing& call, const Empty&) -> Answer {
                            plain(call).execute(sql::identity::delete_sessions_of, {actor_of(call).id});
                            plain(call).execute(sql::identity::forget_devices, {actor_of(call).id});
                            auto reply = http::see(Empty{}, "/sign-in");
                            reply.cookie({kSessionCookie, "", std::nullopt});
                            return reply;
                          })
      .not_repeatable()
      .summary("Signs out everywhere.");
  routes
      .post<OfficeForm, Empty>(
          "/me/office", access::member(), {"identity/me"},
          [s](http::Writing& call, const OfficeForm& in) -> Answer {
            const auto& roles = actor_of(call).roles;
            if (std::ranges::find(roles, in.office, &RoleHeld::office) == roles.end())
              return fail(Outcome::kForbidden, "access.denied");
            plain(call).execute(sql::identity::set_active_office, {token_hash(call.info.session_token), in.office});
            return http::see(Empty{}, s->settings.home);
          })
      .summary("Chooses the office one works for.");
}

}  // namespace netra::identity
