// The case file through its own routes, on every engine: hearing, plenary, board, transfer, numbers, findings,
// tracings.
#include "domain/case/testing.hpp"

namespace netra::cases {
namespace {

TEST(Cases, ClarificationsKeepEveryVersionOfTheirMinutes) {
  with_world([](World& w) {
    auto file = registered(w);
    std::string person;
    for (const auto& p : file.view.at("participants").as_array())
      if (p.at("role") == "reporter") {
        person = p.at("id").as_string();
        EXPECT_EQ(p.at("label"), "Pelapor");
      }
    EXPECT_EQ(code_of(file.post(w.officer, "clarifications",
                                {{"participant", person}, {"at", "2024-10-01T09:00"}, {"place", "Kantor"}})),
              "clarification.incomplete");
    ASSERT_EQ(code_of(file.post(w.officer, "clarifications",
                                {{"participant", person}, {"at", "2024-10-29T09:00"}, {"place", "Kantor"}})),
              "done");
    const auto id = text_of(file.view.at("clarifications").as_array()[0].as_object(), "id");
    const json::object minutes{{"under_oath", true},
                               {"answers", json::array{json::object{{"question", "Apa?"}, {"answer", "Ini."}}}}};
    const http::PathParams at{{"clarification", id}};
    EXPECT_EQ(code_of(file.post(w.officer, "clarifications/{clarification}/minutes", minutes, at)),
              "clarification.not_attended");
    ASSERT_EQ(
        code_of(file.post(w.officer, "clarifications/{clarification}/attendance", {{"attendance", "attended"}}, at)),
        "done");
    EXPECT_EQ(
        code_of(file.post(w.officer, "clarifications/{clarification}/attendance", {{"attendance", "absent"}}, at)),
        "clarification.done");
    ASSERT_EQ(code_of(file.post(w.officer, "clarifications/{clarification}/minutes", minutes, at)), "done");
    EXPECT_EQ(code_of(file.post(w.officer, "clarifications/{clarification}/minutes", minutes, at)),
              "clarification.incomplete");  // a correction needs a reason
    auto corrected = minutes;
    corrected["reason"] = "Salah ketik";
    ASSERT_EQ(code_of(file.post(w.officer, "clarifications/{clarification}/minutes", corrected, at)), "done");
    EXPECT_EQ(file.view.at("clarifications").as_array()[0].at("minutes").as_array().size(), 2u);
  });
}

TEST(Cases, ThePlenaryNeedsAStudyAQuorumAndAVote) {
  with_world([](World& w) {
    auto file = registered(w);
    EXPECT_EQ(code_of(file.post(w.officer, "stage", {{"event", "study_ready"}})), "study.empty");
    EXPECT_EQ(code_of(file.post(w.commissioner, "plenaries", {{"plenary", plenary(3)}, {"outcomes", json::array{}}})),
              "case.stage");
    file = before_plenary(w);
    const json::array outcomes{json::object{{"outcome", "other_law"}}, json::object{{"outcome", "crime"}}};
    EXPECT_EQ(code_of(file.post(w.officer, "plenaries", {{"plenary", plenary(3)}, {"outcomes", outcomes}})),
              "access.denied");
    EXPECT_EQ(code_of(file.post(w.commissioner, "plenaries", {{"plenary", plenary(1)}, {"outcomes", outcomes}})),
              "plenary.no_quorum");
    EXPECT_EQ(code_of(file.post(w.commissioner, "plenaries", {{"plenary", plenary(3)}, {"outcomes", json::array{}}})),
              "outcome.unknown");
    ASSERT_EQ(
        code_of(file.post(w.commissioner, "plenaries", {{"plenary", plenary(3, "disagree")}, {"outcomes", outcomes}})),
        "done");
    EXPECT_EQ(file.stage(), "plenary");  // not carried: kept, nothing decided
    ASSERT_EQ(code_of(file.post(w.commissioner, "plenaries", {{"plenary", plenary(2)}, {"outcomes", outcomes}})),
              "done");
    const auto& tracks = file.view.at("tracks").as_array();
    ASSERT_EQ(tracks.size(), 2u);
    std::vector<std::string> receivers;
    for (const auto& track : tracks) receivers.emplace_back(track.at("receiver").as_string());
    EXPECT_THAT(receivers, Contains("bkn"));  // a civil servant, October 2024
    EXPECT_THAT(running(file), Contains("crime_forward"));
    EXPECT_THAT(running(file), Not(Contains("handling")));
    EXPECT_THAT(w.verbs("case", file.id), testing::IsSupersetOf({"case.undecided", "case.decided"}));
  });
}

TEST(Cases, NotProvenIsToldPublishedWithoutNamesAndClosed) {
  with_world([](World& w) {
    auto file = before_plenary(w);
    const json::array outcomes{json::object{{"outcome", "not_proven"}}};
    ASSERT_EQ(code_of(file.post(w.commissioner, "plenaries", {{"plenary", plenary(3)}, {"outcomes", outcomes}})),
              "done");
    EXPECT_EQ(code_of(file.post(w.commissioner, "closing", {{"reason", "Selesai"}})), "case.not_finished");
    ASSERT_EQ(code_of(file.post(w.officer, "notices", {{"text", "Perkara tidak terbukti."}, {"on_board", true}})),
              "done");
    auto board = w.get(Actor{}, "/board");
    ASSERT_EQ(code_of(board), "done");
    const auto shown = json::serialize(*board);
    EXPECT_THAT(shown, HasSubstr(text_of(file.view, "number").substr(0, 3)));
    EXPECT_THAT(shown, HasSubstr("not_proven"));
    EXPECT_THAT(shown, Not(HasSubstr("Pegawai Contoh")));
    EXPECT_THAT(shown, Not(HasSubstr("Dugaan dukungan")));
    auto feed = w.get(Actor{}, "/board/feed");
    ASSERT_EQ(code_of(feed), "done");
    EXPECT_EQ(feed->at("page_url"), "https://netra.example/board");
    const auto entry = feed->at("entries").as_array().at(0).as_object();
    EXPECT_TRUE(entry.at("id").as_string().starts_with("tag:netra.example,2024-"));
    EXPECT_EQ(entry.at("told_at"), feed->at("updated"));
    EXPECT_THAT(json::serialize(*feed), Not(testing::AnyOf(HasSubstr("Pegawai Contoh"), HasSubstr(file.id))));
    ASSERT_EQ(code_of(file.post(w.commissioner, "closing", {{"reason", "Selesai"}})), "done");
    EXPECT_EQ(file.stage(), "closed_not_proven");
    EXPECT_EQ(code_of(file.post(w.officer, "notices", {{"text", "Lagi"}, {"on_board", true}})), "case.closed");
  });
}

TEST(Cases, AForwardedCaseKeepsItsReceiptAndItsHistory) {
  with_world([](World& w) {
    auto file = registered(w);
    const auto received = text_of(file.view, "received_at");
    EXPECT_EQ(
        code_of(file.post(w.officer, "transfers", {{"kind", "forwarding"}, {"to", kOffice}, {"reason", "Salah"}})),
        "transfer.same_office");
    EXPECT_EQ(code_of(file.post(w.officer, "transfers", {{"kind", "hand_down"}, {"to", kOther}, {"reason", "Salah"}})),
              "transfer.competence");
    ASSERT_EQ(code_of(file.post(w.officer, "transfers",
                                {{"kind", "forwarding"}, {"to", kOther}, {"reason", "Wewenang kantor tujuan"}})),
              "done");
    EXPECT_EQ(text_of(file.view, "office"), kOther);
    EXPECT_EQ(text_of(file.view, "received_at"), received);
    EXPECT_EQ(code_of(w.get(w.stranger, "/cases/{id}", {{"id", file.id}})), "done");
    EXPECT_THAT(w.verbs("case", file.id), Contains("case.transferred"));
  });
}

TEST(Cases, ACorrectedEventRedatesItsClock) {
  with_world([](World& w) {
    auto file = registered(w);
    std::string event;
    for (const auto& e : file.view.at("events").as_array())
      if (e.at("event") == "registered") event = e.at("id").as_string();
    const auto due = [&] {
      for (const auto& clock : file.view.at("clocks").as_array())
        if (clock.at("rule") == "handling") return std::string(clock.at("due").as_string());
      return std::string();
    };
    const auto before = due();
    EXPECT_EQ(code_of(file.post(w.officer, "events",
                                {{"event", event}, {"at", "2024-10-30T09:00"}, {"reason", "Salah catat"}})),
              "event.incomplete");
    ASSERT_EQ(code_of(file.post(w.officer, "events",
                                {{"event", event}, {"at", "2024-10-27T09:00"}, {"reason", "Salah catat"}})),
              "done");
    EXPECT_LT(due(), before);
  });
}

// Numbers: many units at once, a third of them failing after the number was taken; no gap, no double.
TEST(Cases, NumbersHaveNoGapAndNoDouble) {
  with_world([](World& w) {
    constexpr int kThreads = 8, kEach = 15;
    std::vector<std::vector<std::int64_t>> given(kThreads);
    std::vector<std::thread> threads;
    CaseRecord c;
    c.office_id = kOffice;
    c.election_id = "pilkada-2024";
    for (int t = 0; t < kThreads; ++t)
      threads.emplace_back([&, t] {
        for (int i = 0; i < kEach; ++i) {
          std::int64_t running = 0;
          auto done = storage::write(w.db, [&](storage::Transaction& tx) -> Result<Done> {
            auto number = take_number(tx.unlogged(storage::Unlogged::kReference), w.services, c, w.now);
            if (!number) return fail(std::move(number.error()));
            running = number->running;
            if ((t + i) % 3 == 0) return fail(netra::Outcome::kInvalid, "test.refused");
            return Done{};
          });
          if (done) given[static_cast<std::size_t>(t)].push_back(running);
        }
      });
    for (auto& thread : threads) thread.join();
    std::vector<std::int64_t> all;
    for (const auto& one : given) all.insert(all.end(), one.begin(), one.end());
    std::sort(all.begin(), all.end());
    for (std::size_t i = 0; i < all.size(); ++i) ASSERT_EQ(all[i], static_cast<std::int64_t>(i + 1));
    EXPECT_EQ(all.size(), 80u);
  });
}

TEST(Cases, ThePatternOfNumbersIsData) {
  const NumberParts parts{7, "LP", "PB", "Kab", "08.07", 10, 2024};
  EXPECT_EQ(fill_number("{seq:03}/Reg/{kind}/{election}/{level}/{office_code}/{month_roman}/{year}", parts),
            "007/Reg/LP/PB/Kab/08.07/X/2024");
  EXPECT_EQ(fill_number("{seq}-{month}", parts), "7-10");
  EXPECT_EQ(fill_number("{unknown}", parts), "");
  EXPECT_EQ(fill_number("{seq", parts), "");
}

// ---- findings, from Form A to the register ----

json::object form_a(bool alleges) {
  json::object out{{"election", "pilkada-2024"},
                   {"region", "36.73.01"},
                   {"title", "Pengawasan kampanye contoh"},
                   {"stage_watched", "campaign"},
                   {"post", "Pengawas contoh"},
                   {"duty_letter", "001/ST/contoh"},
                   {"activities",
                    json::array{json::object{{"form", "Langsung"}, {"at", "2024-10-27T09:00"}, {"place", "Lapangan"}}}},
                   {"narrative", "Kegiatan berlangsung dua jam."},
                   {"alleges", alleges}};
  if (!alleges) return out;
  out["event"] = "Kepala desa contoh berorasi";
  out["place"] = "Lapangan contoh";
  out["happened_on"] = "2024-10-27";
  out["found_on"] = "2024-10-27";
  out["description"] = "Kepala desa naik panggung.";
  out["evidence"] = "Video";
  out["actors"] = json::array{json::object{{"name", "Kades Contoh Fiktif"}, {"kind", "village_head"}}};
  out["witnesses"] = json::array{json::object{{"name", "Saksi Contoh Tersegel"}}};
  return out;
}

TEST(Findings, GoFromFormAThroughThePlenaryToTheRegister) {
  with_world([](World& w) {
    EXPECT_EQ(code_of(w.post(w.auditor, "/form-a", form_a(true))), "access.denied");
    auto plain = w.post(w.officer, "/form-a", form_a(false));
    ASSERT_EQ(code_of(plain), "done") << plain.error().detail;
    EXPECT_EQ(code_of(w.post(w.officer, "/findings", {{"form_a", text_of(*plain, "id")}})), "form_a.no_allegation");
    auto form = w.post(w.officer, "/form-a", form_a(true));
    ASSERT_EQ(code_of(form), "done");
    EXPECT_THAT(json::serialize(*form), Not(HasSubstr("Tersegel")));
    auto finding = w.post(w.officer, "/findings", {{"form_a", text_of(*form, "id")}});
    ASSERT_EQ(code_of(finding), "done");
    const auto id = text_of(*finding, "id");
    const http::PathParams at{{"id", id}};
    EXPECT_EQ(code_of(w.post(w.officer, "/findings", {{"form_a", text_of(*form, "id")}})), "form_a.has_finding");
    EXPECT_EQ(code_of(w.post(w.officer, "/cases", {{"finding", id}})), "finding.stage");
    EXPECT_EQ(code_of(w.post(w.commissioner, "/findings/{id}/decision", {{"version", 1}, {"plenary", plenary(3)}}, at)),
              "finding.incomplete");
    const auto checks = fulfilled(*finding);
    EXPECT_EQ(checks.size(), 5u);
    EXPECT_EQ(code_of(w.post(w.officer, "/findings/{id}/checks", {{"version", 7}, {"checks", checks}}, at)),
              "finding.changed");
    auto set = set_finding(w, *finding);
    ASSERT_EQ(code_of(set), "done") << set.error().detail;
    EXPECT_EQ(text_of(*set, "stage"), "set");
    auto file = w.post(w.officer, "/cases", {{"finding", id}});
    ASSERT_EQ(code_of(file), "done") << file.error().detail;
    EXPECT_THAT(text_of(*file, "number"), testing::StartsWith("001/Reg/TM/"));
    EXPECT_THAT(w.verbs("finding", id), testing::ElementsAre("finding.proposed", "finding.checked", "finding.set"));
    EXPECT_EQ(code_of(w.get(w.stranger, "/findings/{id}", at)), "finding.unknown");
  });
}

TEST(Tracings, AreOpenedFromALeadAndEndWithANote) {
  with_world([](World& w) {
    const auto traced = traced_lead(w);
    const auto& lead = traced.lead;
    const auto& tracing = traced.tracing;
    const auto id = text_of(tracing, "id");
    const http::PathParams at{{"id", id}};
    EXPECT_EQ(code_of(w.post(w.officer, "/tracings", {{"report", lead}})), "tracing.open_already");
    EXPECT_EQ(tracing.at("clocks").as_array().at(0).at("rule"), "tracing");
    ASSERT_EQ(code_of(w.post(
                  w.officer, "/tracings/{id}/steps",
                  {{"version", 1}, {"kind", "visit"}, {"at", "2024-10-28T10:00"}, {"text", "Meninjau lokasi"}}, at)),
              "done");
    EXPECT_EQ(code_of(w.post(w.officer, "/tracings/{id}/closing", {{"version", 1}, {"note", "Tidak terbukti"}}, at)),
              "tracing.changed");
    auto closed = w.post(w.officer, "/tracings/{id}/closing", {{"version", 2}, {"note", "Tidak terbukti"}}, at);
    ASSERT_EQ(code_of(closed), "done") << closed.error().detail;
    EXPECT_EQ(text_of(*closed, "state"), "nothing_found");
    EXPECT_THAT(w.verbs("tracing", id),
                testing::ElementsAre("tracing.opened", "tracing.step_recorded", "tracing.closed"));
  });
}

}  // namespace
}  // namespace netra::cases
