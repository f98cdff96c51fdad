#include "domain/case/record.hpp"

#include "domain/case/sql.hpp"
#include "domain/office/office.hpp"
#include "domain/office/worklist.hpp"
#include "domain/region/region.hpp"
#include "engine/storage/search.hpp"

namespace netra::cases {

journal::Subject subject(std::string_view case_id) { return {std::string(kSubjectKind), std::string(case_id)}; }

std::optional<CaseRecord> load_case(storage::Reader& db, std::string_view id) {
  auto c = db.one<CaseRecord>(sql::cases::case_by_id, {id});
  if (!c || c->registered_at_ms || c->closed_at_ms || !c->report_id) return c;
  auto source = report::load(db, *c->report_id);
  if (!source) return c;
  switch (source->stage) {
    case report::Stage::initial_review:
    case report::Stage::completion:
      c->stage = enum_name(source->stage);
      break;
    case report::Stage::closed_withdrawn:
      c->stage = enum_name(source->stage);
      c->closed_at_ms = c->stage_since_ms;
      break;
    default:
      break;
  }
  return c;
}

std::vector<ParticipantRow> participants_of(storage::Reader& db, std::string_view case_id) {
  return db.all<ParticipantRow>(sql::cases::participants_of, {case_id});
}

std::optional<std::string> case_of_report(storage::Reader& db, std::string_view report) {
  return db.text(sql::cases::case_of_report, {report});
}

std::optional<std::string> case_of_finding(storage::Reader& db, std::string_view finding) {
  return db.text(sql::cases::case_of_finding, {finding});
}

Result<Done> may_read(storage::Reader& db, const Actor& actor, std::string_view case_id) {
  const auto unknown = fail(FailedWith::kNotFound, "case.unknown");
  auto office = db.text(sql::cases::case_office, {case_id});
  if (!office) return unknown;
  if (actor.may(Right::read_cases, *office)) return Done{};
  for (const auto& row : db.query(sql::cases::shares_of, {case_id}))
    if (actor.may(Right::read_cases, row.text(1))) return Done{};
  return unknown;
}

// ---- rules ----

procedure::When when_of(const CaseRecord& c) { return {date_in(c.received_at_ms, c.zone), c.election_id}; }

const procedure::StageRule* stage_rule(const Services& s, const CaseRecord& c, std::string_view stage) {
  const auto* rule = s.rules.stage_rule(finding::regime_of(s.elections, c.election_id), stage, when_of(c));
  return rule ? &rule->value : nullptr;
}

std::string stage_name(const Services& s, const CaseRecord& c, std::string_view stage, std::string_view language) {
  const auto* known = s.rules.stage(finding::regime_of(s.elections, c.election_id), stage);
  return known ? known->label.in(language) : std::string(stage);
}

std::string next_stage(const Services& s, const CaseRecord& c, std::string_view stage, std::string_view event) {
  if (const auto* rule = stage_rule(s, c, stage))
    for (const auto& transition : rule->transitions)
      if (transition.event == event) return transition.to;
  return {};
}

clock::Place place_of(const Services& s, const CaseRecord& c) {
  return {c.office_id, c.region_code, c.zone, finding::regime_of(s.elections, c.election_id), c.election_id};
}

Instant event_time(storage::Reader& db, const CaseRecord& c, std::string_view event, Instant otherwise,
                   std::string_view track) {
  std::optional<Instant> of_case, of_track;
  for (const auto& row : db.all<EventRow>(sql::cases::events_of, {c.id})) {
    if (row.event != event) continue;
    if (!row.track_id) of_case = row.at_ms;
    if (row.track_id && *row.track_id == track) of_track = row.at_ms;
  }
  if (of_track) return *of_track;
  if (of_case) return *of_case;
  if (event == "submitted") return c.received_at_ms;
  if (event == "registered") return c.registered_at_ms.value_or(otherwise);
  return otherwise;
}

// ---- acting ----

Result<CaseRecord> for_act(const http::Writing& call, Right right, std::int64_t version,
                           std::initializer_list<std::string_view> stages) {
  const auto id = call.param("id");
  if (auto may = may_read(call.tx, actor_of(call), id); !may) return fail(std::move(may.error()));
  auto c = load_case(call.tx, id);
  if (auto may = finding::require(call, right, c->office_id); !may) return fail(std::move(may.error()));
  if (c->version != version) return finding::stale("case.changed");
  if (c->is_closed()) return fail(FailedWith::kConflict, "case.closed");
  for (auto stage : stages)
    if (c->stage == stage) return std::move(*c);
  if (stages.size() > 0) return fail(FailedWith::kConflict, "case.stage");
  return std::move(*c);
}

namespace {

// What the reporter added to the report since: it becomes the case's, with its custody.
std::vector<evidence::ItemView> added_since(storage::Reader& db, const CaseRecord& c) {
  if (!c.report_id) return {};
  auto added = evidence::list(db, {"report", *c.report_id}, c.zone);
  const auto own = evidence::list(db, c.subject(), c.zone);
  std::erase_if(added, [&](const auto& file) {
    return std::any_of(own.begin(), own.end(), [&](const auto& known) { return known.sha256 == file.sha256; });
  });
  return added;
}

void take_over_files(http::Writing& call, storage::Writer& writer, const CaseRecord& c,
                     const journal::ActorRef& actor) {
  for (const auto& file : added_since(call.tx, c)) {
    auto item = evidence::attach(writer, call.now, call.entropy, c.subject(), c.office_id,
                                 {file.by_citizen ? "citizen" : actor.account, "", ""},
                                 {file.sha256, file.media_type, file.size, file.filename, file.description});
    evidence::add_custody(writer, call.now, call.entropy, item.id, evidence::CustodyStep::shared, actor,
                          "report " + *c.report_id);
  }
}

}  // namespace

std::vector<evidence::ItemView> files_of(storage::Reader& db, const CaseRecord& c) {
  auto files = evidence::list(db, c.subject(), c.zone);
  for (auto& file : added_since(db, c)) files.push_back(std::move(file));
  return files;
}

Result<storage::Writer*> begin(http::Writing& call, const CaseRecord& c, const Act& act) {
  auto& writer = finding::record(call, {act.right, act.verb, c.subject(), c.office_id, act.change, act.reason});
  if (writer.execute(sql::cases::touch_case, {c.id, c.version}) != 1) return finding::stale("case.changed");
  take_over_files(call, writer, c, actor_of(call).as(act.right, c.office_id));
  return &writer;
}

report::Change change_of(http::Writing& call, const Services& s, Right right, std::string_view office) {
  return {call.now, call.entropy, actor_of(call).as(right, office), s.clocks};
}

void note_event(http::Writing& call, storage::Writer& writer, const CaseRecord& c, std::string_view event, Instant at,
                std::string_view replaces, std::string_view reason, std::string_view track) {
  const auto named = [](std::string_view id) { return id.empty() ? std::nullopt : std::optional(std::string(id)); };
  writer.execute(sql::cases::insert_event, {make_id(call.now, call.entropy), c.id, named(track), event, at,
                                            named(replaces), reason, call.now, call.principal.id});
}

namespace {

// The event a clock counts from; a parameter may name it.
std::string start_event(const Services& s, const CaseRecord& c, const procedure::ClockRule& rule) {
  if (!rule.starts_from_parameter) return rule.starts_from;
  return s.rules.parameter_value(finding::regime_of(s.elections, c.election_id), rule.starts_from, when_of(c));
}

const procedure::ClockRule* clock_rule(const Services& s, const CaseRecord& c, std::string_view id) {
  const auto* rule = s.rules.clock(finding::regime_of(s.elections, c.election_id), id, when_of(c));
  return rule ? &rule->value : nullptr;
}

}  // namespace

const procedure::ClockRule* stage_limit(const Services& s, const CaseRecord& c, std::string_view stage) {
  const auto* rule = stage_rule(s, c, stage);
  return rule && !rule->clock.empty() ? clock_rule(s, c, rule->clock) : nullptr;
}

Result<Done> start_stage_clock(http::Writing& call, const Services& s, storage::Writer& writer, const CaseRecord& c,
                               std::string_view stage, Instant at, const ClockOwner& owner) {
  const auto* limit = stage_limit(s, c, stage);
  if (!limit || !limit->within.empty()) return Done{};  // no limit of its own: another clock covers it
  // A clock that prolongs another counts from that one's event.
  const auto* counted = limit->continues.empty() ? limit : clock_rule(s, c, limit->continues);
  const Instant event = event_time(call.tx, c, start_event(s, c, counted ? *counted : *limit), at, owner.track);
  auto place = place_of(s, c);
  place.office = owner.office;
  auto started = clock::start(writer, s.clocks, call.now, call.entropy,
                              {stage_rule(s, c, stage)->clock, owner.subject, place, event});
  if (!started) return fail(std::move(started.error()));
  return Done{};
}

Result<Done> enter_stage(http::Writing& call, const Services& s, storage::Writer& writer, CaseRecord& c,
                         const std::string& stage, Instant at) {
  const auto* left = stage_rule(s, c, c.stage);
  const auto* limit = stage_limit(s, c, stage);
  // A stage inside another's limit keeps that clock running (the plenary is held inside the handling).
  const bool inside =
      left && limit && std::find(limit->within.begin(), limit->within.end(), left->clock) != limit->within.end();
  if (left && !left->clock.empty() && !inside) clock::end(writer, call.entropy, call.now, c.subject(), left->clock, at);
  c.stage = stage;
  c.stage_since_ms = at;
  writer.execute(sql::cases::set_case_stage, {c.id, stage, at});
  return start_stage_clock(call, s, writer, c, stage, at, {c.subject(), c.office_id, ""});
}

void close(http::Writing& call, storage::Writer& writer, CaseRecord& c, const std::string& stage) {
  clock::end_all(writer, call.entropy, call.now, c.subject(), call.now);
  writer.execute(sql::cases::set_case_stage, {c.id, stage, call.now});
  writer.execute(sql::cases::close_case, {c.id, call.now});
  writer.execute(sql::cases::end_assignments, {c.id, call.now});
  end_tracks(call, writer, c);
  c.stage = stage;
  c.closed_at_ms = call.now;
}

namespace {

// Clocks that matter to the case now: its own, and until registration those of its report.
std::vector<clock::ClockView> clocks_now(storage::Reader& db, const Services& s, const CaseRecord& c, Instant now) {
  auto clocks = clock::clocks_of(db, s.clocks, c.subject(), now, "id");
  if (!c.registered_at_ms && c.report_id)
    for (auto& view : clock::clocks_of(db, s.clocks, {"report", *c.report_id}, now, "id"))
      clocks.push_back(std::move(view));
  return clocks;
}

void put_on_desk(storage::Transaction& tx, const Services& s, Instant now, const CaseRecord& c) {
  office::WorkItem item;
  item.kind = office::ItemKind::case_file;
  item.id = c.id;
  item.office = c.office_id;
  item.number = c.number.value_or("");
  item.title = c.title;
  item.stage = c.stage;
  auto officers = tx.query(sql::cases::assignments_of, {c.id});
  if (!officers.empty()) item.assigned_to = officers[0].text(1);
  item.election = c.election_id;
  item.place = c.region_code;
  item.place_name = region::path_of(tx, c.region_code);
  item.received_at = c.received_at_ms;
  item.updated_at = now;
  item.is_open = !c.is_closed();
  clock::date_item(item, clocks_now(tx, s, c, now));
  office::put_item(tx.unlogged(storage::Unlogged::kIndex), item);
}

}  // namespace

void put_rows(storage::Transaction& tx, const Services& s, Instant now, std::string_view id) {
  auto c = load_case(tx, id);
  put_on_desk(tx, s, now, *c);
  search::Document document;
  document.kind = kSubjectKind;
  document.id = c->id;
  document.scope = c->office_id;
  for (const auto& row : tx.query(sql::cases::shares_of, {c->id})) document.shared.push_back(row.text(1));
  for (auto& above : office::offices_above(tx, c->office_id)) document.shared.push_back(std::move(above));
  document.at = c->received_at_ms;
  document.text = c->number.value_or("") + "\n" + c->title;
  for (const auto& person : participants_of(tx, c->id))  // names of reported persons and experts only
    document.text +=
        "\n" + person.name.value_or("") + " " + person.position.value_or("") + " " + person.unit.value_or("");
  if (c->report_id)
    if (auto source = report::load(tx, *c->report_id)) document.text += "\n" + source->chronology;
  search::index(tx.unlogged(storage::Unlogged::kIndex), document);
}

void refresh(http::Writing& call, const Services& s, std::string_view id) { put_rows(call.tx, s, call.now, id); }

office::RowSource case_rows(const Services& s) {
  return {"case",
          {office::ItemKind::case_file},
          sql::cases::ids_after,
          [&s](storage::Transaction& tx, Instant now, const std::string& id) { put_rows(tx, s, now, id); }};
}

void follow_report(storage::Transaction& tx, Instant now, Entropy& entropy, std::string_view report) {
  const auto id = case_of_report(tx, report);
  if (!id) return;
  const auto c = load_case(tx, *id);
  if (c->registered_at_ms) return;
  if (c->is_closed()) {  // withdrawn; load_case reads it from the report
    auto& writer = journal::record(
        tx, now, entropy,
        {{"citizen", "", c->office_id}, "case.withdrawn", c->subject(), c->office_id, {{"report", report}}});
    writer.execute(sql::cases::set_case_stage, {c->id, c->stage, now});
    writer.execute(sql::cases::close_case, {c->id, now});
    writer.execute(sql::cases::end_assignments, {c->id, now});
  }
  auto item = office::find_item(tx, office::ItemKind::case_file, c->id);
  if (!item) return;
  item->stage = c->stage;
  item->updated_at = now;
  item->is_open = !c->is_closed();
  const auto source = office::find_item(tx, office::ItemKind::report, report);  // before registration its clocks count
  item->target_at = source ? source->target_at : std::nullopt;
  item->due_at = source ? source->due_at : std::nullopt;
  item->clock = source ? source->clock : "";
  office::put_item(tx.unlogged(storage::Unlogged::kIndex), *item);
}

Result<http::Reply<CaseView>> answer(http::Writing& call, const Services& s, const std::string& id,
                                     std::string_view tab) {
  refresh(call, s, id);
  auto view = view_case(call, call.tx, s, id);
  if (!view) return fail(std::move(view.error()));
  return http::see(std::move(*view), "/cases/" + id + std::string(tab));
}

}  // namespace netra::cases
