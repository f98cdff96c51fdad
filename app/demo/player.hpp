// Plays a script of requests through the real routes, in process, each at its own time: how the demo's world comes to
// be.
//
// What the player can do, its person could have done in a browser on that day: gate, decoding, rights, acts and clocks
// are those of the server. A step that is refused stops the play and names itself.
//
//   {"at": "2024-10-14T09:12:00+07:00", "who": "petugas.cilegon@contoh.netra", "post": "/cases/{case}/review", "body":
//   {...},
//    "save": {"version": "/version"}}
//
// `who` absent: the public. `{name}` in paths and in strings of the body stands for a saved value; a body string that
// is one placeholder alone takes the value with its type. `save` maps names to JSON pointers into the answer's view.
// "code": "{name}" sends X-Netra-Code.
//
// Threads: one at a time; nothing else may write to the database meanwhile.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "engine/base/json.hpp"
#include "engine/base/random.hpp"
#include "engine/http/in_process.hpp"
#include "engine/storage/storage.hpp"

namespace netra::app {

class Player {
 public:
  struct Parts {
    const http::Routes& routes;
    const http::Gate& gate;
    storage::Database& database;
    Entropy& entropy;
  };
  // `sign_in` answers the session token of a person, at a time.
  using SignIn = std::function<Result<std::string>(const std::string& who, Instant at)>;

  Player(Parts parts, SignIn sign_in)
      : server_(parts.routes, parts.database, parts.entropy), gate_(parts.gate), sign_in_(std::move(sign_in)) {}

  // Errors: demo.step (detail: path, code and fields of the refusal)
  Result<json::value> step(const json::object& step);
  void define(const std::string& name, json::value value) { values_[name] = std::move(value); }

 private:
  json::value fill(const json::value& in) const;
  std::string fill_text(std::string_view text) const;
  Result<http::RequestInfo> describe(const json::object& step, Instant at);
  Result<Done> keep(const json::object& names, const json::value& view);

  http::InProcess server_;
  const http::Gate& gate_;
  SignIn sign_in_;
  std::map<std::string, json::value> values_;
};

}  // namespace netra::app
