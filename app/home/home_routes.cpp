#include "app/home/home_routes.hpp"

#include "domain/identity/actor.hpp"

namespace netra::app {

namespace {

struct HomeView {
  bool is_demo = false;
};
BOOST_DESCRIBE_STRUCT(HomeView, (), (is_demo))

}  // namespace

void add_home_routes(http::Routes& routes, bool demo) {
  routes
      .get<HomeView>("/", access::anyone(), {"home/show"},
                     [demo](http::Reading&) -> Result<http::Reply<HomeView>> { return HomeView{demo}; })
      .summary("The first page");
}

}  // namespace netra::app
