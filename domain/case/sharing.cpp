// Between offices and people: hand-down, takeover, forwarding, shares, officers, corrected events, sealed identities.
#include "domain/case/record.hpp"
#include "domain/case/sql.hpp"
#include "domain/evidence/evidence.hpp"
#include "domain/identity/office_keys.hpp"
#include "domain/identity/sql.hpp"
#include "domain/office/office.hpp"

namespace netra::cases {

namespace {

constexpr std::size_t kText = 20000;

using Reply = Result<http::Reply<CaseView>>;

// Hand-down goes below, takeover comes from below, forwarding goes to another supervisors' office.
bool fits(storage::Reader& db, TransferKind kind, std::string_view from, const office::Office& to) {
  if (to.kind != office::Kind::bawaslu) return false;
  switch (kind) {
    case TransferKind::hand_down:
      return office::is_superior(db, from, to.id);
    case TransferKind::takeover:
      return office::is_superior(db, to.id, from);
    case TransferKind::forwarding:
      return true;
  }
  return false;
}

// The vault's fields sealed anew for the receiving office. Somebody without the key may still hand over: the identity
// then stays readable for the sender only, and the transfer says so.
Result<std::vector<report::Resealed>> reseal(http::Writing& call, const CaseRecord& c, const std::string& to,
                                             const std::string& reason) {
  std::vector<report::Resealed> out;
  if (!c.report_id) return out;
  for (const auto& sealed : report::vault_of(call.tx, *c.report_id)) {
    auto anew = reseal_for(call, sealed.office_id, to, sealed.sealed, {"report", *c.report_id}, reason);
    if (!anew && anew.error().outcome != FailedWith::kForbidden && anew.error().code != "office.no_key")
      return fail(std::move(anew.error()));
    if (!anew) return std::vector<report::Resealed>();
    out.push_back({sealed.kind, std::move(*anew)});
  }
  return out;
}

Reply transfer(http::Writing& call, const Services& s, const TransferIn& in) {
  auto c = for_act(call, Right::forward, in.version);
  if (!c) return fail(std::move(c.error()));
  auto to = office::find_office(call.tx, in.to);
  if (!to) return fail_fields("transfer.competence", {{"/to", "field.value", {}}});
  if (in.to == c->office_id) return fail(FailedWith::kInvalid, "transfer.same_office");
  if (!fits(call.tx, in.kind, c->office_id, *to)) return fail(FailedWith::kInvalid, "transfer.competence");
  Entries entries;
  auto reason = entries.text("/reason", in.reason, kText);
  if (!entries.fine()) return entries.refuse("transfer.incomplete");
  auto resealed = reseal(call, *c, in.to, reason);
  if (!resealed) return fail(std::move(resealed.error()));
  const bool restarts =
      s.rules.parameter_flag(finding::regime_of(s.elections, c->election_id), "transfer_restarts_clock", when_of(*c));
  const std::string from = c->office_id;
  const auto actor = actor_of(call).as(Right::forward, from);
  auto writer = begin(call, *c,
                      {Right::forward,
                       "case.transferred",
                       {{"kind", enum_name(in.kind)}, {"from", from}, {"to", in.to}, {"restarts", restarts}},
                       reason});
  if (!writer) return fail(std::move(writer.error()));
  (*writer)->execute(sql::cases::insert_transfer,
                     {make_id(call.now, call.entropy), c->id, in.kind, from, in.to, reason, restarts,
                      !c->report_id || !resealed->empty(), call.now, call.principal.id});
  (*writer)->execute(sql::cases::move_case, {c->id, in.to});
  (*writer)->execute(sql::cases::end_assignments, {c->id, call.now});
  // The sender may go on reading what it handled.
  (*writer)->execute(sql::cases::insert_share,
                     {make_id(call.now, call.entropy), c->id, from, reason, call.now, call.principal.id});
  c->office_id = in.to;
  clock::move_to(**writer, s.clocks, call.now, call.entropy, c->subject(), place_of(s, *c));
  move_tracks(call, s, **writer, *c, from);
  evidence::move_all(**writer, call.now, call.entropy, c->subject(), in.to, actor);
  if (c->report_id) {
    auto moved = report::move_to_office(**writer, {call.now, call.entropy, actor, s.clocks}, *c->report_id, in.to,
                                        reason, *resealed);
    if (!moved) return fail(std::move(moved.error()));
  }
  return answer(call, s, c->id, "/sharing");
}

Reply share(http::Writing& call, const Services& s, const ShareIn& in) {
  auto c = for_act(call, Right::forward, in.version);
  if (!c) return fail(std::move(c.error()));
  const auto other = office::find_office(call.tx, in.office);
  if (!other || in.office == c->office_id) return fail_fields("share.unknown", {{"/office", "field.value", {}}});
  // Other institutions get what is handed over to them, never the file.
  if (other->kind != office::Kind::bawaslu) return fail(FailedWith::kInvalid, "share.use_handover");
  for (const auto& row : call.tx.query(sql::cases::shares_of, {c->id}))
    if (row.text(1) == in.office) return fail(FailedWith::kConflict, "share.already");
  Entries entries;
  auto reason = entries.text("/reason", in.reason, kText);
  if (!entries.fine()) return entries.refuse("share.incomplete");
  auto writer = begin(call, *c, {Right::forward, "case.shared", {{"office", in.office}}, reason});
  if (!writer) return fail(std::move(writer.error()));
  (*writer)->execute(sql::cases::insert_share,
                     {make_id(call.now, call.entropy), c->id, in.office, reason, call.now, call.principal.id});
  return answer(call, s, c->id, "/sharing");
}

Reply end_share(http::Writing& call, const Services& s, const VersionIn& in) {
  auto c = for_act(call, Right::forward, in.version);
  if (!c) return fail(std::move(c.error()));
  auto writer = begin(call, *c, {Right::forward, "case.share_ended", {{"share", call.param("share")}}});
  if (!writer) return fail(std::move(writer.error()));
  if ((*writer)->execute(sql::cases::end_share, {call.param("share"), c->id, call.now}) != 1)
    return fail(FailedWith::kNotFound, "share.unknown");
  return answer(call, s, c->id, "/sharing");
}

// ---- officers ----

Reply assign(http::Writing& call, const Services& s, const AssignmentIn& in) {
  auto c = for_act(call, Right::handle_case, in.version);
  if (!c) return fail(std::move(c.error()));
  std::string name;
  for (const auto& row : call.tx.query(sql::identity::holders_now, {c->office_id, call.now}))
    if (row.text(0) == in.account) name = row.text(2);
  if (name.empty()) return fail_fields("assignment.unknown", {{"/account", "field.value", {}}});
  for (const auto& row : call.tx.query(sql::cases::assignments_of, {c->id}))
    if (row.text(1) == in.account) return fail(FailedWith::kConflict, "assignment.already");
  auto writer = begin(call, *c, {Right::handle_case, "case.assigned", {{"account", in.account}}});
  if (!writer) return fail(std::move(writer.error()));
  (*writer)->execute(sql::cases::insert_assignment,
                     {make_id(call.now, call.entropy), c->id, in.account, name, call.now, call.principal.id});
  return answer(call, s, c->id);
}

Reply end_assignment(http::Writing& call, const Services& s, const VersionIn& in) {
  auto c = for_act(call, Right::handle_case, in.version);
  if (!c) return fail(std::move(c.error()));
  auto writer =
      begin(call, *c, {Right::handle_case, "case.assignment_ended", {{"assignment", call.param("assignment")}}});
  if (!writer) return fail(std::move(writer.error()));
  if ((*writer)->execute(sql::cases::end_assignment, {call.param("assignment"), c->id, call.now}) != 1)
    return fail(FailedWith::kNotFound, "assignment.unknown");
  return answer(call, s, c->id);
}

// ---- corrected times ----

// Open clocks that count from this event are dated anew, those of the report too. The receipt keeps the time it was
// printed with; the correction and both times are on record.
Reply correct_event(http::Writing& call, const Services& s, const EventIn& in) {
  auto c = for_act(call, Right::handle_case, in.version);
  if (!c) return fail(std::move(c.error()));
  const auto& actor = actor_of(call);
  const auto events = call.tx.all<EventRow>(sql::cases::events_of, {c->id});
  const auto event = std::find_if(events.begin(), events.end(), [&](const auto& e) { return e.id == in.event; });
  if (event == events.end()) return fail(FailedWith::kNotFound, "event.unknown");
  // What a citizen's receipt says is corrected by those who answer for the office only.
  if (event->event == "submitted" && !actor.may(Right::decide, c->office_id))
    return fail(FailedWith::kForbidden, "access.denied");
  Entries entries;
  auto at = entries.moment("/at", in.at, c->zone);
  if (at && *at > call.now) entries.wrong("/at", "event.future");
  auto reason = entries.text("/reason", in.reason, kText);
  if (!entries.fine()) return entries.refuse("event.incomplete");
  auto writer = begin(call, *c,
                      {Right::handle_case,
                       "case.event_corrected",
                       {{"event", event->event}, {"was", format_utc(event->at_ms)}, {"now", format_utc(*at)}},
                       reason});
  if (!writer) return fail(std::move(writer.error()));
  note_event(call, **writer, *c, event->event, *at, event->id, reason);
  if (event->event == "decided_by_bawaslu") (*writer)->execute(sql::cases::set_case_decided, {c->id, *at});
  const auto regime = finding::regime_of(s.elections, c->election_id);
  auto clocks = clock::clocks_of(call.tx, s.clocks, c->subject(), call.now, "id");
  for (const auto& track : tracks_in(call.tx, c->id))
    for (auto& view : clock::clocks_of(call.tx, s.clocks, track.subject(), call.now, "id"))
      clocks.push_back(std::move(view));
  if (c->report_id)
    for (auto& view : clock::clocks_of(call.tx, s.clocks, {"report", *c->report_id}, call.now, "id"))
      clocks.push_back(std::move(view));
  for (const auto& view : clocks) {
    if (view.state == clock::ClockState::ended || view.started_at.at != event->at_ms) continue;
    auto done = clock::correct_event(call.tx, s.clocks, call.now, call.entropy,
                                     actor.as(Right::handle_case, c->office_id), view.id, *at, reason);
    if (!done) return fail(std::move(done.error()));
  }
  return answer(call, s, c->id, "/clocks");
}

// ---- sealed identities ----

Result<http::Reply<IdentityView>> open_identity(http::Writing& call, const IdentityIn& in) {
  const auto id = call.param("id");
  if (auto may = may_read(call.tx, actor_of(call), id); !may) return fail(std::move(may.error()));
  auto c = load_case(call.tx, id);
  if (in.whom != Part::reporter && in.whom != Part::witness) return fail(FailedWith::kInvalid, "participant.unknown");
  Entries entries;
  auto reason = entries.text("/reason", in.reason, kText);
  if (!entries.fine()) return entries.refuse("reason.required");
  IdentityView view;
  view.case_id = c->id;
  view.whom = in.whom;
  view.people = json::array();
  const std::string_view kind = in.whom == Part::reporter ? "reporter" : "witnesses";
  if (c->report_id)
    for (const auto& sealed : report::vault_of(call.tx, *c->report_id)) {
      if (sealed.kind != kind) continue;
      auto plain = open_for(call, sealed.office_id, sealed.sealed, c->subject(), reason);
      if (!plain) return fail(std::move(plain.error()));
      auto tree = json::parse(*plain);
      view.people = tree.is_array() ? tree.get_array() : json::array{tree};
    }
  return http::Reply<IdentityView>(std::move(view));
}

}  // namespace

void add_sharing_routes(http::Routes& routes, const Services& s) {
  const auto forward = access::with(Right::forward), handle = access::with(Right::handle_case);
  routes
      .post<TransferIn, CaseView>(
          "/cases/{id}/transfers", forward, {"case/sharing"},
          [&s](http::Writing& call, const TransferIn& in) -> Reply { return transfer(call, s, in); })
      .again("/cases/{id}/sharing")
      .summary("Hands a case down, takes it over or forwards it; receipt time and history stay.");
  routes
      .post<ShareIn, CaseView>("/cases/{id}/shares", forward, {"case/sharing"},
                               [&s](http::Writing& call, const ShareIn& in) -> Reply { return share(call, s, in); })
      .again("/cases/{id}/sharing")
      .summary("Lets another office read the case.");
  routes
      .post<VersionIn, CaseView>(
          "/cases/{id}/shares/{share}/end", forward, {"case/sharing"},
          [&s](http::Writing& call, const VersionIn& in) -> Reply { return end_share(call, s, in); })
      .again("/cases/{id}/sharing")
      .summary("Ends a share.");
  routes
      .post<AssignmentIn, CaseView>(
          "/cases/{id}/assignments", handle, {"case/show"},
          [&s](http::Writing& call, const AssignmentIn& in) -> Reply { return assign(call, s, in); })
      .again("/cases/{id}")
      .summary("Assigns an officer.");
  routes
      .post<VersionIn, CaseView>(
          "/cases/{id}/assignments/{assignment}/end", handle, {"case/show"},
          [&s](http::Writing& call, const VersionIn& in) -> Reply { return end_assignment(call, s, in); })
      .again("/cases/{id}")
      .summary("Ends an assignment.");
  routes
      .post<EventIn, CaseView>(
          "/cases/{id}/events", handle, {"case/clocks"},
          [&s](http::Writing& call, const EventIn& in) -> Reply { return correct_event(call, s, in); })
      .again("/cases/{id}/clocks")
      .summary("Corrects when something happened; open clocks that count from it are dated anew.");
  routes
      .post<IdentityIn, IdentityView>("/cases/{id}/identity", access::with(Right::read_identity), {"case/identity"},
                                      [](http::Writing& call, const IdentityIn& in) { return open_identity(call, in); })
      .again("/cases/{id}")
      .not_repeatable()
      .summary("Opens sealed identities with a reason; the opening is an act.");
}

}  // namespace netra::cases
