// Rows as a table for spreadsheets. Inner header.
#pragma once

#include "domain/desk/rows.hpp"
#include "engine/files/body.hpp"

namespace netra::desk {

// RFC 4180 in UTF-8 with a byte-order mark (spreadsheets guess wrong without it). Column names are those of the JSON.
// Cells that a spreadsheet would run as a formula get an apostrophe in front.
files::Body csv_of(const std::vector<Row>& rows, std::string file_name);

}  // namespace netra::desk
