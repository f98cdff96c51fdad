#include "domain/calendar/calendar.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>

#include "domain/calendar/sql.hpp"
#include "tests/support/databases.hpp"

namespace netra::calendar {
namespace {

using namespace std::chrono_literals;

const procedure::Rules& rules() {
  static const auto loaded = *procedure::load(Assets::from_directory(".", {"procedures"}));
  return *loaded;
}

Calendar published() {
  std::vector<Holiday> holidays;
  std::vector<PublishedYear> years;
  for (const auto& year : rules().holiday_years) {
    years.push_back({year.year, "", "", year.origin.mark});
    for (const auto& day : year.holidays)
      holidays.push_back({"", day.date, day.kind, "", day.name, day.decree, "", day.mark});
  }
  return Calendar(std::move(holidays), std::move(years));
}

Instant at(Date date, Zone zone, std::chrono::minutes after_midnight = 10h) {
  return start_of_day(date, zone) + after_midnight;
}

Date due_date(const Question& question, const Policy& policy) {
  auto reading = count(published(), question, policy);
  EXPECT_TRUE(reading) << reading.error().code;
  return reading ? date_in(*reading->due, question.zone) : Date{};
}

TEST(CalendarQueries, PrepareOnEveryEngine) { test::expect_prepares(sql::calendar::all); }

TEST(Calendar, WhatWasSeenInPracticeAndComputedByHand) {
  struct {
    const char* why;
    Date from;
    int amount;
    Unit unit;
    bool include;
    Date due;
  } const rows[] = {
      {"Purbalingga 2024: the day of notice is day one", 2024y / 10 / 28, 2, Unit::calendar_day, true, 2024y / 10 / 29},
      {"Banyumas 2024: letter on Saturday, due on Monday", 2024y / 10 / 26, 2, Unit::calendar_day, false,
       2024y / 10 / 28},
      {"handling runs over the weekend", 2024y / 11 / 8, 3, Unit::calendar_day, false, 2024y / 11 / 11},
      {"three and two days together", 2024y / 11 / 8, 5, Unit::calendar_day, false, 2024y / 11 / 13},
      {"14 working days of investigation", 2024y / 10 / 26, 14, Unit::working_day, false, 2024y / 11 / 14},
      {"voting day is a holiday", 2024y / 11 / 18, 14, Unit::working_day, false, 2024y / 12 / 9},
  };
  for (const auto& row : rows) {
    Policy policy;
    policy.unit = row.unit;
    policy.include_event_day = row.include;
    for (auto zone : {Zone::wib, Zone::wita, Zone::wit})
      EXPECT_EQ(due_date({at(row.from, zone), row.amount, zone, "33.03"}, policy), row.due) << row.why;
  }
}

TEST(Calendar, HoursRunFromTheMinute) {
  auto reading =
      count(published(), {at(2024y / 10 / 28, Zone::wit, 23h + 17min), 24, Zone::wit}, Policy{.unit = Unit::hour});
  EXPECT_EQ(*reading->due, at(2024y / 10 / 29, Zone::wit, 23h + 17min));
  EXPECT_TRUE(reading->days.empty());
}

TEST(Calendar, TheDayIsTheDayOfThePlace) {
  // 23:30 in Jakarta is already the next day in Jayapura.
  Instant event = at(2024y / 10 / 28, Zone::wib, 23h + 30min);
  Policy policy;
  EXPECT_EQ(due_date({event, 1, Zone::wib}, policy), Date(2024y / 10 / 29));
  EXPECT_EQ(due_date({event, 1, Zone::wit}, policy), Date(2024y / 10 / 30));
}

TEST(Calendar, AYearWithoutDecreeIsNotFreeOfHolidays) {
  Question question{at(2026y / 12 / 28, Zone::wib), 5, Zone::wib};
  auto working = count(published(), question, Policy{.unit = Unit::working_day});
  ASSERT_FALSE(working);
  EXPECT_EQ(working.error().code, "calendar.unpublished_year");
  auto plain = count(published(), question, Policy{});
  ASSERT_TRUE(plain);
  EXPECT_EQ(date_in(*plain->due, Zone::wib), Date(2027y / 1 / 2));
  // A reading that needs to know is shown as such; the others stand.
  auto all = count_all(published(), question, {Policy{}, Policy{.roll_over = true}});
  ASSERT_TRUE(all);
  EXPECT_EQ(all->readings[1].problem, "calendar.unpublished_year");
  EXPECT_EQ(all->target, all->latest);
}

TEST(Calendar, EarliestReadingIsTheTarget) {
  auto all = count_all(published(), {at(2024y / 10 / 28, Zone::wib), 2, Zone::wib},
                       {Policy{}, Policy{.include_event_day = true}});
  EXPECT_EQ(date_in(all->target, Zone::wib), Date(2024y / 10 / 29));
  EXPECT_EQ(date_in(all->due, Zone::wib), Date(2024y / 10 / 30));
  EXPECT_EQ(all->due, all->latest);
}

TEST(Calendar, TheDayMayEndWhenTheDeskCloses) {
  const auto* desk = rules().desk("pilkada", {2024y / 10 / 28});
  Question question{at(2024y / 10 / 25, Zone::wita), 3, Zone::wita};
  question.desk = &desk->value;
  Policy policy{.ends_at_desk_closing = true};
  EXPECT_EQ(*count(published(), question, policy)->due, at(2024y / 10 / 28, Zone::wita, 16h));
  question.amount = 2;  // Sunday: no desk hours, the day runs out at midnight
  EXPECT_EQ(*count(published(), question, policy)->due, at(2024y / 10 / 27, Zone::wita, 24h) - 1ms);
  question.amount = 3;
  question.open_all_day = [](Date day) { return day == Date(2024y / 10 / 28); };
  EXPECT_EQ(*count(published(), question, policy)->due, at(2024y / 10 / 28, Zone::wita, 24h) - 1ms);
}

TEST(Calendar, TheSumNamesEveryDay) {
  auto reading = count(published(), {at(2024y / 11 / 22, Zone::wib), 4, Zone::wib}, Policy{.unit = Unit::working_day});
  std::vector<DayReason> reasons;
  for (const auto& line : reading->days) reasons.push_back(line.reason);
  using enum DayReason;
  EXPECT_EQ(reasons, (std::vector{event_day, saturday, sunday, counted, counted, holiday, counted, counted}));
  EXPECT_EQ(reading->days[5].decree, "Keppres 33/2024 (21 Nov 2024)");
  EXPECT_EQ(reading->days.back().number, 4);
}

TEST(Calendar, ALocalDayBindsItsPlaceAndWhatLiesBelow) {
  Calendar local({{"1", 2024y / 10 / 29, HolidayKind::local, "33.01", "PSU", "SK", "", Mark::secondary}},
                 {{2024, "", "", Mark::secondary}});
  EXPECT_FALSE(is_working_day(local, 2024y / 10 / 29, "33.01.02", false));
  EXPECT_FALSE(is_working_day(local, 2024y / 10 / 29, "33.01", false));
  EXPECT_TRUE(is_working_day(local, 2024y / 10 / 29, "33.011", false));
  EXPECT_TRUE(is_working_day(local, 2024y / 10 / 29, "33", false));
}

TEST(CalendarCache, FollowsEditsAlsoWhenAUnitOfWorkIsRolledBack) {
  test::for_each_database([](storage::Database& db) {
    Cache cache;
    SeededEntropy entropy(1);
    const Date day{std::chrono::year{2024}, std::chrono::month{11}, std::chrono::day{5}};
    auto is_off = [&] {
      return storage::read(
          db, [&](storage::Reader& r) { return cache.get(r, rules()).holiday_on(day, "33.01") != nullptr; });
    };
    auto edit = [&](bool succeeds) {
      return storage::write(db, [&](storage::Transaction& tx) -> Result<bool> {
        auto& writer = tx.unlogged(storage::Unlogged::kReference);
        auto added = add_holiday(writer, rules(), from_ms(1), entropy,
                                 {"", day, HolidayKind::local, "33.01", "PSU", "SK 1", "", Mark::verified});
        if (!added || !succeeds) return fail(Outcome::kConflict, "test.undone");
        return cache.get(tx, rules()).holiday_on(day, "33.01") != nullptr;
      });
    };
    EXPECT_FALSE(is_off());
    EXPECT_FALSE(edit(false));
    EXPECT_FALSE(is_off());
    EXPECT_EQ(edit(true), true);
    EXPECT_TRUE(is_off());
    auto removed = storage::write(db, [&](storage::Transaction& tx) -> Result<Done> {
      auto& writer = tx.unlogged(storage::Unlogged::kReference);
      auto gone = remove_holiday(writer, rules(), from_ms(2), entropy, day, HolidayKind::local, "33.01");
      if (!gone) return fail(std::move(gone.error()));
      (void)cache.get(tx, rules());  // what this unit sees must not be what others see
      return fail(Outcome::kConflict, "test.undone");
    });
    EXPECT_FALSE(removed);
    EXPECT_TRUE(is_off());
  });
}

TEST(Calendar, CountingBackwards) {
  auto reading = count(published(), {at(2024y / 12 / 12, Zone::wib), 5, Zone::wib, "", true}, Policy{});
  EXPECT_EQ(date_in(*reading->due, Zone::wib), Date(2024y / 12 / 7));
}

// ---- an oracle written another way: plain day numbers, nothing shared with the code under test ----

struct World {
  std::map<long, int> off;  // day number -> 1 holiday, 2 joint leave
};

// Holidays strewn over 2015-2030 by a fixed rule, some on weekends, some in runs.
World synthetic() {
  World world;
  for (long day = 16436; day < 22280; ++day) {
    if (day % 29 == 0 || day % 97 < 2)
      world.off[day] = 1;
    else if (day % 61 == 3)
      world.off[day] = 2;
  }
  return world;
}

Calendar calendar_of(const World& world) {
  std::vector<Holiday> holidays;
  for (auto [number, kind] : world.off)
    holidays.push_back({"", Date{std::chrono::sys_days{std::chrono::days{number}}},
                        kind == 1 ? HolidayKind::national : HolidayKind::joint_leave, "", "x", "y", "",
                        Mark::verified});
  std::vector<PublishedYear> years;
  for (int year = 2014; year <= 2031; ++year) years.push_back({year, "d", "", Mark::verified});
  return Calendar(std::move(holidays), std::move(years));
}

bool oracle_works(const World& world, long day, bool joint_leave_works) {
  long weekday = (day + 3) % 7;  // day 0 was a Thursday; 0 = Monday
  if (weekday > 4) return false;
  auto found = world.off.find(day);
  return found == world.off.end() || (found->second == 2 && joint_leave_works);
}

// Milliseconds since the epoch.
long long oracle(const World& world, long long event_ms, int amount, int offset_hours, const Policy& policy) {
  const long long hour = 3600000, whole_day = 24 * hour;
  if (policy.unit == Unit::hour) return event_ms + amount * hour;
  long long local = event_ms + offset_hours * hour;
  long day = static_cast<long>(local / whole_day);
  int left = amount;
  bool counts_today = policy.include_event_day;
  while (left > 0) {
    bool works = policy.unit == Unit::calendar_day || oracle_works(world, day, policy.joint_leave_works);
    if (counts_today && works) --left;
    counts_today = true;
    if (left > 0) ++day;
  }
  if (policy.unit == Unit::calendar_day && policy.roll_over)
    while (!oracle_works(world, day, policy.joint_leave_works)) ++day;
  return (static_cast<long long>(day) + 1) * whole_day - offset_hours * hour - 1;
}

std::vector<Policy> all_policies() {
  std::vector<Policy> out;
  for (auto unit : {Unit::hour, Unit::calendar_day, Unit::working_day})
    for (int bits = 0; bits < 8; ++bits)
      out.push_back({(bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, false, unit});
  return out;
}

TEST(Calendar, AgreesWithTheOracleOnEveryDayFrom2015To2030) {
  const auto world = synthetic();
  const auto calendar = calendar_of(world);
  const auto policies = all_policies();
  for (long day = 16436; day <= 22279; ++day)
    for (auto zone : {Zone::wib, Zone::wita, Zone::wit}) {
      int hours = static_cast<int>(offset(zone).count());
      long long event = day * 86400000LL + (day * 7919 % 86400) * 1000;
      int amount = static_cast<int>(day % 16);
      const auto& policy = policies[static_cast<std::size_t>(day + hours) % policies.size()];
      Question question{from_ms(event), amount, zone};
      auto reading = count(calendar, question, policy);
      ASSERT_TRUE(reading) << day;
      ASSERT_EQ(to_ms(*reading->due), oracle(world, event, amount, hours, policy))
          << format_utc(question.event) << " +" << amount;
    }
}

RC_GTEST_PROP(CalendarProperties, AgreesWithTheOracle, ()) {
  static const auto world = synthetic();
  static const auto calendar = calendar_of(world);
  auto event = *rc::gen::inRange<long long>(16436LL * 86400000, 22270LL * 86400000);
  auto amount = *rc::gen::inRange(0, 46);
  auto zone = *rc::gen::element(Zone::wib, Zone::wita, Zone::wit);
  auto policy = *rc::gen::elementOf(all_policies());
  auto reading = count(calendar, {from_ms(event), amount, zone}, policy);
  RC_ASSERT(reading.has_value());
  RC_ASSERT(to_ms(*reading->due) == oracle(world, event, amount, static_cast<int>(offset(zone).count()), policy));
}

RC_GTEST_PROP(CalendarProperties, LaterEventsAndLongerLimitsAreNeverDueEarlier, ()) {
  static const auto calendar = calendar_of(synthetic());
  auto event = *rc::gen::inRange<long long>(16436LL * 86400000, 22200LL * 86400000);
  auto later = event + *rc::gen::inRange<long long>(0, 40LL * 86400000);
  auto amount = *rc::gen::inRange(0, 20);
  auto more = amount + *rc::gen::inRange(0, 5);
  auto zone = *rc::gen::element(Zone::wib, Zone::wita, Zone::wit);
  auto policy = *rc::gen::elementOf(all_policies());
  const auto* desk = rules().desk("pilkada", {2024y / 10 / 28});
  policy.ends_at_desk_closing = *rc::gen::arbitrary<bool>();
  auto due = [&](long long from, int n) {
    Question question{from_ms(from), n, zone};
    question.desk = &desk->value;
    return *count(calendar, question, policy)->due;
  };
  RC_ASSERT(due(event, amount) <= due(later, amount));
  RC_ASSERT(due(event, amount) <= due(event, more));
  RC_ASSERT(due(event, amount) >= from_ms(event) || policy.unit == Unit::hour);
  policy.include_event_day = true;
  auto included = due(event, amount);
  policy.include_event_day = false;
  RC_ASSERT(included <= due(event, amount));
}

RC_GTEST_PROP(CalendarProperties, TheSumAddsUp, ()) {
  static const auto calendar = calendar_of(synthetic());
  auto event = *rc::gen::inRange<long long>(16436LL * 86400000, 22270LL * 86400000);
  auto amount = *rc::gen::inRange(1, 30);
  auto policy = *rc::gen::elementOf(all_policies());
  RC_PRE(policy.unit != Unit::hour);
  auto reading = count(calendar, {from_ms(event), amount, Zone::wita}, policy);
  int counted = 0;
  for (std::size_t i = 0; i < reading->days.size(); ++i) {
    const auto& line = reading->days[i];
    if (i > 0) RC_ASSERT(line.date == add_days(reading->days[i - 1].date, 1));
    if (line.counted) RC_ASSERT(line.number == ++counted);
  }
  RC_ASSERT(counted == amount);
  RC_ASSERT(date_in(*reading->due, Zone::wita) == reading->days.back().date);
}

}  // namespace
}  // namespace netra::calendar
