// Opening what is sealed of one report. Private to domain/report.
//
// Threads: as the call. Errors: those of open_for; crypto.unopenable when what was sealed is no such document
#pragma once

#include "domain/report/desk_views.hpp"

namespace netra::report {

struct ReasonIn {
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(ReasonIn, (), (reason))

// Reporter and witnesses; leaves the act identity.opened. The power of attorney is opened too: whoever reads the
// identity sees that there is one.
Result<IdentityView> open_people(http::Writing& call, const ReportRecord& record, const std::string& reason);

}  // namespace netra::report
