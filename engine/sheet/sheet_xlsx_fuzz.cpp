// Any bytes are read as an archive or as the parts of one, or refused. The first byte chooses which part the rest is.
#include <cstdint>

#include "engine/sheet/archive.hpp"
#include "engine/sheet/testing.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace netra;
  if (size == 0) return 0;
  const std::string rest(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (data[0] == 'P') {
    (void)sheet::read_xlsx({reinterpret_cast<const char*>(data), size});
    return 0;
  }
  static const auto kWhole = sheet::testing::workbook("<row><c t=\"s\"><v>0</v></c><c s=\"1\"><v>45572</v></c></row>");
  auto parts = kWhole;
  auto chosen = parts.begin();
  std::advance(chosen, data[0] % parts.size());
  chosen->second = rest;
  sheet::Limits limits;
  limits.rows = 2000;
  (void)sheet::read_workbook(
      [&](const std::string& path) -> Result<std::optional<std::string>> {
        const auto found = parts.find(path);
        if (found == parts.end()) return std::optional<std::string>();
        return std::optional<std::string>(found->second);
      },
      limits);
  return 0;
}
