// `netra export`: the journal as JSON lines, the public board and the rules as the server gives them.
#include <fmt/format.h>

#include "app/commands.hpp"
#include "app/demo/player.hpp"
#include "app/office.hpp"
#include "app/report_error.hpp"
#include "app/sql.hpp"
#include "domain/journal/journal.hpp"

namespace netra::app {

namespace {

void write_journal(storage::Database& database, std::FILE* out) {
  storage::read(database, [&](storage::Reader& db) {
    for (std::int64_t last = 0;;) {
      auto rows = db.query(sql::app::journal_after, {last});
      if (rows.empty()) return 0;
      for (const auto& row : rows) {
        json::object entry;
        for (std::size_t i = 0; i < row.columns->size(); ++i) {
          const auto& name = (*row.columns)[i];
          if (name == "at_ms")
            entry["at"] = format_utc(row.instant(i));
          else if (name == "seq")
            entry["seq"] = row.integer(i);
          else
            entry[name] = row.text(i);
        }
        fmt::print(out, "{}\n", json::serialize(entry));
        last = row.integer(0);
      }
    }
  });
}

// What the public may read at a path, as the server answers it.
Result<Done> write_view(Office& office, const char* path, std::FILE* out) {
  Player player({office.routes(), office.gate(), office.database(), office.entropy()},
                [](const std::string&, Instant) -> Result<std::string> { return std::string(); });
  auto view = player.step({{"at", format_utc(office.clock().now())}, {"get", path}});
  if (!view) return fail(std::move(view.error()));
  fmt::print(out, "{}\n", json::serialize(*view));
  return Done{};
}

}  // namespace

int export_data(const Config& config, const ExportOptions& options) {
  SystemClock clock;
  SystemEntropy entropy;
  auto office = Office::open(config, clock, entropy, {.migrate = false, .must_exist = true, .quiet = true});
  if (!office) return report_error(office.error());
  std::FILE* out = options.file == "-" ? stdout : std::fopen(options.file.c_str(), "w");
  if (!out) return report_error({Outcome::kInvalid, "config.value", options.file + " cannot be written", {}});
  Result<Done> done = Done{};
  if (options.what == "journal")
    write_journal((*office)->database(), out);
  else if (options.what == "board")
    done = write_view(**office, "/board", out);
  else if (options.what == "rules")
    done = write_view(**office, "/rules?topic=all", out);
  else
    done = fail(Outcome::kInvalid, "config.value", "export: journal, board or rules");
  bool written = std::fflush(out) == 0 && !std::ferror(out);
  if (out != stdout) written = std::fclose(out) == 0 && written;
  if (!written) return report_error({Outcome::kUnavailable, "config.value", options.file + " cannot be written", {}});
  return done ? 0 : report_error(done.error());
}

}  // namespace netra::app
