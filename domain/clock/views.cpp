#include <algorithm>

#include "domain/clock/rows.hpp"

namespace netra::clock {
namespace {

using namespace std::chrono_literals;

constexpr auto kSoon = 24h;  // how the pages speak, not a limit of law

Remaining remaining_until(Instant target, Instant now) {
  auto left = target - now;
  Remaining out;
  out.over = left < 0ms;
  auto minutes = std::chrono::duration_cast<std::chrono::minutes>(out.over ? -left : left).count();
  out.days = minutes / (24 * 60);
  out.hours = minutes / 60 % 24;
  out.minutes = minutes % 60;
  return out;
}

Urgency urgency_of(const ClockRow& row, Instant now) {
  if (row.state == ClockState::ended) return Urgency::ended;
  if (row.state == ClockState::paused) return Urgency::paused;
  if (!row.target || !row.due) return Urgency::undated;
  if (row.lapsed || *row.due < now) return Urgency::lapsed;
  if (*row.target < now) return Urgency::overdue;
  if (date_in(*row.target, row.zone) == date_in(now, row.zone)) return Urgency::today;
  return *row.target - now <= kSoon ? Urgency::soon : Urgency::calm;
}

// The part that needs no counting.
ClockView base_view(const ClockRow& row, Instant now) {
  ClockView out;
  out.id = row.id;
  out.url = "/clocks/" + row.id;
  out.rule = row.rule;
  out.subject_kind = row.subject_kind;
  out.subject_id = row.subject_id;
  out.office = row.office;
  out.state = row.state;
  out.urgency = urgency_of(row, now);
  out.started_at = {row.event, row.zone};
  out.due = local(row.due, row.zone);
  out.target = local(row.target, row.zone);
  out.latest = local(row.latest, row.zone);
  out.readings_differ = row.target && row.latest && *row.target != *row.latest;
  if (row.state == ClockState::running && row.target) out.remaining = remaining_until(*row.target, now);
  out.ended_at = local(row.ended, row.zone);
  out.lapsed_at = local(row.lapsed, row.zone);
  out.problem = row.problem;
  return out;
}

void take_rule(ClockView& out, const Services& s, const Counting& counting, std::string_view language) {
  out.label = counting.series->label.in(language);
  if (const auto* event = s.rules.event(counting.event_name)) out.starts_from = event->label.in(language);
  out.started_at.at = counting.event;
  out.amount = counting.amount;
  if (!counting.policies.empty()) out.unit = counting.policies.front().unit;
  out.basis = counting.rule->origin.basis;
  out.mark = counting.rule->origin.mark;
}

}  // namespace

ClockView view_of(const Services& s, const ClockRow& row, const Dating& dating, Instant now,
                  std::string_view language) {
  auto out = base_view(row, now);
  take_rule(out, s, dating.counting, language);
  if (dating.deadline)
    for (const auto& reading : dating.deadline->readings)
      if (reading.due == row.target) {
        out.days = reading.days;
        break;
      }
  return out;
}

ClockView view_of(storage::Reader& db, const Services& s, const ClockRow& row, Instant now, std::string_view language) {
  auto out = base_view(row, now);
  auto counting = counting_of(db, s.rules, row);
  if (counting) take_rule(out, s, *counting, language);
  return out;
}

void date_item(office::WorkItem& item, const std::vector<ClockView>& clocks) {
  const ClockView* first = nullptr;
  for (const auto& view : clocks)
    if (view.state == ClockState::running && view.target && (!first || view.target->at < first->target->at))
      first = &view;
  item.target_at = item.due_at = std::nullopt;
  item.clock.clear();
  if (!first) return;
  item.target_at = first->target->at;
  if (first->due) item.due_at = first->due->at;
  item.clock = first->rule;
}

std::vector<ClockView> clocks_of(storage::Reader& db, const Services& s, const Subject& subject, Instant now,
                                 std::string_view language) {
  std::vector<ClockView> out;
  auto rows = rows_of(db, subject);
  if (rows.empty()) return out;
  auto calendar = s.load_calendar(db);
  for (const auto& row : rows) {
    auto dating = date_clock(db, s, calendar, row);
    out.push_back(dating ? view_of(s, row, *dating, now, language) : view_of(db, s, row, now, language));
  }
  return out;
}

std::optional<ClockView> clock_by_id(storage::Reader& db, const Services& s, std::string_view id, Instant now,
                                     std::string_view language) {
  auto row = find_clock(db, id);
  if (!row) return std::nullopt;
  auto dating = date_clock(db, s, s.load_calendar(db), *row);
  return dating ? view_of(s, *row, *dating, now, language) : view_of(db, s, *row, now, language);
}

}  // namespace netra::clock
