#include "app/demo/player.hpp"

#include <fmt/format.h>

namespace netra::app {

namespace {

std::vector<std::string_view> segments(std::string_view path) {
  std::vector<std::string_view> out;
  for (std::size_t at = 1; at <= path.size();) {
    auto slash = std::min(path.find('/', at), path.size());
    out.push_back(path.substr(at, slash - at));
    at = slash + 1;
  }
  return out;
}

std::string as_text(const json::value& value) {
  return value.is_string() ? std::string(value.get_string()) : json::serialize(value);
}

// A JSON pointer whose segments may also be `name=value`: the first element of an array with that member.
const json::value* look_up(const json::value& tree, std::string_view pointer) {
  const json::value* at = &tree;
  for (auto segment : segments(pointer)) {
    boost::system::error_code error;
    auto equals = segment.find('=');
    if (equals == std::string_view::npos) {
      at = at->find_pointer("/" + std::string(segment), error);
    } else {
      const json::value* found = nullptr;
      for (const auto& item : at->as_array())
        if (!found && item.as_object().contains(segment.substr(0, equals)) &&
            item.at(segment.substr(0, equals)) == json::value(segment.substr(equals + 1)))
          found = &item;
      at = found;
    }
    if (!at) return nullptr;
  }
  return at;
}

// Every requirement of a checklist marked as fulfilled.
json::array fulfilled(const json::value& checklist) {
  json::array out;
  for (const auto& check : checklist.as_array())
    out.push_back({{"requirement", check.at("requirement")}, {"mark", "fulfilled"}});
  return out;
}

tl::unexpected<Error> refused(const std::string& where, const Error& error) {
  std::string detail = where + ": " + error.code + " " + error.detail;
  for (const auto& field : error.fields) detail += fmt::format(" {} {}", field.pointer, field.code);
  return fail(Outcome::kInvalid, "demo.step", detail);
}

}  // namespace

Player::Found Player::find(http::Method method, const std::string& path) const {
  auto wanted = segments(path);
  Found best;
  for (const auto& route : parts_.routes.all()) {
    auto pattern = segments(route->pattern);
    if (route->method != method || pattern.size() != wanted.size()) continue;
    std::map<std::string, std::string, std::less<>> params;
    bool fits = true;
    for (std::size_t i = 0; i < pattern.size() && fits; ++i) {
      bool is_param = pattern[i].starts_with('{');
      if (is_param) params.emplace(pattern[i].substr(1, pattern[i].size() - 2), wanted[i]);
      fits = is_param || pattern[i] == wanted[i];
    }
    if (fits && (!best.route || params.size() < best.params.size())) best = {route.get(), std::move(params)};
  }
  return best;
}

std::string Player::fill_text(std::string_view text) const {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    auto open = text.find('{', at);
    auto close = open == text.npos ? text.npos : text.find('}', open);
    if (close == text.npos) return out.append(text.substr(at));
    out.append(text.substr(at, open - at));
    auto found = values_.find(std::string(text.substr(open + 1, close - open - 1)));
    out += found == values_.end() ? std::string(text.substr(open, close - open + 1)) : as_text(found->second);
    at = close + 1;
  }
  return out;
}

json::value Player::fill(const json::value& in) const {
  if (const auto* text = in.if_string()) {
    if (text->starts_with('{') && text->ends_with('}')) {
      auto found = values_.find(std::string(text->subview(1, text->size() - 2)));
      if (found != values_.end()) return found->second;
    }
    return json::value(fill_text(*text));
  }
  if (const auto* list = in.if_array()) {
    json::array out;
    for (const auto& item : *list) out.push_back(fill(item));
    return out;
  }
  if (const auto* object = in.if_object()) {
    json::object out;
    for (const auto& item : *object) out.emplace(item.key(), fill(item.value()));
    return out;
  }
  return in;
}

Result<http::RequestInfo> Player::describe(const json::object& step, http::Method method, const std::string& path,
                                           Instant at) {
  http::RequestInfo info;
  info.method = method;
  info.path = path;
  info.network = "demo";
  info.is_secure = true;
  if (const auto* code = step.if_contains("code")) info.headers.emplace("x-netra-code", as_text(fill(*code)));
  if (const auto* who = step.if_contains("who")) {
    auto token = sign_in_(fill_text(who->as_string()), at);
    if (!token) return fail(std::move(token.error()));
    info.session_token = *token;
  }
  return info;
}

Result<http::AnyReply> Player::run(const http::Route& route, const http::RequestInfo& info, const json::value& body,
                                   Instant at) {
  std::shared_ptr<const http::Principal> principal;
  http::Carried carried;
  std::optional<Result<http::AnyReply>> read;
  auto prepared = storage::read(parts_.database, [&](storage::Reader& db) -> Result<Done> {
    auto admitted = parts_.gate.admit(db, info, route.access, at);
    if (!admitted) return fail(std::move(admitted.error()));
    principal = *admitted;
    http::Reading call{{at, info, *principal, parts_.entropy}, db};
    if (route.read) {
      read = route.read(call);
      return Done{};
    }
    auto decoded = route.decode(body, Leniency::kStrict);
    if (!decoded) return fail(std::move(decoded.error()));
    carried = *decoded;
    if (!route.prepare) return Done{};
    auto ready = route.prepare(call, carried);
    if (!ready) return fail(std::move(ready.error()));
    carried = *ready;
    return Done{};
  });
  if (!prepared) return fail(std::move(prepared.error()));
  if (read) return std::move(*read);
  return storage::write(parts_.database, [&](storage::Transaction& tx) -> Result<http::AnyReply> {
    http::Writing call{{at, info, *principal, parts_.entropy}, tx};
    return route.act(call, carried);
  });
}

Result<json::value> Player::step(const json::object& step) {
  auto at = parse_instant(std::string_view(step.at("at").as_string()));
  bool is_get = step.contains("get");
  auto method = is_get ? http::Method::get : http::Method::post;
  auto path = fill_text(step.at(is_get ? "get" : "post").as_string());
  if (!at) return fail(Outcome::kInvalid, "demo.step", path + ": no time");
  auto question = path.find('?');
  auto found = find(method, path.substr(0, question));
  if (!found.route) return fail(Outcome::kInvalid, "demo.step", path + ": no such route");
  auto info = describe(step, method, path, *at);
  if (!info) return refused(path, info.error());
  info->route = found.route->pattern;
  info->params = found.params;
  values_["now"] = format_utc(*at);
  const auto* body = step.if_contains("body");
  auto filled = body ? fill(*body) : json::value(json::object{});
  if (const auto* list = step.if_contains("fulfil"))
    filled.as_object()["checks"] = fulfilled(values_.at(std::string(list->as_string())));
  auto reply = run(*found.route, *info, filled, *at);
  if (!reply) return refused(path, reply.error());
  if (const auto* save = step.if_contains("save")) {
    for (const auto& item : save->as_object()) {
      const auto* value = look_up(reply->view, item.value().as_string());
      if (!value)
        return fail(Outcome::kInvalid, "demo.step",
                    path + ": no " + as_text(item.value()) + " in " + json::serialize(reply->view).substr(0, 2000));
      values_[std::string(item.key())] = *value;
    }
  }
  return reply->view;
}

}  // namespace netra::app
