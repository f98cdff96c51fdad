// How any rule of the law files is kept: in versions, each with its days, its origin and how sure we are of it.
//
// A rule is a series of versions without gap or overlap; `until` is the last day a version holds. A version may be
// closed to an election that began before it (`not_for`): there the version before it goes on.
//
// Threads: plain values.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/json.hpp"
#include "engine/base/time.hpp"

namespace netra::procedure {

// How sure we are: read in the text itself, seen in a secondary source, or not confirmed (then it must stay
// configurable and be shown as such).
enum class Mark { verified, secondary, unverified };
BOOST_DESCRIBE_ENUM(Mark, verified, secondary, unverified)

enum class Unit { hour, calendar_day, working_day };
BOOST_DESCRIBE_ENUM(Unit, hour, calendar_day, working_day)

struct Label {
  std::string id;  // Indonesian
  std::string en;
  const std::string& in(std::string_view language) const { return language == "en" ? en : id; }
};

// Where a value comes from.
struct Origin {
  std::string basis;   // "UU 8/2015 pasal 134(5)"; may be empty when no text was found
  std::string source;  // where that was read
  Mark mark = Mark::unverified;
  Date last_checked;
  Label note;
};

template <class T>
struct Version {
  Date from;
  std::optional<Date> until;         // last day, inclusive
  std::vector<std::string> not_for;  // elections that keep the version before
  T value;
  Origin origin;
};

template <class T>
using Versions = std::vector<Version<T>>;  // ordered by `from`

// For what the rule is asked. `date` is the day the law looks at (incident, submission, decision: the caller knows
// which).
struct When {
  Date date;
  std::string_view election = {};
};

// The one version that holds, or null when the rule did not exist yet (or no longer).
template <class T>
const Version<T>* holding(const Versions<T>& versions, const When& when) {
  const Version<T>* found = nullptr;
  for (const auto& version : versions) {
    bool closed = false;
    for (const auto& election : version.not_for) closed = closed || election == when.election;
    if (closed || version.from > when.date) continue;
    found = &version;
  }
  if (found && found == &versions.back() && found->until && *found->until < when.date) return nullptr;
  return found;
}

}  // namespace netra::procedure
