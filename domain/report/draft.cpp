#include "domain/report/draft.hpp"

#include "domain/report/sql.hpp"
#include "engine/crypto/box.hpp"
#include "engine/crypto/code.hpp"

namespace netra::report {

namespace {

constexpr std::chrono::days kKept{30};
constexpr std::string_view kDraftKey = "netra report draft";
constexpr std::string_view kAttorneyKey = "netra report draft: power of attorney";

// A second row of the same draft, found and locked by its own derivation.
std::string attorney_hash(std::string_view code) { return hash_of_code(std::string(code) + "/power_of_attorney"); }

void put(storage::Transaction& tx, Instant now, Entropy& entropy, const std::string& hash, std::string_view code,
         std::string_view purpose, std::string_view plain) {
  auto sealed = crypto::secretbox(crypto::derive_key(code, purpose), plain, entropy);
  tx.unlogged(storage::Unlogged::kDraft).execute(sql::report::put_draft, {hash, sealed, now, now + kKept});
}

struct Opened {
  crypto::Secret plain;
  Instant kept_until;
};

std::optional<Opened> open(storage::Reader& db, const std::string& hash, std::string_view code,
                           std::string_view purpose, Instant now) {
  auto rows = db.query(sql::report::draft, {hash, now});
  if (rows.empty()) return std::nullopt;
  auto plain = crypto::secretbox_open(crypto::derive_key(code, purpose), rows[0].bytes(0));
  if (!plain) return std::nullopt;
  return Opened{std::move(*plain), rows[0].instant(2)};
}

}  // namespace

Result<DraftFound> load_draft(storage::Reader& db, std::string_view typed, Instant now) {
  auto code = crypto::normalise_code(typed);
  if (!code) return fail(Outcome::kNotFound, "draft.unknown");
  auto opened = open(db, hash_of_code(*code), *code, kDraftKey, now);
  if (!opened) return fail(Outcome::kNotFound, "draft.unknown");
  boost::system::error_code broken;
  auto tree = json::parse(opened->plain.view(), broken);
  auto draft = broken ? Result<Draft>(fail(Outcome::kNotFound, "draft.unknown")) : from_json<Draft>(tree);
  if (!draft) return fail(Outcome::kNotFound, "draft.unknown", draft.error().code);
  return DraftFound{std::move(*draft), *code, opened->kept_until};
}

void save_draft(storage::Transaction& tx, Instant now, Entropy& entropy, std::string_view code, const Draft& draft) {
  put(tx, now, entropy, hash_of_code(code), code, kDraftKey, json::serialize(to_json(draft)));
  for (const auto& file : draft.files)
    tx.unlogged(storage::Unlogged::kDraft).execute(sql::report::put_draft_file, {file.sha256, now + kKept});
}

void drop_draft(storage::Transaction& tx, std::string_view code) {
  auto& db = tx.unlogged(storage::Unlogged::kDraft);
  db.execute(sql::report::delete_draft, {hash_of_code(code)});
  db.execute(sql::report::delete_draft, {attorney_hash(code)});
}

std::int64_t drop_expired_drafts(storage::Transaction& tx, Instant now) {
  auto& db = tx.unlogged(storage::Unlogged::kDraft);
  db.execute(sql::report::delete_expired_draft_files, {now});
  return db.execute(sql::report::delete_expired_drafts, {now});
}

bool draft_names_file(storage::Reader& db, std::string_view sha256, Instant now) {
  return db.integer(sql::report::draft_names_file, {sha256, now}).has_value();
}

void save_power_of_attorney(storage::Transaction& tx, Instant now, Entropy& entropy, std::string_view code,
                            std::string_view bytes) {
  put(tx, now, entropy, attorney_hash(code), code, kAttorneyKey, bytes);
}

std::optional<std::string> load_power_of_attorney(storage::Reader& db, std::string_view code, Instant now) {
  auto opened = open(db, attorney_hash(code), code, kAttorneyKey, now);
  if (!opened) return std::nullopt;
  return opened->plain.copy();
}

}  // namespace netra::report
