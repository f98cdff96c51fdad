#include "domain/region/import.hpp"

#include <algorithm>
#include <unordered_map>

#include "domain/procedure/procedure.hpp"
#include "domain/region/names.hpp"
#include "domain/region/sql.hpp"
#include "domain/region/toml.hpp"
#include "engine/crypto/hash.hpp"

namespace netra::region {

// The TOML files, as they are written.
struct ZoneOfProvinces {
  Zone zone = Zone::wib;
  std::vector<std::string> provinces;
};
BOOST_DESCRIBE_STRUCT(ZoneOfProvinces, (), (zone, provinces))

struct ZoneFile {
  std::string basis, source;
  procedure::Mark mark = procedure::Mark::unverified;
  Date last_checked;
  std::string note;
  std::vector<ZoneOfProvinces> zone;
};
BOOST_DESCRIBE_STRUCT(ZoneFile, (), (basis, source, mark, last_checked, note, zone))

struct EditionFile {
  std::string edition, basis, source, licence;
  procedure::Mark mark = procedure::Mark::unverified;
  Date last_checked;
  std::optional<Date> valid_from;
  std::string note;
};
BOOST_DESCRIBE_STRUCT(EditionFile, (), (edition, basis, source, licence, mark, last_checked, valid_from, note))

struct AliasEntry {
  std::string code, alias, source;
  procedure::Mark mark = procedure::Mark::unverified;
};
BOOST_DESCRIBE_STRUCT(AliasEntry, (), (code, alias, source, mark))

struct AliasFile {
  Date last_checked;
  std::vector<AliasEntry> alias;
};
BOOST_DESCRIBE_STRUCT(AliasFile, (), (last_checked, alias))

namespace {

constexpr std::string_view kEditionFile = "procedures/region/edition.toml";
constexpr std::string_view kZoneFile = "procedures/region/time_zones.toml";
constexpr std::string_view kAliasFile = "procedures/region/aliases.toml";
constexpr std::string_view kReadingVersion = "1";  // raise it when the same data shall be read in another way

// Many rows in one statement: a row at a time would cost PostgreSQL a round trip for each of 91,599 places.
class Rows {
 public:
  Rows(storage::Writer& db, std::string_view head, std::size_t columns) : db_(db), head_(head), columns_(columns) {}

  void add(std::initializer_list<storage::Param> row) {
    params_.insert(params_.end(), row);
    if (params_.size() == columns_ * kBatch) flush();
  }

  void flush() {
    if (params_.empty()) return;
    std::string sql(head_);
    for (std::size_t i = 0; i < params_.size(); ++i) {
      sql += i % columns_ ? ", $" : i ? "), ($" : " VALUES ($";
      sql += std::to_string(i + 1);
    }
    db_.execute(sql + ") ON CONFLICT DO NOTHING", params_);  // two aliases may fold to one name
    params_.clear();
  }

 private:
  static constexpr std::size_t kBatch = 100;
  storage::Writer& db_;
  std::string_view head_;
  std::size_t columns_;
  storage::Params params_;
};

Kind kind_of(std::string_view code, std::string_view name) {
  switch (*level_of(code)) {
    case Level::province:
      return Kind::provinsi;
    case Level::regency:
      return name.starts_with("Kota ") ? Kind::kota : Kind::kabupaten;
    case Level::district:
      return Kind::kecamatan;
    case Level::village:
      break;
  }
  return code[9] == '1' ? Kind::kelurahan : Kind::desa;  // fourth group: 1… kelurahan, 2… desa, 3… desa adat
}

struct Known {
  std::string path;
  Zone zone = Zone::wib;
};

Result<std::unordered_map<std::string, Zone>> read_zones(const Assets& assets) {
  auto file = read_toml_as<ZoneFile>(assets, kZoneFile);
  if (!file) return fail(std::move(file.error()));
  std::unordered_map<std::string, Zone> out;
  for (const auto& entry : file->zone)
    for (const auto& province : entry.provinces)
      if (!out.emplace(province, entry.zone).second)
        return fail(Outcome::kInvalid, "region.file", std::string(kZoneFile) + ": province twice: " + province);
  return out;
}

void add_name(Rows& names, const std::string& edition, const std::string& code, std::string_view name,
              std::string_view alias) {
  auto key = search_name(name);
  if (key.empty()) return;
  std::string back(key.rbegin(), key.rend());
  names.add({edition, key, code, back, key.size(), static_cast<int>(*level_of(code)), alias});
}

Result<Done> write_places(storage::Writer& db, const std::string& edition, std::vector<CodeAndName>& places,
                          const std::unordered_map<std::string, Zone>& zones) {
  std::sort(places.begin(), places.end(), [](const auto& a, const auto& b) {
    return a.code.size() != b.code.size() ? a.code.size() < b.code.size() : a.code < b.code;
  });
  Rows regions(db, "INSERT INTO regions (edition, code, level, kind, name, short_name, path, parent, zone)", 9);
  Rows names(db, "INSERT INTO region_names (edition, name_key, code, key_back, key_size, depth, alias)", 7);
  std::unordered_map<std::string, Known> known;  // parents only
  for (const auto& [code, name] : places) {
    auto kind = kind_of(code, name);
    auto parent = parent_of(code);
    Known here{short_name(name, kind), Zone::wib};
    if (parent.empty()) {
      auto zone = zones.find(code);
      if (zone == zones.end()) return fail(Outcome::kInvalid, "region.file", "no time zone for province " + code);
      here.zone = zone->second;
    } else {
      auto above = known.find(parent);
      if (above == known.end()) return fail(Outcome::kInvalid, "region.data", code + " has no parent");
      here.zone = above->second.zone;
      here.path += ", " + above->second.path;
    }
    regions.add({edition, code, level_of_kind(kind), kind, name, short_name(name, kind), here.path, parent, here.zone});
    add_name(names, edition, code, base_name(name, kind), "");
    if (level_of_kind(kind) != Level::village) known.emplace(code, std::move(here));
  }
  regions.flush();
  names.flush();
  return Done{};
}

// Aliases of places that are not in the data (a part of the country in a test) are left out.
std::size_t write_aliases(storage::Writer& db, const std::string& edition, const AliasFile& file) {
  Rows names(db, "INSERT INTO region_names (edition, name_key, code, key_back, key_size, depth, alias)", 7);
  std::size_t count = 0;
  for (const auto& entry : file.alias) {
    auto place = find_region(db, edition, entry.code);
    if (!place) continue;
    db.execute(sql::region::put_alias, {edition, entry.code, entry.alias, entry.source, entry.mark});
    ++count;
    if (search_name(entry.alias) != search_name(base_name(place->name, place->kind)))
      add_name(names, edition, entry.code, entry.alias, entry.alias);
  }
  names.flush();
  return count;
}

}  // namespace

Result<Imported> import_places(storage::Writer& db, const Assets& assets, Instant now, std::vector<CodeAndName> places,
                               const std::string& fingerprint) {
  auto file = read_toml_as<EditionFile>(assets, kEditionFile);
  if (!file) return fail(std::move(file.error()));
  auto zones = read_zones(assets);
  if (!zones) return fail(std::move(zones.error()));
  auto aliases = read_toml_as<AliasFile>(assets, kAliasFile);
  if (!aliases) return fail(std::move(aliases.error()));

  const auto& edition = file->edition;
  db.execute(sql::region::put_edition,
             {edition, fingerprint, file->basis, file->source, file->licence, file->mark, file->valid_from, now});
  db.execute(sql::region::no_current, {edition});
  db.execute(sql::region::clear_names, {edition});
  db.execute(sql::region::clear_aliases, {edition});
  db.execute(sql::region::clear_regions, {edition});
  auto written = write_places(db, edition, places, *zones);
  if (!written) return fail(std::move(written.error()));
  return Imported{edition, places.size(), write_aliases(db, edition, *aliases), false};
}

Result<Imported> import_regions(storage::Writer& db, const Assets& assets, Instant now) {
  auto packed = assets.find(kPackedData);
  if (!packed) return fail(Outcome::kInvalid, "region.data_missing", std::string(kPackedData));
  std::string parts(kReadingVersion);
  for (auto name : {kPackedData, kEditionFile, kZoneFile, kAliasFile})
    parts += crypto::sha256_hex(assets.find(name).value_or(std::string_view{}));
  auto fingerprint = crypto::sha256_hex(parts);
  auto rows = db.query(sql::region::current_edition);
  if (!rows.empty() && rows[0].text(1) == fingerprint) return Imported{rows[0].text(0), 0, 0, true};

  auto text = unpack(*packed);
  if (!text) return fail(std::move(text.error()));
  auto places = parse_places(*text);
  if (!places) return fail(std::move(places.error()));
  return import_places(db, assets, now, std::move(*places), fingerprint);
}

}  // namespace netra::region
