// Asks a program's routes without a network: how the demo's world comes to be, and how tests stand at an office's door.
//
//   InProcess office(routes, database, entropy);
//   auto reply = office.ask(gate, now, {.method = Method::post, .address = "/reports", .body = {{"track", "lead"}}});
//   auto view = office.ask_as(officer, now, {.address = path_of("/cases/{id}", {{"id", id}})});
//
// The route is found, the gate asked, the body decoded and prepared, the act done in its own unit of work, each as the
// server does it and in its order. What belongs to the wire is left out: form tokens, repeat keys, throttles, proof of
// work, uploads' staging, pages. So an answer here is an answer there, but not the other way round.
//
// Threads: any; each call reads and writes through the database handed in. `routes` are those at construction.
#pragma once

#include <string>

#include "engine/http/match.hpp"
#include "engine/http/route.hpp"

namespace netra::http {

class InProcess {
 public:
  InProcess(const Routes& routes, storage::Database& database, Entropy& entropy)
      : matcher_(routes), database_(database), entropy_(entropy) {}

  struct Request {
    Method method = Method::get;
    std::string address;                // as in a browser: percent-encoded, with its query
    json::value body = json::object();  // JSON, decoded strictly
    RequestInfo info = {};  // who and in which language; method, path, route, params and query are filled in
  };

  // Errors: request.unknown_path, request.method (kNotFound), request.encoding (kInvalid); those of the gate, of
  // decoding and of the handler
  Result<AnyReply> ask(const Gate& gate, Instant now, Request request) const;
  // The same as somebody the gate has let in already: for tests of what a handler itself refuses.
  Result<AnyReply> ask_as(const Principal& who, Instant now, Request request) const;

 private:
  using Admitted = std::shared_ptr<const Principal>;
  using Admit = std::function<Result<Admitted>(storage::Reader&, const RequestInfo&, const Access&)>;

  Result<const Route*> find(Request& request) const;
  Result<AnyReply> run(const Admit& admit, Instant now, Request& request) const;

  Matcher matcher_;
  storage::Database& database_;
  Entropy& entropy_;
};

}  // namespace netra::http
