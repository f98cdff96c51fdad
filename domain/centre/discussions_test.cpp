#include "domain/centre/testing.hpp"

namespace netra::centre {
namespace {

std::string stage_of(World& w, const std::string& track) {
  return storage::read(w.db, [&](storage::Reader& db) { return cases::find_track(db, track)->stage; });
}

void everybody_speaks(World& w, Talk& talk, std::string_view police = "met") {
  EXPECT_EQ(code_of(talk.post(w.commissioner, "opinions", opinion("met"))), "done");
  EXPECT_EQ(code_of(talk.post(w.police, "opinions", opinion(police))), "done");
  EXPECT_EQ(code_of(talk.post(w.prosecutor, "opinions", opinion("met"))), "done");
}

const json::object kContinue{{"result", "continue"}, {"reason", "Unsur perlu didalami"}};

TEST(Discussion, carries_a_crime_to_its_second_discussion) {
  with_centre([](World& w) {
    w.fill();
    const auto crime = alleged_crime(w);
    ASSERT_EQ(stage_of(w, crime.track), "first_discussion");
    auto talk = held(w, crime.track);
    EXPECT_TRUE(at(talk.view, "quorum").at("is_met").as_bool());
    everybody_speaks(w, talk);
    EXPECT_EQ(talk.side(1).at("opinion").at("way").as_string(), "member");
    EXPECT_EQ(talk.side(1).at("opinion").at("spoken_by").as_string(), "Petugas Contoh police-1");
    ASSERT_EQ(code_of(talk.post(w.officer, "minutes", {{"content", "Berita acara contoh"}})), "done");
    auto done = talk.post(w.officer, "result", kContinue);
    ASSERT_TRUE(done) << done.error().code << " " << done.error().detail;
    EXPECT_EQ(text_of(talk.view, "state"), "concluded");
    EXPECT_EQ(text_of(talk.view, "result"), "continue");
    EXPECT_FALSE(talk.view.at("has_dissent").as_bool());
    EXPECT_EQ(stage_of(w, crime.track), "second_discussion");
    EXPECT_THAT(
        w.verbs("discussion", talk.id),
        ElementsAre("discussion.planned", "discussion.held", "discussion.opinion_given", "discussion.opinion_given",
                    "discussion.opinion_given", "discussion.minutes_written", "discussion.concluded"));
    EXPECT_THAT(w.verbs("track", crime.track), Contains("track.advanced"));
  });
}

TEST(Discussion, stops_a_crime_when_the_elements_are_not_met) {
  with_centre([](World& w) {
    w.fill();
    const auto crime = alleged_crime(w);
    auto first = held(w, crime.track);
    everybody_speaks(w, first);
    ASSERT_EQ(code_of(first.post(w.officer, "result", kContinue)), "done");
    auto plan = plan_of(w, crime.track, "second");
    plan["starts_at"] = "2024-10-28T17:45";
    auto view = w.post_at(w.officer, "/discussions", plan);
    ASSERT_TRUE(view) << view.error().code;
    Talk second{&w, text_of(*view, "id"), 1, *view};
    w.now += 1h;
    ASSERT_EQ(code_of(second.post(w.officer, "attendance",
                                  {{"present", json::array{w.bawaslu_member, w.police_member, w.prosecutor_member}}})),
              "done");
    everybody_speaks(w, second, "not_met");
    ASSERT_EQ(code_of(second.post(w.commissioner, "result", {{"result", "elements_not_met"}, {"reason", "Contoh"}})),
              "done");
    EXPECT_EQ(stage_of(w, crime.track), "crime_dropped");
    // Two institutions said otherwise, and it shows.
    EXPECT_TRUE(second.view.at("has_dissent").as_bool());
    EXPECT_TRUE(second.side(0).at("dissents").as_bool());
    EXPECT_FALSE(second.side(1).at("dissents").as_bool());
    EXPECT_TRUE(second.side(2).at("dissents").as_bool());
  });
}

TEST(Discussion, without_quorum_keeps_its_minutes_and_has_no_result) {
  with_centre([](World& w) {
    w.fill();
    const auto crime = alleged_crime(w);
    auto talk = planned(w, crime.track);
    w.now += 90min;
    ASSERT_EQ(
        code_of(talk.post(w.officer, "attendance", {{"present", json::array{w.bawaslu_member, w.police_member}}})),
        "done");
    EXPECT_FALSE(at(talk.view, "quorum").at("is_met").as_bool());
    EXPECT_EQ(at(talk.view, "quorum").at("present"), 2);
    EXPECT_EQ(text_of(at(talk.view, "quorum"), "mark"), "unverified");
    EXPECT_EQ(code_of(talk.post(w.commissioner, "opinions", opinion("met"))), "done");
    EXPECT_EQ(code_of(talk.post(w.police, "opinions", opinion("met"))), "done");
    EXPECT_EQ(code_of(talk.post(w.prosecutor, "opinions", opinion("met"))), "discussion.not_present");
    ASSERT_EQ(code_of(talk.post(w.officer, "minutes", {{"content", "Tidak kuorum; ditunda."}})), "done");
    EXPECT_EQ(code_of(talk.post(w.officer, "result", kContinue)), "discussion.no_quorum");
    EXPECT_EQ(stage_of(w, crime.track), "first_discussion");
    EXPECT_THAT(talk.view.at("minutes").as_array(), SizeIs(1));
    // Another one may be planned for the same stage.
    auto plan = plan_of(w, crime.track);
    plan["starts_at"] = "2024-10-28T18:00";
    EXPECT_EQ(code_of(w.post_at(w.officer, "/discussions", plan)), "done");
  });
}

TEST(Discussion, a_result_waits_for_every_institution_that_is_there) {
  with_centre([](World& w) {
    w.fill();
    auto talk = held(w, alleged_crime(w).track);
    EXPECT_EQ(code_of(talk.post(w.officer, "result", kContinue)), "discussion.opinion_missing");
    everybody_speaks(w, talk);
    EXPECT_EQ(pointer_of(talk.post(w.officer, "result", {{"result", "continue"}})), "/reason");
    EXPECT_EQ(pointer_of(talk.post(w.officer, "result", {{"reason", "Contoh"}})), "/result");
    EXPECT_EQ(pointer_of(talk.post(w.officer, "result", {{"result", "elements_met"}, {"reason", "Contoh"}})),
              "/result");
    auto early = kContinue;
    early["at"] = "2024-10-28T16:29";
    EXPECT_EQ(pointer_of(talk.post(w.officer, "result", early)), "/at");
    early["at"] = "2024-10-29T08:00";
    EXPECT_EQ(pointer_of(talk.post(w.officer, "result", early)), "/at");
    EXPECT_EQ(code_of(talk.post(w.police, "result", kContinue)), "access.denied") << "the centre's office concludes";
    EXPECT_EQ(code_of(talk.post(w.registrar, "result", kContinue)), "access.denied");
    EXPECT_EQ(code_of(talk.post(w.officer, "result", kContinue)), "done");
    EXPECT_EQ(code_of(talk.post(w.officer, "result", kContinue)), "discussion.state");
  });
}

TEST(Discussion, opinions_say_who_gave_them_and_what_a_member_said_stays) {
  with_centre([](World& w) {
    w.fill();
    auto talk = held(w, alleged_crime(w).track);
    // From the paper minutes, by who keeps the book.
    auto taken = opinion("not_met", "police");
    taken["spoken_by"] = w.police_member;
    ASSERT_EQ(code_of(talk.post(w.officer, "opinions", taken)), "done");
    EXPECT_EQ(talk.side(1).at("opinion").at("way").as_string(), "minutes");
    EXPECT_EQ(talk.side(1).at("opinion").at("recorded_by").as_string(), "Petugas Contoh officer-1");
    // The member says it himself: the earlier version stays, and nobody writes over the new one.
    ASSERT_EQ(code_of(talk.post(w.police, "opinions", opinion("met"))), "done");
    EXPECT_EQ(talk.side(1).at("opinion").at("stand").as_string(), "met");
    EXPECT_THAT(talk.side(1).at("before").as_array(), SizeIs(1));
    EXPECT_EQ(code_of(talk.post(w.officer, "opinions", taken)), "discussion.own_opinion");
    EXPECT_EQ(code_of(talk.post(w.police, "opinions", opinion("met", "prosecutor"))), "access.denied");
    auto wrong = opinion("met", "prosecutor");
    wrong["spoken_by"] = w.police_member;
    EXPECT_EQ(pointer_of(talk.post(w.officer, "opinions", wrong)), "/spoken_by");
    EXPECT_EQ(code_of(talk.post(w.officer, "opinions", opinion("met"))), "access.denied") << "sits for nobody";
    EXPECT_EQ(pointer_of(talk.post(w.prosecutor, "opinions", {{"stand", "met"}})), "/reason");
    EXPECT_EQ(pointer_of(talk.post(w.prosecutor, "opinions", {{"reason", "Contoh"}})), "/stand");
    EXPECT_EQ(code_of(talk.post(w.other_police, "opinions", opinion("met"))), "discussion.unknown");
  });
}

TEST(Discussion, membership_counts_on_the_day_of_the_discussion) {
  with_centre([](World& w) {
    w.fill();
    auto talk = held(w, alleged_crime(w).track);
    const json::object ending{{"version", 1}, {"until", "2024-10-27"}, {"reason", "Berakhir sebelum pembahasan"}};
    ASSERT_EQ(code_of(w.post_at(w.officer, "/members/" + w.police_member + "/ending", ending)), "done");
    EXPECT_EQ(code_of(talk.post(w.police, "opinions", opinion("met"))), "discussion.unknown");
    // Whoever joins after that day reads, but does not speak for that day.
    auto late = World::member("police", "police-2");
    late["valid_from"] = "2024-10-29";
    w.added(late);
    w.now += 24h;
    EXPECT_TRUE(w.ask(w.other_police, {http::Method::get, "/discussions/" + talk.id}));
    EXPECT_EQ(code_of(talk.post(w.other_police, "opinions", opinion("met"))), "access.denied");
  });
}

TEST(Discussion, a_track_waits_until_one_is_planned_and_again_without_a_quorum) {
  with_centre([](World& w) {
    w.fill();
    const auto crime = alleged_crime(w);
    const auto waiting = [&] { return w.get_at(w.police, "").value().at("waiting").as_array(); };
    ASSERT_THAT(waiting(), SizeIs(1));
    EXPECT_EQ(waiting().at(0).at("kind_name").as_string(), "Pembahasan pertama");
    ASSERT_THAT(waiting().at(0).at("clocks").as_array(), SizeIs(1));
    EXPECT_EQ(waiting().at(0).at("clocks").at(0).at("rule").as_string(), "first_discussion");
    auto talk = planned(w, crime.track);
    EXPECT_THAT(waiting(), SizeIs(0));
    w.now += 90min;
    ASSERT_EQ(code_of(talk.post(w.officer, "attendance", {{"present", json::array{w.police_member}}})), "done");
    EXPECT_THAT(waiting(), SizeIs(1));
  });
}

TEST(Discussion, is_planned_only_where_it_fits) {
  with_centre([](World& w) {
    w.fill();
    const auto crime = alleged_crime(w);
    const auto plan = plan_of(w, crime.track);
    const auto with = [&](std::string_view field, json::value value) {
      auto out = plan;
      out[field] = std::move(value);
      return out;
    };
    EXPECT_EQ(code_of(w.post_at(w.police, "/discussions", plan)), "access.denied");
    EXPECT_EQ(code_of(w.post_at(w.stranger, "/discussions", plan)), "centre.unknown");
    EXPECT_EQ(pointer_of(w.post_at(w.stranger, "/discussions", plan, kOther)), "/track");
    EXPECT_EQ(code_of(w.post_at(w.officer, "/discussions", with("kind", "second"))), "discussion.stage");
    EXPECT_EQ(pointer_of(w.post_at(w.officer, "/discussions", with("kind", "fifth"))), "/kind");
    EXPECT_EQ(pointer_of(w.post_at(w.officer, "/discussions", with("agenda", " "))), "/agenda");
    EXPECT_EQ(pointer_of(w.post_at(w.officer, "/discussions", with("starts_at", "besok"))), "/starts_at");
    EXPECT_EQ(pointer_of(w.post_at(w.officer, "/discussions", with("starts_at", "2024-10-01T08:00"))), "/starts_at");
    EXPECT_EQ(pointer_of(w.post_at(w.officer, "/discussions", with("members", json::array{}))), "/members");
    EXPECT_EQ(pointer_of(w.post_at(w.officer, "/discussions", with("members", json::array{"somebody"}))), "/members");
    EXPECT_EQ(code_of(w.post_at(w.officer, "/discussions", plan)), "done");
    EXPECT_EQ(code_of(w.post_at(w.officer, "/discussions", plan)), "discussion.planned_already");
  });
}

TEST(Discussion, is_moved_or_called_off_with_a_reason) {
  with_centre([](World& w) {
    w.fill();
    auto talk = planned(w, alleged_crime(w).track);
    const json::object move{{"agenda", "Sama"}, {"starts_at", "2024-10-29T09:00"}, {"place", "Ruang lain"}};
    EXPECT_EQ(pointer_of(talk.post(w.officer, "schedule", move)), "/reason");
    auto reasoned = move;
    reasoned["reason"] = "Jaksa berhalangan";
    EXPECT_EQ(code_of(talk.post(w.prosecutor, "schedule", reasoned)), "access.denied");
    ASSERT_EQ(code_of(talk.post(w.officer, "schedule", reasoned)), "done");
    EXPECT_EQ(text_of(talk.view, "starts_at"), "2024-10-29T09:00:00+07:00");
    reasoned["version"] = 1;
    EXPECT_EQ(code_of(talk.post(w.officer, "schedule", reasoned)), "discussion.changed");
    EXPECT_EQ(code_of(talk.post(w.officer, "attendance", {{"present", json::array{}}})), "discussion.not_begun");
    EXPECT_EQ(pointer_of(talk.post(w.officer, "cancellation", {})), "/reason");
    ASSERT_EQ(code_of(talk.post(w.officer, "cancellation", {{"reason", "Dijadwalkan ulang"}})), "done");
    EXPECT_EQ(code_of(talk.post(w.officer, "cancellation", {{"reason", "Lagi"}})), "discussion.state");
  });
}

TEST(Discussion, attendance_and_minutes_are_corrected_with_a_reason) {
  with_centre([](World& w) {
    w.fill();
    auto talk = held(w, alleged_crime(w).track);
    const json::array two{w.bawaslu_member, w.police_member};
    EXPECT_EQ(pointer_of(talk.post(w.officer, "attendance", {{"present", two}})), "/reason");
    EXPECT_EQ(pointer_of(talk.post(w.officer, "attendance", {{"present", json::array{"x"}}, {"reason", "Contoh"}})),
              "/present");
    ASSERT_EQ(code_of(talk.post(w.prosecutor, "opinions", opinion("met"))), "done");
    EXPECT_EQ(code_of(talk.post(w.officer, "attendance", {{"present", two}, {"reason", "Contoh"}})),
              "discussion.has_opinion");
    ASSERT_EQ(code_of(talk.post(w.officer, "minutes", {{"content", "Versi satu"}})), "done");
    EXPECT_EQ(pointer_of(talk.post(w.officer, "minutes", {{"content", "Versi dua"}})), "/reason");
    ASSERT_EQ(code_of(talk.post(w.officer, "minutes", {{"content", "Versi dua"}, {"reason", "Salah ketik"}})), "done");
    ASSERT_THAT(talk.view.at("minutes").as_array(), SizeIs(2));
    EXPECT_EQ(talk.view.at("minutes").at(0).at("content").as_string(), "Versi dua");
    EXPECT_EQ(talk.view.at("minutes").at(1).at("content").as_string(), "Versi satu");
    EXPECT_EQ(code_of(talk.post(w.police, "minutes", {{"content", "Lain"}, {"reason", "x"}})), "access.denied");
  });
}

TEST(Discussion, is_read_by_the_three_institutions_of_its_centre_only) {
  with_centre([](World& w) {
    w.fill();
    const auto crime = alleged_crime(w);
    auto talk = held(w, crime.track);
    for (const auto* who : {&w.officer, &w.commissioner, &w.police, &w.prosecutor})
      EXPECT_TRUE(w.ask(*who, {http::Method::get, "/discussions/" + talk.id}));
    for (const auto* who : {&w.other_police, &w.far_police, &w.stranger, &w.auditor, &w.superior})
      EXPECT_EQ(code_of(w.ask(*who, {http::Method::get, "/discussions/" + talk.id})), "discussion.unknown");
    EXPECT_EQ(code_of(w.ask(w.officer, {http::Method::get, "/discussions/none"})), "discussion.unknown");
    // What may be done shows only to who may do it.
    const auto police = w.ask(w.police, {http::Method::get, "/discussions/" + talk.id}).value();
    EXPECT_EQ(text_of(police, "seat"), "police");
    EXPECT_TRUE(police.at("sides").at(1).at("may_opine").as_bool());
    EXPECT_FALSE(police.at("sides").at(2).at("may_opine").as_bool());
    EXPECT_FALSE(at(police, "may").at("attend").as_bool());
    // The reporter's names are nowhere in it.
    const auto whole = json::serialize(police);
    for (const auto& secret : report::testing_world::kSecrets) EXPECT_THAT(whole, Not(HasSubstr(secret)));
    const auto list = storage::read(w.db, [&](storage::Reader& db) {
      return discussions_of_track(db, w.centre_services, crime.track, Zone::wib, "id");
    });
    ASSERT_THAT(list, SizeIs(1));
    EXPECT_EQ(list.front().kind_name, "Pembahasan pertama");
  });
}

}  // namespace
}  // namespace netra::centre
