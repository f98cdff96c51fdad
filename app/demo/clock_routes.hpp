// Only in the demo office: the clock that can be moved, and the living style guide.
//
//   GET  /demo                what the demo is, who is in it, where its clock stands
//   POST /demo/clock          {"to": "2024-10-25T08:00"}: moves it; alarms and lapses on the way happen at once
//   GET  /styleguide, /styleguide/public
#pragma once

#include "app/demo/clock.hpp"
#include "engine/http/route.hpp"

namespace netra::app {

void add_demo_routes(http::Routes& routes, MovableClock& clock);

}  // namespace netra::app
