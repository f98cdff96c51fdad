// How records become facts, and facts cells. Inner header.
#pragma once

#include <vector>

#include "domain/funnel/cells.hpp"
#include "domain/recommendation/recommendation.hpp"

namespace netra::funnel {

// Nothing for drafts and for what was withdrawn.
std::optional<Fact> fact_of(const recommendation::PersonFact& person);

void insert_fact(storage::Writer& db, const Fact& fact);
// What a record counts as, instead of what it did; the cells follow. True when it stood otherwise.
bool replace_facts(storage::Transaction& tx, FactSource source, std::string_view source_id,
                   const std::vector<Fact>& facts);
// The same for many at once: what the cells must change by is added to `delta`, for the caller to write.
bool replace_facts(storage::Transaction& tx, FactSource source, std::string_view source_id,
                   const std::vector<Fact>& facts, Delta& delta);

}  // namespace netra::funnel
