// File-system steps that must be durable, in one place.
//
// Threads: any. Errors: files.unavailable (kUnavailable), with the system's words in `detail`.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/result.hpp"

namespace netra::files {

// An open file; closed at the end.
class Fd {
 public:
  explicit Fd(int fd = -1) : fd_(fd) {}
  Fd(Fd&& other) noexcept : fd_(other.fd_) { other.fd_ = -1; }
  Fd& operator=(Fd&& other) noexcept;
  ~Fd();
  int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }

 private:
  int fd_;
};

tl::unexpected<Error> disk_error(std::string_view what);  // from errno

Result<Done> write_all(const Fd& file, std::string_view bytes);
Result<Done> sync_file(const std::string& path);
Result<Done> sync_directory(const std::string& path);
// Makes a directory and what is missing above it, durably.
Result<Done> make_directories(const std::string& path);
// A whole file, by a temporary name and a rename; durable.
Result<Done> write_file(const std::string& path, std::string_view bytes);
Result<std::string> read_file(const std::string& path, std::size_t most = static_cast<std::size_t>(-1));
std::int64_t file_size(const std::string& path);  // -1: there is none
// SHA-256 of the whole file, lower-case hex.
Result<std::string> hash_file(const std::string& path);

}  // namespace netra::files
