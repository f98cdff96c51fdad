// Findings: put before the plenary from a Form A, checked against the requirements, decided, handed to domain/case.
#include "domain/finding/finding.hpp"

#include <algorithm>

#include "domain/finding/internal.hpp"
#include "domain/finding/sql.hpp"
#include "domain/office/office.hpp"
#include "domain/region/region.hpp"

namespace netra::finding {

namespace {

journal::Subject subject_of(std::string_view id) { return {"finding", std::string(id)}; }

void put_rows(storage::Transaction& tx, const Services& s, Instant now, std::string_view id) {
  auto row = load_finding(tx, id);
  Shown shown{office::ItemKind::finding,
              row->id,
              row->office_id,
              row->election_id,
              row->region_code,
              "",
              row->title,
              std::string(enum_name(row->stage)),
              "",
              "",
              row->proposed_at_ms,
              row->stage == FindingStage::proposed || row->stage == FindingStage::set};
  show_on_desk(tx, s, now, shown);
}

void refresh(http::Writing& call, const Services& s, std::string_view id) { put_rows(call.tx, s, call.now, id); }

// Does the Form A seem to hold what a requirement asks for? Shown beside the box, never ticked by itself.
bool seems_held(std::string_view requirement, const FindingRow& row, const FormARow& form, const FormAContent& content,
                bool has_files) {
  if (requirement == "finder_identity") return !form.supervisor.empty() && !content.post.empty();
  if (requirement == "actor_identity") return row.actors != "[]";
  if (requirement == "description") return !content.description.empty();
  if (requirement == "evidence") return has_files || !content.evidence.empty();
  return false;
}

std::vector<CheckView> checks_of(storage::Reader& db, const Services& s, const FindingRow& row,
                                 std::string_view language) {
  const auto marks = restore<std::vector<CheckEntry>>(row.checks);
  auto form = load_form_a(db, row.form_a_id);
  const auto content = content_of(db, row.form_a_id, form->version);
  const bool has_files = evidence::count(db, {"form_a", row.form_a_id}) > 0;
  auto out = checklist(s, row.election_id, "finding", row.found_on, marks, language);
  for (auto& view : out) view.suggested = seems_held(view.requirement, row, *form, content, has_files);
  return out;
}

bool is_complete(const std::vector<CheckView>& checks) {
  return !checks.empty() &&
         std::all_of(checks.begin(), checks.end(), [](const auto& c) { return c.mark == CheckMark::fulfilled; });
}

Result<FindingView> view_finding(const http::Call& call, storage::Reader& db, const Services& s, std::string_view id) {
  auto row = load_finding(db, id);
  const auto& actor = actor_of(call);
  if (!row || !may_see(actor, Right::record_finding, row->office_id))
    return fail(netra::Outcome::kNotFound, "finding.unknown");
  const Zone zone = zone_at(db, row->region_code);
  FindingView view;
  view.id = row->id;
  view.version = row->version;
  view.office = row->office_id;
  view.office_name = office::name_of(db, row->office_id);
  view.form_a = row->form_a_id;
  view.tracing = row->tracing_id;
  view.title = row->title;
  view.region_path = region::path_of(db, row->region_code);
  view.happened_on = row->happened_on;
  view.found_on = row->found_on;
  view.stage = row->stage;
  view.actors = actor_views(s, restore<std::vector<AllegedActor>>(row->actors), call.info.language);
  view.checks = checks_of(db, s, *row, call.info.language);
  view.complete = is_complete(view.checks);
  view.days_to_register = days_between(row->found_on, date_in(call.now, zone));
  view.proposed_at = {row->proposed_at_ms, zone};
  if (row->decided_at_ms) view.decided_at = LocalTime{*row->decided_at_ms, zone};
  view.case_id = row->case_id;
  view.plenaries = plenaries_of(db, subject_of(id), zone);
  view.members = members_of(db, row->office_id, call.now);
  view.clocks = clock::clocks_of(db, s.clocks, subject_of(id), call.now, call.info.language);
  view.history = journal::history(db, subject_of(id));
  view.may_check = row->stage == FindingStage::proposed && actor.may(Right::record_finding, row->office_id);
  view.may_decide = row->stage == FindingStage::proposed && actor.may(Right::decide, row->office_id);
  view.may_register = row->stage == FindingStage::set && actor.may(Right::register_case, row->office_id);
  return view;
}

Result<http::Reply<FindingView>> answer(http::Writing& call, const Services& s, const std::string& id, bool is_new) {
  auto view = view_finding(call, call.tx, s, id);
  if (!view) return fail(std::move(view.error()));
  if (is_new) return http::created(std::move(*view), "/findings/" + id);
  return http::see(std::move(*view), "/findings/" + id);
}

Result<http::Reply<FindingView>> propose(http::Writing& call, const Services& s, const NewFinding& in) {
  auto form = load_form_a(call.tx, in.form_a);
  if (!form || !may_see(actor_of(call), Right::record_finding, form->office_id))
    return fail(netra::Outcome::kInvalid, "form_a.unknown");
  if (auto may = require(call, Right::record_finding, form->office_id); !may) return fail(std::move(may.error()));
  if (!form->alleges) return fail(netra::Outcome::kInvalid, "form_a.no_allegation");
  if (form->finding_id) return fail(netra::Outcome::kConflict, "form_a.has_finding");
  const auto content = content_of(call.tx, form->id, form->version);
  const auto id = make_id(call.now, call.entropy);
  auto& writer = record(call, {Right::record_finding,
                               "finding.proposed",
                               subject_of(id),
                               form->office_id,
                               {{"form_a", form->id}, {"form_a_version", form->version}}});
  if (writer.execute(sql::finding::put_form_a_before_plenary, {form->id, id}) != 1)
    return fail(netra::Outcome::kConflict, "form_a.has_finding");
  writer.execute(sql::finding::insert_finding,
                 {id, form->office_id, form->id, form->tracing_id, form->election_id, form->region_code, form->title,
                  form->happened_on, form->found_on, store(content.actors), "[]", call.now, call.principal.id});
  refresh(call, s, id);
  return answer(call, s, id, true);
}

// The finding a request names, for someone with `right` in its office.
Result<FindingRow> for_act(const http::Writing& call, Right right, std::int64_t version) {
  auto row = load_finding(call.tx, call.param("id"));
  if (!row || !may_see(actor_of(call), Right::record_finding, row->office_id))
    return fail(netra::Outcome::kNotFound, "finding.unknown");
  if (auto may = require(call, right, row->office_id); !may) return fail(std::move(may.error()));
  if (row->stage != FindingStage::proposed) return fail(netra::Outcome::kConflict, "finding.stage");
  if (row->version != version) return stale("finding.changed");
  return *row;
}

Result<http::Reply<FindingView>> check(http::Writing& call, const Services& s, const ChecksIn& in) {
  auto row = for_act(call, Right::record_finding, in.version);
  if (!row) return fail(std::move(row.error()));
  const auto known = checks_of(call.tx, s, *row, call.info.language);
  for (std::size_t i = 0; i < in.checks.size(); ++i)
    if (std::none_of(known.begin(), known.end(),
                     [&](const auto& c) { return c.requirement == in.checks[i].requirement; }))
      return fail_fields("finding.incomplete", {{"/checks/" + std::to_string(i), "field.value", {}}});
  json::object change;
  for (const auto& entry : in.checks)
    if (entry.mark) change[entry.requirement] = enum_name(*entry.mark);
  auto& writer = record(call, {Right::record_finding, "finding.checked", subject_of(row->id), row->office_id, change});
  if (writer.execute(sql::finding::check_finding, {row->id, row->version, store(in.checks)}) != 1)
    return stale("finding.changed");
  return answer(call, s, row->id, false);
}

Result<http::Reply<FindingView>> decide(http::Writing& call, const Services& s, const FindingDecision& in) {
  auto row = for_act(call, Right::decide, in.version);
  if (!row) return fail(std::move(row.error()));
  auto held = check_plenary(call, s, row->office_id, row->election_id, in.plenary);
  if (!held) return fail(std::move(held.error()));
  const auto& v = held->view;
  const bool tie = v.agree == v.disagree;
  if (v.carried && !is_complete(checks_of(call.tx, s, *row, call.info.language)))
    return fail(netra::Outcome::kInvalid, "finding.incomplete");
  const auto next = tie ? FindingStage::proposed : v.carried ? FindingStage::set : FindingStage::rejected;
  const std::string_view verb = tie ? "finding.undecided" : v.carried ? "finding.set" : "finding.rejected";
  auto& writer =
      record(call, {Right::decide,
                    verb,
                    subject_of(row->id),
                    row->office_id,
                    {{"plenary", v.id}, {"agree", v.agree}, {"disagree", v.disagree}, {"abstain", v.abstain}},
                    v.decision});
  write_plenary(writer, call, subject_of(row->id), *held);
  if (writer.execute(sql::finding::decide_finding,
                     {row->id, row->version, next, tie ? std::optional<Instant>() : v.held_at.at}) != 1)
    return stale("finding.changed");
  if (v.carried && row->tracing_id)
    if (auto done = end_tracing_with_finding(call, s, writer, *row->tracing_id, row->id); !done)
      return fail(std::move(done.error()));
  refresh(call, s, row->id);
  return answer(call, s, row->id, false);
}

Result<http::Reply<FindingList>> list_findings(http::Reading& call) {
  auto office = office_asked(call, call.query("office"), Right::record_finding);
  if (!office) return fail(std::move(office.error()));
  if (!may_see(actor_of(call), Right::record_finding, *office))
    return fail(netra::Outcome::kForbidden, "access.denied");
  auto rows = call.db.all<FindingRow>(sql::finding::findings_of_office,
                                      {*office, call.query("before").value_or(""), kPage + 1});
  FindingList list;
  list.older = older_of(rows, "/findings", *office);
  for (const auto& row : rows)
    list.rows.push_back({row.id,
                         row.title,
                         region::path_of(call.db, row.region_code),
                         row.stage,
                         row.found_on,
                         {row.proposed_at_ms, zone_at(call.db, row.region_code)},
                         row.case_id});
  return list;
}

}  // namespace

std::optional<FindingRow> load_finding(storage::Reader& db, std::string_view id) {
  return db.one<FindingRow>(sql::finding::finding_by_id, {id});
}

Result<FindingForCase> finding_for_case(storage::Reader& db, std::string_view id) {
  auto row = load_finding(db, id);
  if (!row) return fail(netra::Outcome::kNotFound, "finding.unknown");
  return FindingForCase{row->id,
                        row->form_a_id,
                        row->office_id,
                        row->election_id,
                        row->region_code,
                        row->title,
                        row->happened_on,
                        row->found_on,
                        row->decided_at_ms.value_or(row->proposed_at_ms),
                        row->stage,
                        restore<std::vector<AllegedActor>>(row->actors)};
}

void mark_registered(http::Writing& call, const Services& s, storage::Writer& writer, std::string_view finding,
                     std::string_view case_id) {
  if (writer.execute(sql::finding::finding_registered, {finding, case_id}) != 1)
    throw storage::Failure("a finding was registered twice", true);
  refresh(call, s, finding);
}

office::RowSource finding_rows(const Services& s) {
  return {"finding",
          {office::ItemKind::finding},
          sql::finding::findings_after,
          [&s](storage::Transaction& tx, Instant now, const std::string& id) { put_rows(tx, s, now, id); }};
}

void add_set_finding_routes(http::Routes& routes, const Services& s) {
  const auto access = access::with(Right::record_finding);
  routes.get<FindingList>("/findings", access, {"finding/list"}, list_findings)
      .summary("Findings of an office, newest first.")
      .query("office", "Id of the office; without it the one the person works for.")
      .query("before", "Where the page before ended.");
  routes
      .get<FindingView>("/findings/{id}", access, {"finding/show"},
                        [&s](http::Reading& call) -> Result<http::Reply<FindingView>> {
                          auto view = view_finding(call, call.db, s, call.param("id"));
                          if (!view) return fail(std::move(view.error()));
                          return http::Reply<FindingView>(std::move(*view));
                        })
      .summary("One finding with its requirements, plenaries and history.");
  routes
      .post<NewFinding, FindingView>("/findings", access, {"finding/show"},
                                     [&s](http::Writing& call, const NewFinding& in) { return propose(call, s, in); })
      .summary("Puts a Form A before the plenary as a finding.");
  routes
      .post<ChecksIn, FindingView>("/findings/{id}/checks", access, {"finding/show"},
                                   [&s](http::Writing& call, const ChecksIn& in) { return check(call, s, in); })
      .again("/findings/{id}")
      .summary("Marks the requirements of a finding.");
  routes
      .post<FindingDecision, FindingView>(
          "/findings/{id}/decision", access::with(Right::decide), {"finding/show"},
          [&s](http::Writing& call, const FindingDecision& in) { return decide(call, s, in); })
      .again("/findings/{id}")
      .summary("Records the plenary that sets or rejects a finding.");
}

}  // namespace netra::finding
