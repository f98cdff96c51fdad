#include <gmock/gmock.h>
#include <rapidcheck.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "engine/base/text.hpp"
#include "engine/sheet/dates.hpp"
#include "engine/sheet/sheet.hpp"
#include "engine/sheet/testing.hpp"

namespace netra::sheet {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::pack;
using testing::workbook;
using Rows = std::vector<Row>;

std::string outcome(const Result<std::vector<Table>>& result) { return result ? "read" : result.error().code; }

TEST(Xlsx, ReadsEveryKindOfCell) {
  auto tables = read_xlsx(pack(workbook(
      "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c><c r=\"D1\" "
      "t=\"inlineStr\"><is><t>di "
      "dalam</t></is></c></row>"
      "<row r=\"3\"><c r=\"A3\"><v>1158</v></c><c r=\"B3\"><v>1.158E3</v></c><c r=\"C3\"><v>0.1</v></c><c r=\"D3\" "
      "t=\"b\"><v>1</v></c><c r=\"E3\" t=\"str\"><f>A3+1</f><v>hasil</v></c><c r=\"F3\" t=\"e\"><v>#REF!</v></c></row>"
      "<row><c s=\"1\"><v>45572</v></c><c s=\"2\"><v>45572</v></c><c s=\"3\"><v>38</v></c><c "
      "s=\"4\"><v>45572.6666666667</v></c><c t=\"s\"><v>77</v></c><c><v>baris_x000A_dua</v></c></row>")));
  ASSERT_TRUE(tables) << tables.error().code;
  ASSERT_EQ(tables->size(), 1u);
  EXPECT_EQ(tables->front().name, "Satu");
  EXPECT_EQ(tables->front().rows, (Rows{{"Kota Serang", "dua potong", "", "di dalam"},
                                        {},
                                        {"1158", "1158", "0.1", "TRUE", "hasil", "#REF!"},
                                        {"2024-10-07", "2024-10-07", "38", "2024-10-07 16:00", "", "baris_x000A_dua"}}))
      << "a string that is not there is empty; a number that is none stays as written";
}

TEST(Xlsx, CountsDaysInBothSystems) {
  auto tables = read_xlsx(pack(workbook("<row><c s=\"1\"><v>44110</v></c></row>", "<workbookPr date1904=\"1\"/>")));
  ASSERT_TRUE(tables);
  EXPECT_EQ(tables->front().rows[0][0], "2024-10-07");
  struct {
    double serial;
    const char* text;
  } const rows[] = {{1, "1900-01-01"},
                    {59, "1900-02-28"},
                    {61, "1900-03-01"},
                    {45572, "2024-10-07"},
                    {0.5, "12:00"},
                    {45572.75, "2024-10-07 18:00"},
                    {2958465, "9999-12-31"},
                    {-1, ""},
                    {45572.999999999, "2024-10-08"},
                    {3e6, ""},
                    {0.00001157407, "00:00:01"}};
  for (const auto& row : rows) EXPECT_EQ(date_text(row.serial, DateSystem::from_1900), row.text) << row.serial;
}

TEST(Xlsx, KnowsDatesByTheirFormat) {
  struct {
    const char* code;
    bool is_date;
  } const rows[] = {{"dd/mm/yyyy", true},  {"[$-421]dd mmmm yyyy;@", true},
                    {"[h]:mm", true},      {"hh:mm:ss", true},
                    {"General", false},    {"#,##0.00", false},
                    {"0\" day\"", false},  {"[Red]0", false},
                    {"\\d0", false},       {"0;dd", false},
                    {"\"unclosed", false}, {"[unclosed", false},
                    {"_d0_y", false}};
  for (const auto& row : rows) EXPECT_EQ(is_date_format(std::string_view(row.code)), row.is_date) << row.code;
}

TEST(Xlsx, ReadsAnyPrefixAndSeveralSheets) {
  auto parts = workbook("");
  parts["xl/workbook.xml"] = testing::kXml + "<x:workbook xmlns:x=\"" + testing::kMain + "\" xmlns:rel=\"" +
                             testing::kOfficeTypes +
                             "\"><x:sheets><x:sheet name=\"A\" rel:id=\"s1\"/><x:sheet name=\"B\" state=\"hidden\" "
                             "rel:id=\"s9\"/><x:sheet name=\"chart\" rel:id=\"s3\"/></x:sheets></x:workbook>";
  parts["xl/_rels/workbook.xml.rels"] = testing::relations({{"s1", {"worksheet", "worksheets/sheet1.xml"}},
                                                            {"s9", {"worksheet", "../other/b.xml"}},
                                                            {"s3", {"chartsheet", "c.xml"}}});
  parts["other/b.xml"] = testing::kXml + "<x:worksheet xmlns:x=\"" + testing::kMain +
                         "\"><x:sheetData><x:row><x:c><x:v>5</x:v></x:c></x:row></x:sheetData></x:worksheet>";
  auto tables = read_xlsx(pack(parts));
  ASSERT_TRUE(tables) << tables.error().code;
  ASSERT_EQ(tables->size(), 2u);
  EXPECT_TRUE((*tables)[0].rows.empty());
  EXPECT_EQ((*tables)[1].name, "B");
  EXPECT_EQ((*tables)[1].rows, (Rows{{"5"}}));
}

TEST(Xlsx, RefusesWhatIsDangerousOrDamaged) {
  const std::string row = "<row><c><v>1</v></c></row>";
  auto with = [&](const std::string& part, const std::string& bytes) {
    auto parts = workbook(row);
    if (bytes.empty())
      parts.erase(part);
    else
      parts[part] = bytes;
    return outcome(read_xlsx(pack(parts)));
  };
  ASSERT_EQ(outcome(read_xlsx(pack(workbook(row)))), "read");
  EXPECT_EQ(with("xl/workbook.xml", ""), "sheet.unreadable");
  EXPECT_EQ(with("xl/worksheets/sheet1.xml", ""), "sheet.unreadable");
  EXPECT_EQ(with("xl/worksheets/sheet1.xml", "<worksheet><sheetData>"), "sheet.unreadable");
  EXPECT_EQ(with("xl/worksheets/sheet1.xml",
                 "<!DOCTYPE x [<!ENTITY a "
                 "\"aaaa\">]><worksheet><sheetData><row><c><v>&a;</v></c></row></sheetData></worksheet>"),
            "sheet.unreadable");
  EXPECT_EQ(outcome(read_xlsx(pack(workbook("<row><c r=\"A0\"><v>1</v></c></row>")))), "sheet.unreadable");
  EXPECT_EQ(outcome(read_xlsx(pack(workbook("<row><c r=\"1A\"><v>1</v></c></row>")))), "sheet.unreadable");
  EXPECT_EQ(outcome(read_xlsx(pack(workbook("")))), "sheet.empty");
  EXPECT_EQ(outcome(read_xlsx(pack(workbook("<row r=\"1048576\"><c><v>1</v></c></row>")))), "sheet.too_large")
      << "one far cell must not cost a million rows";
  EXPECT_EQ(outcome(read_xlsx(pack(workbook("<row><c r=\"XFD1\"><v>1</v></c></row>")))), "sheet.too_large");
  EXPECT_EQ(outcome(read_xlsx(pack(workbook("<row><c t=\"inlineStr\"><is><t>\xE9</t></is></c></row>")))),
            "sheet.encoding");
  auto whole = pack(workbook(row));
  EXPECT_EQ(outcome(read_xlsx(whole.substr(0, whole.size() / 2))), "sheet.unreadable");
  EXPECT_EQ(outcome(read_xlsx("PK\x05\x06" + std::string(18, '\0'))), "sheet.unreadable") << "an empty archive";
}

TEST(Xlsx, RefusesWhatWouldSwell) {
  auto bomb = workbook("<row><c><v>" + std::string(8UL << 20, ' ') + "1</v></c></row>");
  const auto bytes = pack(bomb);
  ASSERT_LT(bytes.size(), 64UL << 10) << "eight megabytes in a few kilobytes";
  EXPECT_EQ(outcome(read_xlsx(bytes)), "sheet.too_large") << "by ratio";
  Limits small;
  small.ratio = 1'000'000;
  small.unpacked = 4UL << 20;
  EXPECT_EQ(outcome(read_xlsx(bytes, small)), "sheet.too_large") << "by size";
  auto many = workbook("<row><c><v>1</v></c></row>");
  for (int i = 0; i < 1200; ++i) many["xl/x" + std::to_string(i)] = "x";
  EXPECT_EQ(outcome(read_xlsx(pack(many))), "sheet.too_large") << "by number of parts";
  Limits few;
  few.cells = 3;
  EXPECT_EQ(
      outcome(read_xlsx(
          pack(workbook("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c><c><v>4</v></c></row>")), few)),
      "sheet.too_large");
}

// What Python's zip reader, which is not ours, finds in a part.
std::string part_by_python(const std::string& bytes, const std::string& part) {
  auto folder = std::filesystem::temp_directory_path() / "netra-xlsx-test";
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "a.xlsx", std::ios::binary) << bytes;
  const auto command = "cd " + folder.string() +
                       " && python3 -c \"import zipfile; z = zipfile.ZipFile('a.xlsx'); assert "
                       "z.testzip() is None; open('out','wb').write(z.read('" +
                       part + "'))\"";
  if (std::system(command.c_str()) != 0) return "python failed";
  std::ostringstream out;
  out << std::ifstream(folder / "out", std::ios::binary).rdbuf();
  std::filesystem::remove_all(folder);
  return out.str();
}

TEST(Xlsx, WritesTextAsTextAndNumbersAsNumbers) {
  auto bytes = write_xlsx(
      {{"Angka: 2024/27", {{"Daerah"}, {"Jumlah", 12}}, {{std::string("=HYPERLINK(\"http://x\")"), std::int64_t{6}}}},
       {"Angka: 2024/27", {{"a"}}, {}}});
  ASSERT_TRUE(bytes) << bytes.error().detail;
  const auto page = part_by_python(*bytes, "xl/worksheets/sheet1.xml");
  EXPECT_THAT(page, HasSubstr("<v>6</v>"));
  EXPECT_THAT(page, Not(HasSubstr("<f>"))) << "no formula, whatever the text says";
  EXPECT_THAT(page, HasSubstr("state=\"frozen\""));
  EXPECT_THAT(part_by_python(*bytes, "xl/sharedStrings.xml"), HasSubstr("=HYPERLINK("));
  auto back = read_xlsx(*bytes);
  ASSERT_TRUE(back);
  ASSERT_EQ(back->size(), 2u) << "a name given twice loses no sheet";
  EXPECT_EQ(back->front().name, "Angka 202427");
  EXPECT_EQ(back->front().rows, (Rows{{"Daerah", "Jumlah"}, {"=HYPERLINK(\"http://x\")", "6"}}));
}

TEST(Xlsx, WhatIsWrittenIsReadBack) {
  rc::check([](const std::vector<std::vector<std::string>>& texts, std::int64_t number) {
    Sheet sheet{"x", {{"head"}}, {}};
    Rows expected{{"head"}};
    const std::int64_t whole = number % 1'000'000'000'000;
    for (const auto& row : texts) {
      std::vector<Cell> cells{whole};
      Row wanted{std::to_string(whole)};
      for (const auto& noise : row) {
        const std::string text = is_valid_utf8(noise) ? noise : std::to_string(noise.size());
        cells.emplace_back(text);
        wanted.push_back(text);
      }
      while (wanted.back().empty()) wanted.pop_back();
      sheet.rows.push_back(std::move(cells));
      expected.push_back(std::move(wanted));
    }
    auto bytes = write_xlsx({sheet});
    RC_ASSERT(bytes.has_value());
    auto back = read_xlsx(*bytes);
    RC_ASSERT(back.has_value());
    RC_ASSERT(back->front().rows == expected);
  });
}

TEST(Download, NamesTypeAndFile) {
  Sheet sheet{"x", {{"a"}}, {{std::string("b")}}};
  auto csv = download(Format::csv, {sheet}, "register-2024");
  ASSERT_TRUE(csv);
  EXPECT_EQ(csv->content_type, "text/csv; charset=utf-8");
  EXPECT_EQ(csv->download_name, "register-2024.csv");
  auto xlsx = download(Format::xlsx, {sheet}, "register-2024");
  ASSERT_TRUE(xlsx);
  EXPECT_EQ(xlsx->download_name, "register-2024.xlsx");
  EXPECT_EQ(format_of(*xlsx->bytes), Format::xlsx);
}

}  // namespace
}  // namespace netra::sheet
