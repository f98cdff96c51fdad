#include "engine/storage/backup_folder.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>

namespace netra::storage {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kBuffer = 256 * 1024;

void add_line(std::string& out, const std::string& sha256, const std::string& name) {
  out += sha256 + "  " + name + "\n";
}

Result<Done> write_file(const std::string& path, std::string_view bytes) {
  HashedFile file(path);
  file.write(bytes);
  if (!file.close()) return fail(Outcome::kUnavailable, "backup.folder", path);
  return Done{};
}

}  // namespace

HashedFile::HashedFile(const std::string& path) : file_(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL, 0600)) {
  failed_ = file_ < 0;
}

HashedFile::~HashedFile() {
  if (file_ >= 0) ::close(file_);
}

void HashedFile::write(std::string_view bytes) {
  buffer_ += bytes;
  if (buffer_.size() >= kBuffer) flush();
}

void HashedFile::flush() {
  sha256_.update(buffer_);
  for (std::string_view rest = buffer_; !rest.empty() && !failed_;) {
    auto written = ::write(file_, rest.data(), rest.size());
    failed_ = written <= 0;
    if (!failed_) rest.remove_prefix(static_cast<std::size_t>(written));
  }
  buffer_.clear();
}

bool HashedFile::close() {
  flush();
  if (file_ >= 0) {
    failed_ = ::fsync(file_) != 0 || failed_;
    failed_ = ::close(file_) != 0 || failed_;
    file_ = -1;
  }
  return !failed_;
}

std::optional<HashOfFile> hash_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  HashOfFile out;
  crypto::Sha256 sha256;
  std::string part(kBuffer, '\0');
  while (file) {
    file.read(part.data(), static_cast<std::streamsize>(part.size()));
    auto got = std::string_view(part).substr(0, static_cast<std::size_t>(file.gcount()));
    sha256.update(got);
    out.bytes += file.gcount();
    out.lines += std::count(got.begin(), got.end(), '\n');
  }
  if (file.bad()) return std::nullopt;
  out.sha256 = crypto::to_hex(sha256.finish());
  return out;
}

Result<Done> make_empty_folder(const std::string& folder) {
  std::error_code failed;
  if (fs::exists(folder, failed) && !fs::is_empty(folder, failed))
    return fail(Outcome::kConflict, "backup.exists", folder);
  fs::create_directories(folder + "/tables", failed);
  if (failed) return fail(Outcome::kUnavailable, "backup.folder", folder);
  fs::permissions(folder, fs::perms::owner_all, failed);
  return Done{};
}

Result<Done> write_manifest(const std::string& folder, const Manifest& manifest) {
  auto bytes = json::serialize(to_json(manifest)) + "\n";
  if (auto written = write_file(folder + "/manifest.json", bytes); !written) return written;
  std::string sums;
  add_line(sums, crypto::sha256_hex(bytes), "manifest.json");
  for (const auto& table : manifest.tables) add_line(sums, table.sha256, table_file(table.name));
  for (const auto& file : manifest.files) add_line(sums, file.sha256, file.name);
  return write_file(folder + "/SHA256SUMS", sums);
}

Result<Manifest> read_manifest(const std::string& folder) {
  auto path = folder + "/manifest.json";
  std::ifstream file(path, std::ios::binary);
  std::ifstream sums(folder + "/SHA256SUMS");
  std::string expected;
  if (!file || !std::getline(sums, expected)) return fail(Outcome::kNotFound, "backup.folder", path);
  std::string bytes(std::istreambuf_iterator<char>(file), {});
  boost::system::error_code failed;
  auto tree = json::parse(bytes, failed);
  if (failed || expected != crypto::sha256_hex(bytes) + "  manifest.json")
    return fail(Outcome::kInvalid, "backup.damaged", "manifest.json");
  auto manifest = from_json<Manifest>(tree);
  if (!manifest) return fail(Outcome::kInvalid, "backup.damaged", "manifest.json");
  if (manifest->format != 1) return fail(Outcome::kConflict, "storage.schema_newer", "format of the backup");
  return manifest;
}

}  // namespace netra::storage
