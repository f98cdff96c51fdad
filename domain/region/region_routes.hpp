// GET /regions (search, or the list one level down) and GET /regions/{code}. Also a place picker without script: with
// `back=/some/form` every place links back as `/some/form?place=<code>`.
//
// Threads: routes run on any thread. Errors: region.unknown (404).
#pragma once

#include "engine/http/route.hpp"

namespace netra::region {

// `everyone` is access::anyone(): identity comes after this module and cannot be included here.
void add_region_routes(http::Routes& routes, const http::Access& everyone);

}  // namespace netra::region
