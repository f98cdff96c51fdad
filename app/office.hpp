// Everything a Netra office is made of, built once in order and handed on; nothing else in the program builds parts.
//
//   auto office = Office::open(config, clock, entropy, {});   // settings, assets, law, database, schema
//   office->start_jobs();  office->server().start();
//
// Threads: build and tear down on one thread. The clock and the entropy must outlive the office.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/config.hpp"
#include "engine/base/assets.hpp"
#include "engine/base/messages.hpp"
#include "engine/base/random.hpp"
#include "engine/http/route.hpp"
#include "engine/storage/storage.hpp"

namespace netra::files {
class Store;
}
namespace netra::jobs {
class Runner;
}
namespace netra::http {
class Server;
}

namespace spdlog {
class logger;
}

namespace netra::app {

class Features;

class MovableClock;

struct OfficeOptions {
  MovableClock* demo_clock = nullptr;  // set for the demo office, whose people may move it
  bool migrate = true;                 // false: leave the schema as it is
  bool must_exist = false;             // refuse where no office is; without it a first start makes one
  bool quiet = false;                  // no log (jobs of the command line)
};

class Office {
 public:
  // Errors: those of the parts, with what was wrong in `detail`: procedure.invalid, storage.schema_newer, page.invalid
  // ...; config.no_office: `must_exist`, and there is none (nothing is made then).
  static Result<std::unique_ptr<Office>> open(const Config& config, const Clock& clock, Entropy& entropy,
                                              const OfficeOptions& options);
  ~Office();
  Office(const Office&) = delete;
  Office& operator=(const Office&) = delete;

  const Config& config() const;
  const Assets& assets() const;
  storage::Database& database();
  files::Store& files();
  const http::Routes& routes() const;
  const http::Gate& gate() const;
  const Clock& clock() const;
  Entropy& entropy();
  const Features& features() const;
  spdlog::logger* log();  // null when quiet

  // Imports regions and elections when the database holds none of this edition, and dates clocks anew after a change of
  // the law files.
  Result<Done> prepare_reference_data();
  jobs::Runner& jobs();
  Result<std::unique_ptr<http::Server>> make_server();

 private:
  struct Inside;
  explicit Office(std::unique_ptr<Inside> inside);
  std::unique_ptr<Inside> inside_;
};

// Assets: the embedded ones, with an administrator's procedures and texts on top. Errors: config.value
Result<Assets> settled_assets(const Config& config);

// Address of the office for links: the setting, or the one it listens on.
std::string base_url(const Config& config);

// Is there an office to work on, so that a mistyped directory is not filled with an empty one? Errors: config.no_office
Result<Done> find_office_data(const Config& config);

// Opens the database the settings name; does not touch its schema.
Result<std::unique_ptr<storage::Database>> open_database(const Config& config);

}  // namespace netra::app
