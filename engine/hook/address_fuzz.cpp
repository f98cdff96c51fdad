// Whatever is typed as an address: what is taken is https to a public address or a name, and reads the same again.
#include <cstdint>
#include <cstdlib>

#include "engine/hook/address.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace netra::hook;
  std::string_view typed(reinterpret_cast<const char*>(data), size);
  auto target = check_url(typed, {});
  if (!target) return 0;
  if (!target->url.starts_with("https://") || target->host.empty()) std::abort();
  if (target->literal && !is_public(*target->literal)) std::abort();
  if (!target->literal && parse_ip(target->host)) std::abort();
  auto again = check_url(target->url, {});
  if (!again || again->host != target->host || again->port != target->port) std::abort();
  return 0;
}
