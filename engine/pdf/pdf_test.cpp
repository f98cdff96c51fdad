#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <future>

#include "engine/base/text.hpp"
#include "engine/crypto/hash.hpp"
#include "engine/pdf/paper.hpp"
#include "tests/support/databases.hpp"

namespace netra::pdf {
namespace {

// What a program of the Poppler suite says of a document.
std::string read_with(const std::string& program, const std::string& bytes, const std::string& to = {}) {
  test::TempFolder folder;
  auto path = folder.path() + "/paper.pdf";
  std::ofstream(path, std::ios::binary) << bytes;
  auto command = program + " " + path + to + " 2>&1";
  std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen(command.c_str(), "r"), &::pclose);
  std::string out;
  std::array<char, 4096> piece{};
  while (auto size = std::fread(piece.data(), 1, piece.size(), pipe.get())) out.append(piece.data(), size);
  return out;
}
std::string text_of(const std::string& bytes) { return read_with("pdftotext -layout", bytes, " -"); }
std::string info_of(const std::string& bytes, const std::string& options = {}) {
  return read_with("pdfinfo " + options, bytes);
}

std::vector<std::string> pages_of(const std::string& bytes) {
  std::vector<std::string> out;
  auto text = text_of(bytes);
  for (std::size_t from = 0, end = 0; (end = text.find('\f', from)) != std::string::npos; from = end + 1)
    out.push_back(text.substr(from, end - from));
  return out;
}

int count_of(std::string_view text, std::string_view what) {
  int out = 0;
  for (auto at = text.find(what); at != std::string_view::npos; at = text.find(what, at + what.size())) ++out;
  return out;
}
bool has(std::string_view text, std::string_view what) { return text.find(what) != std::string_view::npos; }

Layout layout() {
  Layout out;
  out.words = {"Nomor", "Tembusan:", "Halaman {page} dari {pages}", "Keaslian naskah ini dapat diperiksa di"};
  return out;
}

Paper letter() {
  Paper out;
  out.letterhead = {"BADAN PENGAWAS PEMILIHAN UMUM", "KOTA CONTOH", "Jalan Contoh Nomor 1, Kota Contoh 42400",
                    "Telepon (0254) 000000 · kota@contoh.netra"};
  out.number = "012/PP.00.02/K/10/2024";
  out.place_and_date = "Contoh, 24 Oktober 2024";
  out.head = {{"Sifat", "Segera"}, {"Lampiran", "-"}, {"Perihal", "Undangan klarifikasi"}};
  out.to = {"Yth. Terlapor 1", "di Tempat"};
  out.blocks = {
      paragraph("Sehubungan dengan penanganan dugaan pelanggaran dengan nomor register 001/Reg/LP/PB/Kab/08.07/X/2024, "
                "kami mengundang Saudara untuk memberikan keterangan pada:"),
      fields({{"Hari, tanggal", "Jumat, 25 Oktober 2024"}, {"Waktu", "09.00 WIB"}, {"Tempat", "Kantor"}}),
      paragraph("Atas perhatian Saudara, kami mengucapkan terima kasih.")};
  out.signers = {{"Ketua,", "Nama Contoh", ""}};
  out.copies = {"Ketua Bawaslu Provinsi Contoh", "Arsip"};
  out.check_url = "https://netra.example/surat/3F7K21";
  out.footer = "Surat 012/PP.00.02/K/10/2024";
  out.producer_date = "2024-10-24T08:30:00+07:00";
  return out;
}

Paper many_rows(int count) {
  auto out = letter();
  std::vector<Row> rows;
  for (int i = 1; i <= count; ++i)
    rows.push_back({{std::to_string(i), "Baris ke-" + std::to_string(i), i % 7 ? "pendek" : std::string(200, 'x')}});
  out.blocks = {table({"No.", "Kepala Tabel", "Keterangan"}, rows, {1, 4, 3})};
  return out;
}

TEST(Pdf, ALetterHasAllItsParts) {
  auto bytes = set(letter(), layout());
  ASSERT_TRUE(bytes) << bytes.error().code << bytes.error().detail;
  auto text = text_of(*bytes);
  for (const auto* part :
       {"BADAN PENGAWAS PEMILIHAN UMUM", "KOTA CONTOH", "Jalan Contoh Nomor 1", "012/PP.00.02/K/10/2024",
        "Contoh, 24 Oktober 2024", "Sifat", "Undangan klarifikasi", "Yth. Terlapor 1", "Hari, tanggal",
        "Jumat, 25 Oktober 2024", "terima kasih.", "Ketua,", "Nama Contoh", "Tembusan:", "2. Arsip",
        "https://netra.example/surat/3F7K21", "Keaslian naskah ini dapat diperiksa di", "Halaman 1 dari 1"})
    EXPECT_TRUE(has(text, part)) << part << "\n" << text;
  EXPECT_FALSE(has(text, "DRAF"));
  auto info = info_of(*bytes);
  EXPECT_TRUE(has(info, "Undangan klarifikasi 012/PP.00.02/K/10/2024")) << info;
  EXPECT_TRUE(has(info, "595.276 x 841.89 pts (A4)")) << info;
  EXPECT_TRUE(has(info, "Tagged:          yes")) << info;
  EXPECT_TRUE(has(info, "Pages:           1")) << info;
}

TEST(Pdf, EveryKindOfBlockIsSet) {
  auto paper = letter();
  paper.form = "Formulir Model A.1";
  paper.form_note = "kode belum dikonfirmasi";
  paper.title = "LAPORAN DUGAAN PELANGGARAN";
  paper.draft_mark = "DRAF";
  paper.number.clear();
  paper.blocks = {heading("A. Uraian"), paragraph("Alinea satu.\n\nAlinea dua\r\nbaris baru."),
                  list({"Butir pertama", "Butir kedua"}), fields({{"Nama", ""}, {"Jabatan", "Lurah"}}),
                  table({"No.", "Bukti"}, {{{"1", "Foto & <tanda>"}}, {{"2"}}, {{"3", "Video", "lebih"}}})};
  auto bytes = set(paper, layout());
  ASSERT_TRUE(bytes);
  auto text = text_of(*bytes);
  for (const auto* part :
       {"Formulir Model A.1", "kode belum dikonfirmasi", "LAPORAN DUGAAN PELANGGARAN", "A. Uraian", "Alinea satu.",
        "baris baru.", "1.", "Butir kedua", "Jabatan", "Lurah", "Foto & <tanda>", "lebih", "DRAF", "Nomor: ....."})
    EXPECT_TRUE(has(text, part)) << part << "\n" << text;
  EXPECT_TRUE(has(info_of(*bytes, "-struct-text"), "H1")) << "headings are marked for readers' voices";
}

TEST(Pdf, TheSamePaperGivesTheSameBytes) {
  auto first = set(letter(), layout());
  ASSERT_TRUE(first);
  std::vector<std::future<std::string>> others;
  for (int i = 0; i < 4; ++i)
    others.push_back(std::async(std::launch::async, [] { return crypto::sha256_hex(*set(letter(), layout())); }));
  for (auto& other : others) EXPECT_EQ(other.get(), crypto::sha256_hex(*first));
  auto changed = letter();
  changed.blocks.back().text += " ";
  changed.producer_date = "2024-10-25T08:30:00+07:00";
  EXPECT_NE(crypto::sha256_hex(*set(changed, layout())), crypto::sha256_hex(*first));
  changed.producer_date = "kemarin";
  EXPECT_EQ(*set(changed, layout()), *set(changed, layout())) << "no date is no reason to take the present one";
}

TEST(Pdf, LanguageTitleAndDateAreTheFiles) {
  auto bytes = *set(letter(), layout());
  EXPECT_TRUE(has(bytes, "/Lang (id)"));
  auto info = info_of(bytes);
  EXPECT_TRUE(has(info, "2024")) << info;
  EXPECT_FALSE(has(info, "Error")) << info;
  EXPECT_TRUE(has(info_of(bytes, "-isodates"), "2024-10-24T01:30:00Z"));
  auto paper = letter();
  paper.language = "en) /Bad (";
  EXPECT_TRUE(has(*set(paper, layout()), "/Lang (enBad)"));
}

TEST(Pdf, ALongTableRepeatsItsHeadAndLosesNoRow) {
  auto bytes = set(many_rows(300), layout());
  ASSERT_TRUE(bytes);
  auto pages = pages_of(*bytes);
  ASSERT_GT(pages.size(), 5U);
  std::string all;
  for (std::size_t i = 0; i < pages.size(); ++i) {
    all += pages[i];
    bool rows = has(pages[i], "Baris ke-");
    EXPECT_EQ(count_of(pages[i], "Kepala Tabel"), rows ? 1 : 0) << "page " << i + 1;
    EXPECT_TRUE(has(pages[i], "Halaman " + std::to_string(i + 1) + " dari " + std::to_string(pages.size())));
    EXPECT_EQ(has(pages[i], "KOTA CONTOH"), i == 0);
  }
  for (int i = 1; i <= 300; ++i) EXPECT_EQ(count_of(all, "Baris ke-" + std::to_string(i) + " "), 1) << i;
}

TEST(Pdf, ANarrowColumnHasRoomForTheWordsOfItsHead) {
  auto paper = letter();
  paper.blocks = {table({"Nomor", "a", "Keterangan"}, {{{"1", "b", "c"}}}, {1, 1000, 1}),
                  table(std::vector<std::string>(40, "Keterangan"), {{{"x"}}})};  // no room for all: equal ones
  auto bytes = set(paper, layout());
  ASSERT_TRUE(bytes);
  EXPECT_EQ(count_of(text_of(*bytes), "Keterangan"), 1);
  EXPECT_TRUE(has(text_of(*bytes), "Nomor "));
}

TEST(Pdf, ARowTallerThanAPageGoesOn) {
  auto paper = letter();
  std::string tall;
  for (int i = 1; i <= 150; ++i) tall += "baris-" + std::to_string(i) + "\n";
  paper.blocks = {table({"Kepala Tabel", "Isi"}, {{{"satu", tall}}, {{"dua", "akhir"}}})};
  auto bytes = set(paper, layout());
  ASSERT_TRUE(bytes);
  auto text = text_of(*bytes);
  for (int i = 1; i <= 150; ++i) EXPECT_EQ(count_of(text, "baris-" + std::to_string(i) + "\n"), 1) << i;
  EXPECT_EQ(count_of(text, "Kepala Tabel"), static_cast<int>(pages_of(*bytes).size()));
}

// However long the text before them: signatures never stand alone on a page.
TEST(Pdf, SignaturesStandWithTheLastLines) {
  for (int lines = 20; lines < 60; ++lines) {
    auto paper = letter();
    std::string text;
    for (int i = 1; i <= lines; ++i) text += (i > 1 ? "\n" : "") + ("kalimat-" + std::to_string(i));
    paper.blocks = {paragraph(text)};
    paper.signers = {{"Yang menyerahkan,", "", ""}, {"Yang menerima,", "", ""}, {"Saksi,", "Nama Saksi", "NIP 1"}};
    paper.copies.clear();
    paper.check_url.clear();
    auto pages = pages_of(*set(paper, layout()));
    auto& last = pages.back();
    ASSERT_TRUE(has(last, "Yang menyerahkan,")) << lines;
    EXPECT_TRUE(has(last, "Nama Saksi"));
    EXPECT_TRUE(has(last, "kalimat-" + std::to_string(lines) + "\n")) << lines;
    EXPECT_TRUE(has(last, "kalimat-" + std::to_string(lines - 1) + "\n")) << lines;
  }
}

TEST(Pdf, NoParagraphLeavesOneLineAlone) {
  std::string words;
  for (int i = 0; i < 60; ++i) words += "penanganan dugaan pelanggaran ";
  for (int before = 0; before < 40; ++before) {
    auto paper = letter();
    paper.blocks = {paragraph("isi" + std::string(static_cast<std::size_t>(before), '\n') + "isi"),
                    paragraph("AWAL " + words + "AKHIR")};
    paper.copies.clear();
    auto pages = pages_of(*set(paper, layout()));
    for (const auto& page : pages) {
      auto lines = count_of(page, "\n");
      if (has(page, "AWAL") != has(page, "AKHIR") && lines > 0)
        EXPECT_GE(count_of(page, "dugaan pelanggaran"), 4) << before;  // two lines at the least
    }
  }
}

TEST(Pdf, WhatWouldReadDifferentlyIsRefused) {
  struct {
    const char* why;
    std::string text;
  } const rows[] = {{"a bell", "a\ab"},
                    {"NUL", std::string("a\0b", 3)},
                    {"an escape", "\x1b[31m"},
                    {"a lone carriage return", "a\rb"},
                    {"half a character", "a\xC3"},
                    {"an overlong form", "\xC0\xAF"},
                    {"a surrogate", "\xED\xA0\x80"},
                    {"direction turned", "nomor \u202E321"},
                    {"an isolate", "\u2066a\u2069"},
                    {"no character", "\uFFFE"},
                    {"a separator of lines", "a\u2028b"},
                    {"C1", "\u0085"}};
  for (const auto& row : rows) {
    auto paper = letter();
    paper.blocks = {paragraph(row.text)};
    auto in_text = set(paper, layout());
    ASSERT_FALSE(in_text) << row.why;
    EXPECT_EQ(in_text.error().code, "pdf.text") << row.why;
    paper = letter();
    paper.signers[0].name = row.text;
    EXPECT_FALSE(set(paper, layout())) << row.why;
    paper = letter();
    paper.blocks = {table({"a"}, {{{row.text}}})};
    EXPECT_FALSE(set(paper, layout())) << row.why;
    auto other = layout();
    other.closing = row.text;
    EXPECT_FALSE(set(letter(), other)) << row.why;
  }
}

TEST(Pdf, TooLongOrWithoutRoomIsRefused) {
  auto paper = letter();
  paper.blocks = {paragraph(std::string(30000, '\n') + "a")};
  paper.blocks[0].text = "a";
  for (int i = 0; i < 25000; ++i) paper.blocks[0].text += "\na";
  EXPECT_EQ(set(paper, layout()).error().code, "pdf.too_long");
  paper.blocks = {paragraph(std::string(2'100'000, 'a'))};
  EXPECT_EQ(set(paper, layout()).error().code, "pdf.too_long");
  for (auto change : {+[](Layout& l) { l.margin_left = 200; }, +[](Layout& l) { l.margin_top = -1; },
                      +[](Layout& l) { l.size = 200; }, +[](Layout& l) { l.leading = 0; },
                      +[](Layout& l) { l.size = std::nan(""); }, +[](Layout& l) { l.signature_space = 1e9; }}) {
    auto other = layout();
    change(other);
    EXPECT_EQ(set(letter(), other).error().code, "pdf.layout");
  }
  auto other = layout();
  other.typeface = "Tidak Terpasang";
  EXPECT_EQ(set(letter(), other).error().code, "pdf.font");
  paper = letter();
  paper.check_url = std::string(5000, 'a');
  EXPECT_EQ(set(paper, layout()).error().code, "qr.too_long");
}

TEST(Pdf, TheQrStandsAtTheFootAndTheDraftMarkOnEveryPage) {
  auto paper = many_rows(60);
  paper.draft_mark = "DRAF";
  auto pages = pages_of(*set(paper, layout()));
  ASSERT_GT(pages.size(), 1U);
  for (const auto& page : pages) EXPECT_TRUE(has(page, "DRAF"));
  auto at = pages.back().find("netra.example/surat");
  ASSERT_NE(at, std::string::npos);
  EXPECT_LT(at, pages.back().find("Arsip")) << "beside one signature";
  paper.signers.push_back({"Anggota", "", ""});
  auto pair = pages_of(*set(paper, layout())).back();
  EXPECT_GT(pair.find("netra.example/surat"), pair.find("Arsip")) << "else at the foot";
}

TEST(Pdf, AnyTextThatIsTakenComesOutWhole) {
  rc::check("random text is set or refused, never a fault", [](const std::vector<std::string>& noise) {
    auto paper = letter();
    std::string safe;
    for (const auto& piece : noise) {
      paper.blocks.push_back(paragraph(piece));
      paper.blocks.push_back(table({piece}, {{{piece, piece}}}));
      paper.to.push_back(piece);
      if (is_valid_utf8(piece)) safe += piece;
    }
    auto bytes = set(paper, layout());
    if (bytes) RC_ASSERT(bytes->starts_with("%PDF-"));
    if (!bytes) RC_ASSERT(bytes.error().code == "pdf.text");
  });
  rc::check("code points of all planes", [] {
    auto points = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0x20, 0x1FBFF));
    std::string text;
    for (auto point : points) {
      auto u = static_cast<unsigned>(point);
      if (u < 0x80) {
        text += static_cast<char>(u);
      } else if (u < 0x800) {
        text += static_cast<char>(0xC0 | (u >> 6));
        text += static_cast<char>(0x80 | (u & 63));
      } else if (u < 0x10000) {
        text += static_cast<char>(0xE0 | (u >> 12));
        text += static_cast<char>(0x80 | ((u >> 6) & 63));
        text += static_cast<char>(0x80 | (u & 63));
      } else {
        text += static_cast<char>(0xF0 | (u >> 18));
        text += static_cast<char>(0x80 | ((u >> 12) & 63));
        text += static_cast<char>(0x80 | ((u >> 6) & 63));
        text += static_cast<char>(0x80 | (u & 63));
      }
    }
    auto paper = letter();
    paper.title = text;
    paper.blocks = {fields({{text, text}}), list({text}), heading(text)};
    auto bytes = set(paper, layout());
    if (!bytes) RC_ASSERT(bytes.error().code == "pdf.text");
  });
}

}  // namespace
}  // namespace netra::pdf
