// XLSX archives made by hand, part by part: for tests and fuzzing of this folder only.
#pragma once

#include <zip.h>

#include <map>
#include <stdexcept>
#include <string>

namespace netra::sheet::testing {

inline const std::string kXml = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>";
inline const std::string kMain = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
inline const std::string kOfficeTypes = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

using PartMap = std::map<std::string, std::string>;

inline std::string relations(const std::map<std::string, std::pair<std::string, std::string>>& of) {
  std::string out = kXml + "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">";
  for (const auto& [id, what] : of)
    out += "<Relationship Id=\"" + id + "\" Type=\"" + kOfficeTypes + "/" + what.first + "\" Target=\"" + what.second +
           "\"/>";
  return out + "</Relationships>";
}

// A workbook with one sheet; `rows` is what stands in <sheetData>.
inline PartMap workbook(const std::string& rows, const std::string& book_properties = "") {
  return {
      {"_rels/.rels", relations({{"r1", {"officeDocument", "xl/workbook.xml"}}})},
      {"xl/workbook.xml", kXml + "<workbook xmlns=\"" + kMain + "\" xmlns:r=\"" + kOfficeTypes + "\">" +
                              book_properties +
                              "<sheets><sheet name=\"Satu\" sheetId=\"1\" r:id=\"s1\"/></sheets></workbook>"},
      {"xl/_rels/workbook.xml.rels", relations({{"s1", {"worksheet", "worksheets/sheet1.xml"}},
                                                {"s2", {"sharedStrings", "/xl/sharedStrings.xml"}},
                                                {"s3", {"styles", "styles.xml"}}})},
      {"xl/worksheets/sheet1.xml",
       kXml + "<worksheet xmlns=\"" + kMain + "\"><sheetData>" + rows + "</sheetData></worksheet>"},
      {"xl/sharedStrings.xml", kXml + "<sst xmlns=\"" + kMain +
                                   "\"><si><t>Kota Serang</t></si><si><r><t xml:space=\"preserve\">dua </t></r><r><t>"
                                   "potong</t></r><rPh sb=\"0\" eb=\"1\"><t>bunyi</t></rPh></si></sst>"},
      {"xl/styles.xml",
       kXml + "<styleSheet xmlns=\"" + kMain +
           "\"><numFmts count=\"2\"><numFmt numFmtId=\"164\" formatCode=\"[$-421]dd\\ mmmm\\ yyyy\"/><numFmt "
           "numFmtId=\"165\" formatCode=\"0.0&quot; hari&quot;\"/></numFmts><cellXfs><xf numFmtId=\"0\"/><xf "
           "numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/><xf numFmtId=\"22\"/></cellXfs></styleSheet>"},
  };
}

inline std::string pack(const PartMap& parts) {
  zip_error_t error;
  zip_error_init(&error);
  auto* source = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_source_keep(source);
  auto* archive = zip_open_from_source(source, ZIP_TRUNCATE, &error);
  if (!archive) throw std::runtime_error("zip");
  for (const auto& [name, bytes] : parts)
    zip_file_add(archive, name.c_str(), zip_source_buffer(archive, bytes.data(), bytes.size(), 0), 0);
  if (zip_close(archive) != 0) throw std::runtime_error("zip");
  zip_source_open(source);
  std::string out;
  char buffer[4096];
  for (zip_int64_t got = 0; (got = zip_source_read(source, buffer, sizeof buffer)) > 0;)
    out.append(buffer, static_cast<std::size_t>(got));
  zip_source_close(source);
  zip_source_free(source);
  return out;
}

}  // namespace netra::sheet::testing
