// `netra erase-details`: what one entry of the journal says is erased by an order; the entry and the chain stay.
//
// Two steps, because nothing brings it back: the first run shows which entry it is and prints a word that only this
// entry and this reason have; the second run gives the word back.
#include <fmt/format.h>

#include "app/commands.hpp"
#include "app/office.hpp"
#include "app/report_error.hpp"
#include "app/sql.hpp"
#include "domain/journal/journal.hpp"
#include "engine/base/text.hpp"
#include "engine/crypto/hash.hpp"

namespace netra::app {

namespace {

constexpr std::size_t kWord = 12, kLeastReason = 10;
const journal::ActorRef kOperator{"system", "operator", ""};

struct Found {
  std::string hash, verb, subject, office;
  Instant at;
  bool erased = false;
};

Result<Found> entry_of(storage::Database& database, std::int64_t seq) {
  const auto rows =
      storage::read(database, [&](storage::Reader& db) { return db.query(sql::app::journal_entry, {seq}); });
  if (rows.empty()) return fail(Outcome::kNotFound, "journal.unknown", std::to_string(seq));
  const auto& row = rows[0];
  return Found{row.text(0), row.text(1), row.text(2) + " " + row.text(3), row.text(4), row.instant(5), !row.is_null(6)};
}

std::string word_for(const Found& entry, const std::string& reason) {
  return crypto::sha256_hex(entry.hash + "\n" + reason).substr(0, kWord);
}

Result<Done> erase(Office& office, Instant now, const EraseOptions& options) {
  const std::string reason(trim(options.reason));
  if (reason.size() < kLeastReason)
    return fail(Outcome::kInvalid, "config.value", "--reason: number and date of the order, and who gave it");
  auto entry = entry_of(office.database(), options.seq);
  if (!entry) return fail(std::move(entry.error()));
  fmt::print("entry {}: {} of {}, office {}, {}\n", options.seq, entry->verb, entry->subject,
             entry->office.empty() ? "-" : entry->office, format_utc(entry->at));
  if (entry->erased) return fail(Outcome::kConflict, "journal.erased", "its details were erased before");
  if (entry->verb == "journal.erased") return fail(Outcome::kConflict, "journal.erased", "the act of an erasure stays");
  const auto word = word_for(*entry, reason);
  if (options.confirm.empty()) {
    fmt::print(
        "Its details (what changed and why) will be erased for ever; the entry, its hash and the chain stay, and the "
        "act "
        "journal.erased keeps the reason.\nBackups made before still hold them. To go on, run the same with\n"
        "  --confirm {}\n",
        word);
    return Done{};
  }
  if (options.confirm != word)
    return fail(Outcome::kConflict, "config.value", "--confirm is not the word for this entry and this reason");
  auto done = storage::write(office.database(), [&](storage::Transaction& tx) {
    return journal::erase_details(tx, now, office.entropy(), kOperator, options.seq, reason);
  });
  if (done) fmt::print("erased\n");
  return done;
}

}  // namespace

int erase_details(const Config& config, const EraseOptions& options) {
  SystemClock clock;
  SystemEntropy entropy;
  auto office = Office::open(config, clock, entropy, {.migrate = false, .must_exist = true, .quiet = true});
  if (!office) return report_error(office.error());
  auto done = erase(**office, clock.now(), options);
  return done ? 0 : report_error(done.error());
}

}  // namespace netra::app
