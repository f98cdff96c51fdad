// Files attached to a record, and the chain of custody of each.
//
// Bytes live in the content-addressed file store (engine/files) and never change; what is recorded here is which record
// they belong to, who gave them, when, and everything that happened to them since (given, viewed in the original,
// checked against the fingerprint, handed over). Physical exhibits (barang bukti) are items without bytes, with a place
// and a seal. The chain itself, its hashes and its breaks are in domain/evidence/custody.hpp.
//
//   auto kept = evidence::keep(store, upload, "foto spanduk");                 // prepare step: outside the writer
//   auto item = evidence::attach(writer, now, entropy, {"report", id}, office, {"citizen", "", ""}, *kept);   // unit
//   of work
//
// A name a sender gave to a file may name the sender, so citizens' files get a neutral one ("bukti-1.jpg"); see
// Kept::filename.
//
// To another institution an exhibit goes in two steps, and custody moves at the second:
//
//   evidence::transfer(writer, now, entropy, {items, ours, theirs, "handover " + id, why}, actor);  // sent: still ours
//   evidence::receive(writer, now, entropy, {items, ours, theirs, ...}, actor);  // accepted: theirs; or
//   evidence::turn_back(writer, now, entropy, {items, ours, theirs, ...}, actor);  // refused: ours as before
//
// Threads: keep() and measure() from any thread; the rest as the transaction.
// Errors: evidence.unknown  evidence.holder (not held by who would hand it on)  evidence.released  evidence.changed
//         exhibit.incomplete (fields)  evidence.not_sealed  evidence.step (this step is not for this kind of exhibit)
//         access.denied
// Routes, for who may read the record:
//          GET  /evidence/{id}            what it is, and its chain of custody
//          POST /evidence/{id}/custody    what was done with it, for those who hold it
//          POST /evidence/{id}/checks     the stored bytes are compared with the fingerprint; recorded
//          POST /evidence/{id}/openings   the original, sandboxed; recorded (a GET writes nothing)
//          GET  /evidence/{id}/picture    working copy of a picture without metadata; not recorded
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/journal/journal.hpp"
#include "engine/http/route.hpp"
#include "engine/storage/storage.hpp"

namespace netra::files {
class Store;
}

namespace netra::evidence {

// A file that is safe in the store but belongs to no record yet.
struct Kept {
  std::string sha256;
  std::string media_type;  // by its first bytes, never by its name
  std::int64_t size = 0;
  std::string filename;     // shown and offered on download; "" = a neutral name is made from number and type
  std::string description;  // what it shows, in the giver's words; at most 500 characters
};

// Adopts a staged upload. Safe to repeat. Errors: those of files::Store::adopt.
Result<Kept> keep(files::Store& store, const http::Upload& upload, std::string description);

enum class CustodyStep {
  given,        // with a report or a form
  collected,    // a physical exhibit was taken in
  received,     // arrived at who was to get it; custody moves here
  hashed,       // its fingerprint was taken
  checked,      // its bytes were compared with the fingerprint: the same
  damaged,      // the same, and they differ
  viewed,       // the original was looked at
  downloaded,   // the original was taken out as a copy of all its bytes
  copied,       // a copy was made on a medium, or a physical exhibit photographed or imaged
  shared,       // the same bytes were added to another record
  exported,     // went out in a case file's bag
  transferred,  // sent; the sender still answers for it
  turned_back,  // refused by who was to get it
  handed_over,  // with its record to another office of the supervisors
  sealed,       // a seal was put on, or changed
  unsealed,
  stored,   // put into a place
  released  // given out for good: returned, destroyed or handed to a court by order
};
BOOST_DESCRIBE_ENUM(CustodyStep, given, collected, received, hashed, checked, damaged, viewed, downloaded, copied,
                    shared, exported, transferred, turned_back, handed_over, sealed, unsealed, stored, released)

enum class TimeSource {
  server,  // the clock of this server, when the entry was written
  stated,  // a person said so
  device,  // from a device: a camera, a recorder
};
BOOST_DESCRIBE_ENUM(TimeSource, server, stated, device)

enum class ItemKind {
  file,  // also what is only listed, without bytes
  physical,
};
BOOST_DESCRIBE_ENUM(ItemKind, file, physical)

struct Item {
  std::string id;
  std::string subject_kind;
  std::string subject_id;
  std::string office_id;    // office that keeps it
  std::int64_t number = 0;  // 1, 2 ... within the record
  std::string sha256;
  std::string media_type;
  std::int64_t size = 0;
  std::string filename;
  std::string description;
  std::string given_by;  // account id or "citizen"
  Instant given_at_ms;
  ItemKind kind = ItemKind::file;
  std::int64_t custody_seq = 0;  // the last entry of its chain; the version that forms carry
  std::string custody_head;      // hash of that entry

  bool is_physical() const { return kind == ItemKind::physical; }
  bool has_page() const { return is_physical() || !sha256.empty(); }
};
BOOST_DESCRIBE_STRUCT(Item, (),
                      (id, subject_kind, subject_id, office_id, number, sha256, media_type, size, filename, description,
                       given_by, given_at_ms, kind, custody_seq, custody_head))

// What pages and JSON show of one file.
struct ItemView {
  std::string id;
  std::int64_t number = 0;
  std::string filename;
  std::string description;
  std::string media_type;
  std::int64_t size = 0;
  std::string sha256;
  LocalTime given_at;
  bool by_citizen = false;
  bool is_picture = false;
  std::string path;  // "/evidence/{id}"
  bool is_physical = false;
};
BOOST_DESCRIBE_STRUCT(ItemView, (),
                      (id, number, filename, description, media_type, size, sha256, given_at, by_citizen, is_picture,
                       path, is_physical))

// One entry of the chain as it is shown.
struct CustodyView {
  LocalTime at;  // by the server's clock
  CustodyStep step = CustodyStep::given;
  std::string account;     // id, "citizen" or "system"
  std::string actor_name;  // of the account; empty for the other two
  std::string office;
  std::string office_name;
  std::string note;
  std::int64_t seq = 0;  // 0: from before entries were chained
  std::string role;
  std::optional<LocalTime> happened_at;  // when it differs from `at`: as stated, or by a device
  TimeSource time_source = TimeSource::server;
  std::string place, reason, hash_before, hash_after;
  std::string from, to;  // an office's name, or a party's
  std::string seal;
  std::int64_t act = 0;  // number of the journal's entry
  std::string previous, hash;
  std::vector<std::string> breaks;  // codes of what does not fit here; the message `value.custody_break.<code>`
};
BOOST_DESCRIBE_STRUCT(CustodyView, (),
                      (at, step, account, actor_name, office, office_name, note, seq, role, happened_at, time_source,
                       place, reason, hash_before, hash_after, from, to, seal, act, previous, hash, breaks))

// One exhibit as lists of a record show it.
struct ExhibitView {
  ItemView item;
  std::string holder_name;
  std::string with, place, seal;  // outside the offices with; last place; seal that is on
  std::string state;              // "kept", "on_the_way", "with_another", "released"
  std::int64_t entries = 0;
  std::int64_t views = 0;  // how often the original was opened
  std::optional<LocalTime> viewed_at;
  bool sound = true;
};
BOOST_DESCRIBE_STRUCT(ExhibitView, (), (item, holder_name, with, place, seal, state, entries, views, viewed_at, sound))

// Attaches a kept file; the caller has recorded the act that says so. The same bytes attached twice to one record are
// one item.
Item attach(storage::Writer& writer, Instant now, Entropy& entropy, const journal::Subject& subject,
            std::string_view office, const journal::ActorRef& giver, const Kept& kept);

// The same file also belongs to another record (a report's evidence taken into its case); bytes are not copied.
void share_all(storage::Writer& writer, Instant now, Entropy& entropy, const journal::Subject& from,
               const journal::Subject& to, std::string_view office, const journal::ActorRef& actor);

// The record went to another office (hand-down, takeover): custody goes with it.
void move_all(storage::Writer& writer, Instant now, Entropy& entropy, const journal::Subject& subject,
              std::string_view to_office, const journal::ActorRef& actor);

// What one entry says besides the step and who did it. Empty members say nothing.
struct CustodyFacts {
  std::string note, place, reason, hash_before, hash_after, from_office, from_party, to_office, to_party, seal;
  std::optional<Instant> happened_at;  // nothing: now
  TimeSource time_source = TimeSource::server;
};
void add_custody(storage::Writer& writer, Instant now, Entropy& entropy, std::string_view item, CustodyStep step,
                 const journal::ActorRef& actor, const CustodyFacts& facts);
void add_custody(storage::Writer& writer, Instant now, Entropy& entropy, std::string_view item, CustodyStep step,
                 const journal::ActorRef& actor, std::string_view note);

// A physical exhibit is taken in. `kept_at` is where it is put then; a seal number when it was sealed.
struct Collected {
  std::string description;  // what it is, how many, in which state; at most 500 characters
  std::string place;        // where it was collected
  std::string from_party;   // from whom, by their part ("Pelapor", "Panitia acara"), never a reporter's name
  std::string kept_at, seal, reason;
  std::optional<Instant> happened_at;
  TimeSource time_source = TimeSource::server;
};
Item collect(storage::Writer& writer, Instant now, Entropy& entropy, const journal::Subject& subject,
             std::string_view office, const journal::ActorRef& actor, const Collected& what);

// Exhibits on their way between institutions; the caller has recorded the act. All or none.
struct Handing {
  std::vector<std::string> items;
  std::string from_office, to_office;
  std::string reference;  // "handover <id>"
  std::string reason;
  std::vector<std::string> measured{};  // per item: fingerprint of the bytes as stored now (`measure`); may be left out
};
Result<Done> transfer(storage::Writer& writer, Instant now, Entropy& entropy, const Handing& what,
                      const journal::ActorRef& actor);
Result<Done> receive(storage::Writer& writer, Instant now, Entropy& entropy, const Handing& what,
                     const journal::ActorRef& actor);
Result<Done> turn_back(storage::Writer& writer, Instant now, Entropy& entropy, const Handing& what,
                       const journal::ActorRef& actor);
// Copies went to `to_office` (several institutions may need the same file); the originals stay.
Result<Done> give_copies(storage::Writer& writer, Instant now, Entropy& entropy, const Handing& what,
                         const journal::ActorRef& actor);
// Fingerprints of the stored bytes, made now ("" for what has none): for a prepare step. Errors: evidence.unknown,
// files.altered, files.unknown
Result<std::vector<std::string>> measure(storage::Reader& db, const files::Store& store,
                                         const std::vector<std::string>& items);

// Does a record lean on this file? For the clean-up of the file store.
bool is_named(storage::Reader& db, std::string_view sha256);

std::vector<ItemView> list(storage::Reader& db, const journal::Subject& subject, Zone zone);
std::int64_t count(storage::Reader& db, const journal::Subject& subject);
ItemView view_of(const Item& item, Zone zone);
std::optional<Item> find(storage::Reader& db, std::string_view id);
std::vector<CustodyView> custody(storage::Reader& db, std::string_view item, Zone zone);
std::vector<ExhibitView> exhibits(storage::Reader& db, const std::vector<ItemView>& items, Zone zone);

// May this caller read the record? Features answer for their own kinds of subject ("report", "case" ...); a kind
// without an answer is refused.
using MayRead = std::function<bool(http::Reading& call, const Item& item)>;

struct Services {
  files::Store& store;
  std::vector<std::pair<std::string, MayRead>> readers;  // subject kind -> rule
};
void add_evidence_routes(http::Routes& routes, const Services& services);

}  // namespace netra::evidence
