#include "engine/pdf/paper.hpp"

#include <utf8proc.h>

#include <algorithm>

#include "engine/base/text.hpp"
#include "engine/pdf/document.hpp"

namespace netra::pdf {

namespace {

constexpr std::size_t kMostText = 2'000'000;  // bytes

// Characters that would let paper and file say different things, or mean nothing on paper.
bool cannot_be_set(utf8proc_int32_t point) {
  if (point == '\n' || point == '\t') return false;
  if (utf8proc_category(point) == UTF8PROC_CATEGORY_CC) return true;
  bool turns_direction = (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069) ||
                         point == 0x200E || point == 0x200F || point == 0x061C;
  bool no_character = (point >= 0xFDD0 && point <= 0xFDEF) || (point & 0xFFFE) == 0xFFFE;
  return turns_direction || no_character || point == 0x2028 || point == 0x2029;
}

// Walks every text of a paper: makes line ends one kind, tabs spaces, and notes what cannot be set.
class Cleaning {
 public:
  void operator()(std::string& text) {
    if (!is_valid_utf8(text)) bad_ = true;
    for (auto at = text.find("\r\n"); at != std::string::npos; at = text.find("\r\n", at)) text.erase(at, 1);
    std::replace(text.begin(), text.end(), '\t', ' ');
    size_ += text.size();
    if (bad_ || size_ > kMostText) return;
    const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
    for (std::size_t at = 0; at < text.size();) {
      utf8proc_int32_t point = 0;
      auto step = utf8proc_iterate(bytes + at, static_cast<utf8proc_ssize_t>(text.size() - at), &point);
      bad_ = bad_ || step <= 0 || cannot_be_set(point);
      at += step > 0 ? static_cast<std::size_t>(step) : 1;
    }
  }
  void operator()(std::vector<std::string>& of) { std::for_each(of.begin(), of.end(), std::ref(*this)); }
  void operator()(std::vector<Field>& of) {
    for (auto& field : of) (*this)(field.label), (*this)(field.text);
  }
  void operator()(Block& block) {
    (*this)(block.text);
    (*this)(block.fields);
    (*this)(block.items);
    (*this)(block.head);
    for (auto& row : block.rows) (*this)(row.cells);
  }
  Result<Done> result() const {
    if (bad_) return fail(Outcome::kInvalid, "pdf.text");
    if (size_ > kMostText) return fail(Outcome::kInvalid, "pdf.too_long");
    return Done{};
  }

 private:
  bool bad_ = false;
  std::size_t size_ = 0;
};

Result<Done> clean(Paper& paper) {
  Cleaning cleaning;
  for (auto* text : {&paper.letterhead.institution, &paper.letterhead.office, &paper.letterhead.address,
                     &paper.letterhead.contact, &paper.form, &paper.form_note, &paper.title, &paper.number,
                     &paper.place_and_date, &paper.check_url, &paper.draft_mark, &paper.footer})
    cleaning(*text);
  cleaning(paper.head);
  cleaning(paper.to);
  for (auto& block : paper.blocks) cleaning(block);
  for (auto& signer : paper.signers) cleaning(signer.capacity), cleaning(signer.name), cleaning(signer.identity);
  cleaning(paper.copies);
  return cleaning.result();
}

Result<Done> clean(Layout& layout) {
  Cleaning cleaning;
  for (auto* text : {&layout.closing, &layout.words.number, &layout.words.copies, &layout.words.page,
                     &layout.words.check, &layout.typeface})
    cleaning(*text);
  if (auto done = cleaning.result(); !done) return done;
  constexpr double kMostMargin = 70, kLeastMargin = 5;
  for (auto margin : {layout.margin_top, layout.margin_bottom, layout.margin_left, layout.margin_right})
    if (!(margin >= kLeastMargin && margin <= kMostMargin)) return fail(Outcome::kInvalid, "pdf.layout", "margin");
  if (!(layout.size >= 7 && layout.size <= 20)) return fail(Outcome::kInvalid, "pdf.layout", "size");
  if (!(layout.leading >= 1 && layout.leading <= 3)) return fail(Outcome::kInvalid, "pdf.layout", "leading");
  if (!(layout.signature_space >= 0 && layout.signature_space <= 60))
    return fail(Outcome::kInvalid, "pdf.layout", "signature_space");
  return Done{};
}

Block of_kind(BlockKind kind) {
  Block out;
  out.kind = kind;
  return out;
}

}  // namespace

Block heading(std::string text) {
  auto out = of_kind(BlockKind::heading);
  out.text = std::move(text);
  return out;
}

Block paragraph(std::string text) {
  auto out = of_kind(BlockKind::paragraph);
  out.text = std::move(text);
  return out;
}

Block fields(std::vector<Field> of) {
  auto out = of_kind(BlockKind::fields);
  out.fields = std::move(of);
  return out;
}

Block list(std::vector<std::string> items) {
  auto out = of_kind(BlockKind::list);
  out.items = std::move(items);
  return out;
}

Block table(std::vector<std::string> head, std::vector<Row> rows, std::vector<int> parts) {
  auto out = of_kind(BlockKind::table);
  out.head = std::move(head);
  out.rows = std::move(rows);
  out.parts = std::move(parts);
  return out;
}

Result<std::string> set(const Paper& given, const Layout& asked) {
  auto paper = given;
  auto layout = asked;
  if (auto done = clean(paper); !done) return fail(std::move(done.error()));
  if (auto done = clean(layout); !done) return fail(std::move(done.error()));
  auto press = Press::open(layout);
  if (!press) return fail(std::move(press.error()));
  Flow flow{*press, kPageWidth - (layout.margin_left + layout.margin_right) * kMillimetre};
  add_top(flow, paper);
  add_blocks(flow, paper.blocks);
  if (auto done = add_end(flow, paper); !done) return fail(std::move(done.error()));
  auto pages = lay_on_pages(flow.strips, kPageHeight - (layout.margin_top + layout.margin_bottom) * kMillimetre);
  if (!pages) return fail(std::move(pages.error()));
  return with_language(draw_document(*press, paper, *pages), paper.language);
}

}  // namespace netra::pdf
