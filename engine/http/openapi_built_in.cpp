#include "engine/http/openapi_built_in.hpp"

namespace netra::http {

namespace {

json::object header(const char* name, const char* about) {
  return {{"name", name}, {"in", "header"}, {"description", about}, {"schema", json::object{{"type", "string"}}}};
}

json::object text_body(const char* type) {
  return {{type, json::object{{"schema", json::object{{"type", "string"}}}}}};
}

json::object upload_state() {
  json::object text{{"type", "string"}};
  json::object number{{"type", "integer"}};
  json::object schema{
      {"type", "object"},
      {"properties",
       json::object{{"handle", text}, {"filename", text}, {"size", number}, {"expected", number}, {"sha256", text}}},
      {"required", json::array{"handle", "filename", "size", "expected"}}};
  return {{"application/json", json::object{{"schema", std::move(schema)}}}};
}

json::object operation(const char* id, const char* summary, const char* status, const char* outcome,
                       json::object content = {}) {
  json::object answer{{"description", outcome}};
  if (!content.empty()) answer["content"] = std::move(content);
  return {{"operationId", id},
          {"summary", summary},
          {"x-access", "server"},
          {"responses", json::object{{status, std::move(answer)},
                                     {"default", json::object{{"$ref", "#/components/responses/Problem"}}}}}};
}

json::object with(json::object operation, json::array parameters) {
  operation["parameters"] = std::move(parameters);
  return operation;
}

json::object handle() {
  return {{"name", "handle"}, {"in", "path"}, {"required", true}, {"schema", json::object{{"type", "string"}}}};
}

json::object start_upload() {
  return with(operation("post_uploads", "Begins a file that is sent in pieces.", "201",
                        "Location is the address of the upload", upload_state()),
              {header("Upload-Length", "Bytes of the whole file."),
               header("Upload-Name", "The file's name, percent-encoded.")});
}

json::object send_piece() {
  auto out = with(operation("patch_uploads_handle", "Sends the next piece; what arrived before a break is kept.", "200",
                            "What is there now; sha256 once it is whole", upload_state()),
                  {handle(), header("Upload-Offset", "Where this piece begins; 409 tells the right one.")});
  out["requestBody"] = json::object{{"content", text_body("application/partial-upload")}};
  return out;
}

}  // namespace

void describe_built_in(json::object& paths) {
  json::object health{
      {"application/json",
       json::object{{"schema", json::object{{"type", "object"},
                                            {"properties", json::object{{"status", json::object{{"type", "string"}}}}},
                                            {"required", json::array{"status"}}}}}}};
  paths["/healthz"] = json::object{{"get", operation("get_healthz", "Whether the database takes writes; 503 when not.",
                                                     "200", "It does", std::move(health))}};
  paths["/metrics"] =
      json::object{{"get", operation("get_metrics", "Counters for Prometheus, for loopback or the metrics token.",
                                     "200", "Text format 0.0.4", text_body("text/plain"))}};
  paths["/openapi.json"] = json::object{
      {"get",
       operation("get_openapi", "This description.", "200", "OpenAPI 3.1",
                 json::object{{"application/json", json::object{{"schema", json::object{{"type", "object"}}}}}})}};
  paths["/uploads"] = json::object{{"post", start_upload()}};
  paths["/uploads/{handle}"] = json::object{
      {"get",
       with(operation("get_uploads_handle", "How much of an upload is there.", "200", "Its state", upload_state()),
            {handle()})},
      {"head", with(operation("head_uploads_handle", "Where to go on: Upload-Offset and Upload-Length.", "200",
                              "In the headers"),
                    {handle()})},
      {"patch", send_piece()},
      {"delete", with(operation("delete_uploads_handle", "Discards an upload.", "204", "Gone"), {handle()})}};
}

}  // namespace netra::http
