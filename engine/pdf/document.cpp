#include "engine/pdf/document.hpp"

#include <cairo-pdf.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numbers>

#include "engine/crypto/hash.hpp"

namespace netra::pdf {

namespace {

struct DestroySurface {
  void operator()(cairo_surface_t* of) const { cairo_surface_destroy(of); }
};
struct DestroyContext {
  void operator()(cairo_t* of) const { cairo_destroy(of); }
};

cairo_status_t append(void* to, const unsigned char* bytes, unsigned int size) {
  static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(bytes), size);
  return CAIRO_STATUS_SUCCESS;
}

// Cairo would put the present moment; without a date of its own a paper gets a fixed one.
std::string date_for_cairo(const std::string& text) {
  auto at = parse_instant(text).value_or(Instant{});
  return format_utc(at).substr(0, 19) + "Z";
}

void set_metadata(cairo_surface_t* surface, const Paper& paper) {
  auto title = paper.title;
  if (title.empty() && !paper.head.empty()) title = paper.head.back().text;
  if (!paper.number.empty()) title += title.empty() ? paper.number : " " + paper.number;
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title.c_str());
  auto author = paper.letterhead.institution + (paper.letterhead.office.empty() ? "" : " " + paper.letterhead.office);
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, author.c_str());
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Netra");
  auto date = date_for_cairo(paper.producer_date);
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, date.c_str());
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_MOD_DATE, date.c_str());
}

std::string filled(std::string text, std::string_view name, std::size_t number) {
  auto at = text.find(name);
  return at == std::string::npos ? text : text.replace(at, name.size(), std::to_string(number));
}

class Drawing {
 public:
  Drawing(cairo_surface_t* surface, cairo_t* cr, const Press& press, const Paper& paper, std::size_t count)
      : surface_(surface), cr_(cr), press_(press), paper_(paper), count_(count) {
    const auto& layout = press.layout();
    left_ = layout.margin_left * kMillimetre;
    top_ = layout.margin_top * kMillimetre;
    width_ = kPageWidth - left_ - layout.margin_right * kMillimetre;
    if (paper.draft_mark.empty()) return;
    mark_ = press.text(paper.draft_mark, 0, {.size = kMarkSize, .bold = true, .grey = 0.92});
  }

  void page(const Page& page, std::size_t number) {
    draw_mark();
    for (std::size_t i = 0; i < page.strips.size();) i = draw_element(page, i, number);
    if (page.edge > 0) draw_edge(page);
    draw_footer(number);
    cairo_show_page(cr_);
  }

 private:
  static constexpr double kMarkSize = 130;
  static constexpr double kFooterGap = 10;

  // Behind the text, from corner to corner, never wider than the sheet. Drawn as a shape: as text it would stand letter
  // by letter between the lines when a page is read aloud or copied; the footer says it in words.
  void draw_mark() {
    if (mark_.lines().empty() || mark_.width() <= 0) return;
    cairo_save(cr_);
    cairo_translate(cr_, kPageWidth / 2, kPageHeight / 2);
    cairo_rotate(cr_, -std::numbers::pi / 4);
    auto scale = std::min(1.0, kPageWidth * 1.1 / mark_.width());
    cairo_scale(cr_, scale, scale);
    mark_.draw_shape(cr_, -mark_.width() / 2, -mark_.height() / 2);
    cairo_restore(cr_);
  }

  std::size_t draw_element(const Page& page, std::size_t from, std::size_t number) {
    auto element = page.strips[from].strip->element;
    const char* role = page.strips[from].strip->role;
    if (element != 0) cairo_tag_begin(cr_, role, nullptr);
    auto i = from;
    for (; i < page.strips.size() && page.strips[i].strip->element == element; ++i) {
      const auto& placed = page.strips[i];
      if (!placed.strip->outline.empty()) add_outline(*placed.strip, number, top_ + placed.y);
      placed.strip->draw(cr_, left_, top_ + placed.y);
    }
    if (element != 0) cairo_tag_end(cr_, role);
    return i;
  }

  void add_outline(const Strip& strip, std::size_t number, double y) {
    auto where = fmt::format("page={} pos=[{:.1f} {:.1f}]", number, left_, y);
    cairo_pdf_surface_add_outline(surface_, CAIRO_PDF_OUTLINE_ROOT, strip.outline.c_str(), where.c_str(),
                                  static_cast<cairo_pdf_outline_flags_t>(0));
  }

  void draw_edge(const Page& page) {
    cairo_set_source_rgb(cr_, 0, 0, 0);
    cairo_set_line_width(cr_, 0.5);
    cairo_move_to(cr_, left_, top_ + page.edge_at);
    cairo_line_to(cr_, left_ + page.edge, top_ + page.edge_at);
    cairo_stroke(cr_);
  }

  void draw_footer(std::size_t number) {
    Style style{.size = 8, .align = Align::right, .grey = 0.35};
    auto pattern = press_.layout().words.page;
    auto text = pattern.empty() ? std::to_string(number) + "/" + std::to_string(count_)
                                : filled(filled(pattern, "{page}", number), "{pages}", count_);
    auto y = kPageHeight - press_.layout().margin_bottom * kMillimetre + kFooterGap;
    auto pages = press_.text(text, width_ * 0.3, style);
    pages.draw(cr_, left_ + width_ * 0.7, y);
    style.align = Align::left;
    auto between = paper_.draft_mark.empty() || paper_.footer.empty() ? "" : " · ";
    press_.text(paper_.draft_mark + between + paper_.footer, width_ * 0.68, style).draw(cr_, left_, y);
  }

  cairo_surface_t* surface_;
  cairo_t* cr_;
  const Press& press_;
  const Paper& paper_;
  std::size_t count_;
  double left_ = 0, top_ = 0, width_ = 0;
  Text mark_;
};

// The number that follows `name` at the end of the file: "/Size 12".
std::optional<std::size_t> number_after(std::string_view text, std::string_view name) {
  auto at = text.find(name);
  if (at == std::string_view::npos) return std::nullopt;
  at = text.find_first_not_of(" \n", at + name.size());
  if (at == std::string_view::npos) return std::nullopt;
  std::size_t out = 0;
  auto [end, fault] = std::from_chars(text.data() + at, text.data() + text.size(), out);
  return fault == std::errc{} ? std::optional(out) : std::nullopt;
}

}  // namespace

std::string draw_document(const Press& press, const Paper& paper, const std::vector<Page>& pages) {
  std::string bytes;
  std::unique_ptr<cairo_surface_t, DestroySurface> surface(
      cairo_pdf_surface_create_for_stream(&append, &bytes, kPageWidth, kPageHeight));
  set_metadata(surface.get(), paper);
  {
    std::unique_ptr<cairo_t, DestroyContext> cr(cairo_create(surface.get()));
    Drawing drawing(surface.get(), cr.get(), press, paper, pages.size());
    for (std::size_t i = 0; i < pages.size(); ++i) drawing.page(pages[i], i + 1);
  }
  cairo_surface_finish(surface.get());
  if (auto status = cairo_surface_status(surface.get()); status != CAIRO_STATUS_SUCCESS)
    throw std::runtime_error(std::string("pdf: ") + cairo_status_to_string(status));
  return bytes;
}

std::string with_language(std::string bytes, std::string_view language) {
  auto trailer_at = bytes.rfind("trailer");
  if (trailer_at == std::string::npos) return bytes;
  auto trailer = std::string_view(bytes).substr(trailer_at);
  auto size = number_after(trailer, "/Size"), root = number_after(trailer, "/Root"),
       info = number_after(trailer, "/Info"), start = number_after(trailer, "startxref");
  auto object = fmt::format("\n{} 0 obj\n", root.value_or(0));
  auto begin = bytes.rfind(object);
  auto end = begin == std::string::npos ? begin : bytes.find(">>\nendobj", begin);
  if (!size || !root || !info || !start || end == std::string::npos) return bytes;
  std::string safe;
  std::copy_if(language.begin(), language.end(), std::back_inserter(safe),
               [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-'; });
  auto catalogue = bytes.substr(begin + 1, end - begin - 1);
  auto id = crypto::sha256_hex(bytes).substr(0, 32);
  auto offset = bytes.size();
  bytes += catalogue + fmt::format(
                           "   /Lang ({})\n   /MarkInfo << /Marked true >>\n   /ViewerPreferences << /DisplayDocTitle "
                           "true >>\n>>\nendobj\n",
                           safe);
  auto table = bytes.size();
  bytes += fmt::format("xref\n{} 1\n{:010} 00000 n \n", *root, offset);
  bytes +=
      fmt::format("trailer\n<< /Size {} /Root {} 0 R /Info {} 0 R /Prev {} /ID [<{}> <{}>] >>\nstartxref\n{}\n%%EOF\n",
                  *size, *root, *info, *start, id, id, table);
  return bytes;
}

}  // namespace netra::pdf
