// A discussion as its readers see it.
#include <algorithm>

#include "domain/centre/discussion_record.hpp"
#include "domain/centre/sql.hpp"
#include "domain/identity/identity.hpp"

namespace netra::centre {

namespace {

struct Looking {
  const http::Call& call;
  storage::Reader& db;
  const Services& s;
  const DiscussionRecord& d;
  const office::Office& centre;
  const Kind* kind = nullptr;
  std::optional<cases::Track> track;
  Date day;  // of the discussion
  std::string_view language;
};

SeatView seat_view(const SeatRow& row) {
  return {row.member_id, row.institution, row.name, row.is_invited, row.is_present};
}

void fill_head(const Looking& look, DiscussionView& v) {
  const auto& d = look.d;
  v.id = d.id;
  v.version = d.version;
  v.office = look.centre.id;
  v.office_name = look.centre.name;
  v.case_id = d.case_id;
  v.track = d.track_id;
  v.kind = d.kind;
  v.kind_name = kind_name(look.s, d.kind, look.language);
  if (look.kind) {
    v.purpose = look.kind->purpose.in(look.language);
    v.basis = look.kind->basis;
    v.mark = enum_name(look.kind->mark);
    v.note = look.kind->note.in(look.language);
  }
  v.agenda = d.agenda;
  v.starts_at = {d.starts_at_ms, look.centre.zone};
  v.starts_local = format_local(v.starts_at).substr(0, 16);
  v.is_online = d.is_online;
  v.place = d.place;
  v.state = d.state;
  v.was_held = d.state == DiscussionState::held || d.state == DiscussionState::concluded;
  v.result = d.result;
  v.result_name = result_name(look.s, d, look.language);
  v.result_reason = d.result_reason;
  if (d.concluded_at_ms) v.concluded_at = LocalTime{*d.concluded_at_ms, look.centre.zone};
  if (d.concluded_by) v.concluded_by = identity::account_name(look.db, *d.concluded_by);
}

void fill_track(const Looking& look, DiscussionView& v) {
  if (!look.track) return;
  v.case_number = look.track->number;
  v.case_title = look.track->title;
  v.stage_name = cases::stage_name_of(look.s.cases, *look.track, look.track->stage, look.language);
  v.clocks = clock::clocks_of(look.db, look.s.cases.clocks, look.track->subject(), look.call.now, look.language);
}

std::string spoken_by(const Looking& look, const OpinionRow& row) {
  if (row.member_id.empty()) return {};
  const auto member = find_member(look.db, look.centre.id, row.member_id);
  return member ? member->name : std::string();
}

void fill_opinions(const Looking& look, DiscussionSide& side, const std::vector<OpinionRow>& rows) {
  for (const auto& row : rows) {
    if (row.institution != side.institution) continue;
    OpinionView view{row.version,
                     row.stand,
                     row.reason,
                     row.way,
                     spoken_by(look, row),
                     {row.recorded_at_ms, look.centre.zone},
                     identity::account_name(look.db, row.recorded_by)};
    if (side.opinion)
      side.before.push_back(std::move(view));
    else
      side.opinion = std::move(view);
  }
}

void fill_sides(const Looking& look, DiscussionView& v) {
  const auto seats = seats_of(look.db, look.d.id);
  const auto opinions = opinions_of(look.db, look.d.id);
  const auto* result = look.kind && look.d.result ? look.kind->find(*look.d.result) : nullptr;
  const bool keeps_book = actor_of(look.call).may(Right::manage_centre, look.centre.id);
  for (auto institution : kInstitutions) {
    DiscussionSide side{.institution = institution};
    for (const auto& seat : seats)
      if (seat.institution == institution) {
        side.seats.push_back(seat_view(seat));
        side.is_present = side.is_present || seat.is_present;
      }
    fill_opinions(look, side, opinions);
    side.dissents = result && result->stand != Stand::other && side.opinion && side.opinion->stand != result->stand;
    v.has_dissent = v.has_dissent || side.dissents;
    side.is_own = v.seat == institution;
    // What a member has said stays the member's: who keeps the book does not write over it.
    const bool is_members = side.opinion && side.opinion->way == OpinionWay::member;
    side.may_opine =
        look.d.state == DiscussionState::held && side.is_present && (side.is_own || (keeps_book && !is_members));
    v.sides.push_back(std::move(side));
  }
}

void fill_quorum(const Looking& look, DiscussionView& v) {
  if (look.d.state == DiscussionState::planned && look.track)
    v.quorum = quorum_of(look.s, *look.track, look.day, {});
  else
    v.quorum = {look.d.quorum_rule, look.d.quorum_mark, 0, look.d.quorum_met};
  v.quorum.present = std::ranges::count_if(v.sides, [](const auto& side) { return side.is_present; });
}

// Members of that day, then whoever was invited and is a member no more.
void fill_candidates(const Looking& look, DiscussionView& v) {
  for (const auto& side : v.sides)
    for (const auto& seat : side.seats) v.candidates.push_back(seat);
  for (const auto& member : members_on(look.db, look.centre.id, look.day))
    if (std::ranges::none_of(v.candidates, [&](const auto& one) { return one.member == member.id; }))
      v.candidates.push_back({member.id, member.institution, member.name, false, false});
  std::ranges::stable_sort(v.candidates, {}, [](const auto& one) { return one.institution; });
}

void fill_results(const Looking& look, DiscussionView& v) {
  for (auto stand : {Stand::met, Stand::not_met, Stand::other}) v.stands.emplace_back(enum_name(stand));
  if (!look.kind || !look.track) return;
  const auto transitions = cases::transitions_of(look.s.cases, *look.track);
  for (const auto& result : look.kind->result) {
    const auto step = std::ranges::find_if(transitions, [&](const auto& one) { return one.event == result.event; });
    if (result.moves && step == transitions.end()) continue;  // not possible where the track stands
    v.results.push_back(
        {result.event, result.label.in(look.language),
         result.moves ? cases::stage_name_of(look.s.cases, *look.track, step->to, look.language) : std::string()});
  }
}

void fill_may(const Looking& look, DiscussionView& v) {
  const auto& actor = actor_of(look.call);
  const auto here = [&](Right right) { return actor.may(right, look.centre.id); };
  const bool planned = look.d.state == DiscussionState::planned, held = look.d.state == DiscussionState::held;
  const bool begun = look.d.starts_at_ms <= look.call.now;
  v.may.move = v.may.cancel = here(Right::manage_centre) && planned;
  v.may.attend = here(Right::manage_centre) && ((planned && begun) || held);
  v.may.write_minutes = here(Right::manage_centre) && (held || look.d.state == DiscussionState::concluded);
  const bool all_said =
      std::ranges::all_of(v.sides, [](const auto& side) { return !side.is_present || side.opinion.has_value(); });
  v.may.conclude = here(Right::discuss) && held && look.d.quorum_met && all_said;
}

}  // namespace

Result<DiscussionView> view_discussion(const http::Call& call, storage::Reader& db, const Services& s,
                                       std::string_view id) {
  const auto d = load_discussion(db, id);
  if (!d || !may_read(db, actor_of(call), d->office_id, call.now))
    return fail(FailedWith::kNotFound, "discussion.unknown");
  const auto centre = *office::find_office(db, d->office_id);
  const Looking look{call,
                     db,
                     s,
                     *d,
                     centre,
                     s.kinds.find(d->kind),
                     cases::find_track(db, d->track_id),
                     date_in(d->starts_at_ms, centre.zone),
                     call.info.language};
  DiscussionView v;
  fill_head(look, v);
  fill_track(look, v);
  v.seat = seat_of(db, actor_of(call), centre.id, look.day);
  fill_sides(look, v);
  fill_quorum(look, v);
  fill_candidates(look, v);
  fill_results(look, v);
  for (const auto& row : db.query(sql::centre::minutes_of, {id}))
    v.minutes.push_back({row.integer(0),
                         row.text(1),
                         row.text(2),
                         {row.instant(3), centre.zone},
                         identity::account_name(db, row.text(4))});
  fill_may(look, v);
  v.history = journal::history(db, discussion_subject(id), centre.zone);
  return v;
}

}  // namespace netra::centre
