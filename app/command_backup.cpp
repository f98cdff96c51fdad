// `netra backup` and `netra restore`: rows by the storage engine, files by the store, both under one manifest.
#include <fmt/format.h>

#include <filesystem>
#include <set>

#include "app/commands.hpp"
#include "app/office.hpp"
#include "app/report_error.hpp"
#include "app/sql.hpp"
#include "engine/files/store.hpp"
#include "engine/storage/backup.hpp"

namespace netra::app {

namespace {

namespace fs = std::filesystem;

// Copies the originals that records name; their names are their fingerprints, so the manifest proves them.
Result<std::vector<std::string>> copy_files(storage::Reader& db, files::Store& store, const std::string& folder) {
  std::vector<std::string> names;
  std::set<std::string> done;
  for (const auto& row : db.query(sql::app::files_named)) {
    auto sha256 = row.text(0);
    if (!done.insert(sha256).second) continue;
    auto bytes = store.read(sha256);
    if (!bytes) return fail(Outcome::kUnavailable, "backup.folder", "file " + sha256 + ": " + bytes.error().code);
    std::string name = "files/";
    name.append(sha256, 0, 2).append("/").append(sha256);
    const std::string& content = *bytes;
    fs::create_directories(fs::path(folder) / "files" / sha256.substr(0, 2));
    std::FILE* out = std::fopen((fs::path(folder) / name).c_str(), "wb");
    bool good = out && std::fwrite(content.data(), 1, content.size(), out) == content.size();
    if (out) good = std::fclose(out) == 0 && good;
    if (!good) return fail(Outcome::kUnavailable, "backup.folder", name);
    names.push_back(name);
  }
  return names;
}

Result<Done> restore_files(const storage::Manifest& manifest, const std::string& source, files::Store& store) {
  for (const auto& file : manifest.files) {
    std::FILE* in = std::fopen((source + "/" + file.name).c_str(), "rb");
    if (!in) return fail(Outcome::kUnavailable, "backup.damaged", file.name);
    std::string bytes(static_cast<std::size_t>(file.bytes), '\0');
    bool good = std::fread(bytes.data(), 1, bytes.size(), in) == bytes.size();
    std::fclose(in);
    if (!good) return fail(Outcome::kUnavailable, "backup.damaged", file.name);
    auto stored = store.put(bytes, "");
    if (!stored) return fail(std::move(stored.error()));
    if (stored->sha256 != file.sha256) return fail(Outcome::kUnavailable, "backup.damaged", file.name);
  }
  return Done{};
}

}  // namespace

int backup(const Config& config, const std::string& target) {
  SystemClock clock;
  SystemEntropy entropy;
  auto office = Office::open(config, clock, entropy, {.migrate = false, .must_exist = true, .quiet = true});
  if (!office) return report_error(office.error());
  storage::BackupRequest request{target, "netra " NETRA_VERSION, clock.now(), {}};
  request.add = [&](storage::Reader& db, const std::string& folder) {
    return copy_files(db, (*office)->files(), folder);
  };
  auto manifest = storage::backup((*office)->database(), request);
  if (!manifest) return report_error(manifest.error());
  std::int64_t rows = 0;
  for (const auto& table : manifest->tables) rows += table.rows;
  fmt::print("{}: {} tables, {} rows, {} files\n", target, manifest->tables.size(), rows, manifest->files.size());
  fmt::print("Keep {}/secret.key with it; it is not part of the backup.\n", config.data);
  return 0;
}

int restore(const Config& config, const std::string& source) {
  SystemClock clock;
  SystemEntropy entropy;
  auto assets = settled_assets(config);
  if (!assets) return report_error(assets.error());
  // Before anything is made: a mistyped source must not leave an empty office behind.
  if (!fs::exists(source + "/manifest.json"))
    return report_error({Outcome::kNotFound, "backup.folder", source + ": holds no manifest.json", {}});
  fs::create_directories(config.data);
  auto database = open_database(config);
  if (!database) return report_error(database.error());
  auto manifest = storage::restore(**database, *assets, source);
  if (!manifest) return report_error(manifest.error());
  auto store = files::Store::open(config.data + "/files", entropy);
  if (!store) return report_error(store.error());
  auto files = restore_files(*manifest, source, **store);
  if (!files) return report_error(files.error());
  fmt::print("{}: restored and verified, {} tables, {} files\n", config.data, manifest->tables.size(),
             manifest->files.size());
  return 0;
}

}  // namespace netra::app
