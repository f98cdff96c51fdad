#include "engine/http/answers.hpp"

#include <algorithm>
#include <array>

#include "engine/crypto/hash.hpp"
#include "engine/http/compress.hpp"
#include "engine/http/security.hpp"
#include "engine/http/statics.hpp"
#include "engine/http/text.hpp"

namespace netra::http {

namespace {

constexpr std::size_t kWorthCompressing = 1024;
constexpr int kBrotliQuality = 4;  // dynamic answers: about gzip 6's size in half its time
constexpr int kGzipLevel = 5;

std::string new_once(Entropy& entropy) {
  std::array<std::byte, 16> bytes{};
  entropy.fill(bytes);
  return crypto::to_hex(bytes);
}

bool is_not_modified(const Exchange& exchange, std::string_view etag) {
  return exchange.info.method == Method::get && matches_any(exchange.head.get("if-none-match"), etag);
}

Answer not_modified(std::string etag, std::string cache_control) {
  Answer answer;
  answer.status = 304;
  answer.set("ETag", std::move(etag));
  answer.set("Cache-Control", std::move(cache_control));
  return answer;
}

std::string json_text(const json::value& tree) { return json::serialize(tree); }

std::string_view coding_name(Coding coding) { return coding == Coding::kBrotli ? "br" : "gzip"; }

// "abc" -> "abc-br": each representation has a tag of its own.
std::string tagged(std::string etag, std::string_view suffix) {
  etag.insert(etag.size() - 1, "-" + std::string(suffix));
  return etag;
}

}  // namespace

json::object Answers::globals(const Exchange& exchange, bool can_reload, bool is_shared) const {
  json::object out;
  if (!exchange.theme.empty()) out["theme"] = exchange.theme;
  out["can_reload"] = can_reload;
  out["lang"] = exchange.info.language;
  out["path"] = exchange.info.path;
  std::string query;
  for (const auto& [name, value] : exchange.info.query) {
    if (name == "lang") continue;
    query += (query.empty() ? "" : "&") + percent_encode(name) + "=" + percent_encode(value);
  }
  out["query"] = query;
  if (is_shared) {
    out["shared"] = true;
    return out;
  }
  out["csrf"] = form_token(settings_.secret, exchange.info, parts_.entropy);
  out["once"] = new_once(parts_.entropy);
  if (!exchange.me.is_null()) out["me"] = exchange.me;
  return out;
}

Answer Answers::of(const Exchange& exchange, const Route& route, AnyReply reply, const Entered* entered) const {
  if (reply.file && !entered) return file(exchange, reply);
  bool redirects = exchange.info.wants_html && !reply.location.empty() && !entered;
  Answer answer;
  if (redirects) {
    answer.status = 303;
  } else {
    answer = body_of(exchange, route, reply, entered);
  }
  if (!reply.location.empty() && !entered) answer.set("Location", reply.location);
  for (const auto& cookie : reply.cookies) answer.set("Set-Cookie", set_cookie(cookie, exchange.info.is_secure));
  bool is_shared = reply.cacheable && exchange.info.method == Method::get && reply.cookies.empty() &&
                   exchange.cookies.empty() && !entered && exchange.info.session_token.empty();
  return finished(exchange, std::move(answer), is_shared);
}

Answer Answers::body_of(const Exchange& exchange, const Route& route, AnyReply& reply, const Entered* entered) const {
  Answer answer;
  answer.status = entered ? status_of(entered->error.outcome) : reply.status;
  const auto& page = reply.page.empty() ? route.page.name : reply.page;
  if (!exchange.info.wants_html || page.empty()) {
    answer.set("Content-Type", "application/json");
    answer.body = json_text(reply.view);
    return answer;
  }
  bool is_shared = reply.cacheable && exchange.info.session_token.empty() && !entered;
  auto all = globals(exchange, route.method == Method::get && !entered, is_shared);
  if (entered) {
    all["entered"] = entered->values;
    all["problem"] = problem_tree(entered->error, answer.status, exchange.info.language, parts_.renderer);
  }
  answer.set("Content-Type", is_feed(page) ? "application/atom+xml; charset=utf-8" : "text/html; charset=utf-8");
  answer.body = parts_.renderer.render(page, exchange.info.language, reply.view, all);
  return answer;
}

Answer Answers::file(const Exchange& exchange, const AnyReply& reply) const {
  const auto& file = *reply.file;
  if (file.bytes) {
    Answer made;
    if (!file.etag.empty()) {
      auto tag = "\"" + file.etag + "\"";
      if (is_not_modified(exchange, tag)) return finished(exchange, not_modified(tag, "private, no-cache"), false);
      made.set("ETag", tag);
      made.set("Cache-Control", "private, no-cache");
    }
    made.body = *file.bytes;
    made.set("Content-Type", file.content_type);
    add_file_headers(made, file);
    return finished(exchange, std::move(made), false);
  }
  auto etag = "\"" + file.etag + "\"";
  std::string cache = reply.cacheable ? "public, max-age=3600" : "private, no-cache";
  if (is_not_modified(exchange, etag)) return finished(exchange, not_modified(etag, cache), false);
  Answer answer;
  std::int64_t size = files::size_of(file);
  if (size < 0) return problem(exchange, Error{Outcome::kNotFound, "files.unknown", {}, {}});
  auto range_header = exchange.head.get("range");
  auto if_range = exchange.head.get("if-range");
  if (!if_range.empty() && if_range != etag) range_header = {};
  auto [kind, range] = parse_range(range_header, size);
  if (kind == RangeKind::kUnsatisfiable) {
    auto refused = problem(exchange, Error{Outcome::kInvalid, "request.range", {}, {}}, 416);
    refused.set("Content-Range", "bytes */" + std::to_string(size));
    return refused;
  }
  answer.status = kind == RangeKind::kPart ? 206 : 200;
  answer.file = FileSpan{file.path, range.first, size == 0 ? 0 : range.last - range.first + 1};
  if (kind == RangeKind::kPart) {
    answer.set("Content-Range",
               "bytes " + std::to_string(range.first) + "-" + std::to_string(range.last) + "/" + std::to_string(size));
  }
  answer.set("Content-Type", file.content_type);
  answer.set("Accept-Ranges", "bytes");
  answer.set("ETag", etag);
  answer.set("Cache-Control", cache);
  add_file_headers(answer, file);
  for (const auto& cookie : reply.cookies) answer.set("Set-Cookie", set_cookie(cookie, exchange.info.is_secure));
  return finished(exchange, std::move(answer), false);
}

Answer Answers::problem(const Exchange& exchange, const Error& error) const {
  return problem(exchange, error, status_of(error.outcome));
}

Answer Answers::problem(const Exchange& exchange, const Error& error, int status, const json::object& more) const {
  Answer answer;
  const auto& info = exchange.info;
  if (status == 401 && info.wants_html && info.method == Method::get && !settings_.sign_in.empty() &&
      info.path != settings_.sign_in) {
    answer.status = 303;
    auto next = info.path + (exchange.raw_query.empty() ? "" : "?" + exchange.raw_query);
    answer.set("Location", settings_.sign_in + "?next=" + percent_encode(next));
    return finished(exchange, std::move(answer), false);
  }
  answer.status = status;
  auto tree = problem_tree(error, status, info.language, parts_.renderer);
  for (const auto& item : more) tree[item.key()] = item.value();
  if (status == 401) answer.set("WWW-Authenticate", "Session");
  if (status == 503) answer.set("Retry-After", "5");
  if (info.wants_html) {
    answer.set("Content-Type", "text/html; charset=utf-8");
    answer.body =
        parts_.renderer.render_problem(info.language, tree, globals(exchange, info.method == Method::get, false));
  } else {
    answer.set("Content-Type", "application/problem+json");
    answer.body = json_text(tree);
  }
  return finished(exchange, std::move(answer), false);
}

Answer Answers::statics(const Exchange& exchange, const StaticFile& file) const {
  std::string cache = file.immutable ? "public, max-age=31536000, immutable" : "public, no-cache";
  auto coding = pick_coding(exchange.head.get("accept-encoding"));
  if (coding == Coding::kBrotli && file.brotli.empty()) coding = Coding::kIdentity;
  if (coding == Coding::kGzip && file.gzip.empty()) coding = Coding::kIdentity;
  auto etag = coding == Coding::kIdentity ? file.etag : tagged(file.etag, coding_name(coding));
  Answer answer;
  if (is_not_modified(exchange, etag)) {
    answer = not_modified(etag, cache);
  } else {
    answer.set("Content-Type", file.content_type);
    answer.set("ETag", etag);
    answer.set("Cache-Control", cache);
    if (coding != Coding::kIdentity) answer.set("Content-Encoding", std::string(coding_name(coding)));
    answer.shared = coding == Coding::kBrotli ? file.brotli : coding == Coding::kGzip ? file.gzip : file.bytes;
  }
  if (!file.gzip.empty()) answer.set("Vary", "Accept-Encoding");
  add_security_headers(answer, exchange.info.is_secure);
  return answer;
}

Answer Answers::plain(const Exchange& exchange, int status, std::string content_type, std::string body) const {
  Answer answer;
  answer.status = status;
  if (!content_type.empty()) answer.set("Content-Type", std::move(content_type));
  answer.body = std::move(body);
  return finished(exchange, std::move(answer), false);
}

// BREACH needs an answer that holds a secret together with text the attacker put into the request, sent many times from
// a foreign page. Answers to writes (a receipt's code, entries shown again) are therefore never compressed, and a page
// that depends on cookies and on a query is compressed only when our own pages or the person's own hand asked for it.
bool Answers::may_compress(const Exchange& exchange, const Answer& answer) const {
  if (answer.body.size() < kWorthCompressing || exchange.info.method != Method::get) return false;
  bool is_personal = !exchange.info.session_token.empty() || !exchange.info.draft_token.empty() ||
                     exchange.head.count("authorization") > 0;
  auto site = exchange.head.get("sec-fetch-site");
  return !is_personal || exchange.raw_query.empty() || site == "same-origin" || site == "none";
}

Answer Answers::finished(const Exchange& exchange, Answer answer, bool is_shared) const {
  auto has = [&](std::string_view name) {
    return std::any_of(answer.headers.begin(), answer.headers.end(), [&](const auto& h) { return h.first == name; });
  };
  if (is_shared && answer.status == 200) {
    auto etag = "\"" + crypto::sha256_hex(answer.body).substr(0, 32) + "\"";
    auto coding =
        may_compress(exchange, answer) ? pick_coding(exchange.head.get("accept-encoding")) : Coding::kIdentity;
    if (coding != Coding::kIdentity) etag = tagged(etag, coding_name(coding));
    if (is_not_modified(exchange, etag)) {
      answer.status = 304;
      answer.body.clear();
    }
    answer.set("ETag", etag);
    answer.set("Cache-Control", "public, max-age=60");
  } else if (!has("Cache-Control")) {
    answer.set("Cache-Control", "no-store");
  }
  if (!answer.file) answer.set("Vary", "Accept, Accept-Encoding, Accept-Language, Cookie");
  if (may_compress(exchange, answer)) {
    auto coding = pick_coding(exchange.head.get("accept-encoding"));
    if (coding != Coding::kIdentity) {
      answer.body = coding == Coding::kBrotli ? brotli(answer.body, kBrotliQuality) : gzip(answer.body, kGzipLevel);
      answer.set("Content-Encoding", std::string(coding_name(coding)));
    }
  }
  for (const auto& cookie : exchange.cookies) answer.set("Set-Cookie", set_cookie(cookie, exchange.info.is_secure));
  add_security_headers(answer, exchange.info.is_secure);
  return answer;
}

}  // namespace netra::http
