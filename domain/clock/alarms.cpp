#include "domain/clock/alarms.hpp"

#include <algorithm>

#include "domain/clock/rows.hpp"
#include "domain/clock/sql.hpp"
#include "engine/jobs/jobs.hpp"
#include "engine/mail/mail.hpp"

namespace netra::clock {
namespace {

constexpr std::string_view kJob = "clock.alarm";

std::string key_of(const ClockRow& row) { return row.id; }

std::vector<int> alarm_hours(const procedure::Rules& rules, const ClockRow& row) {
  const auto* rule = rules.clock(row.regime, row.rule, {date_in(row.event, row.zone), row.election});
  return rule ? rule->value.alarm_hours : std::vector<int>{};
}

// Moments still to come (or, for the limit and the lapse, not yet told).
std::optional<Instant> next_moment(const procedure::Rules& rules, const ClockRow& row) {
  if (row.state != ClockState::running || !row.target || !row.due) return std::nullopt;
  std::optional<Instant> next;
  auto consider = [&](Instant at) {
    if (!next || at < *next) next = at;
  };
  if (!row.limit_told) {
    for (int hours : alarm_hours(rules, row)) {
      Instant at = *row.target - std::chrono::hours(hours);
      if (at > row.alarmed) consider(at);
    }
    consider(*row.target);
  }
  if (!row.lapsed) consider(*row.due);
  return next;
}

void record_lapse(storage::Transaction& tx, const Services& s, Instant now, Entropy& entropy, ClockRow& row) {
  json::object change{{"clock", row.id}, {"rule", row.rule}, {"due", format_local({*row.due, row.zone})}};
  if (row.latest) change.emplace("latest", format_local({*row.latest, row.zone}));
  auto& writer = journal::record(tx, now, entropy,
                                 {{"system", "clock", row.office},
                                  "clock.lapsed",
                                  {row.subject_kind, row.subject_id},
                                  row.office,
                                  std::move(change),
                                  ""});
  row.lapsed = now;
  add_event(writer, entropy, row, EventKind::lapsed, *row.due, now, row.target, "");
  add_notice(writer, s, entropy, row, NoticeKind::lapsed, true, now);
}

}  // namespace

void plan_alarm(storage::Writer& db, const procedure::Rules& rules, ClockRow& row, Instant now) {
  auto next = next_moment(rules, row);
  if (!next) return cancel_alarm(db, row);
  row.alarm = std::max(*next, now);
  jobs::enqueue(db, kJob, key_of(row), *row.alarm, row.id);
}

void cancel_alarm(storage::Writer& db, ClockRow& row) {
  if (row.alarm) jobs::cancel(db, kJob, key_of(row));
  row.alarm = std::nullopt;
}

void add_notice(storage::Writer& db, const Services& s, Entropy& entropy, const ClockRow& row, NoticeKind kind,
                bool escalated, Instant now) {
  db.execute(sql::clock::insert_notice, {make_id(now, entropy), row.id, row.office, kind, escalated, now});
  if (!s.recipients) return;
  auto to = s.recipients(db, row.office, escalated);
  if (to.empty()) return;
  mail::Notice notice;
  notice.to = std::move(to);
  notice.notice = "clock_" + std::string(enum_name(kind));
  notice.path = "/clocks/" + row.id;
  if (row.target) notice.due = LocalTime{*row.target, row.zone};
  (void)mail::enqueue(db, now, entropy, notice);  // a wrong address must not stop the notice in the desk
}

Result<Done> ring(storage::Transaction& tx, const Services& s, Instant now, Entropy& entropy, std::string_view clock) {
  auto row = find_clock(tx, clock);
  if (!row || row->state != ClockState::running || !row->target || !row->due) return Done{};
  auto& writer = tx.unlogged(storage::Unlogged::kJob);
  row->alarm = std::nullopt;
  bool before = false;
  for (int hours : alarm_hours(s.rules, *row)) {
    Instant at = *row->target - std::chrono::hours(hours);
    before = before || (at > row->alarmed && at <= now);
  }
  bool at_limit = !row->limit_told && *row->target <= now;
  if (at_limit) {
    row->limit_told = now;
    add_notice(writer, s, entropy, *row, NoticeKind::limit, false, now);
    add_notice(writer, s, entropy, *row, NoticeKind::limit, true, now);
  } else if (before && !row->limit_told) {
    add_notice(writer, s, entropy, *row, NoticeKind::before_limit, false, now);
  }
  if (!row->lapsed && *row->due <= now) record_lapse(tx, s, now, entropy, *row);
  row->alarmed = now;
  auto next = next_moment(s.rules, *row);
  row->alarm = next;
  if (next) jobs::enqueue(writer, kJob, key_of(*row), std::max(*next, now), row->id);
  update_clock(writer, *row);
  return Done{};
}

void add_jobs(jobs::Runner& runner, const Services& services, Entropy& entropy) {
  runner.on(std::string(kJob), [&services, &entropy](storage::Transaction& tx, const jobs::Job& job, Instant now) {
    return ring(tx, services, now, entropy, job.payload);
  });
}

}  // namespace netra::clock
