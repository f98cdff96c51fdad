// What has arrived and belongs to no record yet: `<handle>.part` holds the bytes, `<handle>.json` what is known about
// them.
#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <ctime>

#include "engine/base/json.hpp"
#include "engine/crypto/hash.hpp"
#include "engine/files/disk.hpp"
#include "engine/files/store.hpp"

namespace netra::files {

namespace {

struct Note {
  std::string filename;
  std::string owner;
  std::int64_t expected = 0;
  std::string sha256;  // empty until complete
};
BOOST_DESCRIBE_STRUCT(Note, (), (filename, owner, expected, sha256))

std::string new_handle(Entropy& entropy) {
  std::array<std::byte, 16> bytes{};
  entropy.fill(bytes);
  return crypto::to_hex(bytes);
}

bool is_handle(std::string_view text) {
  return text.size() == 32 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

tl::unexpected<Error> unknown() { return fail(Outcome::kNotFound, "upload.unknown"); }

Result<Done> save(const std::string& stem, const Note& note) {
  return write_file(stem + ".json", json::serialize(to_json(note)));
}

Result<Note> load(const std::string& stem) {
  if (file_size(stem + ".json") < 0) return unknown();
  auto text = read_file(stem + ".json");
  if (!text) return fail(std::move(text.error()));
  boost::system::error_code broken;
  auto tree = json::parse(*text, broken);
  if (broken) return unknown();
  return from_json<Note>(tree);
}

// Refuses new files while a little room is left, so that the database beside them can still write.
Result<Done> has_room(const std::string& root) {
  constexpr std::uint64_t kSpare = 256ULL * 1024 * 1024;
  struct statvfs disk {};
  if (::statvfs(root.c_str(), &disk) != 0) return disk_error("statvfs " + root);
  if (disk.f_bavail * disk.f_frsize < kSpare) return fail(Outcome::kUnavailable, "files.no_room");
  return Done{};
}

}  // namespace

struct Incoming::Impl {
  std::string handle, stem;
  Note note;
  Fd file;
  crypto::Sha256 running;
  bool finished = false;
};

Incoming::Incoming(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Incoming::~Incoming() {
  if (!impl_->finished) ::unlink((impl_->stem + ".part").c_str());
}

Result<Done> Incoming::write(std::string_view bytes) {
  impl_->running.update(bytes);
  impl_->note.expected += static_cast<std::int64_t>(bytes.size());
  return write_all(impl_->file, bytes);
}

Result<Staged> Incoming::finish() {
  impl_->note.sha256 = crypto::to_hex(impl_->running.finish());
  if (auto saved = save(impl_->stem, impl_->note); !saved) return fail(std::move(saved.error()));
  impl_->finished = true;
  return Staged{impl_->handle, impl_->note.filename, impl_->note.expected, impl_->note.expected, impl_->note.sha256};
}

std::string Store::staging_path(std::string_view handle) const { return root_ + "/staging/" + std::string(handle); }

Result<std::unique_ptr<Incoming>> Store::receive(std::string_view filename, std::string_view owner) {
  if (auto room = has_room(root_); !room) return fail(std::move(room.error()));
  auto impl = std::make_unique<Incoming::Impl>();
  impl->handle = new_handle(entropy_);
  impl->stem = staging_path(impl->handle);
  impl->note.filename = filename;
  impl->note.owner = owner;
  impl->file = Fd(::open((impl->stem + ".part").c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!impl->file) return disk_error("open staged file");
  return std::unique_ptr<Incoming>(new Incoming(std::move(impl)));
}

Result<Staged> Store::begin(std::string_view filename, std::int64_t size, std::string_view owner) {
  if (auto room = has_room(root_); !room) return fail(std::move(room.error()));
  auto handle = new_handle(entropy_);
  auto stem = staging_path(handle);
  Fd file(::open((stem + ".part").c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!file) return disk_error("open staged file");
  Note note{std::string(filename), std::string(owner), size, {}};
  if (size == 0) note.sha256 = crypto::sha256_hex(std::string_view());
  if (auto saved = save(stem, note); !saved) return fail(std::move(saved.error()));
  return Staged{handle, note.filename, 0, size, note.sha256};
}

Result<Staged> Store::staged(std::string_view handle, std::string_view owner) const {
  if (!is_handle(handle)) return unknown();
  auto stem = staging_path(handle);
  auto note = load(stem);
  if (!note) return fail(std::move(note.error()));
  auto size = file_size(stem + ".part");
  if (size < 0 || (!note->owner.empty() && note->owner != owner)) return unknown();
  return Staged{std::string(handle), note->filename, size, note->expected, note->sha256};
}

Result<Staged> Store::append(std::string_view handle, std::string_view owner, std::int64_t offset,
                             std::string_view bytes) {
  auto known = staged(handle, owner);
  if (!known) return known;
  auto stem = staging_path(handle);
  Fd file(::open((stem + ".part").c_str(), O_WRONLY | O_APPEND | O_CLOEXEC));
  // The lock keeps two connections that send the same piece from interleaving.
  if (!file || ::flock(file.get(), LOCK_EX) != 0) return disk_error("open staged file");
  known->size = file_size(stem + ".part");
  if (known->complete() || offset != known->size) return fail(Outcome::kConflict, "upload.offset");
  if (offset + static_cast<std::int64_t>(bytes.size()) > known->expected) {
    return fail(Outcome::kTooLarge, "upload.too_large");
  }
  if (auto written = write_all(file, bytes); !written) return fail(std::move(written.error()));
  known->size += static_cast<std::int64_t>(bytes.size());
  if (known->size < known->expected) return known;
  auto hash = hash_file(stem + ".part");
  if (!hash) return fail(std::move(hash.error()));
  known->sha256 = *hash;
  Note note{known->filename, std::string(owner), known->expected, known->sha256};
  if (auto saved = save(stem, note); !saved) return fail(std::move(saved.error()));
  return known;
}

Result<std::string> Store::read_staged(std::string_view handle, std::int64_t limit) const {
  if (!is_handle(handle)) return unknown();
  auto stem = staging_path(handle);
  auto note = load(stem);
  if (!note) return fail(std::move(note.error()));
  if (note->sha256.empty()) return fail(Outcome::kConflict, "upload.incomplete");
  if (note->expected > limit) return fail(Outcome::kTooLarge, "upload.too_large");
  return read_file(stem + ".part");
}

void Store::discard(std::string_view handle) {
  if (!is_handle(handle)) return;
  auto stem = staging_path(handle);
  ::unlink((stem + ".json").c_str());
  ::unlink((stem + ".part").c_str());
}

std::size_t Store::sweep_staging(std::chrono::hours age) {
  // Files carry the system's time, whatever clock the program runs by.
  auto limit = ::time(nullptr) - std::chrono::seconds(age).count();
  std::size_t removed = 0;
  auto directory = root_ + "/staging";
  std::unique_ptr<DIR, int (*)(DIR*)> list(::opendir(directory.c_str()), ::closedir);
  if (!list) return 0;
  while (const auto* entry = ::readdir(list.get())) {
    auto path = directory + "/" + entry->d_name;
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) continue;
    // The note of a resumable upload is as old as its start; it stays while its bytes still arrive.
    struct stat part {};
    auto newest = status.st_mtime;
    if (path.ends_with(".json") && ::stat((path.substr(0, path.size() - 5) + ".part").c_str(), &part) == 0) {
      newest = std::max(newest, part.st_mtime);
    }
    if (newest <= limit && ::unlink(path.c_str()) == 0) ++removed;
  }
  return removed;
}

Result<Stored> Store::adopt(std::string_view handle) {
  if (!is_handle(handle)) return unknown();
  auto stem = staging_path(handle);
  auto note = load(stem);
  if (!note) return fail(std::move(note.error()));
  if (note->sha256.empty()) return fail(Outcome::kConflict, "upload.incomplete");
  if (auto made = make_original(stem + ".part", note->sha256); !made) return fail(std::move(made.error()));
  auto stored = describe(note->sha256);
  if (stored) stored->filename = note->filename;
  return stored;
}

}  // namespace netra::files
