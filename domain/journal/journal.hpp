// The acts journal: every official act, appended in the same transaction as its effect, hash-chained, never updated or
// deleted.
//
//   auto& writer = journal::record(tx, now, entropy, {actor, "case.registered", {"case", id}, office,
//                                  {{"number", number}}, reason});
//   writer.execute(sql::cases::set_stage, {...});
//
// An entry holds references and a salted commitment to the change, no personal data: who (account id, or
// "citizen"/"system"), role, office, verb, subject. What changed and why is kept beside it (`journal_details`), bound
// by the commitment, so that a detail may be erased by law without breaking the chain.
//
// Chain: hash = SHA-256(previous hash, 32 raw bytes ‖ canonical JSON of {actor, at_ms, commitment, office, role, seq,
// subject_id, subject_kind, verb}). Commitment = HMAC-SHA-256(salt of 32 bytes, canonical JSON of {change, reason}).
// `verify` finds any altered, missing or reordered entry and any altered detail.
//
// Threads: as the transaction. Errors: none; a failing statement throws storage::Failure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/base/json.hpp"
#include "engine/base/random.hpp"
#include "engine/storage/storage.hpp"

namespace netra::journal {

struct Subject {
  std::string kind;  // "report", "case", "holiday" ...
  std::string id;
};

// Who acts. `account` is an account id, "citizen" (a reporter known only by the code), or "system" (a job; `role` names
// it).
struct ActorRef {
  std::string account;
  std::string role;    // the role used, e.g. "intake_officer"
  std::string office;  // office id, may be empty
};

struct Act {
  ActorRef actor;
  std::string verb;  // "report.filed": permanent; also the message key `act.report.filed`
  Subject subject;
  std::string office;   // office whose record it is; empty: that of the actor
  json::object change;  // what changed; may hold personal data, so it is only committed to. {"stage": {"from": "a",
                        // "to": "b"}, "number": "001"}; no fractions
  std::string reason;   // why, in the actor's words; same
};

// Appends the act and returns the writer for its effects.
storage::Writer& record(storage::Transaction& tx, Instant now, Entropy& entropy, const Act& act);

struct Entry {
  std::int64_t seq = 0;
  Instant at;
  std::string actor;
  std::string role;
  std::string office;
  std::string verb;
  std::string subject_kind;
  std::string subject_id;
  std::string commitment;  // hex
  std::string previous;    // hex
  std::string hash;        // hex
};
BOOST_DESCRIBE_STRUCT(Entry, (),
                      (seq, at, actor, role, office, verb, subject_kind, subject_id, commitment, previous, hash))

// One line of what changed, ready to show; `field` is labelled by `value.field.<field>`.
struct Change {
  std::string field;
  std::optional<std::string> before;
  std::string after;
};
BOOST_DESCRIBE_STRUCT(Change, (), (field, before, after))

// One act as a record's History tab shows it: embed `std::vector<journal::HistoryItem> history` in the view and write
// `{{#history}}{{>act}}{{/history}}` in the page.
struct HistoryItem {
  Entry entry;
  std::string act;  // the verb again: its message is `act.<verb>`
  LocalTime at;
  std::string actor_name;  // of the account; empty for "citizen" and "system"
  std::string role;        // of Role, or the name of the job; may be empty
  std::string office_name;
  std::vector<Change> changes;
  json::value change;  // as recorded; null when erased
  std::string reason;
  bool erased = false;
};
BOOST_DESCRIBE_STRUCT(HistoryItem, (), (entry, act, at, actor_name, role, office_name, changes, change, reason, erased))

// The history tab of one record, oldest first. The caller has already decided that the reader may see the record.
std::vector<HistoryItem> history(storage::Reader& db, const Subject& subject, Zone zone = Zone::wib);

// Erases what entry `seq` says about what changed and why (a court's or the law's order); the entry and the chain stay.
// Leaves the act `journal.erased` with `reason`, whose own details stay. Errors: journal.unknown (kNotFound)
Result<Done> erase_details(storage::Transaction& tx, Instant now, Entropy& entropy, const ActorRef& actor,
                           std::int64_t seq, const std::string& reason);

struct Verification {
  std::int64_t entries = 0;
  std::int64_t erased = 0;          // entries whose details were erased by an act
  std::string head;                 // hash of the last entry
  std::vector<std::string> faults;  // "entry 17: altered", "entry 18: missing", ...
};
BOOST_DESCRIBE_STRUCT(Verification, (), (entries, erased, head, faults))

// Walks the whole chain in one snapshot; memory does not grow with it. At most 1,000 faults are listed. The words of a
// fault after the number: altered; out of order (...); missing; does not follow entry N; details missing; details do
// not match; details erased without an act; end: ...
Verification verify(storage::Reader& db);

}  // namespace netra::journal
