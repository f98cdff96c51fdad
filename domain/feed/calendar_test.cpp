// What a person's calendar holds, and to whom it shows nothing.
#include "domain/calendar/calendar.hpp"

#include "domain/feed/testing.hpp"

namespace netra::feed {
namespace {

TEST(Feed, QueriesPrepare) { test::expect_prepares(sql::feed::all); }

void add_holiday(World& w, Instant now, Date day) {
  auto done = w.write(now, [&](storage::Transaction& tx, storage::Writer& writer) -> Result<Done> {
    auto added = calendar::add_holiday(
        writer, w.s.rules, now, w.entropy,
        {"", day, procedure::HolidayKind::local, "33.01", "Contoh", "SK", "", clock::Mark::verified});
    if (!added) return fail(std::move(added.error()));
    clock::redate_open(tx, w.s, now, w.entropy, w.actor, "33.01", day, "contoh");
    return Done{};
  });
  ASSERT_TRUE(done) << done.error().code;
}

TEST(Feed, AHolidayMovesTheAppointmentAndRaisesItsSequence) {
  with_world([](World& w) {
    auto id = w.start("initial_review", w.begin);
    auto before = w.ics(w.officer, w.begin + 1h);
    auto target = w.view(id, w.begin + 1h).target->at;
    add_holiday(w, w.begin + 2h, date_in(target, Zone::wib));
    auto after = w.ics(w.officer, w.begin + 3h);
    EXPECT_EQ(property(before, "UID"), "clock-" + id + "@netra");
    EXPECT_EQ(property(after, "UID"), property(before, "UID"));
    EXPECT_EQ(property(before, "SEQUENCE"), "0");
    EXPECT_GT(std::stoi(property(after, "SEQUENCE")), 0);
    EXPECT_GT(property(after, "LAST-MODIFIED"), property(before, "LAST-MODIFIED"));
    EXPECT_NE(property(after, "DTSTART;TZID"), property(before, "DTSTART;TZID"));
    EXPECT_EQ(w.ics(w.officer, w.begin + 4h), after) << "an unchanged feed has the same bytes";
  });
}

TEST(Feed, WhatEndedStaysCancelledForAWhile) {
  with_world([](World& w) {
    w.start("initial_review", w.begin);
    ASSERT_TRUE(w.write(w.begin + 1h, [&](storage::Transaction&, storage::Writer& writer) -> Result<Done> {
      clock::end_all(writer, w.entropy, w.begin + 1h, clock::kReport, w.begin + 1h);
      return Done{};
    }));
    auto ended = w.ics(w.officer, w.begin + 2h, {.alarm = Alarm::both});
    EXPECT_EQ(property(ended, "STATUS"), "CANCELLED");
    EXPECT_EQ(property(ended, "SEQUENCE"), "1");
    EXPECT_THAT(ended, Not(HasSubstr("VALARM"))) << "nobody is woken for what is over";
    EXPECT_THAT(w.ics(w.officer, w.begin + 24h * 40), Not(HasSubstr("VEVENT")));
  });
}

TEST(Feed, RightsAreAskedAtEachFetch) {
  with_world([](World& w) {
    w.start("initial_review", w.begin);
    w.start("handling", w.begin, {"case", "c1"});
    auto count = [](const std::string& ics) {
      int out = 0;
      for (auto at = ics.find("BEGIN:VEVENT"); at != std::string::npos; at = ics.find("BEGIN:VEVENT", at + 1)) ++out;
      return out;
    };
    EXPECT_EQ(count(w.ics(w.officer, w.begin + 1h)), 2);
    EXPECT_EQ(count(w.ics(w.stranger, w.begin + 1h)), 0);
    EXPECT_EQ(count(w.ics(w.admin, w.begin + 1h)), 0) << "an administrator reads no report and no case";
    EXPECT_EQ(count(w.ics(w.officer, w.begin + 1h, {.scope = Scope::mine})), 0) << "nothing is held by the person";
    auto grant = storage::read(w.db, [&](storage::Reader& r) { return identity::grants_of(r, w.officer.account); });
    ASSERT_TRUE(storage::write(w.db, [&](storage::Transaction& tx) {
      return identity::end_role(tx, w.begin + 2h, w.entropy, identity::testing::kSystem, grant.at(0).id, "pindah");
    }));
    EXPECT_EQ(count(w.ics(w.officer, w.begin + 3h)), 0);
  });
}

TEST(Feed, AlarmsAreThePersonsChoice) {
  with_world([](World& w) {
    w.start("initial_review", w.begin);
    auto alarms = [&](Alarm alarm) {
      auto ics = w.ics(w.officer, w.begin + 1h, {.alarm = alarm});
      return std::pair(ics.find("TRIGGER:-PT1440M") != std::string::npos,
                       ics.find("TRIGGER:-PT60M") != std::string::npos);
    };
    EXPECT_EQ(alarms(Alarm::none), std::pair(false, false));
    EXPECT_EQ(alarms(Alarm::hour), std::pair(false, true));
    EXPECT_EQ(alarms(Alarm::day), std::pair(true, false));
    EXPECT_EQ(alarms(Alarm::both), std::pair(true, true));
  });
}

// What the desk calls the record may name the matter; the calendar takes the number alone.
TEST(Feed, TitlesNeverLeave) {
  with_world([](World& w) {
    w.start("initial_review", w.begin);
    ASSERT_TRUE(storage::write(w.db, [&](storage::Transaction& tx) -> Result<Done> {
      office::WorkItem item;
      item.kind = office::ItemKind::report;
      item.id = clock::kReport.id;
      item.office = kPlace;
      item.number = "L-3F7K9A";
      item.title = "Dugaan tentang Pak Rahasia";
      item.assigned_to = w.officer.account;
      office::put_item(tx.unlogged(storage::Unlogged::kIndex), item);
      office::set_item_person(tx.unlogged(storage::Unlogged::kIndex), item.kind, item.id, item.assigned_to, w.begin);
      return Done{};
    }));
    auto ics = w.ics(w.officer, w.begin + 1h, {.scope = Scope::mine});
    EXPECT_THAT(property(ics, "SUMMARY"), HasSubstr("L-3F7K9A"));
    EXPECT_THAT(property(ics, "SUMMARY"), HasSubstr("Kantor " + kPlace));
    EXPECT_THAT(ics, Not(HasSubstr("Rahasia")));
  });
}

TEST(Feed, MeetingsOfTheCentreComeThroughTheirOwner) {
  with_world([](World& w) {
    w.feeds.meetings = [&](storage::Reader&, const Actor& actor, Instant, Instant, Instant, std::string_view) {
      std::vector<Meeting> out;
      if (actor.may(Right::discuss, kPlace))
        out.push_back(
            {"discussion", "d1", "", "001", kPlace, {w.begin + 48h, Zone::wib}, "/discussions/d1", false, 2, w.begin});
      return out;
    };
    auto ics = w.ics(w.officer, w.begin);
    EXPECT_EQ(property(ics, "UID"), "discussion-d1@netra");
    EXPECT_EQ(property(ics, "SEQUENCE"), "2");
    EXPECT_EQ(property(ics, "DURATION"), "PT120M");
    EXPECT_THAT(w.ics(w.admin, w.begin), Not(HasSubstr("VEVENT")));
  });
}

}  // namespace
}  // namespace netra::feed
