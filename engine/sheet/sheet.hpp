// Tables in and out: CSV (RFC 4180) and XLSX, as people keep their registers.
//
//   auto tables = sheet::read(bytes);                        // by content, never by name
//   for (const auto& row : tables->front().rows) row[0];     // text cells; row i is row i + 1 of the file
//
//   sheet::Sheet out{"Register", {{"Election"}, {"Count"}}, {{std::string("pilkada-2024"), std::int64_t{6}}}};
//   reply.file = sheet::download(sheet::Format::xlsx, {out}, "register-2024");
//
// Reading. CSV: UTF-8 with or without a byte order mark; comma, semicolon or tab, whichever the first row has most of;
// CRLF, LF or CR; line ends within quotes. Bytes that are no UTF-8 are refused, never guessed. XLSX: shared and inline
// strings, numbers, truth values, the results of formulas as they were last computed (formulas are not run), dates by
// style in both date systems ("2024-10-07", "2024-10-07 16:00", "16:00"); hidden sheets too. No DTD, no external parts;
// an archive that would swell beyond the limits is refused before it is unpacked.
// A blank row stays (empty), so that row numbers are those a person sees; blank rows and cells at the end go.
//
// Writing. Text is written as text: what a spreadsheet would run as a formula gets an apostrophe in front in CSV and is
// a plain string in XLSX. CSV is UTF-8 with a byte order mark (spreadsheets guess wrong without it) and CRLF.
//
// Threads: free functions, any thread.
// Errors (kInvalid; `detail` is the cell, "B3", when one is to blame, for messages as {detail}):
//   sheet.empty      no row with anything in it        sheet.encoding   not UTF-8
//   sheet.quote      a quote is not closed, or text follows a closed one
//   sheet.unreadable not a spreadsheet, or a damaged one   sheet.too_large  beyond the limits
//   sheet.unwritable (kUnavailable) no room for the temporary file
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/files/body.hpp"

namespace netra::sheet {

using Row = std::vector<std::string>;

struct Table {
  std::string name;  // of the sheet; empty for CSV
  std::vector<Row> rows;
};

struct Limits {
  std::size_t rows = 100'000;     // of one sheet, blank ones too
  std::size_t columns = 256;      // the last column that may hold something
  std::size_t cells = 1'000'000;  // of all sheets
  std::size_t sheets = 50;
  std::size_t cell_bytes = 40'000;
  std::size_t unpacked = 64UL << 20;  // bytes of all parts of an archive together
  std::size_t ratio = 250;            // unpacked to packed, of a part larger than a megabyte
};

enum class Format { csv, xlsx };

Format format_of(std::string_view bytes);  // xlsx for any archive
Result<Table> read_csv(std::string_view bytes, const Limits& limits = {});
Result<std::vector<Table>> read_xlsx(std::string_view bytes, const Limits& limits = {});
Result<std::vector<Table>> read(std::string_view bytes, const Limits& limits = {});

// "B3": column from 0, row from 0.
std::string cell_name(std::size_t row, std::size_t column);

// ---- writing ----

using Cell = std::variant<std::string, std::int64_t>;

struct Column {
  std::string header;
  int width = 0;  // characters, for XLSX; 0: by what stands in it
};

struct Sheet {
  std::string name;  // at most 31 characters, none of []:*?/\; what does not fit is left out
  std::vector<Column> columns;
  std::vector<std::vector<Cell>> rows;
};

std::string write_csv(const Sheet& sheet);
// Header in bold on a tint, first row frozen. Errors: sheet.unwritable
Result<std::string> write_xlsx(const std::vector<Sheet>& sheets);

// The file as an answer's body; `stem` without extension. CSV holds the first sheet. Errors: sheet.unwritable
Result<files::Body> download(Format format, const std::vector<Sheet>& sheets, const std::string& stem);

}  // namespace netra::sheet
