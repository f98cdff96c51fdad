#include "domain/clock/clock_routes.hpp"

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
    ReadingView view;
    view.policy = reading.policy;
    view.in_force = out.empty();
    view.is_target = reading.due == dating.deadline->target;
    view.is_latest = reading.due == dating.deadline->latest;
    view.due = local(reading.due, row.zone);
    view.problem = reading.problem;
    view.days = reading.days;
    out.push_back(std::move(view));
  }
  return out;
}

// Where the record of a clock is: kinds are singular, addresses plural.
std::string url_of(const ClockRow& row) { return "/" + row.subject_kind + "s/" + row.subject_id; }

Result<http::Reply<ClockPage>> show(storage::Reader& db, const Services& s, const Actor& actor, std::string_view id,
                                    Instant now, std::string_view language) {
  auto row = find_clock(db, id);
  if (!row || !may_see(actor, *row)) return fail(Outcome::kNotFound, "clock.unknown");
  ClockPage out;
  auto dating = date_clock(db, s, calendar::load(db, s.rules), *row);
  out.clock = dating ? view_of(s, *row, *dating, now, language) : view_of(db, s, *row, now, language);
  out.zone = zone_abbreviation(row->zone);
  out.region = row->region;
  out.subject_url = url_of(*row);
  out.rule_url = "/rules/" + row->regime + ".clock." + row->rule;
  if (dating) {
    out.readings = readings_of(*row, *dating);
    const auto& origin = dating->counting.rule->origin;
    out.source = origin.source;
    out.note = origin.note.in(language);
    if (origin.last_checked.ok()) out.last_checked = origin.last_checked;
  }
  for (const auto& event : events_of(db, row->id))
    out.events.push_back({std::string(enum_name(event.kind)), LocalTime{event.at, row->zone},
                          LocalTime{event.written, row->zone}, local(event.was, row->zone), local(event.now, row->zone),
                          event.why});
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

Result<http::Reply<ClockPage>> correct(http::Writing& call, const Services& s, const CorrectEvent& in) {
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
  auto reply = show(call.tx, s, actor, row->id, call.now, call.info.language);
  if (reply) reply->location = "/clocks/" + row->id;
  return reply;
}

}  // namespace

void add_clock_routes(http::Routes& routes, const Services& s) {
  routes
      .get<ClockPage>("/clocks/{id}", access::member(), {"clock/show"},
                      [&s](http::Reading& call) {
                        return show(call.db, s, actor_of(call), call.param("id"), call.now, call.info.language);
                      })
      .summary("A legal clock: its sum day by day, all readings, its history");
  routes
      .post<CorrectEvent, ClockPage>("/clocks/{id}/event", access::with(Right::handle_case), {"clock/show"},
                                     [&s](http::Writing& call, const CorrectEvent& in) { return correct(call, s, in); })
      .again("/clocks/{id}")
      .summary("Correct the time of the event a clock counts from");
}

}  // namespace netra::clock
