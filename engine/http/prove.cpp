#include "engine/http/prove.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <optional>

#include "engine/crypto/hash.hpp"

namespace netra::http {

namespace {

struct Parsed {
  std::int64_t at_ms = 0;
  int bits = 0;
  std::string_view nonce, body, signature;
};

template <class Number>
bool read_number(std::string_view text, Number& out) {
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc() && end == text.data() + text.size();
}

std::optional<Parsed> parse(std::string_view challenge) {
  std::array<std::string_view, 4> part;
  for (std::size_t i = 0; i < 4; ++i) {
    auto dot = challenge.find('.');
    if ((dot == std::string_view::npos) != (i == 3)) return std::nullopt;
    part[i] = challenge.substr(0, dot);
    challenge.remove_prefix(i == 3 ? challenge.size() : dot + 1);
  }
  Parsed out{.nonce = part[2],
             .body = {part[0].data(), static_cast<std::size_t>(part[2].end() - part[0].begin())},
             .signature = part[3]};
  if (!read_number(part[0], out.at_ms) || !read_number(part[1], out.bits)) return std::nullopt;
  return out;
}

int zero_bits(const crypto::Digest& digest) {
  int out = 0;
  for (auto byte : digest) {
    out += std::countl_zero(std::to_integer<unsigned char>(byte));
    if (byte != std::byte{0}) break;
  }
  return out;
}

}  // namespace

std::string Prover::sign(const RequestInfo& info, std::string_view body) const {
  auto text = fmt::format("prove\n{}\n{}\n{}", info.network, info.route, body);
  return crypto::to_hex(crypto::hmac_sha256(secret_, text)).substr(0, 32);
}

std::string Prover::challenge(const RequestInfo& info, double load, Instant now, Entropy& entropy) const {
  std::array<std::byte, 12> nonce{};
  entropy.fill(nonce);
  auto share = std::clamp((load - options_.from) / std::max(1 - options_.from, 1e-9), 0.0, 1.0);
  auto bits = options_.easiest + static_cast<int>(std::lround(share * (options_.hardest - options_.easiest)));
  auto body = fmt::format("{}.{}.{}", to_ms(now), bits, crypto::to_hex(nonce));
  return body + "." + sign(info, body);
}

Prover::Verdict Prover::check(const RequestInfo& info, std::string_view proof, Instant now) {
  auto colon = proof.find(':');
  auto parsed = proof.size() > 256 ? std::nullopt : parse(proof.substr(0, colon));
  if (!parsed || !crypto::same(parsed->signature, sign(info, parsed->body))) return Verdict::kBad;
  auto age = std::chrono::milliseconds(to_ms(now) - parsed->at_ms);
  if (age > options_.valid) return Verdict::kBad;
  bool is_answered = colon != std::string_view::npos && colon + 1 < proof.size();
  bool is_solved = is_answered && zero_bits(crypto::sha256(proof)) >= parsed->bits;
  if (!is_solved && age < options_.wait) return Verdict::kEarly;
  return spend(std::string(parsed->nonce)) ? Verdict::kGood : Verdict::kBad;
}

std::chrono::seconds Prover::wait_of(std::string_view challenge, Instant now) const {
  auto parsed = parse(challenge.substr(0, challenge.find(':')));
  if (!parsed) return options_.wait;
  auto left = options_.wait - std::chrono::milliseconds(to_ms(now) - parsed->at_ms);
  return std::max(std::chrono::seconds(1), std::chrono::ceil<std::chrono::seconds>(left));
}

// Two generations: the older one goes when the younger is full, so memory is bounded and no used challenge is forgotten
// before as many others were used.
bool Prover::spend(const std::string& nonce) {
  std::lock_guard lock(mutex_);
  if (used_before_.count(nonce) > 0 || !used_.insert(nonce).second) return false;
  if (used_.size() >= options_.remembered) {
    used_before_ = std::move(used_);
    used_.clear();
  }
  return true;
}

}  // namespace netra::http
