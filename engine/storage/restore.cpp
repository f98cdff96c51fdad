#include <algorithm>
#include <fstream>

#include "engine/storage/backup.hpp"
#include "engine/storage/backup_folder.hpp"
#include "engine/storage/dump.hpp"
#include "engine/storage/migrate.hpp"
#include "engine/storage/search.hpp"

namespace netra::storage {

namespace {

// The carried migrations that the backup was made with, and no others.
Result<Assets> schema_of(const Manifest& manifest, const Assets& assets) {
  auto carried = collect_migrations(assets);
  if (!carried) return fail(std::move(carried.error()));
  Assets out;
  for (const auto& wanted : manifest.migrations) {
    auto found = std::find_if(carried->begin(), carried->end(), [&](auto& m) { return m.name == wanted.name; });
    if (found == carried->end()) return fail(Outcome::kConflict, "storage.schema_newer", wanted.name);
    if (found->sha256 != wanted.sha256) return fail(Outcome::kConflict, "storage.schema_changed", found->path);
    out.add(found->path, found->script);
  }
  return out;
}

// Foreign keys are checked once, when all rows are there: rows refer to each other in any order. SQLite can wait by
// itself; PostgreSQL's keys are taken off and put on again, which checks every row, in the same transaction.
class ForeignKeys {
 public:
  explicit ForeignKeys(Writer& db) : db_(db) {
    if (!db.is_postgres()) {
      db.execute("PRAGMA defer_foreign_keys = ON");
      return;
    }
    keys_ = db.query(
        "SELECT CAST(CAST(conrelid AS regclass) AS text), quote_ident(conname), pg_get_constraintdef(oid) "
        "FROM pg_constraint WHERE contype = 'f' AND connamespace = CAST(current_schema() AS regnamespace) "
        "ORDER BY 1, 2");
    for (const auto& key : keys_) db.execute("ALTER TABLE " + key.text(0) + " DROP CONSTRAINT " + key.text(1));
  }
  void put_back() {
    for (const auto& key : keys_)
      db_.execute("ALTER TABLE " + key.text(0) + " ADD CONSTRAINT " + key.text(1) + " " + key.text(2));
  }

 private:
  Writer& db_;
  Rows keys_;
};

void load_table(Writer& db, const BackupTable& table, const std::string& folder) {
  std::ifstream file(folder + "/" + table_file(table.name), std::ios::binary);
  auto insert = insert_statement(table.name, table.columns);
  for (std::string line; std::getline(file, line);) db.execute(insert, parse_line(line, table.columns.size()));
}

Result<Done> load(Transaction& tx, const Manifest& manifest, const std::string& folder) {
  auto& db = tx.unlogged(Unlogged::kMigration);
  ForeignKeys keys(db);
  for (const auto& table : product_tables(db)) {
    db.execute("DELETE FROM \"" + table.name + "\"");  // what migrations put there
    auto kept =
        std::find_if(manifest.tables.begin(), manifest.tables.end(), [&](auto& t) { return t.name == table.name; });
    if (kept == manifest.tables.end() || kept->columns.size() != table.columns.size())
      return fail(Outcome::kInvalid, "backup.damaged", table.name);
  }
  for (const auto& table : manifest.tables) load_table(db, table, folder);
  for (const auto& migration : manifest.migrations)
    db.execute("UPDATE schema_migrations SET applied_at_ms = $2 WHERE name = $1",
               {migration.name, migration.applied_at_ms});
  keys.put_back();
  return Done{};
}

// The proof: the database says, byte for byte, what the backup says.
Result<Done> compare(Database& database, const Manifest& manifest) {
  return read(database, [&](Reader& db) -> Result<Done> {
    auto tables = product_tables(db);
    if (tables.size() != manifest.tables.size()) return fail(Outcome::kInvalid, "backup.damaged", "number of tables");
    for (std::size_t i = 0; i < tables.size(); ++i) {
      const auto& expected = manifest.tables[i];
      tables[i].columns = expected.columns;
      crypto::Sha256 sha256;
      auto rows = dump_table(db, tables[i], [&](const std::string& line) { sha256.update(line); });
      if (tables[i].name != expected.name || rows != expected.rows ||
          crypto::to_hex(sha256.finish()) != expected.sha256)
        return fail(Outcome::kInvalid, "backup.damaged", "restored " + tables[i].name + " differs");
    }
    return Done{};
  });
}

}  // namespace

Result<Manifest> restore(Database& database, const Assets& assets, const std::string& folder) {
  auto manifest = verify_backup(folder);
  if (!manifest) return manifest;
  if (read(database, [](Reader& db) { return has_tables(db); })) return fail(Outcome::kConflict, "backup.not_empty");
  auto schema = schema_of(*manifest, assets);
  if (!schema) return fail(std::move(schema.error()));
  auto migrated = migrate(database, *schema, manifest->made_at);
  if (!migrated) return fail(std::move(migrated.error()));
  auto loaded = write(database, [&](Transaction& tx) { return load(tx, *manifest, folder); });
  if (!loaded) return fail(std::move(loaded.error()));
  auto rebuilt = write(database, [](Transaction& tx) -> Result<Done> {
    search::rebuild(tx.unlogged(Unlogged::kIndex));
    return Done{};
  });
  if (!rebuilt) return fail(std::move(rebuilt.error()));
  auto same = compare(database, *manifest);
  if (!same) return fail(std::move(same.error()));
  return manifest;
}

}  // namespace netra::storage
