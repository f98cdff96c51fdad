#include "engine/http/problem.hpp"

#include <map>

#include "engine/http/form.hpp"

namespace netra::http {

int status_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::kInvalid:
      return 422;
    case Outcome::kUnreadable:
      return 400;
    case Outcome::kUnauthorised:
      return 401;
    case Outcome::kForbidden:
      return 403;
    case Outcome::kNotFound:
      return 404;
    case Outcome::kConflict:
      return 409;
    case Outcome::kTooLarge:
      return 413;
    case Outcome::kTooMany:
      return 429;
    case Outcome::kUnavailable:
      return 503;
  }
  return 500;
}

std::string_view reason_of(int status) {
  static const std::map<int, std::string_view> kReasons = {
      {100, "Continue"},
      {200, "OK"},
      {201, "Created"},
      {202, "Accepted"},
      {204, "No Content"},
      {206, "Partial Content"},
      {303, "See Other"},
      {304, "Not Modified"},
      {400, "Bad Request"},
      {401, "Unauthorized"},
      {403, "Forbidden"},
      {404, "Not Found"},
      {405, "Method Not Allowed"},
      {406, "Not Acceptable"},
      {408, "Request Timeout"},
      {409, "Conflict"},
      {411, "Length Required"},
      {413, "Content Too Large"},
      {414, "URI Too Long"},
      {415, "Unsupported Media Type"},
      {416, "Range Not Satisfiable"},
      {417, "Expectation Failed"},
      {422, "Unprocessable Content"},
      {429, "Too Many Requests"},
      {431, "Request Header Fields Too Large"},
      {500, "Internal Server Error"},
      {501, "Not Implemented"},
      {503, "Service Unavailable"},
      {505, "HTTP Version Not Supported"},
  };
  auto found = kReasons.find(status);
  return found == kReasons.end() ? "Unknown" : found->second;
}

namespace {

// Codes of fields are "field.<code>" in the catalogues, written with or without that; a field may also be refused for
// a reason whole requests are refused for.
std::string text_of_field(const Renderer& renderer, std::string_view language, const FieldError& field) {
  auto code = std::string_view(field.code).starts_with("field.") ? field.code : "field." + field.code;
  for (const auto& key : {code, "error." + field.code})
    if (auto text = renderer.message(language, key, field.detail); text != key) return text;
  return field.code;
}

}  // namespace

json::object problem_tree(const Error& error, int status, std::string_view language, const Renderer& renderer) {
  json::object out;
  out["type"] = "about:blank";
  out["code"] = error.code;
  out["title"] = renderer.message(language, "error." + error.code, {});
  out["status"] = status;
  if (error.fields.empty()) return out;
  json::array errors;
  for (const auto& field : error.fields) {
    json::object item;
    item["pointer"] = field.pointer;
    item["field"] = field_name(field.pointer);
    item["code"] = field.code;
    item["title"] = text_of_field(renderer, language, field);
    if (!field.detail.empty()) item["detail"] = field.detail;
    errors.push_back(std::move(item));
  }
  out["errors"] = std::move(errors);
  return out;
}

}  // namespace netra::http
