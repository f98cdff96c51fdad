// Strict reading of a tree: every key is asked for by name, whatever was not asked for is a fault. Private to this
// folder.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "domain/procedure/procedure.hpp"
#include "domain/procedure/toml_tree.hpp"

namespace netra::procedure {

// "procedures/pilkada/clocks.toml:12: unknown key amuont"
using Faults = std::vector<std::string>;

class Table {
 public:
  Table(const Node& node, std::string_view file, Faults& faults) : node_(node), file_(file), faults_(faults) {}

  bool has(std::string_view key) const { return node_.find(key) != nullptr; }
  int line() const { return node_.line; }
  std::string_view file() const { return file_; }

  // Absent: the fallback. Of another kind: a fault and the fallback.
  std::string text(std::string_view key, std::string_view fallback = {});
  std::string required_text(std::string_view key);
  std::optional<int> integer(std::string_view key);
  bool flag(std::string_view key, bool fallback = false);
  std::optional<Date> date(std::string_view key);
  std::vector<std::string> texts(std::string_view key);
  std::vector<int> integers(std::string_view key);
  Label label(std::string_view key);  // {id = "...", en = "..."}, both or none
  Label required_label(std::string_view key);
  template <class E>
  std::optional<E> name(std::string_view key) {  // an enumerator's name
    auto value = text(key);
    if (value.empty()) return std::nullopt;
    if (auto parsed = parse_enum<E>(value)) return parsed;
    fault(key, "no such value: " + value);
    return std::nullopt;
  }
  // Tables of an array of tables, or the members of a table.
  void each(std::string_view key, const std::function<void(Table&)>& read);
  void members(std::string_view key, const std::function<void(const std::string& name, const Node& value)>& read);

  void fault(std::string_view key, const std::string& what);
  // Reports keys nobody asked for.
  void finish();

 private:
  const Node* take(std::string_view key, Node::Kind kind, const char* expected);

  const Node& node_;
  std::string_view file_;
  Faults& faults_;
  std::set<std::string, std::less<>> asked_;
};

}  // namespace netra::procedure
