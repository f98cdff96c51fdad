// The pages' answers, asked in process: who may, what is refused, what an edit does and leaves behind.
#include "domain/clock/clock_routes.hpp"
#include "domain/clock/testing.hpp"
#include "domain/identity/testing.hpp"
#include "engine/http/in_process.hpp"

namespace netra::clock {
namespace {

using testing::Contains;

const std::string kOffice = "bawaslu-33.01";
const Subject kCase{"case", "c1"};

struct World : Fixture {
  explicit World(storage::Database& database) : Fixture(database) {
    add_clock_routes(routes, s, [this](storage::Reader&, const Subject&, std::string_view event) {
      return event == "submitted" ? submitted : std::nullopt;
    });
    add_holiday_routes(routes, s);
  }

  Actor someone(Role role, const std::string& office = kOffice) {
    return identity::testing::let_in("somebody", {role}, office);
  }
  Result<json::object> post(const Actor& who, std::string_view pattern, const json::object& body,
                            const std::string& id = "") {
    return ask(who, {http::Method::post, http::path_of(pattern, {{"id", id}}), body});
  }
  Result<json::object> get(const Actor& who, std::string_view pattern, const std::string& id = "",
                           const std::string& query = "") {
    return ask(who, {http::Method::get, http::path_of(pattern, {{"id", id}}) + query});
  }
  Result<json::object> ask(const Actor& who, http::InProcess::Request request) {
    auto reply = http::InProcess(routes, db, entropy).ask_as(who, now, std::move(request));
    if (!reply) return fail(std::move(reply.error()));
    return reply->view.as_object();
  }

  Instant now = at(2024y / 10 / 30);
  std::optional<Instant> submitted;
  http::Routes routes;
};

void with_world(const std::function<void(World&)>& body) {
  test::for_each_database([&](storage::Database& db) {
    World world(db);
    body(world);
  });
}

std::string code_of(const Result<json::object>& result) { return result ? "done" : result.error().code; }

json::object local_day(const char* date) {
  return {{"date", date},
          {"kind", "local"},
          {"region", "33.01"},
          {"name", "Pemilihan kepala desa contoh"},
          {"decree", "SK Contoh 1"},
          {"reason", "Keputusan baru diterima"}};
}

TEST(ClockRoutes, AClockIsSeenByItsOfficeOnly) {
  with_world([](World& w) {
    auto id = w.start("investigation", at(2024y / 10 / 26), kCase);
    auto page = w.get(w.someone(Role::case_officer), "/clocks/{id}", id);
    ASSERT_TRUE(page) << page.error().code;
    EXPECT_EQ(page->at("zone"), "WIB");
    EXPECT_EQ(page->at("subject_url"), "/cases/c1");
    EXPECT_EQ(page->at("may_correct"), true);
    EXPECT_FALSE(page->at("readings").as_array().empty());
    EXPECT_FALSE(page->at("readings").as_array().front().at("days").as_array().empty());
    EXPECT_EQ(page->at("events").as_array().front().at("event"), "started");
    EXPECT_EQ(code_of(w.get(w.someone(Role::case_officer, "bawaslu-36.73"), "/clocks/{id}", id)), "clock.unknown");
    EXPECT_EQ(code_of(w.get(Actor{}, "/clocks/{id}", id)), "clock.unknown");
    EXPECT_EQ(code_of(w.get(w.someone(Role::case_officer), "/clocks/{id}", "none")), "clock.unknown");
  });
}

TEST(ClockRoutes, ACorrectedEventNeedsATimeThatWasAndAReason) {
  with_world([](World& w) {
    auto id = w.start("investigation", at(2024y / 10 / 26), kCase);
    auto officer = w.someone(Role::case_officer);
    auto refused = w.post(officer, "/clocks/{id}/event", {{"at", "2024-12-01T10:00"}, {"reason", ""}}, id);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fields.size(), 2u);
    EXPECT_EQ(code_of(w.post(w.someone(Role::auditor), "/clocks/{id}/event",
                             {{"at", "2024-10-25T10:00"}, {"reason", "salah catat"}}, id)),
              "access.denied");
    auto done = w.post(officer, "/clocks/{id}/event", {{"at", "2024-10-25T10:00"}, {"reason", "salah catat"}}, id);
    ASSERT_TRUE(done) << done.error().code;
    EXPECT_EQ(done->at("clock").at("started_at"), "2024-10-25T10:00:00+07:00");
    std::vector<std::string> events;
    for (const auto& event : done->at("events").as_array()) events.emplace_back(event.at("event").as_string());
    EXPECT_THAT(events, Contains("corrected"));
    const auto& corrected = done->at("events").as_array().back();
    EXPECT_EQ(corrected.at("account").as_string(), officer.id);
    EXPECT_EQ(corrected.at("role").as_string(), enum_name(officer.roles[0].role));
    EXPECT_EQ(corrected.at("reason"), "salah catat");
  });
}

// The text counts handling from the day the report was received, practice from registration.
TEST(ClockRoutes, TheOtherStartOfHandlingStandsBesideTheOneInForce) {
  with_world([](World& w) {
    auto id = w.start("handling", at(2024y / 10 / 30), kCase);
    auto readings = [&] { return w.get(w.someone(Role::case_officer), "/clocks/{id}", id)->at("readings").as_array(); };
    auto before = readings().size();
    w.submitted = at(2024y / 10 / 28);
    auto after = readings();
    ASSERT_EQ(after.size(), before + 1);
    const auto& other = after.back().as_object();
    EXPECT_EQ(other.at("started_at"), "2024-10-28T10:00:00+07:00");
    EXPECT_TRUE(other.at("due").as_string().starts_with("2024-10-31T"));
    EXPECT_EQ(other.at("is_target"), false);
    EXPECT_FALSE(other.at("starts_from").as_string().empty());
    w.submitted = at(2024y / 10 / 30);
    EXPECT_EQ(readings().size(), before);
  });
}

TEST(HolidayRoutes, AnAddedDayDatesClocksAnewAndARemovedOneTakesItBack) {
  with_world([](World& w) {
    auto id = w.start("investigation", at(2024y / 10 / 26), kCase);
    auto chair = w.someone(Role::commissioner);
    auto due = [&] { return date_in(w.view(id, w.now).due->at, Zone::wib); };
    ASSERT_EQ(due(), Date(2024y / 11 / 14));
    auto added = w.post(chair, "/holidays", local_day("2024-11-05"));
    ASSERT_TRUE(added) << added.error().code;
    EXPECT_EQ(due(), Date(2024y / 11 / 15));
    const auto& change = added->at("changes").as_array().front().as_object();
    EXPECT_EQ(change.at("redated_count"), 1);
    EXPECT_EQ(change.at("redated").as_array().front().at("clock").as_string(), id);
    auto acts = storage::read(w.db, [](storage::Reader& r) { return journal::history(r, kCase); });
    EXPECT_EQ(std::count_if(acts.begin(), acts.end(), [](const auto& a) { return a.entry.verb == "clock.redated"; }),
              1);
    EXPECT_THAT(w.notice_kinds(), testing::ElementsAre(NoticeKind::redated));
    w.now += 1h;
    auto removed = w.post(chair, "/holidays/removals",
                          {{"date", "2024-11-05"}, {"kind", "local"}, {"region", "33.01"}, {"reason", "Dicabut"}});
    ASSERT_TRUE(removed) << removed.error().code;
    EXPECT_EQ(due(), Date(2024y / 11 / 14));
    auto calendar_acts = storage::read(w.db, [](storage::Reader& r) {
      return journal::history(r, {"calendar", "2024"});
    });
    EXPECT_EQ(calendar_acts.size(), 2u);
  });
}

TEST(HolidayRoutes, EditsAreRefusedWithTheirReason) {
  with_world([](World& w) {
    auto chair = w.someone(Role::commissioner);
    auto empty = local_day("2024-11-05");
    empty["region"] = "";
    empty["reason"] = "";
    auto refused = w.post(chair, "/holidays", empty);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fields.size(), 2u);
    ASSERT_EQ(code_of(w.post(chair, "/holidays", local_day("2024-11-05"))), "done");
    EXPECT_EQ(code_of(w.post(chair, "/holidays", local_day("2024-11-05"))), "calendar.holiday_exists");
    EXPECT_EQ(code_of(w.post(chair, "/holidays/removals",
                             {{"date", "2024-11-06"}, {"kind", "local"}, {"region", "33.01"}, {"reason", "x"}})),
              "calendar.holiday_unknown");
    EXPECT_EQ(code_of(w.post(chair, "/holidays/years", {{"year", 2024}, {"decrees", "SKB"}, {"reason", "x"}})),
              "calendar.year_exists");
  });
}

TEST(HolidayRoutes, AClockThatWaitedForADecreeIsDatedWhenItArrives) {
  with_world([](World& w) {
    w.now = at(2026y / 12 / 20);
    auto id = w.start("investigation", w.now, kCase);
    auto page = w.get(w.someone(Role::case_officer), "/clocks/{id}", id);
    EXPECT_EQ(page->at("clock").at("problem"), "calendar.unpublished_year");
    EXPECT_EQ(page->at("clock").at("urgency"), "undated");
    auto year = w.get(Actor{}, "/holidays", "", "?year=2027");
    EXPECT_EQ(year->at("published"), false);
    EXPECT_EQ(year->at("may_edit"), false);
    ASSERT_EQ(code_of(w.post(w.someone(Role::commissioner), "/holidays/years",
                             {{"year", 2027}, {"decrees", "SKB contoh"}, {"reason", "Terbit"}})),
              "done");
    page = w.get(w.someone(Role::case_officer), "/clocks/{id}", id);
    EXPECT_EQ(page->at("clock").at("problem"), "");
    EXPECT_TRUE(page->at("clock").as_object().contains("due"));
  });
}

TEST(HolidayRoutes, TheDayToTakeOffIsShownToThoseWhoMay) {
  with_world([](World& w) {
    const std::string query = "?year=2024&remove=2024-12-25";
    auto page = w.get(w.someone(Role::commissioner), "/holidays", "", query);
    EXPECT_EQ(page->at("removing").at("date"), "2024-12-25");
    EXPECT_FALSE(w.get(Actor{}, "/holidays", "", query)->contains("removing"));
    EXPECT_EQ(code_of(w.get(Actor{}, "/holidays", "", "?year=1899")), "request.fields");
  });
}

}  // namespace
}  // namespace netra::clock
