#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "domain/centre/register.hpp"
#include "domain/centre/testing.hpp"

namespace netra::centre {
namespace {

std::int64_t sum(const std::vector<Count>& counts) {
  std::int64_t out = 0;
  for (const auto& count : counts) out += count.count;
  return out;
}

// ---- the recap follows from the register ----

Instant minute(int at) { return Instant(std::chrono::minutes(at)); }

// A row of a register that might have happened: it came, went through stages in order, and may have ended.
RegisterEntry any_entry() {
  const auto hour = rc::gen::inRange(0, 3000);
  RegisterEntry out{.track = "t", .came = minute(*hour)};
  int now = static_cast<int>((out.came - minute(0)) / 1min);
  const auto stages = *rc::gen::inRange(1, 5);
  for (int i = 0; i < stages; ++i) {
    out.steps.push_back({"stage-" + std::to_string(*rc::gen::inRange(0, 4)), "",
                         *rc::gen::element(Holder::bawaslu, Holder::police, Holder::centre), minute(now)});
    RegisterLimit limit{"rule-" + std::to_string(*rc::gen::inRange(0, 3)), "", minute(now), {}, {}};
    if (*rc::gen::arbitrary<bool>()) limit.due = minute(now + *rc::gen::inRange(0, 600));
    now += *rc::gen::inRange(0, 700);
    if (i + 1 < stages || *rc::gen::arbitrary<bool>()) limit.ended = minute(now);
    out.limits.push_back(limit);
  }
  if (out.limits.back().ended) out.ended = minute(now);
  return out;
}

RC_GTEST_PROP(Recap, its_sums_follow_from_the_register, ()) {
  std::vector<RegisterEntry> entries;
  const auto count = *rc::gen::inRange(0, 12);
  for (int i = 0; i < count; ++i) entries.push_back(any_entry());
  const int from = *rc::gen::inRange(0, 3000);
  const Span span{minute(from), minute(from + *rc::gen::inRange(0, 1500))};
  const auto recap = recap_of(entries, span);
  RC_ASSERT(recap.open_before + recap.came - recap.ended == recap.open_after);
  RC_ASSERT(sum(recap.by_stage) == recap.open_after);
  RC_ASSERT(sum(recap.by_holder) == recap.open_after);
  RC_ASSERT(sum(recap.by_outcome) == recap.ended);
  // Counted once more, the plain way.
  std::int64_t came = 0, ended = 0, done = 0, running = 0;
  for (const auto& entry : entries) {
    came += entry.came >= span.from && entry.came < span.until;
    ended += entry.ended && *entry.ended >= span.from && *entry.ended < span.until;
    for (const auto& limit : entry.limits) {
      done += limit.ended && *limit.ended >= span.from && *limit.ended < span.until;
      running += limit.started < span.until && (!limit.ended || *limit.ended >= span.until);
    }
  }
  RC_ASSERT(recap.came == came);
  RC_ASSERT(recap.ended == ended);
  std::int64_t counted_done = 0, counted_running = 0;
  for (const auto& limit : recap.limits) {
    counted_done += limit.in_time + limit.late;
    counted_running += limit.running + limit.overdue;
    RC_ASSERT(limit.average_days <= limit.longest_days + 1e-9);
  }
  RC_ASSERT(counted_done == done);
  RC_ASSERT(counted_running == running);
}

RC_GTEST_PROP(Recap, the_end_of_one_month_is_the_beginning_of_the_next, ()) {
  std::vector<RegisterEntry> entries;
  const auto count = *rc::gen::inRange(0, 8);
  for (int i = 0; i < count; ++i) entries.push_back(any_entry());
  const int from = *rc::gen::inRange(0, 2000), middle = from + *rc::gen::inRange(0, 900),
            until = middle + *rc::gen::inRange(0, 900);
  const auto first = recap_of(entries, {minute(from), minute(middle)});
  const auto second = recap_of(entries, {minute(middle), minute(until)});
  const auto both = recap_of(entries, {minute(from), minute(until)});
  RC_ASSERT(first.open_after == second.open_before);
  RC_ASSERT(first.came + second.came == both.came);
  RC_ASSERT(first.ended + second.ended == both.ended);
}

TEST(Recap, limits_are_kept_missed_running_or_passed) {
  RegisterEntry entry{.came = minute(0), .steps = {{"a", "", Holder::police, minute(0)}}};
  entry.limits = {
      {"kept", "", minute(0), minute(100), minute(100)}, {"missed", "", minute(0), minute(100), minute(101)},
      {"free", "", minute(0), {}, minute(500)},          {"running", "", minute(0), minute(2000), {}},
      {"passed", "", minute(0), minute(100), {}},        {"later", "", minute(2000), minute(2100), {}}};
  const auto recap = recap_of({entry}, {minute(0), minute(1000)});
  ASSERT_THAT(recap.limits, SizeIs(5));
  EXPECT_EQ(recap.limits[0].in_time, 1);
  EXPECT_EQ(recap.limits[1].late, 1);
  EXPECT_EQ(recap.limits[2].in_time, 1);
  EXPECT_EQ(recap.limits[3].running, 1);
  EXPECT_EQ(recap.limits[4].overdue, 1);
  EXPECT_NEAR(recap.limits[1].longest_days, 101.0 / 1440, 1e-9);
}

// ---- the register itself ----

TEST(Register, holds_what_came_to_the_centre_and_how_far_it_is) {
  with_centre([](World& w) {
    w.fill();
    const auto crime = alleged_crime(w);
    cases::registered(w);  // no crime: not in the register
    auto talk = held(w, crime.track);
    EXPECT_EQ(code_of(talk.post(w.commissioner, "opinions", opinion("met"))), "done");
    EXPECT_EQ(code_of(talk.post(w.police, "opinions", opinion("met"))), "done");
    EXPECT_EQ(code_of(talk.post(w.prosecutor, "opinions", opinion("met"))), "done");
    ASSERT_EQ(code_of(talk.post(w.officer, "result", {{"result", "continue"}, {"reason", "Contoh"}})), "done");
    const auto view = w.get_at(w.police, "/register").value();
    ASSERT_THAT(view.at("rows").as_array(), SizeIs(1));
    const auto& row = view.at("rows").at(0).as_object();
    EXPECT_EQ(text_of(row, "track"), crime.track);
    EXPECT_EQ(text_of(row, "stage"), "second_discussion");
    EXPECT_EQ(text_of(row, "holder"), "centre");
    EXPECT_EQ(text_of(at(row, "first"), "result_name"), "Dilanjutkan");
    EXPECT_FALSE(row.contains("second"));
    EXPECT_FALSE(row.contains("forwarded"));
    EXPECT_FALSE(row.contains("returns"));
    EXPECT_THAT(json::serialize(view), Not(HasSubstr("Pegawai Contoh Fiktif"))) << "a register names no person";
  });
}

TEST(Register, is_narrowed_in_the_address) {
  with_centre([](World& w) {
    w.fill();
    alleged_crime(w);
    const auto rows = [&](const std::string& query) {
      return w.get_at(w.officer, "/register" + query).value().at("rows").as_array().size();
    };
    EXPECT_EQ(rows("?state=open"), 1U);
    EXPECT_EQ(rows("?state=ended"), 0U);
    EXPECT_EQ(rows("?state=whatever"), 1U);
    EXPECT_EQ(rows("?stage=first_discussion"), 1U);
    EXPECT_EQ(rows("?stage=investigation"), 0U);
    EXPECT_EQ(rows("?holder=centre"), 1U);
    EXPECT_EQ(rows("?holder=court"), 0U);
    EXPECT_EQ(rows("?from=2024-10-28&until=2024-10-28"), 1U);
    EXPECT_EQ(rows("?from=2024-10-29"), 0U);
    EXPECT_EQ(rows("?until=2024-10-27"), 0U);
    const auto view = w.get_at(w.officer, "/register?stage=%22%3Cscript%3E").value();
    EXPECT_THAT(text_of(view, "csv"), Not(HasSubstr("script")));
  });
}

TEST(Register, counts_a_month_and_opens_a_table) {
  with_centre([](World& w) {
    w.fill();
    alleged_crime(w);
    const auto october = w.get_at(w.prosecutor, "/recap?month=2024-10").value();
    const auto& counts = at(october, "recap");
    EXPECT_EQ(counts.at("open_before"), 0);
    EXPECT_EQ(counts.at("came"), 1);
    EXPECT_EQ(counts.at("open_after"), 1);
    EXPECT_FALSE(october.at("is_whole").as_bool());
    EXPECT_EQ(october.at("stages").at(0).at("name").as_string(), "Pembahasan pertama");
    EXPECT_EQ(at(w.get_at(w.officer, "/recap?month=2024-09").value(), "recap").at("came"), 0);
    EXPECT_EQ(at(w.get_at(w.officer, "/recap?month=2024-12").value(), "recap").at("open_after"), 1);
    EXPECT_EQ(text_of(w.get_at(w.officer, "/recap?month=tidak").value(), "month"), "2024-10");
    EXPECT_EQ(text_of(w.get_at(w.officer, "/recap?month=2024-12").value(), "month_after"), "2025-01");
    for (const char* format : {"csv", "xlsx"}) {
      auto reply = http::InProcess(w.routes, w.db, w.entropy)
                       .ask_as(w.officer, w.now,
                               {http::Method::get, "/centres/" + kOffice + "/register." + std::string(format)});
      ASSERT_TRUE(reply && reply->file && reply->file->bytes);
      EXPECT_FALSE(reply->file->bytes->empty());
    }
  });
}

}  // namespace
}  // namespace netra::centre
