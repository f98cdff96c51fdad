// Pages: templates and a view's JSON tree become HTML. web/README.md teaches the language of templates; this is the
// machine.
//
//   page::Options options{[&](std::string_view name) { return statics.url(name); }};
//   auto loaded = page::Pages::load(assets, messages, clock, options);   // at start; every template in every language
//   if (!loaded.faults.empty()) refuse to start
//   std::string html = loaded.pages->render("report/show", "id", view, globals);
//
// How: `load` joins page, layout and components, puts in the texts, resolves every name to a place in the tree, and
// hands CTemplate the rest with automatic escaping for its context switched on. `render` walks the tree along the
// template, so only what the page shows is computed.
//
// Names inside a section mean members of the item, then globals; never members of the enclosing item (that is `up.x`,
// `root.x`), because absent optional members are absent in the tree and would silently show their parent's. Literal
// members win over derived ones (x_text, has_x …; the whole list is in web/README.md, section 1).
//
// Globals in templates: those of engine/http/renderer.hpp, and made from them: `entered_<field>` (what was typed),
// `error_<field>` (array of {text}), `errors` (array of {id, label, text} for the summary), `refused` ({code, text}),
// `here` (path with query, for the language switch), `now`, `demo`. In <field> dots and slashes are underscores.
//
// Escaping: text and quoted attributes are HTML-escaped; a variable that begins an href, src or action must be http(s)
// or a path, else it becomes "#"; unquoted URL attributes, inline scripts and styles and on… attributes are faults at
// load. No template and no view can switch escaping off.
//
// Threads: Pages is immutable after load; all functions may be called from any thread.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/assets.hpp"
#include "engine/base/messages.hpp"
#include "engine/http/renderer.hpp"

namespace netra {
class Clock;
}

namespace netra::page {

struct Options {
  // Address of a built asset ("app.css"); empty text: there is none, which is a fault.
  std::function<std::string(std::string_view name)> asset_url;
  bool demo = false;  // pages show that this is the demo office
};

class Pages final : public http::Renderer {
 public:
  struct Loaded;

  // `messages` and `clock` must outlive the pages. Pages are `<floor>/<feature>/pages/<name>.html`, called
  // "<feature>/<name>"; shared ones `web/pages/<name>.html` are "web/<name>".
  static Loaded load(const Assets& assets, const Messages& messages, const Clock& clock, Options options);
  ~Pages() override;

  std::vector<std::string> names() const;

  std::string render(std::string_view page, std::string_view language, const json::value& view,
                     const json::object& globals) const override;
  std::string render_problem(std::string_view language, const json::object& problem,
                             const json::object& globals) const override;
  std::string message(std::string_view language, std::string_view key, std::string_view detail) const override;
  bool has_page(std::string_view page) const override;

 private:
  struct Parts;
  explicit Pages(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

struct Pages::Loaded {
  std::unique_ptr<Pages> pages;     // null when there are faults
  std::vector<std::string> faults;  // "domain/report/pages/show.html:12: no message report.titel (id)"
};

}  // namespace netra::page
