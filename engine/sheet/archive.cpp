#include "engine/sheet/archive.hpp"

#include <zip.h>

#include <memory>

namespace netra::sheet {

namespace {

constexpr zip_int64_t kMostEntries = 1000;
constexpr std::size_t kSmallPart = 1UL << 20;

struct CloseArchive {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct CloseFile {
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};
using Archive = std::unique_ptr<zip_t, CloseArchive>;

tl::unexpected<Error> unreadable() { return fail(Outcome::kInvalid, "sheet.unreadable"); }
tl::unexpected<Error> too_large() { return fail(Outcome::kInvalid, "sheet.too_large"); }

Archive open(std::string_view bytes) {
  zip_error_t error;
  zip_error_init(&error);
  Archive archive;
  if (auto* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error)) {
    archive.reset(zip_open_from_source(source, ZIP_RDONLY, &error));
    if (!archive) zip_source_free(source);
  }
  zip_error_fini(&error);
  return archive;
}

class Unpacking {
 public:
  Unpacking(zip_t* archive, const Limits& limits) : archive_(archive), limits_(limits) {}

  Result<std::optional<std::string>> part(const std::string& path) {
    zip_stat_t about;
    zip_stat_init(&about);
    const auto index = zip_name_locate(archive_, path.c_str(), ZIP_FL_NOCASE);
    if (index < 0) return std::optional<std::string>();
    if (zip_stat_index(archive_, static_cast<zip_uint64_t>(index), 0, &about) != 0) return unreadable();
    constexpr zip_uint64_t kNeeded = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_ENCRYPTION_METHOD;
    if ((about.valid & kNeeded) != kNeeded || about.encryption_method != ZIP_EM_NONE) return unreadable();
    if (about.size > limits_.unpacked - unpacked_) return too_large();
    if (about.size > kSmallPart && about.size / limits_.ratio > about.comp_size) return too_large();
    unpacked_ += about.size;
    return read(static_cast<zip_uint64_t>(index), about.size);
  }

 private:
  // What is declared is all that is read, whatever the packed bytes would give.
  Result<std::optional<std::string>> read(zip_uint64_t index, std::size_t size) {
    std::unique_ptr<zip_file_t, CloseFile> file(zip_fopen_index(archive_, index, 0));
    if (!file) return unreadable();
    std::string out(size, '\0');
    std::size_t got = 0;
    while (got < size) {
      const auto read = zip_fread(file.get(), out.data() + got, size - got);
      if (read <= 0) return unreadable();
      got += static_cast<std::size_t>(read);
    }
    char beyond = 0;
    if (zip_fread(file.get(), &beyond, 1) != 0) return unreadable();  // longer than declared, or its sum is wrong
    return std::optional<std::string>(std::move(out));
  }

  zip_t* archive_;
  const Limits& limits_;
  std::size_t unpacked_ = 0;
};

}  // namespace

Result<std::vector<Table>> with_archive(std::string_view bytes, const Limits& limits,
                                        const std::function<Result<std::vector<Table>>(const Parts&)>& use) {
  const auto archive = open(bytes);
  if (!archive) return unreadable();
  if (zip_get_num_entries(archive.get(), 0) > kMostEntries) return too_large();
  Unpacking unpacking(archive.get(), limits);
  return use([&](const std::string& path) { return unpacking.part(path); });
}

}  // namespace netra::sheet
