// All routes of reports. `services` must outlive the routes.
#pragma once

#include "domain/report/intake.hpp"

namespace netra::report {

void add_report_routes(http::Routes& routes, const Services& services);

// Its parts, by topic.
void add_intake_routes(http::Routes& routes, const Services& services);  // POST /reports, /reports/new
void add_lapor_routes(http::Routes& routes, const Services& services);   // the citizen's guided form
void add_status_routes(http::Routes& routes, const Services& services);  // the holder of the code
void add_attendance_routes(http::Routes& routes);
void add_identity_routes(http::Routes& routes);                        // what is sealed
void add_desk_routes(http::Routes& routes, const Services& services);  // the office's side

}  // namespace netra::report
