// Internal to engine/storage: one table as lines of JSON, the same bytes from either engine.
//
// A line is an array with one member per column: null, integer, text, {"r":"0.1"} for a real number (shortest digits
// that give it back), or
// {"b":"<base64url>"} for bytes. Lines come in the order of the primary key, by bytes.
#pragma once

#include <functional>
#include <string>

#include "engine/storage/tables.hpp"

namespace netra::storage {

// Calls `line` (with its "\n") for each row; reads the table in pages, so memory stays small. Returns the number of
// rows.
std::int64_t dump_table(Reader& db, const Table& table, const std::function<void(const std::string&)>& line);

std::string dump_line(const Row& row);  // with its "\n"

// The values of one line. Throws Failure when it is not one.
Params parse_line(std::string_view line, std::size_t columns);

std::string insert_statement(const std::string& table, const std::vector<std::string>& columns);

}  // namespace netra::storage
