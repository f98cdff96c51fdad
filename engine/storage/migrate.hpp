// Brings the schema to the version this program carries.
//
// Migrations are `<module>/migrations/YYYYMMDD_NN_name.sql`, run in the order of their file names over all modules,
// each in one transaction together with its row in schema_migrations(name, sha256, applied_at_ms). They only go
// forward; before the first one touches a database that holds something, `backup` runs.
//
// Threads: any; blocks until done. Several servers may start at once: each file is applied by one of them.
// Errors: storage.schema_newer     the database knows a migration this program does not: it was written by a newer
// Netra
//         storage.schema_changed   a migration was edited after it had been applied here
//         storage.schema_invalid   two files with one name, or a file without its `-- Why:` line
//         storage.unavailable      a statement failed; the detail names the file
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/base/assets.hpp"
#include "engine/storage/storage.hpp"

namespace netra::storage {

struct Migration {
  std::string name;  // "20261111_01_findings"
  std::string path;  // "domain/finding/migrations/20261111_01_findings.sql"
  std::string script;
  std::string sha256;  // hex, of the file's bytes
};

// All migrations among the assets, in order.
Result<std::vector<Migration>> collect_migrations(const Assets& assets);

struct SchemaState {
  std::vector<std::string> applied;  // names, in order
  std::vector<std::string> pending;
};
Result<SchemaState> schema_state(Database& database, const Assets& assets);

// `backup` may be empty (tests). Returns what was applied.
Result<std::vector<std::string>> migrate(Database& database, const Assets& assets, Instant now,
                                         const std::function<Result<Done>()>& backup = {});

}  // namespace netra::storage
