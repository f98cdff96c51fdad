// A paper as it leaves an office: letterhead, what it is about, blocks of text, who signs. `set` puts it on A4 pages.
//
//   pdf::Paper paper{.letterhead = head, .title = "UNDANGAN KLARIFIKASI", .number = "012/PP.00.02/K/10/2024", ...};
//   paper.blocks.push_back(pdf::paragraph("Dengan hormat, …"));
//   Result<std::string> bytes = pdf::set(paper, layout);           // a PDF 1.7 with text that can be searched and
//   copied
//
// The same paper and layout always give the same bytes: the file's fingerprint is the paper's. Layout (margins, type,
// order and wording of the parts) is data of procedures/letters/ that an office may change; Paper holds no looks.
//
// Threads: any; one call is one document.
// Text: UTF-8. A line feed (also CR LF) ends a line, a tab is a space; other control characters and those that turn the
// direction of writing are refused, not dropped: what is read on paper is what the file says. A character that no
// installed typeface has is drawn as its number in a box.
// Errors: pdf.text (kInvalid) text that cannot be set; pdf.too_long (kInvalid) more than 400 pages or 2 MB of text;
//         pdf.font (kUnavailable) the typeface is not installed; pdf.layout (kInvalid) margins or sizes that leave no
//         room for text
// Standard: ISO 32000 (tagged, with language and title); A4 by ISO 216; typeface Liberation (packaged).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/json.hpp"
#include "engine/base/result.hpp"

namespace netra::pdf {

enum class BlockKind { heading, paragraph, fields, list, table };
BOOST_DESCRIBE_ENUM(BlockKind, heading, paragraph, fields, list, table)

struct Field {
  std::string label;
  std::string text;
};
BOOST_DESCRIBE_STRUCT(Field, (), (label, text))

struct Row {
  std::vector<std::string> cells;
};
BOOST_DESCRIBE_STRUCT(Row, (), (cells))

// One part of the text, from top to bottom. Only the members of its kind are used.
struct Block {
  BlockKind kind = BlockKind::paragraph;
  std::string text;                // heading, paragraph (blank line = new paragraph)
  std::vector<Field> fields;       // "Nama : …", labels in one column
  std::vector<std::string> items;  // list: numbered 1. 2. 3.
  std::vector<std::string> head;   // table: repeated on each page
  std::vector<Row> rows;
  std::vector<int> parts;  // relative widths of the columns; equal when empty
};
BOOST_DESCRIBE_STRUCT(Block, (), (kind, text, fields, items, head, rows, parts))

Block heading(std::string text);
Block paragraph(std::string text);
Block fields(std::vector<Field> of);
Block list(std::vector<std::string> items);
Block table(std::vector<std::string> head, std::vector<Row> rows, std::vector<int> parts = {});

struct Letterhead {
  std::string institution;  // "BADAN PENGAWAS PEMILIHAN UMUM"
  std::string office;       // "KOTA CILEGON"
  std::string address;      // one line
  std::string contact;      // one line
};
BOOST_DESCRIBE_STRUCT(Letterhead, (), (institution, office, address, contact))

// A place to sign. Several stand side by side, two in a row.
struct Signer {
  std::string capacity;  // "Ketua"
  std::string name;      // empty: a line to write on
  std::string identity;  // NIP or the like; may be empty
};
BOOST_DESCRIBE_STRUCT(Signer, (), (capacity, name, identity))

struct Paper {
  Letterhead letterhead;
  std::string language = "id";
  std::string form;             // "Model A.1"; empty: none. Printed at the top right
  std::string form_note;        // "kode belum dikonfirmasi": how sure the code is
  std::string title;            // in capitals, centred; empty for letters that have a subject instead
  std::string number;           // empty: printed as a line of dots
  std::string place_and_date;   // "Cilegon, 24 Oktober 2024"
  std::vector<Field> head;      // Sifat, Lampiran, Perihal
  std::vector<std::string> to;  // "Yth. …"
  std::vector<Block> blocks;
  std::vector<Signer> signers;
  std::vector<std::string> copies;  // tembusan
  std::string check_url;            // QR and its text at the foot; empty: none
  std::string draft_mark;           // "DRAF": across every page; empty: none
  std::string footer;               // small print of every page, before "halaman 1 dari 3"
  std::string producer_date;        // RFC 3339 moment the paper was made; goes into the file's data
};

// Words that the parts of a paper carry; empty ones are left out.
struct Words {
  std::string number;  // "Nomor"
  std::string copies;  // "Tembusan:"
  std::string page;    // "Halaman {page} dari {pages}"; empty: "1/3"
  std::string check;   // beside the QR: "Keaslian naskah ini dapat diperiksa di"
};
BOOST_DESCRIBE_STRUCT(Words, (), (number, copies, page, check))

struct Layout {
  double margin_top = 20, margin_bottom = 20, margin_left = 25, margin_right = 20;  // millimetres
  std::string typeface = "Liberation Serif";
  double size = 11;       // points
  double leading = 1.25;  // line height as a multiple of size
  bool number_above_title = false;
  std::string closing;          // sentence before the signatures; may be empty
  bool justified = true;        // paragraphs with straight right edges
  double signature_space = 18;  // millimetres left free to sign
  Words words;
};
BOOST_DESCRIBE_STRUCT(Layout, (),
                      (margin_top, margin_bottom, margin_left, margin_right, typeface, size, leading,
                       number_above_title, closing, justified, signature_space, words))

Result<std::string> set(const Paper& paper, const Layout& layout);

}  // namespace netra::pdf
