// A citizen's unsent report, kept for the one who holds its code.
//
// The code is made at the first step, shown to the person and kept in the cookie `__Host-netra-draft`; when the report
// is filed, the same code becomes that of the receipt. The draft is locked with a key made from the code, and found by
// the code's hash: without the code nobody can read it, we neither.
//
// Threads: as the reader or transaction. Errors: draft.unknown (kNotFound): no such draft, expired, or already sent.
#pragma once

#include "domain/report/intake.hpp"

namespace netra::report {

inline constexpr std::string_view kDraftCookie = "__Host-netra-draft";

// A file of a draft: safe in the store, or (power of attorney) in a draft row of its own.
struct DraftFile {
  std::string sha256;
  std::string media_type;
  std::int64_t size = 0;
  std::string filename;  // as the person named it: shown to that person only
  std::string description;
};
BOOST_DESCRIBE_STRUCT(DraftFile, (), (sha256, media_type, size, filename, description))

struct Draft {
  NewReport report;
  std::vector<DraftFile> files;
  std::optional<std::string> power_of_attorney;  // name of the file that lies beside the draft
};
BOOST_DESCRIBE_STRUCT(Draft, (), (report, files, power_of_attorney))

struct DraftFound {
  Draft draft;
  std::string code;  // normalised
  Instant kept_until;
};

Result<DraftFound> load_draft(storage::Reader& db, std::string_view code, Instant now);
// Kept for 30 days after the last change.
void save_draft(storage::Transaction& tx, Instant now, Entropy& entropy, std::string_view code, const Draft& draft);
void drop_draft(storage::Transaction& tx, std::string_view code);
// Job: removes what nobody came back for.
std::int64_t drop_expired_drafts(storage::Transaction& tx, Instant now);

// Does a draft lean on this file? For the clean-up of the file store (evidence::is_named answers for records).
bool draft_names_file(storage::Reader& db, std::string_view sha256, Instant now);

// The power of attorney names the reporter, so its bytes lie locked beside the draft, never in the file store.
void save_power_of_attorney(storage::Transaction& tx, Instant now, Entropy& entropy, std::string_view code,
                            std::string_view bytes);
std::optional<std::string> load_power_of_attorney(storage::Reader& db, std::string_view code, Instant now);

}  // namespace netra::report
