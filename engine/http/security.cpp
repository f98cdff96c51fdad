#include "engine/http/security.hpp"

#include <fmt/format.h>

#include <array>

#include "engine/crypto/hash.hpp"
#include "engine/http/text.hpp"

namespace netra::http {

namespace {

constexpr std::string_view kPrefix = "__Host-";

crypto::Digest token_of(std::string_view secret, const RequestInfo& info) {
  std::string bound = "form token anon";
  if (!info.session_token.empty())
    bound = "form token session " + info.session_token;
  else if (!info.draft_token.empty())
    bound = "form token draft " + info.draft_token;
  return crypto::hmac_sha256(secret, bound);
}

void replace_header(Answer& answer, std::string_view name, std::string value) {
  for (auto& [key, old] : answer.headers) {
    if (key == name) {
      old = std::move(value);
      return;
    }
  }
  answer.set(std::string(name), std::move(value));
}

}  // namespace

std::string cookie_name(std::string_view name, bool is_secure) {
  if (!is_secure && name.substr(0, kPrefix.size()) == kPrefix) name.remove_prefix(kPrefix.size());
  return std::string(name);
}

std::string set_cookie(const Cookie& cookie, bool is_secure) {
  std::string out = cookie_name(cookie.name, is_secure) + "=" + cookie.value + "; Path=/; HttpOnly; SameSite=Lax";
  if (is_secure) out += "; Secure";
  if (cookie.value.empty())
    out += "; Max-Age=0";
  else if (cookie.max_age)
    out += fmt::format("; Max-Age={}", cookie.max_age->count());
  return out;
}

std::string form_token(std::string_view secret, const RequestInfo& info, Entropy& entropy) {
  auto token = token_of(secret, info);
  std::array<std::byte, 64> out{};
  entropy.fill(std::span(out).first(32));
  for (std::size_t i = 0; i < 32; ++i) out[32 + i] = out[i] ^ token[i];
  return crypto::to_base64url(out);
}

bool is_form_token(std::string_view secret, const RequestInfo& info, std::string_view text) {
  auto bytes = crypto::from_base64url(text);
  if (!bytes || bytes->size() != 64) return false;
  crypto::Digest sent{};
  for (std::size_t i = 0; i < 32; ++i) sent[i] = (*bytes)[i] ^ (*bytes)[32 + i];
  auto token = token_of(secret, info);
  return crypto::same(crypto::text_of(sent), crypto::text_of(token));
}

bool is_same_site(const Exchange& exchange) {
  auto site = exchange.head.get("sec-fetch-site");
  if (!site.empty()) return site == "same-origin" || site == "none";
  auto origin = exchange.head.get("origin");
  return origin.empty() || origin == exchange.origin;
}

void add_security_headers(Answer& answer, bool is_secure) {
  auto add = [&](const char* name, const char* value) { answer.set(name, value); };
  bool has_policy = false;
  for (const auto& [name, value] : answer.headers) has_policy = has_policy || name == "Content-Security-Policy";
  if (!has_policy) {
    add("Content-Security-Policy",
        "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'");
  }
  add("X-Content-Type-Options", "nosniff");
  add("X-Frame-Options", "DENY");
  // Not "no-referrer": browsers then send `Origin: null` with forms.
  add("Referrer-Policy", "same-origin");
  add("Cross-Origin-Opener-Policy", "same-origin");
  add("Cross-Origin-Resource-Policy", "same-origin");
  add("Permissions-Policy", "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()");
  if (is_secure) add("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
}

void add_file_headers(Answer& answer, const FileBody& file) {
  replace_header(answer, "Content-Security-Policy",
                 "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox");
  std::string disposition = file.download_name.empty() ? "inline" : "attachment";
  if (!file.download_name.empty()) {
    std::string plain;
    for (char c : file.download_name) plain += c >= 0x20 && c < 0x7F && c != '"' && c != '\\' && c != '%' ? c : '_';
    disposition += "; filename=\"" + plain + "\"; filename*=UTF-8''" + percent_encode(file.download_name);
  }
  answer.set("Content-Disposition", disposition);
}

}  // namespace netra::http
