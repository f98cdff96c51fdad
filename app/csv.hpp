// Comma-separated values (RFC 4180): quoted fields, doubled quotes, CRLF or LF.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.hpp"

namespace netra::app {

// Rows of fields; empty lines are skipped. Errors: csv.quote (detail: the line)
Result<std::vector<std::vector<std::string>>> parse_csv(std::string_view text);

}  // namespace netra::app
