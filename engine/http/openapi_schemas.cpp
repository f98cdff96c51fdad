#include "engine/http/openapi_schemas.hpp"

namespace netra::http {
namespace {

json::object refer_members(Schemas& schemas, const json::object& schema) {
  json::object out;
  for (const auto& [key, value] : schema) {
    if (key == "title") continue;  // its name says it
    if (key == "items") {
      out.emplace(key, schemas.refer(value));
    } else if (key == "properties") {
      json::object properties;
      for (const auto& [name, property] : value.as_object()) properties.emplace(name, schemas.refer(property));
      out.emplace(key, std::move(properties));
    } else {
      out.emplace(key, value);
    }
  }
  return out;
}

}  // namespace

json::value Schemas::refer(const json::value& schema) {
  const auto* object = schema.if_object();
  if (!object) return schema;
  auto short_form = refer_members(*this, *object);
  const auto* title = object->if_contains("title");
  if (!title || !title->is_string() || !object->contains("properties")) return short_form;
  auto name = name_for(std::string(title->get_string()), short_form);
  return json::object{{"$ref", "#/components/schemas/" + name}};
}

std::string Schemas::name_for(std::string wanted, const json::object& schema) {
  std::string name = wanted;
  for (int n = 2;; ++n) {
    auto [known, is_new] = by_name_.try_emplace(name, schema);
    if (is_new || known->second == schema) return name;
    name = wanted + "_" + std::to_string(n);
  }
}

json::object Schemas::take() && {
  json::object out;
  for (auto& [name, schema] : by_name_) out.emplace(name, std::move(schema));
  by_name_.clear();
  return out;
}

}  // namespace netra::http
