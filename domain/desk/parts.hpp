// The desk's route files. Inner header.
#pragma once

#include "domain/desk/desk.hpp"

namespace netra::desk {

void add_today_routes(http::Routes& routes, const Services& services);
void add_list_routes(http::Routes& routes, const Services& services);
void add_assignment_routes(http::Routes& routes, const Services& services);
void add_filter_routes(http::Routes& routes, const Services& services);
void add_notice_routes(http::Routes& routes, const Services& services);
void add_search_routes(http::Routes& routes, const Services& services);
void add_office_editing_routes(http::Routes& routes, const Services& services);

}  // namespace netra::desk
