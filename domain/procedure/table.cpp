#include "domain/procedure/table.hpp"

namespace netra::procedure {

const Node* Table::take(std::string_view key, Node::Kind kind, const char* expected) {
  asked_.emplace(key);
  const Node* found = node_.find(key);
  if (!found) return nullptr;
  if (found->kind == kind) return found;
  fault(key, std::string("must be ") + expected);
  return nullptr;
}

std::string Table::text(std::string_view key, std::string_view fallback) {
  const auto* node = take(key, Node::Kind::text, "text");
  return node ? node->text : std::string(fallback);
}

std::string Table::required_text(std::string_view key) {
  auto value = text(key);
  if (value.empty()) fault(key, "is missing");
  return value;
}

std::optional<int> Table::integer(std::string_view key) {
  const auto* node = take(key, Node::Kind::integer, "a whole number");
  if (!node) return std::nullopt;
  return static_cast<int>(node->integer);
}

bool Table::flag(std::string_view key, bool fallback) {
  const auto* node = take(key, Node::Kind::flag, "true or false");
  return node ? node->flag : fallback;
}

std::optional<Date> Table::date(std::string_view key) {
  const auto* node = take(key, Node::Kind::date, "a date");
  if (!node) return std::nullopt;
  return node->date;
}

std::vector<std::string> Table::texts(std::string_view key) {
  std::vector<std::string> out;
  const auto* node = take(key, Node::Kind::list, "a list of texts");
  if (!node) return out;
  for (const auto& item : node->list) {
    if (item.kind == Node::Kind::text)
      out.push_back(item.text);
    else
      fault(key, "must be a list of texts");
  }
  return out;
}

std::vector<int> Table::integers(std::string_view key) {
  std::vector<int> out;
  const auto* node = take(key, Node::Kind::list, "a list of whole numbers");
  if (!node) return out;
  for (const auto& item : node->list) {
    if (item.kind == Node::Kind::integer)
      out.push_back(static_cast<int>(item.integer));
    else
      fault(key, "must be a list of whole numbers");
  }
  return out;
}

Label Table::label(std::string_view key) {
  const auto* node = take(key, Node::Kind::table, "{id = \"...\", en = \"...\"}");
  if (!node) return {};
  Table inner(*node, file_, faults_);
  Label out{inner.required_text("id"), inner.required_text("en")};
  inner.finish();
  return out;
}

Label Table::required_label(std::string_view key) {
  if (!has(key)) fault(key, "is missing");
  return label(key);
}

void Table::each(std::string_view key, const std::function<void(Table&)>& read) {
  const auto* node = take(key, Node::Kind::list, "a list of tables");
  if (!node) return;
  for (const auto& item : node->list) {
    if (item.kind != Node::Kind::table) {
      fault(key, "must be a list of tables");
      continue;
    }
    Table inner(item, file_, faults_);
    read(inner);
    inner.finish();
  }
}

void Table::members(std::string_view key, const std::function<void(const std::string&, const Node&)>& read) {
  const auto* node = take(key, Node::Kind::table, "a table");
  if (!node) return;
  for (const auto& [name, value] : node->table) read(name, value);
}

void Table::fault(std::string_view key, const std::string& what) {
  const auto* found = node_.find(key);
  int line = found && found->line > 0 ? found->line : node_.line;
  faults_.push_back(std::string(file_) + ":" + std::to_string(line) + ": " + std::string(key) + ": " + what);
}

void Table::finish() {
  for (const auto& [key, value] : node_.table)
    if (!asked_.contains(key)) fault(key, "unknown key");
}

}  // namespace netra::procedure
