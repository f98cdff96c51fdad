// The report that all measurements file: the same words as bench/intake.lua, about 1 KB of JSON.
#pragma once

#include <fmt/format.h>

#include <string>

namespace netra::bench {

inline std::string report_body(int thread, std::int64_t serial) {
  return fmt::format(
      R"({{"track":"formal","election":"pilkada-2024","place":"36.72.03","date_happened":"2024-10-19","date_known":"2024-10-19",
"event":"Dugaan dukungan terbuka pegawai kantor contoh nomor {0}-{1}","chronology":"Pada kegiatan di lapangan contoh nomor {1}, seorang pegawai mengangkat jari tanda dukungan, mengunggah fotonya, dan membagikannya kepada rekan kerja. Contoh untuk pengukuran, bukan kejadian nyata.",
"reporter":{{"name":"Warga Contoh","address":"Jalan Contoh 7","birth_place":"Kota Contoh","birth_date":"1990-01-31","sex":"female","occupation":"Pedagang contoh","citizenship":"WNI","phone":"0800-0000-0001","capacity":"voter_citizen"}},
"reported":[{{"name":"Pegawai Contoh","kind":"pns","position":"Staf contoh","unit":"Dinas Contoh","address":"Kantor Contoh"}}],
"witnesses":[{{"name":"Saksi Contoh","address":"Jalan Saksi 9","phone":"0800-0000-0002"}}],"evidence":[{{"description":"Foto unggahan contoh"}}]}})",
      thread, serial);
}

}  // namespace netra::bench
