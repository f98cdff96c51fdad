// The report form and the receipt on paper. Both name the reporter: they are set from the vault when somebody opens it
// for that, with a reason and an act, and are kept nowhere.
//
//   POST /reports/{id}/papers/report {"reason": "…"}     the form, to be signed by the reporter
//   POST /reports/{id}/papers/receipt {"reason": "…"}    the receipt of the filing
//
// Threads: any. Errors: report.unknown, those of open_for, letter.source (kNotFound: no such paper)
#pragma once

#include "domain/letter/composing.hpp"
#include "domain/report/intake.hpp"

namespace netra::report {

struct PaperServices {
  const Services& reports;
  const letter::Services& letters;
  const letter::Composing& composing;
};

// The notice to complete (subject "report"), for who may read the report; it names nobody. letter.source (kConflict)
// when nothing is asked for.
std::vector<letter::Source> papers(const Services& services, const letter::Composing& composing);

void add_paper_routes(http::Routes& routes, const PaperServices& services);

}  // namespace netra::report
