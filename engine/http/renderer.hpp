// What the server needs from the page engine: a view's tree becomes HTML. Implemented by engine/page; handed to the
// server by app/main.
//
// Globals handed to every page (members are absent when they do not apply):
//   lang      "id" or "en"
//   path      the request's path without query; for links that switch the language
//   query     the request's query string as it came, without "lang" ("" when none)
//   csrf      value of the form field `csrf`; differs on every page (masked)
//   once      value of the form field `once`: repeating the form repeats nothing
//   theme     "light" or "dark" when the visitor chose (cookie `theme`); absent: as the device has it
//   can_reload  true when the page's address can be asked for again: not the answer to a write, and without entries
//   that would be lost shared    true on a page that is the same for everybody: it holds no token, and no time of day,
//   so that it stays
//             the same until something in it changes
//   me        object from Gate::describe; absent for the public
//   entered   object: what the visitor had typed into the form that is being shown again
//   problem   object: why it was refused: {code, title, status, errors: [{pointer, field, code, title, detail?}]};
//   `field` is the form's name
//             for the pointer ("reporter.name")
// A page whose name ends in ".atom" ("case/board.atom") is a feed: its text is XML and says so, whatever the reader
// accepts, unless that is JSON.
//
// Static files are linked through StaticFiles::url (engine/http/statics.hpp).
//
// Threads: all functions are called from many threads at once.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/json.hpp"

namespace netra::http {

inline bool is_feed(std::string_view page) { return page.ends_with(".atom"); }

class Renderer {
 public:
  virtual ~Renderer() = default;

  // The whole HTML page `page` ("report/show"). A page that does not exist or does not fit its view is a programming
  // error: throws.
  virtual std::string render(std::string_view page, std::string_view language, const json::value& view,
                             const json::object& globals) const = 0;

  // The page for a refusal or a failure. `problem` is the RFC 9457 tree as in globals.problem above. Must not throw: it
  // is the last resort.
  virtual std::string render_problem(std::string_view language, const json::object& problem,
                                     const json::object& globals) const = 0;

  // A message of the catalogue ("error.report.incomplete", "field.required"); `{detail}` in it is replaced by `detail`.
  // A missing key gives the key itself.
  virtual std::string message(std::string_view language, std::string_view key, std::string_view detail) const = 0;

  // Is there such a page? Checked for all routes when the server starts.
  virtual bool has_page(std::string_view page) const = 0;
};

}  // namespace netra::http
