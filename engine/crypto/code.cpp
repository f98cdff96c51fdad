#include "engine/crypto/code.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/crypto/hash.hpp"
#include "engine/crypto/secret.hpp"

namespace netra::crypto {

namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t kLongSymbols = 23;   // 115 bits
constexpr std::size_t kShortSymbols = 11;  // 55 bits
constexpr std::size_t kGroup = 4;

using Symbols = std::vector<std::uint8_t>;  // values 0..31

// GF(32) = GF(2)[x] / (x^5 + x^2 + 1). Doubling runs through all 31 non-zero values, so each place of a code of up to
// 31 characters has its own weight: one wrong character changes the sum, and so does any swap of two different ones.
std::uint8_t twice(std::uint8_t value) {
  auto doubled = static_cast<std::uint8_t>(value << 1);
  return doubled & 0x20 ? doubled ^ 0x25 : doubled;
}

std::uint8_t checksum(std::span<const std::uint8_t> symbols) {
  // Horner's rule, ending with a doubling: the check character itself has weight one.
  std::uint8_t sum = 0;
  for (auto symbol : symbols) sum = twice(static_cast<std::uint8_t>(sum ^ symbol));
  return sum;
}

std::string in_groups(const Symbols& symbols) {
  std::string text;
  for (std::size_t i = 0; i < symbols.size(); ++i) {
    if (i != 0 && i % kGroup == 0) text += '-';
    text += kAlphabet[symbols[i]];
  }
  return text;
}

std::string make(std::size_t count, Entropy& entropy) {
  Symbols symbols(count);
  entropy.fill(std::as_writable_bytes(std::span(symbols)));
  for (auto& symbol : symbols) symbol &= 31;  // 256 is a multiple of 32: no bias
  symbols.push_back(checksum(symbols));
  auto text = in_groups(symbols);
  wipe(std::as_writable_bytes(std::span(symbols)));
  return text;
}

// Length of a separator at the front of `text`, 0 when there is none. Phones turn "-" into dashes and put spaces that
// do not break.
std::size_t separator(std::string_view text) {
  if (std::string_view(" \t\r\n-_.").find(text[0]) != std::string_view::npos) return 1;
  if (text.starts_with("\u00a0")) return 2;
  if (text.starts_with("\u2212") || text.starts_with("\u202f")) return 3;
  if (text.size() >= 3 && text.starts_with("\xe2\x80")) {
    auto last = static_cast<unsigned char>(text[2]);
    if (last >= 0x90 && last <= 0x95) return 3;  // U+2010 hyphen to U+2015 horizontal bar
  }
  return 0;
}

int value_of(char c) {
  if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  if (c == 'O') c = '0';
  if (c == 'I' || c == 'L') c = '1';
  if (c == 'U') c = 'V';
  auto at = kAlphabet.find(c);
  return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

Result<std::string> normalise(std::string_view typed, std::size_t count) {
  Symbols symbols;
  symbols.reserve(count + 1);
  while (!typed.empty()) {
    if (auto skip = separator(typed)) {
      typed.remove_prefix(skip);
      continue;
    }
    int value = value_of(typed.front());
    if (value < 0) return fail(Outcome::kInvalid, "code.character");
    if (symbols.size() > count) return fail(Outcome::kInvalid, "code.length");
    symbols.push_back(static_cast<std::uint8_t>(value));
    typed.remove_prefix(1);
  }
  if (symbols.size() != count + 1) return fail(Outcome::kInvalid, "code.length");
  if (checksum(std::span(symbols).first(count)) != symbols[count]) return fail(Outcome::kInvalid, "code.check");
  return in_groups(symbols);
}

}  // namespace

std::string make_code(Entropy& entropy) { return make(kLongSymbols, entropy); }
Result<std::string> normalise_code(std::string_view typed) { return normalise(typed, kLongSymbols); }
std::string make_short_code(Entropy& entropy) { return make(kShortSymbols, entropy); }
Result<std::string> normalise_short_code(std::string_view typed) { return normalise(typed, kShortSymbols); }

std::string make_token(Entropy& entropy) {
  std::array<std::byte, 32> random;
  entropy.fill(random);
  auto token = to_base64url(random);
  wipe(random);
  return token;
}

}  // namespace netra::crypto
