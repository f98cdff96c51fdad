#include <algorithm>

#include "domain/calendar/calendar.hpp"

namespace netra::calendar {
namespace {

using namespace std::chrono_literals;

constexpr auto kDay = 24h;

// One reading being counted.
class Count {
 public:
  Count(const Calendar& calendar, const Question& question, const Policy& policy)
      : calendar_(calendar), question_(question), policy_(policy), step_(question.backwards ? -1 : 1) {
    reading_.policy = policy;
  }

  Result<Reading> run() {
    if (policy_.unit == Unit::hour) {
      reading_.due = hours();
      return std::move(reading_);
    }
    const Date event_day = date_in(question_.event, question_.zone);
    Date day = event_day;
    if (!policy_.include_event_day || question_.amount == 0) {
      write(event_day, 0, DayReason::event_day);
      day = add_days(day, step_);
    }
    Date last = event_day;
    for (int counted = 0; counted < question_.amount; day = add_days(day, step_)) {
      auto reason = why_not(day);
      if (!reason) return fail(std::move(reason.error()));
      if (*reason == DayReason::counted) last = day, ++counted;
      write(day, *reason == DayReason::counted ? counted : 0, *reason);
    }
    if (policy_.roll_over && policy_.unit == Unit::calendar_day && !question_.backwards) {
      auto rolled = roll_over(last);
      if (!rolled) return fail(std::move(rolled.error()));
      last = *rolled;
    }
    reading_.due = end_of_day(last);
    return std::move(reading_);
  }

 private:
  Instant hours() const {
    Instant due = question_.event + step_ * std::chrono::hours(question_.amount);
    if (question_.backwards) return due;
    auto pauses = question_.pauses;
    std::sort(pauses.begin(), pauses.end(), [](const Pause& a, const Pause& b) { return a.from < b.from; });
    for (const auto& pause : pauses)
      if (pause.until && pause.from<due&& * pause.until> pause.from)
        due += *pause.until - std::max(pause.from, question_.event);
    return due;
  }

  // counted, or why the day does not count.
  Result<DayReason> why_not(Date day) const {
    if (is_paused(day)) return DayReason::paused;
    if (policy_.unit == Unit::calendar_day) return DayReason::counted;
    return day_off(day);
  }

  Result<DayReason> day_off(Date day) const {
    if (!calendar_.is_published(int(day.year())))
      return fail(Outcome::kConflict, "calendar.unpublished_year", std::to_string(int(day.year())));
    auto weekday = weekday_of(day).iso_encoding();
    if (weekday == 6) return DayReason::saturday;
    if (weekday == 7) return DayReason::sunday;
    const auto* holiday = calendar_.holiday_on(day, question_.region);
    if (!holiday) return DayReason::counted;
    if (holiday->kind != HolidayKind::joint_leave) return DayReason::holiday;
    return policy_.joint_leave_works ? DayReason::counted : DayReason::joint_leave;
  }

  // A day on which the clock stood still from its first instant to its last.
  bool is_paused(Date day) const {
    Instant from = start_of_day(day, question_.zone);
    return std::any_of(question_.pauses.begin(), question_.pauses.end(), [&](const Pause& pause) {
      return pause.until && pause.from <= from && *pause.until >= from + kDay;
    });
  }

  Result<Date> roll_over(Date last) {
    for (Date day = last;; day = add_days(day, 1)) {
      auto reason = day_off(day);
      if (!reason) return fail(std::move(reason.error()));
      bool works = *reason == DayReason::counted;
      if (day != last) write(day, 0, works ? DayReason::rolled_over : *reason);
      if (works) return day;
    }
  }

  void write(Date day, int number, DayReason reason) {
    DayLine line{day, number, number > 0, reason, {}, {}};
    if (const auto* holiday = calendar_.holiday_on(day, question_.region)) {
      line.name = holiday->name;
      line.decree = holiday->decree;
    }
    reading_.days.push_back(std::move(line));
  }

  Instant end_of_day(Date day) const {
    Instant start = start_of_day(day, question_.zone);
    Instant midnight = start + kDay - 1ms;
    if (!policy_.ends_at_desk_closing || !question_.desk) return midnight;
    if (question_.open_all_day && question_.open_all_day(day)) return midnight;
    const auto* holiday = calendar_.holiday_on(day, question_.region);
    auto hours = question_.desk->days.find(static_cast<int>(weekday_of(day).iso_encoding()));
    if (holiday || hours == question_.desk->days.end()) return midnight;  // a desk that does not open closes no day
    Instant closing = start + std::chrono::minutes(hours->second.closes);
    return closing < question_.event && !question_.backwards ? midnight : closing;
  }

  const Calendar& calendar_;
  const Question& question_;
  const Policy& policy_;
  int step_;
  Reading reading_;
};

}  // namespace

Result<Reading> count(const Calendar& calendar, const Question& question, const Policy& policy) {
  return Count(calendar, question, policy).run();
}

Result<Deadline> count_all(const Calendar& calendar, const Question& question, const std::vector<Policy>& policies) {
  Deadline out;
  for (const auto& policy : policies) {
    auto reading = count(calendar, question, policy);
    if (!reading && out.readings.empty()) return fail(std::move(reading.error()));
    if (!reading) {
      out.readings.push_back({policy, std::nullopt, reading.error().code, {}});
      continue;
    }
    bool first = out.readings.empty();
    if (first) out.due = out.target = out.latest = *reading->due;
    out.target = std::min(out.target, *reading->due);
    out.latest = std::max(out.latest, *reading->due);
    out.readings.push_back(std::move(*reading));
  }
  return out;
}

}  // namespace netra::calendar
