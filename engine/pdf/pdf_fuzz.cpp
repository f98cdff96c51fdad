// Any text in any part of a paper is set or refused: no crash, no endless page. Pieces are parted by the byte 0xFF.
#include <cstdint>
#include <cstdlib>

#include "engine/pdf/paper.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace netra::pdf;
  std::vector<std::string> pieces(1);
  for (std::size_t i = 0; i < size; ++i) {
    if (data[i] == 0xFF)
      pieces.emplace_back();
    else
      pieces.back() += static_cast<char>(data[i]);
  }
  Paper paper{.title = pieces.front()};
  for (const auto& piece : pieces) {
    paper.blocks.push_back(paragraph(piece));
    paper.blocks.push_back(fields({{piece, piece}}));
  }
  paper.blocks.push_back(table(pieces, {{pieces}, {{pieces.back()}}}));
  paper.blocks.push_back(list(pieces));
  paper.signers = {{pieces.back(), pieces.front(), ""}};
  paper.to = pieces;
  if (auto bytes = set(paper, {}); bytes && !bytes->starts_with("%PDF-")) std::abort();
  return 0;
}
