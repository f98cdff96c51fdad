#include <stdlib.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "engine/base/text.hpp"
#include "engine/sheet/sheet.hpp"

namespace netra::sheet {

namespace {

constexpr std::size_t kMostText = 32'767;  // characters in one cell, by the format
constexpr int kNarrow = 8, kWide = 60;

std::string guarded(std::string_view text) {
  constexpr std::string_view kRunsAsFormula = "=+-@\t\r";
  std::string out = "\"";
  if (!text.empty() && kRunsAsFormula.find(text.front()) != std::string_view::npos) out += '\'';
  for (char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

// Column names stand bare where they can, as programs like to find them.
std::string header_cell(const std::string& text) {
  const bool is_plain = text.find_first_of("\",;=+-@\t\r\n") == std::string::npos;
  return is_plain ? text : guarded(text);
}

std::string csv_cell(const Cell& cell) {
  if (const auto* number = std::get_if<std::int64_t>(&cell)) return std::to_string(*number);
  return guarded(std::get<std::string>(cell));
}

std::string shown(const Cell& cell) {
  if (const auto* number = std::get_if<std::int64_t>(&cell)) return std::to_string(*number);
  return std::get<std::string>(cell);
}

int width_of(const Sheet& sheet, std::size_t column) {
  if (sheet.columns[column].width > 0) return sheet.columns[column].width;
  auto widest = length_in_characters(sheet.columns[column].header);
  for (const auto& row : sheet.rows)
    if (column < row.size()) widest = std::max(widest, length_in_characters(shown(row[column])));
  return std::clamp(static_cast<int>(widest) + 2, kNarrow, kWide);
}

std::string sheet_name(std::string_view wanted, std::size_t number) {
  std::string out;
  for (char c : first_characters(wanted, 31))
    if (std::string_view("[]:*?/\\'").find(c) == std::string_view::npos) out += c;
  return out.empty() ? "Sheet" + std::to_string(number + 1) : out;
}

void fill(lxw_workbook* book, const Sheet& sheet, lxw_worksheet* page) {
  auto* head = workbook_add_format(book);
  format_set_bold(head);
  format_set_bg_color(head, 0xE8ECF4);
  format_set_text_wrap(head);
  format_set_align(head, LXW_ALIGN_VERTICAL_TOP);
  for (std::size_t i = 0; i < sheet.columns.size(); ++i) {
    const auto column = static_cast<lxw_col_t>(i);
    worksheet_set_column(page, column, column, width_of(sheet, i), nullptr);
    worksheet_write_string(page, 0, column, sheet.columns[i].header.c_str(), head);
  }
  worksheet_freeze_panes(page, 1, 0);
  lxw_row_t at = 0;
  for (const auto& row : sheet.rows) {
    ++at;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const auto column = static_cast<lxw_col_t>(i);
      if (const auto* number = std::get_if<std::int64_t>(&row[i]))
        worksheet_write_number(page, at, column, static_cast<double>(*number), nullptr);
      else
        worksheet_write_string(
            page, at, column, std::string(first_characters(std::get<std::string>(row[i]), kMostText)).c_str(), nullptr);
    }
  }
}

// The library writes to files only: a folder of our own, gone when we leave.
class Folder {
 public:
  Folder() {
    std::error_code error;
    path_ = (std::filesystem::temp_directory_path(error) / "netra-sheet-XXXXXX").string();
    if (error || !mkdtemp(path_.data())) path_.clear();
  }
  ~Folder() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace

std::string write_csv(const Sheet& sheet) {
  std::string out = "\xEF\xBB\xBF";
  for (std::size_t i = 0; i < sheet.columns.size(); ++i) out += (i ? "," : "") + header_cell(sheet.columns[i].header);
  out += "\r\n";
  for (const auto& row : sheet.rows) {
    for (std::size_t i = 0; i < row.size(); ++i) out += (i ? "," : "") + csv_cell(row[i]);
    out += "\r\n";
  }
  return out;
}

Result<std::string> write_xlsx(const std::vector<Sheet>& sheets) {
  Folder folder;
  if (folder.path().empty()) return fail(Outcome::kUnavailable, "sheet.unwritable", "no temporary folder");
  const auto path = folder.path() + "/sheet.xlsx";
  lxw_workbook_options options{};
  options.tmpdir = const_cast<char*>(folder.path().c_str());
  auto* book = workbook_new_opt(path.c_str(), &options);
  if (!book) return fail(Outcome::kUnavailable, "sheet.unwritable");
  std::set<std::string> names;  // spreadsheets refuse a name given twice, in whatever case
  for (std::size_t i = 0; i < sheets.size(); ++i) {
    auto name = sheet_name(sheets[i].name, i);
    if (!names.insert(fold(name)).second) name = "Sheet" + std::to_string(i + 1);
    if (auto* page = workbook_add_worksheet(book, name.c_str())) fill(book, sheets[i], page);
  }
  if (auto error = workbook_close(book); error != LXW_NO_ERROR)
    return fail(Outcome::kUnavailable, "sheet.unwritable", lxw_strerror(error));
  std::ifstream in(path, std::ios::binary);
  std::string bytes(std::istreambuf_iterator<char>(in), {});
  if (!in || bytes.empty()) return fail(Outcome::kUnavailable, "sheet.unwritable");
  return bytes;
}

Result<files::Body> download(Format format, const std::vector<Sheet>& sheets, const std::string& stem) {
  if (format == Format::csv) {
    auto text = std::make_shared<const std::string>(write_csv(sheets.at(0)));
    return files::Body{{}, "text/csv; charset=utf-8", stem + ".csv", {}, std::move(text)};
  }
  auto bytes = write_xlsx(sheets);
  if (!bytes) return fail(std::move(bytes.error()));
  return files::Body{{},
                     "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                     stem + ".xlsx",
                     {},
                     std::make_shared<const std::string>(std::move(*bytes))};
}

}  // namespace netra::sheet
