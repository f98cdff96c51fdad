#include "domain/finding/plenary.hpp"

#include <algorithm>
#include <set>

#include "domain/finding/sql.hpp"
#include "domain/finding/support.hpp"
#include "domain/identity/identity.hpp"
#include "domain/office/office.hpp"

namespace netra::finding {

namespace {

// What the parameter plenary_quorum says of a board of `members`.
std::optional<std::int64_t> quorum_of(std::string_view rule, std::int64_t members) {
  if (rule == "majority") return members / 2 + 1;
  if (rule == "two_thirds") return (members * 2 + 2) / 3;
  if (rule == "all") return members;
  return std::nullopt;
}

// The seats as entered, in the order of the board; members who were not mentioned are absent.
std::vector<SeatView> seat(const std::vector<Member>& board, const PlenaryInput& input, Entries& entries) {
  std::vector<SeatView> seats;
  seats.reserve(board.size());
  for (const auto& member : board) seats.push_back({member.account, member.name, false, {}, {}});
  std::set<std::string> seen;
  for (std::size_t i = 0; i < input.seats.size(); ++i) {
    const auto& in = input.seats[i];
    const std::string at = "/plenary/seats/" + std::to_string(i);
    auto place = std::find_if(seats.begin(), seats.end(), [&](const auto& s) { return s.member == in.member; });
    if (place == seats.end()) {
      entries.wrong(at + "/member", "plenary.not_a_member");
      continue;
    }
    if (!seen.insert(in.member).second) entries.wrong(at + "/member", "plenary.twice");
    if (!in.present) continue;
    place->present = true;
    place->vote = in.vote;
    if (!in.vote) entries.wrong(at + "/vote", "field.required");
    auto reason = entries.optional_text(at + "/reason", in.reason, 4000);
    if (in.vote == Vote::disagree && reason.empty()) entries.wrong(at + "/reason", "field.required");
    if (!reason.empty()) place->reason = reason;
  }
  return seats;
}

void tally(PlenaryView& view) {
  view.members = static_cast<std::int64_t>(view.seats.size());
  for (const auto& seat : view.seats) {
    if (!seat.present) continue;
    ++view.present;
    if (seat.vote == Vote::agree) ++view.agree;
    if (seat.vote == Vote::disagree) ++view.disagree;
    if (seat.vote == Vote::abstain) ++view.abstain;
  }
  view.carried = view.agree > view.disagree;
}

struct PlenaryRow {
  std::string id;
  Instant held_at_ms;
  std::string place, decision;
  std::int64_t members = 0, present = 0, quorum = 0;
  std::string quorum_basis, quorum_mark;
  std::int64_t agree = 0, disagree = 0, abstain = 0;
  bool carried = false;
  Instant recorded_at_ms;
};
BOOST_DESCRIBE_STRUCT(PlenaryRow, (),
                      (id, held_at_ms, place, decision, members, present, quorum, quorum_basis, quorum_mark, agree,
                       disagree, abstain, carried, recorded_at_ms))

}  // namespace

std::vector<Member> members_of(storage::Reader& db, std::string_view office, Instant at) {
  std::vector<Member> members;
  for (auto& holder : identity::holders_of(db, office, Role::commissioner, at))
    members.push_back({std::move(holder.account), std::move(holder.name)});
  return members;
}

void take_entries(std::vector<Member>& members, const PlenaryInput& input) {
  if (input.seats.empty()) return;
  for (auto& member : members) {
    const auto seat =
        std::find_if(input.seats.begin(), input.seats.end(), [&](const auto& s) { return s.member == member.account; });
    if (seat == input.seats.end()) continue;
    member.present = seat->present;
    member.vote = seat->vote;
    member.reason = seat->reason;
    member.missing = seat->present && (!seat->vote || (seat->vote == Vote::disagree && !seat->reason));
  }
}

Result<Held> check_plenary(http::Writing& call, const Services& s, std::string_view office, std::string_view election,
                           const PlenaryInput& input) {
  const Zone zone = office::zone_of(call.tx, office);
  Entries entries;
  Held held{{}, std::string(office)};
  auto& view = held.view;
  auto at = entries.moment("/plenary/held_at", input.held_at, zone);
  if (at && *at > call.now) entries.wrong("/plenary/held_at", "plenary.future");
  view.held_at = {at.value_or(call.now), zone};
  view.place = entries.text("/plenary/place", input.place, 300);
  view.decision = entries.text("/plenary/decision", input.decision, 20000);
  view.seats = seat(members_of(call.tx, office, view.held_at.at), input, entries);
  if (!entries.fine()) return entries.refuse("plenary.incomplete");
  tally(view);

  const auto* rule =
      s.rules.parameter(regime_of(s.elections, election), "plenary_quorum", {date_in(view.held_at.at, zone), election});
  auto quorum = rule ? quorum_of(rule->value.value, view.members) : std::nullopt;
  if (!quorum) return fail(netra::Outcome::kUnavailable, "plenary.no_rule");
  view.quorum = *quorum;
  view.quorum_basis = rule->origin.basis;
  view.quorum_mark = enum_name(rule->origin.mark);
  if (view.present < view.quorum || view.present == 0) return fail(netra::Outcome::kInvalid, "plenary.no_quorum");
  view.id = make_id(call.now, call.entropy);
  view.recorded_at = {call.now, zone};
  return held;
}

void write_plenary(storage::Writer& writer, http::Writing& call, const journal::Subject& subject, const Held& held) {
  const auto& v = held.view;
  writer.execute(
      sql::finding::insert_plenary,
      {v.id, subject.kind, subject.id, held.office, v.held_at.at, v.place, v.decision, v.members, v.present, v.quorum,
       v.quorum_basis, v.quorum_mark, v.agree, v.disagree, v.abstain, v.carried, call.now, call.principal.id});
  for (const auto& seat : v.seats)
    writer.execute(sql::finding::insert_plenary_seat,
                   {v.id, seat.member, seat.name, seat.present, seat.vote, seat.reason});
}

std::vector<PlenaryView> plenaries_of(storage::Reader& db, const journal::Subject& subject, Zone zone) {
  std::vector<PlenaryView> out;
  for (auto& row : db.all<PlenaryRow>(sql::finding::plenaries_of, {subject.kind, subject.id}))
    out.push_back({row.id,
                   {row.held_at_ms, zone},
                   row.place,
                   db.all<SeatView>(sql::finding::plenary_seats_of, {row.id}),
                   row.members,
                   row.present,
                   row.quorum,
                   row.quorum_basis,
                   row.quorum_mark,
                   row.agree,
                   row.disagree,
                   row.abstain,
                   row.carried,
                   row.decision,
                   {row.recorded_at_ms, zone}});
  return out;
}

}  // namespace netra::finding
