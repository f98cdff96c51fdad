#include <algorithm>

#include "domain/calendar/calendar.hpp"
#include "domain/calendar/sql.hpp"

namespace netra::calendar {
namespace {

std::string join(const std::vector<std::string>& parts) {
  std::string out;
  for (const auto& part : parts) out += (out.empty() ? "" : "; ") + part;
  return out;
}

// What the files say, before any edit.
void take_published(const procedure::Rules& rules, std::vector<Holiday>& holidays, std::vector<PublishedYear>& years) {
  for (const auto& year : rules.holiday_years) {
    years.push_back({year.year, join(year.decrees), year.origin.source, year.origin.mark});
    for (const auto& day : year.holidays)
      holidays.push_back({"", day.date, day.kind, "", day.name, day.decree, day.source, day.mark});
  }
}

void apply(const HolidayEdit& edit, std::vector<Holiday>& holidays) {
  if (edit.added) {
    holidays.push_back({edit.id, edit.date, edit.kind, edit.region, edit.name, edit.decree, edit.source, edit.mark});
    return;
  }
  std::erase_if(holidays, [&](const Holiday& holiday) {
    return holiday.date == edit.date && holiday.kind == edit.kind && holiday.region == edit.region;
  });
}

HolidayEdit store(storage::Writer& db, HolidayEdit edit) {
  db.execute(sql::calendar::insert_edit, {edit.id, edit.added, edit.date, edit.kind, edit.region, edit.name,
                                          edit.decree, edit.source, edit.mark, edit.at});
  return edit;
}

}  // namespace

namespace {

struct Edits {
  std::vector<HolidayEdit> holidays;
  std::vector<PublishedYear> years;
};

Edits read_edits(storage::Reader& db) {
  return {db.all<HolidayEdit>(sql::calendar::edits), db.all<PublishedYear>(sql::calendar::years)};
}

Calendar with_edits(const procedure::Rules& rules, const Edits& edits) {
  std::vector<Holiday> holidays;
  std::vector<PublishedYear> years;
  take_published(rules, holidays, years);
  for (const auto& edit : edits.holidays) apply(edit, holidays);
  for (const auto& year : edits.years) years.push_back(year);
  return Calendar(std::move(holidays), std::move(years));
}

std::string key_of(const Edits& edits) {
  std::string out;
  for (const auto& edit : edits.holidays) out += edit.id + " ";
  for (const auto& year : edits.years) out += std::to_string(year.year) + " " + year.decrees + " " + year.source + " ";
  return out;
}

}  // namespace

Calendar load(storage::Reader& db, const procedure::Rules& rules) { return with_edits(rules, read_edits(db)); }

Calendar Cache::get(storage::Reader& db, const procedure::Rules& rules) {
  auto edits = read_edits(db);
  auto key = key_of(edits);
  std::lock_guard lock(mutex_);
  if (!calendar_ || key != key_) {
    calendar_ = with_edits(rules, edits);
    key_ = std::move(key);
  }
  return *calendar_;
}

Result<HolidayEdit> add_holiday(storage::Writer& db, const procedure::Rules& rules, Instant now, Entropy& entropy,
                                const Holiday& holiday) {
  for (const auto& other : load(db, rules).holidays_in(int(holiday.date.year())))
    if (other.date == holiday.date && other.region == holiday.region)
      return fail(Outcome::kConflict, "calendar.holiday_exists");
  return store(db, {make_id(now, entropy), true, holiday.date, holiday.kind, holiday.region, holiday.name,
                    holiday.decree, holiday.source, holiday.mark, now});
}

Result<HolidayEdit> remove_holiday(storage::Writer& db, const procedure::Rules& rules, Instant now, Entropy& entropy,
                                   Date date, HolidayKind kind, std::string_view region) {
  for (const auto& day : load(db, rules).holidays_in(int(date.year())))
    if (day.date == date && day.kind == kind && day.region == region)
      return store(
          db, {make_id(now, entropy), false, date, kind, day.region, day.name, day.decree, day.source, day.mark, now});
  return fail(Outcome::kNotFound, "calendar.holiday_unknown");
}

Result<PublishedYear> publish_year(storage::Writer& db, const procedure::Rules& rules, Instant now,
                                   const PublishedYear& year) {
  if (load(db, rules).is_published(year.year)) return fail(Outcome::kConflict, "calendar.year_exists");
  db.execute(sql::calendar::insert_year, {year.year, year.decrees, year.source, year.mark, now});
  return year;
}

std::vector<HolidayEdit> edits_of(storage::Reader& db, int year) {
  auto day = [&](unsigned month, unsigned last) {
    return Date{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{last}};
  };
  return db.all<HolidayEdit>(sql::calendar::edits_between, {day(1, 1), day(12, 31)});
}

}  // namespace netra::calendar
