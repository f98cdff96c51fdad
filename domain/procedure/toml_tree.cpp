#include "domain/procedure/toml_tree.hpp"

#include <toml++/toml.h>

#include <algorithm>

namespace netra::procedure {

// Here, where Member is complete.
Node::Node() = default;
Node::Node(const Node&) = default;
Node::Node(Node&&) noexcept = default;
Node& Node::operator=(const Node&) = default;
Node& Node::operator=(Node&&) noexcept = default;
Node::~Node() = default;

namespace {

std::string place(const toml::source_region& region) { return std::to_string(region.begin.line); }

Date to_date(const toml::date& date) {
  return Date{std::chrono::year{date.year}, std::chrono::month{date.month}, std::chrono::day{date.day}};
}

Node convert(const toml::node& node, std::string& fault);

Node convert_table(const toml::table& table, std::string& fault) {
  Node out;
  out.kind = Node::Kind::table;
  for (const auto& [key, value] : table) out.table.push_back({std::string(key.str()), convert(value, fault)});
  // The library sorts by name; the order of the file is the order people wrote.
  std::stable_sort(out.table.begin(), out.table.end(),
                   [](const auto& a, const auto& b) { return a.second.line < b.second.line; });
  return out;
}

Node convert(const toml::node& node, std::string& fault) {
  Node out;
  if (const auto* table = node.as_table()) {
    out = convert_table(*table, fault);
  } else if (const auto* list = node.as_array()) {
    out.kind = Node::Kind::list;
    for (const auto& item : *list) out.list.push_back(convert(item, fault));
  } else if (const auto* text = node.as_string()) {
    out.kind = Node::Kind::text;
    out.text = text->get();
  } else if (const auto* number = node.as_integer()) {
    out.kind = Node::Kind::integer;
    out.integer = number->get();
  } else if (const auto* flag = node.as_boolean()) {
    out.kind = Node::Kind::flag;
    out.flag = flag->get();
  } else if (const auto* date = node.as_date()) {
    out.kind = Node::Kind::date;
    out.date = to_date(date->get());
  } else if (fault.empty()) {
    fault = place(node.source()) + ": fractions and times of day are not used in law files";
  }
  out.line = static_cast<int>(node.source().begin.line);
  return out;
}

}  // namespace

const Node* Node::find(std::string_view key) const {
  for (const auto& [name, node] : table)
    if (name == key) return &node;
  return nullptr;
}

Node parse_toml(std::string_view text, std::string& fault) {
  try {
    auto parsed = toml::parse(text);
    Node out = convert_table(parsed, fault);
    return fault.empty() ? out : Node{};
  } catch (const toml::parse_error& error) {
    fault = place(error.source()) + ": " + std::string(error.description());
    return {};
  }
}

}  // namespace netra::procedure
