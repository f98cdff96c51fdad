#include "engine/http/route.hpp"

#include <stdexcept>

namespace netra::http {

std::string_view RequestInfo::header(std::string_view name) const {
  auto found = headers.find(name);
  return found == headers.end() ? std::string_view() : std::string_view(found->second);
}

std::string_view Call::param(std::string_view name) const {
  auto found = info.params.find(name);
  return found == info.params.end() ? std::string_view() : std::string_view(found->second);
}

namespace {
void must_be_declared(const RequestInfo& info, std::string_view name) {
  if (!info.declared) return;
  for (const auto& parameter : *info.declared)
    if (parameter.in == Parameter::In::query && parameter.name == name) return;
  throw std::logic_error(info.route + " reads a query parameter it has not declared: " + std::string(name));
}
}  // namespace

std::optional<std::string> Call::query(std::string_view name) const {
  must_be_declared(info, name);
  for (const auto& [key, value] : info.query) {
    if (key == name) return value.empty() ? std::nullopt : std::optional(value);
  }
  return std::nullopt;
}

Route& Routes::add(Method method, std::string pattern, Access access, Page page) {
  if (pattern.empty() || pattern[0] != '/') throw std::invalid_argument("a route starts with '/': " + pattern);
  for (const auto& other : routes_) {
    if (other->method == method && other->pattern == pattern) {
      throw std::invalid_argument("two routes for " + pattern);
    }
  }
  auto route = std::make_unique<Route>();
  route->method = method;
  route->pattern = std::move(pattern);
  route->access = access;
  route->page = std::move(page);
  routes_.push_back(std::move(route));
  return *routes_.back();
}

}  // namespace netra::http
