// Documents as they are stored and views as pages and JSON show them; what comes in is in requests.hpp.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/case/case.hpp"
#include "domain/case/requests.hpp"
#include "domain/clock/clock.hpp"
#include "domain/evidence/evidence.hpp"
#include "domain/finding/views.hpp"
#include "domain/journal/journal.hpp"
#include "domain/letter/letter.hpp"

namespace netra::cases {

using finding::CheckView;
using finding::Option;

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

// A conclusion with the person's label as pages print it.
struct ConclusionView {
  std::string label;
  std::string outcome;
  std::string text;
};
BOOST_DESCRIBE_STRUCT(ConclusionView, (), (label, outcome, text))

struct StudyView {
  std::int64_t version = 0;
  StudyContent content;
  std::vector<RuleView> rules;
  std::vector<ConclusionView> concluded;
  LocalTime at;
  std::string by;
};
BOOST_DESCRIBE_STRUCT(StudyView, (), (version, content, rules, concluded, at, by))

struct OutcomeOption {
  std::string value;
  std::string label;
  std::string next_stage;
  std::string clock_basis;
  bool chosen = false;          // in a refused form that is shown again
  std::string receiver;         // as above
  std::vector<Option> persons;  // the reported, of whom it may name some
};
BOOST_DESCRIBE_STRUCT(OutcomeOption, (), (value, label, next_stage, clock_basis, chosen, receiver, persons))

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
  std::string url;  // its room: "/tracks/{id}"
  std::string kind;
  std::int64_t round = 1;
  bool repeated = false;  // round 2 or later
  std::string office;
  std::string office_name;  // who has it now
  bool is_here = false;     // with the office of the case
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
                      (id, url, kind, round, repeated, office, office_name, is_here, outcome, stage, stage_name,
                       receiver, receiver_name, receiver_basis, receiver_mark, persons, note, opened_at, ended_at,
                       steps))

struct EventView {
  std::string id;
  std::string event;
  std::string name;
  LocalTime at;
  bool corrected = false;
  std::string reason;
  bool may_correct = true;  // the receipt of a report: for commissioners only
};
BOOST_DESCRIBE_STRUCT(EventView, (), (id, event, name, at, corrected, reason, may_correct))

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
  std::string action;                // value.case_next.<action>, the reason in value.case_why.<action>
  std::string who;                   // value.case_who.<who>
  std::vector<std::string> persons;  // who is assigned, by name
  std::string tab;                   // where it is done: "review"; empty for the summary
  std::string url;                   // the form for it; empty when nothing is to be done
  bool late = false;                 // the limit has passed
  std::optional<LocalTime> until;
  std::string basis;
  std::string mark;
};
BOOST_DESCRIBE_STRUCT(NextStep, (), (action, who, persons, tab, url, late, until, basis, mark))

// What the reader may do here now; the page shows the form for it.
struct Allowed {
  bool review = false, register_case = false, invite = false, minutes = false, study = false, extend = false,
       to_plenary = false, decide = false, step = false, notify = false, transfer = false, share = false,
       assign = false, correct = false, close = false, open_identity = false, participants = false, attach = false,
       accompany = false;
};
BOOST_DESCRIBE_STRUCT(Allowed, (),
                      (review, register_case, invite, minutes, study, extend, to_plenary, decide, step, notify,
                       transfer, share, assign, correct, close, open_identity, participants, attach, accompany))

// What the forms of the file offer.
struct Choices {
  std::vector<Option> staff;             // who may be assigned
  std::vector<finding::Member> members;  // who sits in the plenary
  std::vector<RuleView> rules;           // offered by the catalogue
  std::vector<OutcomeOption> outcomes;
  std::vector<ReceiverSuggestion> receivers;
  std::vector<Option> offices;          // for transfers and shares
  std::vector<Option> kinds;            // kinds of person
  std::vector<Option> actors;           // who may receive an outcome, when the suggestion is overruled
  std::vector<Conclusion> conclusions;  // rows of the study's form, as they stand
  std::optional<ReviewContent> review;  // the review as it was kept last, to go on with
  std::optional<StudyContent> study;    // likewise
};
BOOST_DESCRIBE_STRUCT(Choices, (),
                      (staff, members, rules, outcomes, receivers, offices, kinds, actors, conclusions, review, study))

struct CaseView {
  std::string id;
  std::int64_t version = 0;
  Origin origin = Origin::report;
  std::optional<std::string> report;
  std::optional<std::string> finding;
  std::optional<std::string> number;
  std::string number_basis;  // of the pattern that numbers follow
  std::string number_mark;
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
  std::vector<letter::LetterLine> letters;  // about the case, its clarifications, plenaries and tracks
  std::vector<evidence::ItemView> files;
  std::vector<evidence::ExhibitView> exhibits;  // the same with their custody; on the evidence page only
  std::vector<EventView> events;
  std::vector<TransferView> transfers;
  std::vector<ShareView> shares;
  std::vector<journal::HistoryItem> history;
  Choices choices;
  Allowed may;
};
BOOST_DESCRIBE_STRUCT(CaseView, (),
                      (id, version, origin, report, finding, number, number_basis, number_mark, title, stage,
                       stage_name, office, office_name, first_office_name, election, region, region_path, received_at,
                       happened_on, known_on, chronology, registered_at, decided_at, told_at, closed_at, next, clocks,
                       participants, officers, checks, reviews, time, competence, clarifications, studies, plenaries,
                       tracks, notices, letters, files, exhibits, events, transfers, shares, history, choices, may))

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
  std::string feed_url;  // the same as a feed
};
BOOST_DESCRIBE_STRUCT(Board, (), (rows, older, feed_url))

// What was read from the vault; never stored, never cached.
struct IdentityView {
  std::string case_id;
  Part whom = Part::reporter;
  json::value people;
};
BOOST_DESCRIBE_STRUCT(IdentityView, (), (case_id, whom, people))

}  // namespace netra::cases
