// Turns what a handler returned, or why it refused, into bytes: JSON or a page, with caching, compression and headers.
//
// Threads: any; may render, so call from workers (problem pages for errors found on the network thread are the
// exception).
#pragma once

#include <memory>
#include <string>

#include "engine/http/exchange.hpp"
#include "engine/http/problem.hpp"
#include "engine/http/server.hpp"

namespace netra::http {

struct StaticFile;

class Answers {
 public:
  Answers(const Settings& settings, const Parts& parts) : settings_(settings), parts_(parts) {}

  // `entered` is set when a refused form is shown again; the answer then has the error's status.
  Answer of(const Exchange& exchange, const Route& route, AnyReply reply, const Entered* entered = nullptr) const;
  Answer problem(const Exchange& exchange, const Error& error) const;
  // `more`: members for the page (and the problem) besides the usual ones.
  Answer problem(const Exchange& exchange, const Error& error, int status, const json::object& more = {}) const;
  Answer statics(const Exchange& exchange, const StaticFile& file) const;
  // Of the server itself: health, metrics, OpenAPI, uploads.
  Answer plain(const Exchange& exchange, int status, std::string content_type, std::string body) const;

 private:
  Answer body_of(const Exchange& exchange, const Route& route, AnyReply& reply, const Entered* entered) const;
  Answer file(const Exchange& exchange, const AnyReply& reply) const;
  json::object globals(const Exchange& exchange, bool can_reload, bool is_shared) const;
  bool may_compress(const Exchange& exchange, const Answer& answer) const;
  // Cookies, validators, compression, security headers. `is_shared`: the same for everybody.
  Answer finished(const Exchange& exchange, Answer answer, bool is_shared) const;

  const Settings& settings_;
  const Parts& parts_;
};

}  // namespace netra::http
