// The people of an office, and inviting.
#include <algorithm>
#include <map>

#include "domain/identity/identity_routes.hpp"
#include "domain/identity/office_keys_admin.hpp"
#include "domain/identity/people_views.hpp"
#include "domain/identity/sql.hpp"
#include "domain/office/office.hpp"

namespace netra::identity {

std::vector<std::string> role_names() {
  std::vector<std::string> names;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<Role>>([&](auto e) { names.emplace_back(e.name); });
  return names;
}

std::vector<Option> office_options(const Actor& actor, Right right) {
  std::vector<Option> options;
  for (const auto& office : actor.offices_with(right)) {
    auto held = std::ranges::find(actor.roles, office, &RoleHeld::office);
    options.push_back({office, held->office_name});
  }
  return options;
}

Period period_of(storage::Reader& db, const std::string& office, std::optional<Date> from, std::optional<Date> until,
                 Instant now) {
  auto zone = office::zone_of(db, office);
  bool from_today = !from || *from == date_in(now, zone);
  Period period{from_today ? now : start_of_day(*from, zone), std::nullopt};
  if (until) period.until = start_of_day(add_days(*until, 1), zone);
  return period;
}

Delivery delivery_of(const Settings& settings, bool by_hand) {
  return by_hand || settings.link_key.empty() ? Delivery::hand : Delivery::mail;
}

Result<LinkMade> deliver(http::Writing& call, const Settings& settings, Delivery delivery, const FreshLink& link) {
  LinkMade made{link.to.id, link.to.name, std::nullopt, std::nullopt, link.until};
  if (delivery == Delivery::hand) {
    made.link = settings.base_url + link.path;
    return made;
  }
  auto mailed = mail_link(call.tx, call.now, call.entropy, settings, link.to, link.notice, link.path, link.until);
  if (!mailed) return fail(std::move(mailed.error()));
  made.mailed_to = link.to.email;
  return made;
}

// Where the person works or will work; for one who works nowhere any more, where they did. An office that somebody has
// left cannot disable or reset them.
std::vector<std::string> responsible_offices(storage::Reader& db, std::string_view account, Instant now) {
  std::vector<std::string> present, past;
  for (const auto& grant : grants_of(db, account)) {
    bool over = grant.ended_at || (grant.until && *grant.until <= now);
    (over ? past : present).push_back(grant.office);
  }
  return present.empty() ? past : present;
}

std::string managing_office(storage::Reader& db, const Actor& actor, std::string_view account, Instant now) {
  auto offices = responsible_offices(db, account, now);
  for (const auto& office : offices)
    if (actor.may(Right::manage_office, office)) return office;
  return {};
}

bool may_manage(storage::Reader& db, const Actor& actor, std::string_view account, Instant now) {
  return !managing_office(db, actor, account, now).empty();
}

namespace {

// Colleagues see one another; an administrator sees the offices below too.
Result<office::Office> readable_office(storage::Reader& db, const Actor& actor, std::string_view wanted) {
  auto id = wanted.empty() ? actor.active_office : std::string(wanted);
  bool is_own = std::ranges::find(actor.roles, id, &RoleHeld::office) != actor.roles.end();
  if (!is_own && !actor.may(Right::manage_office, id)) return fail(Outcome::kForbidden, "access.denied");
  auto found = office::find_office(db, id);
  if (!found) return fail(Outcome::kNotFound, "office.unknown");
  return *found;
}

std::vector<Option> own_offices(const Actor& actor) {
  std::vector<Option> options;
  for (const auto& held : actor.roles) {
    bool known = std::ranges::find(options, held.office, &Option::value) != options.end();
    if (!known) options.push_back({held.office, held.office_name});
  }
  return options;
}

Result<http::Reply<PeopleView>> list_people(http::Reading& call) {
  const auto& actor = actor_of(call);
  auto office = readable_office(call.db, actor, call.query("office").value_or(""));
  if (!office) return fail(std::move(office.error()));
  PeopleView view;
  view.office = office->id;
  view.office_name = office->name;
  view.offices = own_offices(actor);
  // An office below, reached from its page, stays chosen.
  if (std::ranges::find(view.offices, office->id, &Option::value) == view.offices.end())
    view.offices.push_back({office->id, office->name});
  view.may_choose = view.offices.size() > 1;
  view.may_manage = actor.may(Right::manage_office, office->id);
  view.has_key = !call.db.query(sql::identity::current_key, {office->id}).empty();
  std::map<std::string, KeyState> keys;
  for (const auto& holder : key_holders(call.db, office->id, call.now)) {
    keys[holder.account] = holder.has_access ? KeyState::open : holder.has_pair ? KeyState::waiting : KeyState::none;
  }
  std::map<std::string, std::vector<Role>> roles;
  for (const auto& row : call.db.query(sql::identity::holders_now, {office->id, call.now})) {
    if (auto role = parse_enum<Role>(row.text(1))) roles[row.text(0)].push_back(*role);
  }
  for (const auto& account : people_of_office(call.db, office->id)) {
    PersonRow row{account.id, account.name, account.status, std::nullopt, roles[account.id], std::nullopt, false};
    if (!view.may_manage && row.roles.empty()) continue;
    if (view.may_manage) row.email = account.email;
    if (auto key = keys.find(account.id); key != keys.end() && view.has_key) row.key = key->second;
    row.is_me = account.id == actor.id;
    view.rows.push_back(std::move(row));
  }
  return view;
}

Result<http::Reply<InviteView>> show_invite(http::Reading& call, const Services& s) {
  const auto& actor = actor_of(call);
  auto wanted = call.query("office").value_or(actor.active_office);
  auto options = office_options(actor, Right::manage_office);
  if (!actor.may(Right::manage_office, wanted)) wanted = options.empty() ? "" : options.front().value;
  auto office = office::find_office(call.db, wanted);
  if (!office) return fail(Outcome::kForbidden, "access.denied");
  if (std::ranges::find(options, office->id, &Option::value) == options.end())
    options.push_back({office->id, office->name});
  return InviteView{office->id, office->name, options, role_names(), !s.settings.link_key.empty()};
}

Result<http::Reply<LinkMade>> send_invitation(http::Writing& call, const InviteForm& in, const Services& s) {
  const auto& actor = actor_of(call);
  if (!actor.may(Right::manage_office, in.office)) return fail(Outcome::kForbidden, "access.denied");
  auto by = actor.as(Right::manage_office, in.office);
  // Who has an account already gets a role, not a second account; whose it is stays unsaid.
  auto account = add_account(call.tx, call.now, call.entropy, by, {in.email, in.name, "id"}, in.office);
  if (!account) return fail(std::move(account.error()));
  auto period = period_of(call.tx, in.office, in.from, in.until, call.now);
  auto role =
      grant_role(call.tx, call.now, call.entropy, by, {*account, in.office, in.role, period.from, period.until});
  if (!role) return fail(std::move(role.error()));
  auto delivery = delivery_of(s.settings, in.by_hand.value_or(false));
  auto token = invite(call.tx, call.now, call.entropy, by, *account, in.office, s.settings, delivery);
  if (!token) return fail(std::move(token.error()));
  LocalTime until{call.now + s.settings.invitation, office::zone_of(call.tx, in.office)};
  auto made = deliver(call, s.settings, delivery,
                      {*find_account(call.tx, *account), "account_invited", invitation_path(*token), until});
  if (!made) return fail(std::move(made.error()));
  return std::move(*made);
}

}  // namespace

void add_people_routes(http::Routes& routes, const Services& services) {
  auto s = std::make_shared<const Services>(services);
  routes.get<PeopleView>("/people", access::member(), {"identity/people"}, list_people)
      .summary("The people of an office, their roles and key access.")
      .query("office", "Id of the office; without it the one the person works for.");
  routes
      .get<InviteView>("/people/new", access::with(Right::manage_office), {"identity/invite"},
                       [s](http::Reading& call) { return show_invite(call, *s); })
      .summary("The form to invite a person.")
      .query("office", "Id of the office; without it the one the person works for.");
  routes
      .post<InviteForm, LinkMade>(
          "/people", access::with(Right::manage_office), {"identity/link_made"},
          [s](http::Writing& call, const InviteForm& in) { return send_invitation(call, in, *s); })
      .again("/people/new")
      .not_repeatable()
      .summary("Invites a person; the one-time link goes by mail, or is in the answer, once.");
}

Result<std::string> journal_office(http::Reading& call, std::string_view wanted) {
  const auto& actor = actor_of(call);
  auto own = actor.offices_with(Right::read_journal);
  auto office = wanted.empty() && !own.empty() ? own.front() : std::string(wanted);
  if (!actor.may(Right::read_journal, office)) return fail(Outcome::kForbidden, "access.denied");
  auto found = office::find_office(call.db, office);
  bool is_top = found && found->kind == office::Kind::bawaslu && found->level == office::Level::national;
  return is_top ? std::string() : office;
}

void add_identity_routes(http::Routes& routes, const Services& services) {
  add_sign_in_routes(routes, services);
  add_me_routes(routes, services);
  add_factor_routes(routes, services);
  add_link_routes(routes, services);
  add_people_routes(routes, services);
  add_person_routes(routes, services);
  add_key_routes(routes, services);
  add_welcome_routes(routes, services);
}

}  // namespace netra::identity
