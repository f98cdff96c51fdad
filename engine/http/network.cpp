#include "engine/http/network.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

#include "engine/http/text.hpp"

namespace netra::http {

namespace {

bool is_v4(const Address& address) {
  return std::all_of(address.begin(), address.begin() + 10, [](unsigned char b) { return b == 0; }) &&
         address[10] == 0xFF && address[11] == 0xFF;
}

}  // namespace

std::optional<Address> parse_address(std::string_view text) {
  text = trim(text);
  if (text.size() > 2 && text.front() == '[' && text.back() == ']') text = text.substr(1, text.size() - 2);
  std::string copy(text.substr(0, text.find('%')));  // without an interface's name
  Address address{};
  if (::inet_pton(AF_INET, copy.c_str(), address.data() + 12) == 1) {
    address[10] = address[11] = 0xFF;
    return address;
  }
  if (::inet_pton(AF_INET6, copy.c_str(), address.data()) == 1) return address;
  return std::nullopt;
}

std::string network_of(const Address& address) {
  char text[INET6_ADDRSTRLEN] = {};
  if (is_v4(address)) {
    ::inet_ntop(AF_INET, address.data() + 12, text, sizeof text);
    return text;
  }
  Address network = address;
  if (!is_loopback(address)) std::fill(network.begin() + 8, network.end(), static_cast<unsigned char>(0));
  ::inet_ntop(AF_INET6, network.data(), text, sizeof text);
  return text;
}

bool is_loopback(const Address& address) {
  if (is_v4(address)) return address[12] == 127;
  return address[15] == 1 && std::all_of(address.begin(), address.begin() + 15, [](unsigned char b) { return b == 0; });
}

Result<Networks> Networks::parse(const std::vector<std::string>& texts) {
  Networks out;
  for (const auto& text : texts) {
    auto slash = text.find('/');
    auto address = parse_address(text.substr(0, slash));
    Network network;
    if (address) network.address = *address;
    if (address && slash != std::string::npos) {
      auto digits = std::string_view(text).substr(slash + 1);
      auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), network.bits);
      int most = is_v4(*address) ? 32 : 128;
      if (error != std::errc() || end != digits.data() + digits.size() || network.bits < 0 || network.bits > most) {
        address.reset();
      }
      if (most == 32) network.bits += 96;
    }
    if (!address) return fail(Outcome::kInvalid, "server.settings", "no network: " + text);
    out.networks_.push_back(network);
  }
  return out;
}

bool Networks::contains(const Address& address) const {
  return std::any_of(networks_.begin(), networks_.end(), [&](const Network& network) {
    for (int bit = 0; bit < network.bits; ++bit) {
      auto byte = static_cast<std::size_t>(bit / 8);
      auto mask = static_cast<unsigned char>(0x80 >> (bit % 8));
      if ((address[byte] & mask) != (network.address[byte] & mask)) return false;
    }
    return true;
  });
}

Address client_of(const Address& peer, std::string_view forwarded_for, const Networks& trusted) {
  Address client = peer;
  while (!forwarded_for.empty() && trusted.contains(client)) {
    auto comma = forwarded_for.rfind(',');
    auto last = comma == std::string_view::npos ? forwarded_for : forwarded_for.substr(comma + 1);
    auto address = parse_address(last);
    if (!address) break;
    client = *address;
    forwarded_for = comma == std::string_view::npos ? std::string_view() : forwarded_for.substr(0, comma);
  }
  return client;
}

}  // namespace netra::http
