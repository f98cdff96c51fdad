// The chain of custody of one exhibit: how its entries are hashed, and how a break is found.
//
// Chain, per exhibit: hash = SHA-256(previous hash, 32 raw bytes ‖ canonical JSON (domain/journal/canonical.hpp) of all
// members of Entry but `previous` and `hash`; times as milliseconds, steps and sources by name). The first entry's
// `previous` is 32 zero bytes, or the fingerprint of the entries from before there was a chain. `item_print` =
// SHA-256(canonical JSON of what the item's row says and never changes). The exhibit's row holds number and hash of the
// last entry, so that a cut end is found too.
//
// Who holds it follows from the entries: custody begins with the first `to_office`, and moves with `received` and
// `handed_over`; an entry whose `from_office` is not the holder is a break.
//
// Threads: pure functions, or as the reader. Errors: none.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/evidence/evidence.hpp"

namespace netra::evidence {

struct Entry {
  std::string id, item_id;
  std::int64_t seq = 0;  // 0: from before there was a chain
  Instant at_ms;
  CustodyStep step = CustodyStep::given;
  std::string actor, role, office_id, note;
  Instant happened_at_ms;
  TimeSource time_source = TimeSource::server;
  std::string place, reason, hash_before, hash_after, from_office, from_party, to_office, to_party, seal, item_print;
  std::int64_t act_seq = 0;
  std::string previous, hash;
};
BOOST_DESCRIBE_STRUCT(Entry, (),
                      (id, item_id, seq, at_ms, step, actor, role, office_id, note, happened_at_ms, time_source, place,
                       reason, hash_before, hash_after, from_office, from_party, to_office, to_party, seal, item_print,
                       act_seq, previous, hash))

// Rows of the queries entries_of and early_of. A row that says what we never write stays, and breaks the chain.
std::vector<Entry> entries_in(const storage::Rows& rows);

// The entries as they are hashed and exported: times as numbers of milliseconds.
json::object tree_of(const Entry& entry);
std::string hash_of(const Entry& entry);  // "" when `previous` is no hash
json::object tree_of(const Item& item);   // what never changes of it
std::string print_of(const Item& item);
std::string print_of_early(const std::vector<Entry>& early);  // what the first chained entry takes as `previous`

// For bags: an exhibit with its holder and the end of its chain; and what was read from one. Nothing: not readable.
json::object exported(const Item& item);
std::optional<Item> item_from(const json::object& tree);
std::optional<Entry> entry_from(const json::object& tree);

// What does not fit, and at which entry (0: the exhibit itself or its end).
//   altered   the entry does not have the hash it was written with
//   missing   an entry with this number is not there
//   follows   it does not follow the one before
//   early     entries from before the chain are not as they were
//   item      what the exhibit's row says is not what it said then
//   holder    handed on by who did not hold it, or held by who never received it
//   act       the journal tells of a step that is not there, or of another entry before it
//   end       the chain ends elsewhere than the exhibit says
//   file_missing, file_altered   the stored bytes
struct Break {
  std::int64_t seq = 0;
  std::string code;
  bool of_entry = false;  // a certain entry, not the exhibit itself
};
BOOST_DESCRIBE_STRUCT(Break, (), (seq, code, of_entry))

// Where the exhibit stands after its last entry.
struct Standing {
  std::string office;         // holder; empty: not known (entries from before the chain)
  std::string on_the_way_to;  // office it was sent to
  std::string with;           // outside the offices with
  std::string place, seal;
  bool released = false;
};

struct Chain {
  std::vector<Entry> entries;  // oldest first
  std::vector<Break> breaks;
  Standing standing;
};

// Walks entries that are in their order. No bytes are read.
Chain walk(const Item& item, std::vector<Entry> entries);
Chain chain_of(storage::Reader& db, const Item& item);
Standing standing_of(const std::vector<Entry>& entries);

// With names, and each break at the entry where it is.
std::vector<CustodyView> shown_chain(storage::Reader& db, const Chain& chain, Zone zone);
ExhibitView exhibit(storage::Reader& db, const Item& item, const Chain& chain, Zone zone);

struct CustodyVerification {
  std::int64_t items = 0;
  std::int64_t entries = 0;
  std::int64_t early = 0;           // entries from before the chain that no chained entry covers yet
  std::vector<std::string> faults;  // "exhibit <id>: entry 3: altered"
};
// All chains in one snapshot; memory does not grow with them. At most 1,000 faults are listed.
CustodyVerification verify_custody(storage::Reader& db);

}  // namespace netra::evidence
