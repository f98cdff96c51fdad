// What goes in and out of the routes of cases: requests as forms send them, views as pages and JSON show them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/case/case.hpp"
#include "domain/clock/clock.hpp"
#include "domain/evidence/evidence.hpp"
#include "domain/finding/views.hpp"
#include "domain/journal/journal.hpp"

namespace netra::cases {

using finding::CheckEntry;
using finding::CheckView;
using finding::Option;

// ---- requests. `version` is the version of the case its author saw ----

// Exactly one of the two. A finding is registered at once: its plenary has already set it.
struct NewCase {
  std::optional<std::string> report;
  std::optional<std::string> finding;
  std::optional<bool> crime_alleged;  // with a finding
};
BOOST_DESCRIBE_STRUCT(NewCase, (), (report, finding, crime_alleged))

enum class Yes { yes, no };
BOOST_DESCRIBE_ENUM(Yes, yes, no)

enum class ReasonKind { formal, material, time_limit, already_handled, not_competent, no_violation };
BOOST_DESCRIBE_ENUM(ReasonKind, formal, material, time_limit, already_handled, not_competent, no_violation)

// The initial review. Without `result` it is kept as it stands.
struct ReviewIn {
  std::int64_t version = 0;
  std::vector<CheckEntry> checks;
  std::optional<Yes> within_time;
  std::optional<Yes> competent;
  std::optional<Yes> already_handled;
  std::optional<std::string> handled_as;  // number or place of the earlier handling
  std::optional<std::string> violation_kind;
  std::optional<std::string> analysis;
  std::optional<ReviewResult> result;
  std::optional<ReasonKind> reason_kind;  // with not_registered
  std::optional<std::string> reason;      // told to the reporter with incomplete; kept otherwise
};
BOOST_DESCRIBE_STRUCT(ReviewIn, (),
                      (version, checks, within_time, competent, already_handled, handled_as, violation_kind, analysis,
                       result, reason_kind, reason))

struct RegistrationIn {
  std::int64_t version = 0;
  std::optional<bool> crime_alleged;  // opens the first discussion of the law-enforcement centre
};
BOOST_DESCRIBE_STRUCT(RegistrationIn, (), (version, crime_alleged))

enum class Part { reporter, witness, reported, expert };
BOOST_DESCRIBE_ENUM(Part, reporter, witness, reported, expert)

// Reporters and witnesses get no name here; it stays in the vault.
struct ParticipantIn {
  std::int64_t version = 0;
  Part role = Part::reported;
  std::optional<std::string> name;
  std::optional<std::string> kind;
  std::optional<std::string> position;
  std::optional<std::string> unit;
  std::optional<std::string> address;
};
BOOST_DESCRIBE_STRUCT(ParticipantIn, (), (version, role, name, kind, position, unit, address))

struct InvitationIn {
  std::int64_t version = 0;
  std::string participant;
  std::optional<std::string> at;
  std::optional<std::string> place;
};
BOOST_DESCRIBE_STRUCT(InvitationIn, (), (version, participant, at, place))

enum class Attendance { attended, absent, cancelled };
BOOST_DESCRIBE_ENUM(Attendance, attended, absent, cancelled)

struct AttendanceIn {
  std::int64_t version = 0;
  Attendance attendance = Attendance::attended;
  std::optional<std::string> note;
};
BOOST_DESCRIBE_STRUCT(AttendanceIn, (), (version, attendance, note))

struct AnswerIn {
  std::optional<std::string> question;
  std::optional<std::string> answer;
};
BOOST_DESCRIBE_STRUCT(AnswerIn, (), (question, answer))

struct MinutesIn {
  std::int64_t version = 0;
  bool under_oath = false;
  std::optional<std::string> opening;
  std::vector<AnswerIn> answers;
  std::optional<std::string> closing;
  std::optional<std::string> reason;  // when earlier minutes are corrected
};
BOOST_DESCRIBE_STRUCT(MinutesIn, (), (version, under_oath, opening, answers, closing, reason))

// What the study concludes about one alleged person on one track.
struct ConclusionIn {
  std::optional<std::string> participant;
  std::optional<std::string> outcome;  // a transition of the stage plenary
  std::optional<std::string> conclusion;
};
BOOST_DESCRIBE_STRUCT(ConclusionIn, (), (participant, outcome, conclusion))

struct StudyIn {
  std::int64_t version = 0;
  std::optional<std::string> facts;
  std::vector<std::string> rules;  // ids of the neutrality catalogue
  std::optional<std::string> analysis;
  std::vector<ConclusionIn> conclusions;
  std::optional<std::string> recommendation;
};
BOOST_DESCRIBE_STRUCT(StudyIn, (), (version, facts, rules, analysis, conclusions, recommendation))

// A step of the case itself: more_information_needed, study_ready.
struct StageIn {
  std::int64_t version = 0;
  std::string event;
  std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(StageIn, (), (version, event, reason))

struct OutcomeIn {
  std::optional<std::string> outcome;
  std::vector<std::string> persons;     // participants; all reported when empty
  std::optional<std::string> receiver;  // otherwise by kind of person and incident date
  std::optional<std::string> note;
};
BOOST_DESCRIBE_STRUCT(OutcomeIn, (), (outcome, persons, receiver, note))

struct PlenaryIn {
  std::int64_t version = 0;
  finding::PlenaryInput plenary;
  std::vector<OutcomeIn> outcomes;
};
BOOST_DESCRIBE_STRUCT(PlenaryIn, (), (version, plenary, outcomes))

struct TrackStepIn {
  std::int64_t version = 0;
  std::string event;              // a transition of the track's stage
  std::optional<std::string> at;  // when it happened; now when absent
  std::optional<std::string> note;
};
BOOST_DESCRIBE_STRUCT(TrackStepIn, (), (version, event, at, note))

struct NoticeIn {
  std::int64_t version = 0;
  std::optional<std::string> text;  // for the reporter, with the code only
  bool on_board = false;
};
BOOST_DESCRIBE_STRUCT(NoticeIn, (), (version, text, on_board))

struct TransferIn {
  std::int64_t version = 0;
  TransferKind kind = TransferKind::forwarding;
  std::string to;  // office
  std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(TransferIn, (), (version, kind, to, reason))

struct ShareIn {
  std::int64_t version = 0;
  std::string office;
  std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(ShareIn, (), (version, office, reason))

struct AssignmentIn {
  std::int64_t version = 0;
  std::string account;
};
BOOST_DESCRIBE_STRUCT(AssignmentIn, (), (version, account))

// Ends a share or an assignment; nothing but the version.
struct VersionIn {
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(VersionIn, (), (version))

struct EventIn {
  std::int64_t version = 0;
  std::string event;  // id of the recorded event that is corrected
  std::optional<std::string> at;
  std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(EventIn, (), (version, event, at, reason))

struct ClosingIn {
  std::int64_t version = 0;
  std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(ClosingIn, (), (version, reason))

struct IdentityIn {
  Part whom = Part::reporter;  // reporter or witness
  std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(IdentityIn, (), (whom, reason))

// ---- stored documents ----

struct ReviewContent {
  std::vector<CheckEntry> checks;
  std::optional<Yes> within_time, competent, already_handled;
  std::string handled_as, violation_kind, analysis, reason;
};
BOOST_DESCRIBE_STRUCT(ReviewContent, (),
                      (checks, within_time, competent, already_handled, handled_as, violation_kind, analysis, reason))

struct Answer {
  std::string question;
  std::string answer;
};
BOOST_DESCRIBE_STRUCT(Answer, (), (question, answer))

struct MinutesContent {
  std::string opening;
  std::vector<Answer> answers;
  std::string closing;
};
BOOST_DESCRIBE_STRUCT(MinutesContent, (), (opening, answers, closing))

struct Conclusion {
  std::string participant;
  std::string outcome;
  std::string conclusion;
};
BOOST_DESCRIBE_STRUCT(Conclusion, (), (participant, outcome, conclusion))

struct StudyContent {
  std::string facts;
  std::vector<std::string> rules;
  std::string analysis;
  std::vector<Conclusion> conclusions;
  std::string recommendation;
};
BOOST_DESCRIBE_STRUCT(StudyContent, (), (facts, rules, analysis, conclusions, recommendation))

// ---- views ----

struct ParticipantView {
  std::string id;
  Part role = Part::reported;
  std::int64_t ordinal = 0;
  std::string label;  // "Saksi 1", or the name of a reported person
  std::optional<std::string> name;
  std::string kind;
  std::string kind_name;
  std::optional<std::string> position, unit, address;
  bool sealed = false;  // the name is in the vault
};
BOOST_DESCRIBE_STRUCT(ParticipantView, (),
                      (id, role, ordinal, label, name, kind, kind_name, position, unit, address, sealed))

struct ReviewView {
  std::int64_t version = 0;
  ReviewContent content;
  std::optional<ReviewResult> result;
  std::optional<ReasonKind> reason_kind;
  LocalTime at;
  std::string by;
};
BOOST_DESCRIBE_STRUCT(ReviewView, (), (version, content, result, reason_kind, at, by))

// Computed, with its reason; people decide.
struct TimeSuggestion {
  std::optional<Date> known_on;
  std::optional<LocalTime> limit;  // last moment to file, by the policy in force
  bool within = false;
  std::string basis;
  std::string mark;
  std::string problem;  // why it could not be computed
};
BOOST_DESCRIBE_STRUCT(TimeSuggestion, (), (known_on, limit, within, basis, mark, problem))

struct CompetenceSuggestion {
  std::string office;
  std::string office_name;
  bool ours = false;
  std::string basis;
  std::string mark;
};
BOOST_DESCRIBE_STRUCT(CompetenceSuggestion, (), (office, office_name, ours, basis, mark))

struct MinutesView {
  std::int64_t version = 0;
  MinutesContent content;
  bool under_oath = false;
  std::string reason;
  LocalTime at;
  std::string by;
};
BOOST_DESCRIBE_STRUCT(MinutesView, (), (version, content, under_oath, reason, at, by))

struct ClarificationView {
  std::string id;
  std::string participant;
  std::string label;
  std::int64_t invitation = 0;
  LocalTime held_at;
  std::string place;
  std::string state;
  std::optional<std::string> note;
  std::vector<MinutesView> minutes;  // newest first
};
BOOST_DESCRIBE_STRUCT(ClarificationView, (), (id, participant, label, invitation, held_at, place, state, note, minutes))

struct BasisView {
  std::string act;
  std::string article;
};
BOOST_DESCRIBE_STRUCT(BasisView, (), (act, article))

// A rule of the catalogue that may bind: why it is offered, how sure its source is.
struct RuleView {
  std::string id;
  std::string title;
  std::string kind;
  std::string kind_name;
  std::vector<BasisView> basis;
  std::string mark;
  std::string phase;
  std::string phase_name;
  std::string phase_note;                // where sources disagree
  bool in_phase = false;                 // the incident date lies in the rule's phase
  std::vector<std::string> for_persons;  // labels of participants
  std::vector<std::string> sanctions;
  bool chosen = false;
};
BOOST_DESCRIBE_STRUCT(RuleView, (),
                      (id, title, kind, kind_name, basis, mark, phase, phase_name, phase_note, in_phase, for_persons,
                       sanctions, chosen))

struct StudyView {
  std::int64_t version = 0;
  StudyContent content;
  std::vector<RuleView> rules;
  LocalTime at;
  std::string by;
};
BOOST_DESCRIBE_STRUCT(StudyView, (), (version, content, rules, at, by))

struct OutcomeOption {
  std::string value;
  std::string label;
  std::string next_stage;
  std::string clock_basis;
};
BOOST_DESCRIBE_STRUCT(OutcomeOption, (), (value, label, next_stage, clock_basis))

// Who receives a case about one person: by the incident date, and by today where that differs.
struct ReceiverSuggestion {
  std::string participant;
  std::string label;
  std::string receiver;
  std::string receiver_name;
  std::string basis;
  std::string mark;
  std::optional<std::string> today;
  std::optional<std::string> today_name;
};
BOOST_DESCRIBE_STRUCT(ReceiverSuggestion, (),
                      (participant, label, receiver, receiver_name, basis, mark, today, today_name))

struct TrackView {
  std::string id;
  std::string outcome;
  std::string stage;
  std::string stage_name;
  std::string receiver;
  std::string receiver_name;
  std::string receiver_basis;
  std::string receiver_mark;
  std::vector<std::string> persons;  // labels
  std::string note;
  LocalTime opened_at;
  std::optional<LocalTime> ended_at;
  std::vector<Option> steps;  // events that may happen next
};
BOOST_DESCRIBE_STRUCT(TrackView, (),
                      (id, outcome, stage, stage_name, receiver, receiver_name, receiver_basis, receiver_mark, persons,
                       note, opened_at, ended_at, steps))

struct EventView {
  std::string id;
  std::string event;
  std::string name;
  LocalTime at;
  bool corrected = false;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(EventView, (), (id, event, name, at, corrected, reason))

struct NoticeView {
  std::string id;
  std::string stage;
  std::string stage_name;
  std::vector<std::string> results;
  std::string text;
  bool on_board = false;
  bool told_reporter = false;
  LocalTime at;
};
BOOST_DESCRIBE_STRUCT(NoticeView, (), (id, stage, stage_name, results, text, on_board, told_reporter, at))

struct TransferView {
  TransferKind kind = TransferKind::forwarding;
  std::string from_name;
  std::string to_name;
  std::string reason;
  bool clocks_restarted = false;
  bool identity_moved = false;
  LocalTime at;
};
BOOST_DESCRIBE_STRUCT(TransferView, (), (kind, from_name, to_name, reason, clocks_restarted, identity_moved, at))

struct ShareView {
  std::string id;
  std::string office;
  std::string office_name;
  std::string reason;
  LocalTime since;
};
BOOST_DESCRIBE_STRUCT(ShareView, (), (id, office, office_name, reason, since))

struct OfficerView {
  std::string id;
  std::string account;
  std::string name;
  LocalTime since;
};
BOOST_DESCRIBE_STRUCT(OfficerView, (), (id, account, name, since))

// What is to be done now, by whom, until when, and why.
struct NextStep {
  std::string action;  // value.case_next.<action>
  std::string who;     // value.case_who.<who>
  std::optional<LocalTime> until;
  std::string basis;
  std::string mark;
};
BOOST_DESCRIBE_STRUCT(NextStep, (), (action, who, until, basis, mark))

// What the reader may do here now; the page shows the form for it.
struct Allowed {
  bool review = false, register_case = false, invite = false, minutes = false, study = false, extend = false,
       to_plenary = false, decide = false, step = false, notify = false, transfer = false, share = false,
       assign = false, correct = false, close = false, open_identity = false, participants = false;
};
BOOST_DESCRIBE_STRUCT(Allowed, (),
                      (review, register_case, invite, minutes, study, extend, to_plenary, decide, step, notify,
                       transfer, share, assign, correct, close, open_identity, participants))

// What the forms of the file offer.
struct Choices {
  std::vector<Option> staff;             // who may be assigned
  std::vector<finding::Member> members;  // who sits in the plenary
  std::vector<RuleView> rules;           // offered by the catalogue
  std::vector<OutcomeOption> outcomes;
  std::vector<ReceiverSuggestion> receivers;
  std::vector<Option> offices;  // for transfers and shares
  std::vector<Option> kinds;    // kinds of person
};
BOOST_DESCRIBE_STRUCT(Choices, (), (staff, members, rules, outcomes, receivers, offices, kinds))

struct CaseView {
  std::string id;
  std::int64_t version = 0;
  Origin origin = Origin::report;
  std::optional<std::string> report;
  std::optional<std::string> finding;
  std::optional<std::string> number;
  std::string title;
  std::string stage;
  std::string stage_name;
  std::string office;
  std::string office_name;
  std::string first_office_name;
  std::string election;
  std::string region;
  std::string region_path;
  LocalTime received_at;
  std::optional<Date> happened_on;
  std::optional<Date> known_on;
  std::optional<std::string> chronology;
  std::optional<LocalTime> registered_at;
  std::optional<LocalTime> decided_at;
  std::optional<LocalTime> told_at;
  std::optional<LocalTime> closed_at;
  NextStep next;
  std::vector<clock::ClockView> clocks;
  std::vector<ParticipantView> participants;
  std::vector<OfficerView> officers;
  std::vector<CheckView> checks;
  std::vector<ReviewView> reviews;  // newest first
  std::optional<TimeSuggestion> time;
  std::optional<CompetenceSuggestion> competence;
  std::vector<ClarificationView> clarifications;
  std::vector<StudyView> studies;  // newest first
  std::vector<finding::PlenaryView> plenaries;
  std::vector<TrackView> tracks;
  std::vector<NoticeView> notices;
  std::vector<evidence::ItemView> files;
  std::vector<EventView> events;
  std::vector<TransferView> transfers;
  std::vector<ShareView> shares;
  std::vector<journal::HistoryItem> history;
  Choices choices;
  Allowed may;
};
BOOST_DESCRIBE_STRUCT(CaseView, (),
                      (id, version, origin, report, finding, number, title, stage, stage_name, office, office_name,
                       first_office_name, election, region, region_path, received_at, happened_on, known_on, chronology,
                       registered_at, decided_at, told_at, closed_at, next, clocks, participants, officers, checks,
                       reviews, time, competence, clarifications, studies, plenaries, tracks, notices, files, events,
                       transfers, shares, history, choices, may))

struct CaseList {
  std::vector<CaseRow> rows;
  std::vector<Option> stages;
  std::vector<Option> elections;
  std::string office;
  std::string stage;
  std::string election;
  std::string origin;
  bool mine = false;
  bool closed = false;
  std::optional<std::string> older;
};
BOOST_DESCRIBE_STRUCT(CaseList, (), (rows, stages, elections, office, stage, election, origin, mine, closed, older))

struct Board {
  std::vector<BoardRow> rows;
  std::optional<std::string> older;
};
BOOST_DESCRIBE_STRUCT(Board, (), (rows, older))

// What was read from the vault; never stored, never cached.
struct IdentityView {
  std::string case_id;
  Part whom = Part::reporter;
  json::value people;
};
BOOST_DESCRIBE_STRUCT(IdentityView, (), (case_id, whom, people))

}  // namespace netra::cases
