// The shared case room: what several institutions see and hand to each other about one track of a case.
//
//   GET  /tracks/{id}                                   the room, as the reader's office may see it
//   POST /tracks/{id}/hand-overs -> /hand-overs/{id}/acceptance | /return | /recall
//   POST /tracks/{id}/notes, /files, /steps, /parties
//   POST /tracks/{id}/identity-requests -> /identity-requests/{id}/approval | /refusal -> /openings
//
// A party is an office that takes part in a track: the office of the case, the office that has it now, those that had
// it, those it was handed to, and the offices of the law-enforcement centre for a crime. A party sees the register
// number, the title, the chain of stages with their clocks, its own notes, and what was handed over to it: nothing
// else of the case. Custody, clock and office move when a hand-over is accepted, never before.
//
// Threads: as the reader or transaction handed in.
// Errors: track.unknown (kNotFound; also for those who are no party)  handover.*  room_note.empty
//         identity_request.*  access.denied
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/case/case.hpp"
#include "domain/evidence/evidence.hpp"
#include "domain/office/office.hpp"

namespace netra::room {

using cases::Services;

// The kind of institution an office belongs to: "two institutions" means two of these.
office::Kind institution_of(storage::Reader&, std::string_view office);
// The institution an actor of the procedure belongs to ("penyidik" is the police); none for persons and centres.
std::optional<office::Kind> institution_of_actor(std::string_view participant);

enum class PartyBasis {
  owner,     // the office of the case
  centre,    // police and prosecutors of the place, for a crime (they accompany from intake)
  handover,  // something was handed over to it, and accepted
  invited,   // the office of the case brought it in
};
BOOST_DESCRIBE_ENUM(PartyBasis, owner, centre, handover, invited)

struct Party {
  std::string office;
  std::string office_name;
  office::Kind institution = office::Kind::bawaslu;
  PartyBasis basis = PartyBasis::owner;
  bool has_it = false;  // the track is with it now
};
BOOST_DESCRIBE_STRUCT(Party, (), (office, office_name, institution, basis, has_it))

// The office of the case first.
std::vector<Party> parties_of(storage::Reader&, std::string_view track);

// How a person stands in the room: for which party (or, without one, as a reader of the case).
struct Entrance {
  cases::Track track;
  std::string office;     // the party the person works for; the active office when it is one
  bool is_party = false;  // false: a superior or an auditor who may read the case
  bool is_owner = false;  // the office of the case
  bool has_it = false;    // the track is with this office now
};
// Who may see the room at all. Errors: track.unknown (kNotFound), also for strangers
Result<Entrance> may_enter(storage::Reader&, const Actor&, std::string_view track);

// A file that was handed over to an office of this person and accepted there, or that such an office put into the room
// itself. For evidence::Services::readers, beside the rule of the file's own record.
bool may_read_handed_file(storage::Reader&, const Actor&, const evidence::Item&);
// Clocks of tracks, for whom the room is open; and of hand-overs, for their two offices.
bool may_read_clock(storage::Reader&, const Actor&, const journal::Subject&);

// Desk rows of hand-overs that wait for an answer, at their receivers; the services must outlive it.
office::RowSource handover_rows(const Services&);

void add_room_routes(http::Routes&, const Services&);

}  // namespace netra::room
