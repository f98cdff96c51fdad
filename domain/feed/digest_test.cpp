// One mail a day at most, whatever happens to the servers; numbers and a link, nothing else.
#include <atomic>
#include <thread>

#include "domain/feed/testing.hpp"

namespace netra::feed {
namespace {

Instant day(int number, std::chrono::minutes time) {
  return start_of_day(Date{std::chrono::year(2024) / 10 / number}, Zone::wib) + time;
}

const Settings kDailyAtSeven{.digest = Digest::daily, .digest_hour = 7};

TEST(Digest, ComesAtTheChosenHourOnceADay) {
  with_world([](World& w) {
    w.start("initial_review", w.begin);
    w.choose(w.officer, kDailyAtSeven);
    w.pass_to(day(22, 6h + 59min));
    EXPECT_EQ(w.outbox().size(), 0u);
    w.pass_to(day(22, 7h));
    ASSERT_EQ(w.outbox().size(), 1u);
    EXPECT_EQ(w.outbox()[0].text(0), "petugas@contoh.example");
    EXPECT_EQ(w.outbox()[0].text(1), "digest");
    EXPECT_EQ(w.outbox()[0].text(2), "/today");
    auto numbers = json::parse(w.outbox()[0].text(3)).as_object();
    EXPECT_EQ(numbers.size(), 3u);
    EXPECT_EQ(numbers["overdue"].as_int64() + numbers["today"].as_int64() + numbers["week"].as_int64(), 1);
    w.pass_to(day(22, 23h));
    EXPECT_EQ(w.outbox().size(), 1u);
    w.pass_to(day(23, 7h + 1min));
    EXPECT_EQ(w.outbox().size(), 2u);
  });
}

TEST(Digest, AfterAStandstillThereIsOneMailAndNoneByNight) {
  with_world([](World& w) {
    w.start("initial_review", w.begin);
    w.choose(w.officer, kDailyAtSeven);
    w.pass_to(day(26, 3h));
    EXPECT_EQ(w.outbox().size(), 0u) << "four mails were missed; none comes at three in the morning";
    w.pass_to(day(26, 7h));
    EXPECT_EQ(w.outbox().size(), 1u);
    w.pass_to(day(29, 15h));
    EXPECT_EQ(w.outbox().size(), 2u) << "late on the day, but one only";
    w.pass_to(day(29, 16h));
    EXPECT_EQ(w.outbox().size(), 2u);
  });
}

TEST(Digest, ADayHasOneMailAlsoWhenTheHourIsChosenAnew) {
  with_world([](World& w) {
    w.start("initial_review", w.begin);
    w.choose(w.officer, kDailyAtSeven);
    w.pass_to(day(22, 8h));
    EXPECT_EQ(w.outbox().size(), 1u);
    w.choose(w.officer, {.digest = Digest::daily, .digest_hour = 10});
    w.pass_to(day(22, 11h));
    EXPECT_EQ(w.outbox().size(), 1u);
    w.pass_to(day(23, 9h));
    EXPECT_EQ(w.outbox().size(), 1u);
    w.pass_to(day(23, 10h));
    EXPECT_EQ(w.outbox().size(), 2u);
  });
}

TEST(Digest, KeepsToWeekdaysAndToTheZone) {
  with_world([](World& w) {
    w.start("initial_review", w.begin);
    w.choose(w.officer, {.digest = Digest::weekdays, .digest_hour = 7, .zone = Zone::wit});
    w.pass_to(day(22, 5h));  // 07:00 in Jayapura
    EXPECT_EQ(w.outbox().size(), 1u);
    w.pass_to(day(25, 5h));
    EXPECT_EQ(w.outbox().size(), 2u) << "Friday";
    w.pass_to(day(26, 12h));
    w.pass_to(day(27, 12h));
    EXPECT_EQ(w.outbox().size(), 2u) << "Saturday and Sunday";
    w.pass_to(day(28, 5h));
    EXPECT_EQ(w.outbox().size(), 3u);
  });
}

TEST(Digest, IsNotSentWithoutAReason) {
  with_world([](World& w) {
    w.choose(w.officer, kDailyAtSeven);
    w.pass_to(day(22, 8h));
    EXPECT_EQ(w.outbox().size(), 0u) << "nothing is due";
    w.start("initial_review", w.begin);
    w.choose(w.stranger, kDailyAtSeven);
    w.choose(w.officer, {.digest = Digest::off});
    w.pass_to(day(23, 8h));
    EXPECT_EQ(w.outbox().size(), 0u) << "one has nothing to do with it, the other wants none";
    w.choose(w.officer, kDailyAtSeven);
    w.feeds.mail_leaves = false;
    w.pass_to(day(24, 8h));
    EXPECT_EQ(w.outbox().size(), 0u) << "there is no mail server";
  });
}

TEST(Digest, SeveralServersSendOne) {
  test::for_each_place(test::Schema::kMigrated, [](test::Place& place) {
    auto one = place.open();
    auto two = place.open();
    World w(*one);
    w.start("initial_review", w.begin);
    w.choose(w.officer, kDailyAtSeven);
    w.hand.time = day(22, 8h);
    Services second{w.feeds.rules,
                    w.messages,
                    "https://netra.example",
                    {*two, identity::testing::entropy(), w.feeds.hooks.key, {}, w.feeds.hooks.resolver, w.system}};
    jobs::RunnerOptions options;
    options.server = "second";
    jobs::Runner other(*two, w.hand, options);
    add_jobs(other, second);
    std::thread beside([&] { other.run_due(); });
    w.runner.run_due();
    beside.join();
    EXPECT_EQ(w.outbox().size(), 1u);
  });
}

TEST(Settings, KeepWhatMustBeSeen) {
  with_world([](World& w) {
    w.choose(w.officer, {.muted = {clock::NoticeKind::redated, clock::NoticeKind::lapsed, clock::NoticeKind::limit}});
    auto kept = storage::read(w.db, [&](storage::Reader& r) { return settings_of(r, w.officer.account); });
    EXPECT_THAT(kept.muted, testing::ElementsAre(clock::NoticeKind::redated));
  });
}

}  // namespace
}  // namespace netra::feed
