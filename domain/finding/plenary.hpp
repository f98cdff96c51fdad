// A plenary (rapat pleno): members present, quorum, votes with reasons, dissent kept, one decision. Used by findings
// and by cases.
//
// Members are the accounts that hold the role commissioner in the office on the day of the meeting. The quorum is a
// rule of the procedure (parameter plenary_quorum) with its mark; a meeting without it is refused, never rounded. What
// is voted upon carries when more members agree than disagree; a tie decides nothing and is kept. Nothing here changes
// the record decided upon: the caller does, in the same unit of work.
//
// Threads: as the transaction. Times: UTC milliseconds; shown in the zone of the office.
// Errors: plenary.no_quorum  plenary.no_rule  plenary.not_a_member  plenary.incomplete (fields)
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/identity/actor.hpp"
#include "engine/base/json.hpp"
#include "engine/http/route.hpp"

namespace netra::finding {

enum class Vote { agree, disagree, abstain };
BOOST_DESCRIBE_ENUM(Vote, agree, disagree, abstain)

// One commissioner's place at the table. `present` false keeps an absent member in the minutes.
struct Seat {
  std::string member;  // account id
  bool present = false;
  std::optional<Vote> vote;
  std::optional<std::string> reason;  // required with `disagree`: the dissent is part of the minutes
};
BOOST_DESCRIBE_STRUCT(Seat, (), (member, present, vote, reason))

struct PlenaryInput {
  std::string held_at;  // RFC 3339, or local "YYYY-MM-DDTHH:MM" in the office's zone
  std::string place;
  std::vector<Seat> seats;
  std::string decision;  // the decision in the members' words
};
BOOST_DESCRIBE_STRUCT(PlenaryInput, (), (held_at, place, seats, decision))

struct SeatView {
  std::string member;
  std::string name;
  bool present = false;
  std::optional<Vote> vote;
  std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(SeatView, (), (member, name, present, vote, reason))

struct PlenaryView {
  std::string id;
  LocalTime held_at;
  std::string place;
  std::vector<SeatView> seats;
  std::int64_t members = 0;
  std::int64_t present = 0;
  std::int64_t quorum = 0;   // members needed that day
  std::string quorum_basis;  // citation of the rule
  std::string quorum_mark;   // verified, secondary, unverified
  std::int64_t agree = 0;
  std::int64_t disagree = 0;
  std::int64_t abstain = 0;
  bool carried = false;  // more members agreed than disagreed
  std::string decision;
  LocalTime recorded_at;
};
BOOST_DESCRIBE_STRUCT(PlenaryView, (),
                      (id, held_at, place, seats, members, present, quorum, quorum_basis, quorum_mark, agree, disagree,
                       abstain, carried, decision, recorded_at))

// A commissioner who may sit in a plenary of the office.
struct Member {
  std::string account;
  std::string name;
  // As entered in a refused form that is shown again.
  bool present = true;
  std::optional<Vote> vote;
  std::optional<std::string> reason;
  bool missing = false;  // vote or reason is still wanted
};
BOOST_DESCRIBE_STRUCT(Member, (), (account, name, present, vote, reason, missing))

// The commissioners of an office at a moment, by name.
std::vector<Member> members_of(storage::Reader& db, std::string_view office, Instant at);

// Puts a refused form's seats back to the members they belong to.
void take_entries(std::vector<Member>& members, const PlenaryInput& input);

struct Services;

// A meeting that may be written down: entries understood, members known, quorum there.
struct Held {
  PlenaryView view;
  std::string office;
};
Result<Held> check_plenary(http::Writing& call, const Services& s, std::string_view office, std::string_view election,
                           const PlenaryInput& input);
// Writes the minutes; `writer` comes from the act of the decision.
void write_plenary(storage::Writer& writer, http::Writing& call, const journal::Subject& subject, const Held& held);
std::vector<PlenaryView> plenaries_of(storage::Reader& db, const journal::Subject& subject, Zone zone);

}  // namespace netra::finding
