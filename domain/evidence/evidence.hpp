// Files attached to a record, and the chain of custody of each.
//
// Bytes live in the content-addressed file store (engine/files) and never change; what is recorded here is which record
// they belong to, who gave them, when, and everything that happened to them since (given, viewed in the original,
// checked against the fingerprint, handed over).
//
//   auto kept = evidence::keep(store, upload, "foto spanduk");                 // prepare step: outside the writer
//   auto item = evidence::attach(writer, now, entropy, {"report", id}, office, {"citizen", "", ""}, *kept);   // unit
//   of work
//
// A name a sender gave to a file may name the sender, so citizens' files get a neutral one ("bukti-1.jpg"); see
// Kept::filename.
//
// Threads: keep() from any thread; the rest as the transaction.
// Routes, for who may read the record:
//          GET  /evidence/{id}            what it is, and its chain of custody
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

enum class CustodyStep { given, viewed, downloaded, checked, damaged, handed_over, shared };
BOOST_DESCRIBE_ENUM(CustodyStep, given, viewed, downloaded, checked, damaged, handed_over, shared)

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
};
BOOST_DESCRIBE_STRUCT(Item, (),
                      (id, subject_kind, subject_id, office_id, number, sha256, media_type, size, filename, description,
                       given_by, given_at_ms))

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
};
BOOST_DESCRIBE_STRUCT(ItemView, (),
                      (id, number, filename, description, media_type, size, sha256, given_at, by_citizen, is_picture,
                       path))

struct CustodyView {
  LocalTime at;
  CustodyStep step = CustodyStep::given;
  std::string account;     // id, "citizen" or "system"
  std::string actor_name;  // of the account; empty for the other two
  std::string office;
  std::string office_name;
  std::string note;
};
BOOST_DESCRIBE_STRUCT(CustodyView, (), (at, step, account, actor_name, office, office_name, note))

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

void add_custody(storage::Writer& writer, Instant now, Entropy& entropy, std::string_view item, CustodyStep step,
                 const journal::ActorRef& actor, std::string_view note);

// Does a record lean on this file? For the clean-up of the file store.
bool is_named(storage::Reader& db, std::string_view sha256);

std::vector<ItemView> list(storage::Reader& db, const journal::Subject& subject, Zone zone);
std::int64_t count(storage::Reader& db, const journal::Subject& subject);
ItemView view_of(const Item& item, Zone zone);
std::optional<Item> find(storage::Reader& db, std::string_view id);
std::vector<CustodyView> custody(storage::Reader& db, std::string_view item, Zone zone);

// May this caller read the record? Features answer for their own kinds of subject ("report", "case" ...); a kind
// without an answer is refused.
using MayRead = std::function<bool(http::Reading& call, const Item& item)>;

struct Services {
  files::Store& store;
  std::vector<std::pair<std::string, MayRead>> readers;  // subject kind -> rule
};
void add_evidence_routes(http::Routes& routes, const Services& services);

}  // namespace netra::evidence
