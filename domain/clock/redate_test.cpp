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

// The desk's lists read their own rows, not the clocks.
TEST(ClockRedating, TakesTheRowOnTheDeskAlong) {
  test::for_each_database([](storage::Database& db) {
    Property p(db);
    const auto event = at(2024y / 10 / 28);
    std::vector<std::string> heard;
    p.s.redated = [&](Transaction&, Instant, Entropy&, const Subject& subject) { heard.push_back(subject.id); };
    const auto id = p.start("investigation", event, {"case", "c1"});
    const auto row = [&] {
      return *storage::read(db,
                            [](storage::Reader& r) { return office::find_item(r, office::ItemKind::case_file, "c1"); });
    };
    ASSERT_TRUE(p.write(event, [&](Transaction&, storage::Writer& w) -> Result<Done> {
      office::WorkItem item{.kind = office::ItemKind::case_file, .id = "c1", .office = "bawaslu-33.01"};
      date_item(item, clocks_of(w, p.s, {"case", "c1"}, event, "id"));
      office::put_item(w, item);
      return Done{};
    }));
    const auto before = *row().target_at;
    EXPECT_EQ(before, p.view(id, event).target->at);
    ASSERT_TRUE(p.edit(event, 2024y / 10 / 30, true));
    EXPECT_GT(*row().target_at, before);
    EXPECT_EQ(*row().target_at, p.view(id, event).target->at);
    EXPECT_EQ(*row().due_at, p.view(id, event).due->at);
    EXPECT_EQ(heard, std::vector<std::string>{"c1"});
  });
}

}  // namespace
}  // namespace netra::clock
