// Stored clocks and how they are dated. Private to this folder.
#pragma once

#include "domain/clock/clock.hpp"

namespace netra::clock {

struct ClockRow {
  std::string id, rule, regime, election, subject_kind, subject_id, office, region;
  Zone zone = Zone::wib;
  Instant event;
  ClockState state = ClockState::running;
  std::optional<Instant> due, target, latest;
  std::string problem;
  std::int64_t sort_ms = 0;
  std::optional<Instant> alarm;
  Instant alarmed;
  std::optional<Instant> limit_told, lapsed, ended;
  Instant created;
};
BOOST_DESCRIBE_STRUCT(ClockRow, (),
                      (id, rule, regime, election, subject_kind, subject_id, office, region, zone, event, state, due,
                       target, latest, problem, sort_ms, alarm, alarmed, limit_told, lapsed, ended, created))

enum class EventKind { started, paused, resumed, corrected, redated, moved, ended, lapsed };
BOOST_DESCRIBE_ENUM(EventKind, started, paused, resumed, corrected, redated, moved, ended, lapsed)
struct EventRow {
  EventKind kind = EventKind::started;
  Instant at, written;
  std::optional<Instant> was, now;
  std::string why;
};
BOOST_DESCRIBE_STRUCT(EventRow, (), (kind, at, written, was, now, why))

// Beyond every date: where clocks without a target are sorted.
inline constexpr std::int64_t kNever = 9'000'000'000'000'000;

// An instant that may be absent, as clocks read at the place.
inline std::optional<LocalTime> local(const std::optional<Instant>& at, Zone zone) {
  return at ? std::optional(LocalTime{*at, zone}) : std::nullopt;
}

std::optional<ClockRow> find_clock(storage::Reader& db, std::string_view id);
std::vector<ClockRow> rows_of(storage::Reader& db, const Subject& subject);
std::optional<ClockRow> open_clock(storage::Reader& db, const Subject& subject, std::string_view rule);
std::vector<EventRow> events_of(storage::Reader& db, std::string_view clock);
void insert_clock(storage::Writer& db, const ClockRow& row);
void update_clock(storage::Writer& db, const ClockRow& row);
void add_event(storage::Writer& db, Entropy& entropy, const ClockRow& row, EventKind kind, Instant at, Instant now,
               std::optional<Instant> was, std::string_view why);

// ---- dating ----

// How a clock is counted on its day: the rule in force with its parameters resolved.
struct Counting {
  const procedure::ClockSeries* series = nullptr;
  const procedure::Version<procedure::ClockRule>* rule = nullptr;
  std::optional<int> amount;
  Instant event;
  std::string event_name;                  // event id
  std::vector<calendar::Policy> policies;  // the one in force first
  std::string problem;                     // clock.no_limit
};
struct Dating {
  Counting counting;
  std::optional<calendar::Deadline> deadline;
  std::string problem;
};

// Errors: clock.unknown_rule
Result<Counting> counting_of(storage::Reader& db, const procedure::Rules& rules, const ClockRow& row);
Result<Dating> date_clock(storage::Reader& db, const Services& s, const calendar::Calendar& calendar,
                          const ClockRow& row);
// Puts dates and order into the row.
void take_dates(ClockRow& row, const Dating& dating);
void set_order(ClockRow& row);

// What a clock's record is on the desk; a report may have become a lead.
std::vector<office::ItemKind> item_kinds(std::string_view subject_kind);

// ---- alarms ----

// Plans the next alarm from `now` on (a job), or none.
void plan_alarm(storage::Writer& db, const procedure::Rules& rules, ClockRow& row, Instant now);
void cancel_alarm(storage::Writer& db, ClockRow& row);
void add_notice(storage::Writer& db, const Services& s, Entropy& entropy, const ClockRow& row, NoticeKind kind,
                bool escalated, Instant now);

// ---- views ----

ClockView view_of(const Services& s, const ClockRow& row, const Dating& dating, Instant now, std::string_view language);
// Without computing the sum: for lists.
ClockView view_of(storage::Reader& db, const Services& s, const ClockRow& row, Instant now, std::string_view language);

}  // namespace netra::clock
