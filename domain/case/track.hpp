// A track (jalur) carries one outcome of a case through the institutions: crime, civil servants' law, village law,
// administrative law, organisers' ethics. One case holds several; each has its own stage, office, clocks and end, and
// the end of one never ends another.
//
//   auto track = cases::find_track(tx, id);
//   auto moved = cases::advance_track(call, s, id, {.event = "received_by_police", .at = now, .right =
//   Right::work_track,
//                                                   .acting = office, .office = "polri-36.72"});
//
// Stages, transitions and clocks are those of the procedure data at the day the case came in: what began under a rule
// keeps it. A stage's clock runs on subject {"track", id} at the office that has the track, so it shows on that
// office's desk. A stage that is entered again counts rounds ("putaran 2"); every stay is kept (case_track_stays).
//
// Who may enter a track's room, hand-overs and notes: domain/room/room.hpp. Callers of advance_track have checked the
// caller's right (Right::work_track in the track's office, Right::discuss for results of discussions ...).
//
// Threads: as the transaction.
// Errors: track.unknown (kNotFound)  case.stage (kConflict: the event is not possible in the track's stage, or the
//         track has ended or waits for the plenary)  track.changed (kConflict)  event.future (kInvalid)
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/finding/services.hpp"
#include "domain/identity/actor.hpp"
#include "domain/journal/journal.hpp"
#include "domain/office/worklist.hpp"
#include "engine/base/json.hpp"
#include "engine/http/route.hpp"
#include "engine/storage/storage.hpp"

namespace netra::cases {

using finding::Services;

// Subject of journal acts, clocks and files about a track; its address is /tracks/{id}.
inline constexpr std::string_view kTrackKind = "track";
inline journal::Subject track_subject(std::string_view id) { return {std::string(kTrackKind), std::string(id)}; }

struct Track {
  std::string id;
  std::string case_id;
  std::string kind;     // crime, admin, ethics, asn, village, service, other_law, tsm, end; value.track_kind.<kind>
  std::string outcome;  // the event that opened it: "crime", "other_law", "crime_alleged"
  std::string persons;  // JSON array of participant ids
  std::string stage;
  Instant stage_since_ms;
  std::int64_t round = 1;  // how often this stage has been entered
  std::string receiver;    // actor of the procedure: "penyidik", "bkn"; empty when it stays in the office
  std::string receiver_basis, receiver_mark;
  std::string note;
  std::string office_id;  // office that has it now: acts on it, sees it and its clocks on the desk
  std::string holder;     // a receiver without accounts that has it in truth ("Pengadilan Negeri Serang"); mostly empty
  std::int64_t version = 1;
  Instant opened_at_ms;
  std::optional<Instant> ended_at_ms;
  // of its case
  std::string case_office;
  std::optional<std::string> number;  // register number
  std::string title;                  // no names in it
  std::string election_id, region_code;
  Zone zone = Zone::wib;
  Instant received_at_ms;

  bool is_open() const { return !ended_at_ms; }
  journal::Subject subject() const { return track_subject(id); }
  LocalTime local(Instant at) const { return {at, zone}; }
};
BOOST_DESCRIBE_STRUCT(Track, (),
                      (id, case_id, kind, outcome, persons, stage, stage_since_ms, round, receiver, receiver_basis,
                       receiver_mark, note, office_id, holder, version, opened_at_ms, ended_at_ms, case_office, number,
                       title, election_id, region_code, zone, received_at_ms))

// One stay in a stage, oldest first; `round` counts how often that stage had been entered by then.
struct TrackStay {
  std::int64_t ordinal = 1;
  std::string stage;
  std::int64_t round = 1;
  std::string event;      // what led here
  std::string office_id;  // who had it
  std::string holder;
  Instant entered_at_ms;
  std::optional<Instant> left_at_ms;
  std::string note;  // told to all parties
};
BOOST_DESCRIBE_STRUCT(TrackStay, (), (ordinal, stage, round, event, office_id, holder, entered_at_ms, left_at_ms, note))

std::optional<Track> find_track(storage::Reader&, std::string_view id);
std::vector<Track> tracks_in(storage::Reader&, std::string_view case_id);  // oldest first
std::vector<TrackStay> stays_of(storage::Reader&, std::string_view track);

// What may happen next, by the procedure; empty when it has ended or waits for the plenary.
std::vector<procedure::Transition> transitions_of(const Services&, const Track&);
std::string stage_name_of(const Services&, const Track&, std::string_view stage, std::string_view language);
std::string event_name(const Services&, std::string_view event, std::string_view language);
// Names of the persons alleged on this track. For those who may read them only.
std::vector<std::string> persons_named(storage::Reader&, const Services&, const Track&, std::string_view language);

struct TrackMove {
  std::string event;  // a transition of the track's stage
  Instant at;         // when it happened; clocks count from here
  Right right = Right::work_track;
  std::string acting;                   // office in whose name the caller acts
  std::optional<std::string> office;    // office that has it from now on; otherwise it stays
  std::optional<std::string> holder;    // a receiver without accounts; "" when it is back
  std::string note;                     // told to all parties; goes into the act as its reason
  std::optional<Instant> left_at;       // when the stage before was done, if earlier (the file left before it arrived)
  std::optional<std::int64_t> version;  // as the caller saw it; stale: track.changed
};
// Moves a track in the caller's unit of work: records the act track.advanced, ends the clock of the stage that is left,
// starts that of the stage entered, keeps the stay, refreshes the rows of the track and its case.
Result<Track> advance_track(http::Writing&, const Services&, std::string_view id, const TrackMove&);

// Desk rows of tracks; the services must outlive it.
office::RowSource track_rows(const Services&);
void refresh_track(storage::Transaction&, const Services&, Instant now, std::string_view id);

}  // namespace netra::cases
