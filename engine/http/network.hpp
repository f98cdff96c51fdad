// Addresses: which proxies are trusted, and which client stands behind them.
//
// Threads: immutable after it is built.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.hpp"

namespace netra::http {

using Address = std::array<unsigned char, 16>;  // IPv4 as ::ffff:a.b.c.d

std::optional<Address> parse_address(std::string_view text);
// The bucket throttles count by: "203.0.113.7" (IPv4 /32), "2001:db8:1:2::" (IPv6 /64).
std::string network_of(const Address& address);
bool is_loopback(const Address& address);

class Networks {
 public:
  // "10.0.0.0/8", "127.0.0.1", "fd00::/8". Errors: server.settings
  static Result<Networks> parse(const std::vector<std::string>& texts);
  bool contains(const Address& address) const;
  bool empty() const { return networks_.empty(); }

 private:
  struct Network {
    Address address{};
    int bits = 128;
  };
  std::vector<Network> networks_;
};

// The client's address: the last one in X-Forwarded-For that is no trusted proxy, when the peer is one.
Address client_of(const Address& peer, std::string_view forwarded_for, const Networks& trusted);

}  // namespace netra::http
