// Alarms before and at the limit, the escalation, and the record of a lapse. They tell people; they never move a case.
//
//   clock::add_jobs(runner, services, entropy);
//
// One job per running clock rings at its next moment: so many hours before the target (procedures/<regime>/clocks.toml,
// alarm_hours), at the target (the commissioner hears of it too), and when the limit by the policy in force has passed
// (act clock.lapsed by the system).
//
// Threads: the handler runs on the runner's threads; Services and Entropy must outlive the runner.
#pragma once

#include "domain/clock/clock.hpp"

namespace netra::jobs {
class Runner;
}

namespace netra::clock {

void add_jobs(jobs::Runner& runner, const Services& services, Entropy& entropy);

// What the job does, for the demo's clock and for tests.
Result<Done> ring(storage::Transaction& tx, const Services& s, Instant now, Entropy& entropy, std::string_view clock);

}  // namespace netra::clock
