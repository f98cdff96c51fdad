// Whatever a law file holds, loading ends with rules or with faults, never otherwise.
#include <cstddef>
#include <cstdint>
#include <string>

#include "domain/procedure/procedure.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  netra::Assets assets;
  std::string text(reinterpret_cast<const char*>(data), size);
  assets.add("procedures/p/stages.toml", text);
  assets.add("procedures/neutrality/rules.toml", text);
  assets.add("procedures/holidays/2024.toml", text);
  (void)netra::procedure::load(assets);
  return 0;
}
