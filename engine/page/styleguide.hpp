// The living style guide: every component of web/README.md on two pages, "styleguide/show" and "styleguide/public". The
// demo registers them.
#pragma once

#include "engine/base/json.hpp"

namespace netra::page {

// An invented tree for both pages; its dates lie around `now`.
json::value styleguide_view(Instant now);

}  // namespace netra::page
