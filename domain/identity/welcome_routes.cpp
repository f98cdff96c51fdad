// The first start: a wizard in the browser, unlocked by a one-time code that stands in the server's log.
#include <algorithm>

#include "domain/identity/identity_routes.hpp"
#include "domain/identity/office_keys_admin.hpp"
#include "domain/identity/people_views.hpp"
#include "domain/identity/sql.hpp"
#include "domain/office/office.hpp"
#include "domain/region/region.hpp"
#include "engine/crypto/code.hpp"
#include "engine/crypto/hash.hpp"

namespace netra::identity {

namespace {

struct WelcomeView {
  std::vector<Option> regencies;
  std::vector<std::string> extra_roles;  // what the first person may do besides administering
};
BOOST_DESCRIBE_STRUCT(WelcomeView, (), (regencies, extra_roles))

struct WelcomeForm {
  std::string code, name, email, password, regency;
  std::vector<Role> roles;
};
BOOST_DESCRIBE_STRUCT(WelcomeForm, (), (code, name, email, password, regency, roles))

struct WelcomeDone {
  std::string office, office_name;
  std::string first, second;  // recovery shares of the office's key, shown once
};
BOOST_DESCRIBE_STRUCT(WelcomeDone, (), (office, office_name, first, second))

auto closed() { return fail(Outcome::kNotFound, "setup.closed"); }

Result<http::Reply<WelcomeView>> show(http::Reading& call) {
  if (has_accounts(call.db)) return closed();
  WelcomeView view;
  for (const auto& province : region::children_of(call.db, "")) {
    for (const auto& regency : region::children_of(call.db, province.code)) {
      view.regencies.push_back({regency.code, province.name + " – " + regency.name});
    }
  }
  view.extra_roles = {"commissioner", "case_officer", "intake_officer"};
  return view;
}

Result<Done> check_code(storage::Reader& db, const std::string& typed) {
  auto code = crypto::normalise_code(typed);
  auto stored = db.text(sql::identity::setup_code);
  bool right = code && stored && crypto::same(*stored, crypto::sha256_hex(*code));
  if (!right) return fail_fields("setup.code", {{"/code", code ? "field.setup_code" : "field.code", {}}});
  return Done{};
}

struct WelcomeReady {
  WelcomeForm form;
  Password password;
};

Result<WelcomeReady> prepare(http::Reading& call, const WelcomeForm& in, const Services& s) {
  if (has_accounts(call.db)) return closed();
  if (!s.throttle.take("setup " + call.info.network, call.now)) return fail(Outcome::kTooMany, "sign_in.too_many");
  if (auto right = check_code(call.db, in.code); !right) return fail(std::move(right.error()));
  if (auto good = check_password(in.password, in.email, "/password"); !good) return fail(std::move(good.error()));
  auto password = make_password(s.hasher, call.entropy, in.password);
  if (!password) return fail(std::move(password.error()));
  return WelcomeReady{in, std::move(*password)};
}

Result<office::Office> office_of(http::Writing& call, const std::string& regency, const Services& s) {
  auto& writer = journal::record(call.tx, call.now, call.entropy,
                                 {{"system", "first_start", ""},
                                  "identity.first_start",
                                  {"office", "bawaslu-" + regency},
                                  {},
                                  {{"region", regency}},
                                  {}});
  auto made = office::ensure_offices_for(writer, s.assets, regency, {});
  if (!made) return fail_fields("request.fields", {{"/regency", "field.value", {}}});
  for (const auto& office : office::offices_in(writer, regency, office::Kind::bawaslu)) {
    if (office.region_code == regency) return office;
  }
  return fail(Outcome::kNotFound, "office.unknown");
}

Result<http::Reply<WelcomeDone>> act(http::Writing& call, const WelcomeReady& ready, const Services& s) {
  if (has_accounts(call.tx)) return closed();
  // Again inside the unit: the code serves once, however many forms are sent at the same moment.
  if (auto right = check_code(call.tx, ready.form.code); !right) return fail(std::move(right.error()));
  auto office = office_of(call, ready.form.regency, s);
  if (!office) return fail(std::move(office.error()));
  journal::ActorRef by{"system", "first_start", office->id};
  auto account = add_account(call.tx, call.now, call.entropy, by,
                             {ready.form.email, ready.form.name, call.info.language}, office->id);
  if (!account) return fail(std::move(account.error()));
  auto set = set_password(call.tx, call.now, call.entropy, by, *account, ready.password);
  if (!set) return fail(std::move(set.error()));
  auto roles = ready.form.roles;
  roles.push_back(Role::administrator);
  std::sort(roles.begin(), roles.end());
  roles.erase(std::unique(roles.begin(), roles.end()), roles.end());
  for (auto role : roles) {
    auto done = grant_role(call.tx, call.now, call.entropy, by, {*account, office->id, role, call.now, std::nullopt});
    if (!done) return fail(std::move(done.error()));
  }
  auto shares = make_office_key(call.tx, call.now, call.entropy, by, office->id);
  call.tx.unlogged(storage::Unlogged::kSession).execute(sql::identity::delete_setup_code);
  return WelcomeDone{office->id, office->name, shares.first, shares.second};
}

}  // namespace

void add_welcome_routes(http::Routes& routes, const Services& services) {
  auto s = std::make_shared<const Services>(services);
  routes.get<WelcomeView>("/welcome", access::anyone(), {"identity/welcome"}, show)
      .summary("The wizard of the first start; gone once there is an account.");
  routes
      .post<WelcomeForm, WelcomeDone, WelcomeReady>(
          "/welcome", access::anyone(), {"identity/welcome_done"},
          [s](http::Reading& call, const WelcomeForm& in) { return prepare(call, in, *s); },
          [s](http::Writing& call, const WelcomeReady& ready) { return act(call, ready, *s); })
      .again("/welcome")
      .not_repeatable()
      .summary("Makes the office, its key and the first administrator; answers with the recovery shares, once.");
}

}  // namespace netra::identity
