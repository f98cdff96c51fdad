// What app/ plugs in besides the routes.
#pragma once

#include "domain/evidence/evidence.hpp"
#include "domain/office/worklist.hpp"
#include "domain/report/intake.hpp"

namespace netra::jobs {
class Runner;
}

namespace netra::report {

// For evidence::Services::readers: files of reports may be read by who may read the report.
bool may_read_evidence(http::Reading& call, const evidence::Item& item);

// Desk rows and search words of reports and leads; `s` must outlive it.
office::RowSource row_source(const Services& s);

// Drafts nobody came back for are removed, and uploads that are kept sealed; `s` must outlive the runner.
void add_report_jobs(jobs::Runner& runner, const Services& s);

}  // namespace netra::report
