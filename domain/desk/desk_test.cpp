#include "domain/desk/desk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/desk/sql.hpp"
#include "domain/identity/actor.hpp"
#include "domain/identity/identity.hpp"
#include "domain/office/office.hpp"
#include "domain/office/worklist.hpp"
#include "domain/region/testing.hpp"
#include "tests/support/databases.hpp"

namespace netra::desk {
namespace {

using office::ItemKind;
using office::WorkItem;

constexpr auto kOffice = "bawaslu-36.73";
const Instant kNow = *parse_instant("2024-10-28T09:00:00Z");

// The desk's routes, called as the server calls them.
struct Desk {
  explicit Desk(storage::Database& database) : db(database) {
    auto loaded = procedure::load(assets);
    if (!loaded) throw std::runtime_error(loaded.error().detail);
    rules = *loaded;
    clocks = std::make_unique<clock::Services>(clock::Services{*rules, {}, {}});
    services = std::make_unique<Services>(Services{*rules, *clocks, assets});
    add_desk_routes(routes, *services);
    region::import_sample(db);
    auto made = storage::write(db, [&](storage::Transaction& tx) {
      return office::ensure_offices_for(tx.unlogged(storage::Unlogged::kReference), assets, "36.73", {});
    });
    if (!made) throw std::runtime_error(made.error().detail);
    officer.id = person("satu@contoh.example", "Petugas Contoh Satu", Role::intake_officer);
    colleague = person("dua@contoh.example", "Petugas Contoh Dua", Role::intake_officer);
    officer.roles = {{Role::intake_officer, kOffice, "Bawaslu Kota Serang", "36.73", Zone::wib}};
    officer.active_office = kOffice;
  }

  std::string person(const std::string& email, const std::string& name, Role role) {
    auto made = storage::write(db, [&](storage::Transaction& tx) -> Result<std::string> {
      auto id = identity::add_account(tx, kNow, entropy, {"system", "test", ""}, {email, name, "id"}, kOffice);
      if (!id) return id;
      tx.unlogged(storage::Unlogged::kSession).execute("UPDATE accounts SET status = 'active' WHERE id = $1", {*id});
      auto granted = identity::grant_role(tx, kNow, entropy, {"system", "test", ""}, {*id, kOffice, role, kNow, {}});
      if (!granted) return fail(std::move(granted.error()));
      return *id;
    });
    if (!made) throw std::runtime_error(made.error().code + " " + made.error().detail);
    return *made;
  }

  void put(WorkItem item) {
    (void)storage::write(db, [&](storage::Transaction& tx) -> Result<Done> {
      office::put_item(tx.unlogged(storage::Unlogged::kIndex), item);
      return Done{};
    });
  }

  const http::Route& route(http::Method method, const std::string& pattern) {
    for (const auto& found : routes.all())
      if (found->method == method && found->pattern == pattern) return *found;
    throw std::runtime_error("no route " + pattern);
  }

  Result<json::value> get(const std::string& pattern, std::vector<std::pair<std::string, std::string>> query = {},
                          std::map<std::string, std::string, std::less<>> params = {}) {
    http::RequestInfo info;
    info.query = std::move(query);
    info.params = std::move(params);
    return storage::read(db, [&](storage::Reader& reader) -> Result<json::value> {
      http::Reading call{{now, info, officer, entropy}, reader};
      auto reply = route(http::Method::get, pattern).read(call);
      if (!reply) return fail(std::move(reply.error()));
      return reply->view;
    });
  }

  Result<json::value> post(const std::string& pattern, json::value body,
                           std::map<std::string, std::string, std::less<>> params = {}) {
    http::RequestInfo info;
    info.params = std::move(params);
    const auto& found = route(http::Method::post, pattern);
    auto in = found.decode(body, Leniency::kStrict);
    if (!in) return fail(std::move(in.error()));
    return storage::write(db, [&](storage::Transaction& tx) -> Result<json::value> {
      http::Writing call{{now, info, officer, entropy}, tx};
      auto reply = found.act(call, *in);
      if (!reply) return fail(std::move(reply.error()));
      return reply->view;
    });
  }

  storage::Database& db;
  Assets assets = Assets::from_directory(".", {"procedures"});
  SeededEntropy entropy{7};
  Instant now = kNow;
  std::shared_ptr<const procedure::Rules> rules;
  std::unique_ptr<clock::Services> clocks;
  std::unique_ptr<Services> services;
  http::Routes routes;
  Actor officer;
  std::string colleague;
};

WorkItem item(ItemKind kind, std::string id, int due_hours) {
  return {.kind = kind,
          .id = std::move(id),
          .office = kOffice,
          .title = "Laporan",
          .stage = "initial_review",
          .received_at = kNow - std::chrono::hours(5),
          .updated_at = kNow,
          .target_at = kNow + std::chrono::hours(due_hours),
          .due_at = kNow + std::chrono::hours(due_hours + 24),
          .clock = "initial_review"};
}

std::vector<std::string> ids(const json::value& view, const char* list) {
  std::vector<std::string> out;
  for (const auto& row : view.at(list).as_array()) out.emplace_back(row.at("id").as_string());
  return out;
}

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
    EXPECT_EQ(desk.get("/today", {{"office", "bawaslu-36"}}).error().code, "access.denied");

    EXPECT_THAT(ids(*desk.get("/worklist", {{"due", "overdue"}}), "rows"), testing::ElementsAre("late"));
    EXPECT_THAT(ids(*desk.get("/worklist", {{"kind", "lead"}}), "rows"), testing::ElementsAre("later"));
    EXPECT_EQ(ids(*desk.get("/worklist", {{"stage", "initial_review"}}), "rows").size(), 3u);
    EXPECT_TRUE(ids(*desk.get("/worklist", {{"stage", "plenary"}}), "rows").empty());
    EXPECT_TRUE(ids(*desk.get("/worklist", {{"state", "closed"}}), "rows").empty());
    EXPECT_EQ(ids(*desk.get("/worklist", {{"cursor", "nonsense~"}}), "rows").size(), 3u);
  });
}

TEST(Desk, TurnsPagesWithoutLosingARow) {
  test::for_each_database([](storage::Database& db) {
    Desk desk(db);
    for (int i = 0; i < 120; ++i) desk.put(item(ItemKind::report, "r" + std::to_string(i), i / 3));
    std::set<std::string> seen;
    std::string cursor;
    for (int page = 0; page < 5; ++page) {
      auto list = desk.get("/worklist", {{"cursor", cursor}});
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
    EXPECT_EQ(ids(*desk.get("/worklist", {{"person", "none"}, {"kind", "report"}}), "rows").size(), 0u);

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
    auto back = desk.post("/undos/{id}", json::object{}, {{"id", id}});
    ASSERT_TRUE(back) << back.error().code;
    EXPECT_EQ(back->at("changed").as_array().size(), 1u);
    EXPECT_EQ(back->at("skipped"), 1);
    db.with_reader([&](storage::Reader& reader) {
      EXPECT_EQ(office::find_item(reader, ItemKind::report, "one")->assigned_to, "");
      EXPECT_EQ(office::find_item(reader, ItemKind::report, "two")->assigned_to, desk.officer.id);
      EXPECT_TRUE(journal::verify(reader).faults.empty());
    });
    EXPECT_EQ(desk.post("/undos/{id}", json::object{}, {{"id", id}}).error().code, "undo.used");
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
    EXPECT_EQ(desk.post("/undos/{id}", json::object{}, {{"id", undo.substr(undo.rfind('/') + 1)}}).error().code,
              "undo.too_late");
    EXPECT_EQ(desk.post("/undos/{id}", json::object{}, {{"id", "x"}}).error().code, "undo.unknown");
    EXPECT_EQ(desk.get("/offices/{id}/edit", {}, {{"id", kOffice}}).error().code, "access.denied");
    EXPECT_FALSE(desk.post("/saved-filters", {{"name", "x"}, {"path", "https://elsewhere.example/"}}));
  });
}

TEST(Desk, KeepsFiltersPerPerson) {
  test::for_each_database([](storage::Database& db) {
    Desk desk(db);
    auto kept = desk.post("/saved-filters", {{"name", "Milik saya"}, {"path", "/worklist?person=me"}});
    ASSERT_TRUE(kept) << kept.error().code;
    EXPECT_THAT(ids(*desk.get("/today"), "filters").size(), 1u);
    ASSERT_TRUE(
        desk.post("/saved-filters/{id}/removal", json::object{}, {{"id", std::string(kept->at("id").as_string())}}));
    EXPECT_TRUE(ids(*desk.get("/today"), "filters").empty());
  });
}

TEST(Desk, LetsAnAdministratorChangeAnOfficeWithAReason) {
  test::for_each_database([](storage::Database& db) {
    Desk desk(db);
    desk.officer.roles.push_back({Role::administrator, kOffice, "Bawaslu Kota Serang", "36.73", Zone::wib});
    json::object change{{"name", "Bawaslu Kota Serang"},
                        {"zone", "wib"},
                        {"public_intake", true},
                        {"phone", "0254-000000"},
                        {"reason", ""}};
    EXPECT_FALSE(desk.post("/offices/{id}", change, {{"id", kOffice}})) << "a reason is needed";
    change["reason"] = "Nomor telepon baru";
    auto done = desk.post("/offices/{id}", change, {{"id", kOffice}});
    ASSERT_TRUE(done) << done.error().code;
    db.with_reader([&](storage::Reader& reader) {
      EXPECT_EQ(office::find_office(reader, kOffice)->phone, "0254-000000");
      auto history = journal::history(reader, {"office", kOffice});
      ASSERT_EQ(history.size(), 1u);
      EXPECT_EQ(history[0].reason, "Nomor telepon baru");
    });
    auto created = desk.post(
        "/offices",
        {{"kind", "local_government"}, {"region_code", "36.73"}, {"name", "Dinas Contoh"}, {"reason", "Mitra baru"}});
    ASSERT_TRUE(created) << created.error().code;
    EXPECT_EQ(desk.post("/offices",
                        {{"kind", "police"}, {"region_code", "33.01"}, {"name", "Polres Contoh"}, {"reason", "x"}})
                  .error()
                  .code,
              "access.denied")
        << "another region";
  });
}

TEST(DeskQueries, ArePreparedOnBothEngines) { test::expect_prepares(sql::desk::all); }

}  // namespace
}  // namespace netra::desk
