#include "engine/http/statics.hpp"

#include <set>

#include "engine/crypto/hash.hpp"
#include "engine/http/compress.hpp"

namespace netra::http {

namespace {

// "css/netra.css" + "../fonts/a.woff2" -> "fonts/a.woff2"; "" when it leaves the tree or is no relative path.
std::string resolve(std::string_view from, std::string_view to) {
  if (to.empty() || to[0] == '/' || to[0] == '#' || to.find(':') != std::string_view::npos) return {};
  std::string base(from.substr(0, from.rfind('/') == std::string_view::npos ? 0 : from.rfind('/')));
  to = to.substr(0, to.find_first_of("?#"));
  while (true) {
    if (to.substr(0, 2) == "./") {
      to.remove_prefix(2);
    } else if (to.substr(0, 3) == "../") {
      if (base.empty()) return {};
      to.remove_prefix(3);
      auto slash = base.rfind('/');
      base.erase(slash == std::string::npos ? 0 : slash);
    } else {
      return base.empty() ? std::string(to) : base + "/" + std::string(to);
    }
  }
}

std::string hashed_name(std::string_view name, std::string_view hash) {
  auto dot = name.rfind('.');
  auto slash = name.rfind('/');
  if (dot == std::string_view::npos || (slash != std::string_view::npos && dot < slash)) dot = name.size();
  return std::string(name.substr(0, dot)) + "." + std::string(hash.substr(0, 16)) + std::string(name.substr(dot));
}

StaticFile make_file(std::string_view name, std::string bytes, std::string_view hash, bool immutable) {
  StaticFile file;
  file.content_type = content_type_of(name);
  file.etag = "\"" + std::string(hash.substr(0, 32)) + "\"";
  file.bytes = std::move(bytes);
  file.immutable = immutable;
  if (is_compressible(file.content_type) && file.bytes.size() > 256) {
    file.gzip = gzip(file.bytes, 9);
    file.brotli = brotli(file.bytes, 9);
    if (file.gzip.size() >= file.bytes.size()) file.gzip.clear();
    if (file.brotli.size() >= file.bytes.size()) file.brotli.clear();
  }
  return file;
}

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

}  // namespace

// Files that name others are finished after those, so that a changed font changes the address of the style sheet as
// well.
struct StaticFiles::Building {
  StaticFiles& out;
  const Assets& assets;
  std::string prefix;
  std::set<std::string, std::less<>> open;  // being finished: a circle of imports keeps its plain names

  std::string finish(const std::string& name) {
    if (auto done = out.urls_.find(name); done != out.urls_.end()) return done->second;
    auto bytes = assets.find(prefix + name);
    if (!bytes || !open.insert(name).second) return {};
    std::string text(*bytes);
    if (ends_with(name, ".css")) text = link_css(name, text);
    if (ends_with(name, ".js") || ends_with(name, ".mjs")) text = link_js(name, text);
    open.erase(name);
    auto hash = crypto::sha256_hex(text);
    auto path = "/assets/" + hashed_name(name, hash);
    out.files_.emplace(path, make_file(name, std::move(text), hash, true));
    out.urls_.emplace(name, path);
    return path;
  }

  // Replaces the text from `begin` up to `end` when it names an asset; returns where to go on.
  std::size_t relink(const std::string& name, std::string& text, std::size_t begin, std::size_t end) {
    auto target = resolve(name, std::string_view(text).substr(begin, end - begin));
    if (target.empty() || !assets.find(prefix + target)) return end;
    auto url = finish(target);
    if (url.empty()) return end;
    text.replace(begin, end - begin, url);
    return begin + url.size();
  }

  std::string link_css(const std::string& name, std::string text) {
    for (std::size_t at = 0; (at = text.find("url(", at)) != std::string::npos;) {
      std::size_t begin = at + 4;
      char close = ')';
      if (begin < text.size() && (text[begin] == '"' || text[begin] == '\'')) close = text[begin++];
      auto end = text.find(close, begin);
      if (end == std::string::npos) break;
      at = relink(name, text, begin, end);
    }
    return text;
  }

  std::string link_js(const std::string& name, std::string text) {
    for (const char* word : {"from", "import"}) {
      for (std::size_t at = 0; (at = text.find(word, at)) != std::string::npos;) {
        std::size_t begin = at + std::string_view(word).size();
        while (begin < text.size() && (text[begin] == ' ' || text[begin] == '(')) ++begin;
        at = begin;
        if (begin >= text.size() || (text[begin] != '"' && text[begin] != '\'')) continue;
        auto end = text.find(text[begin], begin + 1);
        if (end == std::string::npos) break;
        auto specifier = std::string_view(text).substr(begin + 1, end - begin - 1);
        if (!specifier.empty() && specifier[0] == '.') at = relink(name, text, begin + 1, end);
      }
    }
    return text;
  }
};

StaticFiles::StaticFiles(const Assets& assets, std::string_view prefix) {
  Building building{*this, assets, std::string(prefix), {}};
  for (const auto& full : assets.list(prefix)) {
    auto name = full.substr(prefix.size());
    if (std::string_view(name).substr(0, 5) == "root/") {
      std::string bytes(*assets.find(full));
      auto hash = crypto::sha256_hex(bytes);
      files_.emplace("/" + name.substr(5), make_file(name, std::move(bytes), hash, false));
    } else {
      building.finish(name);
    }
  }
}

std::string StaticFiles::url(std::string_view name) const {
  auto found = urls_.find(name);
  return found == urls_.end() ? "/assets/" + std::string(name) : found->second;
}

bool StaticFiles::has(std::string_view name) const { return urls_.find(name) != urls_.end(); }

const StaticFile* StaticFiles::find(std::string_view path) const {
  auto found = files_.find(path);
  return found == files_.end() ? nullptr : &found->second;
}

std::string_view content_type_of(std::string_view name) {
  static const std::map<std::string_view, std::string_view> kTypes = {
      {"css", "text/css; charset=utf-8"},
      {"js", "text/javascript; charset=utf-8"},
      {"mjs", "text/javascript; charset=utf-8"},
      {"json", "application/json"},
      {"webmanifest", "application/manifest+json"},
      {"html", "text/html; charset=utf-8"},
      {"txt", "text/plain; charset=utf-8"},
      {"svg", "image/svg+xml"},
      {"png", "image/png"},
      {"jpg", "image/jpeg"},
      {"webp", "image/webp"},
      {"ico", "image/x-icon"},
      {"woff2", "font/woff2"},
  };
  auto dot = name.rfind('.');
  auto found = dot == std::string_view::npos ? kTypes.end() : kTypes.find(name.substr(dot + 1));
  return found == kTypes.end() ? "application/octet-stream" : found->second;
}

}  // namespace netra::http
