#include "domain/funnel/figures.hpp"

#include <gmock/gmock.h>

namespace netra::funnel {
namespace {

Figure figure(const std::string& stage, std::int64_t amount, const std::string& part_of = "",
              const std::string& split = "") {
  Figure out{.election = "pilkada-2024",
             .publisher = "BKN",
             .stage = stage,
             .amount = amount,
             .part_of = part_of,
             .split = split};
  out.series = series_of(out);
  return out;
}

std::string checks(const std::vector<Figure>& figures) {
  static const auto kPolicy = Policy::load(Assets::from_directory(".", {"procedures"}));
  std::string out;
  for (const auto& c : check_sums(figures, *kPolicy))
    out += (out.empty() ? "" : "; ") + c.stage + (c.kind == CheckKind::order ? "<" : "=") +
           std::to_string(c.difference) + (c.closes ? "" : "!") + (c.has_whole ? "" : "?");
  return out;
}

// The published funnels, with what is known of them.
TEST(Figures, SaysWhichPublishedSumsClose) {
  struct {
    const char* why;
    std::vector<Figure> figures;
    const char* checks;
  } const cases[] = {
      {"BKN 4 December 2024: closes; the 60 and the 19 stand outside",
       {figure("reported", 1158), figure("waiting_check", 667, "reported"),
        figure("waiting_authority", 436, "reported"), figure("not_proven", 24, "reported"),
        figure("cancelled", 27, "reported"), figure("left_service", 4, "reported"), figure("rejected", 60),
        figure("sanctioned", 19)},
       "reported=0; sanctioned<1139"},
      {"KASN June 2020: each stage within the one before",
       {figure("reported", 369), figure("recommended", 283), figure("answered", 99)},
       "recommended<86; answered<184"},
      {"Bawaslu 2020: 85 are not accounted for",
       {figure("reported", 1536), figure("recommended", 1398, "reported"), figure("stopped", 53, "reported")},
       "reported=85!; recommended<138"},
      {"classes overlap: more than the whole",
       {figure("violation", 803), figure("class_administrative", 153, "violation"),
        figure("class_crime", 136, "violation"), figure("class_ethics", 128, "violation"),
        figure("class_other_law", 485, "violation")},
       "violation=-99!"},
      {"two ways of splitting one number, each by itself",
       {figure("reported", 195), figure("by_finding", 59, "reported", "asal"),
        figure("by_report", 136, "reported", "asal"), figure("registered", 130, "reported", "registrasi")},
       "reported=0; reported=65!"},
      {"parts without their whole", {figure("by_finding", 59, "reported")}, "reported=-59!?"},
      {"a later stage larger than the one before",
       {figure("reported", 10), figure("sanctioned", 12)},
       "sanctioned<-2!"},
      {"a number alone", {figure("reported", 29)}, ""},
  };
  for (const auto& row : cases) {
    SCOPED_TRACE(row.why);
    EXPECT_EQ(checks(row.figures), row.checks);
  }
}

TEST(Figures, CasesAndPersonsAreNotCompared) {
  auto cases = figure("reported", 10), persons = figure("recommended", 30);
  cases.unit = "perkara";
  persons.unit = "orang";
  EXPECT_EQ(checks({cases, persons}), "");
}

TEST(Figures, AreKeptBySeriesInTheOrderOfTheFile) {
  auto other = figure("reported", 5);
  other.publisher = "KASN";
  other.series = series_of(other);
  const auto policy = Policy::load(Assets::from_directory(".", {"procedures"}));
  const auto series = arrange({figure("reported", 29), other, figure("recommended", 40)}, *policy);
  ASSERT_EQ(series.size(), 2u);
  EXPECT_EQ(series[0].figures.size(), 2u);
  EXPECT_FALSE(series[0].closes);
  EXPECT_TRUE(series[1].closes);
}

TEST(Policy, KnowsWhatPeopleWrite) {
  const auto policy = Policy::load(Assets::from_directory(".", {"procedures"}));
  ASSERT_TRUE(policy) << policy.error().detail;
  EXPECT_EQ(policy->find(Words::stage, "Disanksi"), "sanctioned");
  EXPECT_EQ(policy->find(Words::stage, "menunggu  PPK"), "waiting_authority");
  EXPECT_EQ(policy->find(Words::stage, "entah"), std::nullopt);
  EXPECT_EQ(policy->find(Words::mark, "Sumber sekunder"), "secondary");
  EXPECT_EQ(policy->column("recommendations", "No. Surat")->id, "number");
  EXPECT_EQ(policy->column("figures", "No. Surat"), nullptr) << "of the other table";
  EXPECT_TRUE(policy->is_never_taken("NIP"));
  EXPECT_TRUE(policy->is_never_taken("Nama Terlapor"));
  EXPECT_EQ(policy->smallest_cell().value, 5);
}

TEST(Policy, RefusesAFileThatIsWrong) {
  EXPECT_EQ(Policy::load(Assets::from_directory("domain", {})).error().code, "register.policy");
}

}  // namespace
}  // namespace netra::funnel
