#include "domain/procedure/procedure.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <set>

namespace netra::procedure {
namespace {

using namespace std::chrono_literals;

const Rules& rules() {
  static const auto loaded = [] {
    auto result = load(Assets::from_directory(".", {"procedures"}));
    if (!result) ADD_FAILURE() << result.error().detail;
    return result ? *result : std::make_shared<const Rules>();
  }();
  return *loaded;
}

// A small world that may be broken on purpose.
Assets small(const std::string& clocks) {
  Assets assets;
  assets.add("procedures/p/basis.toml",
             "regime = \"p\"\n[[basis]]\nid = \"B\"\nlaw = \"UU 1/2000\"\narticle = \"2\"\nmark = \"verified\"\n");
  assets.add("procedures/p/stages.toml",
             "regime = \"p\"\nfrom = 2016-07-01\nlast_checked = 2026-01-01\nsource = \"s\"\n"
             "[[participant]]\nid = \"x\"\nlabel = {id = \"a\", en = \"b\"}\nmark = \"verified\"\n"
             "[[event]]\nid = \"e\"\nlabel = {id = \"a\", en = \"b\"}\n"
             "[[stage]]\nid = \"s\"\ntrack = \"t\"\nlabel = {id = \"a\", en = \"b\"}\nactors = [\"x\"]\nterminal = "
             "true\nbasis = \"B\"\n");
  assets.add("procedures/p/clocks.toml",
             "regime = \"p\"\nfrom = 2016-07-01\nlast_checked = 2026-01-01\nsource = \"s\"\n" + clocks);
  return assets;
}

const char* const kClock =
    "[[clock]]\nid = \"c\"\nlabel = {id = \"a\", en = \"b\"}\namount = 3\nunit = \"hour\"\nstarts_from = \"e\"\nbasis "
    "= "
    "\"B\"\n";

std::string fault_of(const Assets& assets) {
  auto result = load(assets);
  return result ? std::string() : result.error().detail;
}

TEST(Procedure, TheRealFilesLoad) {
  EXPECT_GE(rules().stages.size(), 35u);
  EXPECT_EQ(rules().neutrality_list.size(), 42u);
  EXPECT_EQ(rules().fingerprint.size(), 64u);
}

int holding_on(const CatalogueEntry& entry, Date day) {
  return static_cast<int>(std::count_if(entry.versions.begin(), entry.versions.end(), [&](const auto& version) {
    return version.from <= day && (!version.until || day <= *version.until);
  }));
}

// The first day from `first` to `last` on which not exactly one version holds.
std::optional<Date> first_fault(const CatalogueEntry& entry, Date first, Date last) {
  for (Date day = first; day <= last; day = add_days(day, 1))
    if (holding_on(entry, day) != 1) return day;
  return std::nullopt;
}

// The promise of the public page: ask for any day, get exactly one answer.
TEST(Procedure, EveryDayHasExactlyOneVersionOfEveryRule) {
  const Date first = 2016y / 7 / 1, today = date_in(SystemClock().now(), Zone::wib);
  int looked_at = 0;
  for (const auto& entry : rules().catalogue) {
    if (entry.topic == "change") continue;
    ASSERT_FALSE(entry.versions.empty()) << entry.id;
    if (entry.topic != "neutrality") {
      EXPECT_EQ(entry.versions.front().from, first) << entry.id;
    }
    EXPECT_GE(entry.versions.front().from, first) << entry.id;
    auto fault = first_fault(entry, entry.versions.front().from, today);
    EXPECT_FALSE(fault) << entry.id << " on " << format_date(*fault);
    ++looked_at;
  }
  EXPECT_GE(looked_at, 150) << "the files did not load";
}

TEST(Procedure, ThatTestSeesAGapAnOverlapAndAnEnd) {
  const Date first = 2016y / 7 / 1, today = 2026y / 11 / 1;
  auto entry = [&](std::optional<Date> until, std::optional<Date> next) {
    CatalogueEntry out{"x", "clock", {}, {}};
    out.versions.push_back({first, until, {}, {}, {}});
    if (next) out.versions.push_back({*next, std::nullopt, {}, {}, {}});
    return out;
  };
  EXPECT_EQ(first_fault(entry(2024y / 8 / 24, 2024y / 8 / 25), first, today), std::nullopt);
  EXPECT_EQ(first_fault(entry(2024y / 8 / 20, 2024y / 8 / 25), first, today), Date(2024y / 8 / 21));
  EXPECT_EQ(first_fault(entry(2024y / 8 / 25, 2024y / 8 / 25), first, today), Date(2024y / 8 / 25));
  EXPECT_EQ(first_fault(entry(2024y / 8 / 24, std::nullopt), first, today), Date(2024y / 8 / 25));
}

TEST(Procedure, EveryVersionSaysWhereItComesFrom) {
  for (const auto& entry : rules().catalogue)
    for (const auto& version : entry.versions) {
      if (entry.topic == "change") continue;
      EXPECT_FALSE(version.origin.source.empty()) << entry.id;
      EXPECT_TRUE(version.origin.last_checked.ok()) << entry.id;
      EXPECT_FALSE(entry.label.id.empty() || entry.label.en.empty()) << entry.id;
    }
}

TEST(Procedure, ReceiverOfCivilServantsChangesWithTheDate) {
  EXPECT_EQ(rules().receiver("pilkada", "pns", {2024y / 8 / 24})->value.receiver, "kasn");
  EXPECT_EQ(rules().receiver("pilkada", "pns", {2024y / 8 / 25})->value.receiver, "bkn");
  EXPECT_EQ(rules().receiver("pilkada", "village_head", {2024y / 8 / 25})->value.receiver, "bupati");
  EXPECT_EQ(rules().receiver("pilkada", "nobody", {2024y / 8 / 25}), nullptr);
  EXPECT_EQ(rules().parameter_value("pilkada", "asn_receiver", {2024y / 10 / 1}), "bkn");
}

TEST(Procedure, ARulingIsClosedToTheElectionThatBeganBeforeIt) {
  const Date later = 2025y / 8 / 1;
  EXPECT_EQ(rules().document_rule("pilkada", "recommendation", {later})->value.title.id, "Putusan");
  EXPECT_EQ(rules().document_rule("pilkada", "recommendation", {later, "pilkada-2024"})->value.title.id, "");
  EXPECT_EQ(rules().clock("pilkada", "admin_sent", {later, "pilkada-2024"})->origin.mark, Mark::verified);
  EXPECT_EQ(rules().clock("pilkada", "admin_sent", {later})->origin.mark, Mark::secondary);
}

TEST(Procedure, NobodyIsBoundBeforeTheRuleNamedThem) {
  auto names = [&](const char* subject, Date day) {
    std::set<std::string> out;
    for (const auto& found : rules().neutrality_rules(subject, {day})) out.insert(found.rule->id);
    return out;
  };
  EXPECT_FALSE(names("tni", 2024y / 11 / 13).contains("NR-OFF-C01"));
  EXPECT_TRUE(names("tni", 2024y / 11 / 14).contains("NR-OFF-C01"));
  EXPECT_TRUE(names("village_head", 2024y / 10 / 1).contains("NR-OFF-C01"));
  EXPECT_TRUE(names("village_head", 2024y / 10 / 1).contains("NR-VIL-H02"));
  EXPECT_FALSE(names("pns", 2024y / 10 / 1).contains("NR-VIL-H02"));
}

TEST(Procedure, ReportFieldsInTheOrderOfTheForm) {
  auto fields = rules().requirements("pilkada", "report", {2024y / 10 / 28});
  ASSERT_EQ(fields.size(), 19u);
  EXPECT_EQ(fields.front().requirement->id, "reporter_name");
  EXPECT_TRUE(fields.front().rule->value.identity);
  EXPECT_EQ(rules().requirements("pilkada", "finding", {2024y / 10 / 28}).size(), 5u);
}

TEST(Procedure, BrokenFilesSayWhereAndWhat) {
  EXPECT_EQ(fault_of(small(kClock)), "");
  struct {
    const char* why;
    std::string clocks;
    const char* fault;
  } const rows[] = {
      {"a misspelt key", std::string(kClock) + "amuont = 3\n", "procedures/p/clocks.toml:12: amuont: unknown key"},
      {"bad syntax", "[[clock]\n", "procedures/p/clocks.toml:5: "},
      {"no such basis",
       "[[clock]]\nid = \"c\"\nlabel = {id = \"a\", en = \"b\"}\namount = 3\nunit = \"hour\"\nstarts_from = "
       "\"e\"\nbasis = \"Z\"\n",
       "no such basis: Z"},
      {"a dangling event",
       "[[clock]]\nid = \"c\"\nlabel = {id = \"a\", en = \"b\"}\namount = 3\nunit = \"hour\"\nstarts_from = "
       "\"q\"\nbasis = \"B\"\n",
       "no such event: q"},
      {"a gap",
       "[[clock]]\nid = \"c\"\nlabel = {id = \"a\", en = \"b\"}\n[[clock.version]]\nfrom = 2016-07-01\nuntil = "
       "2016-08-01\nstarts_from = \"e\"\nbasis = \"B\"\n"
       "[[clock.version]]\nfrom = 2016-08-03\nstarts_from = \"e\"\nbasis = \"B\"\n",
       "no version holds on 2016-08-02"},
      {"an overlap",
       "[[clock]]\nid = \"c\"\nlabel = {id = \"a\", en = \"b\"}\n[[clock.version]]\nfrom = 2016-07-01\nuntil = "
       "2016-08-01\nstarts_from = \"e\"\nbasis = \"B\"\n"
       "[[clock.version]]\nfrom = 2016-08-01\nstarts_from = \"e\"\nbasis = \"B\"\n",
       "overlap on 2016-08-01"},
      {"an end without a successor", std::string(kClock) + "until = 2020-01-01\n", "nothing holds after 2020-01-01"},
      {"twice", std::string(kClock) + kClock, "is already defined"},
      {"a number as text",
       "[[clock]]\nid = \"c\"\nlabel = {id = \"a\", en = \"b\"}\namount = \"3\"\nunit = \"hour\"\nstarts_from = "
       "\"e\"\nbasis = \"B\"\n",
       "must be a whole number"},
  };
  for (const auto& row : rows) EXPECT_THAT(fault_of(small(row.clocks)), testing::HasSubstr(row.fault)) << row.why;
}

TEST(Procedure, AChangeInLawIsANewFile) {
  auto assets = small(kClock);
  assets.add("procedures/p/zz-law-of-2027.toml",
             "regime = \"p\"\nlast_checked = 2027-01-02\nsource = \"s\"\n[[clock]]\nid = \"c\"\namends = true\nfrom = "
             "2027-01-01\namount = 5\nunit = \"working_day\"\nstarts_from = \"e\"\nbasis = \"B\"\n");
  auto loaded = load(assets);
  ASSERT_TRUE(loaded) << loaded.error().detail;
  EXPECT_EQ((*loaded)->clock("p", "c", {2026y / 12 / 31})->value.amount, 3);
  EXPECT_EQ((*loaded)->clock("p", "c", {2027y / 1 / 1})->value.amount, 5);
}

}  // namespace
}  // namespace netra::procedure
