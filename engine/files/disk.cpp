#include "engine/files/disk.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <vector>

#include "engine/crypto/hash.hpp"

namespace netra::files {

Fd& Fd::operator=(Fd&& other) noexcept {
  if (this != &other) {
    if (fd_ >= 0) ::close(fd_);
    fd_ = other.fd_;
    other.fd_ = -1;
  }
  return *this;
}

Fd::~Fd() {
  if (fd_ >= 0) ::close(fd_);
}

tl::unexpected<Error> disk_error(std::string_view what) {
  int code = errno;
  return fail(Outcome::kUnavailable, "files.unavailable", std::string(what) + ": " + std::strerror(code));
}

Result<Done> write_all(const Fd& file, std::string_view bytes) {
  while (!bytes.empty()) {
    auto written = ::write(file.get(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return disk_error("write");
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return Done{};
}

Result<Done> sync_file(const std::string& path) {
  Fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file || ::fsync(file.get()) != 0) return disk_error("fsync " + path);
  return Done{};
}

Result<Done> sync_directory(const std::string& path) {
  Fd directory(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory || ::fsync(directory.get()) != 0) return disk_error("fsync " + path);
  return Done{};
}

Result<Done> make_directories(const std::string& path) {
  if (::mkdir(path.c_str(), 0700) == 0) {
    auto slash = path.rfind('/');
    return sync_directory(slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash));
  }
  if (errno == EEXIST) return Done{};
  auto slash = path.rfind('/');
  if (errno != ENOENT || slash == std::string::npos || slash == 0) return disk_error("mkdir " + path);
  if (auto above = make_directories(path.substr(0, slash)); !above) return above;
  return make_directories(path);
}

Result<Done> write_file(const std::string& path, std::string_view bytes) {
  static std::atomic<unsigned> serial{0};
  auto temporary = path + "." + std::to_string(::getpid()) + "." + std::to_string(serial++) + ".tmp";
  {
    Fd file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    if (!file) return disk_error("open " + temporary);
    auto written = write_all(file, bytes);
    if (written && ::fsync(file.get()) != 0) written = disk_error("fsync " + temporary);
    if (!written) {
      ::unlink(temporary.c_str());
      return written;
    }
  }
  if (::rename(temporary.c_str(), path.c_str()) != 0) return disk_error("rename " + path);
  return sync_directory(path.substr(0, path.rfind('/')));
}

Result<std::string> read_file(const std::string& path, std::size_t most) {
  Fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) return disk_error("open " + path);
  std::string out;
  std::vector<char> buffer(64 * 1024);
  while (out.size() < most) {
    auto got = ::read(file.get(), buffer.data(), std::min(buffer.size(), most - out.size()));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return disk_error("read " + path);
    if (got == 0) break;
    out.append(buffer.data(), static_cast<std::size_t>(got));
  }
  return out;
}

std::int64_t file_size(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return -1;
  return status.st_size;
}

Result<std::string> hash_file(const std::string& path) {
  Fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) return disk_error("open " + path);
  crypto::Sha256 running;
  std::vector<char> buffer(256 * 1024);
  while (true) {
    auto got = ::read(file.get(), buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return disk_error("read " + path);
    if (got == 0) break;
    running.update(std::string_view(buffer.data(), static_cast<std::size_t>(got)));
  }
  return crypto::to_hex(running.finish());
}

}  // namespace netra::files
