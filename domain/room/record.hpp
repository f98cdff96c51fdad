// How the files of this folder share the room: stored hand-overs, checks before every act. Not for other folders.
#pragma once

#include "domain/case/record.hpp"
#include "domain/room/room.hpp"
#include "domain/room/views.hpp"

namespace netra::room {

using finding::Entries;
using finding::restore;
using finding::store;
using FailedWith = netra::Outcome;

inline constexpr std::string_view kHandoverKind = "handover";
inline constexpr std::string_view kFileKind = "room";  // evidence subject {"room", "<track>.<office>"}
inline constexpr std::size_t kText = 20000, kLine = 300;

struct Handover {
  std::string id, track_id;
  std::int64_t number = 0;
  std::string from_office, to_office, to_name, event;
  bool with_identity = false;
  std::string persons, letter;
  HandoverState state = HandoverState::offered;
  Instant offered_at_ms;
  std::string offered_by;
  std::optional<Instant> answered_at_ms;
  std::optional<std::string> answered_by;
  std::optional<Instant> received_at_ms;
  std::string reason, proof;
  std::int64_t version = 1;

  journal::Subject subject() const { return {std::string(kHandoverKind), id}; }
};
BOOST_DESCRIBE_STRUCT(Handover, (),
                      (id, track_id, number, from_office, to_office, to_name, event, with_identity, persons, letter,
                       state, offered_at_ms, offered_by, answered_at_ms, answered_by, received_at_ms, reason, proof,
                       version))

struct Item {
  std::int64_t ordinal = 0;
  HandedKind kind = HandedKind::evidence;
  std::string source, name, description, sha256, media_type;
  std::int64_t size = 0;
  std::string content;
  bool moves = false;
};
BOOST_DESCRIBE_STRUCT(Item, (), (ordinal, kind, source, name, description, sha256, media_type, size, content, moves))

std::optional<Handover> find_handover(storage::Reader& db, std::string_view id);
std::vector<Item> items_of(storage::Reader& db, std::string_view handover);

// The office that put a file into the room; custody may have moved since.
std::string giver_of(storage::Reader& db, const evidence::Item& item);

// The party in whose name the caller acts on the track of the route's {id}. Errors: track.unknown, access.denied
Result<Entrance> for_act(const http::Writing& call, std::string_view track, Right right = Right::work_track);

// Documents of the case that may go along, as they stand now: studies, minutes, plenaries.
struct Document {
  std::string source, name, content;
};
std::vector<Document> documents_of(storage::Reader& db, const Services& s, const cases::Track& track,
                                   std::string_view language);
// Files an office may hand on: those of the case for its own office, its own in the room, and what it was given.
std::vector<evidence::Item> files_at(storage::Reader& db, const cases::Track& track, std::string_view office);

// Where an event leads belongs to another institution that works with Netra: it goes by a hand-over.
struct Way {
  procedure::Transition transition;
  std::optional<office::Kind> to;  // institution of the stage entered; none: stays, ends, or is discussed together
  bool by_handover = false;
};
std::vector<Way> ways_of(storage::Reader& db, const Services& s, const cases::Track& track);

// Desk row of an unanswered hand-over at its receiver; takes it away otherwise.
void refresh_handover(storage::Transaction& tx, const Services& s, Instant now, std::string_view id);

Result<RoomView> view_room(const http::Call& call, storage::Reader& db, const Services& s, std::string_view track);
Result<HandoverPage> view_handover(const http::Call& call, storage::Reader& db, const Services& s, std::string_view id);
std::vector<RequestView> requests_for(const http::Call& call, storage::Reader& db, const Entrance& at);
// The room as it stands after an act: 303 to it for browsers.
Result<http::Reply<RoomView>> answer(http::Writing& call, const Services& s, const std::string& track,
                                     std::string_view place = "");

void add_list_routes(http::Routes& routes, const Services& s);
void add_handover_routes(http::Routes& routes, const Services& s);
void add_work_routes(http::Routes& routes, const Services& s);
void add_identity_routes(http::Routes& routes, const Services& s);

}  // namespace netra::room
