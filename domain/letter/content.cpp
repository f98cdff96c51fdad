#include "domain/letter/content.hpp"

#include <algorithm>

#include "engine/base/text.hpp"

namespace netra::letter {

namespace {

using pdf::Block;
using pdf::BlockKind;

constexpr std::string_view kCell = " | ";

std::string with_indent(std::string_view text) {  // further lines of one entry
  std::string out;
  for (char c : text) {
    out += c;
    if (c == '\n') out += "  ";
  }
  return out;
}

std::string on_one_line(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

// Entries of a box: a line that begins with a blank belongs to the entry before.
std::vector<std::string> entries_of(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const auto end = text.find('\n');
    auto line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    const bool goes_on = !line.empty() && (line.front() == ' ' || line.front() == '\t') && !out.empty();
    const auto words = trim(line);
    if (words.empty()) continue;
    if (goes_on)
      out.back() += "\n" + std::string(words);
    else
      out.emplace_back(words);
  }
  return out;
}

std::vector<std::string> cells_of(std::string_view line) {
  std::vector<std::string> out;
  while (true) {
    const auto cut = line.find('|');
    out.emplace_back(trim(line.substr(0, cut)));
    if (cut == std::string_view::npos) return out;
    line.remove_prefix(cut + 1);
  }
}

std::string row_text(const std::vector<std::string>& cells) {
  std::string out;
  for (const auto& cell : cells) out += (out.empty() ? "" : std::string(kCell)) + on_one_line(cell);
  return out;
}

Block fields_of(std::string_view text) {
  Block block{.kind = BlockKind::fields};
  for (const auto& entry : entries_of(text)) {
    const auto colon = entry.find(':');
    if (colon == std::string::npos)
      block.fields.push_back({"", entry});
    else
      block.fields.push_back({std::string(trim(std::string_view(entry).substr(0, colon))),
                              std::string(trim(std::string_view(entry).substr(colon + 1)))});
  }
  return block;
}

Block table_of(std::string_view text, const Block* before) {
  Block block{.kind = BlockKind::table};
  for (const auto& line : lines_of(text)) {
    if (block.head.empty())
      block.head = cells_of(line);
    else
      block.rows.push_back({cells_of(line)});
    if (!block.rows.empty()) block.rows.back().cells.resize(block.head.size());
  }
  if (before && before->parts.size() == block.head.size()) block.parts = before->parts;
  return block;
}

}  // namespace

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const auto end = text.find('\n');
    if (auto line = trim(text.substr(0, end)); !line.empty()) out.emplace_back(line);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return out;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string out;
  for (const auto& line : lines) out += (out.empty() ? "" : "\n") + line;
  return out;
}

std::string text_of(const Block& block) {
  std::vector<std::string> lines;
  switch (block.kind) {
    case BlockKind::heading:
    case BlockKind::paragraph:
      return block.text;
    case BlockKind::fields:
      for (const auto& field : block.fields) lines.push_back(field.label + ": " + with_indent(field.text));
      break;
    case BlockKind::list:
      for (const auto& item : block.items) lines.push_back(with_indent(item));
      break;
    case BlockKind::table:
      lines.push_back(row_text(block.head));
      for (const auto& row : block.rows) lines.push_back(row_text(row.cells));
      break;
  }
  return joined(lines);
}

Block block_of(const BlockText& in, const Block* before) {
  switch (in.kind) {
    case BlockKind::heading:
    case BlockKind::paragraph: {
      std::string text(trim(in.text));
      std::erase(text, '\r');
      return {.kind = in.kind, .text = std::move(text)};
    }
    case BlockKind::fields:
      return fields_of(in.text);
    case BlockKind::list:
      return {.kind = BlockKind::list, .items = entries_of(in.text)};
    case BlockKind::table:
      return table_of(in.text, before);
  }
  return {};
}

std::vector<BlockText> texts_of(const std::vector<Block>& blocks) {
  std::vector<BlockText> out;
  for (const auto& block : blocks) out.push_back({block.kind, text_of(block)});
  return out;
}

std::vector<Block> blocks_of(const std::vector<BlockText>& texts, const std::vector<Block>& before) {
  std::vector<Block> out;
  for (std::size_t i = 0; i < texts.size(); ++i)
    if (!trim(texts[i].text).empty())
      out.push_back(block_of(texts[i], i < before.size() && before[i].kind == texts[i].kind ? &before[i] : nullptr));
  return out;
}

std::string stored(const Content& content) { return json::serialize(to_json(content)); }

Content restored(const std::string& text) {
  auto content = from_json<Content>(json::parse(text), Leniency::kStrict);
  if (!content) throw storage::Failure("a stored letter does not fit its type", false);
  return std::move(*content);
}

std::string search_words(const std::vector<std::string_view>& texts) {
  std::string out;
  for (auto text : texts) out += (out.empty() ? "" : " ") + fold(text);
  return out;
}

}  // namespace netra::letter
