// Running legal clocks: every step of a record has its limit, and every limit explains itself.
//
//   clock::Place place{office, region, zone, "pilkada", "pilkada-2024"};
//   auto started = clock::start(writer, s, now, entropy, {"initial_review", {"report", id}, place, received_at});
//   clock::end(writer, now, {"report", id}, "initial_review", now);                       // the step was done
//   std::vector<clock::ClockView> clocks = clock::clocks_of(db, s, {"report", id}, now, language);
//
// A clock is started, paused, resumed and ended by events of the procedure, inside the unit of work of the act that is
// the event (so the caller's journal act is the record of it). Its limit comes from procedures/ at the day of its
// start. A lapse is recorded (act clock.lapsed by the system) and shown; it never moves a case. When a holiday, an
// event's time or a rule file changes, open clocks are dated anew, each with an act clock.redated on its subject and a
// notice to the office.
//
// A clock whose limit cannot be computed (year without a decree) or for which the law names none still runs; `problem`
// says why it has no date.
//
// Threads: as the Reader or Writer. Errors: clock.unknown_rule (the rule does not exist on that date),
// clock.not_running, clock.unknown.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/calendar/calendar.hpp"
#include "domain/journal/journal.hpp"
#include "domain/office/worklist.hpp"
#include "domain/procedure/procedure.hpp"
#include "engine/base/random.hpp"
#include "engine/storage/storage.hpp"

namespace netra::clock {

using journal::Subject;
using procedure::Mark;
using procedure::Unit;

struct Services {
  const procedure::Rules& rules;
  // The desk does not close on this day (quiet period, voting day, recapitulation of that election at that place); may
  // be empty.
  std::function<bool(storage::Reader&, std::string_view election, std::string_view region, Date)> desk_open_all_day;
  // Mail addresses that hear of an office's clocks; `to_commissioner` for escalation. May be empty: no mail.
  std::function<std::vector<std::string>(storage::Reader&, std::string_view office, bool to_commissioner)> recipients;
  std::shared_ptr<calendar::Cache> calendars = std::make_shared<calendar::Cache>();
  // Told in the same unit of work when a clock of this record was dated anew and the record's own row on the desk has
  // followed: for rows that go by another record's clocks. May be empty.
  std::function<void(storage::Transaction&, Instant, Entropy&, const Subject&)> redated = {};

  calendar::Calendar load_calendar(storage::Reader& db) const { return calendars->get(db, rules); }
};

// Whose clock, where. Kept with the clock; the zone is that of the place.
struct Place {
  std::string office;  // office whose desk shows it
  std::string region;  // region code, for local holidays
  Zone zone = Zone::wib;
  std::string regime = "pilkada";
  std::string election;  // election id
};

struct Start {
  std::string rule;  // clock id of procedures/<regime>/clocks.toml: "initial_review", "handling"
  Subject subject;
  Place place;
  Instant event_at;  // when the event happened from which the law counts
};

enum class ClockState { running, paused, ended };
BOOST_DESCRIBE_ENUM(ClockState, running, paused, ended)

// How near the limit is; words and shapes of the pages follow it.
enum class Urgency { calm, soon, today, overdue, lapsed, paused, ended, undated };
BOOST_DESCRIBE_ENUM(Urgency, calm, soon, today, overdue, lapsed, paused, ended, undated)

struct Remaining {
  bool over = false;  // the time after the target, not before it
  std::int64_t days = 0;
  std::int64_t hours = 0;
  std::int64_t minutes = 0;
};
BOOST_DESCRIBE_STRUCT(Remaining, (), (over, days, hours, minutes))

// What every page shows of a clock; embed it in your view as `std::vector<clock::ClockView> clocks` and use the
// component {{>clock}}.
struct ClockView {
  std::string id;
  std::string url;  // "/clocks/{id}": the sum, the readings, the history
  std::string rule;
  std::string label;  // in the reader's language
  std::string subject_kind;
  std::string subject_id;
  std::string office;
  ClockState state = ClockState::running;
  Urgency urgency = Urgency::calm;
  std::string starts_from;  // the event in words
  LocalTime started_at;
  std::optional<LocalTime> due;     // by the policy in force
  std::optional<LocalTime> target;  // the earliest reading: what the office works to
  std::optional<LocalTime> latest;  // the latest reading
  bool readings_differ = false;
  std::optional<Remaining> remaining;  // until the target; absent when paused, ended or undated
  std::optional<LocalTime> ended_at;
  std::optional<LocalTime> lapsed_at;
  std::optional<int> amount;
  Unit unit = Unit::calendar_day;
  std::string problem;  // error code when there is no date: calendar.unpublished_year, clock.no_limit
  std::string basis;    // article
  Mark mark = Mark::unverified;
  std::vector<calendar::DayLine> days;  // the sum that leads to the target; empty in lists and for hours
};
BOOST_DESCRIBE_STRUCT(ClockView, (),
                      (id, url, rule, label, subject_kind, subject_id, office, state, urgency, starts_from, started_at,
                       due, target, latest, readings_differ, remaining, ended_at, lapsed_at, amount, unit, problem,
                       basis, mark, days))

// ---- in a unit of work ----

// Starts a clock and its alarms; returns its id. A running clock of the same rule and subject is ended first
// (restarted).
Result<std::string> start(storage::Writer& db, const Services& s, Instant now, Entropy& entropy, const Start& start);
// The same, and what clocks_of would show of it, without counting it once more.
Result<ClockView> start_shown(storage::Writer& db, const Services& s, Instant now, Entropy& entropy, const Start& start,
                              std::string_view language);
// Ends the running or paused clock of this rule, if there is one; `at` is when the act was done. Returns whether there
// was one.
bool end(storage::Writer& db, Entropy& entropy, Instant now, const Subject& subject, std::string_view rule, Instant at);
// Ends every open clock of a subject (closed, withdrawn).
int end_all(storage::Writer& db, Entropy& entropy, Instant now, const Subject& subject, Instant at);
// Errors: clock.not_running
Result<Done> pause(storage::Writer& db, const Services& s, Instant now, Entropy& entropy, const Subject& subject,
                   std::string_view rule, Instant at, std::string_view why);
Result<Done> resume(storage::Writer& db, const Services& s, Instant now, Entropy& entropy, const Subject& subject,
                    std::string_view rule, Instant at, std::string_view why);
// The office changed (hand-down, takeover): open clocks follow, their dates stay unless the procedure says a transfer
// restarts them.
void move_to(storage::Writer& db, const Services& s, Instant now, Entropy& entropy, const Subject& subject,
             const Place& place);

// The time of the event a clock counts from was corrected: dated anew, with an act and a notice.
Result<Done> correct_event(storage::Transaction& tx, const Services& s, Instant now, Entropy& entropy,
                           const journal::ActorRef& actor, std::string_view clock_id, Instant event_at,
                           std::string_view reason);

struct Redated {
  std::string clock;
  std::string rule;
  std::string label;
  std::string subject_kind;
  std::string subject_id;
  std::string office;
  std::optional<LocalTime> was;  // target before
  std::optional<LocalTime> now;  // target after
  bool target_moved = true;      // false: only other readings have
};
BOOST_DESCRIBE_STRUCT(Redated, (), (clock, rule, label, subject_kind, subject_id, office, was, now, target_moved))

// Dates open clocks anew; those whose dates change get an act by `actor` and a notice. `region` limits to clocks at or
// below it, `from` to clocks that started before and still run on that day or later (both may be empty).
std::vector<Redated> redate_open(storage::Transaction& tx, const Services& s, Instant now, Entropy& entropy,
                                 const journal::ActorRef& actor, std::string_view region, std::optional<Date> day,
                                 std::string_view reason);
// At start: dates open clocks anew when the rule files have changed since; does nothing otherwise. Returns how many
// moved.
Result<int> redate_after_rule_change(storage::Database& database, const Services& s, Instant now, Entropy& entropy);

// ---- reading ----

// Gives the record's row on the desk the dates of the running clock whose target comes first, or none.
void date_item(office::WorkItem& item, const std::vector<ClockView>& clocks);

// Clocks of one record, open ones first, then by target.
std::vector<ClockView> clocks_of(storage::Reader& db, const Services& s, const Subject& subject, Instant now,
                                 std::string_view language);
std::optional<ClockView> clock_by_id(storage::Reader& db, const Services& s, std::string_view id, Instant now,
                                     std::string_view language);

// What would be the limit, without starting anything: the reporter's days left to file, the dates on a receipt.
struct Forecast {
  std::optional<LocalTime> due, target, latest;
  std::string problem;
  std::optional<int> amount;
  Unit unit = Unit::calendar_day;
  std::string basis;
  Mark mark = Mark::unverified;
};
BOOST_DESCRIBE_STRUCT(Forecast, (), (due, target, latest, problem, amount, unit, basis, mark))
Result<Forecast> forecast(storage::Reader& db, const Services& s, std::string_view rule, const Place& place,
                          Instant event_at);

// ---- the desk ----

// Of each office at most `kCountedAtMost`; who has more to do needs no exact number, and pages write "1.000+".
inline constexpr std::int64_t kCountedAtMost = 1000;
struct DueCounts {
  std::int64_t overdue = 0;
  std::int64_t today = 0;
  std::int64_t week = 0;  // the next seven days, without today
  std::int64_t open = 0;
};
BOOST_DESCRIBE_STRUCT(DueCounts, (), (overdue, today, week, open))
DueCounts count_due(storage::Reader& db, const std::vector<std::string>& offices, Instant now, Zone zone);

// Notices of an office's inbox: alarms, lapses, re-datings. In the desk they name the record; what leaves by mail
// carries references, no content.
enum class NoticeKind { before_limit, limit, lapsed, redated };
BOOST_DESCRIBE_ENUM(NoticeKind, before_limit, limit, lapsed, redated)
struct NoticeView {
  std::string id;
  NoticeKind kind = NoticeKind::before_limit;
  bool escalated = false;  // addressed to the commissioner
  LocalTime at;
  std::string clock;
  std::string url;
  std::string label;
  std::string about;  // number of the record as the desk shows it, or its title; empty when it is not on the desk
  std::string subject_kind;
  std::string subject_id;
  std::string office;
};
BOOST_DESCRIBE_STRUCT(NoticeView, (),
                      (id, kind, escalated, at, clock, url, label, about, subject_kind, subject_id, office))
// Newest first; `before` is the id of the last one seen (empty: from the newest).
std::vector<NoticeView> notices(storage::Reader& db, const Services& s, const std::vector<std::string>& offices,
                                std::string_view before, int limit, std::string_view language);

}  // namespace netra::clock
