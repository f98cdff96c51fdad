#include "domain/clock/sum.hpp"

#include <algorithm>

#include "domain/clock/rows.hpp"

namespace netra::clock {
namespace {

std::vector<ReadingView> readings_of(const ClockRow& row, const Dating& dating) {
  std::vector<ReadingView> out;
  if (!dating.deadline) return out;
  for (const auto& reading : dating.deadline->readings) {
    auto due = local(reading.due, row.zone);
    auto same = std::find_if(out.begin(), out.end(), [&](const ReadingView& other) {
      return other.problem == reading.problem && other.due.has_value() == due.has_value() &&
             (!due || other.due->at == due->at);
    });
    if (same == out.end()) {
      ReadingView view;
      view.in_force = out.empty();
      view.is_target = reading.due == dating.deadline->target;
      view.is_latest = reading.due == dating.deadline->latest;
      view.due = due;
      view.problem = reading.problem;
      view.days = reading.days;
      same = out.insert(out.end(), std::move(view));
    }
    same->policies.push_back(reading.policy);
  }
  std::stable_sort(out.begin(), out.end(), [](const ReadingView& a, const ReadingView& b) {
    return a.due && (!b.due || a.due->at < b.due->at);
  });
  return out;
}

// A rule that may be counted from one event or another (parameter with event ids as options): the reading from the
// other one, where it leads to another date. It informs; the office works to the readings from the event in force.
void add_other_starts(std::vector<ReadingView>& readings, storage::Reader& db, const Services& s,
                      const EventTime& event_time, const ClockRow& row, const Dating& dating,
                      std::string_view language) {
  const auto& rule = dating.counting.rule->value;
  const auto* parameter = rule.starts_from_parameter ? s.rules.parameter_series(row.regime, rule.starts_from) : nullptr;
  if (!parameter || !event_time || !dating.deadline) return;
  for (const auto& option : parameter->options) {
    if (option == dating.counting.event_name) continue;
    auto at = event_time(db, {row.subject_kind, row.subject_id}, option);
    if (!at) continue;
    ClockRow other = row;
    other.event = *at;
    auto counted = date_clock(db, s, s.load_calendar(db), other);
    if (!counted || !counted->deadline || counted->deadline->due == dating.deadline->due) continue;
    ReadingView view;
    const auto& reading = counted->deadline->readings.front();
    view.policies = {reading.policy};
    view.due = local(reading.due, row.zone);
    view.days = reading.days;
    const auto* event = s.rules.event(option);
    view.starts_from = event ? event->label.in(language) : option;
    view.started_at = LocalTime{*at, row.zone};
    readings.push_back(std::move(view));
  }
}

std::vector<ChangeView> changes_of(storage::Reader& db, const ClockRow& row) {
  std::vector<ChangeView> out;
  for (const auto& event : events_of(db, row.id)) out.push_back(change_of(event, row.zone));
  return out;
}

}  // namespace

ChangeView change_of(const EventRow& event, Zone zone) {
  return {std::string(enum_name(event.kind)),
          {event.at, zone},
          {event.written, zone},
          local(event.was, zone),
          local(event.now, zone)};
}

Result<SumView> sum_of(storage::Reader& db, const Services& s, const EventTime& event_time, const Subject& subject,
                       std::string_view clock, Instant now, std::string_view language) {
  auto row = find_clock(db, clock);
  if (!row || row->subject_kind != subject.kind || row->subject_id != subject.id)
    return fail(Outcome::kNotFound, "clock.unknown");
  SumView out;
  auto dating = date_clock(db, s, s.load_calendar(db), *row);
  out.clock = dating ? view_of(s, *row, *dating, now, language) : view_of(db, s, *row, now, language);
  out.zone = zone_abbreviation(row->zone);
  out.rule_url = "/rules/" + row->regime + ".clock." + row->rule;
  if (dating) {
    out.readings = readings_of(*row, *dating);
    add_other_starts(out.readings, db, s, event_time, *row, *dating, language);
    const auto& origin = dating->counting.rule->origin;
    out.source = origin.source;
    out.note = origin.note.in(language);
    if (origin.last_checked.ok()) out.last_checked = origin.last_checked;
  }
  out.changes = changes_of(db, *row);
  return out;
}

}  // namespace netra::clock
