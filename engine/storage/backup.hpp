// Backup while the server runs, restore that proves itself.
//
// A backup is a folder: `manifest.json`, one `tables/<name>.jsonl` per table (one JSON array per row, in the order of
// the primary key) and what `add` puts there (the files' store). It is read from one snapshot, holds no engine's own
// format, and so moves between SQLite and PostgreSQL. The manifest lists every file with its SHA-256, rows per table,
// and the migrations, so that a restore can be refused before it begins.
//
// Restore makes the schema as it was (the listed migrations), loads all rows in one transaction with foreign keys
// checked at the end, and dumps the result again: each table's SHA-256 must be that of the manifest. Only then newer
// migrations are for `migrate`.
//
// Threads: any; blocks. Personal data: a backup holds all the database holds (vault rows stay sealed); keep it like the
// database. Errors: backup.exists         the folder is there and not empty
//         backup.folder         a file cannot be written or read; the detail names it
//         backup.damaged        a file is missing, altered, or not as the manifest says; the detail names it
//         backup.not_empty      restore into a database that has tables
//         storage.schema_newer  the backup was made by a newer Netra
//         storage.schema_changed  a migration is not the one the backup was made with
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/base/assets.hpp"
#include "engine/storage/storage.hpp"

namespace netra::storage {

struct BackupTable {
  std::string name;
  std::int64_t rows = 0;
  std::vector<std::string> columns;
  std::string sha256;  // of tables/<name>.jsonl
};
BOOST_DESCRIBE_STRUCT(BackupTable, (), (name, rows, columns, sha256))

struct BackupMigration {
  std::string name;
  std::string sha256;
  std::int64_t applied_at_ms = 0;
};
BOOST_DESCRIBE_STRUCT(BackupMigration, (), (name, sha256, applied_at_ms))

struct BackupFile {
  std::string name;  // relative to the folder, "files/ab/abcd…"
  std::int64_t bytes = 0;
  std::string sha256;
};
BOOST_DESCRIBE_STRUCT(BackupFile, (), (name, bytes, sha256))

struct Manifest {
  std::int64_t format = 1;
  std::string product;  // "netra 0.1.0"
  std::string engine;   // "sqlite" or "postgres"; for people
  Instant made_at;
  std::vector<BackupMigration> migrations;
  std::vector<BackupTable> tables;
  std::vector<BackupFile> files;  // what `add` put there
};
BOOST_DESCRIBE_STRUCT(Manifest, (), (format, product, engine, made_at, migrations, tables, files))

struct BackupRequest {
  std::string folder;  // made when absent
  std::string product;
  Instant now;
  // Called with the same snapshot and the folder; copies what belongs to the rows (the files' store) and returns the
  // names, relative to the folder.
  std::function<Result<std::vector<std::string>>(Reader&, const std::string& folder)> add = {};
};

Result<Manifest> backup(Database& database, const BackupRequest& request);

// Reads every byte of a backup and compares it with its manifest.
Result<Manifest> verify_backup(const std::string& folder);

// `database` must be empty. Files are the caller's to bring back (manifest.files).
Result<Manifest> restore(Database& database, const Assets& assets, const std::string& folder);

struct IntegrityReport {
  std::vector<std::string> faults;  // for a person; empty when all is well
  std::int64_t tables = 0;
  std::int64_t rows = 0;
};
// The engine's own checks (pages, indexes, foreign keys), the schema against the carried migrations, the search index
// against its documents.
Result<IntegrityReport> check_integrity(Database& database, const Assets& assets);

}  // namespace netra::storage
