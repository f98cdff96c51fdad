// The desk's route files. Inner header.
#pragma once

#include "domain/desk/desk.hpp"
#include "domain/identity/actor.hpp"
#include "domain/office/office.hpp"

namespace netra::desk {

void add_today_routes(http::Routes& routes, const Services& services);
void add_list_routes(http::Routes& routes, const Services& services);
void add_assignment_routes(http::Routes& routes, const Services& services);
void add_filter_routes(http::Routes& routes, const Services& services);
void add_notice_routes(http::Routes& routes, const Services& services);
void add_search_routes(http::Routes& routes, const Services& services);
void add_office_editing_routes(http::Routes& routes, const Services& services);
void add_number_routes(http::Routes& routes, const Services& services);

// The office, for who may change it. Errors: office.unknown, access.denied
Result<office::Office> editable_office(storage::Reader& db, const Actor& actor, std::string_view id);
journal::ActorRef office_manager(const Actor& actor);  // for the act

}  // namespace netra::desk
