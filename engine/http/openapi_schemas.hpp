// The schemas that /openapi.json names once and refers to everywhere else.
//
//   Schemas schemas;
//   json::value short_form = schemas.refer(route.response_schema);   // {"$ref":
//   "#/components/schemas/clock.ClockPage"} components["schemas"] = std::move(schemas).take();
//
// A described struct is known by its type's name; two that share a name but not a shape (both in unnamed namespaces)
// are told apart by a number.
//
// Threads: one object per thread. Units and errors: none.
#pragma once

#include "engine/http/route.hpp"

namespace netra::http {

class Schemas {
 public:
  // The schema with every struct in it replaced by a reference.
  json::value refer(const json::value& schema);
  // Schemas by name, in the order of their names.
  json::object take() &&;

 private:
  std::string name_for(std::string wanted, const json::object& schema);

  std::map<std::string, json::object, std::less<>> by_name_;
};

}  // namespace netra::http
