#include "domain/clock/clock_routes.hpp"

#include <algorithm>

#include "domain/clock/rows.hpp"
#include "domain/identity/actor.hpp"

namespace netra::clock {
namespace {

bool may_see(const Actor& actor, const ClockRow& row) {
  return actor.may(Right::read_cases, row.office) || actor.may(Right::read_reports, row.office);
}

std::optional<LocalTime> local(const std::optional<Instant>& at, Zone zone) {
  if (!at) return std::nullopt;
  return LocalTime{*at, zone};
}

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

// The act in whose unit of work an event was written: it has the same time. Where one unit left several acts, that of
// the clock itself says most.
const journal::HistoryItem* act_of(const std::vector<journal::HistoryItem>& acts, Instant written) {
  const journal::HistoryItem* found = nullptr;
  for (const auto& act : acts)
    if (act.entry.at == written && (!found || act.entry.verb.starts_with("clock."))) found = &act;
  return found;
}

std::vector<ClockEventView> event_views(storage::Reader& db, const ClockRow& row) {
  std::vector<ClockEventView> out;
  const auto acts = journal::history(db, {row.subject_kind, row.subject_id}, row.zone);
  for (const auto& event : events_of(db, row.id)) {
    ClockEventView view{.event = std::string(enum_name(event.kind)),
                        .at = {event.at, row.zone},
                        .written_at = {event.written, row.zone},
                        .was = local(event.was, row.zone),
                        .now = local(event.now, row.zone),
                        .why = event.why};
    if (const auto* act = act_of(acts, event.written)) {
      view.account = act->entry.actor;
      view.actor_name = act->actor_name;
      view.role = act->role;
      view.office_name = act->office_name;
      view.reason = act->reason;
    }
    out.push_back(std::move(view));
  }
  return out;
}

// Where the record of a clock is: kinds are singular, addresses plural.
std::string url_of(const ClockRow& row) { return "/" + row.subject_kind + "s/" + row.subject_id; }

Result<http::Reply<ClockPage>> show(storage::Reader& db, const Services& s, const EventTime& event_time,
                                    const Actor& actor, std::string_view id, Instant now, std::string_view language) {
  auto row = find_clock(db, id);
  if (!row || !may_see(actor, *row)) return fail(Outcome::kNotFound, "clock.unknown");
  ClockPage out;
  auto dating = date_clock(db, s, s.load_calendar(db), *row);
  out.clock = dating ? view_of(s, *row, *dating, now, language) : view_of(db, s, *row, now, language);
  out.zone = zone_abbreviation(row->zone);
  out.region = row->region;
  out.subject_url = url_of(*row);
  out.rule_url = "/rules/" + row->regime + ".clock." + row->rule;
  if (dating) {
    out.readings = readings_of(*row, *dating);
    add_other_starts(out.readings, db, s, event_time, *row, *dating, language);
    const auto& origin = dating->counting.rule->origin;
    out.source = origin.source;
    out.note = origin.note.in(language);
    if (origin.last_checked.ok()) out.last_checked = origin.last_checked;
  }
  out.events = event_views(db, *row);
  out.may_correct = row->state == ClockState::running && actor.may(Right::handle_case, row->office);
  return http::Reply<ClockPage>(std::move(out));
}

// "2024-10-28T16:00" at the place, or an instant with its zone.
std::optional<Instant> parse_when(const std::string& text, Zone zone) {
  if (auto at = parse_instant(text)) return at;
  if (text.size() < 16 || text.size() > 19) return std::nullopt;
  std::string full = text.size() == 16 ? text + ":00" : text;
  auto utc = parse_instant(full + "Z");
  if (!utc) return std::nullopt;
  return *utc - offset(zone);
}

Result<http::Reply<ClockPage>> correct(http::Writing& call, const Services& s, const EventTime& event_time,
                                       const CorrectEvent& in) {
  const auto& actor = actor_of(call);
  auto row = find_clock(call.tx, call.param("id"));
  if (!row || !may_see(actor, *row)) return fail(Outcome::kNotFound, "clock.unknown");
  if (!actor.may(Right::handle_case, row->office)) return fail(Outcome::kForbidden, "access.denied");
  std::vector<FieldError> wrong;
  auto at = parse_when(in.at, row->zone);
  if (!at || *at > call.now) wrong.push_back({"/at", "field.value", {}});
  if (in.reason.empty()) wrong.push_back({"/reason", "field.required", {}});
  if (!wrong.empty()) return fail_fields("request.fields", std::move(wrong));
  auto done = correct_event(call.tx, s, call.now, call.entropy, actor.as(Right::handle_case, row->office), row->id, *at,
                            in.reason);
  if (!done) return fail(std::move(done.error()));
  auto reply = show(call.tx, s, event_time, actor, row->id, call.now, call.info.language);
  if (reply) reply->location = "/clocks/" + row->id;
  return reply;
}

}  // namespace

void add_clock_routes(http::Routes& routes, const Services& s, EventTime event_time) {
  routes
      .get<ClockPage>("/clocks/{id}", access::member(), {"clock/show"},
                      [&s, event_time](http::Reading& call) {
                        return show(call.db, s, event_time, actor_of(call), call.param("id"), call.now,
                                    call.info.language);
                      })
      .summary("A legal clock: its sum day by day, all readings, its history");
  routes
      .post<CorrectEvent, ClockPage>(
          "/clocks/{id}/event", access::with(Right::handle_case), {"clock/show"},
          [&s, event_time](http::Writing& call, const CorrectEvent& in) { return correct(call, s, event_time, in); })
      .again("/clocks/{id}")
      .summary("Correct the time of the event a clock counts from");
}

}  // namespace netra::clock
