#include <algorithm>
#include <charconv>

#include "domain/clock/rows.hpp"
#include "domain/clock/sql.hpp"

namespace netra::clock {
namespace {

struct Cursor {
  std::int64_t sort_ms = 0;
  std::string id;
};

// "1730100000000.0192..."; a cursor that is none starts from the beginning.
Cursor parse_cursor(std::string_view text) {
  Cursor out;
  auto dot = text.find('.');
  if (dot == std::string_view::npos) return out;
  auto [end, error] = std::from_chars(text.data(), text.data() + dot, out.sort_ms);
  if (error != std::errc{} || end != text.data() + dot) return {};
  out.id = text.substr(dot + 1);
  return out;
}

std::string cursor_of(const ClockRow& row) { return std::to_string(row.sort_ms) + "." + row.id; }

Instant day_start(Instant now, Zone zone, int days) { return start_of_day(add_days(date_in(now, zone), days), zone); }

// First and last order that belongs to a window.
std::pair<std::int64_t, std::int64_t> bounds(DueWindow window, Instant now, Zone zone) {
  switch (window) {
    case DueWindow::overdue:
      return {0, to_ms(now) - 1};
    case DueWindow::today:
      return {to_ms(now), to_ms(day_start(now, zone, 1)) - 1};
    case DueWindow::week:
      return {to_ms(day_start(now, zone, 1)), to_ms(day_start(now, zone, 8)) - 1};
    case DueWindow::undated:
      return {kNever, kNever};
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

}  // namespace

DuePage due_clocks(storage::Reader& db, const Services& s, const DueFilter& filter, Instant now, Zone zone,
                   std::string_view language) {
  auto [first, last] = bounds(filter.window, now, zone);
  auto cursor = parse_cursor(filter.after);
  if (cursor.sort_ms < first) cursor = {first, ""};
  std::vector<ClockRow> rows;
  for (const auto& office : filter.offices)
    for (auto& row : db.all<ClockRow>(sql::clock::due_page, {office, cursor.sort_ms, cursor.id, last,
                                                             filter.subject_kind, filter.rule, filter.limit + 1}))
      rows.push_back(std::move(row));
  std::sort(rows.begin(), rows.end(),
            [](const ClockRow& a, const ClockRow& b) { return std::tie(a.sort_ms, a.id) < std::tie(b.sort_ms, b.id); });
  DuePage out;
  auto limit = static_cast<std::size_t>(filter.limit);
  for (std::size_t i = 0; i < std::min(limit, rows.size()); ++i)
    out.clocks.push_back(view_of(db, s, rows[i], now, language));
  if (rows.size() > limit && limit > 0) out.next = cursor_of(rows[limit - 1]);
  return out;
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
                     series ? series->label.in(language) : row.rule, row.subject_kind, row.subject_id, row.office});
    }
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.id > b.id; });
  if (out.size() > static_cast<std::size_t>(limit)) out.resize(static_cast<std::size_t>(limit));
  return out;
}

}  // namespace netra::clock
