// Papers of a recommendation: the recommendation itself ("recommendation"), reminders and the letter to the superior
// ("reminder"), for who may read the whole file. Reporters and witnesses do not occur in it.
//
// Threads: any. Errors: recommendation.unknown, letter.source (kConflict: no institution to write to, or dropped)
#pragma once

#include "domain/letter/composing.hpp"
#include "domain/recommendation/recommendation.hpp"

namespace netra::recommendation {

inline constexpr std::string_view kReminderKind = "reminder";

std::vector<letter::Source> papers(const Services& services, const letter::Composing& composing);

}  // namespace netra::recommendation
