// Whatever is typed, normalise_code answers; what it accepts is a fixed point.
#include <cstdint>
#include <cstdlib>

#include "engine/crypto/code.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view typed(reinterpret_cast<const char*>(data), size);
  for (auto normalise : {netra::crypto::normalise_code, netra::crypto::normalise_short_code}) {
    auto code = normalise(typed);
    if (!code) continue;
    auto again = normalise(*code);
    if (!again || *again != *code) std::abort();
  }
  return 0;
}
