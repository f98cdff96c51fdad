#include "domain/funnel/cells.hpp"

#include <rapidcheck.h>

#include "domain/funnel/testing.hpp"

namespace netra::funnel {
namespace {

using testing::ElementsAre;

TEST(Tally, MedianIsTheMiddle) {
  EXPECT_EQ(median({}), std::nullopt);
  EXPECT_EQ(median({{38, 1}}), 38);
  EXPECT_EQ(median({{10, 1}, {38, 1}, {90, 1}}), 38);
  EXPECT_EQ(median({{38, 1}, {41, 1}}), 40) << "of two middles the mean, rounded up";
  EXPECT_EQ(median({{38, 2}, {41, 2}}), 40);
  EXPECT_EQ(median({{38, 3}, {41, 1}}), 38);
  EXPECT_EQ(longest({{38, 3}, {41, 1}}), 41);
}

TEST(Tally, MedianIsThatOfTheSortedList) {
  rc::check([](const std::vector<unsigned short>& days) {
    RC_PRE(!days.empty());
    Tally tally;
    std::vector<std::int64_t> sorted(days.begin(), days.end());
    for (auto d : sorted) ++tally[d];
    std::sort(sorted.begin(), sorted.end());
    const auto n = sorted.size();
    const auto expected = n % 2 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2] + 1) / 2;
    RC_ASSERT(median(tally) == expected);
  });
}

TEST(Waits, TextIsReadBack) {
  const Waits waits{{{38, 2}, {41, 1}}, {{19993, 1}}, {}, {{-3, 7}}};
  EXPECT_EQ(to_text(waits), "38*2 41*1|19993*1||-3*7");
  EXPECT_EQ(waits_from_text(to_text(waits)), waits);
  EXPECT_EQ(waits_from_text("nonsense|1|1*x"), Waits{}) << "what is no such text reads as nothing";
}

TEST(Cells, AFactCountsWhereverItIsAskedFor) {
  auto fact = person("a", Standing::sanctioned);
  fact.answered_on = day("2024-11-14");
  fact.decider = "ppk_asn";
  fact.reached_on = day("2024-11-20");
  fact.decided_on = day("2024-12-01");
  Delta delta;
  add(delta, fact, 1);
  EXPECT_EQ(delta.size(), 36u) << "election x kind x 3 places x (all, who received, who decides)";
  const auto& received = delta[{"pilkada-2024", "bkn", "36", "pns"}];
  EXPECT_EQ(received.counts.sanctioned, 1);
  EXPECT_EQ(received.waits.answer_done, (Tally{{38, 1}})) << "7 October to 14 November";
  EXPECT_EQ(received.waits.decision_done, (Tally{{55, 1}}));
  const auto& decides = delta[{"", "ppk_asn.decides", "36.73", ""}];
  EXPECT_EQ(decides.waits.decision_done, (Tally{{11, 1}})) << "from the day it got there";
  EXPECT_FALSE(delta.contains({"", "", "36.73.01", ""})) << "sub-districts are not told apart";
  add(delta, fact, -1);
  for (const auto& [key, cell] : delta) EXPECT_TRUE(cell.is_empty());
}

TEST(Cells, WhatIsNotKnownIsNotCountedAsNothing) {
  auto fact = person("a", Standing::unknown, std::string(kUnknown));
  fact.persons_known = false;
  fact.recommended_on.reset();
  Delta delta;
  add(delta, fact, 1);
  const auto& all = delta[{"", "", "", ""}];
  EXPECT_EQ(all.counts.unknown, 1);
  EXPECT_EQ(all.counts.uncounted, 1);
  EXPECT_EQ(all.counts.waiting, 0);
  EXPECT_EQ(all.waits, Waits{});
  EXPECT_FALSE(delta.contains({"", "", "36", ""}));
}

TEST(Cells, ChangesAndRemovalsLeaveWhatARecountWouldMake) {
  with_registers([](Registers& r) {
    r.put({person("a", Standing::waiting), person("b", Standing::waiting), person("c", Standing::answered, "33.01")});
    auto decided = person("a", Standing::sanctioned);
    decided.decided_on = day("2024-11-30");
    r.put({decided});
    EXPECT_EQ(r.recounted(), 0u);
    identity::testing::must(storage::write(r.db, [](storage::Transaction& tx) -> Result<Done> {
      replace_facts(tx, FactSource::recommendation, "c", {});
      return Done{};
    }));
    EXPECT_EQ(r.recounted(), 0u) << "a cell that counts nothing is gone";
    identity::testing::must(storage::write(r.db, [](storage::Transaction& tx) -> Result<Done> {
      tx.unlogged(storage::Unlogged::kIndex).execute("UPDATE register_cells SET waiting = 99 WHERE place = '36.73'");
      return Done{};
    }));
    EXPECT_EQ(r.recounted(), 8u) << "cells that stood otherwise: election x institution x kind";
    EXPECT_EQ(r.recounted(), 0u);
    const auto cell = storage::read(r.db, [](storage::Reader& db) { return find_cell(db, {"", "", "36.73", ""}); });
    ASSERT_TRUE(cell);
    EXPECT_EQ(cell->counts.waiting, 1);
    EXPECT_EQ(cell->counts.sanctioned, 1);
  });
}

recommendation::PersonFact recommended() {
  recommendation::PersonFact out;
  out.id = "p";
  out.recommendation = "r";
  out.state = recommendation::State::sent;
  out.office = kCity;
  out.election = "pilkada-2024";
  out.region = "36.73.01";
  out.person_kind = "pns";
  out.first_receiver = "bkn";
  out.recommended_at = *parse_instant("2024-10-06T20:00:00Z");
  out.sent_at = *parse_instant("2024-10-07T03:00:00Z");
  return out;
}

TEST(FactOf, StandsWhereItsRecordStands) {
  using recommendation::State;
  using recommendation::Verdict;
  auto p = recommended();
  ASSERT_TRUE(fact_of(p));
  EXPECT_EQ(fact_of(p)->standing, Standing::waiting);
  EXPECT_EQ(fact_of(p)->recommended_on, day("2024-10-07"));
  p.answered_at = *parse_instant("2024-11-13T18:00:00Z");
  EXPECT_EQ(fact_of(p)->standing, Standing::answered);
  EXPECT_EQ(fact_of(p)->answered_on, day("2024-11-14")) << "01.00 in Serang";
  p.decider = "ppk_asn";
  p.reached_decider_at = *parse_instant("2024-11-20T03:00:00Z");
  p.verdict = Verdict::sanctioned;
  p.decided_on = day("2024-12-01");
  EXPECT_EQ(fact_of(p)->standing, Standing::answered) << "filed, not checked yet";
  EXPECT_EQ(fact_of(p)->decided_on, std::nullopt);
  p.checked = true;
  EXPECT_EQ(fact_of(p)->standing, Standing::sanctioned);
  EXPECT_EQ(fact_of(p)->decider, "ppk_asn");
  for (auto verdict : {Verdict::no_sanction, Verdict::not_proven, Verdict::left_service, Verdict::followed_up}) {
    p.verdict = verdict;
    EXPECT_EQ(fact_of(p)->standing, Standing::ended);
  }
  for (auto state : {State::draft, State::withdrawn}) {
    p.state = state;
    EXPECT_FALSE(fact_of(p)) << "nobody was recommended";
  }
}

TEST(FactOf, WhoDecidesAtOnceHasAnsweredByIt) {
  auto p = recommended();
  p.first_receiver = "bupati";
  p.decider = "bupati";
  p.verdict = recommendation::Verdict::sanctioned;
  p.checked = true;
  p.decided_on = day("2024-11-01");
  const auto fact = *fact_of(p);
  EXPECT_EQ(fact.answered_on, day("2024-11-01"));
  EXPECT_EQ(fact.decider, "") << "the same institution is counted once";
}

}  // namespace
}  // namespace netra::funnel
