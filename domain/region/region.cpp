#include "domain/region/region.hpp"

#include "domain/region/sql.hpp"

namespace netra::region {

std::string current_edition(storage::Reader& db) { return db.text(sql::region::current_edition).value_or(""); }

std::optional<Region> find_region(storage::Reader& db, std::string_view edition, std::string_view code) {
  if (!is_code(code)) return std::nullopt;
  return db.one<Region>(sql::region::find, {edition, code});
}

std::optional<Region> find_region(storage::Reader& db, std::string_view code) {
  return find_region(db, current_edition(db), code);
}

std::vector<Region> children_of(storage::Reader& db, std::string_view code) {
  return db.all<Region>(sql::region::children, {current_edition(db), code});
}

std::vector<Region> lineage_of(storage::Reader& db, std::string_view code) {
  std::vector<Region> out;
  auto level = level_of(code);
  if (!level) return out;
  auto edition = current_edition(db);
  for (auto at : {Level::province, Level::regency, Level::district, Level::village}) {
    if (at > *level) break;
    if (auto place = find_region(db, edition, ancestor_of(code, at))) out.push_back(std::move(*place));
  }
  return out;
}

std::string path_of(storage::Reader& db, std::string_view code) {
  auto place = find_region(db, code);
  return place ? std::move(place->path) : std::string(code);
}

std::optional<Zone> zone_of(storage::Reader& db, std::string_view code) {
  auto place = find_region(db, code);
  if (!place) return std::nullopt;
  return place->zone;
}

}  // namespace netra::region
