#include "engine/storage/backup.hpp"

#include <algorithm>
#include <filesystem>
#include <set>

#include "engine/storage/backup_folder.hpp"
#include "engine/storage/dump.hpp"
#include "engine/storage/migrate.hpp"
#include "engine/storage/search_terms.hpp"

namespace netra::storage {

namespace {

Result<BackupTable> save_table(Reader& db, const Table& table, const std::string& folder) {
  auto path = folder + "/" + table_file(table.name);
  HashedFile file(path);
  auto rows = dump_table(db, table, [&](const std::string& line) { file.write(line); });
  if (!file.close()) return fail(Outcome::kUnavailable, "backup.folder", path);
  return BackupTable{table.name, rows, table.columns, file.sha256()};
}

Result<std::vector<BackupFile>> describe_files(const std::string& folder, std::vector<std::string> names) {
  std::sort(names.begin(), names.end());
  std::vector<BackupFile> out;
  for (auto& name : names) {
    auto hash = hash_file((std::filesystem::path(folder) / name).string());
    if (!hash) return fail(Outcome::kUnavailable, "backup.folder", name);
    out.push_back({std::move(name), hash->bytes, hash->sha256});
  }
  return out;
}

Result<Manifest> save_all(Reader& db, const BackupRequest& request) {
  Manifest manifest;
  manifest.product = request.product;
  manifest.engine = db.is_postgres() ? "postgres" : "sqlite";
  manifest.made_at = request.now;
  manifest.migrations =
      db.all<BackupMigration>("SELECT name, sha256, applied_at_ms FROM schema_migrations ORDER BY name");
  for (const auto& table : product_tables(db)) {
    auto saved = save_table(db, table, request.folder);
    if (!saved) return fail(std::move(saved.error()));
    manifest.tables.push_back(std::move(*saved));
  }
  if (request.add) {
    auto added = request.add(db, request.folder);
    if (!added) return fail(std::move(added.error()));
    auto files = describe_files(request.folder, std::move(*added));
    if (!files) return fail(std::move(files.error()));
    manifest.files = std::move(*files);
  }
  return manifest;
}

}  // namespace

Result<Manifest> backup(Database& database, const BackupRequest& request) {
  if (auto made = make_empty_folder(request.folder); !made) return fail(std::move(made.error()));
  try {
    auto manifest = read(database, [&](Reader& db) { return save_all(db, request); });
    if (!manifest) return manifest;
    auto written = write_manifest(request.folder, *manifest);
    if (!written) return fail(std::move(written.error()));
    return manifest;
  } catch (const Failure& e) {
    return fail(Outcome::kUnavailable, "storage.unavailable", e.what());
  }
}

Result<Manifest> verify_backup(const std::string& folder) {
  auto manifest = read_manifest(folder);
  if (!manifest) return manifest;
  for (const auto& table : manifest->tables) {
    auto hash = hash_file(folder + "/" + table_file(table.name));
    if (!hash || hash->sha256 != table.sha256 || hash->lines != table.rows)
      return fail(Outcome::kInvalid, "backup.damaged", table_file(table.name));
  }
  for (const auto& file : manifest->files) {
    auto hash = hash_file(folder + "/" + file.name);
    if (!hash || hash->sha256 != file.sha256 || hash->bytes != file.bytes)
      return fail(Outcome::kInvalid, "backup.damaged", file.name);
  }
  return manifest;
}

Result<IntegrityReport> check_integrity(Database& database, const Assets& assets) {
  IntegrityReport report;
  auto state = schema_state(database, assets);
  if (!state) return fail(std::move(state.error()));
  for (const auto& name : state->pending) report.faults.push_back("migration " + name + " is not applied");
  database.with_reader([&](Reader& db) {
    if (!db.is_postgres()) {
      for (const auto& row : db.query("SELECT integrity_check FROM pragma_integrity_check"))
        if (row.text(0) != "ok") report.faults.push_back("sqlite: " + row.text(0));
      for (const auto& row : db.query("SELECT DISTINCT \"table\", parent FROM pragma_foreign_key_check"))
        report.faults.push_back("rows of " + row.text(0) + " refer to missing rows of " + row.text(1));
    }
    for (const auto& table : product_tables(db)) {
      ++report.tables;
      report.rows += dump_table(db, table, [](const std::string&) {});  // every value can be read
    }
  });
  auto index = write(database, [](Transaction& tx) -> Result<bool> {
    return search::index_matches_documents(tx.unlogged(Unlogged::kIndex));
  });
  if (!index) return fail(std::move(index.error()));
  if (!*index) report.faults.push_back("the search index does not match its documents");
  return report;
}

}  // namespace netra::storage
