#include "domain/region/toml.hpp"

#include <toml++/toml.h>

#include <sstream>

namespace netra::region {

namespace {

json::value convert(const toml::node& node) {
  if (const auto* table = node.as_table()) {
    json::object out;
    for (const auto& [key, value] : *table) out.emplace(key.str(), convert(value));
    return out;
  }
  if (const auto* array = node.as_array()) {
    json::array out;
    for (const auto& value : *array) out.push_back(convert(value));
    return out;
  }
  if (const auto* text = node.as_string()) return json::value(text->get());
  if (const auto* number = node.as_integer()) return json::value(number->get());
  if (const auto* real = node.as_floating_point()) return json::value(real->get());
  if (const auto* flag = node.as_boolean()) return json::value(flag->get());
  std::ostringstream out;  // dates and times print as RFC 3339
  if (const auto* date = node.as_date()) out << date->get();
  if (const auto* time = node.as_time()) out << time->get();
  if (const auto* stamp = node.as_date_time()) out << stamp->get();
  return json::value(out.str());
}

}  // namespace

Result<json::value> read_toml(const Assets& assets, std::string_view name) {
  auto text = assets.find(name);
  if (!text) return fail(Outcome::kInvalid, "region.file", std::string(name) + " is missing");
  try {
    return convert(toml::parse(*text, name));
  } catch (const toml::parse_error& error) {
    std::ostringstream what;
    what << name << ":" << error.source().begin.line << ": " << error.description();
    return fail(Outcome::kInvalid, "region.file", what.str());
  }
}

}  // namespace netra::region
