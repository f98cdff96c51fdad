// Small helps for the tables of this folder.
#pragma once

#include "domain/centre/centre.hpp"
#include "engine/base/messages.hpp"
#include "engine/sheet/sheet.hpp"

namespace netra::centre {

// Column names are those of the JSON, so that a table reads the same in every language.
inline std::vector<sheet::Column> columns(std::initializer_list<const char*> names) {
  std::vector<sheet::Column> out;
  for (const char* name : names) out.push_back({name});
  return out;
}

inline std::string value_name(const Services& s, std::string_view language, std::string_view field,
                              std::string_view value) {
  return value.empty() ? std::string()
                       : s.cases.messages.text(language, "value." + std::string(field) + "." + std::string(value));
}

inline std::string optional_text(const std::optional<LocalTime>& at) { return at ? format_local(*at) : std::string(); }

inline constexpr sheet::Format kFormats[] = {sheet::Format::csv, sheet::Format::xlsx};
inline std::string ending(sheet::Format format) { return format == sheet::Format::csv ? ".csv" : ".xlsx"; }

inline Result<http::Reply<http::Nothing>> answer_with(sheet::Format format, const sheet::Sheet& table,
                                                      const std::string& stem) {
  auto file = sheet::download(format, {table}, stem);
  if (!file) return fail(std::move(file.error()));
  http::Reply<http::Nothing> reply;
  reply.file = std::move(*file);
  return reply;
}

}  // namespace netra::centre
