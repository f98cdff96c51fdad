#include "domain/clock/clock_routes.hpp"

#include "domain/clock/rows.hpp"
#include "domain/identity/actor.hpp"

namespace netra::clock {
namespace {

// What the two routes are made with.
struct Parts {
  const Services& s;
  EventTime event_time;
  ReadsRecord reads;
};

bool may_see(storage::Reader& db, const Parts& parts, const Actor& actor, const ClockRow& row) {
  return actor.may(Right::read_cases, row.office) || actor.may(Right::read_reports, row.office) ||
         (parts.reads && parts.reads(db, actor, {row.subject_kind, row.subject_id}));
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
    ClockEventView view{change_of(event, row.zone)};
    view.why = event.why;
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

Result<http::Reply<ClockPage>> show(storage::Reader& db, const Parts& parts, const Actor& actor, std::string_view id,
                                    Instant now, std::string_view language) {
  auto row = find_clock(db, id);
  if (!row || !may_see(db, parts, actor, *row)) return fail(Outcome::kNotFound, "clock.unknown");
  auto sum = sum_of(db, parts.s, parts.event_time, {row->subject_kind, row->subject_id}, id, now, language);
  if (!sum) return fail(std::move(sum.error()));
  ClockPage out{.clock = std::move(sum->clock),
                .zone = std::move(sum->zone),
                .region = row->region,
                .subject_url = url_of(*row),
                .readings = std::move(sum->readings),
                .source = std::move(sum->source),
                .note = std::move(sum->note),
                .last_checked = sum->last_checked,
                .rule_url = std::move(sum->rule_url),
                .events = event_views(db, *row)};
  out.may_correct = row->state == ClockState::running && actor.may(Right::handle_case, row->office);
  return http::Reply<ClockPage>(std::move(out));
}

Result<http::Reply<ClockPage>> correct(http::Writing& call, const Parts& parts, const CorrectEvent& in) {
  const auto& actor = actor_of(call);
  auto row = find_clock(call.tx, call.param("id"));
  if (!row || !may_see(call.tx, parts, actor, *row)) return fail(Outcome::kNotFound, "clock.unknown");
  if (!actor.may(Right::handle_case, row->office)) return fail(Outcome::kForbidden, "access.denied");
  std::vector<FieldError> wrong;
  auto at = parse_moment(in.at, row->zone);
  if (!at || *at > call.now) wrong.push_back({"/at", "field.value", {}});
  if (in.reason.empty()) wrong.push_back({"/reason", "field.required", {}});
  if (!wrong.empty()) return fail_fields("request.fields", std::move(wrong));
  auto done = correct_event(call.tx, parts.s, call.now, call.entropy, actor.as(Right::handle_case, row->office),
                            row->id, *at, in.reason);
  if (!done) return fail(std::move(done.error()));
  auto reply = show(call.tx, parts, actor, row->id, call.now, call.info.language);
  if (reply) reply->location = "/clocks/" + row->id;
  return reply;
}

}  // namespace

void add_clock_routes(http::Routes& routes, const Services& s, EventTime event_time, ReadsRecord reads) {
  const Parts parts{s, std::move(event_time), std::move(reads)};
  routes
      .get<ClockPage>("/clocks/{id}", access::member(), {"clock/show"},
                      [parts](http::Reading& call) {
                        return show(call.db, parts, actor_of(call), call.param("id"), call.now, call.info.language);
                      })
      .summary("A legal clock: its sum day by day, all readings, its history");
  routes
      .post<CorrectEvent, ClockPage>(
          "/clocks/{id}/event", access::with(Right::handle_case), {"clock/show"},
          [parts](http::Writing& call, const CorrectEvent& in) { return correct(call, parts, in); })
      .again("/clocks/{id}")
      .summary("Correct the time of the event a clock counts from");
}

}  // namespace netra::clock
