#include "domain/desk/csv.hpp"

#include "engine/sheet/sheet.hpp"

namespace netra::desk {

namespace {

std::string time_of(const std::optional<LocalTime>& at) { return at ? format_local(*at) : std::string(); }

}  // namespace

files::Body csv_of(const std::vector<Row>& rows, const std::string& file_stem) {
  sheet::Sheet table{file_stem,
                     {{"kind"},
                      {"number"},
                      {"title"},
                      {"stage"},
                      {"stage_name"},
                      {"place_name"},
                      {"person"},
                      {"received_at"},
                      {"target"},
                      {"due"},
                      {"href"}},
                     {}};
  for (const auto& row : rows)
    table.rows.push_back({std::string(enum_name(row.kind)), row.number, row.title, row.stage, row.stage_name,
                          row.place_name, row.person, format_local(row.received_at),
                          row.clock ? time_of(row.clock->target) : "", row.clock ? time_of(row.clock->due) : "",
                          row.href});
  return *sheet::download(sheet::Format::csv, {table}, file_stem);  // CSV is made in memory: nothing can fail
}

}  // namespace netra::desk
