// The parts of an XLSX archive, unpacked within limits. Inner header.
#pragma once

#include <functional>
#include <map>
#include <optional>

#include "engine/sheet/sheet.hpp"

namespace netra::sheet {

// A part by its path ("xl/workbook.xml"); nothing when it is not there.
using Parts = std::function<Result<std::optional<std::string>>(const std::string& path)>;

// Calls `use` with the archive's parts while the archive is open. Errors: sheet.unreadable, sheet.too_large
Result<std::vector<Table>> with_archive(std::string_view bytes, const Limits& limits,
                                        const std::function<Result<std::vector<Table>>(const Parts&)>& use);

// A workbook from its parts: what fuzzing feeds directly.
Result<std::vector<Table>> read_workbook(const Parts& parts, const Limits& limits);

}  // namespace netra::sheet
