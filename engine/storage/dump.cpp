#include "engine/storage/dump.hpp"

#include <fmt/format.h>

#include <charconv>

#include "engine/crypto/hash.hpp"

namespace netra::storage {

namespace {

constexpr std::int64_t kPage = 500;

std::string quoted(const std::string& name) { return '"' + name + '"'; }

std::string list(const std::vector<std::string>& names) {
  std::string out;
  for (const auto& name : names) out += (out.empty() ? "" : ", ") + quoted(name);
  return out;
}

std::string places(std::size_t first, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += (i ? ", $" : "$") + std::to_string(first + i);
  return out;
}

// For a table without a key. The engines disagree about where NULL stands.
std::string order_of_all(const Table& table) {
  std::string out;
  for (const auto& name : table.columns) out += (out.empty() ? " ORDER BY " : ", ") + quoted(name) + " NULLS FIRST";
  return out;
}

json::value to_json_value(const Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) return *number;
  if (const auto* real = std::get_if<double>(&value)) return {{"r", fmt::format("{}", *real)}};
  if (const auto* text = std::get_if<std::string>(&value)) return json::string(*text);
  if (const auto* bytes = std::get_if<Bytes>(&value)) return {{"b", crypto::to_base64url(*bytes)}};
  return nullptr;
}

double real_of(std::string_view text) {
  double out = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc() || end != text.data() + text.size())
    throw Failure("a number of a backup cannot be read", false);
  return out;
}

Param param_of(const json::value& value) {
  if (value.is_null()) return nullptr;
  if (value.is_int64()) return value.get_int64();
  if (value.is_string()) return std::string_view(value.get_string());
  if (const auto* object = value.if_object(); object && object->size() == 1 && object->begin()->value().is_string()) {
    std::string_view text = object->begin()->value().get_string();
    if (object->contains("r")) return real_of(text);
    auto bytes = object->contains("b") ? crypto::from_base64url(text) : std::nullopt;
    if (bytes) return *bytes;
  }
  throw Failure("a value of a backup cannot be read", false);
}

}  // namespace

std::string dump_line(const Row& row) {
  json::array out;
  out.reserve(row.values.size());
  for (const auto& value : row.values) out.push_back(to_json_value(value));
  return json::serialize(out) + "\n";
}

std::int64_t dump_table(Reader& db, const Table& table, const std::function<void(const std::string&)>& line) {
  auto keys = list(table.keys);
  auto head = "SELECT " + list(table.columns) + " FROM " + quoted(table.name);
  auto tail = " ORDER BY " + keys + " LIMIT " + std::to_string(kPage);
  auto next = head + " WHERE (" + keys + ") > (" + places(1, table.keys.size()) + ")" + tail;
  std::int64_t count = 0;
  for (auto rows = db.query(table.keyed ? head + tail : head + order_of_all(table)); !rows.empty();) {
    for (const auto& row : rows) line(dump_line(row));
    count += static_cast<std::int64_t>(rows.size());
    if (!table.keyed || rows.size() < static_cast<std::size_t>(kPage)) break;
    Params last;
    const auto& row = rows[rows.size() - 1];
    for (const auto& key : table.keys) {
      Param param(nullptr);
      param.value = row.values[*row.column(key)];
      last.push_back(std::move(param));
    }
    rows = db.query(next, last);
  }
  return count;
}

Params parse_line(std::string_view line, std::size_t columns) {
  boost::system::error_code failed;
  auto tree = json::parse(line, failed);
  if (failed || !tree.is_array() || tree.get_array().size() != columns)
    throw Failure("a line of a backup cannot be read", false);
  Params out;
  out.reserve(columns);
  for (const auto& value : tree.get_array()) out.push_back(param_of(value));
  return out;
}

std::string insert_statement(const std::string& table, const std::vector<std::string>& columns) {
  return "INSERT INTO " + quoted(table) + " (" + list(columns) + ") VALUES (" + places(1, columns.size()) + ")";
}

}  // namespace netra::storage
