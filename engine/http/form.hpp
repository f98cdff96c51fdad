// HTML forms become the same tree as a JSON body.
//
// Names are paths: "reporter.name", "witnesses.0.name"; a repeated name is an array. Rows of an array that are wholly
// empty are dropped (a form shows spare rows), the others close up. Every scalar is text; Leniency::kForm reads it.
//
// Threads: pure functions.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/base/json.hpp"

namespace netra::http {

struct FormField {
  std::string name;
  json::value value;  // a string, or the tree of an Upload
};

// Errors (kUnreadable): request.form — a name is no path, is too deep, or is both a value and a group.
Result<json::object> form_tree(std::vector<FormField> fields);

// application/x-www-form-urlencoded. Errors: request.encoding, request.form
Result<std::vector<FormField>> parse_urlencoded(std::string_view body, std::size_t max_fields);

// "/witnesses/0/name" -> "witnesses.0.name"
std::string field_name(std::string_view pointer);

}  // namespace netra::http
