// Keys of an office: made, given to members, recovered with the printed shares.
#include "domain/identity/identity_routes.hpp"
#include "domain/identity/office_keys_admin.hpp"
#include "domain/identity/sessions.hpp"
#include "domain/identity/sql.hpp"
#include "domain/office/office.hpp"

namespace netra::identity {

namespace {

using Empty = http::Nothing;
using Answer = Result<http::Reply<Empty>>;

struct KeyRow {
  std::string id;
  LocalTime made_at;
  std::optional<LocalTime> retired_at;
};
BOOST_DESCRIBE_STRUCT(KeyRow, (), (id, made_at, retired_at))

struct KeysView {
  std::string office, office_name;
  std::vector<KeyRow> keys;
  std::vector<KeyHolder> holders;
  bool may_make = false;   // administrators
  bool may_grant = false;  // members who can open the key themselves
  std::vector<journal::HistoryItem> history;
};
BOOST_DESCRIBE_STRUCT(KeysView, (), (office, office_name, keys, holders, may_make, may_grant, history))

struct SharesView {
  std::string office, office_name;
  std::string first, second;  // shown once, each to be printed for another person
};
BOOST_DESCRIBE_STRUCT(SharesView, (), (office, office_name, first, second))

struct OfficeForm {
  std::string office;
};
BOOST_DESCRIBE_STRUCT(OfficeForm, (), (office))

struct GrantForm {
  std::string office, account;
};
BOOST_DESCRIBE_STRUCT(GrantForm, (), (office, account))

struct RecoveryForm {
  std::string office, first, second;
};
BOOST_DESCRIBE_STRUCT(RecoveryForm, (), (office, first, second))

std::string page_of(const std::string& office) { return "/keys?office=" + office; }

bool may_see(const Actor& actor, const std::string& office) {
  return actor.may(Right::manage_office, office) || actor.may(Right::read_identity, office);
}

Result<http::Reply<KeysView>> show(http::Reading& call) {
  const auto& actor = actor_of(call);
  auto id = call.query("office").value_or(actor.active_office);
  if (!may_see(actor, id)) return fail(Outcome::kForbidden, "access.denied");
  auto office = office::find_office(call.db, id);
  if (!office) return fail(Outcome::kNotFound, "office.unknown");
  KeysView view;
  view.office = office->id;
  view.office_name = office->name;
  for (const auto& row : call.db.query(sql::identity::keys_of_office, {id})) {
    KeyRow key{row.text(0), {row.instant(5), office->zone}, std::nullopt};
    if (!row.is_null(6)) key.retired_at = LocalTime{row.instant(6), office->zone};
    view.keys.push_back(std::move(key));
  }
  view.holders = key_holders(call.db, id, call.now);
  view.may_make = actor.may(Right::manage_office, id);
  view.may_grant =
      actor.may(Right::read_identity, id) && !call.db.query(sql::identity::granted_keys, {id, actor.id}).empty();
  view.history = journal::history(call.db, {"office", id}, office->zone);
  return view;
}

Result<http::Reply<SharesView>> make(http::Writing& call, const OfficeForm& in) {
  const auto& actor = actor_of(call);
  if (!actor.may(Right::manage_office, in.office)) return fail(Outcome::kForbidden, "access.denied");
  auto office = office::find_office(call.tx, in.office);
  if (!office) return fail(Outcome::kNotFound, "office.unknown");
  auto shares = make_office_key(call.tx, call.now, call.entropy, actor.as(Right::manage_office, in.office), in.office);
  return SharesView{office->id, office->name, shares.first, shares.second};
}

Answer grant(http::Writing& call, const GrantForm& in) {
  const auto& actor = actor_of(call);
  if (!actor.may(Right::read_identity, in.office)) return fail(Outcome::kForbidden, "access.denied");
  auto secret = member_secret(call.tx, call.info.session_token);
  if (!secret) return fail(std::move(secret.error()));
  auto done = grant_key(call.tx, call.now, call.entropy, actor.as(Right::read_identity, in.office), actor.id, *secret,
                        in.office, in.account);
  if (!done) return fail(std::move(done.error()));
  return http::see(Empty{}, page_of(in.office));
}

Answer recover(http::Writing& call, const RecoveryForm& in, const Services& s) {
  const auto& actor = actor_of(call);
  if (!may_see(actor, in.office)) return fail(Outcome::kForbidden, "access.denied");
  if (!s.throttle.take("shares " + actor.id, call.now)) return fail(Outcome::kTooMany, "sign_in.too_many");
  auto right = actor.may(Right::manage_office, in.office) ? Right::manage_office : Right::read_identity;
  auto done = recover_keys(call.tx, call.now, call.entropy, actor.as(right, in.office), in.office, in.first, in.second);
  if (!done) return fail(std::move(done.error()));
  return http::see(Empty{}, page_of(in.office));
}

}  // namespace

void add_key_routes(http::Routes& routes, const Services& services) {
  auto s = std::make_shared<const Services>(services);
  routes.get<KeysView>("/keys", access::member(), {"identity/keys"}, show)
      .summary("The keys of an office and who can open them.")
      .query("office", "Id of the office; without it the one the person works for.");
  routes.post<OfficeForm, SharesView>("/keys", access::with(Right::manage_office), {"identity/shares"}, make)
      .not_repeatable()
      .summary("Makes a key for the office, or a new one; answers with both recovery shares, once.");
  routes.post<GrantForm, Empty>("/keys/grants", access::with(Right::read_identity), {"identity/keys"}, grant)
      .again("/keys")
      .summary("Gives a colleague access to the office's keys.");
  routes
      .post<RecoveryForm, Empty>("/keys/recovery", access::member(), {"identity/keys"},
                                 [s](http::Writing& call, const RecoveryForm& in) { return recover(call, in, *s); })
      .again("/keys")
      .not_repeatable()
      .summary("Opens the office's key with both printed shares for all entitled members.");
}

}  // namespace netra::identity
