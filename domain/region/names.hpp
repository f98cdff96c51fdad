// Names of places as text; inner helpers of the importer and the search. Pure, any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "domain/region/region.hpp"

namespace netra::region {

// Folded words: "Kep. Siau-Tagulandang" -> {"kepulauan", "siau", "tagulandang"}. Nothing for text that is not UTF-8.
std::vector<std::string> words_of(std::string_view text);
std::string join(const std::vector<std::string>& words, std::size_t from, std::size_t to);

std::string base_name(std::string_view name, Kind kind);   // "Kabupaten Serang" -> "Serang"
std::string short_name(std::string_view name, Kind kind);  // "Kabupaten Serang" -> "Kab. Serang"
Level level_of_kind(Kind kind);

// Insertions, deletions, replacements and swaps of neighbours; anything above `limit` is `limit + 1` or more.
int edit_distance(std::string_view a, std::string_view b, int limit);

}  // namespace netra::region
