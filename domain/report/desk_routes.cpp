// The office's side of reports: list, file, history, messages, requests to complete, duplicates, hand-over. What is
// sealed is opened in identity_routes.cpp.
#include <algorithm>

#include "domain/identity/actor.hpp"
#include "domain/identity/office_keys.hpp"
#include "domain/office/office.hpp"
#include "domain/region/region.hpp"
#include "domain/report/desk_views.hpp"
#include "domain/report/record.hpp"
#include "domain/report/routes.hpp"

namespace netra::report {

namespace {

using http::Reading;
using http::Reply;
using http::Writing;

constexpr int kPerPage = 50;

struct TextIn {
  std::string text;
};
BOOST_DESCRIBE_STRUCT(TextIn, (), (text))
struct CompletionIn {
  std::vector<std::string> fields;
  std::optional<std::string> note;
};
BOOST_DESCRIBE_STRUCT(CompletionIn, (), (fields, note))
struct LinkIn {
  std::string other;
  LinkKind kind = LinkKind::same_event;
};
BOOST_DESCRIBE_STRUCT(LinkIn, (), (other, kind))
struct UnlinkIn {
  std::string other;
};
BOOST_DESCRIBE_STRUCT(UnlinkIn, (), (other))
struct MoveIn {
  std::string office;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(MoveIn, (), (office, reason))

Result<ReportRecord> workable(const http::Call& call, storage::Reader& db, Right right) {
  auto record = readable(call, db);
  if (record && !actor_of(call).may(right, record->office_id)) return fail(Outcome::kForbidden, "access.denied");
  return record;
}

std::string stage_name(const Services& s, std::string_view regime, Stage stage, std::string_view language) {
  const auto* rule = s.rules.stage(regime, enum_name(stage));
  return rule ? rule->label.in(language) : std::string(enum_name(stage));
}

// ---- list ----

ListFilter filter_of(Reading& call) {
  ListFilter out{.offices = actor_of(call).offices_with(Right::read_reports), .limit = kPerPage + 1};
  out.stage = parse_enum<Stage>(call.query("stage").value_or(""));
  out.track = parse_enum<Track>(call.query("track").value_or(""));
  out.before_id = call.query("before").value_or("");
  if (auto last = out.before_id.empty() ? std::nullopt : load(call.db, out.before_id))
    out.before = last->received_at_ms;
  return out;
}

Result<Reply<ListView>> show_list(Reading& call) {
  auto filter = filter_of(call);
  auto rows = list(call.db, filter);
  ListView out{.stage = call.query("stage").value_or(""), .track = call.query("track").value_or("")};
  if (rows.size() > kPerPage) {
    rows.resize(kPerPage);
    out.older = "/reports?stage=" + std::string(filter.stage ? enum_name(*filter.stage) : "") +
                "&track=" + std::string(filter.track ? enum_name(*filter.track) : "") + "&before=" + rows.back().id;
  }
  for (const auto& r : rows)
    out.reports.push_back({r.id,
                           reference_of(r.id),
                           r.track,
                           r.stage,
                           r.channel,
                           {r.received_at_ms, r.zone},
                           r.event,
                           r.is_complete,
                           is_open(r.stage)});
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<Stage>>(
      [&](auto e) { out.stages.emplace_back(e.name); });
  out.tracks = {"formal", "lead"};
  return out;
}

// ---- file ----

std::vector<GapView> askable(const Services& s, const ReportRecord& r, std::string_view language) {
  return check_completeness(s.rules, r.regime, r.election_id, date_in(r.received_at_ms, r.zone), Track::formal,
                            r.is_proxy, {}, language);
}

// Above, below and beside: every report finds its way over these. Farther offices are reached through a superior.
std::vector<Option> offices_near(storage::Reader& db, const ReportRecord& r) {
  std::vector<Option> out;
  auto add = [&](const office::Office& o) {
    bool known = std::any_of(out.begin(), out.end(), [&](const Option& seen) { return seen.value == o.id; });
    if (o.kind == office::Kind::bawaslu && o.id != r.office_id && !known) out.push_back({o.id, o.name});
  };
  auto ours = office::find_office(db, r.office_id);
  for (const auto& o : office::superiors_of(db, r.office_id)) add(o);
  for (const auto& o : office::children_of(db, r.office_id)) add(o);
  if (ours && !ours->parent.empty())
    for (const auto& o : office::children_of(db, ours->parent)) add(o);
  return out;
}

void add_rights(FileReportView& out, const Actor& actor, const ReportRecord& r) {
  bool open = is_open(r.stage);
  out.can_take_in = actor.may(Right::take_in_reports, r.office_id);
  out.can_attend = out.can_take_in && out.appear.has_value();
  out.can_open_identity = actor.may(Right::read_identity, r.office_id);
  out.can_request =
      out.can_take_in && r.track == Track::formal && (r.stage == Stage::initial_review || r.stage == Stage::completion);
  out.can_open_case = out.can_take_in && out.track == Track::formal && open;
  out.can_trace = actor.may(Right::record_finding, r.office_id) && r.stage == Stage::info_logged;
  out.can_forward = actor.may(Right::forward, r.office_id) && open;
}

FileReportView file_view(storage::Reader& db, const http::Call& call, const Services& s, const ReportRecord& r) {
  const auto& actor = actor_of(call);
  const auto& language = call.info.language;
  auto receipt = receipt_again(db, s, r, "", call.now, language);
  const auto attended = attended_at(db, r.id);
  FileReportView out{.id = r.id,
                     .reference = reference_of(r.id),
                     .version = r.version,
                     .track = r.track,
                     .asked_track = r.asked_track,
                     .downgrade = r.downgrade,
                     .stage = r.stage,
                     .stage_name = stage_name(s, r.regime, r.stage, language),
                     .channel = r.channel,
                     .received_at = {r.received_at_ms, r.zone},
                     .office = r.office_id,
                     .office_name = receipt.office,
                     .came_from_elsewhere = r.office_id != r.first_office_id,
                     .place = receipt.place,
                     .place_detail = r.place_detail,
                     .election = r.election_id,
                     .date_happened = r.date_happened,
                     .date_known = r.date_known,
                     .event = r.event,
                     .chronology = r.chronology,
                     .capacity = r.capacity,
                     .is_proxy = r.is_proxy,
                     .is_complete = r.is_complete,
                     .case_id = r.case_id,
                     .finding_id = r.finding_id,
                     .reported = reported_of(db, r.id),
                     .missing = std::move(receipt.missing),
                     .askable = askable(s, r, language),
                     .completion = open_completion(db, s, r, call.now, language),
                     .clocks = std::move(receipt.due),
                     .evidence = evidence::list(db, {"report", r.id}, r.zone),
                     .messages = messages_of(db, r)};
  for (const auto& row : vault_of(db, r.id))
    out.sealed.push_back({row.kind, row.office_id, actor.may(Right::read_identity, row.office_id)});
  if (is_open(r.stage)) out.appear = std::move(receipt.appear);
  if (attended) out.attended_at = LocalTime{*attended, r.zone};
  out.near = near_duplicates(db, r, actor.offices_with(Right::read_reports));
  add_rights(out, actor, r);
  out.is_without_limit = is_without_limit(r, out.clocks);
  if (out.can_forward) out.offices = offices_near(db, r);
  return out;
}

Result<Reply<FileReportView>> show_file(Reading& call, const Services& s) {
  auto record = readable(call, call.db);
  if (!record) return fail(std::move(record.error()));
  return file_view(call.db, call, s, *record);
}

Result<Reply<HistoryView>> show_history(Reading& call) {
  auto record = readable(call, call.db);
  if (!record) return fail(std::move(record.error()));
  return HistoryView{record->id, reference_of(record->id),
                     journal::history(call.db, {"report", record->id}, record->zone)};
}

// ---- acts ----

By officer(Writing& call, Right right, const ReportRecord& r) {
  return {call.now, call.entropy, actor_of(call).as(right, r.office_id)};
}

Result<Reply<FileReportView>> shown_again(Writing& call, const Services& s, const Result<Done>& done,
                                          const std::string& id) {
  if (!done) return fail(Error(done.error()));
  return http::see(file_view(call.tx, call, s, *load(call.tx, id)), "/reports/" + id);
}

Result<Reply<FileReportView>> post_message(Writing& call, const Services& s, const TextIn& in) {
  auto r = workable(call, call.tx, Right::take_in_reports);
  if (!r) return fail(std::move(r.error()));
  return shown_again(call, s, write_message(call.tx, officer(call, Right::take_in_reports, *r), r->id, in.text), r->id);
}

Result<Reply<FileReportView>> post_completion(Writing& call, const Services& s, const CompletionIn& in) {
  auto r = workable(call, call.tx, Right::take_in_reports);
  if (!r) return fail(std::move(r.error()));
  auto known = askable(s, *r, "id");
  for (std::size_t i = 0; i < in.fields.size(); ++i)
    if (std::none_of(known.begin(), known.end(), [&](const GapView& g) { return g.field == in.fields[i]; }))
      return fail_fields("report.fields", {{"/fields/" + std::to_string(i), "field.value", {}}});
  auto note = in.note.value_or("");
  if (note.size() > 5000) return fail_fields("report.fields", {{"/note", "field.too_long", "5000"}});
  auto by = officer(call, Right::take_in_reports, *r);
  auto& db = journal::record(call.tx, by.now, by.entropy,
                             {by.actor,
                              "report.completion_requested",
                              {"report", r->id},
                              r->office_id,
                              {{"fields", to_json(in.fields)}},
                              note});
  return shown_again(call, s, request_completion(db, {by.now, by.entropy, by.actor, s.clocks}, r->id, in.fields, note),
                     r->id);
}

Result<Reply<FileReportView>> post_link(Writing& call, const Services& s, const LinkIn& in) {
  auto r = workable(call, call.tx, Right::take_in_reports);
  if (!r) return fail(std::move(r.error()));
  auto other = load(call.tx, in.other);
  if (!other || !may_read(actor_of(call), *other)) return fail(Outcome::kNotFound, "report.unknown");
  return shown_again(call, s, link(call.tx, officer(call, Right::take_in_reports, *r), r->id, in.other, in.kind),
                     r->id);
}

Result<Reply<FileReportView>> post_unlink(Writing& call, const Services& s, const UnlinkIn& in) {
  auto r = workable(call, call.tx, Right::take_in_reports);
  if (!r) return fail(std::move(r.error()));
  return shown_again(call, s, unlink(call.tx, officer(call, Right::take_in_reports, *r), r->id, in.other), r->id);
}

// Sealed fields go over sealed anew when the sender can open them; else they stay readable for the sender only, and the
// file says so.
std::vector<Resealed> reseal(Writing& call, const ReportRecord& r, const MoveIn& in) {
  std::vector<Resealed> out;
  for (const auto& row : vault_of(call.tx, r.id)) {
    auto sealed = reseal_for(call, row.office_id, in.office, row.sealed, {"report", r.id}, in.reason);
    if (!sealed) return {};
    out.push_back({row.kind, std::move(*sealed)});
  }
  return out;
}

Result<Reply<FileReportView>> post_move(Writing& call, const Services& s, const MoveIn& in) {
  auto r = workable(call, call.tx, Right::forward);
  if (!r) return fail(std::move(r.error()));
  auto to = office::find_office(call.tx, in.office);
  if (!to || to->kind != office::Kind::bawaslu)
    return fail_fields("report.fields", {{"/office", "office.unknown", {}}});
  if (in.reason.empty()) return fail_fields("report.fields", {{"/reason", "field.required", {}}});
  auto resealed = reseal(call, *r, in);
  auto by = officer(call, Right::forward, *r);
  auto& db = journal::record(call.tx, by.now, by.entropy,
                             {by.actor,
                              "report.moved",
                              {"report", r->id},
                              r->office_id,
                              {{"from", r->office_id}, {"to", in.office}, {"identity_resealed", !resealed.empty()}},
                              in.reason});
  return shown_again(
      call, s, move_to_office(db, {by.now, by.entropy, by.actor, s.clocks}, r->id, in.office, in.reason, resealed),
      r->id);
}

}  // namespace

bool may_read(const Actor& actor, const ReportRecord& r) {
  return actor.may(Right::read_reports, r.office_id) || actor.may(Right::read_reports, r.first_office_id);
}

// The record, when this person may read it; else the same answer as for one that does not exist.
Result<ReportRecord> readable(const http::Call& call, storage::Reader& db) {
  auto record = load(db, call.param("id"));
  if (!record || !may_read(actor_of(call), *record)) return fail(Outcome::kNotFound, "report.unknown");
  return *record;
}

void add_desk_routes(http::Routes& routes, const Services& s) {
  auto read = access::with(Right::read_reports), take_in = access::with(Right::take_in_reports);
  routes.get<ListView>("/reports", read, {"report/list"}, [](Reading& c) { return show_list(c); })
      .summary("Reports of the offices one reads for, newest first; filters stage and track, page with before.")
      .query("stage", "Only this stage.")
      .query("track", "formal or lead.")
      .query("before", "Id of the last report of the page before.");
  routes.get<FileReportView>("/reports/{id}", read, {"report/show"}, [&s](Reading& c) { return show_file(c, s); })
      .summary("One report: facts, gaps, clocks, evidence, messages, likely duplicates.");
  routes.get<HistoryView>("/reports/{id}/history", read, {"report/history"}, [](Reading& c) { return show_history(c); })
      .summary("Every official act on a report.");
  routes
      .post<TextIn, FileReportView>("/reports/{id}/messages", take_in, {},
                                    [&s](Writing& c, const TextIn& in) { return post_message(c, s, in); })
      .again("/reports/{id}")
      .summary("Writes to the reporter, who reads it with the code.");
  routes
      .post<CompletionIn, FileReportView>(
          "/reports/{id}/completion", take_in, {},
          [&s](Writing& c, const CompletionIn& in) { return post_completion(c, s, in); })
      .again("/reports/{id}")
      .summary("Asks the reporter to complete fields; starts the clock of completion.");
  routes
      .post<LinkIn, FileReportView>("/reports/{id}/links", take_in, {},
                                    [&s](Writing& c, const LinkIn& in) { return post_link(c, s, in); })
      .again("/reports/{id}")
      .summary("Says that another report tells of the same event, or does not.");
  routes
      .post<UnlinkIn, FileReportView>("/reports/{id}/links/removal", take_in, {},
                                      [&s](Writing& c, const UnlinkIn& in) { return post_unlink(c, s, in); })
      .again("/reports/{id}")
      .summary("Takes such a word back.");
  routes
      .post<MoveIn, FileReportView>("/reports/{id}/transfers", access::with(Right::forward), {},
                                    [&s](Writing& c, const MoveIn& in) { return post_move(c, s, in); })
      .again("/reports/{id}")
      .summary("Hands the report to the competent office; receipt time and history stay.");
}

}  // namespace netra::report
