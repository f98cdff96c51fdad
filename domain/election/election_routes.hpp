// GET /elections and GET /elections/{id}: the timeline, who votes for what, how sure each date is.
// Threads: routes run on any thread. Errors: election.unknown (404).
#pragma once

#include "domain/election/election.hpp"
#include "engine/http/route.hpp"

namespace netra::election {

// `everyone` is access::anyone(): identity comes after this module and cannot be included here.
void add_election_routes(http::Routes& routes, const Elections& elections, const http::Access& everyone);

}  // namespace netra::election
