// Where a webhook may go. An address that an administrator types must not become a way into our own network (SSRF):
// only https to public addresses, whatever spelling is used and whatever the name resolves to at the moment of sending.
//
//   auto target = hook::check_url("https://sistem.example/kait", policy);       // hook.url
//   auto address = hook::choose_address(*target, resolver, policy);             // hook.address
//
// The name is resolved once per attempt, every address of the answer must be public, and the connection is pinned to
// the one that was checked, so that a second answer of the name server changes nothing (DNS rebinding).
//
// Threads: any. The URL is read by libcurl's own parser, the same that connects, so that two readers never differ.
// Source: IANA IPv4 and IPv6 Special-Purpose Address Registries; RFC 6890, RFC 4291, RFC 6052, RFC 3056.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.hpp"

namespace netra::hook {

struct Ip {
  bool is_v6 = false;
  std::array<std::uint8_t, 16> bytes{};  // IPv4: the first four
  friend bool operator==(const Ip&, const Ip&) = default;
};

std::optional<Ip> parse_ip(std::string_view text);  // plain forms only: "192.0.2.1", "2001:db8::1"
std::string text_of(const Ip& address);

// Reachable from everywhere and belonging to somebody else: neither private, loopback, link-local, shared, reserved,
// documentation, multicast, a cloud's metadata service, nor an IPv6 form that carries an IPv4 address.
bool is_public(const Ip& address);
bool is_loopback(const Ip& address);

struct Policy {
  bool loopback = false;  // for trying out: also this machine itself, there without TLS too; never a neighbour
};

bool is_allowed(const Ip& address, const Policy& policy);

struct Target {
  std::string url;   // as libcurl writes it
  std::string host;  // lower case; an IPv6 literal without brackets
  std::uint16_t port = 443;
  std::optional<Ip> literal;  // the host is an address
};

// Errors: hook.url (with the field /url): no https, no name or public address, sign-in data in it, an odd port ...
Result<Target> check_url(std::string_view url, const Policy& policy);

// All addresses of a name; none when it has none.
using Resolver = std::function<std::vector<Ip>(const std::string& host)>;
Resolver system_resolver();

// Errors: hook.unresolved (kUnavailable), hook.address (kInvalid): one of its addresses is not public
Result<Ip> choose_address(const Target& target, const Resolver& resolver, const Policy& policy);

}  // namespace netra::hook
