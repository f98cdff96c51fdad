// Papers of a case: composed from what its file shows, so that nothing stands on paper that its reader may not read.
//
// Initial review, notice to complete, study, notice of the status (subject "case"); invitation and minutes of a
// clarification ("clarification"); minutes of a plenary ("plenary"); forwarding letter ("track"). Reporters and
// witnesses are called by their role. Their words are procedures/letters/texts.toml.
//
// Threads: any. Errors: case.unknown, letter.source (kConflict: the record holds nothing to write about yet)
#pragma once

#include "domain/case/case.hpp"
#include "domain/letter/composing.hpp"

namespace netra::cases {

std::vector<letter::Source> papers(const Services& services, const letter::Composing& composing);

}  // namespace netra::cases
