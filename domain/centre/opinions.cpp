// What becomes of a discussion: who came, what each institution says, the minutes, the result.
#include <algorithm>

#include "domain/centre/discussion_record.hpp"
#include "domain/centre/sql.hpp"

namespace netra::centre {

namespace {

using Reply = Result<http::Reply<DiscussionView>>;

// ---- attendance ----

std::vector<MemberRow> present_members(storage::Reader& db, const Held& held, const AttendanceIn& in) {
  std::vector<MemberRow> out;
  const Date day = date_in(held.d.starts_at_ms, held.centre.zone);
  for (auto& member : members_of(db, held.centre.id))
    if (member.holds_on(day) && std::ranges::find(in.present, member.id) != in.present.end())
      out.push_back(std::move(member));
  return out;
}

// Whose opinion is on record may not turn out to have been absent.
bool silences_somebody(storage::Reader& db, const Held& held, const std::vector<Institution>& present) {
  return std::ranges::any_of(opinions_of(db, held.d.id), [&](const auto& opinion) {
    return std::ranges::find(present, opinion.institution) == present.end();
  });
}

Reply attend(http::Writing& call, const Services& s, const AttendanceIn& in) {
  auto held = discussion_for(call, Right::manage_centre, in.version, {DiscussionState::planned, DiscussionState::held});
  if (!held) return fail(std::move(held.error()));
  if (held->d.starts_at_ms > call.now) return fail(FailedWith::kConflict, "discussion.not_begun");
  const bool is_correction = held->d.state == DiscussionState::held;
  Entries entries;
  const auto reason =
      is_correction ? entries.text("/reason", in.reason, kLine) : entries.optional_text("/reason", in.reason, kLine);
  const auto members = present_members(call.tx, *held, in);
  if (members.size() != in.present.size()) entries.wrong("/present", "duty.not_member_then");
  if (!entries.fine()) return entries.refuse("discussion.incomplete");
  std::vector<Institution> present;
  for (const auto& member : members) present.push_back(member.institution);
  if (silences_somebody(call.tx, *held, present)) return fail(FailedWith::kConflict, "discussion.has_opinion");
  const auto track = *cases::find_track(call.tx, held->d.track_id);
  const auto quorum = quorum_of(s, track, date_in(held->d.starts_at_ms, held->centre.zone), present);
  auto writer =
      begin(call, *held, Right::manage_centre, is_correction ? "discussion.attendance_corrected" : "discussion.held",
            {{"present", to_json(in.present)}, {"quorum", quorum.is_met}, {"rule", quorum.rule}}, reason);
  if (!writer) return fail(std::move(writer.error()));
  (*writer)->execute(sql::centre::clear_presence, {held->d.id});
  for (const auto& member : members)
    (*writer)->execute(sql::centre::put_seat, {held->d.id, member.id, member.institution, member.name, false, true});
  (*writer)->execute(sql::centre::hold_discussion, {held->d.id, quorum.rule, quorum.mark, quorum.is_met});
  return answer(call, s, held->d.id);
}

// ---- opinions ----

struct Opinion {
  Institution institution = Institution::bawaslu;
  OpinionWay way = OpinionWay::member;
  std::string member;  // who spoke
  Right right;         // by which the caller acts
  std::string acting;  // office in which the right is held
  std::int64_t version = 1;
};

// The caller's own membership of that day, for the institution.
std::optional<MemberRow> own_row(storage::Reader& db, const Actor& actor, const Held& held, Institution institution) {
  for (auto& member : members_on(db, held.centre.id, date_in(held.d.starts_at_ms, held.centre.zone)))
    if (member.institution == institution && member.account == actor.id) return std::move(member);
  return std::nullopt;
}

// By whom the opinion is given: by a member of the institution, or by who keeps the book and reads it from the minutes.
Result<Opinion> way_of(const http::Writing& call, const Held& held, const OpinionIn& in, Entries& entries) {
  const auto& actor = actor_of(call);
  const auto seat = seat_of(call.tx, actor, held.centre.id, date_in(held.d.starts_at_ms, held.centre.zone));
  if (!in.institution && !seat) return fail(FailedWith::kForbidden, "access.denied");
  Opinion out{.institution = in.institution.value_or(seat.value_or(Institution::bawaslu)), .right = Right::discuss};
  if (seat == out.institution) {
    out.member = own_row(call.tx, actor, held, out.institution)->id;
    for (const auto& home : offices_of(call.tx, held.centre, out.institution))
      if (actor.may(Right::discuss, home.id)) out.acting = home.id;
    return out;
  }
  if (auto may = finding::require(call, Right::manage_centre, held.centre.id); !may)
    return fail(std::move(may.error()));
  out.way = OpinionWay::minutes;
  out.right = Right::manage_centre;
  out.acting = held.centre.id;
  if (!in.spoken_by) return out;
  for (const auto& seated : seats_of(call.tx, held.d.id))
    if (seated.member_id == *in.spoken_by && seated.institution == out.institution && seated.is_present)
      out.member = seated.member_id;
  if (out.member.empty()) entries.wrong("/spoken_by", "field.value");
  return out;
}

Reply opine(http::Writing& call, const Services& s, const OpinionIn& in) {
  auto held = discussion_for(call, std::nullopt, in.version, {DiscussionState::held});
  if (!held) return fail(std::move(held.error()));
  Entries entries;
  auto opinion = way_of(call, *held, in, entries);
  if (!opinion) return fail(std::move(opinion.error()));
  const auto reason = entries.text("/reason", in.reason, kText);
  if (!in.stand) entries.wrong("/stand", "field.required");
  if (!entries.fine()) return entries.refuse("discussion.incomplete");
  if (std::ranges::none_of(seats_of(call.tx, held->d.id), [&](const auto& seat) {
        return seat.is_present && seat.institution == opinion->institution;
      }))
    return fail(FailedWith::kConflict, "discussion.not_present");
  for (const auto& row : opinions_of(call.tx, held->d.id)) {  // newest first
    if (row.institution != opinion->institution) continue;
    if (row.way == OpinionWay::member && opinion->way == OpinionWay::minutes)
      return fail(FailedWith::kConflict, "discussion.own_opinion");
    opinion->version = std::max(opinion->version, row.version + 1);
  }
  const bool own = opinion->way == OpinionWay::member;
  auto& writer = journal::record(call.tx, call.now, call.entropy,
                                 {actor_of(call).as(opinion->right, opinion->acting),
                                  own ? "discussion.opinion_given" : "discussion.opinion_taken",
                                  discussion_subject(held->d.id),
                                  held->centre.id,
                                  {{"institution", enum_name(opinion->institution)}, {"stand", enum_name(*in.stand)}},
                                  reason});
  if (writer.execute(sql::centre::touch_discussion, {held->d.id, held->d.version}) != 1)
    return finding::stale("discussion.changed");
  writer.execute(sql::centre::insert_opinion, {held->d.id, opinion->institution, opinion->version, *in.stand, reason,
                                               opinion->way, opinion->member, call.now, call.principal.id});
  return answer(call, s, held->d.id);
}

// ---- minutes ----

Reply write_minutes(http::Writing& call, const Services& s, const MinutesIn& in) {
  auto held =
      discussion_for(call, Right::manage_centre, in.version, {DiscussionState::held, DiscussionState::concluded});
  if (!held) return fail(std::move(held.error()));
  const auto last = call.tx.integer(sql::centre::last_minutes, {held->d.id}).value_or(0);
  Entries entries;
  const auto content = entries.text("/content", in.content, kText);
  const auto reason =
      last > 0 ? entries.text("/reason", in.reason, kLine) : entries.optional_text("/reason", in.reason, kLine);
  if (!entries.fine()) return entries.refuse("discussion.incomplete");
  auto writer =
      begin(call, *held, Right::manage_centre, last > 0 ? "discussion.minutes_corrected" : "discussion.minutes_written",
            {{"minutes", last + 1}}, reason);
  if (!writer) return fail(std::move(writer.error()));
  (*writer)->execute(sql::centre::insert_minutes, {held->d.id, last + 1, content, reason, call.now, call.principal.id});
  return answer(call, s, held->d.id);
}

// ---- result ----

// Every institution that is present has said what it thinks.
bool all_have_spoken(storage::Reader& db, const Held& held) {
  const auto opinions = opinions_of(db, held.d.id);
  return std::ranges::all_of(seats_of(db, held.d.id), [&](const auto& seat) {
    return !seat.is_present ||
           std::ranges::any_of(opinions, [&](const auto& o) { return o.institution == seat.institution; });
  });
}

struct Chosen {
  const Kind* kind = nullptr;
  const KindResult* result = nullptr;
  Instant at;
  std::string reason;
};

Result<Chosen> read_result(const http::Writing& call, const Services& s, const Held& held, const ResultIn& in) {
  if (!held.d.quorum_met) return fail(FailedWith::kConflict, "discussion.no_quorum");
  if (!all_have_spoken(call.tx, held)) return fail(FailedWith::kConflict, "discussion.opinion_missing");
  Chosen out;
  Entries entries;
  out.kind = s.kinds.find(held.d.kind);
  out.result = out.kind && in.result ? out.kind->find(*in.result) : nullptr;
  if (!out.result) entries.wrong("/result", in.result ? "field.value" : "field.required");
  out.at = held.d.starts_at_ms;
  if (in.at)
    if (auto at = entries.moment("/at", in.at, held.centre.zone)) out.at = *at;
  if (out.at > call.now) entries.wrong("/at", "event.future");
  if (out.at < held.d.starts_at_ms) entries.wrong("/at", "discussion.before");
  out.reason = entries.text("/reason", in.reason, kText);
  if (!entries.fine()) return entries.refuse("discussion.incomplete");
  return out;
}

Reply conclude(http::Writing& call, const Services& s, const ResultIn& in) {
  auto held = discussion_for(call, Right::discuss, in.version, {DiscussionState::held});
  if (!held) return fail(std::move(held.error()));
  auto chosen = read_result(call, s, *held, in);
  if (!chosen) return fail(std::move(chosen.error()));
  auto writer =
      begin(call, *held, Right::discuss, "discussion.concluded", {{"result", chosen->result->event}}, chosen->reason);
  if (!writer) return fail(std::move(writer.error()));
  (*writer)->execute(sql::centre::conclude_discussion,
                     {held->d.id, chosen->result->event, chosen->reason, chosen->at, call.principal.id});
  if (chosen->result->moves) {
    auto moved = cases::advance_track(call, s.cases, held->d.track_id,
                                      {.event = chosen->result->event,
                                       .at = chosen->at,
                                       .right = Right::discuss,
                                       .acting = held->centre.id,
                                       .note = chosen->kind->label.id + ": " + chosen->result->label.id});
    if (!moved) return fail(std::move(moved.error()));
  }
  return answer(call, s, held->d.id);
}

}  // namespace

void add_opinion_routes(http::Routes& routes, const Services& s) {
  const auto manage = access::with(Right::manage_centre), discuss = access::with(Right::discuss);
  const std::string one = "/discussions/{id}";
  routes
      .get<DiscussionView>(one, access::member(), {"centre/discussion"},
                           [&s](http::Reading& call) -> Reply {
                             auto view = view_discussion(call, call.db, s, call.param("id"));
                             if (!view) return fail(std::move(view.error()));
                             return http::Reply<DiscussionView>(std::move(*view));
                           })
      .summary("A discussion with attendance, opinions, minutes and result.");
  routes
      .post<AttendanceIn, DiscussionView>(
          one + "/attendance", manage, {"centre/discussion"},
          [&s](http::Writing& call, const AttendanceIn& in) { return attend(call, s, in); })
      .again(one)
      .summary("Writes down who was present; the quorum is counted by institution.");
  routes
      .post<OpinionIn, DiscussionView>(one + "/opinions", access::member(), {"centre/discussion"},
                                       [&s](http::Writing& call, const OpinionIn& in) { return opine(call, s, in); })
      .again(one)
      .summary("Gives an institution's opinion, by its own member or from the paper minutes.");
  routes
      .post<MinutesIn, DiscussionView>(
          one + "/minutes", manage, {"centre/discussion"},
          [&s](http::Writing& call, const MinutesIn& in) { return write_minutes(call, s, in); })
      .again(one)
      .summary("Writes the minutes; a later version gives its reason.");
  routes
      .post<ResultIn, DiscussionView>(one + "/result", discuss, {"centre/discussion"},
                                      [&s](http::Writing& call, const ResultIn& in) { return conclude(call, s, in); })
      .again(one)
      .summary("Concludes a discussion that has a quorum; the result moves the track of the case.");
}

}  // namespace netra::centre
