// Hand-over between institutions through the room's own routes, on every engine: what moves, when, and what nobody else
// sees.
#include "domain/room/testing.hpp"

#include "domain/office/worklist.hpp"

namespace netra::room {
namespace {

std::vector<std::string> members(const json::object& view, std::string_view list, std::string_view member) {
  std::vector<std::string> out;
  for (const auto& one : view.at(list).as_array()) {
    const auto& value = one.at(member);
    out.push_back(value.is_string() ? std::string(value.as_string()) : json::serialize(value));
  }
  return out;
}

TEST(Room, NothingMovesBeforeTheReceiverAccepts) {
  with_room([](RoomWorld& w) {
    const auto track = w.raised().track;
    const auto study =
        text_of(w.room(w.officer, track)->at("choices").at("documents").as_array().at(0).as_object(), "value");
    auto offered = w.hand_over(
        w.officer, track,
        {{"office", kPolice}, {"event", "received_by_police"}, {"documents", json::array{json::value(study)}}});
    ASSERT_EQ(code_of(offered), "done");
    EXPECT_EQ(text_of(*offered, "office"), kOffice);
    EXPECT_EQ(text_of(*offered, "stage"), "crime_forward");
    EXPECT_THAT(clocks_at(w, kOffice), testing::IsSupersetOf({"crime_forward", "handover_answer"}));
    const auto id = RoomWorld::last(*offered);
    auto waiting = w.room(w.police, track);
    ASSERT_EQ(code_of(waiting), "done");
    const auto item = waiting->at("incoming").as_array().at(0).at("items").as_array().at(0).as_object();
    EXPECT_EQ(text_of(item, "sha256").size(), 64u) << "the list is seen";
    EXPECT_EQ(text_of(item, "content"), "") << "what it says only after acceptance";
    w.db.with_reader([&](storage::Reader& db) {
      EXPECT_EQ(office::find_item(db, office::ItemKind::track, id)->office, kPolice)
          << "it lies on the receiver's desk";
    });
    w.now += 90min;
    auto accepted = w.answer(w.police, id, "acceptance");
    ASSERT_EQ(code_of(accepted), "done");
    EXPECT_EQ(text_of(*accepted, "office"), kPolice);
    EXPECT_EQ(text_of(*accepted, "stage"), "investigation");
    EXPECT_THAT(text_of(accepted->at("received").as_array().at(0).as_object(), "content"),
                HasSubstr("Analisis contoh"));
    EXPECT_THAT(clocks_at(w, kPolice), testing::ElementsAre("investigation"));
    EXPECT_THAT(clocks_at(w, kOffice), Not(Contains("crime_forward")));
    EXPECT_THAT(clocks_at(w, kOffice), Not(Contains("handover_answer")));
    w.db.with_reader([&](storage::Reader& db) {
      EXPECT_FALSE(office::find_item(db, office::ItemKind::track, id));
      EXPECT_EQ(office::find_item(db, office::ItemKind::track, track)->office, kPolice);
    });
    EXPECT_EQ(code_of(w.answer(w.police, id, "acceptance")), "handover.answered");
    EXPECT_THAT(w.verbs("handover", id), testing::ElementsAre("handover.offered", "handover.accepted"));
    EXPECT_THAT(w.verbs("track", track), Contains("track.advanced"));
  });
}

TEST(Room, AReturnedFileIsReviewedInRoundsAndEveryRoundIsKept) {
  with_room([](RoomWorld& w) {
    const auto track = w.raised().track;
    w.moved(w.officer, w.police, track, kPolice, "received_by_police");
    w.moved(w.police, w.prosecutor, track, kProsecutor, "file_received");
    w.moved(w.prosecutor, w.police, track, kPolice, "returned");
    w.moved(w.police, w.prosecutor, track, kProsecutor, "file_received");
    w.moved(w.prosecutor, w.police, track, kPolice, "returned");
    const auto third = w.moved(w.police, w.prosecutor, track, kProsecutor, "file_received");
    ASSERT_FALSE(third.empty());
    EXPECT_EQ(third.at("round"), 3);
    EXPECT_THAT(members(third, "stays", "stage"),
                testing::ElementsAre("crime_forward", "investigation", "prosecutor_review", "police_completion",
                                     "prosecutor_review", "police_completion", "prosecutor_review"));
    EXPECT_THAT(members(third, "stays", "round"), testing::ElementsAre("1", "1", "1", "1", "2", "2", "3"));
    EXPECT_EQ(clocks_at(w, kPolice), std::vector<std::string>{});
    auto complete = w.post(w.prosecutor, "/tracks/{id}/steps",
                           {{"version", third.at("version")}, {"event", "complete"}}, {{"id", track}});
    ASSERT_EQ(code_of(complete), "done");
    const auto& clock = complete->at("clocks").as_array().at(0);
    EXPECT_EQ(clock.at("rule"), "court_filing");
    EXPECT_EQ(clock.at("started_at"), third.at("stays").as_array().back().at("entered_at"))
        << "counted from the last receipt of the file, not from the review's end";
    for (const auto& one : clocks_at(w, kOffice)) EXPECT_NE(one, "prosecutor_review");
  });
}

TEST(Room, ARefusalStaysWithTheSenderAndRaisesItsOwnReminder) {
  with_room([](RoomWorld& w) {
    const auto track = w.raised().track;
    auto offered = w.hand_over(w.officer, track, {{"office", kPolice}, {"event", "received_by_police"}});
    ASSERT_EQ(code_of(offered), "done");
    const auto id = RoomWorld::last(*offered);
    EXPECT_EQ(code_of(w.answer(w.police, id, "return")), "handover.incomplete") << "a refusal has its reasons";
    EXPECT_EQ(code_of(w.answer(w.officer, id, "return", {{"reason", "Bukan saya"}})), "access.denied");
    EXPECT_EQ(code_of(w.answer(w.prosecutor, id, "return", {{"reason", "Bukan saya"}})), "handover.unknown");
    auto returned = w.answer(w.police, id, "return", {{"reason", "Bukti belum disertakan"}});
    ASSERT_EQ(code_of(returned), "done");
    EXPECT_EQ(text_of(returned->at("handover").as_object(), "state"), "returned");
    auto room = w.room(w.officer, track);
    EXPECT_EQ(text_of(*room, "stage"), "crime_forward");
    EXPECT_THAT(clocks_at(w, kOffice), testing::IsSupersetOf({"crime_forward", "handover_return"}));
    EXPECT_THAT(clocks_at(w, kOffice), Not(Contains("handover_answer")));
    w.now += 1h;
    auto again = w.hand_over(w.officer, track, {{"office", kPolice}, {"event", "received_by_police"}});
    ASSERT_EQ(code_of(again), "done");
    EXPECT_THAT(clocks_at(w, kOffice), Not(Contains("handover_return"))) << "the next hand-over settles it";
    auto recalled = w.answer(w.officer, RoomWorld::last(*again), "recall", {{"reason", "Salah lampiran"}});
    ASSERT_EQ(code_of(recalled), "done");
    EXPECT_EQ(code_of(w.answer(w.police, RoomWorld::last(*again), "acceptance")), "handover.answered");
  });
}

TEST(Room, WhatIsNotPossibleIsRefused) {
  with_room([](RoomWorld& w) {
    auto raised = w.raised();
    auto& file = raised.file;
    const auto track = raised.track;
    struct {
      const char* why;
      const Actor* who;
      json::object body;
      const char* code;
    } const rows[] = {
        {"police do not have the track",
         &w.police,
         {{"office", kProsecutor}, {"event", "received_by_police"}},
         "handover.not_here"},
        {"the step belongs to the police",
         &w.officer,
         {{"office", kProsecutor}, {"event", "received_by_police"}},
         "handover.incomplete"},
        {"no such step here", &w.officer, {{"office", kPolice}, {"event", "verdict_read"}}, "handover.incomplete"},
        {"to oneself", &w.officer, {{"office", kOffice}, {"event", "received_by_police"}}, "handover.incomplete"},
        {"nothing goes along", &w.officer, {{"office", kPolice}}, "handover.incomplete"},
        {"a file of somebody else",
         &w.officer,
         {{"office", kPolice}, {"evidence", json::array{"no-such"}}},
         "handover.incomplete"},
        {"no letter",
         &w.officer,
         {{"office", kPolice}, {"event", "received_by_police"}, {"letter", ""}},
         "handover.incomplete"},
        {"a stranger", &w.stranger, {{"office", kPolice}, {"event", "received_by_police"}}, "track.unknown"},
        {"an office that takes no part", &w.regency, {{"office", kPolice}}, "track.unknown"},
    };
    for (const auto& row : rows) EXPECT_EQ(code_of(w.hand_over(*row.who, track, row.body)), row.code) << row.why;
    EXPECT_EQ(code_of(w.post(w.officer, "/tracks/{id}/handovers",
                             {{"version", 99}, {"office", kPolice}, {"event", "received_by_police"}, {"letter", "x"}},
                             {{"id", track}})),
              "track.changed");
    auto offered = w.hand_over(w.officer, track, {{"office", kPolice}, {"event", "received_by_police"}});
    ASSERT_EQ(code_of(offered), "done");
    EXPECT_EQ(code_of(w.hand_over(w.officer, track, {{"office", kPolice}, {"event", "received_by_police"}})),
              "handover.open");
    EXPECT_EQ(code_of(w.answer(w.officer, RoomWorld::last(*offered), "receipt", {{"proof", "Tanda terima"}})),
              "handover.has_accounts");
    ASSERT_EQ(code_of(w.answer(w.police, RoomWorld::last(*offered), "acceptance")), "done");
    auto step = file.post(w.officer, "tracks/{track}/steps", {{"event", "file_received"}}, {{"track", track}});
    EXPECT_EQ(code_of(step), "track.elsewhere") << "Bawaslu takes no steps for the police";
    auto room = w.room(w.police, track);
    EXPECT_EQ(code_of(w.post(w.police, "/tracks/{id}/steps",
                             {{"version", room->at("version")}, {"event", "file_received"}}, {{"id", track}})),
              "handover.needed");
  });
}

TEST(Room, EachInstitutionSeesItsOwnNotesAndWhatItWasGivenAndNothingElse) {
  with_room([](RoomWorld& w) {
    auto raised = w.raised();
    auto& file = raised.file;
    const auto track = raised.track;
    const std::map<const Actor*, std::string> notes{{&w.officer, "Catatan rahasia Bawaslu"},
                                                    {&w.police, "Catatan rahasia penyidik"},
                                                    {&w.prosecutor, "Catatan rahasia jaksa"}};
    for (const auto& [who, text] : notes)
      ASSERT_EQ(code_of(w.post(*who, "/tracks/{id}/notes", {{"text", text}}, {{"id", track}})), "done");
    EXPECT_EQ(code_of(w.post(w.police, "/tracks/{id}/notes", {{"text", ""}}, {{"id", track}})), "room_note.empty");
    ASSERT_EQ(code_of(w.hand_over(w.officer, track,
                                  {{"office", kPolice},
                                   {"letter", "Pengantar hanya bagi penyidik"},
                                   {"papers", json::array{json::object{{"name",
                                                                        "Surat hanya bagi "
                                                                        "penyidik"}}}}})),
              "done");
    for (const auto& [who, own] : notes) {
      const auto seen = json::serialize(*w.room(*who, track));
      for (const auto& [other, text] : notes)
        EXPECT_EQ(seen.find(text) != std::string::npos, who == other) << who->id << " and " << text;
    }
    const auto prosecutor = json::serialize(*w.room(w.prosecutor, track));
    for (const char* foreign : {"hanya bagi penyidik", "Pegawai Contoh Fiktif", "Fakta contoh", "Analisis contoh"})
      EXPECT_THAT(prosecutor, Not(HasSubstr(foreign)));
    for (const auto* who : {&w.police, &w.prosecutor, &w.regency})
      EXPECT_EQ(code_of(w.get(*who, "/cases/{id}", {{"id", file.id}})), "case.unknown");
    EXPECT_EQ(code_of(w.room(w.regency, track)), "track.unknown");
    const auto from_above = json::serialize(*w.room(w.superior, track));
    EXPECT_THAT(from_above, Not(HasSubstr("Catatan rahasia")));
    EXPECT_EQ(code_of(file.post(w.officer, "shares", {{"office", kPolice}, {"reason", "Koordinasi"}})),
              "share.use_handover");
  });
}

TEST(Room, FilesAreReadByTheirOfficeAndByThoseWhoAcceptedThem) {
  with_room([](RoomWorld& w) {
    auto raised = w.raised();
    const auto track = raised.track;
    auto incoming = w.store->receive("berkas.pdf", "");
    ASSERT_TRUE(incoming);
    ASSERT_TRUE((*incoming)->write("%PDF-1.4 berkas penyidikan contoh"));
    auto staged = (*incoming)->finish();
    ASSERT_TRUE(staged);
    const http::Upload upload{"berkas.pdf", staged->handle, staged->size, staged->sha256};
    w.moved(w.officer, w.police, track, kPolice, "received_by_police");
    auto added = w.post(w.police, "/tracks/{id}/files", {{"files", json::array{to_json(upload)}}}, {{"id", track}});
    ASSERT_EQ(code_of(added), "done");
    const auto id = text_of(added->at("files").as_array().at(0).as_object(), "id");
    const auto reads = [&](const Actor& who) {
      return storage::read(w.db,
                           [&](storage::Reader& db) { return may_read_handed_file(db, who, *evidence::find(db, id)); });
    };
    EXPECT_TRUE(reads(w.police));
    EXPECT_FALSE(reads(w.officer)) << "Bawaslu does not see the police's own files";
    EXPECT_FALSE(reads(w.prosecutor));
    EXPECT_THAT(json::serialize(*w.room(w.officer, track)), Not(HasSubstr(staged->sha256)));
    auto offered =
        w.hand_over(w.police, track,
                    {{"office", kProsecutor}, {"event", "file_received"}, {"evidence", json::array{json::value(id)}}});
    ASSERT_EQ(code_of(offered), "done");
    EXPECT_FALSE(reads(w.prosecutor)) << "not before it is accepted";
    w.now += 1h;
    ASSERT_EQ(code_of(w.answer(w.prosecutor, RoomWorld::last(*offered), "acceptance")), "done");
    EXPECT_TRUE(reads(w.prosecutor));
    EXPECT_TRUE(reads(w.police));
    EXPECT_FALSE(reads(w.officer));
    storage::read(w.db, [&](storage::Reader& db) {
      EXPECT_EQ(evidence::find(db, id)->office_id, kProsecutor) << "custody moved with the acceptance";
      return 0;
    });
  });
}

TEST(Room, TheCourtHasNoAccountSoTheSenderRecordsItsReceipt) {
  with_room([](RoomWorld& w) {
    const auto track = w.raised().track;
    w.moved(w.officer, w.police, track, kPolice, "received_by_police");
    const auto review = w.moved(w.police, w.prosecutor, track, kProsecutor, "file_received");
    ASSERT_EQ(code_of(w.post(w.prosecutor, "/tracks/{id}/steps",
                             {{"version", review.at("version")}, {"event", "complete"}}, {{"id", track}})),
              "done");
    auto offered = w.hand_over(w.prosecutor, track, {{"to_name", "Pengadilan Negeri Serang"}, {"event", "filed"}});
    ASSERT_EQ(code_of(offered), "done") << json::serialize(RoomWorld::fields(offered.error()));
    const auto id = RoomWorld::last(*offered);
    EXPECT_EQ(code_of(w.answer(w.prosecutor, id, "receipt")), "handover.incomplete") << "no receipt without proof";
    w.now += 2h;
    auto filed = w.answer(w.prosecutor, id, "receipt", {{"proof", "Tanda terima panitera nomor 1"}});
    ASSERT_EQ(code_of(filed), "done");
    EXPECT_EQ(text_of(*filed, "stage"), "trial");
    EXPECT_EQ(text_of(*filed, "holder"), "Pengadilan Negeri Serang");
    EXPECT_EQ(text_of(*filed, "office"), kProsecutor) << "whoever sent it follows it";
    EXPECT_THAT(clocks_at(w, kProsecutor), testing::ElementsAre("trial"));
    EXPECT_TRUE(filed->at("clocks").as_array().at(0).at("readings_differ").as_bool()) << "both units of days";
    auto verdict = w.post(w.prosecutor, "/tracks/{id}/steps",
                          {{"version", filed->at("version")}, {"event", "verdict_read"}}, {{"id", track}});
    ASSERT_EQ(code_of(verdict), "done");
    EXPECT_EQ(text_of(*verdict, "holder"), "");
    auto final_one = w.post(w.prosecutor, "/tracks/{id}/steps",
                            {{"version", verdict->at("version")}, {"event", "not_appealed"}}, {{"id", track}});
    ASSERT_EQ(code_of(final_one), "done");
    for (const char* event : {"received_by_prosecutor", "executed"}) {
      auto room = w.room(w.prosecutor, track);
      ASSERT_EQ(code_of(w.post(w.prosecutor, "/tracks/{id}/steps", {{"version", room->at("version")}, {"event", event}},
                               {{"id", track}})),
                "done")
          << event;
    }
    EXPECT_TRUE(w.room(w.police, track)->contains("ended_at"));
    EXPECT_EQ(clocks_at(w, kProsecutor), std::vector<std::string>{});
  });
}

TEST(Room, TheDiscussionsTrackGoesOnThroughThePlenaryAndOthersRunBesideIt) {
  with_room([](RoomWorld& w) {
    auto file = cases::opened(w);
    ASSERT_EQ(code_of(file.post(w.officer, "accompaniment", {})), "done");
    EXPECT_EQ(code_of(file.post(w.officer, "accompaniment", {})), "track.open_already");
    const auto track = text_of(file.view.at("tracks").as_array().at(0).as_object(), "id");
    EXPECT_EQ(code_of(w.room(w.police, track)), "done") << "they accompany from intake";
    ASSERT_EQ(code_of(file.post(w.officer, "review", cases::full_review(file))), "done");
    ASSERT_EQ(code_of(file.post(w.officer, "registration", {{"crime_alleged", true}})), "done");
    ASSERT_EQ(file.view.at("tracks").as_array().size(), 1u);
    for (const char* event : {"continue", "elements_met"})
      ASSERT_EQ(code_of(file.post(w.officer, "tracks/{track}/steps", {{"event", event}}, {{"track", track}})), "done")
          << event;
    EXPECT_EQ(code_of(file.post(w.officer, "tracks/{track}/steps", {{"event", "crime"}}, {{"track", track}})),
              "case.stage")
        << "only the plenary raises it";
    ASSERT_EQ(code_of(file.post(w.officer, "studies", {{"facts", "Fakta"}, {"analysis", "Analisis"}})), "done");
    ASSERT_EQ(code_of(file.post(w.officer, "stage", {{"event", "study_ready"}})), "done");
    const json::array outcomes{json::object{{"outcome", "crime"}}, json::object{{"outcome", "other_law"}}};
    ASSERT_EQ(code_of(file.post(w.commissioner, "plenaries", {{"plenary", cases::plenary(3)}, {"outcomes", outcomes}})),
              "done");
    EXPECT_THAT(members(file.view, "tracks", "kind"), testing::UnorderedElementsAre("crime", "asn"));
    const auto room = w.room(w.police, track);
    EXPECT_THAT(
        members(*room, "stays", "stage"),
        testing::ElementsAre("accompaniment", "first_discussion", "second_discussion", "plenary", "crime_forward"));
    for (const auto& one : file.view.at("tracks").as_array())
      if (one.at("kind") == "asn")
        EXPECT_EQ(code_of(w.room(w.police, text_of(one.as_object(), "id"))), "track.unknown");
  });
}

TEST(Room, AnIdentityIsAskedForOnlyWhereItWasHandedOverAndNobodyAnswersForHisOwn) {
  with_room([](RoomWorld& w) {
    const auto track = w.raised().track;
    const auto ask = [&](const Actor& who, const char* reason = "Perlu memanggil pelapor sebagai saksi") {
      return w.post(who, "/tracks/{id}/identity-requests", {{"whom", "reporter"}, {"reason", reason}}, {{"id", track}});
    };
    w.moved(w.officer, w.police, track, kPolice, "received_by_police");
    EXPECT_EQ(code_of(ask(w.police)), "identity_request.not_handed_over");
    auto copies = w.hand_over(
        w.officer, track,
        {{"office", kPolice}, {"with_identity", true}, {"papers", json::array{json::object{{"name", "Laporan"}}}}});
    ASSERT_EQ(code_of(copies), "done");
    ASSERT_EQ(code_of(w.answer(w.police, RoomWorld::last(*copies), "acceptance")), "done");
    EXPECT_EQ(code_of(ask(w.officer)), "identity_request.own_key");
    EXPECT_EQ(code_of(ask(w.prosecutor)), "identity_request.not_handed_over");
    EXPECT_EQ(code_of(ask(w.stranger)), "track.unknown");
    EXPECT_EQ(code_of(ask(w.police, "Perlu")), "reason.required");
    auto asked = ask(w.police);
    ASSERT_EQ(code_of(asked), "done");
    const auto id = text_of(asked->at("requests").as_array().at(0).as_object(), "id");
    const http::PathParams at{{"request", id}};
    const json::object reason{{"reason", "Diperlukan untuk pemeriksaan saksi"}};
    const auto answer = [&](const Actor& who, const char* how) {
      return code_of(w.post(who, "/identity-requests/{request}/" + std::string(how),
                            how == std::string("openings") ? json::object{} : reason, at));
    };
    auto colleague = w.actor("police-2", {Role::police_investigator}, kPolice);
    EXPECT_EQ(answer(w.police, "approval"), "identity_request.same_person");
    EXPECT_EQ(answer(colleague, "approval"), "identity_request.same_institution");
    EXPECT_EQ(answer(w.prosecutor, "approval"), "access.denied");
    EXPECT_EQ(answer(w.stranger, "approval"), "identity_request.unknown");
    EXPECT_EQ(answer(w.police, "openings"), "identity_request.not_approved");
    EXPECT_EQ(answer(colleague, "openings"), "identity_request.not_asker");
    EXPECT_THAT(json::serialize(*w.room(w.prosecutor, track)), Not(HasSubstr(id)));
    w.now += 25h;
    EXPECT_EQ(answer(w.officer, "approval"), "identity_request.late");
    EXPECT_EQ(text_of(w.room(w.officer, track)->at("requests").as_array().at(0).as_object(), "state"), "lapsed");
    auto again = ask(w.police);
    const auto second = text_of(again->at("requests").as_array().at(1).as_object(), "id");
    ASSERT_EQ(code_of(w.post(w.officer, "/identity-requests/{request}/refusal", reason, {{"request", second}})),
              "done");
    EXPECT_EQ(code_of(w.post(w.officer, "/identity-requests/{request}/approval", reason, {{"request", second}})),
              "identity_request.answered");
  });
}

}  // namespace
}  // namespace netra::room
