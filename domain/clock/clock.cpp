#include "domain/clock/clock.hpp"

#include "domain/clock/rows.hpp"

namespace netra::clock {
namespace {

void finish(storage::Writer& db, Entropy& entropy, ClockRow& row, Instant now, Instant at, std::string_view why) {
  cancel_alarm(db, row);
  row.state = ClockState::ended;
  row.ended = at;
  set_order(row);
  update_clock(db, row);
  add_event(db, entropy, row, EventKind::ended, at, now, row.target, why);
}

// Dates the row anew and plans its alarm; the row is written by the caller.
Result<Done> date_again(storage::Writer& db, const Services& s, ClockRow& row, Instant now) {
  auto dating = date_clock(db, s, s.load_calendar(db), row);
  if (!dating) return fail(std::move(dating.error()));
  take_dates(row, *dating);
  plan_alarm(db, s.rules, row, now);
  return Done{};
}

struct Started {
  ClockRow row;
  Dating dating;
};

Result<Started> start_row(storage::Writer& db, const Services& s, Instant now, Entropy& entropy, const Start& start) {
  ClockRow row;
  row.rule = start.rule;
  row.regime = start.place.regime;
  row.election = start.place.election;
  row.subject_kind = start.subject.kind;
  row.subject_id = start.subject.id;
  row.office = start.place.office;
  row.region = start.place.region;
  row.zone = start.place.zone;
  row.event = start.event_at;
  row.alarmed = row.created = now;
  if (!s.rules.clock(row.regime, row.rule, {date_in(row.event, row.zone), row.election}))
    return fail(Outcome::kInvalid, "clock.unknown_rule", row.regime + "/" + row.rule);
  if (auto before = open_clock(db, start.subject, start.rule)) finish(db, entropy, *before, now, now, "restarted");
  auto dating = date_clock(db, s, s.load_calendar(db), row);
  if (!dating) return fail(std::move(dating.error()));
  take_dates(row, *dating);
  row.id = make_id(now, entropy);
  plan_alarm(db, s.rules, row, now);
  insert_clock(db, row);
  add_event(db, entropy, row, EventKind::started, start.event_at, now, std::nullopt, "");
  return Started{std::move(row), std::move(*dating)};
}

}  // namespace

Result<std::string> start(storage::Writer& db, const Services& s, Instant now, Entropy& entropy, const Start& start) {
  auto started = start_row(db, s, now, entropy, start);
  if (!started) return fail(std::move(started.error()));
  return std::move(started->row.id);
}

Result<ClockView> start_shown(storage::Writer& db, const Services& s, Instant now, Entropy& entropy, const Start& start,
                              std::string_view language) {
  auto started = start_row(db, s, now, entropy, start);
  if (!started) return fail(std::move(started.error()));
  return view_of(s, started->row, started->dating, now, language);
}

bool end(storage::Writer& db, Entropy& entropy, Instant now, const Subject& subject, std::string_view rule,
         Instant at) {
  auto row = open_clock(db, subject, rule);
  if (!row) return false;
  finish(db, entropy, *row, now, at, "");
  return true;
}

int end_all(storage::Writer& db, Entropy& entropy, Instant now, const Subject& subject, Instant at) {
  int ended = 0;
  for (auto& row : rows_of(db, subject)) {
    if (row.state == ClockState::ended) continue;
    finish(db, entropy, row, now, at, "");
    ++ended;
  }
  return ended;
}

Result<Done> pause(storage::Writer& db, const Services&, Instant now, Entropy& entropy, const Subject& subject,
                   std::string_view rule, Instant at, std::string_view why) {
  auto row = open_clock(db, subject, rule);
  if (!row || row->state != ClockState::running) return fail(Outcome::kConflict, "clock.not_running");
  cancel_alarm(db, *row);
  row->state = ClockState::paused;
  set_order(*row);
  update_clock(db, *row);
  add_event(db, entropy, *row, EventKind::paused, at, now, row->target, why);
  return Done{};
}

Result<Done> resume(storage::Writer& db, const Services& s, Instant now, Entropy& entropy, const Subject& subject,
                    std::string_view rule, Instant at, std::string_view why) {
  auto row = open_clock(db, subject, rule);
  if (!row || row->state != ClockState::paused) return fail(Outcome::kConflict, "clock.not_paused");
  auto was = row->target;
  row->state = ClockState::running;
  add_event(db, entropy, *row, EventKind::resumed, at, now, was, why);  // the sum needs to know the pause's end
  auto dated = date_again(db, s, *row, now);
  if (!dated) return dated;
  update_clock(db, *row);
  return Done{};
}

void move_to(storage::Writer& db, const Services& s, Instant now, Entropy& entropy, const Subject& subject,
             const Place& place) {
  for (auto& row : rows_of(db, subject)) {
    if (row.state == ClockState::ended) continue;
    auto was = row.target;
    row.office = place.office;
    row.region = place.region;
    row.zone = place.zone;
    bool restarts =
        s.rules.parameter_flag(row.regime, "transfer_restarts_clock", {date_in(now, place.zone), row.election});
    if (restarts && row.state == ClockState::running) {
      row.event = now;
      (void)date_again(db, s, row, now);  // the rule was known when the clock started
    }
    update_clock(db, row);
    add_event(db, entropy, row, EventKind::moved, now, now, was, restarts ? "restarted" : "");
  }
}

Result<Forecast> forecast(storage::Reader& db, const Services& s, std::string_view rule, const Place& place,
                          Instant event_at) {
  ClockRow row;
  row.rule = rule;
  row.regime = place.regime;
  row.election = place.election;
  row.office = place.office;
  row.region = place.region;
  row.zone = place.zone;
  row.event = event_at;
  auto dating = date_clock(db, s, s.load_calendar(db), row);
  if (!dating) return fail(std::move(dating.error()));
  Forecast out;
  out.problem = dating->problem;
  out.amount = dating->counting.amount;
  out.unit = dating->counting.policies.empty() ? Unit::calendar_day : dating->counting.policies.front().unit;
  out.basis = dating->counting.rule->origin.basis;
  out.mark = dating->counting.rule->origin.mark;
  if (dating->deadline) {
    out.due = LocalTime{dating->deadline->due, row.zone};
    out.target = LocalTime{dating->deadline->target, row.zone};
    out.latest = LocalTime{dating->deadline->latest, row.zone};
  }
  return out;
}

}  // namespace netra::clock
