// How entries are hashed. For domain/journal, where verify and record must agree on it, and for
// domain/bundle, which takes entries out and checks them elsewhere.
#pragma once

#include <string>

#include "domain/journal/journal.hpp"

namespace netra::journal {

// hash of `entry` as entry number `seq`; nothing but its fields and `previous` count. Returns "" when `previous` is no
// hash.
std::string hash_of(const Entry& entry, std::int64_t seq);
// `change` is canonical JSON already.
std::string commitment_of(const std::string& salt, const std::string& change, const std::string& reason);
Entry entry_from(const storage::Row& row);  // the first eleven columns

}  // namespace netra::journal
