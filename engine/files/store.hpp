// The file store: original bytes, named by their SHA-256, never changed.
//
//   root/objects/ab/cd/abcd…   originals (read-only)
//   root/display/ab/cd/…       pictures for display, without metadata; can be made again
//   root/staging/…             what has arrived and belongs to no record yet
//
// A file comes in by staging (the server does it while a form streams in, or a resumable upload). The *prepare* step of
// the write that attaches it calls `adopt`, which makes the original durable (file and directories synced) before the
// record that names it commits:
//
//   auto stored = store.adopt(upload.staged);   // Result<Stored>; may be repeated
//
// A record that fails to commit leaves an original that nobody names; `sweep_objects` removes such ones after a day.
//
// Threads: safe from any thread; several processes may share one root.
// Failures: a disk that fails gives files.unavailable (kUnavailable).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engine/base/random.hpp"
#include "engine/base/result.hpp"
#include "engine/base/time.hpp"
#include "engine/files/body.hpp"

namespace netra::files {

struct Stored {
  std::string sha256;  // lower-case hex; the file's name for ever
  std::int64_t size = 0;
  std::string content_type;  // by its first bytes, never by name
  std::string filename;      // as the sender named it; display only
};

struct Staged {
  std::string handle;
  std::string filename;
  std::int64_t size = 0;      // received so far
  std::int64_t expected = 0;  // whole size
  std::string sha256;         // empty until complete
  bool complete() const { return !sha256.empty(); }
};

// A file while it streams in; removed unless finished.
class Incoming {
 public:
  Incoming(const Incoming&) = delete;
  Incoming& operator=(const Incoming&) = delete;
  ~Incoming();
  Result<Done> write(std::string_view bytes);
  Result<Staged> finish();

 private:
  friend class Store;
  struct Impl;
  explicit Incoming(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

struct WorkingCopy {
  std::string path;
  std::string content_type;
  int width = 0, height = 0;
};

class Store {
 public:
  // Makes the directories. Errors: files.unavailable
  static Result<std::unique_ptr<Store>> open(std::string root, Entropy& entropy);

  // ---- staging. `owner` is a hash of the session or draft it belongs to ("" for nobody's): only the same owner can
  // use it again.
  Result<std::unique_ptr<Incoming>> receive(std::string_view filename, std::string_view owner);
  Result<Staged> begin(std::string_view filename, std::int64_t size, std::string_view owner);  // resumable
  // Adds `bytes` at `offset`, which must be what has arrived so far. Errors: upload.unknown, upload.offset (kConflict),
  // upload.too_large
  Result<Staged> append(std::string_view handle, std::string_view owner, std::int64_t offset, std::string_view bytes);
  // Errors: upload.unknown (also for another owner's)
  Result<Staged> staged(std::string_view handle, std::string_view owner) const;
  // The bytes of a completed staged file that must not become an original (what names a reporter is sealed instead);
  // the caller discards it. Errors: upload.unknown, upload.incomplete (kConflict), upload.too_large
  Result<std::string> read_staged(std::string_view handle, std::int64_t limit) const;
  void discard(std::string_view handle);
  // Removes staged files untouched for `age`. Returns how many.
  std::size_t sweep_staging(std::chrono::hours age);

  // ---- originals
  // Makes a completed staged file a durable original. Idempotent. Errors: upload.unknown, upload.incomplete (kConflict)
  Result<Stored> adopt(std::string_view handle);
  // For files that do not come from a form (imports, generated documents).
  Result<Stored> put(std::string_view bytes, std::string_view filename);
  bool has(std::string_view sha256) const;
  Result<Stored> describe(std::string_view sha256) const;   // size and type, without a name. Errors: files.unknown
  Result<std::string> read(std::string_view sha256) const;  // whole; for small files. Errors: files.unknown
  Result<Stored> verify(std::string_view sha256) const;     // reads and hashes it. Errors: files.unknown, files.altered
  void each(const std::function<void(const std::string& sha256)>&) const;
  // Removes originals older than a day that `is_named` denies. Returns how many.
  std::size_t sweep_objects(const std::function<bool(const std::string& sha256)>& is_named);

  // ---- serving. The engine adds ETag, ranges and sandboxing headers.
  // Shown inline only when the type is safe to show (pictures, audio, video, plain text); otherwise a
  // download.
  Result<Body> body(std::string_view sha256, std::string_view download_name) const;
  // The picture turned upright, without metadata, at most `edge` pixels on its longer side. Made once, then kept. Slow
  // (call from a prepare step, a job, or a GET handler). Errors: files.unknown, picture.unreadable, picture.too_large
  // (all kInvalid or kNotFound)
  Result<WorkingCopy> display_copy(std::string_view sha256, int edge = 1600);
  Result<Body> display_body(std::string_view sha256, int edge = 1600);

  const std::string& root() const { return root_; }

 private:
  Store(std::string root, Entropy& entropy);
  std::string object_path(std::string_view sha256) const;
  std::string staging_path(std::string_view handle) const;
  Result<Done> make_original(const std::string& from, const std::string& sha256);

  std::string root_;
  Entropy& entropy_;
  std::mutex decoding_;  // one picture at a time: bounds memory
};

// "image/jpeg", ..., "application/octet-stream": by the first bytes (at least 512 of them, or the whole file).
std::string_view type_by_content(std::string_view start);
// ".jpg" for "image/jpeg"; "" when unknown.
std::string_view extension_of(std::string_view content_type);
// May a browser show it inside our origin's sandbox?
bool is_safe_inline(std::string_view content_type);

}  // namespace netra::files
