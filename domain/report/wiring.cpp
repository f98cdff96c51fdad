#include "domain/report/wiring.hpp"

#include "domain/identity/actor.hpp"
#include "domain/report/attorney.hpp"
#include "domain/report/desk_views.hpp"
#include "domain/report/record.hpp"
#include "domain/report/sql.hpp"
#include "engine/files/store.hpp"
#include "engine/jobs/jobs.hpp"

namespace netra::report {

bool may_read_evidence(http::Reading& call, const evidence::Item& item) {
  auto record = load(call.db, item.subject_id);
  return record && may_read(actor_of(call), *record);
}

office::RowSource row_source(const Services& s) {
  return {"report",
          {office::ItemKind::report, office::ItemKind::lead},
          sql::report::ids_after,
          [&s](storage::Transaction& tx, Instant now, const std::string& id) {
            auto& index = tx.unlogged(storage::Unlogged::kIndex);
            refresh_work_item(index, s.clocks, now, id);
            refresh_search(index, id);
          }};
}

void add_report_jobs(jobs::Runner& runner, const Services& s) {
  runner.on_outside(std::string(kForgetUpload), [&files = s.files](const jobs::Job& job, Instant) -> Result<Done> {
    files.discard(job.key);
    return Done{};
  });
  runner.on("report.drafts", [](storage::Transaction& tx, const jobs::Job&, Instant now) -> Result<Done> {
    drop_expired_drafts(tx, now);
    return Done{};
  });
  runner.every("report.drafts", std::chrono::hours(24));
}

}  // namespace netra::report
