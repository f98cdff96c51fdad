// Work that is handed over, lists as tables, notices, kept filters, and what a search may find.
#include "domain/clock/alarms.hpp"
#include "domain/desk/open_work.hpp"
#include "domain/desk/testing.hpp"
#include "engine/storage/search.hpp"

namespace netra::desk {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::vector<std::string> held_by(Desk& desk, const std::string& account, const std::string& office = kOffice) {
  return storage::read(desk.db, [&](storage::Reader& reader) {
    std::vector<std::string> out;
    for (const auto& open : OpenRows().open_items(reader, account, office)) out.push_back(open.kind + ":" + open.id);
    return out;
  });
}

TEST(OpenWork, IsHandedOverOnceAndLeavesAnAct) {
  with_desk([](Desk& desk) {
    for (const char* id : {"one", "two"}) desk.put(item(ItemKind::report, id, 1));
    desk.put(item(ItemKind::tracing, "three", 2));
    auto closed = item(ItemKind::report, "done", 3);
    closed.is_open = false;
    desk.put(closed);
    desk.put(item(ItemKind::report, "elsewhere", 1, kProvince));
    desk.write([&](storage::Writer& writer) {
      for (const char* id : {"one", "two", "done", "elsewhere"})
        office::set_item_person(writer, ItemKind::report, id, desk.officer.id, kNow);
      office::set_item_person(writer, ItemKind::tracing, "three", desk.officer.id, kNow);
    });
    EXPECT_THAT(held_by(desk, desk.officer.id), ElementsAre("report:one", "report:two", "tracing:three"))
        << "open, and of this office";

    auto hand_over = [&](const OpenItem& open, const std::string& from) {
      identity::testing::must(storage::write(desk.db, [&](storage::Transaction& tx) -> Result<Done> {
        OpenRows().reassign(tx, desk.now, desk.entropy, {"admin", "administrator", kOffice}, open, from,
                            desk.colleague);
        return Done{};
      }));
    };
    hand_over({"report", "one", "", kOffice, ""}, desk.officer.id);
    hand_over({"report", "two", "", kOffice, ""}, "somebody else");
    hand_over({"report", "never was", "", kOffice, ""}, desk.officer.id);
    EXPECT_THAT(held_by(desk, desk.colleague), ElementsAre("report:one")) << "what another holds stays";
    EXPECT_THAT(held_by(desk, desk.officer.id), ElementsAre("report:two", "tracing:three"));
    desk.db.with_reader([](storage::Reader& reader) {
      auto history = journal::history(reader, {"report", "one"});
      ASSERT_EQ(history.size(), 1u);
      EXPECT_EQ(history[0].act, "desk.assigned");
      EXPECT_TRUE(journal::history(reader, {"report", "two"}).empty());
    });
  });
}

std::string table_of(Desk& desk, const Actor& who, const std::string& address) {
  auto reply = desk.answer(who, address);
  EXPECT_TRUE(reply) << reply.error().code;
  return reply && reply->file && reply->file->bytes ? *reply->file->bytes : std::string();
}

TEST(Tables, HoldWhatTheListHoldsAndRunNoFormula) {
  with_desk([](Desk& desk) {
    auto sly = item(ItemKind::report, "sly", 1);
    sly.title = "=cmd|' /C calc'!A0";
    sly.place_name = "Kroya, \"Cilacap\"";
    desk.put(sly);
    desk.put(item(ItemKind::lead, "other", 2));
    desk.put(item(ItemKind::report, "foreign", 1, kForeign));
    auto table = table_of(desk, desk.officer, "/worklist.csv");
    EXPECT_THAT(table, testing::StartsWith("\xEF\xBB\xBFkind,number,title,"));
    EXPECT_THAT(table, HasSubstr("\"'=cmd|' /C calc'!A0\""));
    EXPECT_THAT(table, HasSubstr("\"Kroya, \"\"Cilacap\"\"\""));
    EXPECT_EQ(std::count(table.begin(), table.end(), '\n'), 3) << "a head and two rows";
    EXPECT_THAT(table, Not(HasSubstr("foreign")));
    auto leads = table_of(desk, desk.officer, "/worklist.csv?kind=lead");
    EXPECT_THAT(leads, HasSubstr("/reports/other"));
    EXPECT_THAT(leads, Not(HasSubstr("/reports/sly"))) << "filtered as the list";
    auto refused = desk.answer(desk.officer, "/worklist.csv?office=" + kForeign);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "access.denied");
  });
}

// A clock of the office that has rung.
void ring_a_clock(Desk& desk, const std::string& office) {
  auto id = identity::testing::must(storage::write(desk.db, [&](storage::Transaction& tx) {
    clock::Place place{office, office.substr(office.find('-') + 1), Zone::wib, "pilkada", "pilkada-2024"};
    return clock::start(tx.unlogged(storage::Unlogged::kJob), desk.clocks, kNow, desk.entropy,
                        {"crime_forward", {"report", "r-" + office}, place, kNow});
  }));
  desk.now = kNow + 48h;
  identity::testing::must(storage::write(
      desk.db, [&](storage::Transaction& tx) { return clock::ring(tx, desk.clocks, desk.now, desk.entropy, id); }));
}

TEST(Notices, AreReadByEachForThemselvesAndUnreadAgain) {
  with_desk([](Desk& desk) {
    desk.put({.kind = office::ItemKind::report,
              .id = "r-" + std::string(kOffice),
              .office = std::string(kOffice),
              .number = "L-CONTOH"});
    ring_a_clock(desk, kOffice);
    ring_a_clock(desk, kForeign);
    auto notices = [&](const Actor& who, const std::string& show = "") {
      std::vector<std::string> out;
      auto list = *desk.get_as(who, "/notices" + show);
      for (const auto& row : list.at("rows").as_array()) out.emplace_back(row.at("notice").at("id").as_string());
      return out;
    };
    auto all = notices(desk.officer);
    ASSERT_FALSE(all.empty());
    auto mine = *desk.get("/notices");
    EXPECT_EQ(mine.at("rows").at(0).at("notice").at("about").as_string(), "L-CONTOH");
    for (const auto& row : mine.at("rows").as_array())
      EXPECT_EQ(row.at("notice").at("office").as_string(), std::string_view(kOffice)) << "another office's are its own";
    EXPECT_EQ(code_of(desk.get("/notices?office=" + kForeign)), "access.denied");

    auto marked = desk.post("/notice-readings", {{"notices", json::value_from(all)}});
    ASSERT_TRUE(marked) << marked.error().code;
    EXPECT_EQ(marked->at("marked").to_number<std::size_t>(), all.size());
    EXPECT_THAT(notices(desk.officer), IsEmpty());
    EXPECT_EQ(notices(desk.officer, "?show=all"), all);
    auto colleague = desk.officer;
    colleague.id = desk.colleague;
    EXPECT_EQ(notices(colleague), all) << "who has not read them still has them";
    EXPECT_EQ(desk.post("/notice-readings", {{"notices", json::value_from(all)}})->at("marked"), 0);

    const std::string undo(marked->at("undo").at("action").as_string());
    EXPECT_EQ(code_of(desk.post_as(colleague, undo, json::object{})), "undo.unknown");
    ASSERT_EQ(code_of(desk.post(undo, json::object{})), "done");
    EXPECT_EQ(notices(desk.officer), all);
    EXPECT_EQ(code_of(desk.post("/notice-readings", {{"notices", json::array()}})), "notices.nothing");
  });
}

TEST(Filters, BelongToWhoKeptThemAndLeadNowhereElse) {
  with_desk([](Desk& desk) {
    auto colleague = desk.officer;
    colleague.id = desk.colleague;
    auto kept = desk.post("/saved-filters", {{"name", "Lewat batas"}, {"path", "/worklist?due=overdue"}});
    ASSERT_TRUE(kept);
    const auto removal = "/saved-filters/" + std::string(kept->at("id").as_string()) + "/removal";
    EXPECT_EQ(ids(*desk.get("/saved-filters"), "filters").size(), 1u);
    EXPECT_TRUE(ids(*desk.get_as(colleague, "/saved-filters"), "filters").empty());
    ASSERT_TRUE(desk.post_as(colleague, removal, json::object{}));
    EXPECT_EQ(ids(*desk.get("/saved-filters"), "filters").size(), 1u) << "only one's own are forgotten";
    EXPECT_EQ(code_of(desk.post("/saved-filters", {{"name", ""}, {"path", "/worklist?kind=lead"}})),
              "request.fields /name");
    EXPECT_EQ(code_of(desk.post("/saved-filters", {{"name", std::string(81, 'x')}, {"path", "/worklist?kind=lead"}})),
              "request.fields /name");
    for (const char* path : {"https://elsewhere.example/?a=b", "//elsewhere.example/?a", "/sign-out?x=1", "/worklist"})
      EXPECT_EQ(code_of(desk.post("/saved-filters", {{"name", "x"}, {"path", path}})), "request.fields /path") << path;
    ASSERT_TRUE(desk.post(removal, json::object{}));
    EXPECT_TRUE(ids(*desk.get("/saved-filters"), "filters").empty());
  });
}

TEST(Search, FindsWhatLiesBelowAndNeverWhatLiesBeside) {
  with_desk([](Desk& desk) {
    auto file = [&](const std::string& id, const std::string& office) {
      desk.put(item(ItemKind::report, id, 1, office));
      desk.write([&](storage::Writer& writer) {
        std::vector<std::string> above;
        for (const auto& superior : office::superiors_of(writer, office))
          if (superior.id != office) above.push_back(superior.id);
        search::index(writer, {"report", id, office, above, kNow, "Dugaan pembagian sembako"});
      });
    };
    file("own", kOffice);
    file("beside", kForeign);
    file("above", kProvince);
    auto found = [&](const Actor& who) {
      auto out = ids(*desk.get_as(who, "/search?q=sembako"), "rows");
      std::sort(out.begin(), out.end());
      return out;
    };
    EXPECT_THAT(found(desk.officer), ElementsAre("own"));
    auto superior = desk.member("ketua@contoh.example", kProvince, {Role::commissioner});
    EXPECT_THAT(found(superior), ElementsAre("above", "own")) << "its own and what lies below";
    auto clerk = desk.member("staf@contoh.example", kProvince, {Role::intake_officer});
    EXPECT_THAT(found(clerk), ElementsAre("above")) << "only who supervises reads below";
    auto stranger = desk.member("lain@contoh.example", kForeign, {Role::commissioner});
    EXPECT_THAT(found(stranger), ElementsAre("beside"));
    auto admin = desk.member("admin@contoh.example", kOffice, {Role::administrator});
    EXPECT_THAT(found(admin), IsEmpty()) << "administrators read no reports";
  });
}

}  // namespace
}  // namespace netra::desk
