// `netra serve`: the office until somebody ends it.
#include <spdlog/spdlog.h>

#include <csignal>

#include "app/commands.hpp"
#include "app/office.hpp"
#include "app/report_error.hpp"
#include "app/run_server.hpp"
#include "domain/identity/identity.hpp"
#include "engine/http/server.hpp"
#include "engine/jobs/jobs.hpp"

namespace netra::app {

namespace {

// The code for the wizard, when there is nobody yet; it appears in the log and nowhere else.
Result<Done> announce_first_start(Office& office, Instant now) {
  auto code = storage::write(office.database(), [&](storage::Transaction& tx) -> Result<std::optional<std::string>> {
    return identity::prepare_first_start(tx, now, office.entropy());
  });
  if (!code) return fail(std::move(code.error()));
  if (*code)
    office.log()->info("first start: open {}/welcome and enter the code {}", base_url(office.config()), **code);
  return Done{};
}

}  // namespace

void ignore_file_signals() {
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);  // a full quota is an error of the write, not the end of the process
}

void wait_for_end() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  int signal = 0;
  sigwait(&set, &signal);
}

// Before any thread exists, so that all of them leave the ending to wait_for_end.
void block_end_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

int serve(const Config& config) {
  ignore_file_signals();
  block_end_signals();
  SystemClock clock;
  SystemEntropy entropy;
  auto office = Office::open(config, clock, entropy, {});
  if (!office) return report_error(office.error());
  if (auto data = (*office)->prepare_reference_data(); !data) return report_error(data.error());
  if (auto told = announce_first_start(**office, clock.now()); !told) return report_error(told.error());
  return run_server(**office);
}

int run_server(Office& office) {
  auto server = office.make_server();
  if (!server) return report_error(server.error());
  if (auto started = (*server)->start(); !started) return report_error(started.error());
  office.jobs().start();
  office.log()->info("serving {}", base_url(office.config()));
  wait_for_end();
  office.log()->info("stopping");
  (*server)->stop();
  office.jobs().stop();
  return 0;
}

int migrate(const Config& config) {
  SystemClock clock;
  SystemEntropy entropy;
  auto office = Office::open(config, clock, entropy, {.migrate = true, .quiet = true});
  if (!office) return report_error(office.error());
  if (auto data = (*office)->prepare_reference_data(); !data) return report_error(data.error());
  fmt::print("the schema is that of netra {}\n", NETRA_VERSION);
  return 0;
}

}  // namespace netra::app
