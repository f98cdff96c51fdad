// The tracing of leads: opened from a lead, written step by step, ended by a finding or a closing note.
#include "domain/finding/finding.hpp"
#include "domain/finding/internal.hpp"
#include "domain/finding/sql.hpp"
#include "domain/office/office.hpp"
#include "domain/region/region.hpp"
#include "domain/report/report.hpp"

namespace netra::finding {

namespace {

constexpr std::string_view kClock = "tracing";

journal::Subject subject_of(std::string_view id) { return {"tracing", std::string(id)}; }

report::Change change_of(http::Writing& call, const Services& s, Right right, std::string_view office) {
  return {call.now, call.entropy, actor_of(call).as(right, office), s.clocks};
}

void put_rows(storage::Transaction& tx, const Services& s, Instant now, std::string_view id) {
  auto row = load_tracing(tx, id);
  show_on_desk(tx, s, now,
               {office::ItemKind::tracing, row->id, row->office_id, row->election_id, row->region_code, "", row->title,
                std::string(enum_name(row->state)), row->reason, std::string(kClock), row->opened_at_ms,
                row->state == TracingState::open});
}

void refresh(http::Writing& call, const Services& s, std::string_view id) { put_rows(call.tx, s, call.now, id); }

Result<TracingView> view_tracing(const http::Call& call, storage::Reader& db, const Services& s, std::string_view id) {
  auto row = load_tracing(db, id);
  const auto& actor = actor_of(call);
  if (!row || !may_see(actor, Right::record_finding, row->office_id))
    return fail(Outcome::kNotFound, "tracing.unknown");
  const Zone zone = zone_at(db, row->region_code);
  TracingView view;
  view.id = row->id;
  view.version = row->version;
  view.office = row->office_id;
  view.office_name = office::name_of(db, row->office_id);
  view.report = row->report_id;
  view.title = row->title;
  view.region_path = region::path_of(db, row->region_code);
  view.state = row->state;
  view.reason = row->reason;
  view.closing_note = row->closing_note;
  view.finding = row->finding_id;
  view.opened_at = {row->opened_at_ms, zone};
  if (row->closed_at_ms) view.closed_at = LocalTime{*row->closed_at_ms, zone};
  for (const auto& r : db.query(sql::finding::tracing_steps_of, {id}))
    view.steps.push_back({r.integer(0),
                          *parse_enum<StepKind>(r.text(1)),
                          {r.instant(2), zone},
                          r.text(3),
                          {r.instant(4), zone},
                          r.text(5)});
  view.forms = form_a_items(db, db.all<FormARow>(sql::finding::form_a_of_tracing, {id}));
  view.clocks = clock::clocks_of(db, s.clocks, subject_of(id), call.now, call.info.language);
  view.history = journal::history(db, subject_of(id));
  view.may_act = row->state == TracingState::open && actor.may(Right::record_finding, row->office_id);
  return view;
}

Result<http::Reply<TracingView>> answer(http::Writing& call, const Services& s, const std::string& id, bool is_new) {
  auto view = view_tracing(call, call.tx, s, id);
  if (!view) return fail(std::move(view.error()));
  if (is_new) return http::created(std::move(*view), "/tracings/" + id);
  return http::see(std::move(*view), "/tracings/" + id);
}

// Writes the tracing, tells the report, starts the clock. The lead's receipt is the event the clock counts from.
Result<std::string> open_tracing(http::Writing& call, const Services& s, const report::ReportRecord& lead, Right right,
                                 std::string_view reason) {
  const auto id = make_id(call.now, call.entropy);
  auto& writer = record(call, {right, "tracing.opened", subject_of(id), lead.office_id, {{"report", lead.id}}, reason});
  writer.execute(sql::finding::insert_tracing, {id, lead.office_id, lead.id, lead.election_id, lead.region_code,
                                                lead.event, reason, call.now, call.principal.id});
  if (auto told = report::mark_tracing(writer, change_of(call, s, right, lead.office_id), lead.id); !told)
    return fail(std::move(told.error()));
  auto started =
      clock::start(writer, s.clocks, call.now, call.entropy,
                   {std::string(kClock), subject_of(id),
                    place_of(call.tx, s, lead.office_id, lead.region_code, lead.election_id), lead.received_at_ms});
  if (!started) return fail(std::move(started.error()));
  refresh(call, s, id);
  return id;
}

Result<http::Reply<TracingView>> open(http::Writing& call, const Services& s, const NewTracing& in) {
  auto lead = report::load(call.tx, in.report);
  if (!lead || !may_see(actor_of(call), Right::record_finding, lead->office_id))
    return fail(Outcome::kNotFound, "report.unknown");
  if (auto may = require(call, Right::record_finding, lead->office_id); !may) return fail(std::move(may.error()));
  if (lead->track != report::Track::lead) return fail(Outcome::kInvalid, "tracing.not_a_lead");
  if (call.tx.text(sql::finding::open_tracing_of_report, {in.report}))
    return fail(Outcome::kConflict, "tracing.open_already");
  Entries entries;
  auto reason = entries.optional_text("/reason", in.reason, 4000);
  if (!entries.fine()) return entries.refuse("tracing.incomplete");
  auto id = open_tracing(call, s, *lead, Right::record_finding, reason);
  if (!id) return fail(std::move(id.error()));
  return answer(call, s, *id, true);
}

Result<TracingRow> for_act(const http::Writing& call, std::int64_t version) {
  auto row = load_tracing(call.tx, call.param("id"));
  if (!row || !may_see(actor_of(call), Right::record_finding, row->office_id))
    return fail(Outcome::kNotFound, "tracing.unknown");
  if (auto may = require(call, Right::record_finding, row->office_id); !may) return fail(std::move(may.error()));
  if (row->state != TracingState::open) return fail(Outcome::kConflict, "tracing.closed");
  if (row->version != version) return stale("tracing.changed");
  return *row;
}

Result<http::Reply<TracingView>> add_step(http::Writing& call, const Services& s, const NewStep& in) {
  auto row = for_act(call, in.version);
  if (!row) return fail(std::move(row.error()));
  Entries entries;
  auto at = entries.moment("/at", in.at, zone_at(call.tx, row->region_code));
  if (at && *at > call.now) entries.wrong("/at", "field.future");
  auto text = entries.text("/text", in.text, 20000);
  if (!entries.fine()) return entries.refuse("tracing.incomplete");
  auto& writer = record(call, {Right::record_finding,
                               "tracing.step_recorded",
                               subject_of(row->id),
                               row->office_id,
                               {{"kind", enum_name(in.kind)}}});
  if (writer.execute(sql::finding::touch_tracing, {row->id, row->version}) != 1) return stale("tracing.changed");
  const auto position = writer.integer(sql::finding::last_tracing_step, {row->id}).value_or(0) + 1;
  writer.execute(sql::finding::insert_tracing_step,
                 {row->id, position, in.kind, *at, text, call.now, call.principal.id});
  return answer(call, s, row->id, false);
}

Result<http::Reply<TracingView>> close(http::Writing& call, const Services& s, const TracingClosing& in) {
  auto row = for_act(call, in.version);
  if (!row) return fail(std::move(row.error()));
  Entries entries;
  auto note = entries.text("/note", in.note, 20000);
  if (!entries.fine()) return entries.refuse("tracing.incomplete");
  auto& writer = record(call, {Right::record_finding,
                               "tracing.closed",
                               subject_of(row->id),
                               row->office_id,
                               {{"result", "nothing_found"}},
                               note});
  if (writer.execute(sql::finding::close_tracing,
                     {row->id, row->version, TracingState::nothing_found, note, nullptr, call.now}) != 1)
    return stale("tracing.changed");
  clock::end(writer, call.entropy, call.now, subject_of(row->id), kClock, call.now);
  if (auto told =
          report::mark_closed(writer, change_of(call, s, Right::record_finding, row->office_id), row->report_id);
      !told)
    return fail(std::move(told.error()));
  refresh(call, s, row->id);
  return answer(call, s, row->id, false);
}

Result<http::Reply<TracingList>> list_tracings(http::Reading& call, const Services& s) {
  auto office = office_asked(call, call.query("office"), Right::record_finding);
  if (!office) return fail(std::move(office.error()));
  if (!may_see(actor_of(call), Right::record_finding, *office)) return fail(Outcome::kForbidden, "access.denied");
  auto rows = call.db.all<TracingRow>(sql::finding::tracings_of_office,
                                      {*office, call.query("before").value_or(""), kPage + 1});
  TracingList list;
  list.older = older_of(rows, "/tracings", *office);
  for (const auto& row : rows)
    list.rows.push_back({row.id,
                         row.title,
                         region::path_of(call.db, row.region_code),
                         row.state,
                         {row.opened_at_ms, zone_at(call.db, row.region_code)},
                         clock::clocks_of(call.db, s.clocks, subject_of(row.id), call.now, call.info.language)});
  return list;
}

}  // namespace

std::optional<TracingRow> load_tracing(storage::Reader& db, std::string_view id) {
  return db.one<TracingRow>(sql::finding::tracing_by_id, {id});
}

Result<Done> end_tracing_with_finding(http::Writing& call, const Services& s, storage::Writer& writer,
                                      std::string_view tracing, std::string_view finding) {
  auto row = load_tracing(call.tx, tracing);
  if (!row || row->state != TracingState::open) return Done{};  // closed meanwhile; the finding stands by itself
  record(call, {Right::decide, "tracing.finding_set", subject_of(tracing), row->office_id, {{"finding", finding}}});
  writer.execute(sql::finding::close_tracing,
                 {tracing, row->version, TracingState::finding_set, nullptr, finding, call.now});
  clock::end(writer, call.entropy, call.now, subject_of(tracing), kClock, call.now);
  if (auto told =
          report::mark_finding_set(writer, change_of(call, s, Right::decide, row->office_id), row->report_id, finding);
      !told)
    return told;
  refresh(call, s, tracing);
  return Done{};
}

office::RowSource tracing_rows(const Services& s) {
  return {"tracing",
          {office::ItemKind::tracing},
          sql::finding::tracings_after,
          [&s](storage::Transaction& tx, Instant now, const std::string& id) { put_rows(tx, s, now, id); }};
}

void add_tracing_routes(http::Routes& routes, const Services& s) {
  const auto access = access::with(Right::record_finding);
  routes
      .get<TracingList>("/tracings", access, {"finding/tracings"},
                        [&s](http::Reading& call) { return list_tracings(call, s); })
      .summary("Tracings of leads, newest first.")
      .query("office", "Id of the office; without it the one the person works for.")
      .query("before", "Where the page before ended.");
  routes
      .get<TracingView>("/tracings/{id}", access, {"finding/tracing"},
                        [&s](http::Reading& call) -> Result<http::Reply<TracingView>> {
                          auto view = view_tracing(call, call.db, s, call.param("id"));
                          if (!view) return fail(std::move(view.error()));
                          return http::Reply<TracingView>(std::move(*view));
                        })
      .summary("One tracing with its steps, clock and history.");
  routes
      .post<NewTracing, TracingView>("/tracings", access, {"finding/tracing"},
                                     [&s](http::Writing& call, const NewTracing& in) { return open(call, s, in); })
      .summary("Opens the tracing of a lead and starts its clock.");
  routes
      .post<NewStep, TracingView>("/tracings/{id}/steps", access, {"finding/tracing"},
                                  [&s](http::Writing& call, const NewStep& in) { return add_step(call, s, in); })
      .again("/tracings/{id}")
      .summary("Writes down one step of a tracing.");
  routes
      .post<TracingClosing, TracingView>(
          "/tracings/{id}/closing", access, {"finding/tracing"},
          [&s](http::Writing& call, const TracingClosing& in) { return close(call, s, in); })
      .again("/tracings/{id}")
      .summary("Ends a tracing with a closing note.");
}

}  // namespace netra::finding
