// Whatever day is added or taken away: an open clock stands where it would stand had the calendar always been so.
#include <gtest/gtest.h>

#include <set>

#include "domain/clock/testing.hpp"

namespace netra::clock {
namespace {

bool same(const std::optional<LocalTime>& a, const std::optional<LocalTime>& b) {
  return a.has_value() == b.has_value() && (!a || a->at == b->at);
}

struct Property : Fixture {
  using Fixture::Fixture;
  int runs = 0;

  std::set<std::string> used;

  // Decreed already, so that another day off changes nothing there; or edited in an earlier run, whose clock may have
  // stood later.
  bool taken(Date day) {
    bool found = !used.insert(format_date(day)).second;
    for (const auto& other : rules().holiday_years)
      for (const auto& holiday : other.holidays) found = found || holiday.date == day;
    return found;
  }

  Result<std::vector<Redated>> edit(Instant now, Date day, bool added) {
    return write(now, [&](Transaction& tx, storage::Writer& writer) -> Result<std::vector<Redated>> {
      auto kind = procedure::HolidayKind::local;
      auto done = added ? calendar::add_holiday(writer, s.rules, now, entropy,
                                                {"", day, kind, "33.01", "Contoh", "SK", "", Mark::verified})
                        : calendar::remove_holiday(writer, s.rules, now, entropy, day, kind, "33.01");
      if (!done) return fail(std::move(done.error()));
      return redate_open(tx, s, now, entropy, actor, "33.01", day, "contoh");
    });
  }

  void check(const std::string& rule, Instant event, Date day) {
    auto tag = std::to_string(++runs);
    auto old = start(rule.c_str(), event, {"report", "old-" + tag});
    auto before = view(old, event);
    ASSERT_TRUE(edit(event, day, true));
    auto fresh = start(rule.c_str(), event, {"report", "new-" + tag});
    auto moved = view(old, event), expected = view(fresh, event);
    ASSERT_TRUE(same(moved.due, expected.due) && same(moved.target, expected.target));
    ASSERT_TRUE(same(moved.latest, expected.latest) && moved.problem == expected.problem);
    if (moved.due && before.due) ASSERT_TRUE(moved.due->at >= before.due->at);
    ASSERT_TRUE(edit(event + std::chrono::milliseconds(1), day, false));
    auto back = view(old, event);
    ASSERT_TRUE(same(back.due, before.due) && same(back.target, before.target) && same(back.latest, before.latest));
    for (const auto& done : {"old-" + tag, "new-" + tag})
      ASSERT_TRUE(write(event, [&](Transaction&, storage::Writer& w) -> Result<Done> {
        end_all(w, entropy, event, {"report", done}, event);
        return Done{};
      }));
  }
};

// Times run forward, as they do: an edit of today never lies before one of yesterday.
TEST(ClockRedating, StandsWhereItWouldHaveStood) {
  test::for_each_database([](storage::Database& db) {
    Property p(db);
    const char* const rules[] = {"investigation", "completion", "handling", "initial_review"};
    for (int i = 0; i < 60; ++i) {
      auto event = at(add_days(2024y / 1 / 10, i * 10), std::chrono::hours(i * 5 % 24));
      auto day = add_days(date_in(event, Zone::wib), i * 7 % 43 - 3);
      SCOPED_TRACE(std::string(rules[i % 4]) + " " + format_utc(event) + " " + format_date(day));
      if (!p.taken(day)) p.check(rules[i % 4], event, day);
    }
  });
}

}  // namespace
}  // namespace netra::clock
