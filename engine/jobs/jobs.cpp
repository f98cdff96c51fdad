#include "engine/jobs/jobs.hpp"

#include "engine/jobs/sql.hpp"

namespace netra::jobs {

void enqueue(storage::Writer& db, std::string_view kind, std::string_view key, Instant run_at,
             std::string_view payload) {
  db.execute(sql::jobs::enqueue, {kind, key, payload, run_at});
}

void cancel(storage::Writer& db, std::string_view kind, std::string_view key) {
  db.execute(sql::jobs::cancel, {kind, key});
}

std::vector<Parked> parked(storage::Reader& db) { return db.all<Parked>(sql::jobs::parked); }

}  // namespace netra::jobs
