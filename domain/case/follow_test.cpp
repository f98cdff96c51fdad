// What follows a case from outside and to its ends: withdrawal, files, extension, tracks, a tracing that ends in a
// finding.
#include "domain/case/testing.hpp"
#include "domain/evidence/evidence.hpp"
#include "domain/office/worklist.hpp"
#include "domain/report/additions.hpp"

namespace netra::cases {
namespace {

http::Upload uploaded(World& w, const std::string& name, const std::string& bytes) {
  auto staged = *w.store->receive(name, "");
  EXPECT_TRUE(staged->write(bytes));
  auto upload = staged->finish();
  EXPECT_TRUE(upload);
  return {name, upload->handle, upload->size, upload->sha256};
}

std::vector<std::string> hashes(const File& file) {
  std::vector<std::string> out;
  for (const auto& item : file.view.at("files").as_array()) out.emplace_back(item.at("sha256").as_string());
  return out;
}

TEST(Cases, AWithdrawnReportClosesItsCaseEverywhereAtOnce) {
  with_world([](World& w) {
    auto file = opened(w);
    const auto report = text_of(file.view, "report");
    auto done = storage::write(w.db, [&](storage::Transaction& tx) {
      return report::withdraw(tx, {w.now, w.entropy}, w.reports, report);
    });
    ASSERT_TRUE(done) << done.error().code;
    storage::read(w.db, [&](storage::Reader& db) {
      EXPECT_TRUE(list_cases(db, w.services, {.offices = {kOffice}}, "id").empty());
      const auto all = list_cases(db, w.services, {.offices = {kOffice}, .include_closed = true}, "id");
      EXPECT_EQ(all.size(), 1u);
      EXPECT_EQ(all.front().stage, "closed_withdrawn");
      EXPECT_TRUE(all.front().closed);
      const auto item = office::find_item(db, office::ItemKind::case_file, file.id);
      EXPECT_TRUE(item && !item->is_open && !item->target_at);
      return 0;
    });
    EXPECT_THAT(w.verbs("case", file.id), Contains("case.withdrawn"));
    EXPECT_EQ(code_of(file.post(w.officer, "review", full_review(file))), "case.closed");
  });
}

TEST(Cases, ListsFilterByTheStageTheReportStandsIn) {
  with_world([](World& w) {
    auto file = opened(w);
    auto review = full_review(file);
    review["checks"] = json::array{json::object{{"requirement", "witnesses"}, {"mark", "not_fulfilled"}}};
    review["result"] = "incomplete";
    review["reason"] = "Mohon dilengkapi";
    ASSERT_EQ(code_of(file.post(w.officer, "review", review)), "done");
    storage::read(w.db, [&](storage::Reader& db) {
      EXPECT_EQ(list_cases(db, w.services, {.offices = {kOffice}, .stage = "completion"}, "id").size(), 1u);
      EXPECT_TRUE(list_cases(db, w.services, {.offices = {kOffice}, .stage = "initial_review"}, "id").empty());
      return 0;
    });
  });
}

TEST(Cases, FilesAreAttachedWithCustodyAndTheReportersFollow) {
  with_world([](World& w) {
    auto file = registered(w);
    EXPECT_EQ(code_of(file.post(w.officer, "evidence", {{"files", json::array{}}})), "evidence.incomplete");
    const auto own = uploaded(w, "berita acara.pdf", "%PDF-1.4 contoh");
    const json::array files{to_json(own)};
    EXPECT_EQ(code_of(file.post(w.stranger, "evidence", {{"files", files}})), "case.unknown");
    auto again = uploaded(w, "berita acara.pdf", "%PDF-1.4 contoh");
    ASSERT_EQ(code_of(file.post(w.officer, "evidence",
                                {{"files", json::array{to_json(again)}}, {"description", "Berita acara"}})),
              "done");
    EXPECT_THAT(hashes(file), Contains(own.sha256));
    EXPECT_THAT(w.verbs("case", file.id), Contains("case.evidence_added"));

    const auto later = uploaded(w, "foto.png", "\x89PNG\r\n\x1a\n contoh");
    auto kept = evidence::keep(*w.store, later, "Foto susulan");
    ASSERT_TRUE(kept);
    const auto report = text_of(file.view, "report");
    ASSERT_TRUE(storage::write(w.db, [&](storage::Transaction& tx) -> Result<Done> {
      evidence::attach(tx.unlogged(storage::Unlogged::kReference), w.now, w.entropy, {"report", report}, kOffice,
                       {"citizen", "", ""}, *kept);
      return Done{};
    }));
    file.view = *w.get(w.officer, "/cases/{id}", {{"id", file.id}});
    EXPECT_THAT(hashes(file), Contains(later.sha256)) << "shown at once";
    ASSERT_EQ(code_of(file.post(w.officer, "shares", {{"office", kOther}, {"reason", "Koordinasi"}})), "done");
    storage::read(w.db, [&](storage::Reader& db) {
      const auto items = evidence::list(db, subject(file.id), Zone::wib);
      const auto mine =
          std::find_if(items.begin(), items.end(), [&](const auto& i) { return i.sha256 == later.sha256; });
      EXPECT_NE(mine, items.end()) << "the next act takes it over";
      if (mine != items.end()) EXPECT_EQ(evidence::custody(db, mine->id, Zone::wib).size(), 2u);
      return 0;
    });
  });
}

TEST(Cases, AnExtensionNeedsAReasonAndProlongsTheHandling) {
  with_world([](World& w) {
    auto file = registered(w);
    EXPECT_EQ(code_of(file.post(w.officer, "stage", {{"event", "more_information_needed"}})), "case.step_incomplete");
    ASSERT_EQ(
        code_of(file.post(w.officer, "stage", {{"event", "more_information_needed"}, {"reason", "Saksi belum hadir"}})),
        "done");
    EXPECT_EQ(file.stage(), "extension");
    EXPECT_THAT(running(file), Contains("extension"));
    EXPECT_THAT(running(file), Not(Contains("handling")));
    EXPECT_EQ(code_of(file.post(w.officer, "stage", {{"event", "more_information_needed"}, {"reason", "Sekali lagi"}})),
              "case.stage");
    ASSERT_EQ(
        code_of(file.post(
            w.officer, "studies",
            {{"facts", "Fakta"}, {"analysis", "Analisis"}, {"rules", json::array{}}, {"conclusions", json::array{}}})),
        "done");
    ASSERT_EQ(code_of(file.post(w.officer, "stage", {{"event", "study_ready"}})), "done");
    EXPECT_EQ(file.stage(), "plenary");
    EXPECT_EQ(file.view.at("next").at("action"), "decide");
    EXPECT_EQ(file.view.at("next").at("tab"), "plenaries");
  });
}

TEST(Cases, TracksAreFollowedToTheirEndAndOnlyThenClosed) {
  with_world([](World& w) {
    auto file = before_plenary(w);
    EXPECT_EQ(
        code_of(file.post(w.commissioner, "plenaries",
                          {{"plenary", plenary(3)},
                           {"outcomes", json::array{json::object{{"outcome", "crime"}, {"receiver", "nobody"}}}}})),
        "outcome.unknown");
    const json::array plain{json::object{{"outcome", "crime"}}};
    ASSERT_EQ(code_of(file.post(w.commissioner, "plenaries", {{"plenary", plenary(3)}, {"outcomes", plain}})), "done");
    ASSERT_EQ(code_of(file.post(w.officer, "notices", {{"text", "Diteruskan."}, {"on_board", true}})), "done");
    EXPECT_EQ(file.view.at("tracks").as_array().at(0).at("receiver"), "penyidik");
    std::vector<std::string> stages;
    for (int i = 0; i < 20; ++i) {
      const auto& track = file.view.at("tracks").as_array().at(0).as_object();
      const auto& steps = track.at("steps").as_array();
      stages.emplace_back(track.at("stage").as_string());
      if (steps.empty()) break;
      EXPECT_EQ(code_of(file.post(w.commissioner, "closing", {{"reason", "Selesai"}})), "case.not_finished");
      EXPECT_EQ(code_of(file.post(w.officer, "tracks/{track}/steps", {{"event", "study_ready"}},
                                  {{"track", text_of(track, "id")}})),
                "case.stage");
      const std::string event(steps.front().at("value").as_string()), id = text_of(track, "id");
      auto done = file.post(w.officer, "tracks/{track}/steps", {{"event", event}}, {{"track", id}});
      ASSERT_EQ(code_of(done), "done") << event << " after " << stages.back();
      if (std::count(stages.begin(), stages.end(), stages.back()) > 2) break;  // a loop of the procedure
    }
    EXPECT_THAT(stages, Contains("investigation"));
    EXPECT_THAT(stages, Contains("prosecutor_review"));
  });
}

json::object form_a_of(const std::string& tracing) {
  return {{"tracing", tracing},
          {"title", "Penelusuran contoh"},
          {"stage_watched", "campaign"},
          {"post", "Pengawas contoh"},
          {"duty_letter", "002/ST/contoh"},
          {"activities",
           json::array{json::object{{"form", "Langsung"}, {"at", "2024-10-28T09:00"}, {"place", "Lapangan"}}}},
          {"narrative", "Penelusuran satu jam."},
          {"alleges", true},
          {"event", "Pegawai contoh berorasi"},
          {"place", "Lapangan contoh"},
          {"happened_on", "2024-10-27"},
          {"found_on", "2024-10-28"},
          {"description", "Pegawai naik panggung."},
          {"evidence", "Video"},
          {"actors", json::array{json::object{{"name", "Pegawai Contoh Fiktif"}, {"kind", "pns"}}}}};
}

TEST(Tracings, MayEndInAFindingThatTheirLeadHearsOf) {
  with_world([](World& w) {
    const auto traced = traced_lead(w);
    const auto& lead = traced.lead;
    const auto& tracing = traced.tracing;
    const auto tracing_id = text_of(tracing, "id");
    auto form = w.post(w.officer, "/form-a", form_a_of(tracing_id));
    ASSERT_EQ(code_of(form), "done") << form.error().detail;
    const auto form_id = text_of(*form, "id");
    auto filled = w.get(w.officer, "/form-a/{id}/correction", {{"id", form_id}});
    ASSERT_EQ(code_of(filled), "done");
    EXPECT_EQ(filled->at("rows").at("activity_0").at("at"), "2024-10-28T09:00");
    EXPECT_EQ(filled->at("rows").at("actor_0").at("name"), "Pegawai Contoh Fiktif");
    const auto video = uploaded(w, "video.pdf", "%PDF-1.4 bukti form a");
    auto attached = w.post(w.officer, "/form-a/{id}/evidence", {{"version", 1}, {"files", json::array{to_json(video)}}},
                           {{"id", form_id}});
    ASSERT_EQ(code_of(attached), "done") << attached.error().detail;

    auto finding = w.post(w.officer, "/findings", {{"form_a", form_id}});
    ASSERT_EQ(code_of(finding), "done") << finding.error().detail;
    const http::PathParams at{{"id", text_of(*finding, "id")}};
    auto set = set_finding(w, *finding);
    ASSERT_EQ(code_of(set), "done") << set.error().detail;
    auto ended = w.get(w.officer, "/tracings/{id}", {{"id", tracing_id}});
    ASSERT_EQ(code_of(ended), "done");
    EXPECT_EQ(text_of(*ended, "state"), "finding_set");
    EXPECT_EQ(text_of(*ended, "finding"), at.at("id"));
    EXPECT_THAT(w.verbs("tracing", tracing_id), Contains("tracing.finding_set"));
    auto heard = storage::read(w.db, [&](storage::Reader& db) { return report::load(db, lead); });
    ASSERT_TRUE(heard);
    EXPECT_EQ(heard->stage, report::Stage::finding_set);
    EXPECT_EQ(heard->finding_id, at.at("id"));
    auto opened_case = w.post(w.officer, "/cases", {{"finding", at.at("id")}});
    ASSERT_EQ(code_of(opened_case), "done") << opened_case.error().detail;
    EXPECT_EQ(text_of(opened_case->at("files").as_array().at(0).as_object(), "sha256"), video.sha256)
        << "its evidence comes along";
  });
}

TEST(Plenaries, ARefusedFormKeepsSeatsVotesAndReasons) {
  std::vector<finding::Member> members{{.account = "a", .name = "Anggota A"}, {.account = "b", .name = "Anggota B"}};
  finding::PlenaryInput entered;
  entered.seats = {{"b", true, finding::Vote::disagree, std::nullopt}, {"a", false, std::nullopt, std::nullopt}};
  finding::take_entries(members, entered);
  EXPECT_FALSE(members[0].present);
  EXPECT_FALSE(members[0].missing);
  EXPECT_EQ(members[1].vote, finding::Vote::disagree);
  EXPECT_TRUE(members[1].missing) << "dissent needs its reason";
}

}  // namespace
}  // namespace netra::cases
