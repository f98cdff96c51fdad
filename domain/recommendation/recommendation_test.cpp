#include "domain/case/track.hpp"
#include "domain/recommendation/testing.hpp"

namespace netra::recommendation {
namespace {

using namespace testing_world;

std::vector<std::string> running(World& w, const journal::Subject& subject) {
  std::vector<std::string> out;
  w.db.with_reader([&](storage::Reader& db) {
    for (const auto& one : clock::clocks_of(db, w.clocks, subject, w.now, "id"))
      if (one.state == clock::ClockState::running) out.push_back(one.rule);
  });
  return out;
}

std::optional<clock::ClockView> clock_of(World& w, const journal::Subject& subject, std::string_view rule) {
  std::optional<clock::ClockView> found;
  w.db.with_reader([&](storage::Reader& db) {
    for (auto& one : clock::clocks_of(db, w.clocks, subject, w.now, "id"))
      if (one.rule == rule && one.state == clock::ClockState::running) found = std::move(one);
  });
  return found;
}

std::optional<office::WorkItem> on_desk(World& w, const std::string& id) {
  return storage::read(
      w.db, [&](storage::Reader& db) { return office::find_item(db, office::ItemKind::recommendation, id); });
}

json::object decided(const Letter& letter, std::size_t receiver, const std::string& sanction = "pp94_demotion_12m") {
  return {{"receiver", letter.receiver_id(receiver)},
          {"person", letter.person_id()},
          {"outcome", "sanctioned"},
          {"sanction", sanction},
          {"number", "800/1/2024"},
          {"decided_on", "2024-10-25"}};
}

TEST(Recommendation, NamesReceiverAndSanctionByKindOfPersonAndDay) {
  with_world([](World& w) {
    auto letter = drafted(w, {civil_servant()});
    EXPECT_EQ(letter.state(), "draft");
    EXPECT_EQ(text_of(letter.view, "title"), "Rekomendasi");
    EXPECT_EQ(text_of(letter.receiver(), "receiver"), "bkn");
    EXPECT_EQ(text_of(letter.receiver(), "via"), "SBT");
    EXPECT_EQ(text_of(letter.receiver(), "mark"), "secondary");
    EXPECT_EQ(text_of(letter.person().at("proposal").as_object(), "grade"), "heavy");
    auto before = drafted(w, {civil_servant()}, "2024-08-24");
    EXPECT_EQ(text_of(before.receiver(), "receiver"), "kasn");
    // A civil servant and a village head in one go to two institutions, each with its own person.
    auto both = drafted(w, {civil_servant(), json::object{{"name", "Kepala Desa Contoh"}, {"kind", "village_head"}}});
    ASSERT_EQ(both.view.at("receivers").as_array().size(), 2u);
    for (const auto& one : both.view.at("receivers").as_array()) EXPECT_EQ(one.at("persons").as_array().size(), 1u);
    EXPECT_GT(w.told, 0);
  });
}

TEST(Recommendation, ToTheElectionCommissionIsADecisionOnlyInLaterElections) {
  with_world([](World& w) {
    auto of = [&](const std::string& incident) {
      auto in = typed({json::object{{"name", "Calon Contoh"}, {"kind", "candidate"}}}, incident);
      in["kind"] = "administrative";
      return w.post(w.officer, "/recommendations", in);
    };
    auto now = of("2024-10-01");
    ASSERT_EQ(code_of(now), "done");
    EXPECT_EQ(text_of(*now, "title"), "Rekomendasi");
    EXPECT_EQ(text_of(now->at("receivers").at(0).as_object(), "receiver"), "kpu");
    // After the judgment, and still for the election that began before it.
    w.now = day(2025y / 9 / 1);
    EXPECT_EQ(text_of(of("2025-08-15").value(), "title"), "Rekomendasi");
  });
}

TEST(Recommendation, AnsweredAfterThirtyEightDaysShowsThem) {
  with_world([](World& w) {
    auto letter = sent(w);  // 7 October 2024
    EXPECT_EQ(letter.state(), "sent");
    w.now = day(2024y / 10 / 24);
    letter.read();
    EXPECT_EQ(letter.receiver().at("days_waiting"), 17);
    EXPECT_EQ(letter.view.at("owed").at(0).at("days"), 17);
    w.now = day(2024y / 11 / 20);
    ASSERT_EQ(code_of(letter.post(w.officer, "answers",
                                  {{"receiver", letter.receiver_id()},
                                   {"at", "2024-11-14T10:00"},
                                   {"number", "B-99/2024"},
                                   {"text", "Sudah diverifikasi."}})),
              "done");
    EXPECT_EQ(letter.state(), "answered");
    EXPECT_EQ(letter.receiver().at("days_waiting"), 38);
    const auto facts = storage::read(w.db, [&](storage::Reader& db) { return facts_of(db, letter.id); });
    ASSERT_EQ(facts.size(), 1u);
    EXPECT_EQ(days_between(date_in(*facts[0].sent_at, Zone::wib), date_in(*facts[0].answered_at, Zone::wib)), 38);
    EXPECT_EQ(facts[0].first_receiver, "bkn");
    EXPECT_EQ(facts[0].person_kind, "pns");
    EXPECT_FALSE(facts[0].verdict);
  });
}

TEST(Recommendation, IsFollowedToTheCheckedDecreeAndClosed) {
  with_world([](World& w) {
    auto letter = with_authority(w);
    EXPECT_EQ(letter.state(), "answered");
    EXPECT_EQ(text_of(letter.receiver(1), "receiver"), "ppk_asn");
    EXPECT_EQ(on_desk(w, letter.id)->office, kCity);  // the ball is there
    w.now = day(2024y / 10 / 28);
    // Not closed while something is open, unless a person says so.
    EXPECT_EQ(code_of(letter.post(w.officer, "closing", {{"reason", "Selesai"}})), "recommendation.open_decisions");
    ASSERT_EQ(code_of(letter.post(w.officer, "decisions", decided(letter, 1))), "done");
    EXPECT_EQ(letter.state(), "checked");
    const auto& decision = letter.person().at("decisions").at(0).as_object();
    EXPECT_EQ(text_of(decision, "conforms"), "as_proposed");
    EXPECT_EQ(on_desk(w, letter.id)->office, kOffice);
    ASSERT_EQ(code_of(letter.post(w.officer, "steps",
                                  {{"receiver", letter.receiver_id(1)},
                                   {"kind", "delivered"},
                                   {"person", letter.person_id()},
                                   {"at", "2024-10-28T08:00"}})),
              "done");
    // The fifteenth day after the 28th of October.
    EXPECT_EQ(text_of(letter.person().at("decisions").at(0).as_object(), "in_force_on"), "2024-11-12");
    w.now = day(2024y / 11 / 13);
    for (const char* kind : {"in_force", "entered"})
      ASSERT_EQ(code_of(letter.post(w.officer, "steps",
                                    {{"receiver", letter.receiver_id(1)},
                                     {"kind", kind},
                                     {"person", letter.person_id()},
                                     {"number", "IDIS-1"}})),
                "done");
    ASSERT_EQ(code_of(letter.post(w.officer, "closing", {{"reason", "Keputusan sesuai"}})), "done");
    EXPECT_EQ(letter.state(), "closed");
    EXPECT_FALSE(on_desk(w, letter.id)->is_open);
    EXPECT_THAT(running(w, {"recommendation", letter.id}), testing::IsEmpty());
    EXPECT_EQ(code_of(letter.post(w.officer, "closing", {{"reason", "Lagi"}})), "recommendation.closed");
    const auto facts = storage::read(w.db, [&](storage::Reader& db) { return facts_of(db, letter.id); });
    EXPECT_EQ(facts[0].verdict, Verdict::sanctioned);
    EXPECT_EQ(facts[0].grade, "heavy");
    EXPECT_EQ(facts[0].in_force_on, Date(2024y / 11 / 13));
    EXPECT_TRUE(facts[0].checked);
    EXPECT_EQ(facts[0].decider, "ppk_asn");
    EXPECT_THAT(w.verbs("recommendation", letter.id),
                testing::IsSupersetOf({"recommendation.drafted", "recommendation.sent", "recommendation.passed_on",
                                       "recommendation.decision_recorded", "recommendation.closed"}));
  });
}

TEST(Recommendation, ClocksFollowTheStepsByHandCountedDates) {
  with_world([](World& w) {
    auto letter = sent(w);
    const journal::Subject own{"recommendation", letter.id};
    EXPECT_THAT(running(w, own), testing::UnorderedElementsAre("asn_verification", "reminder_first"));
    // Seven calendar days after 7 October; the first reminder after fourteen.
    auto due = [&](std::string_view rule, const journal::Subject& subject) {
      auto found = clock_of(w, subject, rule);
      return found && found->due ? format_date(date_in(found->due->at, Zone::wib)) : std::string("none");
    };
    EXPECT_EQ(due("asn_verification", own), "2024-10-14");
    EXPECT_EQ(due("reminder_first", own), "2024-10-21");
    w.now = day(2024y / 10 / 17);
    ASSERT_EQ(code_of(letter.post(w.officer, "forwardings", {{"from", letter.receiver_id()}, {"office", kCity}})),
              "done");
    EXPECT_THAT(running(w, own), testing::ElementsAre("reminder_first"));
    EXPECT_EQ(due("reminder_first", own), "2024-10-31");
    ASSERT_EQ(code_of(letter.post(w.officer, "receipts", {{"receiver", letter.receiver_id(1)}})), "done");
    EXPECT_THAT(running(w, own), Contains("ppk_action"));
    EXPECT_EQ(clock_of(w, own, "ppk_action")->problem, "clock.no_limit");  // 14 days are one office's word, no article
    // Summons of Friday 18 October: seven working days end on Tuesday the 29th.
    const journal::Subject person{"recommendation_person", letter.person_id()};
    const auto step = [&](const char* kind, const char* at) {
      return code_of(letter.post(
          w.officer, "steps",
          {{"receiver", letter.receiver_id(1)}, {"kind", kind}, {"person", letter.person_id()}, {"at", at}}));
    };
    w.now = day(2024y / 10 / 30);
    ASSERT_EQ(step("summons", "2024-10-18T09:00"), "done");
    EXPECT_EQ(due("summons_to_exam", person), "2024-10-29");
    EXPECT_EQ(text_of(letter.receiver(1), "state"), "examining");
    ASSERT_EQ(step("missed", "2024-10-24T09:00"), "done");
    EXPECT_THAT(running(w, person), testing::ElementsAre("second_summons"));
    EXPECT_EQ(due("second_summons", person), "2024-11-04");
    ASSERT_EQ(step("examined", "2024-10-29T09:00"), "done");
    EXPECT_THAT(running(w, person), testing::IsEmpty());
    // Decided on Friday 25 October: delivered within fourteen working days, by Thursday 14 November.
    ASSERT_EQ(code_of(letter.post(w.officer, "decisions", decided(letter, 1))), "done");
    EXPECT_EQ(due("decision_delivery", person), "2024-11-14");
    ASSERT_EQ(step("delivered", "2024-10-30T08:00"), "done");
    EXPECT_THAT(running(w, person), testing::ElementsAre("in_force"));
    EXPECT_EQ(due("in_force", person), "2024-11-14");
    ASSERT_EQ(step("objected", "2024-10-30T08:30"), "done");
    EXPECT_THAT(running(w, person), testing::IsEmpty());
    EXPECT_FALSE(letter.person().at("decisions").at(0).as_object().contains("in_force_on"));
  });
}

TEST(Recommendation, ReminderLadderEndsWithALetterToTheSuperior) {
  with_world([](World& w) {
    auto letter = with_authority(w);
    const journal::Subject own{"recommendation", letter.id};
    std::vector<std::string> rungs;
    const auto remind = [&](const char* kind) {
      for (const auto& rule : running(w, own)) rungs.push_back(rule);
      EXPECT_EQ(code_of(letter.post(w.officer, "reminders", {{"receiver", letter.receiver_id(1)}, {"kind", kind}})),
                "done");
      std::string draft, text;
      for (const auto& one : letter.receiver(1).at("reminders").as_array())
        if (one.at("state") == "draft") draft = one.at("id").as_string(), text = one.at("text").as_string();
      EXPECT_THAT(text, HasSubstr("012/PM.06.02/K/10/2024"));
      EXPECT_THAT(text, Not(HasSubstr("Pegawai Contoh")));
      EXPECT_EQ(code_of(letter.post(w.officer, "reminders", {{"receiver", letter.receiver_id(1)}, {"kind", kind}})),
                "recommendation.reminder_open");
      EXPECT_EQ(
          code_of(letter.post(w.officer, "reminders/{reminder}/sending",
                              {{"text", text}, {"number", "P-" + std::to_string(rungs.size())}, {"channel", "Surat"}},
                              {{"reminder", draft}})),
          "done");
      return text;
    };
    w.now = day(2024y / 10 / 31);
    remind("reminder");
    w.now = day(2024y / 11 / 7);
    remind("reminder");
    w.now = day(2024y / 11 / 14);
    const auto letter_up = remind("escalation");
    EXPECT_THAT(rungs, testing::ElementsAre("reminder_first", "reminder_second", "escalation_letter"));
    EXPECT_THAT(letter_up, HasSubstr("PP 94/2021 pasal 24 dan pasal 28"));
    EXPECT_THAT(letter_up, HasSubstr("Gubernur"));
    EXPECT_THAT(running(w, own), testing::IsEmpty());  // the ladder has no further rung
  });
}

TEST(Recommendation, WhereTheReceiverIsReportedTheOneAboveIsProposed) {
  with_world([](World& w) {
    auto letter = drafted(w, {json::object{{"name", "Kepala Desa Contoh"}, {"kind", "village_head"}}});
    EXPECT_EQ(text_of(letter.receiver(), "receiver"), "bupati");
    const http::PathParams at{{"receiver", letter.receiver_id()}};
    EXPECT_EQ(code_of(letter.post(w.officer, "receivers/{receiver}", {{"reported", true}}, at)),
              "recommendation.incomplete");  // no reason
    ASSERT_EQ(code_of(letter.post(w.officer, "receivers/{receiver}",
                                  {{"reported", true}, {"reason", "Wali kota terlapor dalam perkara yang sama"}}, at)),
              "done");
    EXPECT_THAT(text_of(letter.receiver(), "name"), HasSubstr("Gubernur"));
    EXPECT_EQ(text_of(letter.receiver(), "superior"), "Menteri Dalam Negeri");
    EXPECT_EQ(text_of(letter.receiver(), "mark"), "unverified");
    EXPECT_EQ(code_of(letter.post(w.officer, "receivers/{receiver}", {{"receiver", "nobody"}}, at)),
              "recommendation.incomplete");
  });
}

TEST(Recommendation, AnotherSanctionThanProposedNeedsAReason) {
  with_world([](World& w) {
    auto letter = drafted(w);
    const http::PathParams at{{"person", letter.person_id()}};
    const json::array rules{"NR-ASN-D06"};
    EXPECT_EQ(code_of(letter.post(w.officer, "persons/{person}", {{"rules", rules}, {"wanted", "moral_open"}}, at)),
              "recommendation.incomplete");
    ASSERT_EQ(
        code_of(letter.post(w.officer, "persons/{person}",
                            {{"rules", rules}, {"wanted", "moral_open"}, {"reason", "Hanya menyukai unggahan"}}, at)),
        "done");
    EXPECT_EQ(text_of(letter.person(), "wanted"), "moral_open");
    EXPECT_EQ(code_of(letter.post(w.officer, "persons/{person}", {{"rules", json::array{"NR-VIL-H02"}}}, at)),
              "recommendation.incomplete");  // binds village heads
    EXPECT_EQ(code_of(letter.post(w.officer, "persons/{person}", {{"rules", rules}, {"wanted", "village_oral"}}, at)),
              "recommendation.incomplete");
  });
}

TEST(Recommendation, RefusesWhatIsOutOfStepStaleOrNotTheirs) {
  with_world([](World& w) {
    auto letter = drafted(w);
    const json::object sending{{"receiver", letter.receiver_id()}, {"number", "1/2024"}, {"channel", "SBT"}};
    EXPECT_EQ(code_of(letter.post(w.stranger, "sendings", sending)), "access.denied");
    EXPECT_EQ(code_of(letter.post(w.liaison, "sendings", sending)), "access.denied");
    EXPECT_EQ(code_of(w.get(w.stranger, "/recommendations/{id}", {{"id", letter.id}})), "recommendation.unknown");
    EXPECT_EQ(code_of(w.get(w.officer, "/recommendations/{id}", {{"id", "none"}})), "recommendation.unknown");
    EXPECT_EQ(code_of(letter.post(w.officer, "answers", {{"receiver", letter.receiver_id()}, {"text", "x"}})),
              "recommendation.state");  // not sent yet
    EXPECT_EQ(code_of(letter.post(w.officer, "sendings", {{"receiver", letter.receiver_id()}})),
              "recommendation.incomplete");
    ASSERT_EQ(code_of(letter.post(w.officer, "sendings", sending)), "done");
    EXPECT_EQ(code_of(letter.post(w.officer, "sendings", sending)), "recommendation.state");
    const auto newest = std::exchange(letter.version, 1);
    EXPECT_EQ(code_of(letter.post(w.officer, "receipts", {{"receiver", letter.receiver_id()}})),
              "recommendation.changed");
    letter.version = newest;
    EXPECT_EQ(
        code_of(letter.post(w.officer, "receipts", {{"receiver", letter.receiver_id()}, {"at", "2024-09-01T10:00"}})),
        "recommendation.incomplete");  // before it was sent
    EXPECT_EQ(code_of(letter.post(w.officer, "wording", {{"title", "X"}, {"matter", "Y"}})), "recommendation.state");
    EXPECT_EQ(code_of(letter.post(w.officer, "decisions", decided(letter, 0))),
              "recommendation.state");  // BKN only verifies
    auto other = drafted(w);
    EXPECT_EQ(code_of(other.post(w.officer, "sendings",
                                 {{"receiver", other.receiver_id()}, {"number", "1/2024"}, {"channel", "SBT"}})),
              "recommendation.number_taken");
    EXPECT_EQ(code_of(other.post(w.officer, "withdrawal", {{"reason", ""}})), "recommendation.incomplete");
    ASSERT_EQ(code_of(other.post(w.officer, "withdrawal", {{"reason", "Salah orang"}})), "done");
    EXPECT_EQ(other.state(), "withdrawn");
  });
}

TEST(Recommendation, OfATypedOneNeedsWhatALetterNeeds) {
  with_world([](World& w) {
    const auto code = [&](const char* without) {
      auto in = typed({civil_servant()});
      in.erase(without);
      return code_of(w.post(w.officer, "/recommendations", in));
    };
    for (const char* member : {"election", "place", "incident_on", "matter", "persons"})
      EXPECT_EQ(code(member), "recommendation.incomplete") << member;
    auto future = typed({civil_servant()}, "2024-12-01");
    EXPECT_EQ(code_of(w.post(w.officer, "/recommendations", future)), "recommendation.incomplete");
    EXPECT_EQ(code_of(w.post(w.liaison, "/recommendations", typed({civil_servant()}))), "access.denied");
    EXPECT_EQ(code_of(w.post(w.stranger, "/recommendations", typed({civil_servant()}))), "access.denied");
  });
}

TEST(Recommendation, OfACaseStartsFromItsTrackAndMovesIt) {
  with_world([](World& w) {
    auto file = cases::before_plenary(w);
    ASSERT_EQ(code_of(file.post(
                  w.commissioner, "plenaries",
                  {{"plenary", cases::plenary(3)}, {"outcomes", json::array{json::object{{"outcome", "other_law"}}}}})),
              "done");
    const auto track = std::string(file.view.at("tracks").at(0).at("id").as_string());
    auto view = w.post(w.officer, "/recommendations", {{"track", track}});
    ASSERT_EQ(code_of(view), "done") << view.error().detail;
    Letter letter{&w, text_of(*view, "id"), view->at("version").as_int64(), *view};
    EXPECT_EQ(text_of(letter.view, "origin"), "case_file");
    EXPECT_EQ(text_of(letter.person(), "name"), "Pegawai Contoh Fiktif");
    EXPECT_EQ(text_of(letter.person().at("proposal").as_object(), "grade"), "heavy");  // the study named NR-ASN-D01
    EXPECT_EQ(code_of(w.post(w.officer, "/recommendations", {{"track", track}})), "recommendation.already");
    EXPECT_EQ(code_of(w.post(w.stranger, "/recommendations", {{"track", track}})), "track.unknown");
    w.now = day(2024y / 10 / 29);
    ASSERT_EQ(code_of(letter.post(w.officer, "sendings",
                                  {{"receiver", letter.receiver_id()}, {"number", "5/2024"}, {"channel", "SBT"}})),
              "done");
    const auto stage = [&] {
      return storage::read(w.db, [&](storage::Reader& db) { return cases::find_track(db, track)->stage; });
    };
    EXPECT_EQ(stage(), "asn_verification");
    w.now = day(2024y / 11 / 4);
    ASSERT_EQ(code_of(letter.post(w.officer, "forwardings", {{"from", letter.receiver_id()}})), "done");
    EXPECT_EQ(stage(), "ppk_action");
    w.now = day(2024y / 11 / 20);
    auto decision = decided(letter, 1);
    decision["decided_on"] = "2024-11-18";
    ASSERT_EQ(code_of(letter.post(w.officer, "decisions", decision)), "done");
    EXPECT_EQ(stage(), "closed_decided");
    const auto of = storage::read(
        w.db, [&](storage::Reader& db) { return of_case(db, w.own, text_of(letter.view, "case_id"), w.now); });
    ASSERT_EQ(of.size(), 1u);
    EXPECT_EQ(of[0].decided, 1);
  });
}

TEST(Recommendation, IsListedByWhatItIsAndTheTableNamesNobody) {
  with_world([](World& w) {
    auto letter = with_authority(w);
    auto draft = drafted(w);
    const auto listed = [&](const std::string& query) {
      auto out = w.get(w.officer, "/recommendations?office=" + kOffice + query);
      EXPECT_EQ(code_of(out), "done");
      std::vector<std::string> ids;
      for (const auto& row : out->at("rows").as_array()) ids.emplace_back(row.at("id").as_string());
      EXPECT_THAT(json::serialize(*out), Not(HasSubstr("Pegawai Contoh")));
      return ids;
    };
    EXPECT_THAT(listed(""), testing::ElementsAre(draft.id, letter.id));
    EXPECT_THAT(listed("&state=draft"), testing::ElementsAre(draft.id));
    EXPECT_THAT(listed("&receiver=ppk_asn"), testing::ElementsAre(letter.id));
    EXPECT_THAT(listed("&election=pilkada-2020"), testing::IsEmpty());
    EXPECT_EQ(code_of(w.get(w.stranger, "/recommendations?office=" + kOffice)), "access.denied");
    EXPECT_EQ(code_of(w.get(w.liaison, "/recommendations?office=" + kOffice)), "access.denied");
  });
}

TEST(Recommendation, RowsAreMadeAnewAsTheyStand) {
  with_world([](World& w) {
    auto letter = with_authority(w);
    const auto before = on_desk(w, letter.id);
    auto done = storage::write(w.db, [&](storage::Transaction& tx) -> Result<Done> {
      recommendation_rows(w.own).refresh(tx, before->updated_at, letter.id);
      return Done{};
    });
    ASSERT_TRUE(done);
    EXPECT_EQ(to_json(*before), to_json(*on_desk(w, letter.id)));
    EXPECT_THAT(before->title, Not(HasSubstr("Pegawai Contoh")));
  });
}

}  // namespace
}  // namespace netra::recommendation
