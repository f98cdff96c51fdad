// Appending to a chain. Private to domain/evidence.
#pragma once

#include "domain/evidence/custody.hpp"

namespace netra::evidence {

// Adds the next entry of the item's chain and counts the item's version along. The item is as its row stands.
void append(storage::Writer& writer, Instant now, Entropy& entropy, Item& item, CustodyStep step,
            const journal::ActorRef& actor, const CustodyFacts& facts);

}  // namespace netra::evidence
