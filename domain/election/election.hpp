// Elections, their stages and who votes for what where. Several elections stand side by side; each is one file
// procedures/election/<id>.toml.
//
//   auto elections = election::Elections::load(assets);                  // at start; refuses unknown keys, gaps and
//   stages out of order const auto* pilkada = elections->find("pilkada-2024"); auto stage =
//   pilkada->stage_on(2024y/10/28);                         // campaign auto phases = pilkada->phases_on(2024y/10/28);
//   // after_candidates, campaign, six_months_window
//
// Threads: immutable after load; share freely.
// Errors: election.file (kInvalid): a file is wrong; `detail` names it.
// Law:    UU 10/2016 art. 71 (six months window); stages: the election commission's rules (PKPU).
// Source: each stage carries its own source and mark.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/procedure/procedure.hpp"
#include "engine/base/assets.hpp"
#include "engine/base/json.hpp"
#include "engine/base/time.hpp"
#include "engine/storage/storage.hpp"

namespace netra::election {

enum class Contest { governor, regent, mayor };
BOOST_DESCRIBE_ENUM(Contest, governor, regent, mayor)

using Mark = procedure::Mark;

// Phases the neutrality rules speak of; several hold at once.
enum class Phase { before_candidates, after_candidates, campaign, quiet_period, voting_day, six_months_window };
BOOST_DESCRIBE_ENUM(Phase, before_candidates, after_candidates, campaign, quiet_period, voting_day, six_months_window)

struct Stage {
  std::string id;  // registration, candidates_fixed, campaign, quiet_period, voting ...; also the message key
                   // election.stage.<id>
  Date starts;
  Date ends;  // last day
  Mark mark = Mark::unverified;
  std::string source;
  std::string note;
};
BOOST_DESCRIBE_STRUCT(Stage, (), (id, starts, ends, mark, source, note))

// Which places vote for which office.
struct ContestRule {
  Contest contest = Contest::governor;
  bool everywhere = false;          // all provinces (governor), kabupaten (regent), kota (mayor) except `except`
  std::vector<std::string> places;  // region codes when not everywhere
  std::vector<std::string> except;
  bool complete = true;  // false: `places` is known to be a part only
  Mark mark = Mark::unverified;
  std::string source;
};

// Does a place take part? `unknown` when the list of places is not complete.
enum class Holds { yes, no, unknown };
BOOST_DESCRIBE_ENUM(Holds, yes, no, unknown)

struct Election {
  std::string id;       // "pilkada-2024"
  std::string regime;   // "pilkada"
  std::string name_id;  // "Pilkada serentak 2024"
  std::string name_en;
  Date voting_day;
  Mark mark = Mark::unverified;
  std::string source;
  bool fictitious = false;
  std::optional<Date> results_end;  // last day on which the election is still open for reports, when known
  std::optional<Date> six_months_from;
  Mark six_months_mark = Mark::unverified;
  std::string six_months_source;
  std::vector<Stage> stages;  // in order of `starts`
  std::vector<ContestRule> contests;

  const Stage* stage(std::string_view stage_id) const;
  const Stage* stage_on(Date date) const;  // the latest that has begun and not ended
  const Stage* next_stage(Date date) const;
  std::vector<Phase> phases_on(Date date) const;
  bool is_in(Phase phase, Date date) const;
  Holds holds(Contest contest, std::string_view place) const;
  std::vector<Contest> contests_at(std::string_view place) const;  // those surely held
  std::string_view name(std::string_view language) const { return language == "en" ? name_en : name_id; }
};

class Elections {
 public:
  static Result<Elections> load(const Assets& assets);

  const std::vector<Election>& all() const { return elections_; }  // latest voting day first
  const Election* find(std::string_view id) const;
  // Elections with at least one contest at the place, running on `date` or ended no more than `days_after` before it;
  // nearest voting day first.
  std::vector<const Election*> at(std::string_view place, Date date, int days_after = 365) const;
  // The election people most likely mean on that day: running, else next, else last.
  const Election* current(Date date) const;

 private:
  std::vector<Election> elections_;
};

// Brings tables elections and election_stages up to the files; they exist for joins and foreign keys. Idempotent.
void import_elections(storage::Writer& db, const Elections& elections);

}  // namespace netra::election
