// Paper of a discussion: its minutes (subject "discussion"), for who may read the centre's book.
//
// Threads: any. Errors: discussion.unknown, letter.source (kConflict: not held yet)
#pragma once

#include "domain/centre/centre.hpp"
#include "domain/letter/composing.hpp"

namespace netra::centre {

inline constexpr std::string_view kDiscussionKind = "discussion";

std::vector<letter::Source> papers(const Services& services, const letter::Composing& composing);

}  // namespace netra::centre
