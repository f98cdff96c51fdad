// What the forms of a case send; every request carries the version of the case its author saw.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/case/case.hpp"
#include "domain/finding/views.hpp"

namespace netra::cases {

using finding::CheckEntry;

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
  std::optional<bool> rest_fulfilled;  // what is not marked is fulfilled: a person said so once for all of them
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
                      (version, checks, rest_fulfilled, within_time, competent, already_handled, handled_as,
                       violation_kind, analysis, result, reason_kind, reason))

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

// Files and one description for all of them.
struct FilesIn {
  std::int64_t version = 0;
  std::optional<std::string> description;
  std::vector<http::Upload> files;
};
BOOST_DESCRIBE_STRUCT(FilesIn, (), (version, description, files))

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

}  // namespace netra::cases
