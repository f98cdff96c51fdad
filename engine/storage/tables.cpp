#include "engine/storage/tables.hpp"

#include <algorithm>
#include <array>

namespace netra::storage {

namespace {

// search_terms is PostgreSQL's index of search_documents; SQLite's is a virtual table.
constexpr std::array<std::string_view, 3> kNotProduct = {"schema_migrations", "search_terms", "storage_probe"};

std::vector<std::string> names(Reader& db, std::string_view sql, const Params& params = {}) {
  std::vector<std::string> out;
  for (const auto& row : db.query(sql, params)) out.push_back(row.text(0));
  return out;
}

std::vector<std::string> all_tables(Reader& db) {
  return names(db, db.is_postgres()
                       ? "SELECT table_name FROM information_schema.tables "
                         "WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY table_name"
                       : "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' "
                         "AND name NOT LIKE 'sqlite_%' ORDER BY name");
}

std::vector<std::string> columns_of(Reader& db, const std::string& table) {
  return names(db,
               db.is_postgres() ? "SELECT column_name FROM information_schema.columns "
                                  "WHERE table_schema = current_schema() AND table_name = $1 ORDER BY ordinal_position"
                                : "SELECT name FROM pragma_table_info($1) ORDER BY cid",
               {table});
}

std::vector<std::string> keys_of(Reader& db, const std::string& table) {
  return names(db,
               db.is_postgres()
                   ? "SELECT k.column_name FROM information_schema.table_constraints c "
                     "JOIN information_schema.key_column_usage k ON k.constraint_schema = c.constraint_schema "
                     "AND k.constraint_name = c.constraint_name AND k.table_name = c.table_name "
                     "WHERE c.table_schema = current_schema() AND c.table_name = $1 "
                     "AND c.constraint_type = 'PRIMARY KEY' ORDER BY k.ordinal_position"
                   : "SELECT name FROM pragma_table_info($1) WHERE pk > 0 ORDER BY pk",
               {table});
}

}  // namespace

std::vector<Table> product_tables(Reader& db) {
  std::vector<Table> out;
  for (auto& name : all_tables(db)) {
    if (std::find(kNotProduct.begin(), kNotProduct.end(), name) != kNotProduct.end()) continue;
    auto columns = columns_of(db, name);
    auto keys = keys_of(db, name);
    bool keyed = !keys.empty();
    if (!keyed) keys = columns;
    out.push_back({std::move(name), std::move(columns), std::move(keys), keyed});
  }
  return out;
}

bool has_tables(Reader& db) { return !all_tables(db).empty(); }

}  // namespace netra::storage
