#include "domain/desk/desk.hpp"

#include "domain/desk/parts.hpp"

namespace netra::desk {

void add_desk_routes(http::Routes& routes, const Services& services) {
  add_today_routes(routes, services);
  add_list_routes(routes, services);
  add_assignment_routes(routes, services);
  add_filter_routes(routes, services);
  add_notice_routes(routes, services);
  add_search_routes(routes, services);
  add_office_editing_routes(routes, services);
  add_number_routes(routes, services);
}

}  // namespace netra::desk
