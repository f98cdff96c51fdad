// A case file taken out as a bag that proves itself: documents, evidence, custody, journal, and a guide for checking.
//
//   GET  /cases/{id}/bundles          what was taken out so far
//   POST /cases/{id}/bundles          the whole file of one's own office, with a reason; answers the archive
//   GET  /handovers/{handover}/bundles
//   POST /handovers/{handover}/bundles     only what that hand-over held: for its sender and, once accepted, its
//   receiver
//
// What is in it: data/perkara (the file as read by who takes it out, as JSON and as text), data/dokumen (texts of the
// file's acts and signed letters), data/bukti (originals), data/penguasaan (chain of custody, CSV and JSON),
// data/jurnal (the journal's entries about the file, with what opens their commitments). Never in it: identities of
// reporters and witnesses, letters that hold one, notes of other institutions, details of acts about identities.
//
// Checked without Netra: `sha256sum -c` over both manifests; PETUNJUK.txt says how. `verify` does that and more.
// Each export is an act with its reason, and an entry in the chain of custody of every exhibit in it.
//
// Threads: as the routes; building a bag holds one reader for as long as it takes.
// Errors: bundle.unknown (kNotFound)  bundle.reason (fields)  case.unknown  case.changed  access.denied  and those of
//         bag.hpp
// Source: RFC 8493 (BagIt 1.0).
#pragma once

#include "domain/bundle/bag.hpp"
#include "domain/case/case.hpp"
#include "engine/http/route.hpp"

namespace netra::bundle {

struct Services {
  const cases::Services& cases;
  Limits limits = {};
};

void add_bundle_routes(http::Routes& routes, const Services& services);

// What a bag says of itself when it is looked at closely.
struct Verification {
  std::string name;
  std::string print;  // SHA-256 of tagmanifest-sha256.txt
  std::int64_t parts = 0, exhibits = 0, custody_entries = 0, journal_entries = 0;
  std::vector<std::string> faults;  // "data/bukti/001-foto.jpg: altered", "exhibit <id>: entry 3: altered", ...
};
// Reads the archive without unpacking it; memory grows with its texts only. Errors: bundle.unreadable (kInvalid)
Result<Verification> verify(const std::string& path);

}  // namespace netra::bundle
