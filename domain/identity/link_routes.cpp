// Where one-time links lead: an invited or reset person chooses a password.
#include "domain/identity/identity_routes.hpp"
#include "domain/identity/sessions.hpp"
#include "domain/identity/sql.hpp"

namespace netra::identity {

namespace {

enum class LinkKind { invitation, reset };

struct LinkView {
  std::string name;
  std::string email;
  std::string action;  // where the form goes
  bool is_reset = false;
};
BOOST_DESCRIBE_STRUCT(LinkView, (), (name, email, action, is_reset))

struct NewPasswordForm {
  std::string password;
};
BOOST_DESCRIBE_STRUCT(NewPasswordForm, (), (password))

struct Link {
  std::string account, office, name, email;
};

// Used, expired, replaced and never made look the same.
Result<Link> find_link(storage::Reader& db, LinkKind kind, std::string_view token, Instant now) {
  auto query = kind == LinkKind::reset ? sql::identity::reset_by_token : sql::identity::invitation;
  auto rows = db.query(query, {token_hash(token)});
  bool usable = !rows.empty() && rows[0].instant(2) > now && rows[0].is_null(3) && rows[0].text(6) != "disabled";
  if (!usable) return fail(Outcome::kNotFound, "link.expired");
  return Link{rows[0].text(0), rows[0].text(1), rows[0].text(4), rows[0].text(5)};
}

std::string path_of(LinkKind kind, std::string_view token) {
  return kind == LinkKind::reset ? reset_path(token) : invitation_path(token);
}

struct LinkReady {
  Link link;
  Password password;
};

Result<LinkReady> prepare(http::Reading& call, LinkKind kind, const NewPasswordForm& in, const Services& s) {
  auto link = find_link(call.db, kind, call.param("token"), call.now);
  if (!link) return fail(std::move(link.error()));
  if (auto good = check_password(in.password, link->email, "/password"); !good) return fail(std::move(good.error()));
  auto password = make_password(s.hasher, call.entropy, in.password);
  if (!password) return fail(std::move(password.error()));
  return LinkReady{std::move(*link), std::move(*password)};
}

Result<http::Reply<http::Nothing>> use(http::Writing& call, LinkKind kind, const LinkReady& ready) {
  auto query = kind == LinkKind::reset ? sql::identity::use_reset : sql::identity::use_invitation;
  auto hash = token_hash(call.param("token"));
  auto used = call.tx.unlogged(storage::Unlogged::kSession).execute(query, {hash, call.now});
  if (used != 1) return fail(Outcome::kNotFound, "link.expired");
  auto set = set_password(call.tx, call.now, call.entropy, {ready.link.account, "", ready.link.office},
                          ready.link.account, ready.password);
  if (!set) return fail(std::move(set.error()));
  return http::see(http::Nothing{}, "/sign-in?done=password");
}

void add(http::Routes& routes, const std::shared_ptr<const Services>& s, LinkKind kind, const std::string& pattern) {
  routes
      .get<LinkView>(
          pattern, access::anyone(), {"identity/link"},
          [kind](http::Reading& call) -> Result<http::Reply<LinkView>> {
            auto link = find_link(call.db, kind, call.param("token"), call.now);
            if (!link) return fail(std::move(link.error()));
            return LinkView{link->name, link->email, path_of(kind, call.param("token")), kind == LinkKind::reset};
          })
      .summary("The form to choose a password with a one-time link.");
  routes
      .post<NewPasswordForm, http::Nothing, LinkReady>(
          pattern, access::anyone(), {"identity/link"},
          [s, kind](http::Reading& call, const NewPasswordForm& in) { return prepare(call, kind, in, *s); },
          [kind](http::Writing& call, const LinkReady& ready) { return use(call, kind, ready); })
      .again(pattern)
      .not_repeatable()
      .summary("Sets the password; the link is used up.");
}

}  // namespace

void add_link_routes(http::Routes& routes, const Services& services) {
  auto s = std::make_shared<const Services>(services);
  add(routes, s, LinkKind::invitation, "/invitations/{token}");
  add(routes, s, LinkKind::reset, "/password-resets/{token}");
}

}  // namespace netra::identity
