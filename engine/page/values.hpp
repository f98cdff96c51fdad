// Third step, at every rendering: what a name means in a view's tree. The rules are web/README.md, section 1.
// Inside of engine/page; not for features.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/json.hpp"
#include "engine/base/messages.hpp"
#include "engine/page/format.hpp"
#include "engine/page/tree.hpp"

namespace netra::page {

// An item the template stands in: the view itself, an object, or an element of an array.
struct Scope {
  const json::value& item;
  const Scope* outer = nullptr;
  std::string_view field;  // name of the array or object
  bool in_array = false;
  std::size_t index = 0;  // from 0
  std::size_t count = 0;
};

// What is the same for a whole rendering.
struct World {
  const json::object& globals;
  const Messages& messages;
  std::string_view language;
  Formats formats;
  Instant now;
  Zone zone;  // where instants without a place are shown
};

// A value found: in the tree, or made from it.
struct Value {
  const json::value* in_tree = nullptr;
  json::value made;
  bool there = false;
  const json::value& get() const { return in_tree ? *in_tree : made; }
};

Value look_up(const Path& path, const Scope& scope, const World& world);
Value look_up(const std::vector<Path>& choices, const Scope& scope, const World& world);

// Not absent, null, false, "", [] or {}; 0 is a yes.
bool is_yes(const json::value& value);
std::string to_text(const json::value& value);
bool same_text(const json::value& left, const json::value& right);  // an array on the right: contains
std::string label_of(std::string_view field, const json::value& value, const World& world);

}  // namespace netra::page
