// Second step: pieces become a tree of texts, variables and sections, each name read once.
// Inside of engine/page; not for features.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/page/joining.hpp"

namespace netra::page {

// Where a value is: `up` items outward (or from the root), then member by member. "up.case.number" is {up: 1, names:
// {case, number}}.
struct Path {
  int up = 0;
  bool from_root = false;
  std::vector<std::string> names;
};

struct Node {
  enum Kind { kText, kVariable, kSection } kind = kText;
  std::string text;  // literal HTML
  std::string slot;  // CTemplate's name: v1, s2 ...; unique in the template, so nothing is inherited by accident
  std::vector<Path> choices;   // first that is there
  std::string equal_literal;   // of a section: shown when equal to this text ({{#a=\'x\'}})
  std::vector<Path> equal_to;  // of a section: shown when equal to the first of these that is there
  std::string label_field;     // of a variable: {{label:field path}}
  std::vector<Node> children{};
};

std::vector<Node> parse(const Pieces& pieces, std::vector<std::string>& faults);

// The text handed to CTemplate, with automatic escaping for HTML switched on. Indentation is dropped, line breaks stay.
std::string ctemplate_source(const std::vector<Node>& nodes);

// Scripts and styles inside the page, on… attributes: everything our Content-Security-Policy would block anyway.
std::vector<std::string> forbidden_html(std::string_view file, std::string_view source);

}  // namespace netra::page
