// Opens the demo office of a data directory for a measurement, with the demo's clock and without a server.
#pragma once

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <memory>

#include "app/demo/clock.hpp"
#include "app/demo/world.hpp"
#include "app/office.hpp"

namespace netra::bench {

inline void must(bool good, const std::string& what) {
  if (good) return;
  std::cerr << "bench: " << what << "\n";
  std::exit(1);
}

struct DemoOffice {
  SystemClock system;
  app::MovableClock clock{system};
  SystemEntropy entropy;
  std::unique_ptr<app::Office> office;

  explicit DemoOffice(const std::string& data) {
    auto config = app::load_config("netra.toml", false, [](const std::string& name) -> std::optional<std::string> {
      const char* value = std::getenv(name.c_str());
      return value ? std::optional<std::string>(value) : std::nullopt;
    });
    must(config.has_value(), "the settings cannot be read");
    config->data = data;
    std::int64_t shift = 0;
    if (std::ifstream(data + "/demo.clock") >> shift)
      clock.shift(shift);
    else
      clock.set(app::demo_morning());
    auto opened = app::Office::open(*config, clock, entropy, {.demo_clock = &clock, .migrate = false, .quiet = true});
    must(opened.has_value(), opened ? "" : opened.error().code + " " + opened.error().detail);
    office = std::move(*opened);
  }
};

}  // namespace netra::bench
