#include "domain/election/election.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>

#include "domain/election/sql.hpp"
#include "tests/support/databases.hpp"

namespace netra::election {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

Assets files() { return Assets::from_directory(".", {"procedures/election"}); }

Elections elections() {
  auto loaded = Elections::load(files());
  if (!loaded) throw std::runtime_error(loaded.error().detail);
  return *loaded;
}

TEST(Elections, StandSideBySide) {
  auto all = elections();
  ASSERT_GE(all.all().size(), 3u);
  EXPECT_EQ(all.all().front().id, "pilkada-2024") << "latest first";
  EXPECT_EQ(all.find("pilkada-2018")->voting_day, Date(2018y / 6 / 27));
  EXPECT_EQ(all.find("pilkada-1999"), nullptr);
  EXPECT_EQ(all.current(2024y / 10 / 28)->id, "pilkada-2024");
  EXPECT_EQ(all.current(2026y / 11 / 22)->id, "pilkada-2024") << "the last one";
  EXPECT_EQ(all.current(2019y / 5 / 1)->id, "pilkada-2020") << "the next one";
}

TEST(Election, KnowsItsStageOnEveryDay) {
  auto all = elections();
  const auto& pilkada = *all.find("pilkada-2024");
  struct {
    const char* why;
    Date day;
    const char* stage;
  } const rows[] = {
      {"before everything", 2024y / 8 / 26, ""},
      {"first day of registration", 2024y / 8 / 27, "registration"},
      {"last day of registration", 2024y / 8 / 29, "registration"},
      {"between two stages", 2024y / 9 / 1, ""},
      {"candidates are fixed", 2024y / 9 / 22, "candidates_fixed"},
      {"campaign begins", 2024y / 9 / 25, "campaign"},
      {"campaign ends", 2024y / 11 / 23, "campaign"},
      {"quiet period", 2024y / 11 / 24, "quiet_period"},
      {"quiet period ends", 2024y / 11 / 26, "quiet_period"},
      {"after voting", 2024y / 11 / 28, "recapitulation"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.why);
    const auto* stage = pilkada.stage_on(row.day);
    EXPECT_EQ(stage ? stage->id : "", row.stage);
  }
  EXPECT_EQ(pilkada.next_stage(2024y / 9 / 1)->id, "candidates_fixed");
  EXPECT_EQ(pilkada.next_stage(2026y / 1 / 1), nullptr);
}

TEST(Election, TellsThePhasesOfTheNeutralityRules) {
  auto all = elections();
  const auto& pilkada = *all.find("pilkada-2024");
  EXPECT_THAT(pilkada.phases_on(2024y / 3 / 21), ElementsAre(Phase::before_candidates));
  EXPECT_THAT(pilkada.phases_on(2024y / 3 / 22), ElementsAre(Phase::before_candidates, Phase::six_months_window));
  EXPECT_THAT(pilkada.phases_on(2024y / 9 / 22), ElementsAre(Phase::after_candidates, Phase::six_months_window));
  EXPECT_THAT(pilkada.phases_on(2024y / 10 / 28),
              ElementsAre(Phase::after_candidates, Phase::campaign, Phase::six_months_window));
  EXPECT_TRUE(pilkada.is_in(Phase::quiet_period, 2024y / 11 / 25));
  EXPECT_TRUE(pilkada.is_in(Phase::voting_day, 2024y / 11 / 27));
  EXPECT_THAT(pilkada.phases_on(2025y / 6 / 1), testing::IsEmpty()) << "over";
}

TEST(Election, KnowsWhoVotesForWhatWhere) {
  auto all = elections();
  const auto& pilkada = *all.find("pilkada-2024");
  EXPECT_THAT(pilkada.contests_at("36.73.01"), ElementsAre(Contest::governor, Contest::mayor));
  EXPECT_THAT(pilkada.contests_at("33.01.06.2005"), ElementsAre(Contest::governor, Contest::regent));
  EXPECT_THAT(pilkada.contests_at("34.71"), ElementsAre(Contest::mayor)) << "Yogyakarta elects no governor";
  EXPECT_THAT(pilkada.contests_at("31.73"), ElementsAre(Contest::governor)) << "Jakarta elects no mayors";
  EXPECT_EQ(pilkada.holds(Contest::regent, "36"), Holds::no) << "a province is no regency";
  EXPECT_EQ(all.find("pilkada-2018")->holds(Contest::governor, "32.12.02"), Holds::yes);
  EXPECT_EQ(all.find("pilkada-2018")->holds(Contest::regent, "32.12.02"), Holds::unknown) << "the list is a part only";
  EXPECT_EQ(all.find("pilkada-2018")->holds(Contest::governor, "36.73"), Holds::no);

  auto at = all.at("36.73.01", 2024y / 10 / 28);
  ASSERT_EQ(at.size(), 1u);
  EXPECT_EQ(at[0]->id, "pilkada-2024");
  EXPECT_TRUE(all.at("36.73.01", 2024y / 1 / 1, 0).empty());
}

TEST(Election, AgreesWithTheCommissionsTable) {
  std::ifstream table("../shared/data/elections/tps_pilkada2024_kabkota.csv");
  if (!table) GTEST_SKIP() << "the commission's table is not at hand";
  auto all = elections();
  const auto& pilkada = *all.find("pilkada-2024");
  std::string line;
  std::getline(table, line);
  std::map<std::string, bool> governors;
  int local = 0;
  while (std::getline(table, line)) {
    std::vector<std::string> cells(1);
    for (char c : line) c == ',' ? cells.emplace_back() : cells.back() += c;
    auto held = pilkada.contests_at(cells[0]);
    bool governor = testing::Value(held, testing::Contains(Contest::governor));
    bool regent = held.size() > (governor ? 1u : 0u);
    EXPECT_EQ(governor, cells[5].find("gubernur") != std::string::npos) << line;
    EXPECT_EQ(regent, cells[5].find("bupati") != std::string::npos || cells[5].find("wali") != std::string::npos)
        << line;
    governors[cells[2]] = governor;
    local += regent;
  }
  EXPECT_EQ(std::count_if(governors.begin(), governors.end(), [](const auto& g) { return g.second; }), 37);
  EXPECT_EQ(local, 508);
}

TEST(Elections, RefuseFilesThatMakeNoSense) {
  struct {
    const char* why;
    const char* from;
    const char* to;
  } const rows[] = {
      {"unknown key", "regime ", "regimen "},
      {"unknown stage", "\"quiet_period\"", "\"quiet\""},
      {"voting on another day", "voting_day        = 2024-11-27", "voting_day        = 2024-11-26"},
      {"ends before it starts", "2024-11-23", "2024-09-24"},
      {"impossible day", "2024-09-25", "2024-09-31"},
      {"no place of that contest", "\"31.01\"", "\"31\""},
      {"another id", "\"pilkada-2024\"", "\"pilkada-2025\""},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.why);
    auto assets = files();
    std::string text(*assets.find("procedures/election/pilkada-2024.toml"));
    auto at = text.find(row.from);
    ASSERT_NE(at, std::string::npos);
    text.replace(at, std::string(row.from).size(), row.to);
    assets.add("procedures/election/pilkada-2024.toml", text);
    auto loaded = Elections::load(assets);
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().code, "election.file");
    EXPECT_NE(loaded.error().detail, "");
  }
  EXPECT_FALSE(Elections::load(Assets()));
}

TEST(Elections, AreCopiedForJoinsAndCanBeCopiedAgain) {
  test::for_each_database([](storage::Database& database) {
    for (int again = 0; again < 2; ++again) {
      auto done = storage::write(database, [&](storage::Transaction& tx) -> Result<Done> {
        import_elections(tx.unlogged(storage::Unlogged::kReference), elections());
        return Done{};
      });
      ASSERT_TRUE(done);
    }
    database.with_reader([](storage::Reader& db) {
      EXPECT_EQ(db.text("SELECT voting_day FROM elections WHERE id = $1", {"pilkada-2024"}), "2024-11-27");
      EXPECT_EQ(db.integer("SELECT count(*) FROM election_stages WHERE election = $1", {"pilkada-2024"}), 7);
    });
  });
}

TEST(ElectionQueries, ArePreparedOnBothEngines) { test::expect_prepares(sql::election::all); }

}  // namespace
}  // namespace netra::election
