#include "app/demo/world.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/demo/picture.hpp"
#include "app/demo/player.hpp"
#include "app/demo/registers.hpp"
#include "domain/identity/identity.hpp"
#include "domain/identity/office_keys_admin.hpp"
#include "domain/identity/sessions.hpp"
#include "domain/office/office.hpp"
#include "engine/files/store.hpp"
#include "engine/jobs/jobs.hpp"

namespace netra::app {

namespace {

using namespace std::chrono;

Result<json::value> read_json(const Assets& assets, std::string_view name) {
  auto text = assets.find(name);
  boost::system::error_code error;
  auto tree = text ? json::parse(*text, error) : json::value();
  if (!text || error) return fail(Outcome::kInvalid, "demo.file", std::string(name) + ": " + error.message());
  return tree;
}

struct Person {
  std::string account;
  crypto::Secret secret;
  std::string office;
};

const journal::ActorRef kBuilder{"system", "demo", ""};

// A day before the first report: everything is set up.
Instant first_day() { return Instant(sys_days(2024y / 9 / 25)) + 1h; }

class World {
 public:
  World(Office& office, MovableClock& clock) : office_(office), clock_(clock) {}

  Result<Done> build() {
    auto offices = add_offices();
    if (!offices) return offices;
    auto people = add_people();
    if (!people) return people;
    auto keys = add_keys();
    if (!keys) return keys;
    return play();
  }

 private:
  Result<Done> add_offices();
  Result<Done> add_people();
  Result<Done> add_person(const DemoAccount& person);
  Result<Done> add_keys();
  Result<Done> play();
  Result<Done> attach_pictures(json::value& step);
  Result<Done> attach_picture(json::object& item, bool is_evidence);
  Result<std::string> sign_in(const std::string& who, Instant at);

  Office& office_;
  MovableClock& clock_;
  std::map<std::string, Person> people_;  // by e-mail
  std::uint32_t pictures_ = 0;
};

Result<Done> World::add_offices() {
  auto regions = read_json(office_.assets(), "app/demo/regions.json");
  if (!regions) return fail(std::move(regions.error()));
  return storage::write(office_.database(), [&](storage::Transaction& tx) -> Result<Done> {
    for (const auto& region : regions->as_array()) {
      auto code = std::string(region.as_string());
      auto& writer = journal::record(tx, first_day(), office_.entropy(),
                                     {kBuilder, "office.created", {"region", code}, "", {}, "demo"});
      auto made = office::ensure_offices_for(writer, office_.assets(), code, {.villages = false, .partners = true});
      if (!made) return fail(std::move(made.error()));
      auto own = office::find_office(tx, "bawaslu-" + code);
      if (!own) return fail(Outcome::kInvalid, "demo.file", "no office for " + code);
      own->register_code = "99." + code.substr(3);  // invented: the real codes are not known
      if (own->number_code.empty()) own->number_code = "XX-" + code.substr(3);  // likewise
      if (auto changed = office::change_office(writer, *own); !changed) return fail(std::move(changed.error()));
    }
    return Done{};
  });
}

Result<Done> World::add_person(const DemoAccount& person) {
  static crypto::PasswordHasher hasher;
  auto password = identity::make_password(hasher, office_.entropy(), kDemoPassword);
  if (!password) return fail(std::move(password.error()));
  auto& known = people_[person.email];
  known.office = person.office;
  known.secret = password->secret_key;
  return storage::write(office_.database(), [&](storage::Transaction& tx) -> Result<Done> {
    auto now = first_day();
    auto account =
        identity::add_account(tx, now, office_.entropy(), kBuilder, {person.email, person.name}, person.office);
    if (!account) return fail(std::move(account.error()));
    known.account = *account;
    for (const auto& name : person.roles) {
      auto role = parse_enum<Role>(name);
      if (!role) return fail(Outcome::kInvalid, "demo.file", "role " + name);
      auto granted = identity::grant_role(tx, now, office_.entropy(), kBuilder,
                                          {*account, person.office, *role, now, std::nullopt});
      if (!granted) return fail(std::move(granted.error()));
    }
    return identity::set_password(tx, now, office_.entropy(), kBuilder, *account, *password);
  });
}

Result<Done> World::add_people() {
  auto accounts = demo_accounts(office_.assets());
  if (!accounts) return fail(std::move(accounts.error()));
  for (const auto& person : *accounts)
    if (auto added = add_person(person); !added) return added;
  return Done{};
}

// Every office with members gets its key.
Result<Done> World::add_keys() {
  std::vector<std::string> offices;
  for (const auto& [email, person] : people_) offices.push_back(person.office);
  std::sort(offices.begin(), offices.end());
  offices.erase(std::unique(offices.begin(), offices.end()), offices.end());
  return storage::write(office_.database(), [&](storage::Transaction& tx) -> Result<Done> {
    for (const auto& office : offices) identity::make_office_key(tx, first_day(), office_.entropy(), kBuilder, office);
    return Done{};
  });
}

Result<std::string> World::sign_in(const std::string& who, Instant at) {
  auto found = people_.find(who);
  if (found == people_.end()) return fail(Outcome::kInvalid, "demo.file", "nobody is called " + who);
  const auto& person = found->second;
  auto session = identity::new_session({}, at, office_.entropy(), person.account, identity::SessionState::full,
                                       person.office, person.secret);
  auto begun = storage::write(office_.database(), [&](storage::Transaction& tx) -> Result<Done> {
    identity::begin_session(tx, at, session, "");
    return Done{};
  });
  if (!begun) return fail(std::move(begun.error()));
  return session.token;
}

// ---- the script ----

// "self" in a step's texts means the report the path belongs to.
std::string replace_all(std::string text, std::string_view what, std::string_view with) {
  for (std::size_t at = text.find(what); at != text.npos; at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
  return text;
}

// The steps of one report: filing it, then its path, each so many minutes after the step before.
Result<json::array> steps_of(const json::object& report, const json::object& paths) {
  json::array out;
  auto name = std::string(report.at("name").as_string());
  auto office = std::string(report.at("office").as_string());
  auto at = parse_instant(std::string_view(report.at("at").as_string()));
  auto path = paths.find(std::string_view(report.at("path").as_string()));
  if (!at || path == paths.end()) return fail(Outcome::kInvalid, "demo.file", name + ": time or path");
  out.push_back({{"at", format_utc(*at)},
                 {"post", "/reports"},
                 {"body", report.at("body")},
                 {"save", {{name + ".code", "/receipt/code"}, {name + ".id", "/receipt/id"}}}});
  auto text = replace_all(json::serialize(path->value()), "self", name);
  text = replace_all(text, "OFFICE", office);
  const auto tree = json::parse(text);
  for (const auto& item : tree.as_array()) {
    auto step = item.as_object();
    *at += minutes(step.at("after").to_number<std::int64_t>());
    step["at"] = format_utc(*at);
    out.push_back(step);
  }
  return out;
}

Result<json::array> all_steps(const Assets& assets) {
  auto reports = read_json(assets, "app/demo/reports.json");
  if (!reports) return fail(std::move(reports.error()));
  auto paths = read_json(assets, "app/demo/paths.json");
  if (!paths) return fail(std::move(paths.error()));
  json::array steps;
  steps.push_back({{"at", format_utc(registers_brought_at())}, {"registers", "registrasi.serang@contoh.netra"}});
  for (const char* name : {"app/demo/steps.json", "app/demo/exhibits.json", "app/demo/centre.json",
                           "app/demo/recommendations.json", "app/demo/letters.json"}) {
    auto more = read_json(assets, name);
    if (!more) return fail(std::move(more.error()));
    steps.insert(steps.end(), more->as_array().begin(), more->as_array().end());
  }
  for (const auto& report : reports->as_array()) {
    auto part = steps_of(report.as_object(), paths->as_object());
    if (!part) return part;
    steps.insert(steps.end(), part->begin(), part->end());
  }
  auto time_of = [](const json::value& step) {
    return parse_instant(std::string_view(step.at("at").as_string())).value_or(Instant{});
  };
  std::stable_sort(steps.begin(), steps.end(),
                   [&](const json::value& a, const json::value& b) { return time_of(a) < time_of(b); });
  return steps;
}

// "picture": "chat" in a report's evidence, or among the files of another form, becomes an upload, as from a browser.
Result<Done> World::attach_pictures(json::value& step) {
  boost::system::error_code none;
  for (const char* place : {"/body/evidence", "/body/files", "/body/proofs", "/body/letters", "/body/signature",
                            "/body/proof", "/body/scan"}) {
    auto* files = step.find_pointer(place, none);
    if (!files || !files->is_array()) continue;
    const bool is_evidence = std::string_view(place).ends_with("evidence");
    for (auto& value : files->as_array())
      if (auto* item = value.if_object(); item && item->contains("picture"))
        if (auto attached = attach_picture(*item, is_evidence); !attached) return attached;
  }
  return Done{};
}

Result<Done> World::attach_picture(json::object& item, bool is_evidence) {
  auto scene = parse_enum<Scene>(std::string_view(item.at("picture").as_string()));
  if (!scene) return fail(Outcome::kInvalid, "demo.file", "no such picture");
  auto incoming = office_.files().receive("contoh-" + std::string(enum_name(*scene)) + ".jpg", "");
  if (!incoming) return fail(std::move(incoming.error()));
  if (auto kept = (*incoming)->write(draw_picture(*scene, ++pictures_)); !kept) return kept;
  auto staged = (*incoming)->finish();
  if (!staged) return fail(std::move(staged.error()));
  item["staged"] = staged->handle;
  item.erase("picture");
  if (is_evidence) return Done{};
  item["filename"] = staged->filename;
  item["size"] = staged->size;
  item["sha256"] = staged->sha256;
  return Done{};
}

Result<Done> World::play() {
  auto steps = all_steps(office_.assets());
  if (!steps) return fail(std::move(steps.error()));
  Player player({office_.routes(), office_.gate(), office_.database(), office_.entropy()},
                [this](const std::string& who, Instant at) { return sign_in(who, at); });
  for (const auto& [email, person] : people_) player.define("account:" + email, json::value(person.account));
  for (auto& step : *steps) {
    auto at = parse_instant(std::string_view(step.at("at").as_string()));
    if (!at || *at > demo_morning()) continue;  // the rest is still to come
    clock_.set(*at);
    office_.jobs().run_due();  // alarms and lapses happen when they would have
    if (const auto* who = step.as_object().if_contains("registers")) {
      auto token = sign_in(std::string(who->as_string()), *at);
      if (!token) return fail(std::move(token.error()));
      if (auto brought = bring_registers(office_, *token); !brought) return brought;
      continue;
    }
    if (auto attached = attach_pictures(step); !attached) return attached;
    if (auto done = player.step(step.as_object()); !done) return fail(std::move(done.error()));
  }
  clock_.set(demo_morning());
  office_.jobs().run_due();
  return Done{};
}

}  // namespace

Instant demo_morning() { return start_of_day(2024y / 10 / 24, Zone::wib) + 8h + 30min; }

Result<std::vector<DemoAccount>> demo_accounts(const Assets& assets) {
  auto tree = read_json(assets, "app/demo/people.json");
  if (!tree) return fail(std::move(tree.error()));
  std::vector<DemoAccount> out;
  for (const auto& item : tree->as_array()) {
    DemoAccount person{std::string(item.at("email").as_string()),
                       std::string(item.at("name").as_string()),
                       std::string(item.at("office").as_string()),
                       {}};
    for (const auto& role : item.at("roles").as_array()) person.roles.emplace_back(role.as_string());
    out.push_back(std::move(person));
  }
  return out;
}

Result<Done> fill_world(Office& office, MovableClock& clock) { return World(office, clock).build(); }

}  // namespace netra::app
