// `netra import`: places (carried by the binary) and holidays from a CSV file. A dry run says what would change.
#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <map>

#include "app/commands.hpp"
#include "app/features.hpp"
#include "app/office.hpp"
#include "app/report_error.hpp"
#include "domain/calendar/calendar.hpp"
#include "domain/clock/clock.hpp"
#include "engine/sheet/sheet.hpp"

namespace netra::app {

namespace {

using calendar::Holiday;

const journal::ActorRef kImporter{"system", "import", ""};

// Columns by name, in Indonesian or English, as published lists have them.
class Columns {
 public:
  explicit Columns(const std::vector<std::string>& header) {
    const std::map<std::string, std::string> english = {{"tanggal", "date"},  {"jenis", "kind"},
                                                        {"nama", "name"},     {"dasar_hukum", "decree"},
                                                        {"sumber", "source"}, {"kode", "region"}};
    for (std::size_t i = 0; i < header.size(); ++i) {
      auto known = english.find(header[i]);
      places_[known == english.end() ? header[i] : known->second] = i;
    }
  }
  bool has(const std::string& name) const { return places_.contains(name); }
  std::string value(const std::vector<std::string>& row, const std::string& name) const {
    auto found = places_.find(name);
    return found == places_.end() || found->second >= row.size() ? "" : row[found->second];
  }

 private:
  std::map<std::string, std::size_t> places_;
};

std::optional<calendar::HolidayKind> kind_of(const std::string& text) {
  if (text == "libur_nasional") return calendar::HolidayKind::national;
  if (text == "cuti_bersama") return calendar::HolidayKind::joint_leave;
  if (text == "libur_pemungutan_suara") return calendar::HolidayKind::voting;
  return parse_enum<calendar::HolidayKind>(text);
}

Result<std::vector<Holiday>> read_holidays(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return fail(Outcome::kInvalid, "import.file", file + ": cannot be read");
  auto table = sheet::read_csv(std::string(std::istreambuf_iterator<char>(in), {}));
  if (!table) return fail(table.error().outcome, table.error().code, file + ": " + table.error().detail);
  const auto& rows = table->rows;
  Columns columns(rows.front());
  for (const char* needed : {"date", "kind", "name", "decree"})
    if (!columns.has(needed)) return fail(Outcome::kInvalid, "import.file", file + ": has no column " + needed);
  std::vector<Holiday> out;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const auto& row = rows[i];
    if (row.empty()) continue;
    auto date = parse_date(columns.value(row, "date"));
    auto kind = kind_of(columns.value(row, "kind"));
    if (!date || !kind)
      return fail(Outcome::kInvalid, "import.file", fmt::format("{}: row {}: date or kind", file, i + 1));
    out.push_back({"", *date, *kind, columns.value(row, "region"), columns.value(row, "name"),
                   columns.value(row, "decree"), columns.value(row, "source"), procedure::Mark::secondary});
  }
  return out;
}

// Those that the calendar does not know yet.
std::vector<Holiday> unknown_ones(storage::Database& database, const procedure::Rules& rules,
                                  const std::vector<Holiday>& holidays) {
  return storage::read(database, [&](storage::Reader& db) {
    auto known = calendar::load(db, rules);
    std::vector<Holiday> out;
    for (const auto& holiday : holidays) {
      bool there = false;
      for (const auto& other : known.holidays_in(static_cast<int>(holiday.date.year())))
        there = there || (other.date == holiday.date && other.kind == holiday.kind && other.region == holiday.region);
      if (!there) out.push_back(holiday);
    }
    return out;
  });
}

Result<Done> add_holidays(Office& office, const std::vector<Holiday>& holidays, const std::string& file) {
  const auto& clocks = office.features().clocks();
  auto now = office.clock().now();
  return storage::write(office.database(), [&](storage::Transaction& tx) -> Result<Done> {
    for (const auto& holiday : holidays) {
      auto date = format_date(holiday.date);
      auto& writer = journal::record(tx, now, office.entropy(),
                                     {kImporter,
                                      "holiday.added",
                                      {"holiday", date},
                                      "",
                                      {{"name", holiday.name}, {"decree", holiday.decree}},
                                      file});
      auto added = calendar::add_holiday(writer, clocks.rules, now, office.entropy(), holiday);
      if (!added) return fail(std::move(added.error()));
      clock::redate_open(tx, clocks, now, office.entropy(), kImporter, holiday.region, holiday.date, holiday.decree);
    }
    return Done{};
  });
}

Result<Done> import_holidays(Office& office, const ImportOptions& options) {
  auto holidays = read_holidays(options.file);
  if (!holidays) return fail(std::move(holidays.error()));
  auto fresh = unknown_ones(office.database(), office.features().clocks().rules, *holidays);
  for (const auto& holiday : fresh)
    fmt::print("+ {} {} {} ({})\n", format_date(holiday.date), enum_name(holiday.kind), holiday.name, holiday.decree);
  fmt::print("{} rows read, {} new, {} known already\n", holidays->size(), fresh.size(),
             holidays->size() - fresh.size());
  if (options.dry_run) return Done{};
  return add_holidays(office, fresh, options.file);
}

}  // namespace

int import_data(const Config& config, const ImportOptions& options) {
  SystemClock clock;
  SystemEntropy entropy;
  auto office = Office::open(config, clock, entropy, {.must_exist = true, .quiet = true});
  if (!office) return report_error(office.error());
  Result<Done> done = Done{};
  if (options.what == "regions") {
    done = (*office)->prepare_reference_data();
  } else if (options.what == "holidays") {
    done = import_holidays(**office, options);
  } else {
    done = fail(Outcome::kInvalid, "config.value", "import: regions or holidays");
  }
  return done ? 0 : report_error(done.error());
}

}  // namespace netra::app
