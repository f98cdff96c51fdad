// Whose mail address hears of an office's clocks: those who handle reports and cases, or the commissioners when it is
// escalated.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/storage/storage.hpp"

namespace netra::app {

std::vector<std::string> recipients(storage::Reader& db, std::string_view office, bool to_commissioner, Instant now);

}  // namespace netra::app
