// `netra user`: accounts and roles for who keeps the machine. Every change is an act of "system".
#include <fmt/format.h>

#include "app/commands.hpp"
#include "app/office.hpp"
#include "app/report_error.hpp"
#include "domain/identity/identity.hpp"
#include "domain/office/office.hpp"

namespace netra::app {

namespace {

const journal::ActorRef kOperator{"system", "operator", ""};

struct Job {
  Office& office;
  const UserOptions& options;
  const identity::Settings& settings;
  Instant now;
};

tl::unexpected<Error> missing(const char* option) {
  return fail(Outcome::kInvalid, "config.value", std::string("--") + option + " is needed");
}

Result<std::string> account_of(storage::Reader& db, const std::string& email) {
  auto normal = identity::normal_email(email);
  auto account = normal ? identity::find_account_by_email(db, *normal) : std::nullopt;
  if (!account) return fail(Outcome::kNotFound, "account.unknown", email);
  return account->id;
}

void list(Job& job) {
  storage::read(job.office.database(), [&](storage::Reader& db) {
    for (const auto& account : identity::all_accounts(db)) {
      fmt::print("{:<40} {:<10} {}\n", account.email, account.status, account.name);
      for (const auto& held : identity::roles_now(db, account.id, job.now))
        fmt::print("    {:<22} {} ({})\n", enum_name(held.role), held.office_name, held.office);
    }
    return 0;
  });
}

// Prints the one-time link that the person must open.
Result<Done> add(Job& job) {
  if (job.options.email.empty()) return missing("email");
  if (job.options.name.empty()) return missing("name");
  auto token = storage::write(job.office.database(), [&](storage::Transaction& tx) -> Result<std::string> {
    auto account = identity::add_account(tx, job.now, job.office.entropy(), kOperator,
                                         {job.options.email, job.options.name}, job.options.office);
    if (!account) return fail(std::move(account.error()));
    return identity::invite(tx, job.now, job.office.entropy(), kOperator, *account, job.options.office, job.settings);
  });
  if (!token) return fail(std::move(token.error()));
  fmt::print("One-time link: {}{}\n", base_url(job.office.config()), identity::invitation_path(*token));
  return Done{};
}

Result<identity::NewGrant> grant_of(storage::Reader& db, const Job& job) {
  auto account = account_of(db, job.options.email);
  if (!account) return fail(std::move(account.error()));
  auto role = parse_enum<Role>(job.options.role);
  if (!role) return fail(Outcome::kInvalid, "config.value", "--role: no role is called " + job.options.role);
  if (!office::find_office(db, job.options.office))
    return fail(Outcome::kNotFound, "office.unknown", job.options.office);
  auto zone = office::zone_of(db, job.options.office);
  identity::NewGrant grant{*account, job.options.office, *role, job.now, std::nullopt};
  if (!job.options.from.empty()) {
    auto from = parse_date(job.options.from);
    if (!from) return fail(Outcome::kInvalid, "config.value", "--from must be YYYY-MM-DD");
    grant.from = start_of_day(*from, zone);
  }
  if (!job.options.until.empty()) {
    auto until = parse_date(job.options.until);
    if (!until) return fail(Outcome::kInvalid, "config.value", "--until must be YYYY-MM-DD");
    grant.until = start_of_day(add_days(*until, 1), zone);
  }
  return grant;
}

Result<Done> grant(Job& job) {
  return storage::write(job.office.database(), [&](storage::Transaction& tx) -> Result<Done> {
    auto wanted = grant_of(tx, job);
    if (!wanted) return fail(std::move(wanted.error()));
    auto granted = identity::grant_role(tx, job.now, job.office.entropy(), kOperator, *wanted);
    if (!granted) return fail(std::move(granted.error()));
    return Done{};
  });
}

Result<Done> disable(Job& job) {
  if (job.options.reason.empty()) return missing("reason");
  return storage::write(job.office.database(), [&](storage::Transaction& tx) -> Result<Done> {
    auto account = account_of(tx, job.options.email);
    if (!account) return fail(std::move(account.error()));
    return identity::disable_account(tx, job.now, job.office.entropy(), kOperator, *account, job.options.reason);
  });
}

Result<Done> reset(Job& job) {
  if (job.options.reason.empty()) return missing("reason");
  auto token = storage::write(job.office.database(), [&](storage::Transaction& tx) -> Result<std::string> {
    auto account = account_of(tx, job.options.email);
    if (!account) return fail(std::move(account.error()));
    return identity::reset_by_operator(tx, job.now, job.office.entropy(), *account, job.options.reason, job.settings);
  });
  if (!token) return fail(std::move(token.error()));
  fmt::print("One-time link: {}{}\n", base_url(job.office.config()), identity::reset_path(*token));
  return Done{};
}

Result<Done> run(Job& job) {
  const auto& action = job.options.action;
  if (action == "add") return add(job);
  if (action == "grant") return grant(job);
  if (action == "disable") return disable(job);
  if (action == "reset") return reset(job);
  if (action != "list") return fail(Outcome::kInvalid, "config.value", "user: add, list, grant, disable or reset");
  list(job);
  return Done{};
}

}  // namespace

int user(const Config& config, const UserOptions& options) {
  SystemClock clock;
  SystemEntropy entropy;
  auto office = Office::open(config, clock, entropy, {.migrate = false, .must_exist = true, .quiet = true});
  if (!office) return report_error(office.error());
  identity::Settings settings;
  Job job{**office, options, settings, clock.now()};
  auto done = run(job);
  return done ? 0 : report_error(done.error());
}

}  // namespace netra::app
