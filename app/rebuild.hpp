// Views made anew from the records: the desk's rows, and with them the words for search.
#pragma once

#include <string>
#include <vector>

#include "domain/office/worklist.hpp"
#include "engine/base/time.hpp"
#include "engine/storage/storage.hpp"

namespace netra::app {

struct Rebuilt {
  std::size_t records = 0;
  std::vector<std::string> faults;  // rows that stood otherwise than their records say: "report 0192…: stage, due_at"
};

// In units of some hundred records, beside a running server. Errors: those of the database
Result<Rebuilt> rebuild_rows(storage::Database& database, const std::vector<office::RowSource>& sources, Instant now);

}  // namespace netra::app
