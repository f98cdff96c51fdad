// Tables: thin lines, a shaded head that every page repeats, rows that are cut only when they are long.
#include <algorithm>
#include <numeric>

#include "engine/pdf/flow.hpp"

namespace netra::pdf {

namespace {

constexpr double kPadding = 3.5;
constexpr double kLine = 0.5;
constexpr double kGap = 8;            // above the table
constexpr std::size_t kLongRow = 10;  // lines; a longer row may go on over the page
constexpr std::size_t kTogether = 3;  // lines that stay at either end of such a row
constexpr double kHeadGrey = 0.92;

struct Columns {
  std::vector<double> left;  // one more than there are columns
};

// The widest word of a head's cell: its column is never narrower.
double least_width(const Press& press, std::string_view head) {
  auto style = press.body();
  style.size -= 1;
  style.bold = true;
  double widest = 0;
  while (!head.empty()) {
    auto end = std::min(head.find_first_of(" \n"), head.size());
    widest = std::max(widest, press.text(head.substr(0, end), 0, style).width());
    head.remove_prefix(std::min(end + 1, head.size()));
  }
  return widest + 2 * kPadding + 1;
}

// Widths by their parts; what a narrow one lacks for its head, the others give in proportion.
std::vector<double> share_out(double width, const std::vector<double>& parts, const std::vector<double>& least) {
  std::vector<double> out(least);
  std::vector<bool> is_fixed(parts.size(), false);
  for (bool again = true; again;) {
    again = false;
    double room = width, sum = 0;
    for (std::size_t i = 0; i < parts.size(); ++i) (is_fixed[i] ? room : sum) += is_fixed[i] ? -least[i] : parts[i];
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (is_fixed[i]) continue;
      out[i] = room * parts[i] / sum;
      if (out[i] >= least[i]) continue;
      out[i] = least[i];
      is_fixed[i] = again = true;
    }
  }
  return out;
}

Columns columns_of(const Press& press, const Block& block, double width) {
  auto count = block.head.size();
  for (const auto& row : block.rows) count = std::max(count, row.cells.size());
  std::vector<double> parts(count, 1), least(count, 0);
  if (block.parts.size() == count)
    std::transform(block.parts.begin(), block.parts.end(), parts.begin(),
                   [](int part) { return static_cast<double>(std::clamp(part, 1, 1000)); });
  for (std::size_t i = 0; i < block.head.size(); ++i) least[i] = least_width(press, block.head[i]);
  if (std::accumulate(least.begin(), least.end(), 0.0) > width) least.assign(count, 0);
  Columns out{{0}};
  for (auto one : share_out(width, parts, least)) out.left.push_back(out.left.back() + one);
  return out;
}

using Cells = std::vector<Text>;

Cells set_cells(const Press& press, const std::vector<std::string>& cells, const Columns& columns, bool head) {
  auto style = press.body();
  style.size -= 1;
  style.bold = head;
  if (head) style.align = Align::centre;
  Cells out;
  for (std::size_t i = 0; i + 1 < columns.left.size(); ++i) {
    auto width = std::max(columns.left[i + 1] - columns.left[i] - 2 * kPadding, 1.0);
    out.push_back(press.text(i < cells.size() ? cells[i] : std::string{}, width, style));
  }
  return out;
}

std::size_t lines_of(const Cells& cells) {
  std::size_t most = 1;
  for (const auto& cell : cells) most = std::max(most, cell.lines().size());
  return most;
}

void stroke(cairo_t* cr, double x1, double y1, double x2, double y2) {
  cairo_set_source_rgb(cr, 0, 0, 0);
  cairo_set_line_width(cr, kLine);
  cairo_move_to(cr, x1, y1);
  cairo_line_to(cr, x2, y2);
  cairo_stroke(cr);
}

// Lines `from` up to `to` of every cell, with the table's lines around them.
struct Slice {
  std::shared_ptr<const Cells> cells;
  std::shared_ptr<const Columns> columns;
  std::size_t from = 0, to = 0;
  bool top = true, bottom = true, head = false;

  double line_height(std::size_t line) const {
    double tallest = 0;
    for (const auto& cell : *cells)
      if (line < cell.lines().size()) tallest = std::max(tallest, cell.lines()[line].height);
    return tallest;
  }
  double height() const {
    double sum = (top ? kPadding : 0) + (bottom ? kPadding : 0);
    for (auto line = from; line < to; ++line) sum += line_height(line);
    return sum;
  }
  void draw(cairo_t* cr, double x, double y) const;
  void draw_lines(cairo_t* cr, double x, double y) const;
};

void Slice::draw_lines(cairo_t* cr, double x, double y) const {
  auto right = x + columns->left.back();
  auto low = y + height();
  if (head) {
    cairo_set_source_rgb(cr, kHeadGrey, kHeadGrey, kHeadGrey);
    cairo_rectangle(cr, x, y, columns->left.back(), height());
    cairo_fill(cr);
  }
  if (top) stroke(cr, x, y, right, y);
  if (bottom) stroke(cr, x, low, right, low);
  for (auto left : columns->left) stroke(cr, x + left, y - kLine / 2, x + left, low + kLine / 2);
}

void Slice::draw(cairo_t* cr, double x, double y) const {
  draw_lines(cr, x, y);
  cairo_tag_begin(cr, "TR", nullptr);
  for (std::size_t i = 0; i < cells->size(); ++i) {
    const auto& cell = (*cells)[i];
    cairo_tag_begin(cr, head ? "TH" : "TD", nullptr);
    double down = y + (top ? kPadding : 0);
    for (auto line = from; line < to; ++line) {
      if (line < cell.lines().size()) cell.draw_line(cr, line, x + columns->left[i] + kPadding, down);
      down += line_height(line);
    }
    cairo_tag_end(cr, head ? "TH" : "TD");
  }
  cairo_tag_end(cr, "TR");
}

Strip strip_of(const Slice& slice, int element) {
  Strip out{.height = slice.height()};
  out.element = element;
  out.role = "Table";
  out.edge = slice.columns->left.back();
  out.draw = [slice](cairo_t* cr, double x, double y) { slice.draw(cr, x, y); };
  return out;
}

void add_row(Flow& flow, const Slice& whole, int element, const std::shared_ptr<const Strip>& head) {
  auto count = whole.to;
  if (count <= kLongRow) {
    flow.strips.push_back(strip_of(whole, element));
    flow.strips.back().head = head;
    return;
  }
  for (std::size_t line = 0; line < count; ++line) {
    auto slice = whole;
    slice.from = line;
    slice.to = line + 1;
    slice.top = line == 0;
    slice.bottom = line + 1 == count;
    auto strip = strip_of(slice, element);
    strip.head = head;
    strip.keep = line + 1 < kTogether || (line + kTogether >= count && line + 1 < count);
    flow.strips.push_back(std::move(strip));
  }
}

}  // namespace

void add_table(Flow& flow, const Block& block) {
  auto columns = std::make_shared<const Columns>(columns_of(flow.press, block, flow.width));
  if (columns->left.size() < 2) return;
  auto element = flow.next_element();
  auto first = flow.strips.size();
  std::shared_ptr<const Strip> head;
  if (!block.head.empty()) {
    auto cells = std::make_shared<const Cells>(set_cells(flow.press, block.head, *columns, true));
    auto strip = strip_of({cells, columns, 0, lines_of(*cells), true, true, true}, element);
    head = std::make_shared<const Strip>(strip);
    strip.keep = true;
    flow.strips.push_back(std::move(strip));
  }
  for (const auto& row : block.rows) {
    auto cells = std::make_shared<const Cells>(set_cells(flow.press, row.cells, *columns, false));
    add_row(flow, {cells, columns, 0, lines_of(*cells)}, element, head);
  }
  if (first < flow.strips.size()) flow.strips[first].before = kGap;
}

}  // namespace netra::pdf
