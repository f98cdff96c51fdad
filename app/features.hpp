// The features of the product in one table: their services, built once, their routes and their jobs.
#pragma once

#include <memory>

#include "app/config.hpp"
#include "domain/office/worklist.hpp"
#include "engine/base/assets.hpp"
#include "engine/base/messages.hpp"
#include "engine/base/random.hpp"
#include "engine/crypto/secret.hpp"
#include "engine/http/route.hpp"

namespace netra {
namespace clock {
struct Services;
}
namespace election {
class Elections;
}
namespace files {
class Store;
}
namespace funnel {
struct Services;
}
namespace identity {
struct Settings;
}
namespace jobs {
class Runner;
}
namespace mail {
class Transport;
}
namespace office {
class CompetenceRules;
}
namespace procedure {
class Rules;
}
}  // namespace netra

namespace netra::app {

class MovableClock;
struct LetterFiles;

struct FeatureParts {
  const Config& config;
  const Clock& clock;
  Entropy& entropy;
  const Messages& messages;
  std::shared_ptr<const procedure::Rules> rules;
  const election::Elections& elections;
  const office::CompetenceRules& competence;
  const LetterFiles& letters;
  storage::Database& database;
  files::Store& files;
  const identity::Settings& identity;
  const Assets& assets;
  mail::Transport* transport;          // null: notices stay in the outbox
  crypto::Secret hook_key;             // seals addresses and secrets of webhooks
  MovableClock* demo_clock = nullptr;  // the demo's: people may move it
};

// Threads: build on one thread; immutable then.
class Features {
 public:
  explicit Features(FeatureParts parts);
  ~Features();

  void add_routes(http::Routes& routes) const;
  void add_jobs(jobs::Runner& runner) const;
  std::vector<office::RowSource> row_sources() const;  // of everything that has a row on the desk; they lean on this
  const clock::Services& clocks() const;
  const funnel::Services& registers() const;

 private:
  struct Services;
  std::unique_ptr<Services> services_;
};

}  // namespace netra::app
