// One person: roles, reset, disabling, handing over.
#include <algorithm>

#include "domain/identity/identity_routes.hpp"
#include "domain/identity/people_views.hpp"
#include "domain/identity/sessions.hpp"
#include "domain/identity/sql.hpp"
#include "engine/crypto/code.hpp"

namespace netra::identity {

namespace {

using Empty = http::Nothing;
using Answer = Result<http::Reply<Empty>>;

std::string page_of(std::string_view account) { return "/people/" + std::string(account); }
Answer back(http::Writing& call) { return http::see(Empty{}, page_of(call.param("id"))); }

Result<Account> managed(http::Call& call, storage::Reader& db) {
  auto account = find_account(db, call.param("id"));
  // The unknown and the foreign look the same.
  if (!account || !may_manage(db, actor_of(call), account->id, call.now))
    return fail(Outcome::kNotFound, "account.unknown");
  return *account;
}

journal::ActorRef manager(http::Writing& call) {
  const auto& actor = actor_of(call);
  return actor.as(Right::manage_office, managing_office(call.tx, actor, call.param("id"), call.now));
}

Result<std::string> given_reason(const ReasonForm& in) {
  if (in.reason.size() < 5) return fail_fields("reason.required", {{"/reason", "field.reason", {}}});
  return in.reason;
}

GrantRow row_of(const RoleGrant& grant, const Actor& actor, Instant now) {
  auto zone = actor.zone();
  GrantRow row{grant.id, grant.office, grant.office_name, grant.role, {grant.from, zone}};
  if (grant.until) row.until = LocalTime{*grant.until - std::chrono::milliseconds(1), zone};
  if (grant.ended_at) row.ended_at = LocalTime{*grant.ended_at, zone};
  bool over = grant.ended_at || (grant.until && *grant.until <= now);
  row.state = over ? GrantState::ended : grant.from > now ? GrantState::future : GrantState::now;
  row.may_end = !over && actor.may(Right::manage_office, grant.office);
  return row;
}

void add_resets(PersonView& view, http::Reading& call) {
  const auto& actor = actor_of(call);
  for (const auto& row : call.db.query(sql::identity::resets_of, {view.id, call.now})) {
    bool by_me = row.text(3) == actor.id;
    bool confirmed = !row.is_null(6);
    view.resets.push_back({row.text(0),
                           row.text(8),
                           row.text(5),
                           {row.instant(4), actor.zone()},
                           !by_me && !confirmed && actor.id != view.id,
                           confirmed});
  }
}

// The offices of a person in which the actor may hand work over: there they have, or had, a role.
std::vector<std::string> offices_of_work(storage::Reader& db, const Actor& actor, std::string_view account) {
  std::vector<std::string> offices;
  for (const auto& grant : grants_of(db, account)) {
    bool known = std::find(offices.begin(), offices.end(), grant.office) != offices.end();
    if (!known && actor.may(Right::manage_office, grant.office)) offices.push_back(grant.office);
  }
  return offices;
}

void add_open_work(PersonView& view, http::Reading& call, const Services& s) {
  const auto& actor = actor_of(call);
  for (const auto& office : offices_of_work(call.db, actor, view.id)) {
    for (const auto* work : s.work) {
      for (auto& item : work->open_items(call.db, view.id, office)) view.open_work.push_back(std::move(item));
    }
    for (const auto& row : call.db.query(sql::identity::holders_now, {office, call.now})) {
      bool known = std::ranges::find(view.colleagues, row.text(0), &Option::value) != view.colleagues.end();
      if (!known && row.text(0) != view.id) view.colleagues.push_back({row.text(0), row.text(2)});
    }
  }
}

Result<http::Reply<PersonView>> show(http::Reading& call, const Services& s) {
  auto account = managed(call, call.db);
  if (!account) return fail(std::move(account.error()));
  const auto& actor = actor_of(call);
  PersonView view{account->id, account->name, account->email, account->status};
  for (const auto& grant : grants_of(call.db, account->id)) view.roles.push_back(row_of(grant, actor, call.now));
  view.offices = office_options(actor, Right::manage_office);
  view.role_names = role_names();
  add_resets(view, call);
  add_open_work(view, call, s);
  view.history = journal::history(call.db, {"account", account->id}, actor.zone());
  view.mails = !s.settings.link_key.empty();
  return view;
}

Answer give_role(http::Writing& call, const RoleForm& in) {
  const auto& actor = actor_of(call);
  auto account = managed(call, call.tx);
  if (!account) return fail(std::move(account.error()));
  if (!actor.may(Right::manage_office, in.office)) return fail(Outcome::kForbidden, "access.denied");
  auto period = period_of(call.tx, in.office, in.from, in.until, call.now);
  auto done = grant_role(call.tx, call.now, call.entropy, actor.as(Right::manage_office, in.office),
                         {account->id, in.office, in.role, period.from, period.until});
  if (!done) return fail(std::move(done.error()));
  return back(call);
}

Answer take_role(http::Writing& call, const ReasonForm& in) {
  const auto& actor = actor_of(call);
  auto grant = find_grant(call.tx, call.param("grant"));
  bool fits = grant && grant->account == call.param("id") && actor.may(Right::manage_office, grant->office);
  if (!fits) return fail(Outcome::kNotFound, "role.unknown");
  auto reason = given_reason(in);
  if (!reason) return fail(std::move(reason.error()));
  auto done =
      end_role(call.tx, call.now, call.entropy, actor.as(Right::manage_office, grant->office), grant->id, *reason);
  if (!done) return fail(std::move(done.error()));
  return back(call);
}

Answer switch_account(http::Writing& call, const ReasonForm& in, bool on) {
  auto account = managed(call, call.tx);
  if (!account) return fail(std::move(account.error()));
  if (account->id == actor_of(call).id) return fail(Outcome::kForbidden, "account.own");
  auto reason = given_reason(in);
  if (!reason) return fail(std::move(reason.error()));
  auto change = on ? enable_account : disable_account;
  auto done = change(call.tx, call.now, call.entropy, manager(call), account->id, *reason);
  if (!done) return fail(std::move(done.error()));
  return back(call);
}

Result<http::Reply<LinkMade>> on_its_way(http::Writing& call, const Services& s, Delivery delivery,
                                         const FreshLink& link) {
  auto made = deliver(call, s.settings, delivery, link);
  if (!made) return fail(std::move(made.error()));
  return std::move(*made);
}

Result<http::Reply<LinkMade>> invite_again(http::Writing& call, const LinkForm& in, const Services& s) {
  auto account = managed(call, call.tx);
  if (!account) return fail(std::move(account.error()));
  auto by = manager(call);
  auto delivery = delivery_of(s.settings, in.by_hand.value_or(false));
  auto token = invite(call.tx, call.now, call.entropy, by, account->id, by.office, s.settings, delivery);
  if (!token) return fail(std::move(token.error()));
  LocalTime until{call.now + s.settings.invitation, actor_of(call).zone()};
  return on_its_way(call, s, delivery, {*account, "account_invited", invitation_path(*token), until});
}

Answer ask_for_reset(http::Writing& call, const ReasonForm& in) {
  auto account = managed(call, call.tx);
  if (!account) return fail(std::move(account.error()));
  auto reason = given_reason(in);
  if (!reason) return fail(std::move(reason.error()));
  if (account->status != "active") return fail(Outcome::kConflict, "account.status");
  auto by = manager(call);
  auto id = make_id(call.now, call.entropy);
  auto& writer = journal::record(call.tx, call.now, call.entropy,
                                 {by, "identity.reset_requested", {"account", account->id}, by.office, {}, *reason});
  writer.execute(sql::identity::insert_reset, {id, account->id, by.office, by.account, call.now, *reason});
  return back(call);
}

// The second administrator's step. Neither who asked nor the person concerned may take it.
Result<http::Reply<LinkMade>> confirm_reset(http::Writing& call, const LinkForm& in, const Services& s) {
  const auto& actor = actor_of(call);
  auto account = managed(call, call.tx);
  if (!account) return fail(std::move(account.error()));
  auto rows = call.tx.query(sql::identity::reset_by_id, {call.param("reset")});
  bool waits = !rows.empty() && rows[0].text(1) == account->id && rows[0].is_null(4) && rows[0].is_null(5);
  if (!waits) return fail(Outcome::kNotFound, "reset.unknown");
  if (rows[0].text(3) == actor.id || account->id == actor.id) return fail(Outcome::kForbidden, "reset.second_person");
  auto token = crypto::make_token(call.entropy);
  auto by = manager(call);
  auto delivery = delivery_of(s.settings, in.by_hand.value_or(false));
  auto until = call.now + s.settings.reset;
  auto& writer = journal::record(call.tx, call.now, call.entropy,
                                 {by,
                                  "identity.reset_confirmed",
                                  {"account", account->id},
                                  by.office,
                                  {{"delivery", std::string(enum_name(delivery))}},
                                  {}});
  auto done =
      writer.execute(sql::identity::confirm_reset, {call.param("reset"), actor.id, call.now, token_hash(token), until});
  if (done != 1) return fail(Outcome::kConflict, "reset.unknown");
  return on_its_way(call, s, delivery, {*account, "password_reset", reset_path(token), {until, actor.zone()}});
}

Answer refuse_reset(http::Writing& call) {
  auto account = managed(call, call.tx);
  if (!account) return fail(std::move(account.error()));
  auto rows = call.tx.query(sql::identity::reset_by_id, {call.param("reset")});
  if (rows.empty() || rows[0].text(1) != account->id) return fail(Outcome::kNotFound, "reset.unknown");
  auto by = manager(call);
  auto& writer = journal::record(call.tx, call.now, call.entropy,
                                 {by, "identity.reset_refused", {"account", account->id}, by.office, {}, {}});
  auto done = writer.execute(sql::identity::refuse_reset, {call.param("reset"), actor_of(call).id});
  if (done != 1) return fail(Outcome::kConflict, "reset.unknown");
  return back(call);
}

Answer hand_over(http::Writing& call, const HandOverForm& in, const Services& s) {
  const auto& actor = actor_of(call);
  auto account = managed(call, call.tx);
  if (!account) return fail(std::move(account.error()));
  for (const auto& office : offices_of_work(call.tx, actor, account->id)) {
    auto receiver = roles_now(call.tx, in.to, call.now);
    bool works_there = std::ranges::find(receiver, office, &RoleHeld::office) != receiver.end();
    for (const auto* work : s.work) {
      auto items = work->open_items(call.tx, account->id, office);
      if (!items.empty() && (!works_there || in.to == account->id))
        return fail_fields("hand_over.receiver", {{"/to", "field.value", {}}});
      for (const auto& item : items) {
        work->reassign(call.tx, call.now, call.entropy, actor.as(Right::manage_office, office), item, account->id,
                       in.to);
      }
    }
  }
  return back(call);
}

}  // namespace

void add_person_routes(http::Routes& routes, const Services& services) {
  auto s = std::make_shared<const Services>(services);
  auto rule = access::with(Right::manage_office);
  http::Page page{"identity/person"};
  std::string one = "/people/{id}";
  routes.get<PersonView>(one, rule, page, [s](http::Reading& call) { return show(call, *s); })
      .summary("One person: roles, resets, open work, history.");
  routes.post<RoleForm, Empty>(one + "/roles", rule, page, give_role).again(one).summary("Gives a role for a period.");
  routes.post<ReasonForm, Empty>(one + "/roles/{grant}/end", rule, page, take_role)
      .again(one)
      .summary("Ends a role now.");
  routes
      .post<ReasonForm, Empty>(
          one + "/disablement", rule, page,
          [](http::Writing& call, const ReasonForm& in) { return switch_account(call, in, false); })
      .again(one)
      .summary("Disables the account: no sign-in, sessions end, key access is taken back.");
  routes
      .post<ReasonForm, Empty>(one + "/enablement", rule, page,
                               [](http::Writing& call, const ReasonForm& in) { return switch_account(call, in, true); })
      .again(one)
      .summary("Enables a disabled account.");
  routes
      .post<LinkForm, LinkMade>(one + "/invitation", rule, {"identity/link_made"},
                                [s](http::Writing& call, const LinkForm& in) { return invite_again(call, in, *s); })
      .again(one)
      .not_repeatable()
      .summary("A new one-time link for an invited person, by mail or in the answer; former ones end.");
  routes.post<ReasonForm, Empty>(one + "/resets", rule, page, ask_for_reset)
      .again(one)
      .summary("Asks for a password reset, which another administrator must confirm.");
  routes
      .post<LinkForm, LinkMade>(one + "/resets/{reset}/confirmation", rule, {"identity/link_made"},
                                [s](http::Writing& call, const LinkForm& in) { return confirm_reset(call, in, *s); })
      .again(one)
      .not_repeatable()
      .summary(
          "Confirms a reset asked for by another administrator; the one-time link goes by mail or is in the answer.");
  routes
      .post<Empty, Empty>(one + "/resets/{reset}/refusal", rule, page,
                          [](http::Writing& call, const Empty&) { return refuse_reset(call); })
      .summary("Refuses a reset.");
  routes
      .post<HandOverForm, Empty>(one + "/hand-over", rule, page,
                                 [s](http::Writing& call, const HandOverForm& in) { return hand_over(call, in, *s); })
      .again(one)
      .summary("Hands a person's open work to a colleague.");
}

}  // namespace netra::identity
