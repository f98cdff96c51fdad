#include "engine/hook/address.hpp"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netdb.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <memory>

namespace netra::hook {

namespace {

struct Range {
  std::array<std::uint8_t, 16> start;
  int bits;
};

constexpr Range v4(std::uint8_t a, std::uint8_t b, std::uint8_t c, std::uint8_t d, int bits) {
  return {{a, b, c, d}, bits};
}

// What is not public of IPv4.
constexpr Range kClosed4[] = {
    v4(0, 0, 0, 0, 8),         // this network
    v4(10, 0, 0, 0, 8),        // private
    v4(100, 64, 0, 0, 10),     // shared between a carrier and its customers
    v4(127, 0, 0, 0, 8),       // loopback
    v4(168, 63, 129, 16, 32),  // a cloud's platform service (Azure)
    v4(169, 254, 0, 0, 16),    // link-local, with the metadata services
    v4(172, 16, 0, 0, 12),     // private
    v4(192, 0, 0, 0, 24),      // protocol assignments
    v4(192, 0, 2, 0, 24),      // documentation
    v4(192, 31, 196, 0, 24),   // AS112
    v4(192, 52, 193, 0, 24),   // AMT
    v4(192, 88, 99, 0, 24),    // 6to4 relays
    v4(192, 168, 0, 0, 16),    // private
    v4(192, 175, 48, 0, 24),   // AS112
    v4(198, 18, 0, 0, 15),     // measurements
    v4(198, 51, 100, 0, 24),   // documentation
    v4(203, 0, 113, 0, 24),    // documentation
    v4(224, 0, 0, 0, 4),       // multicast
    v4(240, 0, 0, 0, 4),       // reserved, broadcast
};

// IPv6: 2000::/3 is what is given out worldwide; of it these are not. All else (loopback, mapped and translated IPv4,
// unique local, link-local, multicast) lies outside.
constexpr Range kOpen6{{0x20}, 3};
constexpr Range kClosed6[] = {
    {{0x20, 0x01, 0x00}, 23},              // protocol assignments: Teredo, ORCHID, benchmarks
    {{0x20, 0x01, 0x0d, 0xb8}, 32},        // documentation
    {{0x20, 0x02}, 16},                    // 6to4: carries an IPv4 address
    {{0x26, 0x20, 0x00, 0x4f, 0x80}, 48},  // AS112
    {{0x3f, 0xff}, 20},                    // documentation
};

bool lies_in(const Ip& address, const Range& range) {
  int left = range.bits;
  for (std::size_t i = 0; left > 0; ++i, left -= 8) {
    auto mask = static_cast<std::uint8_t>(left >= 8 ? 0xFF : 0xFF << (8 - left));
    if ((address.bytes[i] & mask) != (range.start[i] & mask)) return false;
  }
  return true;
}

template <class Ranges>
bool in_any(const Ip& address, const Ranges& ranges) {
  return std::any_of(std::begin(ranges), std::end(ranges), [&](const Range& r) { return lies_in(address, r); });
}

struct Free {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};

std::string part(CURLU* url, CURLUPart what, unsigned flags = 0) {
  char* text = nullptr;
  if (curl_url_get(url, what, &text, flags) != CURLUE_OK || !text) return {};
  std::string out = text;
  curl_free(text);
  return out;
}

auto wrong_url() { return fail_fields("hook.url", {{"/url", "field.hook_url", {}}}); }

bool is_name(std::string_view host) {
  if (host.empty() || host.size() > 253 || host.find('.') == std::string_view::npos) return false;
  bool label_starts = true;
  for (char c : host) {
    if (c == '.' && label_starts) return false;
    label_starts = c == '.';
    if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.')) return false;
  }
  // A number at the end is an address in a spelling of its own, not a name.
  auto last = host.substr(host.rfind('.') + 1);
  return !label_starts && last.size() >= 2 && last.front() >= 'a' && last.front() <= 'z' && !last.starts_with("0x");
}

bool is_own_name(std::string_view host) {
  for (std::string_view end : {"localhost", "local", "internal", "intranet", "lan", "home.arpa", "invalid", "onion"})
    if (host == end || host.ends_with("." + std::string(end))) return true;
  return false;
}

bool is_good_port(unsigned port) { return port == 443 || port > 1023; }

}  // namespace

std::optional<Ip> parse_ip(std::string_view text) {
  std::string copy(text);
  Ip out;
  if (inet_pton(AF_INET, copy.c_str(), out.bytes.data()) == 1) return out;
  out.is_v6 = true;
  if (inet_pton(AF_INET6, copy.c_str(), out.bytes.data()) == 1) return out;
  return std::nullopt;
}

std::string text_of(const Ip& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  inet_ntop(address.is_v6 ? AF_INET6 : AF_INET, address.bytes.data(), text.data(), text.size());
  return text.data();
}

bool is_public(const Ip& address) {
  if (!address.is_v6) return !in_any(address, kClosed4);
  return lies_in(address, kOpen6) && !in_any(address, kClosed6);
}

bool is_loopback(const Ip& address) {
  if (!address.is_v6) return address.bytes[0] == 127;
  return address == *parse_ip("::1");
}

bool is_allowed(const Ip& address, const Policy& policy) {
  return is_public(address) || (policy.loopback && is_loopback(address));
}

namespace {

// Fills host and literal. False: neither a public name nor an allowed address.
bool read_host(Target& target, std::string host, const Policy& policy) {
  std::transform(host.begin(), host.end(), host.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
  target.host = host;
  target.literal = parse_ip(host);
  if (target.literal) return is_allowed(*target.literal, policy);
  if (policy.loopback && host == "localhost") return true;
  return is_name(host) && !is_own_name(host);
}

bool is_here(const Target& target) {
  return target.literal ? is_loopback(*target.literal) : target.host == "localhost";
}

}  // namespace

Result<Target> check_url(std::string_view url, const Policy& policy) {
  constexpr std::size_t kLongest = 2000;
  if (url.size() > kLongest || std::any_of(url.begin(), url.end(), [](char c) { return c <= ' ' || c >= 0x7F; }))
    return wrong_url();
  std::unique_ptr<CURLU, Free> read(curl_url());
  if (!read || curl_url_set(read.get(), CURLUPART_URL, std::string(url).c_str(), 0) != CURLUE_OK) return wrong_url();
  if (!part(read.get(), CURLUPART_USER).empty() || !part(read.get(), CURLUPART_PASSWORD).empty() ||
      !part(read.get(), CURLUPART_FRAGMENT).empty() || !part(read.get(), CURLUPART_ZONEID).empty())
    return wrong_url();
  Target out;
  if (!read_host(out, part(read.get(), CURLUPART_HOST), policy)) return wrong_url();
  auto scheme = part(read.get(), CURLUPART_SCHEME);
  if (scheme != "https" && !(scheme == "http" && is_here(out))) return wrong_url();
  auto port = part(read.get(), CURLUPART_PORT, CURLU_DEFAULT_PORT);
  unsigned number = 0;
  auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), number);
  if (error != std::errc() || end != port.data() + port.size() || number > 0xFFFF || !is_good_port(number))
    return wrong_url();
  out.port = static_cast<std::uint16_t>(number);
  out.url = part(read.get(), CURLUPART_URL);
  return out;
}

Resolver system_resolver() {
  return [](const std::string& host) {
    std::vector<Ip> out;
    addrinfo hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (getaddrinfo(host.c_str(), nullptr, &hints, &found) != 0) return out;
    for (const auto* at = found; at; at = at->ai_next) {
      Ip ip;
      ip.is_v6 = at->ai_family == AF_INET6;
      if (at->ai_family == AF_INET)
        std::memcpy(ip.bytes.data(), &reinterpret_cast<const sockaddr_in*>(at->ai_addr)->sin_addr, 4);
      else if (ip.is_v6)
        std::memcpy(ip.bytes.data(), &reinterpret_cast<const sockaddr_in6*>(at->ai_addr)->sin6_addr, 16);
      else
        continue;
      out.push_back(ip);
    }
    freeaddrinfo(found);
    return out;
  };
}

Result<Ip> choose_address(const Target& target, const Resolver& resolver, const Policy& policy) {
  auto addresses = target.literal ? std::vector<Ip>{*target.literal} : resolver(target.host);
  if (addresses.empty()) return fail(Outcome::kUnavailable, "hook.unresolved");
  for (const auto& address : addresses)
    if (!is_allowed(address, policy) || (is_loopback(address) && !is_here(target)))
      return fail(Outcome::kInvalid, "hook.address");
  return addresses.front();
}

}  // namespace netra::hook
