// GET /offices (public list with contact) and GET /offices/{id}. Editing lives in domain/desk, after identity.
// Threads: routes run on any thread. Errors: office.unknown (404).
#pragma once

#include <memory>

#include "engine/http/route.hpp"

namespace netra::procedure {
class Rules;
}

namespace netra::office {

// `everyone` is access::anyone(): identity comes after this module and cannot be included here.
void add_office_routes(http::Routes& routes, std::shared_ptr<const procedure::Rules> rules,
                       const http::Access& everyone);

}  // namespace netra::office
