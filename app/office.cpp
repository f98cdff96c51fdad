#include "app/office.hpp"

#include <spdlog/spdlog.h>

#include <filesystem>
#include <fstream>

#include "app/embedded.hpp"
#include "app/features.hpp"
#include "app/letters.hpp"
#include "app/logging.hpp"
#include "app/secret_file.hpp"
#include "domain/clock/clock.hpp"
#include "domain/election/election.hpp"
#include "domain/identity/gate.hpp"
#include "domain/office/office.hpp"
#include "domain/procedure/procedure.hpp"
#include "domain/region/import.hpp"
#include "engine/crypto/box.hpp"
#include "engine/files/store.hpp"
#include "engine/http/server.hpp"
#include "engine/http/statics.hpp"
#include "engine/http/throttle.hpp"
#include "engine/jobs/jobs.hpp"
#include "engine/mail/mail.hpp"
#include "engine/page/page.hpp"
#include "engine/storage/backup.hpp"
#include "engine/storage/migrate.hpp"

namespace netra::app {

namespace fs = std::filesystem;

struct Office::Inside {
  Inside(Config c, const Clock& k, Entropy& e) : config(std::move(c)), clock(k), entropy(e) {}

  Config config;
  const Clock& clock;
  Entropy& entropy;
  Assets assets;
  Messages messages;
  std::shared_ptr<const procedure::Rules> rules;
  std::optional<election::Elections> elections;
  std::optional<office::CompetenceRules> competence;
  std::optional<LetterFiles> letters;
  std::string secret;
  std::unique_ptr<storage::Database> database;
  std::unique_ptr<files::Store> files;
  identity::Settings identity_settings;
  std::unique_ptr<identity::SessionGate> gate;
  std::unique_ptr<mail::Transport> transport;
  std::unique_ptr<jobs::Runner> runner;
  std::unique_ptr<Features> features;
  http::Routes routes;
  http::StaticFiles statics;
  bool is_demo = false;
  std::unique_ptr<page::Pages> pages;  // of a server; jobs show none
  http::TokenBuckets throttle;
  std::shared_ptr<spdlog::logger> log;
};

namespace {

std::string joined(const std::vector<std::string>& lines) {
  std::string out;
  for (const auto& line : lines) out += "\n  " + line;
  return out;
}

identity::Settings identity_settings(const Config& config) {
  identity::Settings out;
  out.second_factor = config.second_factor == "all"     ? identity::FactorRule::all
                      : config.second_factor == "staff" ? identity::FactorRule::sensitive
                                                        : identity::FactorRule::optional;
  out.base_url = base_url(config);
  return out;
}

// A backup of what is there, before the first migration changes it.
Result<Done> backup_before_migration(storage::Database& database, const Config& config, Instant now) {
  auto folder = config.data + "/backups/before-migration-" + std::to_string(to_ms(now));
  fs::create_directories(folder);
  auto done = storage::backup(database, {folder, "netra " NETRA_VERSION, now, {}});
  if (!done) return fail(std::move(done.error()));
  return Done{};
}

std::unique_ptr<mail::Transport> make_transport(const Config& config, bool demo) {
  if (config.smtp_url.empty()) return demo ? mail::folder_transport(config.data + "/mail") : nullptr;
  return mail::smtp_transport(smtp_options(config));
}

}  // namespace

std::string base_url(const Config& config) {
  if (!config.public_url.empty()) return config.public_url;
  return (config.tls_certificate.empty() ? "http://" : "https://") + config.listen;
}

Result<Assets> settled_assets(const Config& config) {
  Assets assets = embedded_assets();
  if (config.overrides.empty()) return assets;
  auto over = Assets::from_directory(config.overrides, {"procedures", "domain", "engine", "web"});
  for (const auto& name : over.list("")) {
    bool is_text = name.find("/messages.") != std::string::npos && name.ends_with(".toml");
    if (!is_text && !(name.starts_with("procedures/") && name.ends_with(".toml")))
      return fail(Outcome::kInvalid, "config.value", "overrides: only procedures and message catalogues: " + name);
  }
  assets.overlay(over);
  return assets;
}

Result<std::unique_ptr<storage::Database>> open_database(const Config& config) {
  if (!config.database_url.empty()) return storage::open_postgres({.url = config.database_url});
  return storage::open_sqlite({.path = config.data + "/netra.db"});
}

Office::Office(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
Office::~Office() {
  if (inside_ && inside_->runner) inside_->runner->stop();
}

namespace {

// Law, elections, texts: refuses to start with a fault in any of them.
template <class Parts>
Result<Done> load_law(Parts& o) {
  auto messages = Messages::load(o.assets);
  if (!messages.faults.empty()) return fail(Outcome::kInvalid, "messages.invalid", joined(messages.faults));
  o.messages = std::move(messages.messages);
  auto rules = procedure::load(o.assets);
  if (!rules) return fail(std::move(rules.error()));
  o.rules = *rules;
  auto elections = election::Elections::load(o.assets);
  if (!elections) return fail(std::move(elections.error()));
  o.elections = std::move(*elections);
  auto competence = office::CompetenceRules::load(o.assets);
  if (!competence) return fail(std::move(competence.error()));
  o.competence = std::move(*competence);
  auto letters = LetterFiles::load(o.assets);
  if (!letters) return fail(std::move(letters.error()));
  o.letters = std::move(*letters);
  return Done{};
}

template <class Parts>
Result<Done> open_stores(Parts& o, const OfficeOptions& options) {
  fs::create_directories(o.config.data);
  auto secret = load_secret(o.config.data + "/secret.key", o.entropy);
  if (!secret) return fail(std::move(secret.error()));
  o.secret = *secret;
  auto database = open_database(o.config);
  if (!database) return fail(std::move(database.error()));
  o.database = std::move(*database);
  if (options.migrate) {
    auto now = o.clock.now();
    auto done = storage::migrate(*o.database, o.assets, now,
                                 [&] { return backup_before_migration(*o.database, o.config, now); });
    if (!done) return fail(std::move(done.error()));
  }
  auto store = files::Store::open(o.config.data + "/files", o.entropy);
  if (!store) return fail(std::move(store.error()));
  o.files = std::move(*store);
  return Done{};
}

template <class Parts>
Result<Done> load_pages(Parts& o) {
  o.statics = http::StaticFiles(o.assets, "web/static/");
  page::Options options{[&o](std::string_view name) { return o.statics.has(name) ? o.statics.url(name) : ""; },
                        o.is_demo};
  auto loaded = page::Pages::load(o.assets, o.messages, o.clock, options);
  if (!loaded.faults.empty()) return fail(Outcome::kInvalid, "page.invalid", joined(loaded.faults));
  o.pages = std::move(loaded.pages);
  return Done{};
}

}  // namespace

Result<Done> find_office_data(const Config& config) {
  if (!fs::is_directory(config.data))
    return fail(Outcome::kInvalid, "config.no_office", config.data + ": no such directory");
  if (config.database_url.empty() && !fs::exists(config.data + "/netra.db"))
    return fail(Outcome::kInvalid, "config.no_office", config.data + ": holds no netra.db");
  return Done{};
}

Result<std::unique_ptr<Office>> Office::open(const Config& config, const Clock& clock, Entropy& entropy,
                                             const OfficeOptions& options) {
  auto inside = std::make_unique<Inside>(config, clock, entropy);
  auto& o = *inside;
  if (options.must_exist)
    if (auto there = find_office_data(config); !there) return fail(std::move(there.error()));
  auto assets = settled_assets(config);
  if (!assets) return fail(std::move(assets.error()));
  o.assets = std::move(*assets);
  o.log = options.quiet ? nullptr : make_log(config);
  if (auto law = load_law(o); !law) return fail(std::move(law.error()));
  if (auto stores = open_stores(o, options); !stores) return fail(std::move(stores.error()));

  o.identity_settings = identity_settings(config);
  o.gate = std::make_unique<identity::SessionGate>(*o.database, o.identity_settings);
  o.is_demo = options.demo_clock != nullptr;
  o.transport = make_transport(config, o.is_demo);
  if (o.transport) o.identity_settings.link_key = crypto::derive_key(o.secret, "one-time links in mails");
  o.runner = std::make_unique<jobs::Runner>(*o.database, clock);
  o.features = std::make_unique<Features>(
      FeatureParts{config, clock, entropy, o.messages, o.rules, *o.elections, *o.competence, *o.letters, *o.database,
                   *o.files, o.identity_settings, o.assets, o.transport.get(),
                   crypto::derive_key(o.secret, "addresses and secrets of webhooks"), options.demo_clock});
  o.features->add_routes(o.routes);
  o.features->add_jobs(*o.runner);
  return std::unique_ptr<Office>(new Office(std::move(inside)));
}

const Config& Office::config() const { return inside_->config; }
const Assets& Office::assets() const { return inside_->assets; }
storage::Database& Office::database() { return *inside_->database; }
files::Store& Office::files() { return *inside_->files; }
const http::Routes& Office::routes() const { return inside_->routes; }
const http::Gate& Office::gate() const { return *inside_->gate; }
const Clock& Office::clock() const { return inside_->clock; }
Entropy& Office::entropy() { return inside_->entropy; }
const Features& Office::features() const { return *inside_->features; }
jobs::Runner& Office::jobs() { return *inside_->runner; }
spdlog::logger* Office::log() { return inside_->log.get(); }

Result<Done> Office::prepare_reference_data() {
  auto& o = *inside_;
  auto now = o.clock.now();
  auto done = storage::write(*o.database, [&](storage::Transaction& tx) -> Result<Done> {
    auto& writer = tx.unlogged(storage::Unlogged::kReference);
    auto imported = region::import_regions(writer, o.assets, now);
    if (!imported) return fail(std::move(imported.error()));
    if (!imported->was_current)
      journal::record(tx, now, o.entropy,
                      {{"system", "import", ""},
                       "region.imported",
                       {"region_edition", imported->edition},
                       "",
                       {{"places", imported->places}, {"aliases", imported->aliases}},
                       ""});
    election::import_elections(writer, *o.elections);
    return Done{};
  });
  if (!done) return done;
  auto redated = clock::redate_after_rule_change(*o.database, o.features->clocks(), now, o.entropy);
  if (!redated) return fail(std::move(redated.error()));
  return Done{};
}

Result<std::unique_ptr<http::Server>> Office::make_server() {
  auto& o = *inside_;
  if (auto pages = load_pages(o); !pages) return fail(std::move(pages.error()));
  auto endpoint = parse_endpoint(o.config.listen);
  http::Settings settings;
  settings.host = endpoint->host;
  settings.port = endpoint->port;
  settings.workers = static_cast<std::size_t>(o.config.workers);
  settings.tls_certificate = o.config.tls_certificate;
  settings.tls_key = o.config.tls_key;
  settings.trusted_proxies = o.config.trusted_proxies;
  settings.secret = o.secret;
  settings.sign_in = "/sign-in";
  settings.metrics_token = o.config.metrics_token;
  settings.limits.upload_bytes = static_cast<std::size_t>(o.config.max_upload_mb) * 1024 * 1024;
  settings.limits.waiting = static_cast<std::size_t>(o.config.waiting_requests);
  // More than the whole queue is never in use.
  settings.prove.from = o.config.proof_from_percent > 0 ? static_cast<double>(o.config.proof_from_percent) / 100 : 2;
  return std::make_unique<http::Server>(
      std::move(settings), http::Parts{o.routes, *o.gate, *o.database, *o.files, *o.pages, o.statics, o.clock,
                                       o.entropy, &o.throttle, make_access_log(o.config), o.log});
}

}  // namespace netra::app
