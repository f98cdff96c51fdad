#include "engine/storage/migrate.hpp"

#include <algorithm>

#include "engine/crypto/hash.hpp"
#include "engine/storage/statements.hpp"

namespace netra::storage {

namespace {

constexpr std::string_view kTable =
    "CREATE TABLE IF NOT EXISTS schema_migrations (name TEXT PRIMARY KEY, sha256 TEXT NOT NULL, "
    "applied_at_ms BIGINT NOT NULL)";

struct Applied {
  std::string name;
  std::string sha256;
};
BOOST_DESCRIBE_STRUCT(Applied, (), (name, sha256))

Result<std::vector<Applied>> applied_migrations(Database& database) {
  return write(database, [](Transaction& tx) -> Result<std::vector<Applied>> {
    tx.unlogged(Unlogged::kMigration).execute(kTable);
    return tx.all<Applied>("SELECT name, sha256 FROM schema_migrations ORDER BY name");
  });
}

Result<SchemaState> compare(const std::vector<Applied>& applied, const std::vector<Migration>& carried) {
  SchemaState state;
  for (const auto& there : applied) {
    auto same = std::find_if(carried.begin(), carried.end(), [&](auto& m) { return m.name == there.name; });
    if (same == carried.end()) return fail(Outcome::kConflict, "storage.schema_newer", there.name);
    if (same->sha256 != there.sha256) return fail(Outcome::kConflict, "storage.schema_changed", same->path);
    state.applied.push_back(there.name);
  }
  for (const auto& migration : carried) {
    if (std::binary_search(state.applied.begin(), state.applied.end(), migration.name)) continue;
    state.pending.push_back(migration.name);
  }
  return state;
}

// False when another server has just applied it.
Result<bool> apply(Database& database, const Migration& migration, Instant now) {
  auto done = write(database, [&](Transaction& tx) -> Result<bool> {
    auto& db = tx.unlogged(Unlogged::kMigration);
    auto there = tx.integer("SELECT 1 FROM schema_migrations WHERE name = $1", {migration.name});
    if (there) return false;
    // First, so that a second server waits here.
    db.execute("INSERT INTO schema_migrations (name, sha256, applied_at_ms) VALUES ($1, $2, $3)",
               {migration.name, migration.sha256, now});
    for (const auto& statement :
         split_statements(migration.script, db.is_postgres() ? Engine::kPostgres : Engine::kSqlite))
      db.execute(statement);
    return true;
  });
  if (!done) return fail(done.error().outcome, done.error().code, migration.path + ": " + done.error().detail);
  return done;
}

}  // namespace

Result<std::vector<Migration>> collect_migrations(const Assets& assets) {
  std::vector<Migration> out;
  for (const auto& path : assets.list("", ".sql")) {
    auto folder = path.find("/migrations/");
    if (folder == std::string::npos) continue;
    auto script = std::string(*assets.find(path));
    if (!script.starts_with("-- Why:") && script.find("\n-- Why:") == std::string::npos)
      return fail(Outcome::kInvalid, "storage.schema_invalid", path + ": no `-- Why:` line");
    auto name = path.substr(folder + 12, path.size() - folder - 16);
    auto sha256 = crypto::sha256_hex(script);
    out.push_back({std::move(name), path, std::move(script), std::move(sha256)});
  }
  std::sort(out.begin(), out.end(), [](auto& a, auto& b) { return a.name < b.name; });
  auto twice = std::adjacent_find(out.begin(), out.end(), [](auto& a, auto& b) { return a.name == b.name; });
  if (twice != out.end()) return fail(Outcome::kInvalid, "storage.schema_invalid", "twice: " + twice->name);
  return out;
}

Result<SchemaState> schema_state(Database& database, const Assets& assets) {
  auto carried = collect_migrations(assets);
  if (!carried) return fail(std::move(carried.error()));
  auto applied = applied_migrations(database);
  if (!applied) return fail(std::move(applied.error()));
  return compare(*applied, *carried);
}

Result<std::vector<std::string>> migrate(Database& database, const Assets& assets, Instant now,
                                         const std::function<Result<Done>()>& backup) {
  auto state = schema_state(database, assets);
  if (!state) return fail(std::move(state.error()));
  if (state->pending.empty()) return std::vector<std::string>{};
  if (backup && !state->applied.empty()) {
    if (auto saved = backup(); !saved) return fail(std::move(saved.error()));
  }
  std::vector<std::string> out;
  auto carried = collect_migrations(assets);
  for (const auto& migration : *carried) {
    if (!std::binary_search(state->pending.begin(), state->pending.end(), migration.name)) continue;
    auto done = apply(database, migration, now);
    if (!done) return fail(std::move(done.error()));
    if (*done) out.push_back(migration.name);
  }
  return out;
}

}  // namespace netra::storage
