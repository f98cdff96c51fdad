#include "domain/recommendation/testing.hpp"

namespace netra::recommendation {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

struct Law {
  Assets assets = Assets::from_directory(".", {"procedures"});
  std::shared_ptr<const procedure::Rules> rules = *procedure::load(assets);
  Catalogue catalogue = *Catalogue::load(assets, *rules);

  Proposal propose(const std::string& kind, std::vector<std::string> of, Date on = 2024y / 10 / 1) const {
    return catalogue.propose(*rules, {kind, std::move(of), on, "pilkada-2024"});
  }
};

TEST(Sanctions, EveryRuleOfTheCatalogueThatLeadsToOneIsKnown) {
  const Law law;
  for (const auto& rule : law.rules->neutrality_list)
    for (const auto& term : rule.versions.back().value.sanctions) {
      bool known = false;
      for (const auto& one : law.catalogue.sanctions()) known = known || one.term == term;
      EXPECT_TRUE(known) << rule.id << " " << term;
    }
}

TEST(Sanctions, AreProposedFromTheRulesWithTheirReasons) {
  const Law law;
  const auto heavy = law.propose("pns", {"NR-ASN-D06"});
  EXPECT_EQ(heavy.kind, "discipline");
  EXPECT_EQ(heavy.grade, "heavy");
  EXPECT_THAT(heavy.sanctions, ElementsAre("pp94_demotion_12m", "pp94_executing_post_12m", "pp94_dismissal"));
  ASSERT_THAT(heavy.reasons, SizeIs(1));
  EXPECT_THAT(heavy.reasons[0].articles, HasSubstr("PP 94/2021 pasal 14"));
  EXPECT_EQ(heavy.reasons[0].mark, procedure::Mark::secondary);
  EXPECT_TRUE(heavy.reasons[0].remark);  // a like stands in both lists
  EXPECT_EQ(law.propose("pns", {"NR-ASN-E04"}).grade, "moral");
}

TEST(Sanctions, OfTheMediumGradeAreThoseInForceUntilTheNewPayRule) {
  const Law law;
  const auto medium = law.propose("pns", {"NR-PNS-K02"});
  EXPECT_EQ(medium.grade, "medium");
  EXPECT_THAT(medium.sanctions, ElementsAre("pp53_salary_rise_1y", "pp53_promotion_1y", "pp53_rank_1y"));
  EXPECT_THAT(medium.delayed, ElementsAre("pp94_allowance_6m", "pp94_allowance_9m", "pp94_allowance_12m"));
  for (const auto& id : medium.delayed) EXPECT_THAT(*law.catalogue.sanction(id)->delayed, HasSubstr("pasal 42"));
}

TEST(Sanctions, ForSeveralBreachesAreTheHeaviestOne) {
  const Law law;
  const auto both = law.propose("pns", {"NR-PNS-K02", "NR-ASN-D06"});
  EXPECT_EQ(both.grade, "heavy");
  EXPECT_THAT(both.heaviest_law, HasSubstr("pasal 35"));
  EXPECT_THAT(both.reasons, SizeIs(2));
  EXPECT_EQ(law.propose("pns", {"NR-ASN-D06"}).heaviest_law, "");
}

TEST(Sanctions, OfVillageHeadsAreALadderAndOthersGetNone) {
  const Law law;
  const auto village = law.propose("village_head", {"NR-VIL-H02"});
  EXPECT_EQ(village.kind, "village_admin");
  std::vector<std::string> ladder;
  for (const auto* one : law.catalogue.sanctions_for("village_head", 2024y / 10 / 1)) ladder.push_back(one->id);
  EXPECT_THAT(ladder, ElementsAre("village_oral", "village_written", "village_suspension", "village_dismissal"));
  const auto none = law.propose("pns", {"NR-VIL-H02"});  // a rule that does not bind him
  EXPECT_EQ(none.grade, "");
  EXPECT_THAT(none.reasons, IsEmpty());
  EXPECT_EQ(law.propose("pns", {}).grade, "");
}

TEST(Sanctions, HoldOnlyOnTheirDays) {
  const Law law;
  const auto in_2020 = law.catalogue.sanctions_for("pns", 2020y / 11 / 1);
  for (const auto* one : in_2020) EXPECT_FALSE(one->id.starts_with("pp94_")) << one->id;
  EXPECT_EQ(law.catalogue.sanction("penal_188")->until, Date(2026y / 1 / 1));
  for (const auto* one : law.catalogue.sanctions_for("village_head", 2024y / 10 / 1)) EXPECT_NE(one->kind, "crime");
}

TEST(Institutions, ChangeWithTheDayOfTheIncident) {
  const Law law;
  const auto receiver = [&](const char* kind, Date on) {
    return law.rules->receiver("pilkada", kind, {on, "pilkada-2024"})->value.receiver;
  };
  EXPECT_EQ(receiver("pns", 2024y / 8 / 24), "kasn");
  EXPECT_EQ(receiver("pns", 2024y / 8 / 25), "bkn");
  EXPECT_EQ(receiver("village_head", 2024y / 10 / 1), "bupati");
  EXPECT_EQ(receiver("tni", 2024y / 10 / 1), "commander");
  EXPECT_EQ(receiver("polri", 2024y / 10 / 1), "propam");
  EXPECT_EQ(receiver("non_asn", 2024y / 10 / 1), "ppk_asn");
  EXPECT_EQ(receiver("candidate", 2024y / 10 / 1), "kpu");
  EXPECT_EQ(receiver("organiser", 2024y / 10 / 1), "dkpp");
  EXPECT_EQ(law.catalogue.institution("bkn")->task, Task::verify);
  EXPECT_EQ(law.catalogue.institution("nobody"), nullptr);
}

// A file with a fault stops the start and names it.
TEST(Institutions, OfAWrongFileAreRefused) {
  const Law law;
  const auto broken = [&](std::string_view file, std::string_view what, std::string_view with) {
    Assets files = law.assets;
    std::string text(*files.find(file));
    const auto at = text.find(what);
    EXPECT_NE(at, std::string::npos) << what;
    text.replace(at, what.size(), with);
    files.add(std::string(file), text);
    auto loaded = Catalogue::load(files, *law.rules);
    return loaded ? std::string("loaded") : loaded.error().code + ": " + loaded.error().detail;
  };
  const auto* institutions = "procedures/recommendation/institutions.toml";
  const auto* sanctions = "procedures/recommendation/sanctions.toml";
  EXPECT_THAT(broken(institutions, "receiver = \"dkpp\"", "receiver = \"dkqq\""), HasSubstr("no such participant"));
  EXPECT_THAT(broken(institutions, "passes_to = [\"ppk_asn\"]", "passes_to = [\"nobody\"]"), HasSubstr("nobody known"));
  EXPECT_THAT(broken(sanctions, "term = \"moral_closed\"", "term = \"moral_klosed\""),
              HasSubstr("no such sanction term"));
  EXPECT_THAT(broken(sanctions, "id = \"moral_open\"", "id = \"moral_closed\""), HasSubstr("is there twice"));
  EXPECT_THAT(broken(sanctions, "rank = 10", "rang = 10"), HasSubstr("recommendation.file"));
}

}  // namespace
}  // namespace netra::recommendation
