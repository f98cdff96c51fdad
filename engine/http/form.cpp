#include "engine/http/form.hpp"

#include <algorithm>
#include <map>
#include <memory>

#include "engine/http/text.hpp"

namespace netra::http {

namespace {

constexpr std::size_t kMaxDepth = 8;
constexpr std::size_t kMaxSegment = 64;

struct Node {
  std::vector<std::pair<std::string, std::unique_ptr<Node>>> children;  // in the order of the form
  std::vector<json::value> values;

  Node& child(std::string_view name) {
    for (auto& [key, node] : children) {
      if (key == name) return *node;
    }
    return *children.emplace_back(std::string(name), std::make_unique<Node>()).second;
  }
};

bool is_index(std::string_view segment) {
  return !segment.empty() && segment.size() <= 6 &&
         std::all_of(segment.begin(), segment.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_name(std::string_view segment) {
  return !segment.empty() && segment.size() <= kMaxSegment && std::all_of(segment.begin(), segment.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

bool is_empty(const json::value& value) {
  if (const auto* text = value.if_string()) return text->empty();
  if (const auto* object = value.if_object()) {
    return std::all_of(object->begin(), object->end(), [](const auto& item) { return is_empty(item.value()); });
  }
  if (const auto* array = value.if_array()) return std::all_of(array->begin(), array->end(), is_empty);
  return value.is_null();
}

bool is_list(const Node& node) {
  return !node.children.empty() && std::all_of(node.children.begin(), node.children.end(),
                                               [](const auto& child) { return is_index(child.first); });
}

json::value to_tree(Node& node);

json::value to_list(Node& node) {
  std::stable_sort(node.children.begin(), node.children.end(),
                   [](const auto& a, const auto& b) { return std::stol(a.first) < std::stol(b.first); });
  json::array out;
  for (auto& [index, child] : node.children) {
    auto tree = to_tree(*child);
    if (!is_empty(tree)) out.push_back(std::move(tree));
  }
  return out;
}

json::value to_tree(Node& node) {
  if (is_list(node)) return to_list(node);
  if (!node.children.empty()) {
    json::object out;
    for (auto& [name, child] : node.children) out.emplace(name, to_tree(*child));
    return out;
  }
  if (node.values.size() == 1) return std::move(node.values[0]);
  json::array out;
  for (auto& value : node.values) {
    if (!is_empty(value)) out.push_back(std::move(value));
  }
  return out;
}

tl::unexpected<Error> bad_form(std::string detail) {
  return fail(Outcome::kUnreadable, "request.form", std::move(detail));
}

}  // namespace

Result<json::object> form_tree(std::vector<FormField> fields) {
  Node root;
  for (auto& field : fields) {
    Node* node = &root;
    std::size_t depth = 0;
    std::string_view rest = field.name;
    for (bool more = true; more;) {
      auto dot = rest.find('.');
      auto segment = rest.substr(0, dot);
      if (!is_name(segment) || ++depth > kMaxDepth) return bad_form("a field's name is no path");
      if (!node->values.empty()) return bad_form("a field is both a value and a group");
      node = &node->child(segment);
      more = dot != std::string_view::npos;
      if (more) rest.remove_prefix(dot + 1);
    }
    if (!node->children.empty()) return bad_form("a field is both a value and a group");
    node->values.push_back(std::move(field.value));
  }
  json::object out;
  for (auto& [name, child] : root.children) out.emplace(name, to_tree(*child));
  return out;
}

Result<std::vector<FormField>> parse_urlencoded(std::string_view body, std::size_t max_fields) {
  auto pairs = parse_pairs(body, max_fields);
  if (!pairs) return fail(Outcome::kUnreadable, "request.encoding");
  std::vector<FormField> out;
  out.reserve(pairs->size());
  for (auto& [name, value] : *pairs) out.push_back({std::move(name), json::value(value)});
  return out;
}

std::string field_name(std::string_view pointer) {
  std::string out(pointer.substr(pointer.empty() || pointer[0] != '/' ? 0 : 1));
  std::replace(out.begin(), out.end(), '/', '.');
  return out;
}

}  // namespace netra::http
