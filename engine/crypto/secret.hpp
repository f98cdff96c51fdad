// A few bytes that must not stay in memory: zeroed when the object ends.
//
// Threads: a value; one thread at a time.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace netra::crypto {

// Overwrites with zeros in a way the compiler may not leave out, then empties.
void wipe(std::string& text);
void wipe(std::span<std::byte> bytes);

class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string_view bytes) : bytes_(bytes) {}
  // Takes the bytes over and leaves no copy in `bytes`.
  static Secret take(std::string& bytes) {
    Secret secret{std::string_view(bytes)};
    wipe(bytes);
    return secret;
  }
  ~Secret() { wipe(bytes_); }
  Secret(const Secret&) = default;
  Secret& operator=(const Secret& other) {
    if (this != &other) {
      wipe(bytes_);
      bytes_ = other.bytes_;
    }
    return *this;
  }
  Secret(Secret&& other) noexcept : bytes_(other.bytes_) { wipe(other.bytes_); }
  Secret& operator=(Secret&& other) noexcept {
    if (this != &other) {
      wipe(bytes_);
      bytes_ = other.bytes_;
      wipe(other.bytes_);
    }
    return *this;
  }

  std::string_view view() const { return bytes_; }
  std::string copy() const { return bytes_; }  // leaves the zeroing to the caller
  bool empty() const { return bytes_.empty(); }
  std::size_t size() const { return bytes_.size(); }

 private:
  std::string bytes_;
};

}  // namespace netra::crypto
