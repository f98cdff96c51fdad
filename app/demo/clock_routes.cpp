#include "app/demo/clock_routes.hpp"

#include "domain/identity/actor.hpp"
#include "engine/page/styleguide.hpp"

namespace netra::app {

namespace {

struct DemoView {
  LocalTime clock;
  std::string clock_input;  // for the form's field: local time without zone
};
BOOST_DESCRIBE_STRUCT(DemoView, (), (clock, clock_input))

struct MoveClock {
  std::string to;  // local time in western Indonesia: 2024-10-25T08:00
};
BOOST_DESCRIBE_STRUCT(MoveClock, (), (to))

struct Empty {};
BOOST_DESCRIBE_STRUCT(Empty, (), ())

DemoView view_of(Instant now) {
  LocalTime local{now, Zone::wib};
  return {local, format_local(local).substr(0, 16)};
}

// The demo's clock only runs forward: what has happened has happened.
Result<Instant> parse_target(const std::string& text, Instant now) {
  auto at = parse_instant(text + ":00+07:00");
  if (!at) return fail_fields("request.fields", {{"/to", "field.value", ""}});
  if (*at < now) return fail_fields("demo.backwards", {{"/to", "demo.backwards", ""}});
  return *at;
}

}  // namespace

void add_demo_routes(http::Routes& routes, MovableClock& clock) {
  routes
      .get<DemoView>("/demo", access::anyone(), {"demo/show"},
                     [](http::Reading& call) -> Result<http::Reply<DemoView>> { return view_of(call.now); })
      .summary("The demo office and its clock");
  routes
      .post<MoveClock, DemoView>("/demo/clock", access::anyone(), {"demo/show"},
                                 [&clock](http::Writing& call, const MoveClock& in) -> Result<http::Reply<DemoView>> {
                                   auto to = parse_target(in.to, call.now);
                                   if (!to) return fail(std::move(to.error()));
                                   clock.set(*to);
                                   return http::see(view_of(*to), "/demo");
                                 })
      .again("/demo")
      .summary("Moves the demo's clock forward");
  for (const char* path : {"/styleguide", "/styleguide/public"})
    routes
        .get<json::value>(path, access::anyone(), {path[11] ? "styleguide/public" : "styleguide/show"},
                          [](http::Reading& call) -> Result<http::Reply<json::value>> {
                            return http::Reply<json::value>(page::styleguide_view(call.now));
                          })
        .summary("Every component of the pages, with invented content");
}

}  // namespace netra::app
