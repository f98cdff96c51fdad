// `netra check`: everything that can be verified, and the name of every fault.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "app/commands.hpp"
#include "app/features.hpp"
#include "app/office.hpp"
#include "app/rebuild.hpp"
#include "app/report_error.hpp"
#include "app/sql.hpp"
#include "domain/evidence/custody.hpp"
#include "domain/funnel/funnel.hpp"
#include "domain/journal/journal.hpp"
#include "engine/files/store.hpp"
#include "engine/jobs/jobs.hpp"
#include "engine/mail/mail.hpp"
#include "engine/storage/backup.hpp"
#include "engine/storage/migrate.hpp"
#include "engine/storage/search.hpp"

namespace netra::app {

namespace {

class Findings {
 public:
  void part(std::string_view name, std::string_view facts, const std::vector<std::string>& faults) {
    fmt::print("{:<12} {} {}\n", name, faults.empty() ? "ok  " : "FAIL", facts);
    for (const auto& fault : faults) fmt::print("  {}\n", fault);
    count_ += faults.size();
  }
  int status() const {
    fmt::print("{} fault{}\n", count_, count_ == 1 ? "" : "s");
    return count_ == 0 ? 0 : 1;
  }

 private:
  std::size_t count_ = 0;
};

void check_schema(Findings& out, storage::Database& database, const Assets& assets) {
  auto state = storage::schema_state(database, assets);
  std::vector<std::string> faults;
  if (!state) {
    faults.push_back(state.error().code + " " + state.error().detail);
  } else {
    for (const auto& name : state->pending) faults.push_back("not applied: " + name);
  }
  out.part("schema", state ? fmt::format("{} migrations", state->applied.size()) : "", faults);
}

void check_engine(Findings& out, storage::Database& database, const Assets& assets) {
  auto report = storage::check_integrity(database, assets);
  if (!report) return out.part("database", "", {report.error().code + " " + report.error().detail});
  out.part("database", fmt::format("{} tables, {} rows", report->tables, report->rows), report->faults);
}

void check_journal(Findings& out, storage::Database& database) {
  auto found = storage::read(database, [](storage::Reader& db) { return journal::verify(db); });
  out.part("journal", fmt::format("{} entries, head {}", found.entries, found.head), found.faults);
}

// Every exhibit's chain of custody is unbroken and fits the journal.
void check_custody(Findings& out, storage::Database& database) {
  auto found = storage::read(database, [](storage::Reader& db) { return evidence::verify_custody(db); });
  auto facts = fmt::format("{} exhibits, {} entries", found.items, found.entries);
  if (found.early > 0) facts += fmt::format(", {} from before entries were chained", found.early);
  out.part("custody", facts, found.faults);
}

// Every file that a record names is there and unaltered.
void check_files(Findings& out, storage::Database& database, files::Store& store) {
  auto named = storage::read(database, [](storage::Reader& db) {
    std::set<std::string> all;
    for (const auto& row : db.query(sql::app::files_named)) all.insert(row.text(0));
    return all;
  });
  std::vector<std::string> faults;
  std::int64_t bytes = 0;
  for (const auto& sha256 : named) {
    auto stored = store.verify(sha256);
    if (stored) {
      bytes += stored->size;
    } else {
      faults.push_back(sha256 + ": " + stored.error().code);
    }
  }
  out.part("files", fmt::format("{} files, {} bytes", named.size(), bytes), faults);
}

// Register numbers run without gap and without double, per office, kind and year.
void check_numbers(Findings& out, storage::Database& database) {
  std::vector<std::string> faults;
  std::int64_t numbers = 0;
  auto rows = storage::read(database, [](storage::Reader& db) { return db.query(sql::app::number_series); });
  for (const auto& row : rows) {
    auto count = row.integer(3), distinct = row.integer(4), last = row.integer(5);
    numbers += count;
    if (count != distinct || count != last)
      faults.push_back(fmt::format("{} {} {}: {} numbers, {} different, last is {}", row.text(0), row.text(1),
                                   row.text(2), count, distinct, last));
  }
  out.part("numbers", fmt::format("{} register numbers", numbers), faults);
}

// Alarms, mails and clean-up that gave up wait for a person.
void check_jobs(Findings& out, storage::Database& database) {
  std::vector<std::string> faults;
  storage::read(database, [&](storage::Reader& db) {
    for (const auto& job : jobs::parked(db))
      faults.push_back(
          fmt::format("{} {}: given up after {} attempts: {}", job.kind, job.key, job.attempts, job.last_error_code));
    for (const auto& mail : mail::bounced(db))
      faults.push_back(fmt::format("mail {}: not delivered: {}", mail.id, mail.last_error_code));
    return 0;
  });
  out.part("jobs", fmt::format("{} given up", faults.size()), faults);
}

// The desk's rows are a view: made anew from the records, they must stand as before.
void rebuild_desk(Findings& out, const Office& office, storage::Database& database, Instant now) {
  auto rebuilt = rebuild_rows(database, office.features().row_sources(), now);
  if (!rebuilt) return out.part("desk", "", {rebuilt.error().code});
  out.part("desk", fmt::format("rows of {} records made anew", rebuilt->records), rebuilt->faults);
}

// Registers count what the records say: made anew, they must count the same.
void rebuild_registers(Findings& out, const Office& office, storage::Database& database) {
  auto rebuilt = funnel::rebuild(database, office.features().registers());
  if (!rebuilt) return out.part("registers", "", {rebuilt.error().code});
  out.part("registers", fmt::format("{} records counted anew", rebuilt->records), rebuilt->faults);
}

// The search index is a view: made anew from its documents, it must pass the same checks.
void rebuild_search(Findings& out, storage::Database& database, const Assets& assets) {
  auto rebuilt = storage::write(database, [](storage::Transaction& tx) -> Result<Done> {
    search::rebuild(tx.unlogged(storage::Unlogged::kIndex));
    return Done{};
  });
  if (!rebuilt) return out.part("rebuild", "", {rebuilt.error().code});
  auto report = storage::check_integrity(database, assets);
  out.part("rebuild", "search index made anew",
           report ? report->faults : std::vector<std::string>{report.error().code});
}

}  // namespace

int check(const Config& config, const CheckOptions& options) {
  SystemClock clock;
  SystemEntropy entropy;
  auto office = Office::open(config, clock, entropy, {.migrate = false, .must_exist = true, .quiet = true});
  if (!office) return report_error(office.error());
  Findings out;
  check_schema(out, (*office)->database(), (*office)->assets());
  check_engine(out, (*office)->database(), (*office)->assets());
  check_journal(out, (*office)->database());
  check_custody(out, (*office)->database());
  check_files(out, (*office)->database(), (*office)->files());
  check_numbers(out, (*office)->database());
  check_jobs(out, (*office)->database());
  if (options.rebuild) rebuild_desk(out, **office, (*office)->database(), clock.now());
  if (options.rebuild) rebuild_registers(out, **office, (*office)->database());
  if (options.rebuild) rebuild_search(out, (*office)->database(), (*office)->assets());
  return out.status();
}

}  // namespace netra::app
