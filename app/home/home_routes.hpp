// The first page: what one can do here, for citizens first.
//
//   GET /       public; cacheable
#pragma once

#include "engine/http/route.hpp"

namespace netra::app {

void add_home_routes(http::Routes& routes, bool demo);

}  // namespace netra::app
