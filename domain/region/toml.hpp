// TOML files of reference data as JSON trees, so that from_json reads them strictly: unknown keys, missing keys and
// wrong types are refused, dates are text.
//
// Threads: pure function. Errors: region.file (kInvalid); `detail` names file and line.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/assets.hpp"
#include "engine/base/json.hpp"

namespace netra::region {

Result<json::value> read_toml(const Assets& assets, std::string_view name);

// A described struct straight from a file; every fault is named in `detail`.
template <class T>
Result<T> read_toml_as(const Assets& assets, std::string_view name) {
  auto tree = read_toml(assets, name);
  if (!tree) return fail(std::move(tree.error()));
  auto value = from_json<T>(*tree, Leniency::kStrict);
  if (value) return value;
  std::string what(name);
  for (const auto& error : value.error().fields) what += "; " + error.pointer + ": " + error.code;
  return fail(Outcome::kInvalid, "region.file", std::move(what));
}

}  // namespace netra::region
