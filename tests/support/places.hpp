// Internal to tests/support.
#pragma once

#include "tests/support/databases.hpp"

namespace netra::test {

void migrate_or_throw(storage::Database& db);
std::unique_ptr<storage::Database> opened_or_throw(Result<std::unique_ptr<storage::Database>> result);

// A database on the server of NETRA_TEST_POSTGRES; its account must be a superuser there.
std::unique_ptr<Place> postgres_place(const std::string& server, Schema schema);

}  // namespace netra::test
