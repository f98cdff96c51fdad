// What the room's forms send and what its pages and JSON show.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/clock/clock.hpp"
#include "domain/evidence/evidence.hpp"
#include "domain/finding/views.hpp"
#include "domain/room/room.hpp"

namespace netra::room {

using finding::Option;

enum class HandoverState { offered, accepted, returned, recalled };
BOOST_DESCRIBE_ENUM(HandoverState, offered, accepted, returned, recalled)

enum class HandedKind { evidence, document, paper };
BOOST_DESCRIBE_ENUM(HandedKind, evidence, document, paper)

enum class Whom { reporter, witnesses };
BOOST_DESCRIBE_ENUM(Whom, reporter, witnesses)

// approved and asked ones that were not used in time are lapsed
enum class RequestState { asked, approved, refused, opened, lapsed };
BOOST_DESCRIBE_ENUM(RequestState, asked, approved, refused, opened, lapsed)

// ---- what comes in ----

struct PaperIn {  // goes along on paper; only listed
  std::optional<std::string> name;
  std::optional<std::string> description;  // number, date, pages
};
BOOST_DESCRIBE_STRUCT(PaperIn, (), (name, description))

struct HandoverIn {
  std::int64_t version = 0;            // of the track
  std::optional<std::string> office;   // receiver
  std::optional<std::string> to_name;  // or one without accounts, by its name
  std::optional<std::string> event;    // transition that acceptance takes; without it copies are given
  std::optional<std::string> letter;
  std::optional<bool> with_identity;   // of the reporter, sealed
  std::vector<std::string> evidence;   // files, by id
  std::vector<std::string> documents;  // of the case: "study:2", "minutes:<id>:1", "plenary:<id>"
  std::vector<PaperIn> papers;
};
BOOST_DESCRIBE_STRUCT(HandoverIn, (),
                      (version, office, to_name, event, letter, with_identity, evidence, documents, papers))

struct AcceptanceIn {
  std::optional<std::string> at;  // when it arrived; now when absent
};
BOOST_DESCRIBE_STRUCT(AcceptanceIn, (), (at))

struct ReceiptIn {  // recorded by the sender for a receiver without accounts
  std::optional<std::string> at;
  std::optional<std::string> proof;  // number of the receipt, who signed it
};
BOOST_DESCRIBE_STRUCT(ReceiptIn, (), (at, proof))

struct ReasonIn {
  std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(ReasonIn, (), (reason))

struct NoteIn {
  std::optional<std::string> text;
};
BOOST_DESCRIBE_STRUCT(NoteIn, (), (text))

struct RoomFilesIn {
  std::optional<std::string> description;
  std::vector<http::Upload> files;
};
BOOST_DESCRIBE_STRUCT(RoomFilesIn, (), (description, files))

struct StepIn {
  std::int64_t version = 0;
  std::string event;
  std::optional<std::string> at;
  std::optional<std::string> note;  // told to all parties
};
BOOST_DESCRIBE_STRUCT(StepIn, (), (version, event, at, note))

struct PartyIn {
  std::string office;
  std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(PartyIn, (), (office, reason))

struct RequestIn {
  Whom whom = Whom::reporter;
  std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(RequestIn, (), (whom, reason))

// ---- what goes out ----

struct HandedItem {
  HandedKind kind = HandedKind::evidence;
  std::string name;
  std::string description;
  std::string sha256;
  std::string media_type;
  std::int64_t size = 0;
  bool moves = false;         // the original; otherwise a copy
  std::string url;            // the file, once one may read it
  std::string content;        // a document's text, once it was accepted (and for its sender)
  std::int64_t handover = 0;  // number of the hand-over it came with
  std::string from_name;
};
BOOST_DESCRIBE_STRUCT(HandedItem, (),
                      (kind, name, description, sha256, media_type, size, moves, url, content, handover, from_name))

struct HandoverView {
  std::string id;
  std::string url;
  std::int64_t number = 0;
  std::string from;
  std::string from_name;
  std::string to;
  std::string to_name;
  bool incoming = false;
  std::string event;
  std::string event_name;  // what acceptance does
  std::string to_stage;    // the stage it leads to
  bool with_identity = false;
  std::vector<std::string> persons;
  std::string letter;
  HandoverState state = HandoverState::offered;
  LocalTime offered_at;
  std::string offered_by;
  std::optional<LocalTime> answered_at;
  std::optional<LocalTime> received_at;
  std::string answered_by;
  std::string reason;
  std::string proof;
  std::vector<HandedItem> items;
  std::vector<clock::ClockView> clocks;  // reminders: Netra's policy
  bool may_answer = false, may_recall = false, may_receipt = false;
};
BOOST_DESCRIBE_STRUCT(HandoverView, (),
                      (id, url, number, from, from_name, to, to_name, incoming, event, event_name, to_stage,
                       with_identity, persons, letter, state, offered_at, offered_by, answered_at, received_at,
                       answered_by, reason, proof, items, clocks, may_answer, may_recall, may_receipt))

// One stay in a stage.
struct StayView {
  std::string stage;
  std::string stage_name;
  std::int64_t round = 1;
  bool repeated = false;  // this stage was entered more than once
  std::string event_name;
  std::string office_name;
  LocalTime entered_at;
  std::optional<LocalTime> left_at;
  bool current = false;
  std::string note;
  std::string basis;
  std::string mark;
  std::optional<clock::ClockView> clock;
};
BOOST_DESCRIBE_STRUCT(StayView, (),
                      (stage, stage_name, round, repeated, event_name, office_name, entered_at, left_at, current, note,
                       basis, mark, clock))

struct NoteView {
  std::string id;
  std::string text;
  std::string by;
  LocalTime at;
};
BOOST_DESCRIBE_STRUCT(NoteView, (), (id, text, by, at))

struct RequestView {
  std::string id;
  std::string office_name;
  Whom whom = Whom::reporter;
  std::string reason;
  RequestState state = RequestState::asked;
  std::string asked_by;
  LocalTime asked_at;
  LocalTime expires_at;
  std::optional<LocalTime> answered_at;
  std::string answered_by;
  std::string answer;
  std::optional<LocalTime> opened_at;
  bool may_answer = false, may_open = false;
};
BOOST_DESCRIBE_STRUCT(RequestView, (),
                      (id, office_name, whom, reason, state, asked_by, asked_at, expires_at, answered_at, answered_by,
                       answer, opened_at, may_answer, may_open))

// Which code of criminal procedure is applied, and what would be read today.
struct CodeView {
  std::string value;  // uu_8_1981, uu_20_2025
  std::string basis;
  std::string mark;
  std::string note;
  Date since;                        // the day that decides
  std::optional<std::string> today;  // when another holds for cases that begin now
};
BOOST_DESCRIBE_STRUCT(CodeView, (), (value, basis, mark, note, since, today))

struct RoomAllowed {
  bool step = false, hand_over = false, give_copies = false, note = false, attach = false, invite = false,
       ask_identity = false;
};
BOOST_DESCRIBE_STRUCT(RoomAllowed, (), (step, hand_over, give_copies, note, attach, invite, ask_identity))

struct RoomChoices {
  std::vector<Option> steps;
  std::vector<Option> moves;  // events that go by a hand-over
  std::vector<Option> offices;
  std::vector<Option> outsiders;  // offices that may still be brought in
  std::vector<evidence::ItemView> evidence;
  std::vector<Option> documents;
};
BOOST_DESCRIBE_STRUCT(RoomChoices, (), (steps, moves, offices, outsiders, evidence, documents))

struct RoomView {
  std::string id;
  std::int64_t version = 0;
  std::string number;
  std::string title;
  std::string kind;
  std::string outcome_name;
  std::string stage;
  std::string stage_name;
  std::int64_t round = 1;
  bool repeated = false;
  std::string office;
  std::string office_name;
  std::string holder;  // a receiver without accounts
  std::string reader;  // the office for which the reader sees the room
  std::string reader_name;
  bool is_party = false, is_owner = false, has_it = false;
  std::string case_url;              // for the office of the case only
  std::vector<std::string> persons;  // for whom it was handed over to
  LocalTime opened_at;
  std::optional<LocalTime> ended_at;
  std::optional<CodeView> code;
  std::vector<Party> parties;
  std::vector<StayView> stays;            // oldest first
  std::vector<clock::ClockView> clocks;   // running ones
  std::vector<HandoverView> incoming;     // unanswered, to the reader's office
  std::vector<HandoverView> handovers;    // of the reader's office, newest first
  std::vector<HandedItem> received;       // what the reader's office has been given
  std::vector<NoteView> notes;            // of the reader's office
  std::vector<evidence::ItemView> files;  // of the reader's office
  std::vector<RequestView> requests;
  RoomAllowed may;
  RoomChoices choices;
};
BOOST_DESCRIBE_STRUCT(RoomView, (),
                      (id, version, number, title, kind, outcome_name, stage, stage_name, round, repeated, office,
                       office_name, holder, reader, reader_name, is_party, is_owner, has_it, case_url, persons,
                       opened_at, ended_at, code, parties, stays, clocks, incoming, handovers, received, notes, files,
                       requests, may, choices))

struct HandoverPage {
  HandoverView handover;
  std::string track;
  std::string number;
  std::string title;
};
BOOST_DESCRIBE_STRUCT(HandoverPage, (), (handover, track, number, title))

// What was read from the sealed identity; never stored, never cached.
struct OpenedIdentity {
  std::string track;
  Whom whom = Whom::reporter;
  json::value people;
};
BOOST_DESCRIBE_STRUCT(OpenedIdentity, (), (track, whom, people))

}  // namespace netra::room
