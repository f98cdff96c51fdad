#include <gmock/gmock.h>

#include "domain/clock/sql.hpp"
#include "domain/clock/testing.hpp"

namespace netra::clock {
namespace {

TEST(ClockQueries, PrepareOnEveryEngine) { test::expect_prepares(sql::clock::all); }

TEST(Clock, ShowsEveryReadingAndWorksToTheEarliest) {
  test::for_each_database([](storage::Database& db) {
    Fixture f(db);
    auto clock = f.view(f.start("completion", at(2024y / 10 / 28)), at(2024y / 10 / 28));
    EXPECT_EQ(date_in(clock.target->at, Zone::wib), Date(2024y / 10 / 29));
    EXPECT_EQ(date_in(clock.due->at, Zone::wib), Date(2024y / 10 / 30));
    EXPECT_TRUE(clock.readings_differ);
    EXPECT_EQ(clock.amount, 2);
    EXPECT_EQ(clock.label, "Melengkapi laporan");
    EXPECT_FALSE(clock.days.empty());
  });
}

TEST(Clock, WhatIsShownAtItsStartIsWhatIsReadAfterwards) {
  test::for_each_database([](storage::Database& db) {
    Fixture f(db);
    Instant now = at(2024y / 10 / 28);
    for (const char* rule : {"initial_review", "completion", "investigation"}) {
      auto shown = f.write(now, [&](Transaction&, storage::Writer& writer) {
        return clock::start_shown(writer, f.s, now, f.entropy, {rule, kReport, f.place(), now}, "en");
      });
      ASSERT_TRUE(shown) << rule;
      auto read = storage::read(db, [&](storage::Reader& r) { return clock_by_id(r, f.s, shown->id, now, "en"); });
      EXPECT_EQ(to_json(*shown), to_json(*read)) << rule;
    }
    auto unknown = f.write(now, [&](Transaction&, storage::Writer& writer) {
      return clock::start_shown(writer, f.s, now, f.entropy, {"no_such_rule", kReport, f.place(), now}, "en");
    });
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().code, "clock.unknown_rule");
  });
}

TEST(Clock, ExtensionProlongsHandling) {
  test::for_each_database([](storage::Database& db) {
    Fixture f(db);
    f.start("handling", at(2024y / 11 / 8));
    auto clock = f.view(f.start("extension", at(2024y / 11 / 11)), at(2024y / 11 / 11));
    EXPECT_EQ(clock.amount, 5);
    EXPECT_EQ(date_in(clock.due->at, Zone::wib), Date(2024y / 11 / 13));
  });
}

TEST(Clock, AlarmsThenALapseThatIsRecordedAndMovesNothing) {
  test::for_each_database([](storage::Database& db) {
    Fixture f(db);
    auto id = f.start("crime_forward", at(2024y / 10 / 28));
    f.ring(id, at(2024y / 10 / 29, 5h));
    EXPECT_THAT(f.notice_kinds(), testing::ElementsAre(NoticeKind::before_limit));
    f.ring(id, at(2024y / 10 / 29, 10h));
    EXPECT_THAT(f.verbs(), testing::Contains("clock.lapsed"));
    auto clock = f.view(id, at(2024y / 10 / 29, 11h));
    EXPECT_EQ(clock.urgency, Urgency::lapsed);
    EXPECT_EQ(clock.state, ClockState::running);
    auto told = f.notice_kinds().size();
    f.ring(id, at(2024y / 10 / 30));
    EXPECT_EQ(f.notice_kinds().size(), told);
  });
}

TEST(Clock, AnEndedClockIsSilent) {
  test::for_each_database([](storage::Database& db) {
    Fixture f(db);
    auto id = f.start("crime_forward", at(2024y / 10 / 28));
    Instant done_at = at(2024y / 10 / 28, 15h);
    (void)f.write(done_at, [&](Transaction&, storage::Writer& writer) -> Result<Done> {
      EXPECT_TRUE(clock::end(writer, f.entropy, done_at, kReport, "crime_forward", done_at));
      EXPECT_FALSE(clock::end(writer, f.entropy, done_at, kReport, "crime_forward", done_at));
      return Done{};
    });
    f.ring(id, at(2024y / 11 / 28));
    EXPECT_TRUE(f.notice_kinds().empty());
    EXPECT_EQ(f.view(id, at(2024y / 11 / 28)).urgency, Urgency::ended);
  });
}

TEST(Clock, ANewHolidayDatesOpenClocksAnew) {
  test::for_each_database([](storage::Database& db) {
    Fixture f(db);
    auto id = f.start("investigation", at(2024y / 10 / 26));
    Instant now = at(2024y / 10 / 30);
    EXPECT_EQ(date_in(f.view(id, now).due->at, Zone::wib), Date(2024y / 11 / 14));
    auto moved = f.write(now, [&](Transaction& tx, storage::Writer& writer) -> Result<std::vector<Redated>> {
      auto added = calendar::add_holiday(
          writer, f.s.rules, now, f.entropy,
          {"", 2024y / 11 / 5, procedure::HolidayKind::local, "33.01", "PSU", "SK 1", "", Mark::verified});
      if (!added) return fail(std::move(added.error()));
      return redate_open(tx, f.s, now, f.entropy, f.actor, "33.01", Date(2024y / 11 / 5), "PSU");
    });
    ASSERT_TRUE(moved) << moved.error().code;
    ASSERT_EQ(moved->size(), 1u);
    EXPECT_EQ(date_in(f.view(id, now).due->at, Zone::wib), Date(2024y / 11 / 15));
    EXPECT_THAT(f.verbs(), testing::Contains("clock.redated"));
    EXPECT_THAT(f.notice_kinds(), testing::Contains(NoticeKind::redated));
  });
}

TEST(Clock, AnUnpublishedYearIsSaidAndDatedWhenTheDecreeArrives) {
  test::for_each_database([](storage::Database& db) {
    Fixture f(db);
    Instant now = at(2026y / 12 / 20);
    auto id = f.start("investigation", now);
    EXPECT_EQ(f.view(id, now).problem, "calendar.unpublished_year");
    EXPECT_EQ(f.view(id, now).urgency, Urgency::undated);
    auto moved = f.write(now, [&](Transaction& tx, storage::Writer& writer) -> Result<std::vector<Redated>> {
      (void)calendar::publish_year(writer, f.s.rules, now, {2027, "SKB", "", Mark::secondary});
      return redate_open(tx, f.s, now, f.entropy, f.actor, "", std::nullopt, "SKB 2027");
    });
    ASSERT_EQ(moved->size(), 1u);
    EXPECT_TRUE(f.view(id, now).due);
    EXPECT_EQ(f.view(id, now).problem, "");
  });
}

TEST(Clock, ACorrectedEventAndAPauseMoveTheLimit) {
  test::for_each_database([](storage::Database& db) {
    Fixture f(db);
    auto id = f.start("crime_forward", at(2024y / 10 / 28));
    auto corrected = storage::write(db, [&](Transaction& tx) {
      return correct_event(tx, f.s, at(2024y / 10 / 28, 12h), f.entropy, f.actor, id, at(2024y / 10 / 28, 8h),
                           "salah catat");
    });
    ASSERT_TRUE(corrected);
    EXPECT_EQ(f.view(id, at(2024y / 10 / 28)).due->at, at(2024y / 10 / 29, 8h));
    auto paused = f.write(at(2024y / 10 / 28, 13h), [&](Transaction&, storage::Writer& w) {
      return clock::pause(w, f.s, at(2024y / 10 / 28, 13h), f.entropy, kReport, "crime_forward",
                          at(2024y / 10 / 28, 13h), "");
    });
    ASSERT_TRUE(paused);
    EXPECT_EQ(f.view(id, at(2024y / 10 / 28, 14h)).urgency, Urgency::paused);
    auto resumed = f.write(at(2024y / 10 / 28, 15h), [&](Transaction&, storage::Writer& w) {
      return clock::resume(w, f.s, at(2024y / 10 / 28, 15h), f.entropy, kReport, "crime_forward",
                           at(2024y / 10 / 28, 15h), "");
    });
    ASSERT_TRUE(resumed);
    EXPECT_EQ(f.view(id, at(2024y / 10 / 28, 16h)).due->at, at(2024y / 10 / 29, 10h));
  });
}

}  // namespace
}  // namespace netra::clock
