// Older registers of the demo, brought in as their office would: the six recommendations of Kota Serang, of which
// little more than the place is known, and the funnels that institutions have published.
#pragma once

#include "app/office.hpp"

namespace netra::app {

// When they were brought in.
Instant registers_brought_at();

// Dry run and confirmation through the real routes, with the session of one who may. Errors: demo.file, demo.step
Result<Done> bring_registers(Office& office, const std::string& session_token);

}  // namespace netra::app
