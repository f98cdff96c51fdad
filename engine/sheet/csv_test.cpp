#include <gmock/gmock.h>
#include <rapidcheck.h>

#include "engine/base/text.hpp"
#include "engine/sheet/sheet.hpp"

namespace netra::sheet {
namespace {

using ::testing::StartsWith;
using Rows = std::vector<Row>;

TEST(Csv, ReadsWhatSpreadsheetsWrite) {
  struct {
    const char* why;
    std::string text;
    Rows rows;
  } const cases[] = {
      {"plain", "a,b\nc,d\n", {{"a", "b"}, {"c", "d"}}},
      {"no line end at the end, CRLF within", "a,b\r\nc,d", {{"a", "b"}, {"c", "d"}}},
      {"line ends of old machines", "a,b\rc,d\r", {{"a", "b"}, {"c", "d"}}},
      {"commas, quotes and line ends inside quotes", "\"a,\"\"b\"\"\",\"c\nd\"\n", {{"a,\"b\"", "c\nd"}}},
      {"empty cells stay between, not at the end", "a,,b,\n", {{"a", "", "b"}}},
      {"blank rows keep the numbers of the others", "a\n\n,,\nb\n\n\n", {{"a"}, {}, {}, {"b"}}},
      {"a byte order mark is no text",
       "\xEF\xBB\xBF"
       "a;b\n",
       {{"a", "b"}}},
      {"semicolons, as Indonesian spreadsheets save; a comma is a decimal mark",
       "a;b\n1,5;2\n",
       {{"a", "b"}, {"1,5", "2"}}},
      {"tabs", "a\tb\nc, d\te\n", {{"a", "b"}, {"c, d", "e"}}},
      {"quoted separators do not count", "\"a;b;c\",d\n", {{"a;b;c", "d"}}},
      {"a quote within a bare cell is text", "5\" pipe,b\n", {{"5\" pipe", "b"}}},
      {"letters beyond ASCII", "Ra\"as,β€\n", {{"Ra\"as", "β€"}}},
  };
  for (const auto& row : cases) {
    SCOPED_TRACE(row.why);
    auto table = read_csv(row.text);
    ASSERT_TRUE(table) << table.error().code << " " << table.error().detail;
    EXPECT_EQ(table->rows, row.rows);
  }
}

TEST(Csv, RefusesWithTheCell) {
  Limits narrow;
  narrow.rows = 3;
  narrow.columns = 2;
  narrow.cell_bytes = 10;
  struct {
    const char* why;
    std::string text;
    const char* code;
    const char* cell;
  } const cases[] = {
      {"a quote that never closes", "a,b\nc,\"d", "sheet.quote", "B2"},
      {"text after a closed quote", "\"a\"b", "sheet.quote", "A1"},
      {"Windows-1252", "nama\nJos\xE9\n", "sheet.encoding", "A2"},
      {"UTF-16",
       std::string("\xFF\xFE"
                   "a\0",
                   4),
       "sheet.encoding", "A1"},
      {"a NUL", std::string("a,b\0c\n", 6), "sheet.encoding", "B1"},
      {"half a character", "a\n\xC3", "sheet.encoding", "A2"},
      {"too many rows", "a\nb\nc\nd\n", "sheet.too_large", "A4"},
      {"too many columns", "a,b,c\n", "sheet.too_large", "C1"},
      {"too much in a cell", "a\n12345678901\n", "sheet.too_large", "A2"},
      {"nothing", "", "sheet.empty", ""},
      {"nothing but separators", ";;;\r\n;;\r\n", "sheet.empty", ""},
  };
  for (const auto& row : cases) {
    SCOPED_TRACE(row.why);
    auto table = read_csv(row.text, narrow);
    ASSERT_FALSE(table);
    EXPECT_EQ(table.error().code, row.code);
    EXPECT_EQ(table.error().detail, row.cell);
  }
}

TEST(Csv, WritesNothingThatRunsAsAFormula) {
  Sheet sheet{"x", {{"place"}, {"a,b"}}, {}};
  for (const char* text : {"=1+1", "+62", "-3", "@SUM(A1)", "\tx", "\rx", "plain \"quoted\", =1"})
    sheet.rows.push_back({std::string(text), std::int64_t{-7}});
  EXPECT_EQ(
      write_csv(sheet),
      "\xEF\xBB\xBFplace,\"a,b\"\r\n\"'=1+1\",-7\r\n\"'+62\",-7\r\n\"'-3\",-7\r\n\"'@SUM(A1)\",-7\r\n\"'\tx\",-7\r\n"
      "\"'\rx\",-7\r\n\"plain \"\"quoted\"\", =1\",-7\r\n");
}

TEST(Csv, WhatIsWrittenIsReadBack) {
  rc::check([](const std::vector<std::vector<std::string>>& texts) {
    Sheet sheet{"x", {{"head"}}, {}};
    Rows expected{{"head"}};
    for (const auto& row : texts) {
      std::vector<Cell> cells;
      Row wanted;
      for (const auto& noise : row) {
        const std::string text = is_valid_utf8(noise) ? noise : std::to_string(noise.size());
        cells.emplace_back(text);
        const bool is_guarded = !text.empty() && std::string_view("=+-@\t\r").find(text[0]) != std::string_view::npos;
        wanted.push_back(is_guarded ? "'" + text : text);
      }
      while (!wanted.empty() && wanted.back().empty()) wanted.pop_back();
      sheet.rows.push_back(std::move(cells));
      expected.push_back(std::move(wanted));
    }
    while (expected.back().empty()) expected.pop_back();
    Limits wide;
    wide.columns = 10'000;
    auto back = read_csv(write_csv(sheet), wide);
    RC_ASSERT(back.has_value());
    RC_ASSERT(back->rows == expected);
  });
}

TEST(CellName, IsThatOfSpreadsheets) {
  EXPECT_EQ(cell_name(0, 0), "A1");
  EXPECT_EQ(cell_name(2, 25), "Z3");
  EXPECT_EQ(cell_name(9, 26), "AA10");
  EXPECT_EQ(cell_name(0, 701), "ZZ1");
  EXPECT_EQ(cell_name(0, 702), "AAA1");
}

TEST(Read, TellsTablesFromOtherFilesByTheirBytes) {
  EXPECT_EQ(read("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1").error().code, "sheet.unreadable") << "a workbook of before 2007";
  EXPECT_EQ(read("%PDF-1.7\n").error().code, "sheet.unreadable");
  EXPECT_EQ(read("PK\x03\x04 no archive").error().code, "sheet.unreadable");
  EXPECT_EQ(read("\xFF\xD8\xFF\xE0 picture").error().code, "sheet.encoding");
  EXPECT_EQ(read("a,b\n")->front().rows, (Rows{{"a", "b"}}));
}

}  // namespace
}  // namespace netra::sheet
