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

Result<http::RequestInfo> Player::describe(const json::object& step, Instant at) {
  http::RequestInfo info;
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

Result<Done> Player::keep(const json::object& names, const json::value& view) {
  for (const auto& item : names) {
    const auto* value = look_up(view, item.value().as_string());
    if (!value)
      return fail(Outcome::kInvalid, "demo.step",
                  "no " + as_text(item.value()) + " in " + json::serialize(view).substr(0, 2000));
    values_[std::string(item.key())] = *value;
  }
  return Done{};
}

Result<json::value> Player::step(const json::object& step) {
  auto at = parse_instant(std::string_view(step.at("at").as_string()));
  bool is_get = step.contains("get");
  auto address = fill_text(step.at(is_get ? "get" : "post").as_string());
  if (!at) return fail(Outcome::kInvalid, "demo.step", address + ": no time");
  auto info = describe(step, *at);
  if (!info) return refused(address, info.error());
  values_["now"] = format_utc(*at);
  const auto* body = step.if_contains("body");
  auto filled = body ? fill(*body) : json::value(json::object{});
  if (const auto* list = step.if_contains("fulfil"))
    filled.as_object()["checks"] = fulfilled(values_.at(std::string(list->as_string())));
  auto method = is_get ? http::Method::get : http::Method::post;
  auto reply = server_.ask(gate_, *at, {method, address, std::move(filled), std::move(*info)});
  if (!reply) return refused(address, reply.error());
  if (const auto* save = step.if_contains("save"))
    if (auto kept = keep(save->as_object(), reply->view); !kept) return refused(address, kept.error());
  return std::move(reply->view);
}

}  // namespace netra::app
