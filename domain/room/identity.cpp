// Opening a reporter's identity across institutions: one person asks with a reason, one of another institution agrees,
// and the asker opens once, in time. Without the approver's key nothing can be opened: approval seals it anew.
#include <algorithm>

#include "domain/identity/office_keys.hpp"
#include "domain/report/report.hpp"
#include "domain/room/record.hpp"
#include "domain/room/sql.hpp"

namespace netra::room {

namespace {

using Reply = Result<http::Reply<RoomView>>;
constexpr std::size_t kShortestReason = 10;

struct Request {
  std::string id, track_id, office_id;
  Whom whom = Whom::reporter;
  std::string reason;
  RequestState state = RequestState::asked;
  std::string asked_by, asked_by_name;
  Instant asked_at_ms, expires_at_ms;
  std::optional<std::string> answered_by, answered_office;
  std::optional<Instant> answered_at_ms;
  std::string answer;
  std::optional<Instant> opened_at_ms;

  bool is_late(Instant now) const {
    return (state == RequestState::asked || state == RequestState::approved) && expires_at_ms < now;
  }
};
BOOST_DESCRIBE_STRUCT(Request, (),
                      (id, track_id, office_id, whom, reason, state, asked_by, asked_by_name, asked_at_ms,
                       expires_at_ms, answered_by, answered_office, answered_at_ms, answer, opened_at_ms))

// For how long: Netra's policy, a parameter of the procedure data.
Result<Instant> until(const Services& s, const cases::Track& t, Instant now) {
  const auto hours = s.rules.parameter_integer(finding::regime_of(s.elections, t.election_id), "identity_opening_hours",
                                               {date_in(now, t.zone), t.election_id});
  if (!hours) return fail(FailedWith::kUnavailable, "identity_request.no_period");
  return now + std::chrono::hours(*hours);
}

std::string why(Entries& entries, const std::optional<std::string>& text) {
  auto reason = entries.text("/reason", text, kText);
  const auto letters = std::count_if(reason.begin(), reason.end(), [](unsigned char c) { return c > ' '; });
  if (!reason.empty() && static_cast<std::size_t>(letters) < kShortestReason) entries.wrong("/reason", "field.reason");
  return reason;
}

// Sealed fields of the case's report; none for a case that came from a finding.
std::optional<report::Sealed> sealed_of(storage::Reader& db, const cases::Track& track, Whom whom) {
  const auto c = cases::load_case(db, track.case_id);
  if (!c || !c->report_id) return std::nullopt;
  for (auto& sealed : report::vault_of(db, *c->report_id))
    if (sealed.kind == enum_name(whom)) return std::move(sealed);
  return std::nullopt;
}

Reply ask(http::Writing& call, const Services& s, const RequestIn& in) {
  auto at = for_act(call, call.param("id"), Right::read_identity);
  if (!at) return fail(std::move(at.error()));
  if (institution_of(call.tx, at->office) == institution_of(call.tx, at->track.case_office))
    return fail(FailedWith::kConflict, "identity_request.own_key");
  if (!call.tx.integer(sql::room::was_given_identity, {at->track.id, at->office}))
    return fail(FailedWith::kConflict, "identity_request.not_handed_over");
  Entries entries;
  auto reason = why(entries, in.reason);
  if (!entries.fine()) return entries.refuse("reason.required");
  if (!sealed_of(call.tx, at->track, in.whom)) return fail(FailedWith::kConflict, "identity_request.nothing");
  auto expires = until(s, at->track, call.now);
  if (!expires) return fail(std::move(expires.error()));
  const auto id = make_id(call.now, call.entropy);
  auto& writer = finding::record(call, {Right::read_identity,
                                        "identity_request.asked",
                                        {"identity_request", id},
                                        at->office,
                                        {{"track", at->track.id}, {"whom", enum_name(in.whom)}},
                                        reason});
  writer.execute(sql::room::insert_request, {id, at->track.id, at->office, in.whom, reason, call.principal.id,
                                             actor_of(call).name, call.now, *expires});
  return answer(call, s, at->track.id, "#identity");
}

struct Asked {
  Request request;
  Entrance at;
};

Result<Asked> asked(const http::Writing& call) {
  auto request = call.tx.one<Request>(sql::room::request_by_id, {call.param("request")});
  if (!request) return fail(FailedWith::kNotFound, "identity_request.unknown");
  auto at = may_enter(call.tx, actor_of(call), request->track_id);
  if (!at || !at->is_party) return fail(FailedWith::kNotFound, "identity_request.unknown");
  return Asked{std::move(*request), std::move(*at)};
}

// Who may answer: another person, of another institution, that of the case, whose key opens what is sealed.
Result<Asked> to_answer(const http::Writing& call) {
  auto out = asked(call);
  if (!out) return out;
  const auto& [request, at] = *out;
  if (request.asked_by == call.principal.id) return fail(FailedWith::kForbidden, "identity_request.same_person");
  if (institution_of(call.tx, at.office) == institution_of(call.tx, request.office_id))
    return fail(FailedWith::kForbidden, "identity_request.same_institution");
  if (!at.is_owner || !actor_of(call).may(Right::read_identity, at.office))
    return fail(FailedWith::kForbidden, "access.denied");
  if (request.state != RequestState::asked) return fail(FailedWith::kConflict, "identity_request.answered");
  if (request.is_late(call.now)) return fail(FailedWith::kConflict, "identity_request.late");
  return out;
}

Reply approve(http::Writing& call, const Services& s, const ReasonIn& in) {
  auto a = to_answer(call);
  if (!a) return fail(std::move(a.error()));
  Entries entries;
  auto reason = why(entries, in.reason);
  if (!entries.fine()) return entries.refuse("reason.required");
  auto sealed = sealed_of(call.tx, a->at.track, a->request.whom);
  if (!sealed) return fail(FailedWith::kConflict, "identity_request.nothing");
  auto expires = until(s, a->at.track, call.now);
  if (!expires) return fail(std::move(expires.error()));
  auto anew = reseal_for(call, sealed->office_id, a->request.office_id, sealed->sealed,
                         {"identity_request", a->request.id}, reason);
  if (!anew) return fail(std::move(anew.error()));
  auto& writer = finding::record(call, {Right::read_identity,
                                        "identity_request.approved",
                                        {"identity_request", a->request.id},
                                        a->at.office,
                                        {{"track", a->at.track.id}},
                                        reason});
  if (writer.execute(sql::room::answer_request, {a->request.id, RequestState::approved, call.principal.id, a->at.office,
                                                 call.now, reason, *anew, *expires}) != 1)
    return fail(FailedWith::kConflict, "identity_request.answered");
  return answer(call, s, a->at.track.id, "#identity");
}

Reply refuse(http::Writing& call, const Services& s, const ReasonIn& in) {
  auto a = to_answer(call);
  if (!a) return fail(std::move(a.error()));
  Entries entries;
  auto reason = entries.text("/reason", in.reason, kText);
  if (!entries.fine()) return entries.refuse("reason.required");
  auto& writer = finding::record(call, {Right::read_identity,
                                        "identity_request.refused",
                                        {"identity_request", a->request.id},
                                        a->at.office,
                                        {{"track", a->at.track.id}},
                                        reason});
  if (writer.execute(sql::room::answer_request, {a->request.id, RequestState::refused, call.principal.id, a->at.office,
                                                 call.now, reason, nullptr, a->request.expires_at_ms}) != 1)
    return fail(FailedWith::kConflict, "identity_request.answered");
  return answer(call, s, a->at.track.id, "#identity");
}

Result<http::Reply<OpenedIdentity>> open(http::Writing& call) {
  auto a = asked(call);
  if (!a) return fail(std::move(a.error()));
  const auto& request = a->request;
  if (request.asked_by != call.principal.id) return fail(FailedWith::kForbidden, "identity_request.not_asker");
  if (request.state != RequestState::approved) return fail(FailedWith::kConflict, "identity_request.not_approved");
  if (request.is_late(call.now)) return fail(FailedWith::kConflict, "identity_request.late");
  const auto rows = call.tx.query(sql::room::sealed_of, {request.id});
  if (rows.empty()) return fail(FailedWith::kConflict, "identity_request.not_approved");
  auto plain = open_for(call, request.office_id, rows[0].bytes(0), {"identity_request", request.id}, request.reason);
  if (!plain) return fail(std::move(plain.error()));
  auto& writer = finding::record(call, {Right::read_identity,
                                        "identity_request.opened",
                                        {"identity_request", request.id},
                                        request.office_id,
                                        {{"track", request.track_id}}});
  writer.execute(sql::room::open_request, {request.id, call.now});
  OpenedIdentity view;
  view.track = request.track_id;
  view.whom = request.whom;
  auto tree = json::parse(*plain);
  view.people = tree.is_array() ? tree.get_array() : json::array{tree};
  return http::Reply<OpenedIdentity>(std::move(view));
}

RequestView view_of(const http::Call& call, storage::Reader& db, const Entrance& at, const Request& r) {
  const auto& t = at.track;
  const auto optional = [&](const std::optional<Instant>& when) {
    return when ? std::optional(t.local(*when)) : std::nullopt;
  };
  RequestView view{r.id,
                   office::name_of(db, r.office_id),
                   r.whom,
                   r.reason,
                   r.is_late(call.now) ? RequestState::lapsed : r.state,
                   r.asked_by_name,
                   t.local(r.asked_at_ms),
                   t.local(r.expires_at_ms),
                   optional(r.answered_at_ms),
                   r.answered_office ? office::name_of(db, *r.answered_office) : "",
                   r.answer,
                   optional(r.opened_at_ms)};
  const bool other = institution_of(db, at.office) != institution_of(db, r.office_id);
  view.may_answer = view.state == RequestState::asked && at.is_owner && other && r.asked_by != call.principal.id &&
                    actor_of(call).may(Right::read_identity, at.office);
  view.may_open = view.state == RequestState::approved && r.asked_by == call.principal.id;
  return view;
}

}  // namespace

std::vector<RequestView> requests_for(const http::Call& call, storage::Reader& db, const Entrance& at) {
  std::vector<RequestView> out;
  for (const auto& request : db.all<Request>(sql::room::requests_of, {at.track.id}))
    if (at.is_owner || request.office_id == at.office) out.push_back(view_of(call, db, at, request));
  return out;
}

void add_identity_routes(http::Routes& routes, const Services& s) {
  const auto identity = access::with(Right::read_identity);
  routes
      .post<RequestIn, RoomView>("/tracks/{id}/identity-requests", identity, {"room/show"},
                                 [&s](http::Writing& call, const RequestIn& in) -> Reply { return ask(call, s, in); })
      .again("/tracks/{id}")
      .summary("Asks another institution to let a sealed identity be opened.");
  routes
      .post<ReasonIn, RoomView>("/identity-requests/{request}/approval", identity, {"room/show"},
                                [&s](http::Writing& call, const ReasonIn& in) -> Reply { return approve(call, s, in); })
      .summary("Agrees: the identity is sealed anew to the asking office, for one opening in time.");
  routes
      .post<ReasonIn, RoomView>("/identity-requests/{request}/refusal", identity, {"room/show"},
                                [&s](http::Writing& call, const ReasonIn& in) -> Reply { return refuse(call, s, in); })
      .summary("Refuses a request for an identity with reasons.");
  routes
      .post<http::Nothing, OpenedIdentity>("/identity-requests/{request}/openings", identity, {"room/identity"},
                                           [](http::Writing& call, const http::Nothing&) { return open(call); })
      .not_repeatable()
      .summary("Opens the identity once; the opening is an act.");
}

}  // namespace netra::room
