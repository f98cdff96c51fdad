#include "domain/bundle/bag.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>

#include "engine/crypto/hash.hpp"
#include "engine/files/disk.hpp"

namespace netra::bundle {

namespace {

constexpr std::string_view kPrefix = "bundle-";
constexpr std::int64_t kSpare = 64LL << 20;  // left free on the disk
constexpr std::size_t kLongestName = 80;
constexpr auto kKept = std::chrono::hours(1);  // long enough for a slow download

tl::unexpected<Error> disk_failed(zip_t* archive, std::string_view what) {
  return fail(Outcome::kUnavailable, "files.unavailable",
              std::string(what) + ": " + (archive ? zip_strerror(archive) : "no archive"));
}

struct Discard {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};
using Archive = std::unique_ptr<zip_t, Discard>;

// One time for all parts, in the calendar of ZIP (from 1980, two seconds).
std::pair<zip_uint16_t, zip_uint16_t> dos_time(Instant at) {
  const auto date = date_in(at, Zone::wib);
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(at - start_of_day(date, Zone::wib)).count();
  const auto year = std::max(1980, static_cast<int>(date.year()));
  const auto day = static_cast<unsigned>(year - 1980) << 9 | static_cast<unsigned>(date.month()) << 5 |
                   static_cast<unsigned>(date.day());
  const auto time = static_cast<unsigned>(minutes / 60) << 11 | static_cast<unsigned>(minutes % 60) << 5;
  return {static_cast<zip_uint16_t>(time), static_cast<zip_uint16_t>(day)};
}

Result<Done> add(zip_t* archive, const std::string& folder, const Part& part, Instant made_at) {
  auto* source = part.file.empty() ? zip_source_buffer(archive, part.bytes.data(), part.bytes.size(), 0)
                                   : zip_source_file(archive, part.file.c_str(), 0, -1);
  if (!source) return disk_failed(archive, part.path);
  const auto at = zip_file_add(archive, (folder + "/" + part.path).c_str(), source, ZIP_FL_ENC_UTF_8);
  if (at < 0) {
    zip_source_free(source);
    return disk_failed(archive, part.path);
  }
  const auto index = static_cast<zip_uint64_t>(at);
  const auto [time, date] = dos_time(made_at);
  constexpr zip_uint32_t kReadOnlyFile = 0100644U << 16;
  const bool set =
      zip_set_file_compression(archive, index, part.file.empty() ? ZIP_CM_DEFLATE : ZIP_CM_STORE, 0) == 0 &&
      zip_file_set_dostime(archive, index, time, date, 0) == 0 &&
      zip_file_set_external_attributes(archive, index, 0, ZIP_OPSYS_UNIX, kReadOnlyFile) == 0;
  if (!set) return disk_failed(archive, part.path);
  return Done{};
}

std::string manifest_of(std::vector<Part>& parts) {
  std::ranges::sort(parts, {}, &Part::path);
  std::string out;
  for (const auto& part : parts) out += part.sha256 + "  " + part.path + "\n";
  return out;
}

std::int64_t size_of(const std::vector<Part>& parts) {
  std::int64_t sum = 0;
  for (const auto& part : parts) sum += part.size;
  return sum;
}

// A value is one line: what would break it becomes a space.
std::string info_text(const Bag& bag) {
  std::string out;
  for (const auto& [label, value] : bag.info) {
    auto line = value;
    std::ranges::replace_if(
        line, [](unsigned char c) { return c < 0x20; }, ' ');
    out += label + ": " + line + "\n";
  }
  return out + fmt::format("Payload-Oxum: {}.{}\n", size_of(bag.payload), bag.payload.size());
}

// Bags that were fetched, or never will be.
void sweep(const std::string& directory) {
  std::error_code ignored;
  const auto old = std::filesystem::file_time_type::clock::now() - kKept;
  for (const auto& entry : std::filesystem::directory_iterator(directory, ignored))
    if (entry.path().filename().string().starts_with(kPrefix) && entry.last_write_time(ignored) < old)
      std::filesystem::remove(entry.path(), ignored);
}

Result<Done> check_room(const std::string& directory, const Bag& bag, const Limits& limits) {
  const auto bytes = size_of(bag.payload);
  if (bytes > limits.bytes || bag.payload.size() > limits.parts)
    return fail(Outcome::kTooLarge, "bundle.too_large", fmt::format("{} bytes, {} parts", bytes, bag.payload.size()));
  std::error_code failed;
  const auto space = std::filesystem::space(directory, failed);
  if (failed) return fail(Outcome::kUnavailable, "files.unavailable", failed.message());
  if (space.available < static_cast<std::uintmax_t>(bytes + kSpare))
    return fail(Outcome::kUnavailable, "bundle.no_space", fmt::format("{} bytes needed", bytes));
  return Done{};
}

Result<Done> write_archive(const std::string& path, const Bag& bag, const std::vector<const Part*>& parts) {
  int code = 0;
  Archive archive(zip_open(path.c_str(), ZIP_CREATE | ZIP_EXCL, &code));
  if (!archive) return fail(Outcome::kUnavailable, "files.unavailable", fmt::format("zip_open: {}", code));
  for (const auto* part : parts)
    if (auto added = add(archive.get(), bag.name, *part, bag.made_at); !added) return added;
  if (zip_close(archive.get()) != 0) {  // everything is read and written here; what was begun is taken away by libzip
    const bool full = zip_error_code_system(zip_get_error(archive.get())) == ENOSPC;
    if (full) return fail(Outcome::kUnavailable, "bundle.no_space", zip_strerror(archive.get()));
    return disk_failed(archive.get(), "zip_close");
  }
  static_cast<void>(archive.release());
  ::chmod(path.c_str(), 0600);
  return Done{};
}

}  // namespace

Part text_part(std::string path, std::string bytes) {
  Part part{std::move(path), std::move(bytes), {}, {}, 0};
  part.sha256 = crypto::sha256_hex(part.bytes);
  part.size = static_cast<std::int64_t>(part.bytes.size());
  return part;
}

Part file_part(std::string path, std::string file, std::string sha256, std::int64_t size) {
  return {std::move(path), {}, std::move(file), std::move(sha256), size};
}

Result<Packed> pack(const std::string& directory, Entropy& entropy, Bag bag, const Limits& limits) {
  sweep(directory);
  if (auto room = check_room(directory, bag, limits); !room) return fail(std::move(room.error()));
  auto manifest = text_part("manifest-sha256.txt", manifest_of(bag.payload));
  std::vector<Part> tags = bag.guides;
  tags.push_back(text_part("bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"));
  tags.push_back(text_part("bag-info.txt", info_text(bag)));
  tags.push_back(std::move(manifest));
  const auto tag_manifest = text_part("tagmanifest-sha256.txt", manifest_of(tags));

  std::vector<const Part*> parts;
  for (const auto& part : tags) parts.push_back(&part);
  parts.push_back(&tag_manifest);
  for (const auto& part : bag.payload) parts.push_back(&part);
  const auto path = directory + "/" + std::string(kPrefix) + make_id(bag.made_at, entropy);
  if (auto written = write_archive(path, bag, parts); !written) return fail(std::move(written.error()));
  return Packed{path, files::file_size(path), tag_manifest.sha256};
}

std::string safe_name(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto u = static_cast<unsigned char>(c);
    const bool plain = (u >= '0' && u <= '9') || (u >= 'A' && u <= 'Z') || (u >= 'a' && u <= 'z');
    const bool joins = !out.empty() && out.back() != '-' && out.back() != '.';
    if (plain)
      out += c;
    else if (joins)
      out += c == '.' ? '.' : '-';
    if (out.size() == kLongestName) break;
  }
  while (!out.empty() && (out.back() == '-' || out.back() == '.')) out.pop_back();
  return out.empty() ? "tanpa-nama" : out;
}

}  // namespace netra::bundle
