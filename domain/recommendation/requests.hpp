// What the forms send. `version` is that of the recommendation its author saw.
#pragma once

#include "domain/recommendation/record.hpp"

namespace netra::recommendation {

struct PersonIn {
  std::optional<std::string> name, kind, position, unit;
  std::vector<std::string> rules;

  bool is_blank() const { return !name && !kind && !position && !unit && rules.empty(); }
};
BOOST_DESCRIBE_STRUCT(PersonIn, (), (name, kind, position, unit, rules))

// From a track, or typed: then office to persons are needed.
struct NewIn {
  std::optional<std::string> track;
  std::optional<std::string> office, election, place;
  std::optional<Kind> kind;
  std::optional<std::string> incident_on, matter, content, number, dated_on;
  std::vector<PersonIn> persons;
};
BOOST_DESCRIBE_STRUCT(NewIn, (),
                      (track, office, election, place, kind, incident_on, matter, content, number, dated_on, persons))

struct WordingIn {
  std::int64_t version = 0;
  std::optional<std::string> title, matter, content, number, letter, dated_on;
};
BOOST_DESCRIBE_STRUCT(WordingIn, (), (version, title, matter, content, number, letter, dated_on))

struct AddPersonIn {
  std::int64_t version = 0;
  std::optional<std::string> name, kind, position, unit;
  std::vector<std::string> rules;
};
BOOST_DESCRIBE_STRUCT(AddPersonIn, (), (version, name, kind, position, unit, rules))

// What is asked for one person. `wanted` empty: left to who decides.
struct WantedIn {
  std::int64_t version = 0;
  std::vector<std::string> rules;
  std::optional<std::string> wanted, reason;
};
BOOST_DESCRIBE_STRUCT(WantedIn, (), (version, rules, wanted, reason))

struct ReceiverIn {
  std::int64_t version = 0;
  std::optional<std::string> receiver, name, office, contact, superior, reason;
  std::optional<bool> reported;  // who usually receives is the reported person: the one above takes it
};
BOOST_DESCRIBE_STRUCT(ReceiverIn, (), (version, receiver, name, office, contact, superior, reason, reported))

struct SendingIn {
  std::int64_t version = 0;
  std::string receiver;
  std::optional<std::string> at, channel, number, dated_on, text;
  std::vector<http::Upload> letters;  // what the institution gets to see
  std::vector<http::Upload> proofs;   // of the sending; stays with the office
};
BOOST_DESCRIBE_STRUCT(SendingIn, (), (version, receiver, at, channel, number, dated_on, text, letters, proofs))

// A receipt or an answer, as the office records it.
struct ReplyIn {
  std::int64_t version = 0;
  std::string receiver;
  std::optional<std::string> at, number, text;
  std::vector<http::Upload> files;
};
BOOST_DESCRIBE_STRUCT(ReplyIn, (), (version, receiver, at, number, text, files))

// Who verified passes persons on to who decides.
struct ForwardingIn {
  std::int64_t version = 0;
  std::string from;
  std::optional<std::string> receiver, name, office, contact, superior, reason, at, number, text;
  std::vector<std::string> persons;
  std::vector<http::Upload> files;
};
BOOST_DESCRIBE_STRUCT(ForwardingIn, (),
                      (version, from, receiver, name, office, contact, superior, reason, at, number, text, persons,
                       files))

// Summons, examination, and what else has a day: study asked for and given, objection, entry in I'DIS, in force.
struct StepIn {
  std::int64_t version = 0;
  std::string receiver;
  StepKind kind = StepKind::examined;
  std::optional<std::string> person, at, number, text;
};
BOOST_DESCRIBE_STRUCT(StepIn, (), (version, receiver, kind, person, at, number, text))

struct DecidedIn {
  std::int64_t version = 0;
  std::string receiver, person;
  Verdict outcome = Verdict::sanctioned;
  std::optional<std::string> sanction, wording, number, decided_on, delivered_on, note;
  std::vector<http::Upload> files;
};
BOOST_DESCRIBE_STRUCT(DecidedIn, (),
                      (version, receiver, person, outcome, sanction, wording, number, decided_on, delivered_on, note,
                       files))

enum class CheckResult { accepted, returned };
BOOST_DESCRIBE_ENUM(CheckResult, accepted, returned)

// Of a filed answer (step) or of a decision.
struct CheckIn {
  std::int64_t version = 0;
  std::optional<std::string> step, decision;
  CheckResult result = CheckResult::accepted;
  std::optional<Conforms> conforms;  // decisions
  std::optional<std::string> note;
};
BOOST_DESCRIBE_STRUCT(CheckIn, (), (version, step, decision, result, conforms, note))

struct ReminderIn {
  std::int64_t version = 0;
  std::string receiver;
  ReminderKind kind = ReminderKind::reminder;
};
BOOST_DESCRIBE_STRUCT(ReminderIn, (), (version, receiver, kind))

struct ReminderSentIn {
  std::int64_t version = 0;
  std::optional<std::string> text, number, channel, at;
};
BOOST_DESCRIBE_STRUCT(ReminderSentIn, (), (version, text, number, channel, at))

struct ReasonIn {
  std::int64_t version = 0;
  std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(ReasonIn, (), (version, reason))

struct ClosingIn {
  std::int64_t version = 0;
  std::optional<std::string> reason;
  std::optional<bool> unfinished;  // although not everything is decided and checked
};
BOOST_DESCRIBE_STRUCT(ClosingIn, (), (version, reason, unfinished))

struct LinkIn {
  std::int64_t version = 0;
  std::string receiver;
  std::optional<std::string> given_to;
  std::optional<std::int64_t> days;
};
BOOST_DESCRIBE_STRUCT(LinkIn, (), (version, receiver, given_to, days))

// What an institution files itself; it sees no version.
struct FiledReceiptIn {
  std::optional<std::string> receiver, number, text;
};
BOOST_DESCRIBE_STRUCT(FiledReceiptIn, (), (receiver, number, text))
struct FiledAnswerIn {
  std::optional<std::string> receiver, at, number, text;
  std::vector<http::Upload> files;
};
BOOST_DESCRIBE_STRUCT(FiledAnswerIn, (), (receiver, at, number, text, files))
struct FiledDecisionIn {
  std::optional<std::string> receiver;
  std::string person;
  Verdict outcome = Verdict::sanctioned;
  std::optional<std::string> sanction, wording, number, decided_on, delivered_on, note;
  std::vector<http::Upload> files;
};
BOOST_DESCRIBE_STRUCT(FiledDecisionIn, (),
                      (receiver, person, outcome, sanction, wording, number, decided_on, delivered_on, note, files))

// A day as forms send it. Codes field.required, field.value.
inline std::optional<Date> read_date(Entries& entries, std::string_view pointer, const std::optional<std::string>& text,
                                     bool required) {
  if (!text) {
    if (required) entries.wrong(pointer, "field.required");
    return std::nullopt;
  }
  auto date = parse_date(*text);
  if (!date) entries.wrong(pointer, "field.value");
  return date;
}

// A moment that has been; now when it is left out. Codes field.value, field.future.
inline Instant read_past(Entries& entries, std::string_view pointer, const std::optional<std::string>& text, Zone zone,
                         Instant now) {
  if (!text) return now;
  auto at = entries.moment(pointer, text, zone);
  if (at && *at > now) entries.wrong(pointer, "field.future");
  return at.value_or(now);
}

}  // namespace netra::recommendation
