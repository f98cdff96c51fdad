#include "domain/calendar/calendar.hpp"

#include <algorithm>

namespace netra::calendar {
namespace {

// A local day binds its region and every region below it: "33" binds "33.01" and "33.01.02".
bool binds(const std::string& holiday_region, std::string_view region) {
  if (holiday_region.empty() || holiday_region == region) return true;
  return region.size() > holiday_region.size() && region.substr(0, holiday_region.size()) == holiday_region &&
         region[holiday_region.size()] == '.';
}

bool by_date(const Holiday& a, const Holiday& b) {
  if (a.date != b.date) return a.date < b.date;
  return (a.kind == HolidayKind::joint_leave) < (b.kind == HolidayKind::joint_leave);
}

}  // namespace

Calendar::Calendar(std::vector<Holiday> holidays, std::vector<PublishedYear> years) {
  auto days = std::make_shared<Days>(Days{std::move(holidays), std::move(years)});
  std::stable_sort(days->holidays.begin(), days->holidays.end(), by_date);
  std::stable_sort(days->years.begin(), days->years.end(),
                   [](const auto& a, const auto& b) { return a.year < b.year; });
  days_ = std::move(days);
}

bool Calendar::is_published(int year) const {
  return std::any_of(days_->years.begin(), days_->years.end(),
                     [&](const auto& published) { return published.year == year; });
}

std::vector<Holiday> Calendar::holidays_in(int year) const {
  std::vector<Holiday> out;
  for (const auto& holiday : days_->holidays)
    if (int(holiday.date.year()) == year) out.push_back(holiday);
  return out;
}

const Holiday* Calendar::holiday_on(Date date, std::string_view region) const {
  const auto& holidays = days_->holidays;
  auto at = std::lower_bound(holidays.begin(), holidays.end(), date,
                             [](const Holiday& holiday, Date day) { return holiday.date < day; });
  for (; at != holidays.end() && at->date == date; ++at)
    if (binds(at->region, region)) return &*at;
  return nullptr;
}

bool is_working_day(const Calendar& calendar, Date date, std::string_view region, bool joint_leave_works) {
  auto weekday = weekday_of(date).iso_encoding();
  if (weekday >= 6) return false;
  const auto* holiday = calendar.holiday_on(date, region);
  return !holiday || (holiday->kind == HolidayKind::joint_leave && joint_leave_works);
}

}  // namespace netra::calendar
