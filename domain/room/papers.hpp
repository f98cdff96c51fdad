// Paper of a hand-over: its minutes (subject "handover"), for its two offices.
//
// Threads: any. Errors: those of the hand-over's page
#pragma once

#include "domain/letter/composing.hpp"
#include "domain/room/room.hpp"

namespace netra::room {

std::vector<letter::Source> papers(const Services& services, const letter::Composing& composing);

}  // namespace netra::room
