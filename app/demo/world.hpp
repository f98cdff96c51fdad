// The demo office's world: five real regions, fictitious people, reports and cases in every stage, as of a morning in
// October 2024.
//
// Filled through the real routes at the times given in app/demo/*.json, with the demo's clock moved along, so that
// alarms and lapses happen when they would have. Everyone in it is fictitious and says so.
#pragma once

#include <string>
#include <vector>

#include "app/demo/clock.hpp"
#include "app/office.hpp"

namespace netra::app {

inline constexpr std::string_view kDemoPassword = "contoh-netra-2024";

struct DemoAccount {
  std::string email;
  std::string name;
  std::string office;
  std::vector<std::string> roles;
};

// Those of app/demo/people.json. Errors: demo.file
Result<std::vector<DemoAccount>> demo_accounts(const Assets& assets);

// Fills an empty database. Errors: demo.file, demo.step
Result<Done> fill_world(Office& office, MovableClock& clock);

// The morning the demo stands at when it has just been filled.
Instant demo_morning();

}  // namespace netra::app
