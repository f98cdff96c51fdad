// SQL scripts (migrations, dumps) cut into statements and put into the words of one engine.
//
// Understands what the shared dialect uses: '…' and "…" with doubled quotes, -- and /* */ comments. No dollar quotes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace netra::storage {

enum class Engine { kSqlite, kPostgres };

// Statements without comments and closing semicolons; the word BYTES becomes BLOB or BYTEA. A line `-- engine: sqlite`
// or `-- engine: postgres` keeps the statement that follows for that engine alone (full-text search only).
std::vector<std::string> split_statements(std::string_view script, Engine engine);

}  // namespace netra::storage
