#include "domain/desk/testing.hpp"

namespace netra::desk {
namespace {

TEST(Desk, ShowsTheSoonestFirstAndOnlyItsOwnOffice) {
  test::for_each_database([](storage::Database& db) {
    Desk desk(db);
    desk.put(item(ItemKind::report, "late", -3));
    desk.put(item(ItemKind::report, "next", 2));
    desk.put(item(ItemKind::lead, "later", 60));
    auto elsewhere = item(ItemKind::report, "elsewhere", 1);
    elsewhere.office = "bawaslu-36";
    desk.put(elsewhere);
    auto today = desk.get("/today");
    ASSERT_TRUE(today) << today.error().code;
    EXPECT_THAT(ids(*today, "due"), testing::ElementsAre("late", "next", "later"));
    EXPECT_EQ(ids(*today, "arrivals").size(), 3u);
    EXPECT_EQ(today->at("due").at(0).at("clock").at("urgency"), "overdue");
    EXPECT_EQ(desk.get("/today?office=bawaslu-36").error().code, "access.denied");

    EXPECT_THAT(ids(*desk.get("/worklist?due=overdue"), "rows"), testing::ElementsAre("late"));
    EXPECT_THAT(ids(*desk.get("/worklist?kind=lead"), "rows"), testing::ElementsAre("later"));
    EXPECT_EQ(ids(*desk.get("/worklist?stage=initial_review"), "rows").size(), 3u);
    EXPECT_TRUE(ids(*desk.get("/worklist?stage=plenary"), "rows").empty());
    EXPECT_TRUE(ids(*desk.get("/worklist?state=closed"), "rows").empty());
    EXPECT_EQ(ids(*desk.get("/worklist?cursor=nonsense~"), "rows").size(), 3u);
  });
}

TEST(Desk, TurnsPagesWithoutLosingARow) {
  test::for_each_database([](storage::Database& db) {
    Desk desk(db);
    for (int i = 0; i < 120; ++i) desk.put(item(ItemKind::report, "r" + std::to_string(i), i / 3));
    std::set<std::string> seen;
    std::string cursor;
    for (int page = 0; page < 5; ++page) {
      auto list = desk.get("/worklist?cursor=" + cursor);
      ASSERT_TRUE(list);
      for (const auto& id : ids(*list, "rows")) EXPECT_TRUE(seen.insert(id).second) << id << " twice";
      const auto* older = list->as_object().if_contains("older");
      if (!older) break;
      std::string url(older->as_string());
      cursor = url.substr(url.find("cursor=") + 7);
    }
    EXPECT_EQ(seen.size(), 120u);
  });
}

TEST(Desk, AssignsManyAtOnceAndTakesItBack) {
  test::for_each_database([](storage::Database& db) {
    Desk desk(db);
    desk.put(item(ItemKind::report, "one", 1));
    desk.put(item(ItemKind::report, "two", 2));
    desk.put(item(ItemKind::case_file, "three", 3));
    auto done = desk.post("/assignments", {{"items", {"report:one", "report:two", "case_file:three", "report:none"}},
                                           {"account", desk.colleague}});
    ASSERT_TRUE(done) << done.error().code;
    EXPECT_EQ(done->at("changed").as_array().size(), 2u);
    EXPECT_EQ(done->at("skipped"), 2);
    EXPECT_EQ(ids(*desk.get("/worklist?person=none&kind=report"), "rows").size(), 0u);
    EXPECT_THAT(ids(*desk.get("/worklist?person=" + desk.colleague), "rows"), testing::ElementsAre("one", "two"));
    EXPECT_TRUE(ids(*desk.get("/worklist?kind=case_file&person=" + desk.colleague), "rows").empty());
    EXPECT_TRUE(ids(*desk.get("/worklist?person=me"), "rows").empty());

    auto moved = item(ItemKind::report, "one", 1);  // the feature writes the row again, without a person
    moved.stage = "completion";
    desk.put(moved);
    db.with_reader([&](storage::Reader& reader) {
      EXPECT_EQ(office::find_item(reader, ItemKind::report, "one")->assigned_to, desk.colleague);
      EXPECT_EQ(journal::history(reader, {"report", "one"}).size(), 1u);
      EXPECT_EQ(journal::history(reader, {"report", "one"})[0].act, "desk.assigned");
    });

    // Somebody takes the second over meanwhile: the undo leaves it alone.
    ASSERT_TRUE(desk.post("/assignments", {{"items", {"report:two"}}, {"account", desk.officer.id}}));
    std::string undo(done->at("undo").at("action").as_string());
    auto id = undo.substr(undo.rfind('/') + 1);
    auto back = desk.post("/undos/" + id, json::object{});
    ASSERT_TRUE(back) << back.error().code;
    EXPECT_EQ(back->at("changed").as_array().size(), 1u);
    EXPECT_EQ(back->at("skipped"), 1);
    db.with_reader([&](storage::Reader& reader) {
      EXPECT_EQ(office::find_item(reader, ItemKind::report, "one")->assigned_to, "");
      EXPECT_EQ(office::find_item(reader, ItemKind::report, "two")->assigned_to, desk.officer.id);
      EXPECT_TRUE(journal::verify(reader).faults.empty());
    });
    EXPECT_EQ(desk.post("/undos/" + id, json::object{}).error().code, "undo.used");
  });
}

TEST(Desk, RefusesWhatItMust) {
  test::for_each_database([](storage::Database& db) {
    Desk desk(db);
    desk.put(item(ItemKind::report, "one", 1));
    EXPECT_EQ(desk.post("/assignments", {{"items", json::array()}}).error().code, "assignment.nothing");
    EXPECT_EQ(desk.post("/assignments", {{"items", {"report:one"}}, {"account", "nobody-here"}}).error().code,
              "assignment.person");
    auto done = desk.post("/assignments", {{"items", {"report:one"}}, {"account", desk.colleague}});
    std::string undo(done->at("undo").at("action").as_string());
    desk.now = kNow + std::chrono::minutes(11);
    EXPECT_EQ(desk.post(undo, json::object{}).error().code, "undo.too_late");
    EXPECT_EQ(desk.post("/undos/x", json::object{}).error().code, "undo.unknown");
    EXPECT_EQ(desk.get("/offices/" + kOffice + "/edit").error().code, "access.denied");
    EXPECT_FALSE(desk.post("/saved-filters", {{"name", "x"}, {"path", "https://elsewhere.example/"}}));
  });
}

TEST(Desk, KeepsFiltersPerPerson) {
  test::for_each_database([](storage::Database& db) {
    Desk desk(db);
    auto kept = desk.post("/saved-filters", {{"name", "Milik saya"}, {"path", "/worklist?person=me"}});
    ASSERT_TRUE(kept) << kept.error().code;
    EXPECT_THAT(ids(*desk.get("/today"), "filters").size(), 1u);
    ASSERT_TRUE(desk.post("/saved-filters/" + std::string(kept->at("id").as_string()) + "/removal", json::object{}));
    EXPECT_TRUE(ids(*desk.get("/today"), "filters").empty());
  });
}

TEST(DeskQueries, ArePreparedOnBothEngines) { test::expect_prepares(sql::desk::all); }

}  // namespace
}  // namespace netra::desk
