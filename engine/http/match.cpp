#include "engine/http/match.hpp"

#include <array>
#include <stdexcept>

#include "engine/http/text.hpp"

namespace netra::http {

struct Matcher::Node {
  std::map<std::string, std::unique_ptr<Node>, std::less<>> literal;
  std::unique_ptr<Node> parameter;
  std::array<const Route*, 4> routes{};  // by Method
};

namespace {

std::vector<std::string_view> pattern_segments(std::string_view pattern) {
  std::vector<std::string_view> out;
  while (!pattern.empty()) {
    pattern.remove_prefix(1);  // '/'
    auto end = pattern.find('/');
    auto segment = pattern.substr(0, end);
    if (!segment.empty()) out.push_back(segment);
    if (end == std::string_view::npos) break;
    pattern.remove_prefix(end);
  }
  return out;
}

bool is_parameter(std::string_view segment) { return segment.front() == '{' && segment.back() == '}'; }

}  // namespace

Matcher::Matcher(const Routes& routes) : root_(std::make_unique<Node>()) {
  for (const auto& route : routes.all()) {
    Node* node = root_.get();
    for (auto segment : pattern_segments(route->pattern)) {
      auto& next = is_parameter(segment) ? node->parameter : node->literal[std::string(segment)];
      if (!next) next = std::make_unique<Node>();
      node = next.get();
    }
    auto& place = node->routes[static_cast<std::size_t>(route->method)];
    if (place) throw std::invalid_argument("routes " + place->pattern + " and " + route->pattern + " are the same");
    place = route.get();
  }
}

Matcher::~Matcher() = default;

Match Matcher::find(Method method, const std::vector<std::string>& segments) const {
  Match match;
  auto seen = [](const Node& node) {
    for (const auto* route : node.routes) {
      if (route) return true;
    }
    return false;
  };
  // Depth is bounded by the longest pattern, so recursion is shallow.
  auto walk = [&](auto& self, const Node& node, std::size_t i) -> const Node* {
    if (i == segments.size()) return seen(node) ? &node : nullptr;
    if (auto found = node.literal.find(segments[i]); found != node.literal.end()) {
      if (const auto* end = self(self, *found->second, i + 1)) return end;
    }
    return node.parameter ? self(self, *node.parameter, i + 1) : nullptr;
  };
  const Node* node = walk(walk, *root_, 0);
  if (!node) return match;
  for (const auto* route : node->routes) {
    if (route) match.allowed.push_back(route->method);
  }
  match.route = node->routes[static_cast<std::size_t>(method)];
  if (!match.route) return match;
  auto pattern = pattern_segments(match.route->pattern);
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (is_parameter(pattern[i])) {
      match.params.emplace(std::string(pattern[i].substr(1, pattern[i].size() - 2)), segments[i]);
    }
  }
  return match;
}

std::optional<std::vector<std::string>> split_path(std::string_view path) {
  if (path.empty() || path[0] != '/') return std::nullopt;
  std::vector<std::string> out;
  if (path == "/") return out;
  while (!path.empty()) {
    path.remove_prefix(1);
    auto end = path.find('/');
    auto segment = percent_decode(path.substr(0, end), Plus::kLiteral);
    if (!segment || segment->empty() || *segment == "." || *segment == ".." || !valid_text(*segment)) {
      return std::nullopt;
    }
    out.push_back(std::move(*segment));
    if (end == std::string_view::npos) break;
    path.remove_prefix(end);
  }
  return out;
}

std::string path_of(std::string_view pattern, const PathParams& params) {
  std::string path(pattern);
  for (const auto& [name, value] : params) {
    auto hole = "{" + name + "}";
    if (auto at = path.find(hole); at != std::string::npos) path.replace(at, hole.size(), percent_encode(value));
  }
  return path;
}

std::string_view method_name(Method method) {
  static constexpr std::array<std::string_view, 4> kNames = {"GET", "POST", "PUT", "DELETE"};
  return kNames[static_cast<std::size_t>(method)];
}

}  // namespace netra::http
