#include "domain/centre/testing.hpp"

namespace netra::centre {
namespace {

json::object shift(std::string_view member, json::array dates, std::string_view from = "08:00",
                   std::string_view until = "16:00") {
  return {{"member", member}, {"dates", std::move(dates)}, {"from", from}, {"until", until}};
}

const json::array& day_of(const json::object& roster, std::size_t i) {
  return roster.at("days").at(i).at("shifts").as_array();
}

// 28 October 2024 is a Monday; the world stands at 16.00 WIB.
TEST(Roster, a_week_shows_who_is_on_duty_and_who_is_missing) {
  with_centre([](World& w) {
    w.fill();
    const json::array two{"2024-10-28", "2024-10-30"};
    ASSERT_EQ(code_of(w.post_at(w.officer, "/shifts", shift(w.police_member, two, "12:00", "18:00"))), "done");
    ASSERT_EQ(code_of(w.post_at(w.officer, "/shifts", shift(w.bawaslu_member, {"2024-10-28"}, "22:00", "06:00"))),
              "done");
    const auto week = w.get_at(w.police, "/roster?week=2024-10-31").value();
    EXPECT_EQ(text_of(week, "week"), "2024-10-28");
    EXPECT_EQ(text_of(week, "last_day"), "2024-11-03");
    EXPECT_THAT(day_of(week, 0), SizeIs(2));
    EXPECT_THAT(day_of(week, 1), SizeIs(0)) << "a night's shift stands at the day it begins";
    EXPECT_THAT(day_of(week, 2), SizeIs(1));
    EXPECT_EQ(day_of(week, 0).at(1).at("ends_at").as_string(), "2024-10-29T06:00:00+07:00");
    EXPECT_EQ(week.at("days").at(0).at("missing"), (json::array{"prosecutor"}));
    EXPECT_EQ(week.at("days").at(1).at("missing"), json::array{}) << "a day without any shift is empty, not short";
    ASSERT_THAT(week.at("on_duty").as_array(), SizeIs(1));
    EXPECT_EQ(week.at("on_duty").at(0).at("member").as_string(), w.police_member);
    EXPECT_TRUE(w.get_at(w.police, "/roster?week=not-a-day"));
  });
}

TEST(Roster, a_shift_ends_at_its_last_minute) {
  with_centre([](World& w) {
    w.fill();
    ASSERT_EQ(code_of(w.post_at(w.officer, "/shifts", shift(w.police_member, {"2024-10-28"}))), "done");
    const auto on_duty = [&] { return w.get_at(w.officer, "").value().at("on_duty").as_array().size(); };
    w.now = *parse_instant("2024-10-28T15:59:59+07:00");
    EXPECT_EQ(on_duty(), 1U);
    w.now = *parse_instant("2024-10-28T16:00:00+07:00");
    EXPECT_EQ(on_duty(), 0U);
  });
}

TEST(Roster, what_is_refused) {
  struct {
    const char* why;
    Actor World::*who;
    const char* from;
    const char* until;
    json::array dates;
    const char* code;
  } const rows[] = {
      {"overlaps by an hour", &World::officer, "15:00", "20:00", {"2024-10-28"}, "duty.clash"},
      {"begins when the other ends", &World::officer, "16:00", "20:00", {"2024-10-28"}, "done"},
      {"a night that reaches into the other", &World::officer, "22:00", "09:00", {"2024-10-27"}, "duty.clash"},
      {"one day of several clashes", &World::officer, "08:00", "12:00", {"2024-10-29", "2024-10-28"}, "duty.clash"},
      {"the same day twice", &World::officer, "17:00", "18:00", {"2024-10-28", "2024-10-28"}, "duty.clash"},
      {"no member any more", &World::officer, "08:00", "16:00", {"2025-01-01"}, "duty.not_member"},
      {"not yet a member", &World::officer, "08:00", "16:00", {"2024-09-01"}, "duty.not_member"},
      {"the night after the last day", &World::officer, "22:00", "06:00", {"2024-12-31"}, "duty.not_member"},
      {"no day", &World::officer, "08:00", "16:00", {}, "duty.incomplete"},
      {"no such hour", &World::officer, "25:00", "16:00", {"2024-10-29"}, "duty.incomplete"},
      {"the police keep no book", &World::police, "17:00", "18:00", {"2024-10-28"}, "access.denied"},
      {"strangers know of no centre", &World::stranger, "17:00", "18:00", {"2024-10-28"}, "centre.unknown"},
  };
  for (const auto& row : rows)
    with_centre([&](World& w) {
      SCOPED_TRACE(row.why);
      w.fill();
      ASSERT_EQ(code_of(w.post_at(w.officer, "/shifts", shift(w.police_member, {"2024-10-28"}))), "done");
      EXPECT_EQ(code_of(w.post_at(w.*row.who, "/shifts", shift(w.police_member, row.dates, row.from, row.until))),
                row.code);
    });
}

TEST(Roster, a_refusal_leaves_no_shift_behind) {
  with_centre([](World& w) {
    w.fill();
    ASSERT_EQ(code_of(w.post_at(w.officer, "/shifts", shift(w.police_member, {"2024-10-29"}))), "done");
    ASSERT_EQ(code_of(w.post_at(w.officer, "/shifts", shift(w.police_member, {"2024-10-28", "2024-10-29"}))),
              "duty.clash");
    EXPECT_THAT(day_of(w.get_at(w.officer, "/roster").value(), 0), SizeIs(0));
    EXPECT_EQ(code_of(w.post_at(w.officer, "/shifts", shift("somebody", {"2024-10-28"}))), "duty.incomplete");
  });
}

TEST(Roster, a_removed_shift_makes_room) {
  with_centre([](World& w) {
    w.fill();
    ASSERT_EQ(code_of(w.post_at(w.officer, "/shifts", shift(w.police_member, {"2024-10-28"}))), "done");
    const auto view = w.get_at(w.officer, "/roster").value();
    const std::string id(day_of(view, 0).at(0).at("id").as_string());
    EXPECT_EQ(code_of(w.post_at(w.police, "/shifts/" + id + "/removal", {})), "access.denied");
    EXPECT_EQ(code_of(w.post_at(w.officer, "/shifts/" + id + "/removal", {{"reason", "Sakit"}})), "done");
    EXPECT_EQ(code_of(w.post_at(w.officer, "/shifts/" + id + "/removal", {})), "duty.unknown");
    EXPECT_EQ(code_of(w.post_at(w.officer, "/shifts", shift(w.police_member, {"2024-10-28"}))), "done");
  });
}

TEST(Roster, a_week_is_copied_but_for_who_cannot) {
  with_centre([](World& w) {
    w.fill();
    EXPECT_EQ(code_of(w.post_at(w.officer, "/roster/copies", {{"week", "2024-11-04"}})), "duty.nothing_to_copy");
    const json::array all{"2024-10-28", "2024-10-29"};
    ASSERT_EQ(code_of(w.post_at(w.officer, "/shifts", shift(w.police_member, all))), "done");
    ASSERT_EQ(code_of(w.post_at(w.officer, "/shifts", shift(w.prosecutor_member, {"2024-10-30"}))), "done");
    // Next week: the prosecutor's membership ends before, the police already have one of the two days.
    const json::object ending{{"version", 1}, {"until", "2024-11-03"}, {"reason", "Mutasi contoh"}};
    ASSERT_EQ(code_of(w.post_at(w.officer, "/members/" + w.prosecutor_member + "/ending", ending)), "done");
    ASSERT_EQ(code_of(w.post_at(w.officer, "/shifts", shift(w.police_member, {"2024-11-04"}))), "done");
    const auto copy = w.post_at(w.officer, "/roster/copies", {{"week", "2024-11-06"}});
    ASSERT_TRUE(copy) << copy.error().code;
    EXPECT_EQ(copy->at("copied"), 1);
    ASSERT_THAT(copy->at("skipped").as_array(), SizeIs(2));
    EXPECT_EQ(copy->at("skipped").at(0).at("why").as_string(), "clash");
    EXPECT_EQ(copy->at("skipped").at(1).at("why").as_string(), "not_member");
    const auto week = w.get_at(w.officer, "/roster?week=2024-11-05").value();
    EXPECT_THAT(day_of(week, 1), SizeIs(1));
    EXPECT_EQ(day_of(week, 1).at(0).at("starts_at").as_string(), "2024-11-05T08:00:00+07:00");
    EXPECT_THAT(day_of(week, 2), SizeIs(0));
  });
}

TEST(Roster, is_a_table_too) {
  with_centre([](World& w) {
    w.fill();
    ASSERT_EQ(code_of(w.post_at(w.officer, "/shifts", shift(w.police_member, {"2024-10-28"}))), "done");
    auto reply = http::InProcess(w.routes, w.db, w.entropy)
                     .ask_as(w.officer, w.now, {http::Method::get, "/centres/" + kOffice + "/roster.csv"});
    ASSERT_TRUE(reply && reply->file && reply->file->bytes);
    EXPECT_THAT(*reply->file->bytes, HasSubstr("starts_at"));
    EXPECT_THAT(*reply->file->bytes, HasSubstr("2024-10-28T08:00:00+07:00"));
    EXPECT_THAT(*reply->file->bytes, HasSubstr("Kepolisian"));
  });
}

TEST(Roster, a_week_begins_on_monday) {
  EXPECT_EQ(monday_of(Date{2024y / 10 / 28}), (Date{2024y / 10 / 28}));
  EXPECT_EQ(monday_of(Date{2024y / 11 / 3}), (Date{2024y / 10 / 28}));
  EXPECT_EQ(monday_of(Date{2025y / 1 / 1}), (Date{2024y / 12 / 30}));
}

}  // namespace
}  // namespace netra::centre
