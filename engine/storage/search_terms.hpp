// Internal to engine/storage: how texts and scopes become terms.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/storage/search.hpp"

namespace netra::search {

// Runs of letters and digits of the folded text, in order.
std::vector<std::string> words(std::string_view text);

// A scope ('s') or kind ('k') as a term; no word holds an underscore, so the two cannot meet.
std::string tag(char family, std::string_view name);

// Makes sure the engine's index says what search_documents says. For check_integrity.
bool index_matches_documents(storage::Writer& db);

}  // namespace netra::search
