// Internal to engine/storage: what tables there are, asked of the engine itself.
#pragma once

#include <string>
#include <vector>

#include "engine/storage/storage.hpp"

namespace netra::storage {

struct Table {
  std::string name;
  std::vector<std::string> columns;  // in their order
  std::vector<std::string> keys;     // of the primary key, in its order; all columns when there is none
  bool keyed = false;                // has a primary key
};

// The product's own tables by name, without the engine's (search index, schema_migrations, the probe): what a backup
// holds.
std::vector<Table> product_tables(Reader& db);

// True when there is any table at all.
bool has_tables(Reader& db);

}  // namespace netra::storage
