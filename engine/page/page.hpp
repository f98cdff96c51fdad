// Pages: templates and a view's JSON tree become HTML. web/README.md teaches the language of templates; this is the
// machine.
//
//   auto pages = page::Pages::load(assets, messages, asset_urls);   // at start; every template in every language
//   if (!pages.faults.empty()) refuse to start
//   std::string html = pages.pages->render("report/show", view, context);
//
// How: `load` joins page, layout and components, puts in the texts, resolves every name to a place in the tree, and
// hands CTemplate the rest with automatic escaping for its context switched on. `render` walks the tree along the
// template, so only what the page shows is computed.
//
// Names inside a section mean members of the item, then globals; never members of the enclosing item (that is `up.x`,
// `root.x`), because absent optional members are absent in the tree and would silently show their parent's. Literal
// members win over derived ones (x_text, has_x …; the whole list is in web/README.md, section 1).
//
// Escaping: text and quoted attributes are HTML-escaped; a variable that begins an href, src or action must be http(s),
// mailto or a path, else it becomes "#"; unquoted URL attributes, variables in scripts, styles or on… attributes are
// faults at load. No template and no view can switch escaping off.
//
// Threads: Pages is immutable after load; render may be called from any thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/assets.hpp"
#include "engine/base/json.hpp"
#include "engine/base/messages.hpp"

namespace netra::page {

// What a page knows besides its view. Everything here is a global in templates.
struct Context {
  std::string language = "id";
  Instant now;            // for x_left and for live clocks
  Zone zone = Zone::wib;  // where an instant without a place is shown
  std::string path;       // with query, for the language switch
  std::string csrf;
  std::string once;  // idempotency token for forms
  json::value me;    // null for the public
  bool demo = false;
  json::object entered;            // entries of a refused form (nested as its fields are)
  const Error* refusal = nullptr;  // why it was refused
};

class Pages {
 public:
  struct Loaded;

  static Loaded load(const Assets& assets, const Messages& messages, const class AssetUrls& urls);
  ~Pages();
  Pages(Pages&&) noexcept;

  bool has(std::string_view name) const;
  std::vector<std::string> names() const;

  // Renders page `name` ("report/show"; shared ones of web/pages are "web/error"). An unknown page is a programming
  // error: throws std::logic_error.
  std::string render(std::string_view name, const json::value& view, const Context& context) const;

 private:
  struct Parts;
  explicit Pages(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

struct Pages::Loaded {
  std::unique_ptr<Pages> pages;     // null when there are faults
  std::vector<std::string> faults;  // "domain/report/pages/show.html:12: no message report.titel (id)"
};

// Built assets (styles, scripts, fonts, icons) and their addresses: "/assets/<fingerprint>/app.css", which never change
// their content and may be cached for ever.
class AssetUrls {
 public:
  // Assets below `prefix`; the fingerprint is taken over all of them, so that scripts may import each other by relative
  // path.
  AssetUrls(const Assets& assets, std::string prefix = "web/dist/");

  std::string url(std::string_view name) const;  // "" when there is none
  // The asset behind a path "/assets/<fingerprint>/<name>"; an old fingerprint finds the present file.
  struct Found {
    std::string_view bytes;
    std::string_view content_type;
    bool current = true;  // false: an old address; do not cache for ever
  };
  bool find(std::string_view path, Found& out) const;

 private:
  const Assets& assets_;
  std::string prefix_;
  std::string fingerprint_;
};

}  // namespace netra::page
