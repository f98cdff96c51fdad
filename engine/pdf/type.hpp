// Text measured and broken into lines, ready to be drawn. Private to engine/pdf.
//
// Every Press has a font map of its own: Pango's are not to be shared between threads. Units: points.
#pragma once

#include <cairo.h>
#include <pango/pangocairo.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/pdf/paper.hpp"

namespace netra::pdf {

inline constexpr double kMillimetre = 72.0 / 25.4;

enum class Align { left, centre, right, justified };

struct Style {
  double size = 11;
  Align align = Align::left;
  bool bold = false;
  bool italic = false;
  bool underline = false;
  double grey = 0;  // 0 black, 1 white
};

struct Unref {
  void operator()(void* object) const { g_object_unref(object); }
};
template <class T>
using Owned = std::unique_ptr<T, Unref>;

// Lines of one text at one width.
class Text {
 public:
  struct Line {
    double height = 0;
    double baseline = 0;  // below the line's top
    double indent = 0;    // by its alignment
    PangoLayoutLine* line = nullptr;
  };

  const std::vector<Line>& lines() const { return lines_; }
  double height() const;
  double width() const;  // of the widest line
  void draw_line(cairo_t* cr, std::size_t index, double x, double y) const;
  void draw(cairo_t* cr, double x, double y) const;
  void draw_shape(cairo_t* cr, double x, double y) const;  // as outlines: no text to a reader

 private:
  friend class Press;
  std::shared_ptr<PangoLayout> layout_, ragged_;  // hold what the lines point into
  std::vector<Line> lines_;
  double grey_ = 0;
};

class Press {
 public:
  // Errors: pdf.font
  static Result<Press> open(const Layout& layout);

  // Width 0 or less: as wide as it comes.
  Text text(std::string_view text, double width, const Style& style) const;
  const Layout& layout() const { return layout_; }
  Style body() const { return {.size = layout_.size}; }

 private:
  explicit Press(const Layout& layout) : layout_(layout) {}
  std::shared_ptr<PangoLayout> lay(std::string_view text, double width, const Style& style, bool justified) const;

  Layout layout_;
  Owned<PangoFontMap> fonts_;
  Owned<PangoContext> context_;
};

}  // namespace netra::pdf
