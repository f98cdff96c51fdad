#include "engine/crypto/totp.hpp"

#include <liboath/oath.h>

#include <array>
#include <memory>
#include <stdexcept>

#include "engine/crypto/hash.hpp"

namespace netra::crypto {

namespace {

constexpr unsigned kStepSeconds = 30;
constexpr unsigned kDigits = 6;

void ready_oath() {
  static const int done = oath_init();  // the library asks for one call before its first use
  if (done != OATH_OK) throw std::runtime_error("liboath could not be initialised");
}

std::string percent_encoded(std::string_view text) {
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  for (unsigned char c : text) {
    bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '.' ||
                 c == '_' || c == '~';
    if (plain) {
      out += static_cast<char>(c);
    } else {
      out += '%';
      out += kHex[c >> 4];
      out += kHex[c & 15];
    }
  }
  return out;
}

std::string code_of_step(const Secret& secret, std::int64_t step) {
  ready_oath();
  std::array<char, kDigits + 1> code{};
  auto done = oath_hotp_generate(secret.view().data(), secret.size(), static_cast<std::uint64_t>(step), kDigits, false,
                                 OATH_HOTP_DYNAMIC_TRUNCATION, code.data());
  if (done != OATH_OK) throw std::runtime_error("one-time password failed");
  return code.data();
}

std::int64_t step_of(Instant at) { return to_ms(at) / 1000 / kStepSeconds; }

}  // namespace

Secret make_totp_secret(Entropy& entropy) {
  std::string secret(20, '\0');
  entropy.fill(std::as_writable_bytes(std::span(secret)));
  return Secret::take(secret);
}

std::string totp_code(const Secret& secret, Instant at) { return code_of_step(secret, step_of(at)); }

std::optional<std::int64_t> totp_step(const Secret& secret, std::string_view code, Instant at) {
  std::optional<std::int64_t> found;
  // All three are always computed, so that the time taken says nothing about which one fitted.
  for (std::int64_t step = step_of(at) - 1; step <= step_of(at) + 1; ++step) {
    if (same(code_of_step(secret, step), code)) found = step;
  }
  return found;
}

std::string to_base32(std::string_view bytes) {
  ready_oath();
  char* text = nullptr;
  std::size_t size = 0;
  if (oath_base32_encode(bytes.data(), bytes.size(), &text, &size) != OATH_OK) throw std::bad_alloc();
  std::unique_ptr<char, decltype(&std::free)> owned(text, &std::free);
  std::string out(text, size);
  while (!out.empty() && out.back() == '=') out.pop_back();
  return out;
}

std::string totp_uri(const Secret& secret, std::string_view issuer, std::string_view account) {
  return "otpauth://totp/" + percent_encoded(issuer) + ":" + percent_encoded(account) +
         "?secret=" + to_base32(secret.view()) + "&issuer=" + percent_encoded(issuer);
}

}  // namespace netra::crypto
