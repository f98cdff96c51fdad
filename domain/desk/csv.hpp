// Rows as a table for spreadsheets. Inner header.
#pragma once

#include "domain/desk/rows.hpp"
#include "engine/files/body.hpp"

namespace netra::desk {

// Column names are those of the JSON (engine/sheet writes it).
files::Body csv_of(const std::vector<Row>& rows, const std::string& file_stem);

}  // namespace netra::desk
