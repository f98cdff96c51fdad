// Steps that people record by hand. Private to domain/evidence.
#pragma once

#include "domain/evidence/custody.hpp"
#include "domain/identity/actor.hpp"

namespace netra::evidence {

struct HandlingIn {
  std::int64_t version = 0;  // `custody_seq` as the form showed it
  CustodyStep step = CustodyStep::stored;
  std::optional<std::string> happened_at;  // RFC 3339, or as a browser sends it; nothing: now
  std::optional<TimeSource> time_source;   // of happened_at
  std::optional<std::string> place, from_party, to_party, seal, reason;
  std::optional<std::string> fingerprint;  // SHA-256 of what a data carrier holds, or of the copy made of it
};
BOOST_DESCRIBE_STRUCT(HandlingIn, (),
                      (version, step, happened_at, time_source, place, from_party, to_party, seal, reason, fingerprint))

// Steps that fit where the exhibit stands now; empty when none do.
std::vector<CustodyStep> possible_steps(const Item& item, const Standing& standing);
// Errors: exhibit.incomplete (fields), evidence.step, evidence.not_sealed, evidence.released
Result<CustodyFacts> facts_of(const HandlingIn& in, const Item& item, const Standing& standing, Instant now, Zone zone);
// Those who hold the exhibit: whoever handles cases, tracks or reports in its office.
bool may_handle(const Actor& actor, const Item& item);
Right right_to_handle(const Actor& actor, const Item& item);

}  // namespace netra::evidence
