// The server's own secret (CSRF tokens, keyed hashes): made at the first start, readable by its owner only, the same on
// all servers of one database.
#pragma once

#include <string>

#include "engine/base/random.hpp"
#include "engine/base/result.hpp"

namespace netra::app {

// 32 bytes as 64 hexadecimal digits. Errors: config.unreadable
Result<std::string> load_secret(const std::string& file, Entropy& entropy);

}  // namespace netra::app
