#include "app/housekeeping.hpp"

#include "domain/evidence/evidence.hpp"
#include "domain/identity/identity.hpp"
#include "domain/report/draft.hpp"
#include "engine/files/store.hpp"
#include "engine/http/idempotency.hpp"
#include "engine/jobs/jobs.hpp"

namespace netra::app {

void add_housekeeping(jobs::Runner& runner, storage::Database& database, files::Store& files) {
  using namespace std::chrono;
  runner.on("sessions.clear", [](storage::Transaction& tx, const jobs::Job&, Instant now) -> Result<Done> {
    identity::delete_expired_sessions(tx, now);
    return Done{};
  });
  runner.every("sessions.clear", hours(1));

  // Repeats of a request are recognised for a week.
  runner.on("answers.clear", [](storage::Transaction& tx, const jobs::Job&, Instant now) -> Result<Done> {
    http::forget_answers(tx.unlogged(storage::Unlogged::kIdempotency), now - days(7));
    return Done{};
  });
  runner.every("answers.clear", hours(6));

  // A file is kept as long as a record or a draft leans on it; two days are longer than any form stays open.
  runner.on_outside("files.clear", [&database, &files](const jobs::Job&, Instant now) -> Result<Done> {
    files.sweep_staging(hours(48));
    files.sweep_objects([&](const std::string& sha256) {
      return storage::read(database, [&](storage::Reader& db) {
        return evidence::is_named(db, sha256) || report::draft_names_file(db, sha256, now);
      });
    });
    return Done{};
  });
  runner.every("files.clear", hours(6));
}

}  // namespace netra::app
