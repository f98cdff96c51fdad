// The funnel's pages, who may read which region, and what everybody may know.
#include "domain/funnel/import.hpp"
#include "domain/funnel/testing.hpp"

namespace netra::funnel {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

std::vector<std::string> column(const json::value& list, const char* name) {
  std::vector<std::string> out;
  for (const auto& row : list.as_array()) {
    const auto* value = row.as_object().if_contains(name);
    out.push_back(!value ? "-" : value->is_string() ? std::string(value->as_string()) : json::serialize(*value));
  }
  return out;
}

std::vector<Fact> some() {
  std::vector<Fact> out;
  for (int i = 0; i < 4; ++i) out.push_back(person("w" + std::to_string(i), Standing::waiting));
  for (int i = 0; i < 3; ++i) {
    auto fact = person("s" + std::to_string(i), Standing::sanctioned);
    fact.answered_on = day("2024-11-14");
    fact.decider = "ppk_asn";
    fact.reached_on = day("2024-11-14");
    fact.decided_on = day("2024-11-24");
    out.push_back(std::move(fact));
  }
  auto old = person("o", Standing::answered);
  old.election = "pilkada-2020";
  old.institution = "kasn";
  old.recommended_on = day("2020-10-01");
  old.answered_on = day("2020-10-11");
  out.push_back(std::move(old));
  auto filed = person("c", Standing::reported);
  filed.source = FactSource::case_file;
  filed.institution.clear();
  filed.recommended_on.reset();
  filed.amount = 2;
  out.push_back(std::move(filed));
  out.push_back(person("x", Standing::waiting, "33.01.06"));
  return out;
}

TEST(Registers, ShowTheFunnelItsPartsAndWaits) {
  with_registers([](Registers& r) {
    r.put(some());
    auto view = identity::testing::must(r.get(r.officer, "/registers"));
    EXPECT_EQ(view.at("place_name").as_string(), "Kota Serang");
    EXPECT_THAT(column(view.at("steps"), "count"), ElementsAre("10", "8", "4", "3"));
    EXPECT_THAT(column(view.at("steps"), "percent"), ElementsAre("100", "80", "40", "30"));
    EXPECT_THAT(column(view.at("by_election"), "name"), ElementsAre("pilkada-2020", "pilkada-2024")) << "by voting day";
    EXPECT_THAT(column(view.at("by_institution"), "name"), ElementsAre("bkn", "kasn", "ppk_asn.decides"));
    EXPECT_THAT(column(view.at("by_institution"), "label"),
                ElementsAre("BKN", "KASN", "Pejabat Pembina Kepegawaian (memutus)"));
    const auto& answer = view.at("waits").at(0);
    EXPECT_EQ(answer.at("median").as_int64(), 38);
    EXPECT_EQ(answer.at("open").as_int64(), 4);
    EXPECT_EQ(answer.at("open_longest").as_int64(), 58) << "7 October to 4 December";
    const auto& decision = view.at("waits").at(1);
    EXPECT_EQ(decision.at("median").as_int64(), 48);
    EXPECT_EQ(decision.at("open_longest").as_int64(), 1525) << "the one of 2020 is still undecided";
    EXPECT_FALSE(view.as_object().contains("names"));
  });
}

TEST(Registers, NarrowByWhatTheAddressSays) {
  with_registers([](Registers& r) {
    r.put(some());
    auto bkn = identity::testing::must(r.get(r.officer, "/registers?institution=bkn&election=pilkada-2024"));
    EXPECT_THAT(column(bkn.at("steps"), "step"), ElementsAre("recommended", "answered", "sanctioned"))
        << "nobody reports to an institution";
    EXPECT_THAT(column(bkn.at("steps"), "count"), ElementsAre("7", "3", "3"));
    auto decides = identity::testing::must(r.get(r.officer, "/registers?institution=ppk_asn.decides"));
    EXPECT_EQ(decides.at("waits").at(1).at("median").as_int64(), 10);
    auto nothing = identity::testing::must(r.get(r.officer, "/registers?person_kind=tni"));
    EXPECT_EQ(nothing.at("all").as_int64(), 0);
    EXPECT_THAT(column(nothing.at("person_kinds"), "value"), ElementsAre("pns", "tni")) << "what is chosen stays";
    auto lines = identity::testing::must(r.get(r.officer, "/registers/people?standing=sanctioned"));
    EXPECT_THAT(column(lines.at("rows"), "decided_on"), ElementsAre("2024-11-24", "2024-11-24", "2024-11-24"));
    EXPECT_THAT(column(lines.at("rows"), "url"), ElementsAre("", "", "")) << "no such record: no way to it";
    auto of_decider = identity::testing::must(r.get(r.officer, "/registers/people?institution=ppk_asn.decides"));
    EXPECT_EQ(of_decider.at("rows").as_array().size(), 3u);
  });
}

TEST(Registers, AreReadForOnesOwnRegion) {
  with_registers([](Registers& r) {
    r.put(some());
    auto above = r.member("provinsi@contoh.example", kProvince, Role::commissioner);
    auto beside = r.member("staf@contoh.example", kProvince, Role::case_officer);
    auto other = r.member("lain@contoh.example", kOther, Role::case_officer);
    auto liaison = r.member("bkpsdm@contoh.example", kCity, Role::government_liaison);
    EXPECT_EQ(code_of(r.get(r.officer, "/registers?place=33.01")), "register.place");
    EXPECT_EQ(code_of(r.get(r.officer, "/registers?place=36")), "register.place") << "the region above";
    EXPECT_EQ(code_of(r.get(r.officer, "/registers?place=36.73.01")), "register.place") << "smaller than is counted";
    EXPECT_EQ(code_of(r.get(above, "/registers?place=36.73")), "done") << "a commissioner reads below";
    EXPECT_EQ(code_of(r.get(above, "/registers?place=33")), "register.place");
    EXPECT_EQ(code_of(r.get(beside, "/registers?place=36")), "done");
    EXPECT_EQ(code_of(r.get(beside, "/registers?place=36.73")), "register.place");
    EXPECT_EQ(code_of(r.get(liaison, "/registers?place=36.73")), "register.place") << "no figures for institutions";
    EXPECT_THAT(column(identity::testing::must(r.get(above, "/registers")).at("by_place"), "name"),
                ElementsAre("36.73"));
    EXPECT_TRUE(identity::testing::must(r.get(beside, "/registers")).at("by_place").as_array().empty());
    EXPECT_EQ(identity::testing::must(r.get(other, "/registers")).at("all").as_int64(), 1);
    EXPECT_TRUE(identity::testing::must(r.get(other, "/registers/people")).at("rows").as_array().empty())
        << "the place is theirs, the record is another office's";
    for (const char* address :
         {"/registers.csv?place=33.01", "/registers.xlsx?place=33.01", "/registers/people?place=33.01"})
      EXPECT_EQ(code_of(r.get(r.officer, address)), "register.place") << address;
  });
}

TEST(Registers, ComeAsTables) {
  with_registers([](Registers& r) {
    r.put(some());
    auto csv = r.ask(r.officer, "/registers.csv");
    ASSERT_TRUE(csv && csv->file);
    EXPECT_THAT(*csv->file->bytes, HasSubstr("\"institution\",\"bkn\",\"BKN\",7,7,4,0,3,3,0,0,38,48,48,58"));
    auto xlsx = r.ask(r.officer, "/registers.xlsx");
    ASSERT_TRUE(xlsx && xlsx->file);
    auto tables = sheet::read_xlsx(*xlsx->file->bytes);
    ASSERT_TRUE(tables);
    EXPECT_EQ(tables->front().rows.size(), 7u) << "head, two elections, three institutions, one kind";
  });
}

// ---- what everybody may know ----

const Actor kPublic;

std::vector<Fact> crowd(const std::string& place, Standing standing, std::int64_t amount,
                        const std::string& kind = "pns") {
  auto fact = person(place + std::string(enum_name(standing)) + kind, standing, place);
  fact.amount = amount;
  fact.person_kind = kind;
  return {fact};
}

TEST(PublicFigures, TellNothingSmallNorWhatWouldGiveItAway) {
  with_registers([](Registers& r) {
    for (const auto& facts :
         {crowd("36.73", Standing::waiting, 40), crowd("36.73", Standing::sanctioned, 12),
          crowd("36.72", Standing::waiting, 2), crowd("36.71", Standing::waiting, 9),
          crowd("33.01", Standing::waiting, 30), crowd("33.01", Standing::sanctioned, 3),
          crowd("33.11", Standing::sanctioned, 20), crowd("32.12", Standing::ended, 50, "village_head")})
      r.put(facts);
    auto view = identity::testing::must(r.get(kPublic, "/rekomendasi"));
    EXPECT_EQ(view.at("whole").at("recommended").as_int64(), 166);
    EXPECT_THAT(column(view.at("by_place"), "name"), ElementsAre("32", "33", "36"));
    auto banten = identity::testing::must(r.get(kPublic, "/rekomendasi?election=pilkada-2024&place=36"));
    EXPECT_THAT(column(banten.at("by_place"), "name"), ElementsAre("36.73", "others"));
    EXPECT_THAT(column(banten.at("by_place"), "recommended"), ElementsAre("52", "11"))
        << "two of Cilegon go with the nine of Tangerang";
    EXPECT_THAT(column(banten.at("by_place"), "waiting"), ElementsAre("40", "11"));
    EXPECT_THAT(json::serialize(banten), Not(HasSubstr("Cilegon")));
    auto central = identity::testing::must(r.get(kPublic, "/rekomendasi?election=pilkada-2024&place=33"));
    EXPECT_THAT(column(central.at("by_place"), "recommended"), ElementsAre("33", "20"));
    EXPECT_THAT(column(central.at("by_place"), "sanctioned"), ElementsAre("-", "-"))
        << "three, and what they could be computed from";
    auto csv = r.ask(kPublic, "/rekomendasi.csv?election=pilkada-2024&place=33");
    ASSERT_TRUE(csv && csv->file);
    EXPECT_THAT(*csv->file->bytes, HasSubstr("\"33.01\",\"Kab. Cilacap\",33,\"\",\"\",\"\",\"\",\"\""));
    EXPECT_TRUE(csv->view.is_object());
  });
}

TEST(PublicFigures, WhatIsNotToldAndWhatIsNotThereAnswerAlike) {
  with_registers([](Registers& r) {
    for (const auto& facts : {crowd("36.73", Standing::waiting, 40), crowd("33.01", Standing::waiting, 2),
                              crowd("32.12", Standing::waiting, 6)})
      r.put(facts);
    auto few = person("few", Standing::waiting);
    few.election = "pilkada-2020";
    r.put({few});
    for (const char* address :
         {"?election=pilkada-2024&place=33", "?election=pilkada-2024&place=51", "?election=pilkada-2024&place=33.01",
          "?election=pilkada-2020", "?election=none", "?election=pilkada-2024&place=nonsense%27"})
      EXPECT_EQ(code_of(r.get(kPublic, std::string("/rekomendasi") + address)), "register.not_told") << address;
    auto empty = identity::testing::must(r.get(kPublic, "/rekomendasi"));
    EXPECT_THAT(column(empty.at("by_place"), "recommended"), ElementsAre("40", "8"));
  });
}

TEST(PublicFigures, ArePublishedEmptyAsLongAsThereIsNothing) {
  with_registers([](Registers& r) {
    auto view = identity::testing::must(r.get(kPublic, "/rekomendasi"));
    EXPECT_FALSE(view.at("has_figures").as_bool());
  });
}

}  // namespace
}  // namespace netra::funnel
