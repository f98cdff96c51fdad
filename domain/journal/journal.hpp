// The acts journal: every official act, appended in the same transaction as its effect, hash-chained, never updated or
// deleted.
//
//   auto& writer = journal::record(tx, now, entropy, {actor, "case.registered", {"case", id}, office, {{"number",
//   number}}, reason}); writer.execute(sql::cases::set_stage, {...});
//
// An entry holds references and a salted commitment to the change, no personal data: who (account id, or
// "citizen"/"system"), role, office, verb, subject. What changed and why is kept beside it (`journal_details`), bound
// by the commitment, so that a detail may be erased by law without breaking the chain.
//
// Chain: hash = SHA-256(previous hash ‖ canonical JSON of the entry's fields). `verify` finds any altered, missing or
// reordered entry.
//
// Threads: as the transaction. Errors: none; a failing statement throws storage::Failure.
#pragma once

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
  std::string office;   // office whose record it is
  json::object change;  // what changed; may hold personal data, so it is only committed to
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

struct HistoryItem {
  Entry entry;
  json::value change;  // null when erased
  std::string reason;
};

// The history tab of one record, oldest first. The caller has already decided that the reader may see the record.
std::vector<HistoryItem> history(storage::Reader& db, const Subject& subject);

struct Verification {
  std::int64_t entries = 0;
  std::string head;                 // hash of the last entry
  std::vector<std::string> faults;  // "entry 17: altered", "entry 18: missing", ...
};
Verification verify(storage::Reader& db);

}  // namespace netra::journal
