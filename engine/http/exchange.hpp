// One request on its way through the server, and its answer. Internal to engine/http.
//
// Threads: an Exchange is touched by one thread at a time; it is handed from the network thread to a worker, the
// writer, and back.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/http/route.hpp"

namespace netra::http {

class FormReceiver;

// The request line and headers as they came.
struct RequestHead {
  std::string method;
  std::string target;
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
  std::string peer;                                          // address of the socket's other end
  bool is_tls = false;
  bool is_http11 = true;

  std::string_view get(std::string_view name) const;  // "" when absent; the first one
  std::size_t count(std::string_view name) const;
};

struct FileSpan {
  std::string path;
  std::int64_t offset = 0;
  std::int64_t length = 0;
};

struct Answer {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::string_view shared;       // instead of body: bytes that live as long as the server
  std::optional<FileSpan> file;  // instead of body
  bool closes = false;

  void set(std::string name, std::string value) { headers.emplace_back(std::move(name), std::move(value)); }
  std::int64_t length() const {
    if (file) return file->length;
    return static_cast<std::int64_t>(shared.empty() ? body.size() : shared.size());
  }
};

// What the connection does with the body.
enum class BodyPlan { kNone, kCollect, kStream };

// Resumable uploads are no routes: their bodies go straight to the store.
struct UploadCall {
  std::string handle;  // empty: POST /uploads
  std::int64_t offset = 0;
};

struct Exchange {
  std::function<void(std::function<void()>)> post;  // runs something on the connection's network thread
  RequestHead head;
  RequestInfo info;
  std::string raw_query;
  std::string origin;  // our own: "https://host"
  bool is_head = false;
  const Route* route = nullptr;  // null for /uploads
  std::optional<UploadCall> upload;
  std::size_t metric = 0;
  std::chrono::steady_clock::time_point started;
  BodyPlan plan = BodyPlan::kNone;
  std::size_t body_limit = 0;          // kCollect: bytes; kStream: bytes of everything
  std::string body;                    // kCollect
  std::shared_ptr<FormReceiver> form;  // kStream of a form
  std::vector<Cookie> cookies;         // set by the engine itself (language)
  std::string theme;                   // "light", "dark"; "" as the device has it

  // Known after the gate.
  std::shared_ptr<const Principal> principal;
  json::value me;
  // Known after decoding.
  json::object tree;
  std::string repeat_key;
  std::string token;  // the form's CSRF token
  bool is_form = false;
  // Of routes that ask for proof when busy: what came with the request, and its entries as they came, to be sent once
  // more.
  std::string proof;
  std::vector<std::pair<std::string, std::string>> entries;
};

}  // namespace netra::http
