// How the files of this folder share a recommendation: its rows, the checks before every act, where it stands.
// Not for other folders.
#pragma once

#include <algorithm>
#include <initializer_list>

#include "domain/finding/support.hpp"
#include "domain/recommendation/catalogue.hpp"
#include "domain/recommendation/recommendation.hpp"

namespace netra::recommendation {

using finding::Entries;
using finding::restore;
using finding::store;

inline constexpr std::string_view kPersonKind = "recommendation_person";      // subject of a person's clocks
inline constexpr std::string_view kExchangeKind = "recommendation_receiver";  // subject of files exchanged with one
inline constexpr std::size_t kText = 20000, kLine = 300;

enum class Stand { waiting, sent, received, examining, answered, decided, ended };
BOOST_DESCRIBE_ENUM(Stand, waiting, sent, received, examining, answered, decided, ended)

struct Record {
  std::string id;
  Origin origin = Origin::entered;
  std::optional<std::string> case_id, track_id;
  std::string office_id, election_id, region_code;
  Zone zone = Zone::wib;
  Kind kind = Kind::other_law;
  Date incident_on;
  std::string title, matter, content;
  std::optional<std::string> number, letter_id;
  std::optional<Date> dated_on;
  State state = State::draft;
  Instant state_since_ms;
  std::optional<Instant> sent_at_ms, closed_at_ms;
  std::int64_t version = 0;
  Instant created_at_ms;
  std::string created_by;

  bool is_closed() const { return closed_at_ms.has_value(); }
  journal::Subject subject() const { return {std::string(kSubjectKind), id}; }
  LocalTime local(Instant at) const { return {at, zone}; }
  std::optional<LocalTime> local(const std::optional<Instant>& at) const {
    return at ? std::optional(LocalTime{*at, zone}) : std::nullopt;
  }
};
BOOST_DESCRIBE_STRUCT(Record, (),
                      (id, origin, case_id, track_id, office_id, election_id, region_code, zone, kind, incident_on,
                       title, matter, content, number, letter_id, dated_on, state, state_since_ms, sent_at_ms,
                       closed_at_ms, version, created_at_ms, created_by))

struct ReceiverRow {
  std::string id, recommendation_id;
  std::int64_t ordinal = 0;
  std::string receiver;
  Task task = Task::decide;
  std::string name;
  std::optional<std::string> office_id;
  std::string contact, superior, basis, mark, via, reason;
  std::optional<std::string> from_receiver;
  Stand state = Stand::waiting;
  std::optional<Instant> sent_at_ms, received_at_ms, answered_at_ms, decided_at_ms, ended_at_ms;

  journal::Subject files() const { return {std::string(kExchangeKind), id}; }
  bool has_it() const { return state != Stand::waiting && state != Stand::decided && state != Stand::ended; }
};
BOOST_DESCRIBE_STRUCT(ReceiverRow, (),
                      (id, recommendation_id, ordinal, receiver, task, name, office_id, contact, superior, basis, mark,
                       via, reason, from_receiver, state, sent_at_ms, received_at_ms, answered_at_ms, decided_at_ms,
                       ended_at_ms))

struct PersonRow {
  std::string id, recommendation_id;
  std::int64_t ordinal = 0;
  std::optional<std::string> participant_id;
  std::string name, kind, position, unit, rules, proposed, wanted, wanted_reason;

  journal::Subject clocks() const { return {std::string(kPersonKind), id}; }
};
BOOST_DESCRIBE_STRUCT(PersonRow, (),
                      (id, recommendation_id, ordinal, participant_id, name, kind, position, unit, rules, proposed,
                       wanted, wanted_reason))

// What can happen to a recommendation besides decisions and reminders.
enum class StepKind {
  sent,             // to the institution, by the office or by the institution that verified
  received,         // acknowledged
  answer,           // a letter with content
  passed_on,        // BKN recommends to the personnel authority
  study_requested,  // the supervisors' study within SBT
  study_given,
  summons,
  missed,  // did not come on the day of the summons
  second_summons,
  examined,
  released,   // released from post during the examination
  delivered,  // decision handed to the person
  objected,   // administrative remedy
  objection_decided,
  in_force,
  entered,  // in I'DIS
  ended,    // nothing more is owed by this institution
};
BOOST_DESCRIBE_ENUM(StepKind, sent, received, answer, passed_on, study_requested, study_given, summons, missed,
                    second_summons, examined, released, delivered, objected, objection_decided, in_force, entered,
                    ended)

struct StepRow {
  std::string id, recommendation_id;
  std::optional<std::string> receiver_id, person_id;
  StepKind kind = StepKind::sent;
  Instant at_ms;
  std::string number, channel, text;
  std::optional<std::string> evidence_id;
  bool filed = false;
  Check check_state = Check::none;
  std::string check_note;
  std::optional<Instant> checked_at_ms;
  std::optional<std::string> checked_by;
  Instant recorded_at_ms;
  std::string recorded_by;

  bool counts() const { return check_state == Check::none || check_state == Check::accepted; }
};
BOOST_DESCRIBE_STRUCT(StepRow, (),
                      (id, recommendation_id, receiver_id, person_id, kind, at_ms, number, channel, text, evidence_id,
                       filed, check_state, check_note, checked_at_ms, checked_by, recorded_at_ms, recorded_by))

// How a decision stands to what was proposed.
enum class Conforms { as_proposed, lighter, heavier, other };
BOOST_DESCRIBE_ENUM(Conforms, as_proposed, lighter, heavier, other)

struct DecisionRow {
  std::string id, recommendation_id, receiver_id, person_id;
  std::int64_t ordinal = 0;
  Verdict outcome = Verdict::sanctioned;
  std::string sanction, grade, wording, number;
  Date decided_on;
  std::optional<Date> delivered_on, in_force_on;
  std::optional<std::string> evidence_id;
  std::string note;
  bool filed = false;
  Check check_state = Check::open;
  std::optional<Conforms> conforms;
  std::string check_note;
  std::optional<Instant> checked_at_ms;
  std::optional<std::string> checked_by;
  std::optional<Date> objected_on;
  std::string objection_result;
  std::optional<Date> entered_on;
  std::string entry_reference;
  Instant recorded_at_ms;
  std::string recorded_by;
};
BOOST_DESCRIBE_STRUCT(DecisionRow, (),
                      (id, recommendation_id, receiver_id, person_id, ordinal, outcome, sanction, grade, wording,
                       number, decided_on, delivered_on, in_force_on, evidence_id, note, filed, check_state, conforms,
                       check_note, checked_at_ms, checked_by, objected_on, objection_result, entered_on,
                       entry_reference, recorded_at_ms, recorded_by))

enum class ReminderKind { reminder, escalation };
BOOST_DESCRIBE_ENUM(ReminderKind, reminder, escalation)
enum class ReminderState { draft, sent, dropped };
BOOST_DESCRIBE_ENUM(ReminderState, draft, sent, dropped)

struct ReminderRow {
  std::string id, recommendation_id, receiver_id;
  std::int64_t rung = 0;
  ReminderKind kind = ReminderKind::reminder;
  std::string addressed_to, text;
  ReminderState state = ReminderState::draft;
  std::string number, channel;
  std::optional<Instant> sent_at_ms;
  std::string reason;
  Instant prepared_at_ms;
  std::string prepared_by;
  std::optional<std::string> ended_by;
};
BOOST_DESCRIBE_STRUCT(ReminderRow, (),
                      (id, recommendation_id, receiver_id, rung, kind, addressed_to, text, state, number, channel,
                       sent_at_ms, reason, prepared_at_ms, prepared_by, ended_by))

struct LinkRow {
  std::string id, recommendation_id, receiver_id, given_to;
  Instant created_at_ms;
  std::string created_by;
  Instant expires_at_ms;
  std::optional<Instant> revoked_at_ms, used_at_ms;
};
BOOST_DESCRIBE_STRUCT(LinkRow, (),
                      (id, recommendation_id, receiver_id, given_to, created_at_ms, created_by, expires_at_ms,
                       revoked_at_ms, used_at_ms))

struct AddressedRow {
  std::string receiver_id, person_id;
};
BOOST_DESCRIBE_STRUCT(AddressedRow, (), (receiver_id, person_id))

// A recommendation with all that belongs to it, as it stands now.
struct File {
  Record r;
  std::vector<ReceiverRow> receivers;
  std::vector<PersonRow> persons;
  std::vector<AddressedRow> addressed;
  std::vector<StepRow> steps;
  std::vector<DecisionRow> decisions;
  std::vector<ReminderRow> reminders;

  const ReceiverRow* receiver(std::string_view id) const;
  const PersonRow* person(std::string_view id) const;
  bool is_addressed(std::string_view receiver, std::string_view person) const;
  std::vector<const PersonRow*> persons_of(std::string_view receiver) const;
  // The newest decision about a person that was not returned.
  const DecisionRow* decision_on(std::string_view person) const;
  const DecisionRow* decision(std::string_view id) const;
  // Does this institution still owe something? Who verifies: until it passed on or was ended; who decides: a decision
  // on each of its persons.
  bool owes(const ReceiverRow& receiver) const;
};

std::optional<File> load(storage::Reader& db, std::string_view id);

procedure::When when_of(const Record& r);
std::string regime_of(const Services& s, const Record& r);
clock::Place place_of(const Services& s, const Record& r);
std::string receiver_label(const Services& s, std::string_view receiver, std::string_view language);

// ---- acting ----

// The recommendation a request names when the caller may act on it now: right held in the office that wrote it, version
// as the caller saw it, not closed. Errors: recommendation.unknown, access.denied, recommendation.changed,
// recommendation.closed
Result<File> for_act(const http::Writing& call, std::int64_t version);

struct By {
  journal::ActorRef actor;
  bool filed = false;  // by the institution itself: counts once checked
};
By by_office(const http::Writing& call, const Record& r);

// Records the act and counts the version; `version` null: whatever it is (an institution cannot see it).
Result<storage::Writer*> begin(http::Writing& call, const Record& r, const By& by, std::string_view verb,
                               json::object change = {}, std::string_view reason = {},
                               std::optional<std::int64_t> version = {});

struct Step {
  StepKind kind = StepKind::sent;
  Instant at;
  std::string receiver, person;  // may be empty
  std::string number, channel, text;
  std::optional<std::string> evidence;
};
std::string add_step(http::Writing& call, storage::Writer& writer, const File& f, const By& by, const Step& step);
void set_times(storage::Writer& writer, const ReceiverRow& receiver);

// Where the recommendation stands by what is recorded; its clocks, desk row, the case's track and whoever else follows
// it are brought along. Call at the end of every unit of work, with the writer of its act. Errors: those of the clocks
// and the track.
Result<Done> settle(http::Writing& call, const Services& s, storage::Writer& writer, std::string_view id, Instant at);
// Starts and ends the clocks that follow from the record.
Result<Done> settle_clocks(http::Writing& call, const Services& s, storage::Writer& writer, const File& f);
void put_rows(storage::Transaction& tx, const Services& s, Instant now, std::string_view id);

// Who has the next word: the institution that has it, or the office.
struct Ball {
  std::string office;  // whose desk shows it
  std::string name;
  std::optional<Instant> since;
  const ReceiverRow* receiver = nullptr;
};
Ball ball_of(storage::Reader& db, const File& f);
bool waits_for_check(const File& f);

// Days from sending to the first answer, or until now; the days of the place.
std::optional<std::int64_t> days_waiting(const Record& r, const ReceiverRow& receiver, Instant now);

// ---- what office and institution both may do ----

struct Filing {
  std::string receiver, person;
  std::optional<std::string> at, number, text, channel;
  std::vector<evidence::Kept> files;
};
Result<Done> note_receipt(http::Writing& call, const Services& s, const File& f, const By& by, const Filing& in,
                          std::optional<std::int64_t> version);
Result<Done> note_answer(http::Writing& call, const Services& s, const File& f, const By& by, const Filing& in,
                         std::optional<std::int64_t> version);

struct DecisionIn {
  std::string receiver, person;
  Verdict outcome = Verdict::sanctioned;
  std::optional<std::string> sanction, wording, number, note;
  std::optional<std::string> decided_on, delivered_on;
  std::vector<evidence::Kept> files;
};
Result<Done> note_decision(http::Writing& call, const Services& s, const File& f, const By& by, const DecisionIn& in,
                           std::optional<std::int64_t> version);

// Makes uploads safe before anything says that they are there. Errors: those of the store; recommendation.incomplete
// when there are more than ten.
Result<std::vector<evidence::Kept>> keep_files(const Services& s, const std::vector<http::Upload>& uploads,
                                               std::string_view description);
// Attaches them to the record or the exchange; returns the id of the first.
std::optional<std::string> attach_files(http::Writing& call, storage::Writer& writer, const Record& r,
                                        const journal::Subject& subject, const By& by,
                                        const std::vector<evidence::Kept>& files);

void add_list_routes(http::Routes&, const Services&);
void add_work_routes(http::Routes&, const Services&);
void add_drafting_routes(http::Routes&, const Services&);
void add_following_routes(http::Routes&, const Services&);
void add_deciding_routes(http::Routes&, const Services&);
void add_reminding_routes(http::Routes&, const Services&);
void add_liaison_routes(http::Routes&, const Services&);
void add_link_routes(http::Routes&, const Services&);

}  // namespace netra::recommendation
