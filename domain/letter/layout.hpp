// How papers look and the words of their frame: procedures/letters/layouts.toml; an office's own lie on top
// (settings.hpp).
//
//   auto layouts = letter::Layouts::load(assets);
//   pdf::Layout looks = layouts->of("invitation");    // what is said of all papers, then of this one
//
// Threads: immutable after loading; share freely.
// Errors: letter.file (kInvalid, at load): unknown names, numbers that are none
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/assets.hpp"
#include "engine/pdf/paper.hpp"

namespace netra::letter {

// Whole numbers are millimetres; text holds numbers with a fraction ("1.25"). What is absent is as for all papers.
struct LayoutText {
  std::optional<std::string> document;  // absent: all papers
  std::optional<std::int64_t> margin_top, margin_bottom, margin_left, margin_right, signature_space;
  std::optional<std::string> typeface, size, leading, closing;
  std::optional<bool> number_above_title, justified;
  std::optional<std::string> number, copies, page, check;  // words of the frame
};
BOOST_DESCRIBE_STRUCT(LayoutText, (),
                      (document, margin_top, margin_bottom, margin_left, margin_right, signature_space, typeface, size,
                       leading, closing, number_above_title, justified, number, copies, page, check))

class Layouts {
 public:
  static Result<Layouts> load(const Assets& assets);
  pdf::Layout of(std::string_view document) const;

 private:
  std::vector<LayoutText> layouts_;
};

}  // namespace netra::letter
