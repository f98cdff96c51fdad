#include "domain/journal/canonical.hpp"

#include <algorithm>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace netra::journal {

namespace {

void write(const json::value& tree, std::string& out);

void write_object(const json::object& object, std::string& out) {
  std::vector<const json::key_value_pair*> members;
  members.reserve(object.size());
  for (const auto& member : object) members.push_back(&member);
  std::ranges::sort(members, {}, [](const auto* m) { return std::string_view(m->key().data(), m->key().size()); });
  out += '{';
  for (const auto* member : members) {
    if (out.back() != '{') out += ',';
    out += json::serialize(json::string(member->key()));
    out += ':';
    write(member->value(), out);
  }
  out += '}';
}

void write_array(const json::array& array, std::string& out) {
  out += '[';
  for (std::size_t i = 0; i < array.size(); ++i) {
    if (i != 0) out += ',';
    write(array[i], out);
  }
  out += ']';
}

void write(const json::value& tree, std::string& out) {
  if (tree.is_object()) return write_object(tree.get_object(), out);
  if (tree.is_array()) return write_array(tree.get_array(), out);
  if (tree.is_double()) throw std::invalid_argument("a fraction has no canonical form; write it as text");
  out += json::serialize(tree);
}

}  // namespace

std::string canonical_json(const json::value& tree) {
  std::string out;
  write(tree, out);
  return out;
}

}  // namespace netra::journal
