// Loads the places of the packed data set (tools/pack_regions.py) into the database.
//
// Threads: as the writer handed in. One call is part of one unit of work; 91,599 places take a second or two, once.
// Errors: region.data_missing (the asset data/regions.tsv.gz is absent), region.data (it is damaged), region.file (a
// TOML file is wrong). Source: npm idn-area-data (ODbL); procedures/region/*.toml.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "domain/region/region.hpp"
#include "engine/base/assets.hpp"
#include "engine/base/result.hpp"

namespace netra::region {

inline constexpr std::string_view kPackedData = "data/regions.tsv.gz";

struct CodeAndName {
  std::string code;
  std::string name;
};

struct Imported {
  std::string edition;
  std::size_t places = 0;
  std::size_t aliases = 0;
  bool was_current = false;  // nothing had to be done
};

// Reads data/regions.tsv.gz. Idempotent: data and files that are already in are not read again. The caller records the
// act (`region.imported`).
Result<Imported> import_regions(storage::Writer& db, const Assets& assets, Instant now);

// The same for rows at hand, in any order; each parent must be among them. For tests and for editions from elsewhere.
Result<Imported> import_places(storage::Writer& db, const Assets& assets, Instant now, std::vector<CodeAndName> places,
                               const std::string& fingerprint);

// Pieces of the importer, for tests.
Result<std::string> unpack(std::string_view gzip);
Result<std::vector<CodeAndName>> parse_places(std::string_view text);

}  // namespace netra::region
