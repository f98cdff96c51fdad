#include <fmt/format.h>

#include <algorithm>

#include "domain/election/election.hpp"
#include "domain/region/region.hpp"
#include "domain/region/toml.hpp"

namespace netra::election {

BOOST_DESCRIBE_STRUCT(ContestRule, (), (contest, everywhere, places, except, complete, mark, source))

// A file as it is written.
struct ElectionFile {
  std::string id, regime, name_id, name_en;
  Date voting_day;
  Mark mark = Mark::unverified;
  std::string source;
  Date last_checked;
  std::optional<bool> fictitious;
  std::optional<Date> results_end;
  std::optional<Date> six_months_from;
  std::optional<Mark> six_months_mark;
  std::optional<std::string> six_months_source;
  std::vector<Stage> stage;
  std::vector<ContestRule> contest;
};
BOOST_DESCRIBE_STRUCT(ElectionFile, (),
                      (id, regime, name_id, name_en, voting_day, mark, source, last_checked, fictitious, results_end,
                       six_months_from, six_months_mark, six_months_source, stage, contest))

namespace {

// Every stage the program has words for; a misspelt one must not pass.
constexpr std::string_view kStages[] = {"registration", "candidates_fixed", "ballot_numbers", "campaign",
                                        "quiet_period", "voting",           "recapitulation"};

std::string fault_of(const ElectionFile& file, std::string_view name) {
  if (!name.ends_with("/" + file.id + ".toml")) return "the file must be named after its id";
  if (file.stage.empty() || file.contest.empty()) return "no stages or no contests";
  const Stage* before = nullptr;
  for (const auto& stage : file.stage) {
    if (std::find(std::begin(kStages), std::end(kStages), stage.id) == std::end(kStages))
      return "unknown stage " + stage.id;
    if (stage.ends < stage.starts) return "stage " + stage.id + " ends before it starts";
    if (before && stage.starts < before->starts) return "stage " + stage.id + " is out of order";
    if (before && stage.id == before->id) return "stage " + stage.id + " twice";
    if (stage.id == "voting" && (stage.starts != file.voting_day || stage.ends != file.voting_day))
      return "voting is not on voting_day";
    if (stage.source.empty()) return "stage " + stage.id + " has no source";
    before = &stage;
  }
  for (const auto& rule : file.contest) {
    if (rule.everywhere != rule.places.empty()) return "a contest is everywhere or names its places";
    auto level = rule.contest == Contest::governor ? region::Level::province : region::Level::regency;
    for (const auto* codes : {&rule.places, &rule.except})
      for (const auto& code : *codes)
        if (region::level_of(code) != level) return "no place of that contest: " + code;
  }
  return {};
}

Election from_file(ElectionFile file) {
  Election out{.id = std::move(file.id),
               .regime = std::move(file.regime),
               .name_id = std::move(file.name_id),
               .name_en = std::move(file.name_en),
               .voting_day = file.voting_day,
               .mark = file.mark,
               .source = std::move(file.source),
               .fictitious = file.fictitious.value_or(false),
               .results_end = file.results_end,
               .six_months_from = file.six_months_from,
               .six_months_mark = file.six_months_mark.value_or(Mark::unverified),
               .six_months_source = file.six_months_source.value_or(""),
               .stages = std::move(file.stage),
               .contests = std::move(file.contest)};
  return out;
}

}  // namespace

Result<Elections> Elections::load(const Assets& assets) {
  Elections out;
  for (const auto& name : assets.list("procedures/election/", ".toml")) {
    auto file = region::read_toml_as<ElectionFile>(assets, name);
    if (!file) return fail(Outcome::kInvalid, "election.file", file.error().detail);
    if (auto fault = fault_of(*file, name); !fault.empty())
      return fail(Outcome::kInvalid, "election.file", fmt::format("{}: {}", name, fault));
    out.elections_.push_back(from_file(std::move(*file)));
  }
  if (out.elections_.empty()) return fail(Outcome::kInvalid, "election.file", "procedures/election/ is empty");
  std::sort(out.elections_.begin(), out.elections_.end(),
            [](const auto& a, const auto& b) { return a.voting_day > b.voting_day; });
  return out;
}

}  // namespace netra::election
