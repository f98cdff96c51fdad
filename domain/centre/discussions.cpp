// Discussions planned, listed, moved and called off; the checks before every act on one.
#include "domain/centre/sql.hpp"

#include <algorithm>

#include "domain/centre/discussion_record.hpp"

namespace netra::centre {

std::optional<DiscussionRecord> load_discussion(storage::Reader& db, std::string_view id) {
  return db.one<DiscussionRecord>(sql::centre::discussion_by_id, {id});
}

std::vector<SeatRow> seats_of(storage::Reader& db, std::string_view discussion) {
  return db.all<SeatRow>(sql::centre::seats_of, {discussion});
}

std::vector<OpinionRow> opinions_of(storage::Reader& db, std::string_view discussion) {
  return db.all<OpinionRow>(sql::centre::opinions_of, {discussion});
}

std::vector<cases::Track> tracks_of_centre(storage::Reader& db, std::string_view centre) {
  std::vector<cases::Track> out;
  for (const auto& row : db.query(sql::centre::tracks_of_centre, {centre}))
    if (auto track = cases::find_track(db, row.text(0))) out.push_back(std::move(*track));
  return out;
}

std::string track_label(const cases::Track& track) {
  return track.number ? *track.number + " · " + track.title : track.title;
}

Quorum quorum_of(const Services& s, const cases::Track& track, Date day, const std::vector<Institution>& present) {
  Quorum out;
  const auto regime = finding::regime_of(s.cases.elections, track.election_id);
  const auto* rule = s.cases.rules.parameter(regime, "discussion_quorum", {day, track.election_id});
  out.rule = rule ? rule->value.value : "all_institutions";
  out.mark = rule ? std::string(enum_name(rule->origin.mark)) : "unverified";
  for (auto institution : kInstitutions)
    if (std::ranges::find(present, institution) != present.end()) ++out.present;
  out.is_met = out.present >= (out.rule == "two_institutions" ? 2 : 3);
  return out;
}

Result<Held> discussion_for(const http::Writing& call, std::optional<Right> right, std::int64_t version,
                            std::initializer_list<DiscussionState> states) {
  const auto unknown = fail(FailedWith::kNotFound, "discussion.unknown");
  auto d = load_discussion(call.tx, call.param("id"));
  if (!d || !may_read(call.tx, actor_of(call), d->office_id, call.now)) return unknown;
  auto centre = office::find_office(call.tx, d->office_id);
  if (right)
    if (auto may = finding::require(call, *right, d->office_id); !may) return fail(std::move(may.error()));
  if (d->version != version) return finding::stale("discussion.changed");
  if (std::ranges::find(states, d->state) == states.end()) return fail(FailedWith::kConflict, "discussion.state");
  return Held{std::move(*d), std::move(*centre)};
}

Result<storage::Writer*> begin(http::Writing& call, const Held& held, Right right, std::string_view verb,
                               json::object change, std::string_view reason) {
  auto& writer =
      finding::record(call, {right, verb, discussion_subject(held.d.id), held.d.office_id, std::move(change), reason});
  if (writer.execute(sql::centre::touch_discussion, {held.d.id, held.d.version}) != 1)
    return finding::stale("discussion.changed");
  return &writer;
}

Result<http::Reply<DiscussionView>> answer(http::Writing& call, const Services& s, const std::string& id, bool is_new) {
  auto view = view_discussion(call, call.tx, s, id);
  if (!view) return fail(std::move(view.error()));
  if (is_new) return http::created(std::move(*view), "/discussions/" + id);
  return http::see(std::move(*view), "/discussions/" + id);
}

// ---- lists ----

std::optional<std::string> result_name(const Services& s, const DiscussionRecord& d, std::string_view language) {
  const auto* kind = s.kinds.find(d.kind);
  const auto* result = kind && d.result ? kind->find(*d.result) : nullptr;
  if (!result) return d.result;
  return result->label.in(language);
}

std::string kind_name(const Services& s, std::string_view id, std::string_view language) {
  const auto* kind = s.kinds.find(id);
  return kind ? kind->label.in(language) : std::string(id);
}

namespace {

using Reply = Result<http::Reply<DiscussionView>>;

constexpr int kMostListed = 200;

DiscussionItem item_of(const Services& s, const DiscussionRecord& d, Zone zone, std::string_view language) {
  return {d.id,
          d.kind,
          kind_name(s, d.kind, language),
          std::string(enum_name(d.state)),
          {d.starts_at_ms, zone},
          result_name(s, d, language)};
}

}  // namespace

std::vector<DiscussionItem> discussions_of_track(storage::Reader& db, const Services& s, std::string_view track,
                                                 Zone zone, std::string_view language) {
  std::vector<DiscussionItem> out;
  for (const auto& d : db.all<DiscussionRecord>(sql::centre::discussions_of_track, {track}))
    out.push_back(item_of(s, d, zone, language));
  return out;
}

std::vector<DiscussionRow> coming_discussions(storage::Reader& db, const Services& s, const office::Office& centre,
                                              std::string_view language) {
  std::vector<DiscussionRow> out;
  for (const auto& d : db.all<DiscussionRecord>(sql::centre::planned_discussions, {centre.id, 10}))
    out.push_back(row_of(db, s, d, centre.zone, language));
  return out;
}

DiscussionRow row_of(storage::Reader& db, const Services& s, const DiscussionRecord& d, Zone zone,
                     std::string_view language) {
  DiscussionRow row{.id = d.id, .kind = d.kind, .kind_name = kind_name(s, d.kind, language)};
  if (auto track = cases::find_track(db, d.track_id)) {
    row.case_number = track->number;
    row.case_title = track->title;
  }
  row.starts_at = {d.starts_at_ms, zone};
  row.is_online = d.is_online;
  row.place = d.place;
  row.state = d.state;
  row.result_name = result_name(s, d, language);
  row.has_quorum = d.quorum_met;
  return row;
}

namespace {

Result<http::Reply<DiscussionList>> list(http::Reading& call, const Services& s) {
  auto centre = centre_here(call, call.db);
  if (!centre) return fail(std::move(centre.error()));
  DiscussionList out{.office = centre->id, .office_name = centre->name};
  const auto state = parse_enum<DiscussionState>(call.query("state").value_or(""));
  if (state) out.state = enum_name(*state);
  if (const auto* kind = s.kinds.find(call.query("kind").value_or(""))) out.kind = kind->id;
  for (auto one :
       {DiscussionState::planned, DiscussionState::held, DiscussionState::concluded, DiscussionState::cancelled})
    out.states.emplace_back(enum_name(one));
  for (const auto& kind : s.kinds.all()) out.kinds.push_back({kind.id, kind.label.in(call.info.language)});
  for (const auto& d : call.db.all<DiscussionRecord>(sql::centre::discussions_of_office,
                                                     {centre->id, out.state, out.kind, kMostListed}))
    out.rows.push_back(row_of(call.db, s, d, centre->zone, call.info.language));
  out.may_manage = actor_of(call).may(Right::manage_centre, centre->id);
  return http::Reply<DiscussionList>(std::move(out));
}

// ---- planning ----

bool fits(const Kind& kind, const cases::Track& track) {
  return track.is_open() && std::ranges::find(kind.stages, track.stage) != kind.stages.end();
}

Result<http::Reply<DiscussionForm>> form(http::Reading& call, const Services& s) {
  auto centre = centre_here(call, call.db);
  if (!centre) return fail(std::move(centre.error()));
  if (auto may = finding::require(call, Right::manage_centre, centre->id); !may) return fail(std::move(may.error()));
  DiscussionForm out{.office = centre->id, .office_name = centre->name};
  out.track = call.query("track").value_or("");
  const auto& language = call.info.language;
  for (const auto& kind : s.kinds.all()) {
    out.kinds.push_back({kind.id, kind.label.in(language), kind.purpose.in(language), kind.basis,
                         std::string(enum_name(kind.mark)), kind.note.in(language)});
    out.kind_options.push_back({kind.id, kind.label.in(language)});
  }
  for (const auto& track : tracks_of_centre(call.db, centre->id)) {
    const auto kind = std::ranges::find_if(s.kinds.all(), [&](const auto& one) { return fits(one, track); });
    if (kind == s.kinds.all().end()) continue;
    const auto stage = cases::stage_name_of(s.cases, track, track.stage, call.info.language);
    out.tracks.push_back({track.id, track_label(track) + " (" + stage + ")", stage});
    if (track.id == out.track || out.kind.empty()) out.kind = kind->id;
  }
  const auto* entered = call.entered ? call.entered->values.if_contains("members") : nullptr;
  for (const auto& member : members_on(call.db, centre->id, date_in(call.now, centre->zone))) {
    // Everybody is invited unless somebody was left out before the form was refused.
    const auto* chosen = entered ? entered->if_array() : nullptr;
    bool invited = !chosen || std::ranges::any_of(*chosen, [&](const auto& v) { return v == json::value(member.id); });
    out.members.push_back({member.id, member.institution, member.name, invited, false});
  }
  return http::Reply<DiscussionForm>(std::move(out));
}

// Planned, or held with a quorum and waiting for its result.
bool is_under_way(storage::Reader& db, const cases::Track& track, const Kind& kind) {
  return std::ranges::any_of(
      db.all<DiscussionRecord>(sql::centre::discussions_of_track, {track.id}), [&](const auto& d) {
        return d.kind == kind.id &&
               (d.state == DiscussionState::planned || (d.state == DiscussionState::held && d.quorum_met));
      });
}

}  // namespace

std::vector<WaitingTrack> waiting_tracks(storage::Reader& db, const Services& s, const office::Office& centre,
                                         Instant now, std::string_view language) {
  std::vector<WaitingTrack> out;
  for (const auto& track : tracks_of_centre(db, centre.id))
    for (const auto& kind : s.kinds.all())
      if (!kind.optional && fits(kind, track) && !is_under_way(db, track, kind)) {
        WaitingTrack row{track.id, track.number, track.title, kind.label.in(language), {}};
        for (auto& clock : clock::clocks_of(db, s.cases.clocks, track.subject(), now, language))
          if (clock.state != clock::ClockState::ended) row.clocks.push_back(std::move(clock));
        out.push_back(std::move(row));
      }
  return out;
}

namespace {

struct Plan {
  cases::Track track;
  const Kind* kind = nullptr;
  std::string agenda, place;
  Instant starts;
  std::vector<MemberRow> invited;
};

// Where and when; for planning and for moving.
template <class In>
void read_when(const In& in, Zone zone, Instant now, Entries& entries, Plan& plan) {
  plan.agenda = entries.text("/agenda", in.agenda, kText);
  plan.place = entries.text("/place", in.place, kLine);
  if (auto at = entries.moment("/starts_at", in.starts_at, zone)) plan.starts = *at;
  // A discussion that was held today may be written down afterwards; an old one is no plan.
  if (entries.fine() && plan.starts < now - std::chrono::hours(14 * 24)) entries.wrong("/starts_at", "discussion.past");
}

void read_invited(storage::Reader& db, const office::Office& centre, const DiscussionIn& in, Entries& entries,
                  Plan& plan) {
  for (auto& member : members_on(db, centre.id, date_in(plan.starts, centre.zone)))
    if (std::ranges::find(in.members, member.id) != in.members.end()) plan.invited.push_back(std::move(member));
  if (in.members.empty()) entries.wrong("/members", "field.required");
  if (plan.invited.size() != in.members.size()) entries.wrong("/members", "duty.not_member_then");
}

Result<Plan> read_plan(const http::Writing& call, const Services& s, const office::Office& centre,
                       const DiscussionIn& in) {
  Plan plan;
  Entries entries;
  auto track = in.track ? cases::find_track(call.tx, *in.track) : std::nullopt;
  if (!track || track->kind != "crime" || centre_of(call.tx, track->case_office) != centre.id)
    entries.wrong("/track", in.track ? "field.value" : "field.required");
  plan.kind = in.kind ? s.kinds.find(*in.kind) : nullptr;
  if (!plan.kind) entries.wrong("/kind", in.kind ? "field.value" : "field.required");
  read_when(in, centre.zone, call.now, entries, plan);
  if (entries.fine()) read_invited(call.tx, centre, in, entries, plan);
  if (!entries.fine()) return entries.refuse("discussion.incomplete");
  plan.track = std::move(*track);
  if (!fits(*plan.kind, plan.track)) return fail(FailedWith::kConflict, "discussion.stage");
  if (call.tx.text(sql::centre::planned_of_kind, {plan.track.id, plan.kind->id}))
    return fail(FailedWith::kConflict, "discussion.planned_already");
  return plan;
}

Reply plan(http::Writing& call, const Services& s, const DiscussionIn& in) {
  auto centre = centre_for(call, Right::manage_centre);
  if (!centre) return fail(std::move(centre.error()));
  auto plan = read_plan(call, s, *centre, in);
  if (!plan) return fail(std::move(plan.error()));
  const auto id = make_id(call.now, call.entropy);
  auto& writer = finding::record(call, {Right::manage_centre,
                                        "discussion.planned",
                                        discussion_subject(id),
                                        centre->id,
                                        {{"kind", plan->kind->id},
                                         {"track", plan->track.id},
                                         {"at", format_local({plan->starts, centre->zone})},
                                         {"invited", static_cast<std::int64_t>(plan->invited.size())}}});
  writer.execute(sql::centre::insert_discussion,
                 {id, centre->id, plan->track.case_id, plan->track.id, plan->kind->id, plan->agenda, plan->starts,
                  in.is_online.value_or(false), plan->place, call.now, call.principal.id});
  for (const auto& member : plan->invited)
    writer.execute(sql::centre::put_seat, {id, member.id, member.institution, member.name, true, false});
  return answer(call, s, id, true);
}

Reply move(http::Writing& call, const Services& s, const MoveIn& in) {
  auto held = discussion_for(call, Right::manage_centre, in.version, {DiscussionState::planned});
  if (!held) return fail(std::move(held.error()));
  Plan plan;
  Entries entries;
  read_when(in, held->centre.zone, call.now, entries, plan);
  const auto reason = entries.text("/reason", in.reason, kLine);
  if (!entries.fine()) return entries.refuse("discussion.incomplete");
  const json::object at{{"from", format_local({held->d.starts_at_ms, held->centre.zone})},
                        {"to", format_local({plan.starts, held->centre.zone})}};
  auto writer = begin(call, *held, Right::manage_centre, "discussion.moved", {{"at", at}}, reason);
  if (!writer) return fail(std::move(writer.error()));
  (*writer)->execute(sql::centre::move_discussion,
                     {held->d.id, plan.agenda, plan.starts, in.is_online.value_or(false), plan.place});
  return answer(call, s, held->d.id);
}

Reply cancel(http::Writing& call, const Services& s, const CancelIn& in) {
  auto held = discussion_for(call, Right::manage_centre, in.version, {DiscussionState::planned});
  if (!held) return fail(std::move(held.error()));
  Entries entries;
  const auto reason = entries.text("/reason", in.reason, kLine);
  if (!entries.fine()) return entries.refuse("discussion.incomplete");
  auto writer = begin(call, *held, Right::manage_centre, "discussion.cancelled", {}, reason);
  if (!writer) return fail(std::move(writer.error()));
  (*writer)->execute(sql::centre::cancel_discussion, {held->d.id});
  return answer(call, s, held->d.id);
}

}  // namespace

void add_discussion_routes(http::Routes& routes, const Services& s) {
  const auto read = access::member(), manage = access::with(Right::manage_centre);
  const std::string all = "/centres/{office}/discussions", one = "/discussions/{id}";
  routes.get<DiscussionList>(all, read, {"centre/discussions"}, [&s](http::Reading& call) { return list(call, s); })
      .summary("Discussions of a centre, latest first.")
      .query("state", "planned, held, concluded or cancelled.")
      .query("kind", "Only this kind.");
  routes
      .get<DiscussionForm>(all + "/new", manage, {"centre/discussion_form"},
                           [&s](http::Reading& call) { return form(call, s); })
      .summary("The form of a new discussion.")
      .query("track", "The track it is about.");
  routes
      .post<DiscussionIn, DiscussionView>(
          all, manage, {"centre/discussion"},
          [&s](http::Writing& call, const DiscussionIn& in) { return plan(call, s, in); })
      .again(all + "/new")
      .summary("Plans a discussion of a case's crime track and invites members.");
  routes
      .post<MoveIn, DiscussionView>(one + "/schedule", manage, {"centre/discussion"},
                                    [&s](http::Writing& call, const MoveIn& in) { return move(call, s, in); })
      .again(one)
      .summary("Moves a planned discussion, with a reason.");
  routes
      .post<CancelIn, DiscussionView>(one + "/cancellation", manage, {"centre/discussion"},
                                      [&s](http::Writing& call, const CancelIn& in) { return cancel(call, s, in); })
      .again(one)
      .summary("Calls a planned discussion off, with a reason.");
}

}  // namespace netra::centre
