// Errors on the wire: RFC 9457 problem details with permanent codes.
//
// Threads: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "engine/http/renderer.hpp"

namespace netra::http {

int status_of(Outcome outcome);  // the only place where outcomes become statuses
std::string_view reason_of(int status);

// {code, title, status, errors: [{pointer, field, code, title, detail?}]}; never Error::detail.
json::object problem_tree(const Error& error, int status, std::string_view language, const Renderer& renderer);

}  // namespace netra::http
