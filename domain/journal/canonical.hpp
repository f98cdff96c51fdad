// JSON with one way to write it: members sorted by name (bytewise), no spaces, numbers and texts as Boost.JSON prints
// them. The same tree always gives the same bytes, so that hashes and commitments can be made again.
//
// Threads: pure function. Source: the idea of RFC 8785; fractions are refused (std::invalid_argument) because their
// printing is not one.
#pragma once

#include <string>

#include "engine/base/json.hpp"

namespace netra::journal {

std::string canonical_json(const json::value& tree);

}  // namespace netra::journal
