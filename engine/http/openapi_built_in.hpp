// What the server answers by itself, without a route: health, metrics, this description, resumable uploads.
#pragma once

#include "engine/base/json.hpp"

namespace netra::http {

// Adds their paths to those of the routes. Pure; any thread.
void describe_built_in(json::object& paths);

}  // namespace netra::http
