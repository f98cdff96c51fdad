#include "app/secret_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>

namespace netra::app {

namespace {

constexpr std::size_t kDigits = 64;

Result<std::string> read_secret(int file, const std::string& name) {
  std::string text(kDigits, '\0');
  auto got = ::read(file, text.data(), text.size());
  ::close(file);
  if (got != static_cast<ssize_t>(kDigits)) return fail(Outcome::kInvalid, "config.unreadable", name + " is damaged");
  return text;
}

}  // namespace

Result<std::string> load_secret(const std::string& file, Entropy& entropy) {
  if (int old = ::open(file.c_str(), O_RDONLY | O_CLOEXEC); old >= 0) return read_secret(old, file);
  std::array<std::byte, kDigits / 2> bytes;
  entropy.fill(bytes);
  std::string text;
  for (auto byte : bytes) fmt::format_to(std::back_inserter(text), "{:02x}", static_cast<unsigned>(byte));
  int fresh = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fresh < 0) return fail(Outcome::kInvalid, "config.unreadable", file + " cannot be written");
  bool good = ::write(fresh, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(fresh) == 0;
  ::close(fresh);
  if (!good) return fail(Outcome::kInvalid, "config.unreadable", file + " cannot be written");
  return text;
}

}  // namespace netra::app
