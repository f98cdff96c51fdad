#include "engine/files/store.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <ctime>

#include "engine/crypto/hash.hpp"
#include "engine/files/disk.hpp"

namespace netra::files {

namespace {

constexpr std::size_t kSample = 64 * 1024;

bool is_sha256(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

tl::unexpected<Error> unknown() { return fail(Outcome::kNotFound, "files.unknown"); }

// Calls `each` with the names in a directory that do not start with a dot.
template <class F>
void for_entries(const std::string& path, F&& each) {
  std::unique_ptr<DIR, int (*)(DIR*)> list(::opendir(path.c_str()), ::closedir);
  if (!list) return;
  while (const auto* entry = ::readdir(list.get())) {
    if (entry->d_name[0] != '.') each(std::string(entry->d_name));
  }
}

// Enough of a file to tell its kind: the start, and of containers the table at the end.
Result<std::string> sample(const std::string& path, std::int64_t size) {
  auto start = read_file(path, kSample);
  if (!start || size <= static_cast<std::int64_t>(kSample) || start->substr(0, 2) != "PK") return start;
  Fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  std::string tail(kSample, '\0');
  auto got = ::pread(file.get(), tail.data(), tail.size(), size - static_cast<std::int64_t>(kSample));
  if (got > 0) start->append(tail, 0, static_cast<std::size_t>(got));
  return start;
}

}  // namespace

Store::Store(std::string root, Entropy& entropy) : root_(std::move(root)), entropy_(entropy) {}

Result<std::unique_ptr<Store>> Store::open(std::string root, Entropy& entropy) {
  for (const char* part : {"/objects", "/display", "/staging"}) {
    if (auto made = make_directories(root + part); !made) return fail(std::move(made.error()));
  }
  return std::unique_ptr<Store>(new Store(std::move(root), entropy));
}

std::string Store::object_path(std::string_view sha256) const {
  return root_ + "/objects/" + std::string(sha256.substr(0, 2)) + "/" + std::string(sha256.substr(2, 2)) + "/" +
         std::string(sha256);
}

Result<Done> Store::make_original(const std::string& from, const std::string& sha256) {
  auto path = object_path(sha256);
  auto directory = path.substr(0, path.rfind('/'));
  if (auto made = make_directories(directory); !made) return made;
  if (file_size(path) < 0) {
    if (auto synced = sync_file(from); !synced) return synced;
    if (::link(from.c_str(), path.c_str()) != 0 && errno != EEXIST) return disk_error("link " + path);
    ::chmod(path.c_str(), 0400);
  } else if (auto synced = sync_file(path); !synced) {  // another writer may have got no further than its link
    return synced;
  }
  return sync_directory(directory);
}

Result<Stored> Store::describe(std::string_view sha256) const {
  if (!is_sha256(sha256)) return unknown();
  auto path = object_path(sha256);
  auto size = file_size(path);
  if (size < 0) return unknown();
  auto start = sample(path, size);
  if (!start) return fail(std::move(start.error()));
  return Stored{std::string(sha256), size, std::string(type_by_content(*start)), {}};
}

Result<Stored> Store::put(std::string_view bytes, std::string_view filename) {
  auto incoming = receive(filename, {});
  if (!incoming) return fail(std::move(incoming.error()));
  if (auto written = (*incoming)->write(bytes); !written) return fail(std::move(written.error()));
  auto staged_file = (*incoming)->finish();
  if (!staged_file) return fail(std::move(staged_file.error()));
  auto stored = adopt(staged_file->handle);
  discard(staged_file->handle);
  return stored;
}

bool Store::has(std::string_view sha256) const { return is_sha256(sha256) && file_size(object_path(sha256)) >= 0; }

Result<std::string> Store::read(std::string_view sha256) const {
  if (!has(sha256)) return unknown();
  return read_file(object_path(sha256));
}

Result<Stored> Store::verify(std::string_view sha256) const {
  if (!has(sha256)) return unknown();
  auto hash = hash_file(object_path(sha256));
  if (!hash) return fail(std::move(hash.error()));
  if (*hash != sha256) return fail(Outcome::kConflict, "files.altered", "hash is now " + *hash);
  return describe(sha256);
}

void Store::each(const std::function<void(const std::string& sha256)>& visit) const {
  auto objects = root_ + "/objects";
  for_entries(objects, [&](const std::string& a) {
    for_entries(objects + "/" + a, [&](const std::string& b) {
      for_entries(objects + "/" + a + "/" + b, [&](const std::string& name) {
        if (is_sha256(name)) visit(name);
      });
    });
  });
}

std::size_t Store::sweep_objects(const std::function<bool(const std::string& sha256)>& is_named) {
  auto limit = ::time(nullptr) - 24 * 60 * 60;  // files carry the system's time, whatever clock the program runs by
  std::vector<std::string> old;
  each([&](const std::string& sha256) {
    struct stat status {};
    // The inode's change time is when it was last linked, so an original adopted again just now is young.
    if (::stat(object_path(sha256).c_str(), &status) == 0 && status.st_ctime <= limit) old.push_back(sha256);
  });
  std::size_t removed = 0;
  for (const auto& sha256 : old) {
    if (!is_named(sha256) && ::unlink(object_path(sha256).c_str()) == 0) ++removed;
  }
  return removed;
}

std::int64_t size_of(const Body& body) { return file_size(body.path); }

Result<Body> Store::body(std::string_view sha256, std::string_view download_name) const {
  auto stored = describe(sha256);
  if (!stored) return fail(std::move(stored.error()));
  Body body{object_path(sha256), stored->content_type, std::string(download_name), stored->sha256};
  if (body.download_name.empty() && !is_safe_inline(body.content_type)) {
    body.download_name = stored->sha256.substr(0, 16) + std::string(extension_of(body.content_type));
  }
  return body;
}

}  // namespace netra::files
