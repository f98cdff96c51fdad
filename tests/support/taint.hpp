// Looks for planted secrets in everything a database holds: what a thief of the file or of a dump could read.
//
//   test::for_each_place(test::Schema::kMigrated, [](test::Place& place) {
//     { auto db = place.open(); ...write "Warga Rahasia Contoh"... }
//     EXPECT_THAT(test::secrets_in(place, {"Warga Rahasia Contoh"}), testing::IsEmpty());
//   });
//
// SQLite: the bytes of the file and of its write-ahead log. PostgreSQL: every row of every table as text, and the
// secret in hex for binary columns.
#pragma once

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "tests/support/databases.hpp"

namespace netra::test {

namespace detail {

inline std::string bytes_of_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

inline std::string dump_of(storage::Database& database) {
  return storage::read(database, [](storage::Reader& db) {
    std::string all;
    auto tables = db.query("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'");
    for (const auto& table : tables) {
      for (const auto& row : db.query("SELECT CAST(t AS text) FROM \"" + table.text(0) + "\" t"))
        all += row.text(0) + "\n";
    }
    return all;
  });
}

inline std::string hex_of(const std::string& text) {
  std::string out;
  for (unsigned char c : text) {
    out += "0123456789abcdef"[c >> 4];
    out += "0123456789abcdef"[c & 15];
  }
  return out;
}

}  // namespace detail

// Those of `secrets` that can be read somewhere. The database should be closed, so that nothing waits in memory.
inline std::vector<std::string> secrets_in(Place& place, const std::vector<std::string>& secrets) {
  std::string all;
  if (place.name() == "sqlite") {
    for (const char* suffix : {"", "-wal", "-journal"}) all += detail::bytes_of_file(place.where() + suffix);
  } else {
    all = detail::dump_of(*place.open());
  }
  std::vector<std::string> found;
  for (const auto& secret : secrets) {
    bool seen = all.find(secret) != std::string::npos || all.find(detail::hex_of(secret)) != std::string::npos;
    if (seen) found.push_back(secret);
  }
  return found;
}

}  // namespace netra::test
