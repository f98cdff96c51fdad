// Reading reports, and what becomes of them. Rules of the stages are in `change_stage`.
#include "domain/report/report.hpp"

#include <algorithm>

#include "domain/clock/clock.hpp"
#include "domain/evidence/evidence.hpp"
#include "domain/region/region.hpp"
#include "domain/report/record.hpp"
#include "domain/report/sql.hpp"

namespace netra::report {

namespace {

constexpr std::int64_t kForever = 9'999'999'999'999;  // later than any report, for the first page of a list

using Stages = std::initializer_list<Stage>;

// The record, when it is in one of `from`.
Result<ReportRecord> in_stage(storage::Reader& db, std::string_view id, Stages from) {
  auto record = load(db, id);
  if (!record) return fail(Outcome::kNotFound, "report.unknown");
  if (std::find(from.begin(), from.end(), record->stage) == from.end()) return fail(Outcome::kConflict, "report.stage");
  return *record;
}

// After a statement that compared versions: nobody was quicker.
Result<Done> changed_one(std::int64_t rows) {
  if (rows != 1) return fail(Outcome::kConflict, "report.changed");
  return Done{};
}

void finish(storage::Writer& db, const Change& change, std::string_view id) {
  refresh_work_item(db, change.clocks, change.now, id);
}

void end_clocks(storage::Writer& db, const Change& change, std::string_view id) {
  clock::end_all(db, change.entropy, change.now, {"report", std::string(id)}, change.now);
}

clock::Place place_of(const ReportRecord& r) { return {r.office_id, r.region_code, r.zone, r.regime, r.election_id}; }

// A simple move: new stage, all clocks ended, a notice.
Result<Done> move_on(storage::Writer& db, const Change& change, std::string_view id, Stages from, Stage to,
                     std::string_view notice, const json::object& params) {
  auto record = in_stage(db, id, from);
  if (!record) return fail(std::move(record.error()));
  auto done = changed_one(db.execute(sql::report::set_stage, {id, to, record->version}));
  if (!done) return done;
  end_clocks(db, change, id);
  if (!notice.empty()) tell_reporter(db, change, id, notice, params, "");
  finish(db, change, id);
  return Done{};
}

}  // namespace

std::optional<ReportRecord> load(storage::Reader& db, std::string_view id) {
  return db.one<ReportRecord>(sql::report::report_by_id, {id});
}

std::vector<ReportedPerson> reported_of(storage::Reader& db, std::string_view id) {
  return db.all<ReportedPerson>(sql::report::reported_of, {id});
}

std::vector<Sealed> vault_of(storage::Reader& db, std::string_view report) {
  return db.all<Sealed>(sql::report::vault_of, {report});
}

std::vector<ReportRow> field_leads_of(storage::Reader& db, std::string_view account, std::string_view before,
                                      int limit) {
  return db.all<ReportRow>(sql::report::field_leads_of, {account, before, limit});
}

bool is_field_lead_of(storage::Reader& db, std::string_view report, std::string_view account) {
  return !account.empty() && !db.query(sql::report::is_field_lead_of, {report, account}).empty();
}

std::vector<ReportRow> list(storage::Reader& db, const ListFilter& filter) {
  std::vector<ReportRow> out;
  auto before = filter.before ? to_ms(*filter.before) : kForever;
  auto track = filter.track ? std::string(enum_name(*filter.track)) : std::string();
  for (const auto& office : filter.offices) {
    auto rows = filter.stage ? db.all<ReportRow>(sql::report::list_by_office_stage,
                                                 {office, before, filter.before_id, track, filter.limit, *filter.stage})
                             : db.all<ReportRow>(sql::report::list_by_office,
                                                 {office, before, filter.before_id, track, filter.limit});
    out.insert(out.end(), std::make_move_iterator(rows.begin()), std::make_move_iterator(rows.end()));
  }
  std::sort(out.begin(), out.end(), [](const ReportRow& a, const ReportRow& b) {
    return std::tie(b.received_at_ms, b.id) < std::tie(a.received_at_ms, a.id);
  });
  if (out.size() > static_cast<std::size_t>(filter.limit)) out.resize(static_cast<std::size_t>(filter.limit));
  return out;
}

Result<Done> mark_registered(storage::Writer& db, const Change& change, std::string_view id, std::string_view case_id,
                             std::string_view number) {
  auto record = in_stage(db, id, {Stage::initial_review, Stage::completion});
  if (!record) return fail(std::move(record.error()));
  if (record->track != Track::formal) return fail(Outcome::kConflict, "report.not_formal");
  auto done = changed_one(db.execute(sql::report::set_registered, {id, case_id, number, record->version}));
  if (!done) return done;
  end_clocks(db, change, id);
  tell_reporter(db, change, id, "report.notice.registered", {{"number", number}}, "");
  finish(db, change, id);
  return Done{};
}

Result<Done> mark_not_registered(storage::Writer& db, const Change& change, std::string_view id,
                                 std::string_view reason_code) {
  return move_on(db, change, id, {Stage::initial_review, Stage::completion}, Stage::not_registered,
                 "report.notice.not_registered", {{"reason", reason_code}});
}

Result<Done> turn_into_lead(storage::Writer& db, const Change& change, std::string_view id, Downgrade why) {
  auto record = in_stage(db, id, {Stage::initial_review, Stage::completion, Stage::not_registered});
  if (!record) return fail(std::move(record.error()));
  auto done = changed_one(db.execute(sql::report::set_track,
                                     {id, Track::lead, record->asked_track, why, Stage::info_logged, record->version}));
  if (!done) return done;
  end_clocks(db, change, id);
  (void)clock::start(db, change.clocks, change.now, change.entropy,
                     {"tracing", {"report", std::string(id)}, place_of(*record), change.now});
  tell_reporter(db, change, id, "report.notice.kept_as_lead", {{"reason", enum_name(why)}}, "");
  finish(db, change, id);
  return Done{};
}

Result<Done> mark_tracing(storage::Writer& db, const Change& change, std::string_view id) {
  return move_on(db, change, id, {Stage::info_logged}, Stage::tracing, "report.notice.tracing", {});
}

Result<Done> mark_finding_set(storage::Writer& db, const Change& change, std::string_view id,
                              std::string_view finding_id) {
  auto record = in_stage(db, id, {Stage::info_logged, Stage::tracing});
  if (!record) return fail(std::move(record.error()));
  auto done = changed_one(db.execute(sql::report::set_finding, {id, finding_id, record->version}));
  if (!done) return done;
  end_clocks(db, change, id);
  tell_reporter(db, change, id, "report.notice.finding_set", {}, "");
  finish(db, change, id);
  return Done{};
}

Result<Done> mark_closed(storage::Writer& db, const Change& change, std::string_view id) {
  return move_on(db, change, id, {Stage::info_logged, Stage::tracing}, Stage::closed_no_action, "report.notice.closed",
                 {});
}

Result<Done> move_to_office(storage::Writer& db, const Change& change, std::string_view id, std::string_view to_office,
                            std::string_view reason, const std::vector<Resealed>& resealed) {
  auto record = in_stage(
      db, id, {Stage::initial_review, Stage::completion, Stage::info_logged, Stage::tracing, Stage::registered});
  if (!record) return fail(std::move(record.error()));
  if (record->office_id == to_office) return fail(Outcome::kConflict, "report.same_office");
  auto done = changed_one(db.execute(sql::report::set_office, {id, to_office, record->version}));
  if (!done) return done;
  if (!resealed.empty()) db.execute(sql::report::delete_vault_of_office, {id, record->office_id});
  for (const auto& row : resealed)
    db.execute(sql::report::insert_vault,
               {make_id(change.now, change.entropy), id, row.kind, to_office, row.sealed, change.now});
  auto subject = journal::Subject{"report", std::string(id)};
  evidence::move_all(db, change.now, change.entropy, subject, to_office, change.actor);
  auto moved = *record;
  moved.office_id = std::string(to_office);
  clock::move_to(db, change.clocks, change.now, change.entropy, subject, place_of(moved));
  tell_reporter(db, change, id, "report.notice.moved", {{"office", to_office}}, "");
  (void)reason;  // in the caller's act; the reporter is told where, staff read why in the history
  refresh_search(db, id);
  finish(db, change, id);
  return Done{};
}

void tell_reporter(storage::Writer& db, const Change& change, std::string_view id, std::string_view notice,
                   const json::object& params, std::string_view text) {
  bool by_person = change.actor.account != "system" && change.actor.account != "citizen" && notice.empty();
  db.execute(sql::report::insert_message,
             {make_id(change.now, change.entropy), id, by_person ? MessageFrom::office : MessageFrom::system, notice,
              json::serialize(params), text, change.actor.office, change.actor.account, change.now});
}

Result<Done> request_completion(storage::Writer& db, const Change& change, std::string_view id,
                                const std::vector<std::string>& fields, std::string_view note) {
  auto record = in_stage(db, id, {Stage::initial_review, Stage::completion});
  if (!record) return fail(std::move(record.error()));
  if (fields.empty()) return fail_fields("report.fields", {{"/fields", "field.required", {}}});
  auto done = changed_one(db.execute(sql::report::set_stage, {id, Stage::completion, record->version}));
  if (!done) return done;
  db.execute(sql::report::answer_completions, {id, change.now});  // a newer request replaces the older
  db.execute(sql::report::insert_completion,
             {make_id(change.now, change.entropy), id, json::serialize(to_json(fields)), note, change.now});
  auto subject = journal::Subject{"report", std::string(id)};
  clock::end(db, change.entropy, change.now, subject, "initial_review", change.now);
  auto clock = clock::start(db, change.clocks, change.now, change.entropy,
                            {"completion", subject, place_of(*record), change.now});
  if (!clock) return fail(std::move(clock.error()));
  tell_reporter(db, change, id, "report.notice.completion", {}, "");
  finish(db, change, id);
  return Done{};
}

// ---- desk and search ----

bool is_open(Stage stage) {
  switch (stage) {
    case Stage::initial_review:
    case Stage::completion:
    case Stage::info_logged:
    case Stage::tracing:
      return true;
    case Stage::registered:  // goes on as a case
    case Stage::not_registered:
    case Stage::closed_withdrawn:
    case Stage::closed_no_action:
    case Stage::finding_set:
      return false;
  }
  return false;
}

}  // namespace netra::report
