// A TOML file as a plain tree that knows its lines, so that only one source file needs the TOML library.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/time.hpp"

namespace netra::procedure {

struct Node {
  struct Member;  // of a table: its name (`first`) and value (`second`)

  Node();
  Node(const Node&);
  Node(Node&&) noexcept;
  Node& operator=(const Node&);
  Node& operator=(Node&&) noexcept;
  ~Node();

  enum class Kind { text, integer, flag, date, list, table };
  Kind kind = Kind::table;
  int line = 0;
  std::string text;
  std::int64_t integer = 0;
  bool flag = false;
  Date date;
  std::vector<Node> list;
  std::vector<Member> table;  // in the file's order

  const Node* find(std::string_view key) const;
};

struct Node::Member {
  std::string first;
  Node second;
};

// On a syntax error, or a value of a kind no law file uses, `fault` is "line: what" and the tree is empty.
Node parse_toml(std::string_view text, std::string& fault);

}  // namespace netra::procedure
