// Any bytes are read as CSV or refused; what is read is written and read back the same, but for the guards.
#include <cstdint>
#include <cstdlib>

#include "engine/sheet/sheet.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace netra::sheet;
  auto table = read_csv({reinterpret_cast<const char*>(data), size});
  if (!table) return 0;
  Sheet sheet{"x", {{"head"}}, {}};
  for (const auto& row : table->rows) {
    sheet.rows.emplace_back();
    for (const auto& cell : row) sheet.rows.back().emplace_back("x" + cell);
  }
  auto back = read_csv(write_csv(sheet));
  if (!back) std::abort();
  for (std::size_t i = 0; i < table->rows.size(); ++i)
    for (std::size_t k = 0; k < table->rows[i].size(); ++k)
      if (back->rows.at(i + 1).at(k) != "x" + table->rows[i][k]) std::abort();
  return 0;
}
