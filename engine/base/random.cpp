#include "engine/base/random.hpp"

#include <sys/random.h>

#include <array>
#include <stdexcept>

namespace netra {

void SystemEntropy::fill(std::span<std::byte> out) {
  std::size_t have = 0;
  while (have < out.size()) {
    auto got = getrandom(out.data() + have, out.size() - have, 0);
    if (got < 0) throw std::runtime_error("getrandom failed");
    have += static_cast<std::size_t>(got);
  }
}

void SeededEntropy::fill(std::span<std::byte> out) {
  // SplitMix64 (Steele, Lea, Flood 2014).
  for (std::size_t i = 0; i < out.size(); ++i) {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    out[i] = static_cast<std::byte>((z ^ (z >> 31)) & 0xff);
  }
}

std::string make_id(Instant now, Entropy& entropy) {
  std::array<std::byte, 16> bytes;
  entropy.fill(bytes);
  auto ms = static_cast<std::uint64_t>(to_ms(now));
  for (int i = 0; i < 6; ++i) bytes[static_cast<std::size_t>(i)] = static_cast<std::byte>(ms >> (40 - 8 * i));
  bytes[6] = (bytes[6] & std::byte{0x0f}) | std::byte{0x70};
  bytes[8] = (bytes[8] & std::byte{0x3f}) | std::byte{0x80};
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  text.reserve(36);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    text += kDigits[std::to_integer<unsigned>(bytes[i]) >> 4];
    text += kDigits[std::to_integer<unsigned>(bytes[i]) & 15];
  }
  return text;
}

bool is_id(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    char c = text[i];
    if (dash ? c != '-' : !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) return false;
  }
  return true;
}

}  // namespace netra
