#include "domain/election/election_routes.hpp"

#include "domain/region/region.hpp"

namespace netra::election {

enum class Progress { ahead, running, over };
BOOST_DESCRIBE_ENUM(Progress, ahead, running, over)

struct ElectionRow {
  std::string id, name, href;
  Date voting_day;
  Mark mark = Mark::unverified;
  Progress progress = Progress::ahead;
  std::string stage;  // of today; may be empty
  bool fictitious = false;
};
BOOST_DESCRIBE_STRUCT(ElectionRow, (), (id, name, href, voting_day, mark, progress, stage, fictitious))

struct ElectionList {
  std::vector<ElectionRow> elections;
};
BOOST_DESCRIBE_STRUCT(ElectionList, (), (elections))

struct StageRow {
  std::string stage;
  Date starts, ends;
  bool one_day = false;
  Progress progress = Progress::ahead;
  Mark mark = Mark::unverified;
  std::string source, note;
};
BOOST_DESCRIBE_STRUCT(StageRow, (), (stage, starts, ends, one_day, progress, mark, source, note))

struct PlaceName {
  std::string code, name;
};
BOOST_DESCRIBE_STRUCT(PlaceName, (), (code, name))

struct ContestRow {
  Contest contest = Contest::governor;
  bool everywhere = false;
  bool complete = true;
  std::vector<PlaceName> places, except;
  Mark mark = Mark::unverified;
  std::string source;
};
BOOST_DESCRIBE_STRUCT(ContestRow, (), (contest, everywhere, complete, places, except, mark, source))

struct ElectionView {
  std::string id, name, regime, source;
  Date voting_day, today;
  Mark mark = Mark::unverified;
  bool fictitious = false;
  Progress progress = Progress::ahead;
  std::vector<Phase> phases;  // that hold today
  std::optional<Date> six_months_from, results_end;
  Mark six_months_mark = Mark::unverified;
  std::string six_months_source;
  std::vector<StageRow> stages;
  std::vector<ContestRow> contests;
};
BOOST_DESCRIBE_STRUCT(ElectionView, (),
                      (id, name, regime, source, voting_day, today, mark, fictitious, progress, phases, six_months_from,
                       results_end, six_months_mark, six_months_source, stages, contests))

namespace {

Progress progress_of(Date from, Date until, Date today) {
  if (today < from) return Progress::ahead;
  return today <= until ? Progress::running : Progress::over;
}

Progress progress_of(const Election& election, Date today) {
  auto from = election.stages.empty() ? election.voting_day : election.stages.front().starts;
  return progress_of(from, election.results_end.value_or(election.voting_day), today);
}

std::vector<PlaceName> named(storage::Reader& db, const std::vector<std::string>& codes) {
  std::vector<PlaceName> out;
  for (const auto& code : codes) {
    auto place = region::find_region(db, code);
    out.push_back({code, place ? place->short_name : code});
  }
  return out;
}

http::Reply<ElectionList> list(http::Reading& call, const Elections& elections) {
  auto today = date_in(call.now, Zone::wib);
  ElectionList view;
  for (const auto& election : elections.all()) {
    const auto* stage = election.stage_on(today);
    view.elections.push_back({election.id, std::string(election.name(call.info.language)), "/elections/" + election.id,
                              election.voting_day, election.mark, progress_of(election, today), stage ? stage->id : "",
                              election.fictitious});
  }
  return view;
}

Result<http::Reply<ElectionView>> show(http::Reading& call, const Elections& elections) {
  const auto* election = elections.find(call.param("id"));
  if (!election) return fail(Outcome::kNotFound, "election.unknown");
  auto today = date_in(call.now, Zone::wib);
  ElectionView view{.id = election->id,
                    .name = std::string(election->name(call.info.language)),
                    .regime = election->regime,
                    .source = election->source,
                    .voting_day = election->voting_day,
                    .today = today,
                    .mark = election->mark,
                    .fictitious = election->fictitious,
                    .progress = progress_of(*election, today),
                    .phases = election->phases_on(today),
                    .six_months_from = election->six_months_from,
                    .results_end = election->results_end,
                    .six_months_mark = election->six_months_mark,
                    .six_months_source = election->six_months_source};
  for (const auto& stage : election->stages)
    view.stages.push_back({stage.id, stage.starts, stage.ends, stage.starts == stage.ends,
                           progress_of(stage.starts, stage.ends, today), stage.mark, stage.source, stage.note});
  for (const auto& rule : election->contests)
    view.contests.push_back({rule.contest, rule.everywhere, rule.complete, named(call.db, rule.places),
                             named(call.db, rule.except), rule.mark, rule.source});
  return view;
}

}  // namespace

void add_election_routes(http::Routes& routes, const Elections& elections, const http::Access& everyone) {
  routes
      .get<ElectionList>(
          "/elections", everyone, {"election/list"},
          [&elections](http::Reading& call) -> Result<http::Reply<ElectionList>> { return list(call, elections); })
      .summary("Elections side by side, latest first");
  routes
      .get<ElectionView>("/elections/{id}", everyone, {"election/show"},
                         [&elections](http::Reading& call) { return show(call, elections); })
      .summary("One election: stages with their source and mark, phases of today, who votes for what where");
}

}  // namespace netra::election
