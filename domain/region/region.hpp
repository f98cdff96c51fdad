// Places: province, regency or city, sub-district, village. Names, paths, time zones, and a search that never guesses
// between namesakes.
//
//   auto place = region::find_region(db, "32.12.10");            // Kroya, Kab. Indramayu, Jawa Barat
//   auto found = region::search(db, {.text = "Kroya"});          // two candidates, `only` is empty
//
// Codes are those of the Ministry of Home Affairs ("36.72.03.1002"). The same code may mean another place in another
// edition, so a region is known by (edition, code); functions without an edition use the current one. Codes of the
// election commission and office numbers such as JT-07 are no region codes.
//
// Threads: as the reader that is handed in. Errors: none, an unknown code is an empty optional.
// Source: procedures/region/edition.toml, procedures/region/time_zones.toml, procedures/region/aliases.toml.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/json.hpp"
#include "engine/base/time.hpp"
#include "engine/storage/storage.hpp"

namespace netra::region {

enum class Level { province, regency, district, village };
BOOST_DESCRIBE_ENUM(Level, province, regency, district, village)

// What the place is called in law; regency level is kabupaten or kota, village level kelurahan or desa.
enum class Kind { provinsi, kabupaten, kota, kecamatan, kelurahan, desa };
BOOST_DESCRIBE_ENUM(Kind, provinsi, kabupaten, kota, kecamatan, kelurahan, desa)

struct Region {
  std::string code;
  std::string edition;  // "2025"
  Level level = Level::province;
  Kind kind = Kind::provinsi;
  std::string name;        // as decreed: "Kabupaten Indramayu", "Kroya"
  std::string short_name;  // "Kab. Indramayu", "Kroya"
  std::string path;        // "Kroya, Kab. Indramayu, Jawa Barat"
  std::string parent;      // code, empty for provinces
  Zone zone = Zone::wib;
  std::optional<Date> valid_from;   // absent: before this edition
  std::optional<Date> valid_until;  // last day
};
BOOST_DESCRIBE_STRUCT(Region, (),
                      (code, edition, level, kind, name, short_name, path, parent, zone, valid_from, valid_until))

std::optional<Region> find_region(storage::Reader& db, std::string_view code);
std::optional<Region> find_region(storage::Reader& db, std::string_view edition, std::string_view code);
std::string current_edition(storage::Reader& db);  // "" before the first import
// Direct children in order of code; provinces for "".
std::vector<Region> children_of(storage::Reader& db, std::string_view code);
// From the province down to the region itself.
std::vector<Region> lineage_of(storage::Reader& db, std::string_view code);
// "Kroya, Kab. Indramayu, Jawa Barat"; the code itself when it is unknown.
std::string path_of(storage::Reader& db, std::string_view code);
// Zone of a place; nothing for an unknown code.
std::optional<Zone> zone_of(storage::Reader& db, std::string_view code);

// Pure questions about codes.
bool is_code(std::string_view text);                   // shape only
std::optional<Level> level_of(std::string_view code);  // "36.72" -> regency
std::string parent_of(std::string_view code);          // "36.72.03" -> "36.72"; "" for a province
std::string ancestor_of(std::string_view code,
                        Level level);  // "36.72.03.1002", regency -> "36.72"; "" when above nothing
bool is_within(std::string_view code, std::string_view ancestor);  // a place lies within itself

// ---- search ----

enum class Match { exact, alias, starts_with, similar };
BOOST_DESCRIBE_ENUM(Match, exact, alias, starts_with, similar)

struct Candidate {
  Region region;
  Match match = Match::exact;
  std::string alias;         // the other name that matched, when match is alias
  std::string alias_source;  // where that name was seen
};
BOOST_DESCRIBE_STRUCT(Candidate, (), (region, match, alias, alias_source))

struct Query {
  std::string text;            // "kroya", "Kec. Kroya, Indramayu", "Kab Serang", "36.72.03"
  std::optional<Level> level;  // only this level
  std::string within;          // code; only places inside
  std::size_t limit = 50;      // at most 200
};

// Ranked candidates: exact, alias, beginning, similar; larger places first. Case, accents, spaces, punctuation and the
// words for the kind of place do not matter; parts after a comma narrow the search.
struct Found {
  std::vector<Candidate> candidates;
  // Set only when the text names exactly one place, by its name or an alias. A similar name never decides.
  std::optional<Region> only;
  bool more = false;  // there are more than `limit`
};
Found search(storage::Reader& db, const Query& query);

// Letters and digits only, lower case, without accents: "Ra\"as" -> "raas", "Fak Fak" -> "fakfak". For other features'
// name comparison too.
std::string search_name(std::string_view text);

}  // namespace netra::region
