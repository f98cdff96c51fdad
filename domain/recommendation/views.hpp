// What the office sees of a recommendation, what an institution sees of it, and the list.
#pragma once

#include "domain/recommendation/record.hpp"

namespace netra::recommendation {

struct Choice {
  std::string value, label;
};
BOOST_DESCRIBE_STRUCT(Choice, (), (value, label))

struct RuleChoice {
  std::string id, title;
  bool chosen = false;
};
BOOST_DESCRIBE_STRUCT(RuleChoice, (), (id, title, chosen))

struct SanctionView {
  std::string id, label, kind, grade, law, source, note, delayed;
  procedure::Mark mark = procedure::Mark::unverified;
};
BOOST_DESCRIBE_STRUCT(SanctionView, (), (id, label, kind, grade, law, source, note, delayed, mark))

struct ReasonView {
  std::string rule, title, articles, grade, remark;
  procedure::Mark mark = procedure::Mark::unverified;
};
BOOST_DESCRIBE_STRUCT(ReasonView, (), (rule, title, articles, grade, remark, mark))

struct ProposalView {
  std::string kind, kind_name, grade, heaviest_law;
  std::vector<SanctionView> sanctions, delayed;
  std::vector<ReasonView> reasons;
};
BOOST_DESCRIBE_STRUCT(ProposalView, (), (kind, kind_name, grade, heaviest_law, sanctions, delayed, reasons))

struct FileView {
  std::string name, path, sha256;
  std::int64_t size = 0;
};
BOOST_DESCRIBE_STRUCT(FileView, (), (name, path, sha256, size))

struct DecisionView {
  std::string id, person, person_name, receiver_name;
  Verdict outcome = Verdict::sanctioned;
  std::string sanction_name, grade, wording, number, note;
  Date decided_on;
  std::optional<Date> delivered_on, in_force_on, objected_on, entered_on;
  std::string objection_result, entry_reference;
  std::optional<FileView> file;
  bool filed = false;
  Check check = Check::open;
  std::optional<Conforms> conforms;
  std::string check_note;
  LocalTime recorded_at;
};
BOOST_DESCRIBE_STRUCT(DecisionView, (),
                      (id, person, person_name, receiver_name, outcome, sanction_name, grade, wording, number, note,
                       decided_on, delivered_on, in_force_on, objected_on, entered_on, objection_result,
                       entry_reference, file, filed, check, conforms, check_note, recorded_at))

struct PersonView {
  std::string id, name, kind, kind_name, position, unit;
  std::vector<std::string> rules;  // titles of the rules chosen
  std::vector<RuleChoice> rule_choices;
  ProposalView proposal;
  std::string wanted, wanted_name, wanted_reason;
  std::vector<Choice> sanctions;  // that may be asked for or decided
  std::vector<DecisionView> decisions;
  std::vector<clock::ClockView> clocks;
  std::string stands;  // "open", "filed", "accepted": of the newest decision
};
BOOST_DESCRIBE_STRUCT(PersonView, (),
                      (id, name, kind, kind_name, position, unit, rules, rule_choices, proposal, wanted, wanted_name,
                       wanted_reason, sanctions, decisions, clocks, stands))

struct StepView {
  std::string id;
  StepKind kind = StepKind::sent;
  LocalTime at;
  std::string person_name, number, channel, text;
  std::optional<FileView> file;
  bool filed = false;
  Check check = Check::none;
  std::string check_note;
};
BOOST_DESCRIBE_STRUCT(StepView, (), (id, kind, at, person_name, number, channel, text, file, filed, check, check_note))

struct ReminderView {
  std::string id;
  ReminderKind kind = ReminderKind::reminder;
  std::int64_t rung = 0;
  ReminderState state = ReminderState::draft;
  std::string addressed_to, text, number, channel, reason;
  LocalTime prepared_at;
  std::optional<LocalTime> sent_at;
};
BOOST_DESCRIBE_STRUCT(ReminderView, (),
                      (id, kind, rung, state, addressed_to, text, number, channel, reason, prepared_at, sent_at))

enum class LinkState { open, expired, revoked };
BOOST_DESCRIBE_ENUM(LinkState, open, expired, revoked)

struct LinkView {
  std::string id, given_to;
  LinkState state = LinkState::open;
  LocalTime created_at, expires_at;
  std::optional<LocalTime> used_at;
};
BOOST_DESCRIBE_STRUCT(LinkView, (), (id, given_to, state, created_at, expires_at, used_at))

// What may be done about an institution now.
struct ReceiverMay {
  bool change = false, send = false, receipt = false, answer = false, forward = false, decide = false, step = false,
       remind = false, link = false;
};
BOOST_DESCRIBE_STRUCT(ReceiverMay, (), (change, send, receipt, answer, forward, decide, step, remind, link))

struct ReceiverView {
  std::string id, receiver, receiver_name, name, office, office_name, contact, superior, basis, mark, via, reason;
  Task task = Task::decide;
  Stand state = Stand::waiting;
  std::string from_name, note;
  std::optional<LocalTime> sent_at, received_at, answered_at, decided_at, ended_at;
  std::optional<std::int64_t> days_waiting;
  bool silent = false;  // nothing was answered yet
  std::string owes;     // "receipt", "answer", "decision"; empty: nothing
  std::vector<Choice> persons, undecided, choices, offices, steps_possible;
  std::vector<StepView> steps;
  std::vector<ReminderView> reminders;
  std::vector<LinkView> links;
  std::vector<FileView> files;
  Choice next;  // who it would pass on to
  std::string next_superior;
  std::vector<Choice> next_offices;
  std::string above;  // who would receive in its stead
  ReceiverMay may;
};
BOOST_DESCRIBE_STRUCT(ReceiverView, (),
                      (id, receiver, receiver_name, name, office, office_name, contact, superior, basis, mark, via,
                       reason, task, state, from_name, note, sent_at, received_at, answered_at, decided_at, ended_at,
                       days_waiting, silent, owes, persons, undecided, choices, offices, steps_possible, steps,
                       reminders, links, files, next, next_superior, next_offices, above, may))

struct Owed {
  std::string name, what;
  std::optional<LocalTime> since;
  std::optional<std::int64_t> days;
};
BOOST_DESCRIBE_STRUCT(Owed, (), (name, what, since, days))

struct PageMay {
  bool act = false, word = false, close = false, withdraw = false;
};
BOOST_DESCRIBE_STRUCT(PageMay, (), (act, word, close, withdraw))

struct PageView {
  std::string id;
  std::int64_t version = 0;
  Origin origin = Origin::entered;
  Kind kind = Kind::other_law;
  State state = State::draft;
  std::string title, matter, content, number, letter, office, office_name, election_name, place_name;
  std::optional<Date> dated_on;
  Date incident_on;
  std::optional<std::string> case_id, track_id;
  LocalTime created_at;
  std::optional<LocalTime> sent_at, closed_at;
  std::vector<ReceiverView> receivers;
  std::vector<PersonView> persons;
  std::vector<clock::ClockView> clocks;  // its own and those of the case's track
  std::vector<Owed> owed;
  std::vector<FileView> files;
  std::vector<StepView> to_check;  // filed by institutions, not yet checked
  std::vector<DecisionView> decisions_to_check;
  std::vector<journal::HistoryItem> history;
  std::vector<std::string> channels;
  PageMay may;
};
BOOST_DESCRIBE_STRUCT(PageView, (),
                      (id, version, origin, kind, state, title, matter, content, number, letter, office, office_name,
                       election_name, place_name, dated_on, incident_on, case_id, track_id, created_at, sent_at,
                       closed_at, receivers, persons, clocks, owed, files, to_check, decisions_to_check, history,
                       channels, may))

// ---- what an institution sees: its letter, its persons, what it filed ----

struct OwnPerson {
  std::string id, name, kind_name, position, unit, wanted_name;
  std::vector<std::string> rules;
  std::vector<Choice> sanctions;
  std::vector<DecisionView> decisions;
  bool may_decide = false;
};
BOOST_DESCRIBE_STRUCT(OwnPerson, (),
                      (id, name, kind_name, position, unit, wanted_name, rules, sanctions, decisions, may_decide))

struct OwnView {
  std::string recommendation, receiver, action;  // where the forms go
  std::string institution, office_name, title, number, matter, content;
  std::optional<Date> dated_on;
  Task task = Task::decide;
  LocalTime sent_at;
  std::optional<LocalTime> received_at;
  std::vector<OwnPerson> persons;
  std::vector<StepView> steps;  // its own
  std::vector<FileView> files;
  std::vector<clock::ClockView> clocks;  // its own limits
  std::optional<LocalTime> expires_at;   // of the link
  bool may_receive = false, may_answer = false, may_decide = false, done = false;
};
BOOST_DESCRIBE_STRUCT(OwnView, (),
                      (recommendation, receiver, action, institution, office_name, title, number, matter, content,
                       dated_on, task, sent_at, received_at, persons, steps, files, clocks, expires_at, may_receive,
                       may_answer, may_decide, done))

Result<PageView> view_page(const http::Call& call, storage::Reader& db, const Services& s, std::string_view id);
// For an institution. `action` is the address its forms go to; a link shows no addresses of files.
OwnView view_own(const http::Call& call, storage::Reader& db, const Services& s, const File& f,
                 const ReceiverRow& receiver, std::string action, bool by_link);

// The page as it stands, to which a browser is led back.
Result<http::Reply<PageView>> shown(http::Writing& call, const Services& s, const std::string& id);
// Settles and shows.
Result<http::Reply<PageView>> answer_page(http::Writing& call, const Services& s, storage::Writer& writer,
                                          const std::string& id, Instant at);

// ---- pieces that several views need ----

std::vector<FileView> files_of(storage::Reader& db, const journal::Subject& subject, Zone zone, bool with_path);
StepView view_step(storage::Reader& db, const File& f, const StepRow& step, bool with_path);
DecisionView view_decision(storage::Reader& db, const Services& s, const File& f, const DecisionRow& decision,
                           std::string_view language, bool with_path);
SanctionView view_sanction(const Sanction& sanction, std::string_view language);
PersonView view_person(const http::Call& call, storage::Reader& db, const Services& s, const File& f,
                       const PersonRow& person);
std::vector<Choice> sanction_choices(const Services& s, const File& f, const PersonRow& person,
                                     std::string_view language);
std::vector<std::string> rule_titles(const Services& s, const PersonRow& person, std::string_view language);

}  // namespace netra::recommendation
