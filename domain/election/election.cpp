#include "domain/election/election.hpp"

#include <algorithm>

#include "domain/election/sql.hpp"
#include "domain/region/region.hpp"

namespace netra::election {

namespace {

// Codes of cities begin at 71 within their province; regencies have 01 to 70.
bool is_city(std::string_view code) { return code[3] >= '7' && code.substr(3, 2) != "70"; }

bool contains(const std::vector<std::string>& codes, const std::string& code) {
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

// The province or regency whose voters elect; empty when the place is larger or of the other kind.
std::string electorate(Contest contest, std::string_view place) {
  if (contest == Contest::governor) return region::ancestor_of(place, region::Level::province);
  auto code = region::ancestor_of(place, region::Level::regency);
  if (code.empty() || is_city(code) != (contest == Contest::mayor)) return {};
  return code;
}

Date last_day(const Election& election) { return election.results_end.value_or(election.voting_day); }

Date first_day(const Election& election) {
  return election.stages.empty() ? election.voting_day : election.stages.front().starts;
}

}  // namespace

const Stage* Election::stage(std::string_view stage_id) const {
  for (const auto& stage : stages)
    if (stage.id == stage_id) return &stage;
  return nullptr;
}

const Stage* Election::stage_on(Date date) const {
  const Stage* found = nullptr;
  for (const auto& stage : stages)
    if (stage.starts <= date && date <= stage.ends) found = &stage;
  return found;
}

const Stage* Election::next_stage(Date date) const {
  for (const auto& stage : stages)
    if (stage.starts > date) return &stage;
  return nullptr;
}

bool Election::is_in(Phase phase, Date date) const {
  auto during = [&](std::string_view which) {
    const auto* found = stage(which);
    return found && found->starts <= date && date <= found->ends;
  };
  const auto* fixed = stage("candidates_fixed");
  bool is_over = results_end && date > *results_end;
  switch (phase) {
    case Phase::before_candidates:
      return fixed && date < fixed->starts;
    case Phase::after_candidates:
      return fixed && date >= fixed->starts && !is_over;
    case Phase::campaign:
      return during("campaign");
    case Phase::quiet_period:
      return during("quiet_period");
    case Phase::voting_day:
      return date == voting_day;
    case Phase::six_months_window:
      return six_months_from && date >= *six_months_from && !is_over;
  }
  return false;
}

std::vector<Phase> Election::phases_on(Date date) const {
  std::vector<Phase> out;
  for (auto phase : {Phase::before_candidates, Phase::after_candidates, Phase::campaign, Phase::quiet_period,
                     Phase::voting_day, Phase::six_months_window})
    if (is_in(phase, date)) out.push_back(phase);
  return out;
}

Holds Election::holds(Contest contest, std::string_view place) const {
  auto voters = electorate(contest, place);
  if (voters.empty()) return Holds::no;
  auto answer = Holds::no;
  for (const auto& rule : contests) {
    if (rule.contest != contest || contains(rule.except, voters)) continue;
    if (rule.everywhere || contains(rule.places, voters)) return Holds::yes;
    if (!rule.complete) answer = Holds::unknown;
  }
  return answer;
}

std::vector<Contest> Election::contests_at(std::string_view place) const {
  std::vector<Contest> out;
  for (auto contest : {Contest::governor, Contest::regent, Contest::mayor})
    if (holds(contest, place) == Holds::yes) out.push_back(contest);
  return out;
}

const Election* Elections::find(std::string_view id) const {
  for (const auto& election : elections_)
    if (election.id == id) return &election;
  return nullptr;
}

std::vector<const Election*> Elections::at(std::string_view place, Date date, int days_after) const {
  std::vector<const Election*> out;
  for (const auto& election : elections_) {
    bool is_near = first_day(election) <= date && date <= add_days(last_day(election), days_after);
    bool is_held = false;
    for (auto contest : {Contest::governor, Contest::regent, Contest::mayor})
      is_held = is_held || election.holds(contest, place) != Holds::no;
    if (is_near && is_held) out.push_back(&election);
  }
  auto distance = [&](const Election* e) { return std::abs(days_between(date, e->voting_day)); };
  std::stable_sort(out.begin(), out.end(), [&](const auto* a, const auto* b) { return distance(a) < distance(b); });
  return out;
}

const Election* Elections::current(Date date) const {
  const Election* next = nullptr;
  const Election* last = nullptr;
  for (const auto& election : elections_) {  // latest first
    if (first_day(election) <= date && date <= last_day(election)) return &election;
    if (first_day(election) > date)
      next = &election;
    else if (!last)
      last = &election;
  }
  return next ? next : last;
}

void import_elections(storage::Writer& db, const Elections& elections) {
  for (const auto& election : elections.all()) {
    db.execute(sql::election::put_election, {election.id, election.regime, election.name_id, election.name_en,
                                             election.voting_day, election.mark, election.fictitious});
    db.execute(sql::election::clear_stages, {election.id});
    int position = 0;
    for (const auto& stage : election.stages)
      db.execute(sql::election::put_stage,
                 {election.id, position++, stage.id, stage.starts, stage.ends, stage.mark, stage.source});
  }
}

}  // namespace netra::election
