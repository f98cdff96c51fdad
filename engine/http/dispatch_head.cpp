// The part of the dispatcher that decides by a request's head. Runs on network threads: quick, never blocks.
#include <charconv>

#include "engine/http/decode_body.hpp"
#include "engine/http/dispatch.hpp"
#include "engine/http/form_receiver.hpp"
#include "engine/http/renderer.hpp"
#include "engine/http/security.hpp"
#include "engine/http/statics.hpp"
#include "engine/http/text.hpp"
#include "engine/http/throttle.hpp"

namespace netra::http {

namespace {

std::optional<Method> parse_method(std::string_view name) {
  if (name == "GET" || name == "HEAD") return Method::get;
  if (name == "POST") return Method::post;
  if (name == "PUT") return Method::put;
  if (name == "DELETE") return Method::remove;
  return std::nullopt;
}

bool is_kept_header(std::string_view name) {
  return name == "idempotency-key" || name == "authorization" || name.starts_with("x-netra-");
}

std::optional<std::size_t> content_length(const Exchange& exchange) {
  auto text = exchange.head.get("content-length");
  std::size_t length = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), length);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return length;
}

}  // namespace

std::string_view RequestHead::get(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (key == name) return value;
  }
  return {};
}

std::size_t RequestHead::count(std::string_view name) const {
  std::size_t out = 0;
  for (const auto& [key, value] : headers) out += key == name ? 1 : 0;
  return out;
}

std::optional<Answer> Dispatcher::begin(Exchange& exchange) {
  exchange.metric = metric_none_;
  if (auto answer = read_head(exchange)) return answer;
  if (auto answer = built_in(exchange)) return answer;
  if (auto answer = find_route(exchange)) return answer;
  return std::nullopt;
}

std::optional<Answer> Dispatcher::read_head(Exchange& exchange) {
  read_client(exchange);
  read_language(exchange);
  choose_format(exchange);
  auto& head = exchange.head;
  if (head.target.size() > settings_.limits.target_bytes) return refuse(exchange, 414, "request.target_too_long");
  if (head.count("host") != 1 && head.is_http11) return refuse(exchange, 400, "request.host");
  std::string_view target = head.target;
  for (std::string_view scheme : {"http://", "https://"}) {  // the absolute form means the same here
    if (!target.starts_with(scheme)) continue;
    auto slash = target.find('/', scheme.size());
    target = slash == std::string_view::npos ? "/" : target.substr(slash);
  }
  auto question = target.find('?');
  auto path = percent_decode(target.substr(0, question), Plus::kLiteral);
  if (question != std::string_view::npos) exchange.raw_query = target.substr(question + 1);
  if (!path || path->empty() || path->front() != '/' || !valid_text(*path)) {
    return refuse(exchange, 400, "request.encoding");
  }
  exchange.info.path = std::move(*path);
  head.target = target.substr(0, question);
  auto query = parse_pairs(exchange.raw_query, settings_.limits.fields);
  if (!query) return refuse(exchange, 400, "request.encoding");
  exchange.info.query = std::move(*query);
  for (const auto& [name, value] : head.headers) {
    if (!is_kept_header(name)) continue;
    if (!valid_text(value)) return refuse(exchange, 400, "request.encoding");
    exchange.info.headers.emplace(name, value);
  }
  read_language(exchange);
  return std::nullopt;
}

void Dispatcher::read_client(Exchange& exchange) const {
  auto& info = exchange.info;
  const auto& head = exchange.head;
  auto peer = parse_address(head.peer).value_or(Address{});
  bool is_proxied = trusted_.contains(peer);
  info.network = network_of(client_of(peer, head.get("x-forwarded-for"), trusted_));
  info.is_secure = head.is_tls || (is_proxied && head.get("x-forwarded-proto") == "https");
  auto host = is_proxied && head.count("x-forwarded-host") > 0 ? head.get("x-forwarded-host") : head.get("host");
  exchange.origin = (info.is_secure ? "https://" : "http://") + std::string(host);
  std::string cookie_text;
  for (const auto& [name, value] : head.headers) {
    if (name == "cookie") cookie_text += (cookie_text.empty() ? "" : "; ") + value;
  }
  auto cookies = parse_cookies(cookie_text);
  auto take = [&](std::string_view name, std::string& out) {
    auto found = cookies.find(cookie_name(name, info.is_secure));
    if (found != cookies.end() && valid_text(found->second)) out = found->second;
  };
  take("__Host-netra", info.session_token);
  take("__Host-netra-draft", info.draft_token);
  take("__Host-netra-device", info.device_token);
  auto theme = cookies.find("theme");
  if (theme != cookies.end() && (theme->second == "light" || theme->second == "dark")) exchange.theme = theme->second;
  auto language = cookies.find("lang");
  if (language != cookies.end() && (language->second == "id" || language->second == "en")) {
    info.language = language->second;
  } else if (head.get("accept").find("text/html") != std::string_view::npos) {
    // Browsers are often set to English by people who read Indonesian; pages change language only when asked to.
    info.language = settings_.default_language;
  } else {
    info.language = pick_language(head.get("accept-language"), settings_.default_language);
  }
}

// ?lang= wins over cookie and header, and is remembered.
void Dispatcher::read_language(Exchange& exchange) const {
  for (const auto& [name, value] : exchange.info.query) {
    if (name != "lang" || (value != "id" && value != "en")) continue;
    exchange.info.language = value;
    exchange.cookies = {Cookie{"lang", value, std::chrono::hours(24 * 365)}};
  }
}

void Dispatcher::choose_format(Exchange& exchange) const {
  if (exchange.route && is_feed(exchange.route->page.name)) {  // readers of feeds name many types, or none
    exchange.info.wants_html = exchange.head.get("accept").find("json") == std::string_view::npos;
    return;
  }
  auto sends_json = media_type(exchange.head.get("content-type")) == "application/json";
  bool is_page = !exchange.route || !exchange.route->page.name.empty();
  auto tie = sends_json || !is_page ? Wanted::kJson : Wanted::kHtml;
  exchange.info.wants_html = wanted(exchange.head.get("accept"), tie) == Wanted::kHtml;
}

std::optional<Answer> Dispatcher::not_allowed(Exchange& exchange, const std::string& allowed) const {
  auto answer = refuse(exchange, 405, "request.method");
  answer.set("Allow", allowed);
  return answer;
}

std::optional<Answer> Dispatcher::built_in(Exchange& exchange) {
  const auto& path = exchange.info.path;
  auto& head = exchange.head;
  bool reads = head.method == "GET" || head.method == "HEAD";
  exchange.is_head = head.method == "HEAD";
  if (const auto* file = parts_.statics.find(path)) {
    exchange.metric = metric_static_;
    return reads ? answers_.statics(exchange, *file) : not_allowed(exchange, "GET, HEAD");
  }
  if (path != "/healthz" && path != "/metrics" && path != "/openapi.json") return std::nullopt;
  exchange.metric = metric_system_;
  if (!reads) return not_allowed(exchange, "GET, HEAD");
  if (path == "/openapi.json") return answers_.plain(exchange, 200, "application/json", openapi_);
  if (path == "/healthz") {
    bool healthy = parts_.database.healthy();
    return answers_.plain(exchange, healthy ? 200 : 503, "application/json",
                          healthy ? "{\"status\":\"ok\"}" : "{\"status\":\"storage.unavailable\"}");
  }
  auto peer = parse_address(head.peer).value_or(Address{});
  bool is_local = is_loopback(peer) && head.count("x-forwarded-for") == 0 && head.count("forwarded") == 0;
  bool has_token = !settings_.metrics_token.empty() && head.get("authorization") == "Bearer " + settings_.metrics_token;
  if (!is_local && !has_token) return refuse(exchange, 404, "request.unknown_path");
  return answers_.plain(exchange, 200, "text/plain; version=0.0.4; charset=utf-8", metrics_.text(pool_.load()));
}

std::optional<Answer> Dispatcher::find_route(Exchange& exchange) {
  auto segments = split_path(exchange.head.target);
  if (!segments) return refuse(exchange, 404, "request.unknown_path");
  if (!segments->empty() && segments->front() == "uploads" && segments->size() <= 2) {
    return plan_upload(exchange, *segments);
  }
  auto method = parse_method(exchange.head.method);
  auto match = matcher_.find(method.value_or(Method::get), *segments);
  if (match.allowed.empty()) return refuse(exchange, 404, "request.unknown_path");
  if (!method || !match.route) {
    std::string allowed;
    for (auto each : match.allowed) {
      allowed += (allowed.empty() ? "" : ", ") + std::string(method_name(each));
      if (each == Method::get) allowed += ", HEAD";
    }
    return not_allowed(exchange, allowed);
  }
  exchange.route = match.route;
  exchange.metric = metric_of_.at(match.route);
  exchange.info.method = *method;
  exchange.info.route = match.route->pattern;
  exchange.info.declared = &match.route->parameters;
  exchange.info.params = std::move(match.params);
  choose_format(exchange);
  if (!is_feed(exchange.route->page.name) && wanted(exchange.head.get("accept"), Wanted::kHtml) == Wanted::kNeither) {
    return refuse(exchange, 406, "request.not_acceptable");
  }
  if (auto answer = throttled(exchange)) return answer;
  return *method == Method::get ? std::nullopt : plan_write(exchange);
}

std::optional<Answer> Dispatcher::throttled(Exchange& exchange) {
  if (!parts_.throttle) return std::nullopt;
  static const Route kUpload{Method::post, "/uploads", {}, {}, {}, 0, 0, false, false, {}, {}, {}, {}, {}, {}, {}};
  const auto& route = exchange.route ? *exchange.route : kUpload;
  auto wait = parts_.throttle->refuse(exchange.info, route, pool_.load(), parts_.clock.now());
  if (!wait) return std::nullopt;
  auto answer = refuse(exchange, 429, "request.too_fast");
  answer.set("Retry-After", std::to_string(wait->count()));
  return answer;
}

std::optional<Answer> Dispatcher::plan_write(Exchange& exchange) {
  if (!is_same_site(exchange)) return refuse(exchange, 403, "request.cross_site");
  const auto& route = *exchange.route;
  auto content_type = exchange.head.get("content-type");
  auto type = media_type(content_type);
  auto length = content_length(exchange);
  bool has_body = exchange.head.count("transfer-encoding") > 0 || length.value_or(0) > 0;
  exchange.plan = BodyPlan::kCollect;
  exchange.body_limit = route.max_body;
  if (type == "multipart/form-data") {
    auto boundary = parameter(content_type, "boundary");
    if (!boundary || boundary->empty() || boundary->size() > 70) return refuse(exchange, 400, "request.form");
    exchange.plan = BodyPlan::kStream;
    constexpr std::size_t kPartOverhead = 1024;
    exchange.body_limit = route.max_body + route.max_upload + settings_.limits.parts * kPartOverhead;
    FormLimits limits{route.max_body, route.max_upload, settings_.limits.fields, settings_.limits.parts};
    exchange.form = std::make_shared<FormReceiver>(*boundary, limits, parts_.files, upload_owner(exchange.info));
  } else if (has_body && type != "application/json" && type != "application/x-www-form-urlencoded") {
    return refuse(exchange, 415, "request.content_type");
  }
  if (!exchange.head.get("content-encoding").empty()) return refuse(exchange, 415, "request.content_type");
  if (length && *length > exchange.body_limit) return refuse(exchange, 413, "request.too_large");
  return std::nullopt;
}

std::optional<Answer> Dispatcher::plan_upload(Exchange& exchange, const std::vector<std::string>& segments) {
  auto& head = exchange.head;
  exchange.metric = metric_upload_;
  exchange.info.wants_html = false;
  exchange.upload.emplace();
  if (segments.size() == 1) {
    if (head.method != "POST") return not_allowed(exchange, "POST");
    if (content_length(exchange).value_or(0) > 0 || head.count("transfer-encoding") > 0) {
      return refuse(exchange, 400, "upload.body");
    }
  } else {
    exchange.upload->handle = segments[1];
    bool known = head.method == "GET" || head.method == "HEAD" || head.method == "PATCH" || head.method == "DELETE";
    if (!known) return not_allowed(exchange, "GET, HEAD, PATCH, DELETE");
  }
  exchange.info.method = head.method == "GET" || head.method == "HEAD" ? Method::get : Method::post;
  if (exchange.info.method == Method::get) return std::nullopt;
  if (!is_same_site(exchange)) return refuse(exchange, 403, "request.cross_site");
  if (auto answer = throttled(exchange)) return answer;
  if (head.method != "PATCH") return std::nullopt;
  auto text = head.get("upload-offset");
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), exchange.upload->offset);
  bool is_number = error == std::errc() && end == text.data() + text.size() && exchange.upload->offset >= 0;
  if (!is_number || media_type(head.get("content-type")) != "application/partial-upload") {
    return refuse(exchange, 400, "upload.headers");
  }
  exchange.plan = BodyPlan::kStream;
  exchange.body_limit = settings_.limits.upload_bytes;
  if (content_length(exchange).value_or(0) > exchange.body_limit) return refuse(exchange, 413, "upload.too_large");
  return std::nullopt;
}

}  // namespace netra::http
