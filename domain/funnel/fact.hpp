// What is counted: one line per person of a recommendation, without a name. Inner header.
#pragma once

#include <optional>
#include <string>

#include "engine/base/json.hpp"

namespace netra::funnel {

// Where a line comes from.
enum class FactSource { recommendation, entry, case_file };
BOOST_DESCRIBE_ENUM(FactSource, recommendation, entry, case_file)

// Where a person stands; each is counted in exactly one. `reported`: in a case file, not (yet) recommended. `waiting`:
// recommended, no answer. `answered`: answered or passed on, no decision that counts. `ended`: decided without a
// sanction, not proven, left service. `unknown`: recommended, and nothing is known of what followed.
enum class Standing { reported, waiting, answered, sanctioned, ended, unknown };
BOOST_DESCRIBE_ENUM(Standing, reported, waiting, answered, sanctioned, ended, unknown)

inline constexpr std::string_view kUnknown = "unknown";

struct Fact {
  std::string id;
  FactSource source = FactSource::recommendation;
  std::string source_id;
  std::string office;
  std::string election, place, institution, decider, person_kind;  // kUnknown when not known
  Standing standing = Standing::unknown;
  std::int64_t amount = 1;
  bool persons_known = true;
  std::optional<Date> recommended_on, answered_on, reached_on, decided_on;
  friend bool operator==(const Fact&, const Fact&) = default;
};
BOOST_DESCRIBE_STRUCT(Fact, (),
                      (id, source, source_id, office, election, place, institution, decider, person_kind, standing,
                       amount, persons_known, recommended_on, answered_on, reached_on, decided_on))

}  // namespace netra::funnel
