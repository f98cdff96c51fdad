// The desk: what is due today, lists with filters that live in the URL, search over everything one may see, bulk
// assignment with undo, and the pages where offices are edited.
//
//   GET  /today                      due, next, overdue, mine, arrivals without a reviewer, notices, saved filters
//   GET  /worklist?kind=&stage=&person=&due=&state=&office=&cursor=
//   POST /assignments                {"items": ["report:<id>"], "account": "<id>"}; cases are assigned in their file
//   POST /undos/{id}                 takes the last bulk assignment back, within minutes, as acts of its own
//   POST /saved-filters, POST /saved-filters/{id}/removal
//   GET  /search?q=
//   GET  /offices/{id}/edit, POST /offices/{id}; GET /office-setup, POST /offices
//   GET  /offices/{id}/numbers?kind=&pattern=, POST the same, POST /offices/{id}/numbers/{pattern}/end
//
// Rows are those of domain/office/worklist.hpp; a person sees reports and leads with Right::read_reports, all others
// with Right::read_cases.
//
// Threads: routes run on any thread; Services must outlive them.
// Errors: undo.unknown, undo.too_late, undo.used, assignment.nothing, assignment.person, access.denied, office.*,
// number_pattern.* (domain/office/numbers.hpp; also past, fixed, unknown)
#pragma once

#include "domain/clock/clock.hpp"
#include "domain/procedure/procedure.hpp"
#include "engine/base/assets.hpp"
#include "engine/http/route.hpp"

namespace netra::office {
struct Office;
}

namespace netra::desk {

struct Services {
  const procedure::Rules& rules;
  const clock::Services& clocks;
  const Assets& assets;           // procedures/office, for setting up a region's offices
  std::chrono::minutes undo{10};  // how long a bulk action can be taken back
};

void add_desk_routes(http::Routes& routes, const Services& services);

// For office::add_office_routes, which stands before rights: does the caller's page of this office lead to its editing?
bool may_edit_office(http::Reading& call, const office::Office& office);

}  // namespace netra::desk
