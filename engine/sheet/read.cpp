#include "engine/sheet/sheet.hpp"

namespace netra::sheet {

std::string cell_name(std::size_t row, std::size_t column) {
  std::string letters;
  for (auto rest = column + 1; rest > 0; rest = (rest - 1) / 26)
    letters.insert(letters.begin(), static_cast<char>('A' + (rest - 1) % 26));
  return letters + std::to_string(row + 1);
}

Format format_of(std::string_view bytes) {
  return bytes.starts_with("PK\x03\x04") || bytes.starts_with("PK\x05\x06") ? Format::xlsx : Format::csv;
}

Result<std::vector<Table>> read(std::string_view bytes, const Limits& limits) {
  if (format_of(bytes) == Format::xlsx) return read_xlsx(bytes, limits);
  // The binary workbooks of before 2007 and pictures are no text either; they deserve a plain word.
  if (bytes.starts_with("\xD0\xCF\x11\xE0") || bytes.starts_with("%PDF-"))
    return fail(Outcome::kInvalid, "sheet.unreadable");
  auto table = read_csv(bytes, limits);
  if (!table) return fail(std::move(table.error()));
  return std::vector<Table>{std::move(*table)};
}

}  // namespace netra::sheet
