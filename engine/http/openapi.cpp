#include "engine/http/openapi.hpp"

#include <cctype>

#include "engine/http/match.hpp"
#include "engine/http/openapi_built_in.hpp"
#include "engine/http/openapi_schemas.hpp"
#include "engine/http/renderer.hpp"
#include "engine/http/text.hpp"

namespace netra::http {

namespace {

json::object ref(const char* name) { return {{"$ref", std::string("#/components/") + name}}; }

json::object content(const char* type, json::value schema) {
  return {{type, json::object{{"schema", std::move(schema)}}}};
}

json::array path_parameters(std::string_view pattern) {
  json::array out;
  for (auto open = pattern.find('{'); open != pattern.npos; open = pattern.find('{', open + 1)) {
    auto close = pattern.find('}', open);
    if (close == pattern.npos) break;
    out.push_back(json::object{{"name", pattern.substr(open + 1, close - open - 1)},
                               {"in", "path"},
                               {"required", true},
                               {"schema", json::object{{"type", "string"}}}});
  }
  return out;
}

json::object declared(const Parameter& parameter) {
  return {{"name", parameter.name},
          {"in", parameter.in == Parameter::In::query ? "query" : "header"},
          {"description", parameter.about},
          {"schema", json::object{{"type", "string"}}}};
}

// "GET /reports/{id}/notes" -> "get_reports_id_notes"
std::string operation_id(const Route& route) {
  std::string out = lower(method_name(route.method));
  bool gap = true;
  for (char c : route.pattern) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) {
      gap = true;
      continue;
    }
    if (gap) out += '_';
    gap = false;
    out += c;
  }
  return out;
}

json::object responses(const Route& route, Schemas& schemas) {
  json::object ok{{"description", "Done"},
                  {"content", content("application/json", schemas.refer(route.response_schema))}};
  if (!route.page.name.empty()) {
    ok["content"].as_object()[is_feed(route.page.name) ? "application/atom+xml" : "text/html"] =
        json::object{{"schema", json::object{{"type", "string"}}}};
  }
  json::object out;
  out["200"] = ok;
  if (route.method != Method::get) out["201"] = ok;
  out["default"] = ref("responses/Problem");
  return out;
}

json::object request_body(const Route& route, Schemas& schemas) {
  auto schema = schemas.refer(route.request_schema);
  json::object types = content("application/json", schema);
  types["application/x-www-form-urlencoded"] = json::object{{"schema", schema}};
  types["multipart/form-data"] = json::object{{"schema", schema}};
  return {{"content", std::move(types)}};
}

json::object operation(const Route& route, Schemas& schemas) {
  json::object out;
  out["operationId"] = operation_id(route);
  if (!route.summary.empty()) out["summary"] = route.summary;
  out["x-access"] = route.access.name;
  auto parameters = path_parameters(route.pattern);
  for (const auto& parameter : route.parameters) parameters.push_back(declared(parameter));
  if (route.method != Method::get) {
    if (route.repeatable) parameters.push_back(ref("parameters/IdempotencyKey"));
    out["requestBody"] = request_body(route, schemas);
  }
  if (!parameters.empty()) out["parameters"] = std::move(parameters);
  out["responses"] = responses(route, schemas);
  return out;
}

json::object components(Schemas schemas) {
  json::object text{{"type", "string"}};
  json::object field_error{
      {"type", "object"},
      {"properties",
       json::object{{"pointer", text}, {"field", text}, {"code", text}, {"title", text}, {"detail", text}}},
      {"required", json::array{"pointer", "field", "code", "title"}}};
  json::object problem{
      {"type", "object"},
      {"properties", json::object{{"type", text},
                                  {"code", text},
                                  {"title", text},
                                  {"status", json::object{{"type", "integer"}}},
                                  {"errors", json::object{{"type", "array"}, {"items", std::move(field_error)}}}}},
      {"required", json::array{"type", "code", "title", "status"}}};
  json::object key{
      {"name", "Idempotency-Key"},
      {"in", "header"},
      {"description", "Sending the same request again with the same key repeats nothing and gives the first answer."},
      {"schema", json::object{{"type", "string"}, {"minLength", 1}, {"maxLength", 255}}}};
  json::object response{{"description", "Refused or failed; `code` is permanent (RFC 9457)"},
                        {"content", content("application/problem+json", ref("schemas/Problem"))}};
  auto named = std::move(schemas).take();
  named["Problem"] = std::move(problem);
  return {{"schemas", std::move(named)},
          {"parameters", json::object{{"IdempotencyKey", std::move(key)}}},
          {"responses", json::object{{"Problem", std::move(response)}}}};
}

}  // namespace

json::object describe_routes(const Routes& routes) {
  json::object paths;
  Schemas schemas;
  for (const auto& route : routes.all()) {
    auto& path = paths[route->pattern];
    if (!path.is_object()) path = json::object{};
    path.as_object()[lower(method_name(route->method))] = operation(*route, schemas);
  }
  describe_built_in(paths);
  return {{"openapi", "3.1.0"},
          {"info", json::object{{"title", "Netra"}, {"version", "1"}}},
          {"paths", std::move(paths)},
          {"components", components(std::move(schemas))}};
}

}  // namespace netra::http
