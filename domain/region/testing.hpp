// A few real places for other features' tests: the five seed areas' regencies, some of their sub-districts and
// villages, and namesakes. The whole country is in data/regions.tsv.gz; tests should not need 91,599 rows.
#pragma once

#include "domain/region/import.hpp"

namespace netra::region {

// Throws storage::Failure when something is wrong: for tests only.
inline void import_sample(storage::Database& database) {
  auto assets = Assets::from_directory(".", {"procedures/region"});
  auto done = storage::write(database, [&](storage::Transaction& tx) {
    return import_places(tx.unlogged(storage::Unlogged::kReference), assets, from_ms(1'727'740'800'000),
                         {{"32", "Jawa Barat"},
                          {"32.01", "Kabupaten Bogor"},
                          {"32.01.01", "Cibinong"},
                          {"32.03", "Kabupaten Cianjur"},
                          {"32.03.20", "Cubinong"},
                          {"32.12", "Kabupaten Indramayu"},
                          {"32.12.02", "Kroya"},
                          {"32.12.02.2002", "Kroya"},
                          {"32.14", "Kabupaten Purwakarta"},
                          {"32.14.01", "Purwakarta"},
                          {"33", "Jawa Tengah"},
                          {"33.01", "Kabupaten Cilacap"},
                          {"33.01.06", "Kroya"},
                          {"33.01.06.2005", "Kroya"},
                          {"33.11", "Kabupaten Sukoharjo"},
                          {"33.11.09", "Grogol"},
                          {"34", "Daerah Istimewa Yogyakarta"},
                          {"34.71", "Kota Yogyakarta"},
                          {"36", "Banten"},
                          {"36.03", "Kabupaten Tangerang"},
                          {"36.03.01", "Balaraja"},
                          {"36.04", "Kabupaten Serang"},
                          {"36.04.15", "Cikande"},
                          {"36.71", "Kota Tangerang"},
                          {"36.72", "Kota Cilegon"},
                          {"36.72.03", "Pulomerak"},
                          {"36.72.04", "Ciwandan"},
                          {"36.72.06", "Gerogol"},
                          {"36.72.07", "Purwakarta"},
                          {"36.72.07.1001", "Ramanuju"},
                          {"36.73", "Kota Serang"},
                          {"36.73.01", "Serang"},
                          {"36.73.01.1001", "Serang"},
                          {"36.73.02", "Kasemen"},
                          {"73", "Sulawesi Selatan"},
                          {"73.71", "Kota Makassar"},
                          {"73.71.01", "Mariso"},
                          {"91", "Papua"},
                          {"91.71", "Kota Jayapura"},
                          {"91.71.01", "Jayapura Utara"}},
                         "sample");
  });
  if (!done) throw storage::Failure("sample of places: " + done.error().code + " " + done.error().detail, false);
}

}  // namespace netra::region
