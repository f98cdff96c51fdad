// /openapi.json: the routes as OpenAPI 3.1, made from the same descriptions that decode requests and encode views.
//
// Threads: pure function. Source: OpenAPI Specification 3.1.0.
#pragma once

#include "engine/http/route.hpp"

namespace netra::http {

json::object describe_routes(const Routes& routes);

}  // namespace netra::http
