// Registers over elections: how many were reported, recommended, answered, sanctioned; per institution, place, kind of
// person and election, with how long each waits; older registers brought in; figures as others published them; and an
// aggregate for everybody from which no single person can be told.
//
//   GET  /registers?election=&place=&institution=&person_kind=   the funnel, its parts, elections side by side
//   GET  /registers/table?format=csv|xlsx                        the same as a file
//   GET  /registers/people                                       the lines behind a number, for who may read them
//   POST /registers/imports -> GET /registers/imports/{id} -> POST /registers/imports/{id}/confirmation
//   GET  /rekomendasi, /rekomendasi/table                        what everybody may know
//
// Each person is counted in one standing (fact.hpp), so the numbers always close; "recommended" and "answered" are sums
// of them. Cells (cells.hpp) are kept in the unit of work that changes a recommendation, so a page reads as many rows
// with a hundred thousand recommendations as with a thousand. Entries of older registers count the same, with what is
// not known staying so. Published figures (figures.hpp) stand beside, are never added up with ours and never repaired:
// what does not close is flagged.
//
// Who may read: figures of the regions of one's offices, and below where the right reaches below.
//
// Threads: as the reader or writer handed in; Services are immutable.
// Errors: register.place (kForbidden) a region that is not one's own   register.unknown (kNotFound) no such import
//         register.changed (kConflict) not what the dry run showed     register.gone (kConflict) the file was cleared
//         away register.done (kConflict) already brought in                 register.nothing (kInvalid) no row to make
//         register.header (kInvalid) columns are missing               register.policy (kInvalid, at load)
//         sheet.* of engine/sheet
// Source: procedures/registers/*.toml.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "domain/funnel/policy.hpp"
#include "domain/recommendation/recommendation.hpp"
#include "engine/files/store.hpp"
#include "engine/jobs/jobs.hpp"

namespace netra::funnel {

struct Services {
  const procedure::Rules& rules;
  const election::Elections& elections;
  const Policy& policy;
  files::Store& files;
};

// What is counted of one recommendation, and of the case file it came from, is brought up to date. Called after each
// change of it, in the same unit of work. True when it stood otherwise.
bool refresh(storage::Transaction& tx, const Services& services, std::string_view recommendation);
// The same for the persons of a case file that are not recommended.
bool refresh_case(storage::Transaction& tx, const Services& services, std::string_view case_id);

// All cells made anew from the facts. Returns how many stood otherwise.
std::size_t recount(storage::Transaction& tx);

// Facts of all recommendations and case files and then all cells made anew, beside a running server: for `netra check
// --rebuild`. Errors: those of the database
struct Rebuilt {
  std::size_t records = 0;
  std::vector<std::string> faults;  // "recommendation 0192…: counted otherwise"
};
Result<Rebuilt> rebuild(storage::Database& database, const Services& services);

// Follows case files through the journal every few minutes.
void add_register_jobs(jobs::Runner& runner, const Services& services);

void add_register_routes(http::Routes& routes, const Services& services);

}  // namespace netra::funnel
