// Whatever day is added or taken away: an open clock stands where it would stand had the calendar always been so.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "domain/clock/testing.hpp"

namespace netra::clock {
namespace {

bool same(const std::optional<LocalTime>& a, const std::optional<LocalTime>& b) {
  return a.has_value() == b.has_value() && (!a || a->at == b->at);
}

struct Property : Fixture {
  using Fixture::Fixture;
  int runs = 0;

  // Decreed already: another day off changes nothing there.
  bool taken(Date day) {
    bool found = false;
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
    RC_ASSERT(edit(event, day, true));
    auto fresh = start(rule.c_str(), event, {"report", "new-" + tag});
    auto moved = view(old, event), expected = view(fresh, event);
    RC_ASSERT(same(moved.due, expected.due) && same(moved.target, expected.target));
    RC_ASSERT(same(moved.latest, expected.latest) && moved.problem == expected.problem);
    if (moved.due && before.due) RC_ASSERT(moved.due->at >= before.due->at);
    RC_ASSERT(edit(event, day, false));
    auto back = view(old, event);
    RC_ASSERT(same(back.due, before.due) && same(back.target, before.target) && same(back.latest, before.latest));
    for (const auto& done : {"old-" + tag, "new-" + tag})
      RC_ASSERT(write(event, [&](Transaction&, storage::Writer& w) -> Result<Done> {
        end_all(w, entropy, event, {"report", done}, event);
        return Done{};
      }));
  }
};

TEST(ClockRedating, StandsWhereItWouldHaveStood) {
  test::for_each_database([](storage::Database& db) {
    Property p(db);
    auto passed = rc::check([&] {
      auto rule = *rc::gen::element<std::string>("investigation", "completion", "handling", "initial_review");
      auto event = at(add_days(2024y / 1 / 2, *rc::gen::inRange(0, 600)), std::chrono::hours(*rc::gen::inRange(0, 24)));
      auto day = add_days(date_in(event, Zone::wib), *rc::gen::inRange(-3, 40));
      if (p.taken(day)) return;
      p.check(rule, event, day);
    });
    EXPECT_TRUE(passed);
  });
}

}  // namespace
}  // namespace netra::clock
