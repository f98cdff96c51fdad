#include "engine/pdf/type.hpp"

#include <algorithm>
#include <numeric>

namespace netra::pdf {

namespace {

struct FreeDescription {
  void operator()(PangoFontDescription* of) const { pango_font_description_free(of); }
};
using Description = std::unique_ptr<PangoFontDescription, FreeDescription>;

Description describe(const std::string& typeface, const Style& style) {
  Description out(pango_font_description_new());
  pango_font_description_set_family(out.get(), typeface.c_str());
  pango_font_description_set_absolute_size(out.get(), style.size * PANGO_SCALE);
  pango_font_description_set_weight(out.get(), style.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_font_description_set_style(out.get(), style.italic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL);
  return out;
}

bool starts_number(std::string_view token) {
  if (!token.empty() && token.front() == '(') token.remove_prefix(1);
  return !token.empty() && token.front() >= '0' && token.front() <= '9';
}

void bind(PangoAttrList* attributes, std::size_t from, std::size_t to) {
  auto* bound = pango_attr_allow_breaks_new(FALSE);
  bound->start_index = static_cast<guint>(from);
  bound->end_index = static_cast<guint>(to);
  pango_attr_list_insert(attributes, bound);
}

// What is read as one thing stays on one line: "Pasal 71", "ayat (3)", "24 Oktober", and numbers of letters with their
// strokes. Breaks are forbidden, the text is not changed, so that it is found and copied as it was written.
void bind_numbers(PangoAttrList* attributes, std::string_view text) {
  constexpr std::size_t kShort = 5, kLongest = 48;
  for (std::size_t at = 0; at < text.size();) {
    auto end = std::min(text.find_first_of(" \n", at), text.size());
    auto token = text.substr(at, end - at);
    bool after_word = at > 1 && text[at - 1] == ' ' && static_cast<unsigned char>(text[at - 2]) < 0x80;
    if (after_word && token.size() <= kShort && starts_number(token)) bind(attributes, at - 2, at + 1);
    if (token.size() <= kLongest && token.find('/') != std::string_view::npos && token.find("//") == token.npos)
      bind(attributes, at, end);
    at = end + 1;
  }
}

// Space between words that is stretched further than this (in ems) reads as holes: such a line stays ragged.
constexpr double kMostStretch = 0.45;

bool has_holes(PangoLayoutLine* ragged, std::string_view text, double width, double size) {
  auto part = text.substr(static_cast<std::size_t>(ragged->start_index), static_cast<std::size_t>(ragged->length));
  auto gaps = std::count(part.begin(), part.end(), ' ');
  PangoRectangle logical;
  pango_layout_line_get_extents(ragged, nullptr, &logical);
  auto missing = width - pango_units_to_double(logical.width);
  return gaps == 0 || missing / static_cast<double>(gaps) > kMostStretch * size;
}

double indent_of(Align align, double width, double line) {
  if (width <= 0 || align == Align::left || align == Align::justified) return 0;
  return align == Align::centre ? (width - line) / 2 : width - line;
}

}  // namespace

double Text::height() const {
  return std::accumulate(lines_.begin(), lines_.end(), 0.0, [](double sum, const Line& l) { return sum + l.height; });
}

double Text::width() const {
  double widest = 0;
  for (const auto& line : lines_) {
    PangoRectangle logical;
    pango_layout_line_get_extents(line.line, nullptr, &logical);
    widest = std::max(widest, pango_units_to_double(logical.width));
  }
  return widest;
}

void Text::draw_line(cairo_t* cr, std::size_t index, double x, double y) const {
  const auto& line = lines_[index];
  cairo_set_source_rgb(cr, grey_, grey_, grey_);
  cairo_move_to(cr, x + line.indent, y + line.baseline);
  pango_cairo_show_layout_line(cr, line.line);
}

void Text::draw(cairo_t* cr, double x, double y) const {
  for (std::size_t i = 0; i < lines_.size(); ++i) {
    draw_line(cr, i, x, y);
    y += lines_[i].height;
  }
}

void Text::draw_shape(cairo_t* cr, double x, double y) const {
  cairo_set_source_rgb(cr, grey_, grey_, grey_);
  for (const auto& line : lines_) {
    cairo_move_to(cr, x + line.indent, y + line.baseline);
    pango_cairo_layout_line_path(cr, line.line);
    y += line.height;
  }
  cairo_fill(cr);
}

Result<Press> Press::open(const Layout& layout) {
  Press out(layout);
  out.fonts_.reset(pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT));
  pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(out.fonts_.get()), 72);
  out.context_.reset(pango_font_map_create_context(out.fonts_.get()));
  // Printed, not shown: no hinting, places not rounded to pixels. Also what makes the bytes the same on every machine.
  std::unique_ptr<cairo_font_options_t, decltype(&cairo_font_options_destroy)> options(cairo_font_options_create(),
                                                                                       &cairo_font_options_destroy);
  cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias(options.get(), CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options(out.context_.get(), options.get());
  pango_context_set_round_glyph_positions(out.context_.get(), FALSE);
  pango_context_set_base_dir(out.context_.get(), PANGO_DIRECTION_LTR);
  auto wanted = describe(layout.typeface, {.size = layout.size});
  Owned<PangoFont> font(pango_font_map_load_font(out.fonts_.get(), out.context_.get(), wanted.get()));
  Description found(font ? pango_font_describe(font.get()) : nullptr);
  const char* family = found ? pango_font_description_get_family(found.get()) : nullptr;
  if (!family || layout.typeface != family) return fail(Outcome::kUnavailable, "pdf.font", layout.typeface);
  return Result<Press>(std::move(out));
}

std::shared_ptr<PangoLayout> Press::lay(std::string_view text, double width, const Style& style, bool justified) const {
  std::shared_ptr<PangoLayout> out(pango_layout_new(context_.get()), Unref{});
  auto font = describe(layout_.typeface, style);
  pango_layout_set_font_description(out.get(), font.get());
  pango_layout_set_auto_dir(out.get(), FALSE);
  pango_layout_set_wrap(out.get(), PANGO_WRAP_WORD_CHAR);
  if (width > 0) pango_layout_set_width(out.get(), std::max(pango_units_from_double(width), 1));
  pango_layout_set_justify(out.get(), justified ? TRUE : FALSE);
  std::unique_ptr<PangoAttrList, decltype(&pango_attr_list_unref)> attributes(pango_attr_list_new(),
                                                                              &pango_attr_list_unref);
  pango_attr_list_insert(attributes.get(), pango_attr_insert_hyphens_new(FALSE));
  if (style.underline) pango_attr_list_insert(attributes.get(), pango_attr_underline_new(PANGO_UNDERLINE_SINGLE));
  bind_numbers(attributes.get(), text);
  pango_layout_set_attributes(out.get(), attributes.get());
  pango_layout_set_text(out.get(), text.data(), static_cast<int>(text.size()));
  return out;
}

Text Press::text(std::string_view text, double width, const Style& style) const {
  Text out;
  out.grey_ = style.grey;
  bool justified = style.align == Align::justified && width > 0;
  out.ragged_ = lay(text, width, style, false);
  if (justified) out.layout_ = lay(text, width, style, true);
  auto count = pango_layout_get_line_count(out.ragged_.get());
  out.lines_.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) {
    auto* line = pango_layout_get_line_readonly(out.ragged_.get(), i);
    if (justified && !has_holes(line, text, width, style.size))
      line = pango_layout_get_line_readonly(out.layout_.get(), i);
    PangoRectangle logical;
    pango_layout_line_get_extents(line, nullptr, &logical);
    auto tall = pango_units_to_double(logical.height);
    auto height = std::max(layout_.leading * style.size, tall);
    out.lines_.push_back({height, (height - tall) / 2 - pango_units_to_double(logical.y),
                          indent_of(style.align, width, pango_units_to_double(logical.width)), line});
  }
  return out;
}

}  // namespace netra::pdf
