// `netra demo`: an office to play in. Its clock stands in October 2024 and runs on from there.
#include <fmt/format.h>

#include <filesystem>
#include <fstream>

#include "app/commands.hpp"
#include "app/demo/world.hpp"
#include "app/office.hpp"
#include "app/report_error.hpp"
#include "app/run_server.hpp"
#include "domain/identity/identity.hpp"

namespace netra::app {

namespace {

std::string clock_file(const Config& config) { return config.data + "/demo.clock"; }

// The shift of the demo's clock is kept, so that the demo goes on where it stood.
void keep_clock(const Config& config, const MovableClock& clock) {
  std::ofstream(clock_file(config)) << clock.shift_ms() << "\n";
}

bool restore_clock(const Config& config, MovableClock& clock) {
  std::int64_t shift = 0;
  if (!(std::ifstream(clock_file(config)) >> shift)) return false;
  clock.shift(shift);
  return true;
}

Result<Done> set_clock(const Config& config, const DemoOptions& options, MovableClock& clock) {
  if (options.date.empty()) {
    if (!restore_clock(config, clock)) clock.set(demo_morning());
    return Done{};
  }
  auto date = parse_date(options.date);
  if (!date) return fail(Outcome::kInvalid, "config.value", "--date must be YYYY-MM-DD");
  clock.set(start_of_day(*date, Zone::wib) +
            (demo_morning() - start_of_day(date_in(demo_morning(), Zone::wib), Zone::wib)));
  return Done{};
}

bool is_empty(Office& office) {
  return storage::read(office.database(), [](storage::Reader& db) { return !identity::has_accounts(db); });
}

void print_accounts(const Office& office) {
  fmt::print("\nDemo office: {}\nEverybody in it is fictitious. Password of all accounts: {}\n\n",
             base_url(office.config()), kDemoPassword);
  auto accounts = demo_accounts(office.assets());
  for (const auto& person : *accounts)
    fmt::print("  {:<34} {:<22} {}\n", person.email, fmt::join(person.roles, ", "), person.name);
  fmt::print("\n");
  std::fflush(stdout);
}

}  // namespace

int demo(Config config, const DemoOptions& options) {
  ignore_file_signals();
  if (!options.fill_only) block_end_signals();
  std::filesystem::create_directories(config.data);
  SystemClock system;
  MovableClock clock(system);
  SystemEntropy entropy;
  if (auto set = set_clock(config, options, clock); !set) return report_error(set.error());
  auto office =
      Office::open(config, clock, entropy, {.demo_clock = &clock, .migrate = true, .quiet = options.fill_only});
  if (!office) return report_error(office.error());
  if (auto data = (*office)->prepare_reference_data(); !data) return report_error(data.error());
  if (is_empty(**office)) {
    if (auto filled = fill_world(**office, clock); !filled) return report_error(filled.error());
    if (auto set = set_clock(config, options, clock); !set) return report_error(set.error());
  }
  keep_clock(config, clock);
  if (options.fill_only) return 0;
  print_accounts(**office);
  return run_server(**office);
}

}  // namespace netra::app
