// How the files of this folder share a case: loading, the checks before every act, moving along the stages.
// Not for other folders.
#pragma once

#include <algorithm>
#include <initializer_list>

#include "domain/case/case.hpp"
#include "domain/case/views.hpp"
#include "domain/finding/support.hpp"
#include "domain/office/numbers.hpp"
#include "domain/report/report.hpp"

namespace netra::cases {

using finding::Entries;
using finding::restore;
using finding::store;
using FailedWith = netra::Outcome;

struct CaseRecord {
  std::string id;
  Origin origin = Origin::report;
  std::optional<std::string> report_id, finding_id;
  std::string office_id, first_office_id, election_id, region_code;
  Zone zone = Zone::wib;
  std::string title, stage;
  Instant stage_since_ms, received_at_ms;
  std::optional<Date> happened_on, known_on;
  std::optional<std::string> number;
  std::optional<Instant> registered_at_ms, decided_at_ms, told_at_ms, closed_at_ms;
  std::int64_t version = 0;
  Instant opened_at_ms;

  bool is_closed() const { return closed_at_ms.has_value(); }
  journal::Subject subject() const { return cases::subject(id); }
  LocalTime local(Instant at) const { return {at, zone}; }
};
BOOST_DESCRIBE_STRUCT(CaseRecord, (),
                      (id, origin, report_id, finding_id, office_id, first_office_id, election_id, region_code, zone,
                       title, stage, stage_since_ms, received_at_ms, happened_on, known_on, number, registered_at_ms,
                       decided_at_ms, told_at_ms, closed_at_ms, version, opened_at_ms))

struct ParticipantRow {
  std::string id;
  Part role = Part::reported;
  std::int64_t ordinal = 0;
  std::optional<std::string> name;
  std::string kind;
  std::optional<std::string> position, unit, address;
};
BOOST_DESCRIBE_STRUCT(ParticipantRow, (), (id, role, ordinal, name, kind, position, unit, address))

struct EventRow {
  std::string id;
  std::optional<std::string> track_id;  // null: of the case as a whole
  std::string event;
  Instant at_ms;
  std::optional<std::string> replaces;
  std::string reason;
  Instant recorded_at_ms;
};
BOOST_DESCRIBE_STRUCT(EventRow, (), (id, track_id, event, at_ms, replaces, reason, recorded_at_ms))

// The case as it stands: before registration it stands where its report stands.
std::optional<CaseRecord> load_case(storage::Reader& db, std::string_view id);
std::vector<ParticipantRow> participants_of(storage::Reader& db, std::string_view case_id);

// ---- rules of the procedure for this case ----

procedure::When when_of(const CaseRecord& c);
const procedure::StageRule* stage_rule(const Services& s, const CaseRecord& c, std::string_view stage);
std::string stage_name(const Services& s, const CaseRecord& c, std::string_view stage, std::string_view language);
// Where an event leads from a stage; "" when it is not possible there.
std::string next_stage(const Services& s, const CaseRecord& c, std::string_view stage, std::string_view event);
clock::Place place_of(const Services& s, const CaseRecord& c);
// When the event a clock counts from happened: recorded events of the track first, then those of the case, then what
// the case knows, then `otherwise`.
Instant event_time(storage::Reader& db, const CaseRecord& c, std::string_view event, Instant otherwise,
                   std::string_view track = {});

// ---- acting ----

// The case a request names, when the caller may act on it now: readable, right held in its office, version as the
// caller saw it, open, and in one of `stages` (any when empty). Errors: case.unknown, access.denied, case.changed,
// case.closed, case.stage
Result<CaseRecord> for_act(const http::Writing& call, Right right, std::int64_t version,
                           std::initializer_list<std::string_view> stages = {});

// Records the act, counts the version. Errors: case.changed
struct Act {
  Right right;
  std::string_view verb;
  json::object change = {};
  std::string_view reason = {};
};
Result<storage::Writer*> begin(http::Writing& call, const CaseRecord& c, const Act& act);
report::Change change_of(http::Writing& call, const Services& s, Right right, std::string_view office);

void note_event(http::Writing& call, storage::Writer& writer, const CaseRecord& c, std::string_view event, Instant at,
                std::string_view replaces = {}, std::string_view reason = {}, std::string_view track = {});
// Whose clock a stage's clock is: the case's, or that of a track at the office that has it.
struct ClockOwner {
  journal::Subject subject;
  std::string office;
  std::string track;  // empty: the case
};
// The clock rule of a stage, if it has one that is not covered by another.
const procedure::ClockRule* stage_limit(const Services& s, const CaseRecord& c, std::string_view stage);
// Ends the clock of the stage that is left and starts that of the stage entered. `at` is when it happened.
Result<Done> enter_stage(http::Writing& call, const Services& s, storage::Writer& writer, CaseRecord& c,
                         const std::string& stage, Instant at);
Result<Done> start_stage_clock(http::Writing& call, const Services& s, storage::Writer& writer, const CaseRecord& c,
                               std::string_view stage, Instant at, const ClockOwner& owner);
void close(http::Writing& call, storage::Writer& writer, CaseRecord& c, const std::string& stage);

// Desk row and search index as the case now stands.
void refresh(http::Writing& call, const Services& s, std::string_view id);

// The whole file, for a reader who may read it.
Result<CaseView> view_case(const http::Call& call, storage::Reader& db, const Services& s, std::string_view id);
// Refreshes desk and index, then answers with the file: 303 to `tab` for browsers.
Result<http::Reply<CaseView>> answer(http::Writing& call, const Services& s, const std::string& id,
                                     std::string_view tab = "");

// ---- pieces of the view that acts need too ----

std::vector<CheckView> checks_of(const Services& s, const CaseRecord& c, const std::vector<CheckEntry>& marks,
                                 std::string_view language);
std::optional<ReviewView> last_review(storage::Reader& db, const CaseRecord& c);
std::vector<RuleView> rules_for(const Services& s, const CaseRecord& c, const std::vector<ParticipantRow>& people,
                                std::string_view language);
std::string label_of(const Services& s, const ParticipantRow& person, std::string_view language);
std::vector<ReceiverSuggestion> receivers_for(const Services& s, const CaseRecord& c,
                                              const std::vector<ParticipantRow>& people, Instant now,
                                              std::string_view language);

// The next register number for this case, given out and counted. Errors: registration.office_code,
// registration.number, registration.number_taken
struct Number {
  std::string text;
  std::int64_t year = 0;
  std::int64_t running = 0;
};
Result<Number> take_number(storage::Writer& writer, const Services& s, const CaseRecord& c, Instant now);
using office::fill_number;
using office::NumberParts;

Result<Done> register_now(http::Writing& call, const Services& s, storage::Writer& writer, CaseRecord& c,
                          bool crime_alleged);

// One track per outcome and receiver; its clock counts from `at`.
struct NewTrack {
  std::string outcome, stage, receiver, basis, mark, note;
  std::optional<std::string> plenary;
  std::vector<std::string> persons;
};
Result<Done> open_track(http::Writing& call, const Services& s, storage::Writer& writer, const CaseRecord& c,
                        const NewTrack& track, Instant at);
// At registration: the crime track that accompanied the intake goes on, or one is opened, or it ends.
Result<Done> open_crime_track(http::Writing& call, const Services& s, storage::Writer& writer, const CaseRecord& c,
                              bool crime_alleged);
bool is_terminal(const Services& s, const CaseRecord& c, std::string_view stage);
// What advance_track does once it is allowed; for acts of this folder that have recorded their own.
Result<Track> move_track(http::Writing& call, const Services& s, storage::Writer& writer, const Track& track,
                         const std::string& to, const TrackMove& move);
// The discussions' track waits for the plenary: it goes on with what was decided about crime, or ends.
Result<bool> continue_track(http::Writing& call, const Services& s, storage::Writer& writer, const CaseRecord& c,
                            const NewTrack& track, Instant at);
Result<Done> end_waiting_tracks(http::Writing& call, const Services& s, storage::Writer& writer, const CaseRecord& c,
                                Instant at);
// The case was closed or went to another office: what it still has goes along.
void end_tracks(http::Writing& call, storage::Writer& writer, const CaseRecord& c);
void move_tracks(http::Writing& call, const Services& s, storage::Writer& writer, const CaseRecord& c,
                 std::string_view from);
// A case stands where its first running track stands, or at its end.
void stand_where_tracks_stand(http::Writing& call, storage::Writer& writer, CaseRecord& c);
// Desk row and search words of a case.
void put_rows(storage::Transaction& tx, const Services& s, Instant now, std::string_view id);

// Files of the case, and those its reporter has added since the case last took them over.
std::vector<evidence::ItemView> files_of(storage::Reader& db, const CaseRecord& c);

void add_exhibit_routes(http::Routes& routes, const Services& s);
void add_intake_routes(http::Routes& routes, const Services& s);
void add_hearing_routes(http::Routes& routes, const Services& s);
void add_decision_routes(http::Routes& routes, const Services& s);
void add_sharing_routes(http::Routes& routes, const Services& s);
void add_reading_routes(http::Routes& routes, const Services& s);
void add_print_routes(http::Routes& routes, const Services& s);  // invitations and minutes
void add_board_routes(http::Routes& routes, const Services& s);

}  // namespace netra::cases
