#include <algorithm>

#include "domain/clock/rows.hpp"
#include "domain/clock/sql.hpp"

namespace netra::clock {
namespace {

Instant day_start(Instant now, Zone zone, int days) { return start_of_day(add_days(date_in(now, zone), days), zone); }

enum class DueWindow { all, overdue, today, week };

// First and last order that belongs to a window.
std::pair<std::int64_t, std::int64_t> bounds(DueWindow window, Instant now, Zone zone) {
  switch (window) {
    case DueWindow::overdue:
      return {0, to_ms(now) - 1};
    case DueWindow::today:
      return {to_ms(now), to_ms(day_start(now, zone, 1)) - 1};
    case DueWindow::week:
      return {to_ms(day_start(now, zone, 1)), to_ms(day_start(now, zone, 8)) - 1};
    case DueWindow::all:
      break;
  }
  return {0, kNever};
}

struct NoticeRow {
  std::string id;
  NoticeKind kind = NoticeKind::before_limit;
  bool escalated = false;
  Instant at;
  std::string clock, office, rule, regime;
  Zone zone = Zone::wib;
  std::string subject_kind, subject_id;
};
BOOST_DESCRIBE_STRUCT(NoticeRow, (),
                      (id, kind, escalated, at, clock, office, rule, regime, zone, subject_kind, subject_id))

std::string name_on_desk(storage::Reader& db, std::string_view subject_kind, std::string_view id) {
  for (auto kind : item_kinds(subject_kind))
    if (auto item = office::find_item(db, kind, id)) return item->number.empty() ? item->title : item->number;
  return {};
}

}  // namespace

std::vector<office::ItemKind> item_kinds(std::string_view subject_kind) {
  using office::ItemKind;
  if (subject_kind == "report") return {ItemKind::report, ItemKind::lead};
  if (subject_kind == "tracing") return {ItemKind::tracing};
  if (subject_kind == "finding") return {ItemKind::finding};
  if (subject_kind == "case") return {ItemKind::case_file};
  if (subject_kind == "track" || subject_kind == "handover") return {ItemKind::track};
  if (subject_kind == "recommendation") return {ItemKind::recommendation};
  return {};
}

DueCounts count_due(storage::Reader& db, const std::vector<std::string>& offices, Instant now, Zone zone) {
  DueCounts out;
  auto in_window = [&](const std::string& office, DueWindow window) {
    auto [first, last] = bounds(window, now, zone);
    return db.integer(sql::clock::count_between, {office, first, last + 1, kCountedAtMost}).value_or(0);
  };
  for (const auto& office : offices) {
    out.overdue += in_window(office, DueWindow::overdue);
    out.today += in_window(office, DueWindow::today);
    out.week += in_window(office, DueWindow::week);
    out.open += in_window(office, DueWindow::all);
  }
  return out;
}

std::vector<NoticeView> notices(storage::Reader& db, const Services& s, const std::vector<std::string>& offices,
                                std::string_view before, int limit, std::string_view language) {
  std::vector<NoticeView> out;
  std::string from = before.empty() ? "zzzzzzzz" : std::string(before);
  for (const auto& office : offices)
    for (const auto& row : db.all<NoticeRow>(sql::clock::notices, {office, from, limit})) {
      const auto* series = s.rules.clock_series(row.regime, row.rule);
      out.push_back({row.id, row.kind, row.escalated, LocalTime{row.at, row.zone}, row.clock, "/clocks/" + row.clock,
                     series ? series->label.in(language) : row.rule, name_on_desk(db, row.subject_kind, row.subject_id),
                     row.subject_kind, row.subject_id, row.office});
    }
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.id > b.id; });
  if (out.size() > static_cast<std::size_t>(limit)) out.resize(static_cast<std::size_t>(limit));
  return out;
}

}  // namespace netra::clock
