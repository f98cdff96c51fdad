// Headings, paragraphs, fields and lists as strips.
#include <algorithm>

#include "engine/pdf/flow.hpp"

namespace netra::pdf {

namespace {

constexpr double kParagraphGap = 6;
constexpr double kItemGap = 3;
constexpr double kColumnGap = 5;  // between a label, its colon and the text

void add_paragraphs(Flow& flow, std::string_view text) {
  Setting setting{.style = flow.press.body(), .width = flow.width, .before = kParagraphGap};
  setting.style.align = flow.press.layout().justified ? Align::justified : Align::left;
  while (!text.empty()) {
    auto end = text.find("\n\n");
    auto part = text.substr(0, end);
    while (!part.empty() && part.front() == '\n') part.remove_prefix(1);
    if (!part.empty()) add_text(flow, part, setting);
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 2);
  }
}

void add_heading(Flow& flow, const std::string& text) {
  Setting setting{.style = flow.press.body(), .width = flow.width, .before = 2 * kParagraphGap, .role = "H2"};
  setting.style.bold = true;
  setting.keep = true;
  auto first = flow.strips.size();
  add_text(flow, text, setting);
  if (first < flow.strips.size()) flow.strips[first].outline = text;
}

void add_list(Flow& flow, const std::vector<std::string>& items) {
  auto style = flow.press.body();
  auto last = flow.press.text(std::to_string(items.size()) + ".", 0, style);
  double indent = last.width() + kColumnGap;
  for (std::size_t i = 0; i < items.size(); ++i) {
    Setting setting{
        .style = style, .x = indent, .width = flow.width - indent, .before = i == 0 ? kParagraphGap : kItemGap};
    setting.style.align = flow.press.layout().justified ? Align::justified : Align::left;
    auto first = flow.strips.size();
    add_text(flow, items[i].empty() ? " " : items[i], setting);
    auto number = flow.press.text(std::to_string(i + 1) + ".", 0, style);
    auto& strip = flow.strips[first];
    strip.draw = [number, draw = strip.draw](cairo_t* cr, double x, double y) {
      number.draw(cr, x, y);
      draw(cr, x, y);
    };
  }
}

}  // namespace

void add_text(Flow& flow, std::string_view text, const Setting& setting) {
  auto set = std::make_shared<Text>(flow.press.text(text, setting.width, setting.style));
  const auto count = set->lines().size();
  const auto element = flow.next_element();
  for (std::size_t i = 0; i < count; ++i) {
    Strip strip{.before = i == 0 ? setting.before : 0, .height = set->lines()[i].height};
    strip.keep = setting.keep || (count > 1 && (i == 0 || i + 2 == count));
    strip.element = element;
    strip.role = setting.role;
    strip.draw = [set, i, indent = setting.x](cairo_t* cr, double x, double y) {
      set->draw_line(cr, i, x + indent, y);
    };
    flow.strips.push_back(std::move(strip));
  }
}

// Labels in one column as wide as the widest, at most two fifths of the page.
void add_fields(Flow& flow, const std::vector<Field>& fields, double width, double before) {
  auto style = flow.press.body();
  double label_width = 0;
  for (const auto& field : fields) label_width = std::max(label_width, flow.press.text(field.label, 0, style).width());
  label_width = std::min(label_width + 1, width * 0.4);
  auto colon = flow.press.text(":", 0, style);
  double colon_at = label_width + kColumnGap;
  double text_at = colon_at + colon.width() + kColumnGap;
  for (const auto& field : fields) {
    auto label = flow.press.text(field.label, label_width, style);
    auto first = flow.strips.size();
    add_text(flow, field.text.empty() ? " " : field.text,
             {.style = style, .x = text_at, .width = width - text_at, .before = before});
    auto& strip = flow.strips[first];
    strip.draw = [label, colon, colon_at, draw = strip.draw](cairo_t* cr, double x, double y) {
      label.draw(cr, x, y);
      colon.draw(cr, x + colon_at, y);
      draw(cr, x, y);
    };
    double below = 0;
    for (auto i = first; i < flow.strips.size(); ++i) below += flow.strips[i].height;
    flow.strips.back().height += std::max(0.0, label.height() - below);
    before = kItemGap / 2;
  }
}

void add_blocks(Flow& flow, const std::vector<Block>& blocks) {
  for (const auto& block : blocks) switch (block.kind) {
      case BlockKind::heading:
        add_heading(flow, block.text);
        break;
      case BlockKind::paragraph:
        add_paragraphs(flow, block.text);
        break;
      case BlockKind::fields:
        add_fields(flow, block.fields, flow.width, kParagraphGap);
        break;
      case BlockKind::list:
        add_list(flow, block.items);
        break;
      case BlockKind::table:
        add_table(flow, block);
        break;
    }
}

void keep_together(Flow& flow, std::size_t first, std::size_t lines) {
  auto begin = first > lines ? first - lines : 0;
  for (auto i = begin; i + 1 < flow.strips.size(); ++i) flow.strips[i].keep = true;
}

}  // namespace netra::pdf
