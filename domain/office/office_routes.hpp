// GET /offices (public list with contact) and GET /offices/{id}. Editing lives in domain/desk, after identity.
// Threads: routes run on any thread. Errors: office.unknown (404).
#pragma once

#include <functional>
#include <memory>

#include "engine/http/route.hpp"

namespace netra::procedure {
class Rules;
}

namespace netra::office {

struct Office;

// Identity comes after this module and cannot be included here, so rights are handed in: `everyone` is
// access::anyone(), `may_edit` says whether the caller may change an office and sees the links that lead there.
struct OfficeServices {
  std::shared_ptr<const procedure::Rules> rules;
  http::Access everyone;
  std::function<bool(http::Reading&, const Office&)> may_edit = {};
};
void add_office_routes(http::Routes& routes, const OfficeServices& services);

}  // namespace netra::office
