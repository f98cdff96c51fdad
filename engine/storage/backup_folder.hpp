// Internal to engine/storage: the files of a backup.
//
// SHA256SUMS lists every file in the form `sha256sum -c` reads, so that an administrator can check a backup without
// Netra.
#pragma once

#include <string>

#include "engine/base/result.hpp"
#include "engine/crypto/hash.hpp"
#include "engine/storage/backup.hpp"

namespace netra::storage {

// One file being written: readable by its owner alone, hashed on the way, on the disk when close() returns true.
class HashedFile {
 public:
  explicit HashedFile(const std::string& path);
  ~HashedFile();
  HashedFile(const HashedFile&) = delete;
  HashedFile& operator=(const HashedFile&) = delete;

  void write(std::string_view bytes);
  bool close();  // false when anything failed
  std::string sha256() { return crypto::to_hex(sha256_.finish()); }

 private:
  void flush();

  int file_;
  bool failed_ = false;
  std::string buffer_;
  crypto::Sha256 sha256_;
};

struct HashOfFile {
  std::string sha256;
  std::int64_t bytes = 0;
  std::int64_t lines = 0;
};
std::optional<HashOfFile> hash_file(const std::string& path);

Result<Done> make_empty_folder(const std::string& folder);
Result<Done> write_manifest(const std::string& folder, const Manifest& manifest);
Result<Manifest> read_manifest(const std::string& folder);  // checked against SHA256SUMS

inline std::string table_file(const std::string& table) { return "tables/" + table + ".jsonl"; }

}  // namespace netra::storage
