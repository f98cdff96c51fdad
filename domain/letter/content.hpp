// A letter's text as people edit it: every block is plain text in one box, so that no script is needed.
//
//   heading, paragraph   the text itself
//   fields               a line each, "Nama: Fulan"; a line that begins with blanks goes on with the one before
//   list                 a line each
//   table                the head first; cells are parted by " | "
//
// Inner header. Threads: pure functions.
#pragma once

#include "domain/letter/letter.hpp"

namespace netra::letter {

// A block as its box shows it.
struct BlockText {
  pdf::BlockKind kind = pdf::BlockKind::paragraph;
  std::string text;
};
BOOST_DESCRIBE_STRUCT(BlockText, (), (kind, text))

std::string text_of(const pdf::Block& block);
// `before` is the block that was edited: what its text does not say (widths of columns) stays.
pdf::Block block_of(const BlockText& text, const pdf::Block* before = nullptr);
std::vector<BlockText> texts_of(const std::vector<pdf::Block>& blocks);
// Boxes left empty are blocks taken out.
std::vector<pdf::Block> blocks_of(const std::vector<BlockText>& texts, const std::vector<pdf::Block>& before);

// Lines of a box; blank ones are left out, ends are trimmed.
std::vector<std::string> lines_of(std::string_view text);
std::string joined(const std::vector<std::string>& lines);

// As kept in letter_texts.
std::string stored(const Content& content);
Content restored(const std::string& text);

// What the search of the book finds a letter by.
std::string search_words(const std::vector<std::string_view>& texts);

}  // namespace netra::letter
