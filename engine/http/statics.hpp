// Styles, scripts, fonts and icons under /assets/<name>.<hash>.<ext>: the name changes with the content, so browsers
// may keep them for ever.
//
//   StaticFiles statics(assets, "web/static/");      // every file below becomes an asset named by the rest of its path
//   statics.url("css/netra.css")                     // "/assets/css/netra.3f9a0c11d2e4b567.css"
//
// Inside .css files `url(...)` and inside .js files the specifiers of `import`/`from` that name another asset by a
// relative path
// ("../fonts/a.woff2", "./clock.js") are replaced by its hashed address. Files below "root/" are served from "/" under
// their own name (robots.txt, favicon.ico) and revalidated by ETag. Text is compressed once, when this is built.
//
// Threads: immutable after it is built.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/assets.hpp"

namespace netra::http {

struct StaticFile {
  std::string content_type;
  std::string etag;  // with quotes
  std::string bytes;
  std::string gzip;  // empty when it would not help
  std::string brotli;
  bool immutable = false;  // the address names the content
};

class StaticFiles {
 public:
  StaticFiles() = default;
  StaticFiles(const Assets& assets, std::string_view prefix);

  // The address of an asset; "/assets/<name>" (answers 404) when there is none, so that a test of pages finds it.
  std::string url(std::string_view name) const;
  bool has(std::string_view name) const;
  // The file served at `path`; null when there is none. Valid as long as this object.
  const StaticFile* find(std::string_view path) const;
  const std::map<std::string, std::string, std::less<>>& urls() const { return urls_; }  // name -> address

 private:
  struct Building;
  std::map<std::string, std::string, std::less<>> urls_;
  std::map<std::string, StaticFile, std::less<>> files_;  // by path
};

std::string_view content_type_of(std::string_view name);  // by extension

}  // namespace netra::http
