// What flows down the pages: strips of a paper that are never cut, from the letterhead to the copies. Private to
// engine/pdf.
//
// Every part of a paper becomes strips (blocks.cpp, table.cpp, frame.cpp); pages.cpp lays them on pages; document.cpp
// draws. Units: points.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/pdf/type.hpp"

namespace netra::pdf {

struct Strip {
  double before = 0;  // space above; left out at the head of a page
  double height = 0;
  bool keep = false;     // on the same page as the next
  bool at_foot = false;  // down at the end of the text area
  int element = 0;       // strips of one element are one thing to a reader: a paragraph, a table
  const char* role = "P";
  std::shared_ptr<const Strip> head;  // drawn again above this strip when it opens a page: a table's head
  double edge = 0;                    // width of the line that closes the strip above a break; 0: none
  std::string outline;                // entry in the reader's list of headings
  std::function<void(cairo_t*, double x, double y)> draw;
};

struct Flow {
  const Press& press;
  double width;  // of the text area
  std::vector<Strip> strips = {};
  int elements = 0;

  int next_element() { return ++elements; }
};

struct Setting {
  Style style;
  double x = 0;
  double width = 0;
  double before = 0;
  const char* role = "P";
  bool keep = false;  // with what follows
};

// A text's lines as strips: no page ends after its first or before its last line.
void add_text(Flow& flow, std::string_view text, const Setting& setting);
void add_blocks(Flow& flow, const std::vector<Block>& blocks);
void add_table(Flow& flow, const Block& block);
void add_fields(Flow& flow, const std::vector<Field>& fields, double width, double before);
void add_top(Flow& flow, const Paper& paper);          // letterhead to addressees
Result<Done> add_end(Flow& flow, const Paper& paper);  // closing, signatures, copies, QR

// Strips from `first` on stay together, and with what comes before them `lines` lines up.
void keep_together(Flow& flow, std::size_t first, std::size_t lines);

}  // namespace netra::pdf
