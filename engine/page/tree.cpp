#include "engine/page/tree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace netra::page {

namespace {

constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz";

bool is_name(std::string_view text) {
  if (text.empty() || std::isdigit(static_cast<unsigned char>(text[0]))) return false;
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; });
}

std::vector<std::string_view> cut(std::string_view text, char separator) {
  std::vector<std::string_view> out;
  for (;;) {
    auto end = text.find(separator);
    out.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return out;
    text.remove_prefix(end + 1);
  }
}

Node leaf(Node::Kind kind, std::string text, std::string slot) {
  Node node;
  node.kind = kind;
  node.text = std::move(text);
  node.slot = std::move(slot);
  return node;
}

class Parser {
 public:
  Parser(const Pieces& pieces, std::vector<std::string>& faults) : pieces_(pieces), faults_(faults) {}

  std::vector<Node> nodes(std::string_view until, const Piece* opener) {
    std::vector<Node> out;
    while (at_ < pieces_.size()) {
      const auto& piece = pieces_[at_++];
      std::string_view tag = piece.text;
      if (piece.kind == Piece::kText) {
        out.push_back(leaf(Node::kText, piece.text, {}));
      } else if (tag.starts_with('/')) {
        if (opener && tag.substr(1) == until) return out;
        fault(piece, fmt::format("{{{{{}}}}} closes nothing that is open", tag));
      } else if (tag.starts_with('#')) {
        out.push_back(section(piece, tag.substr(1)));
      } else {
        out.push_back(variable(piece, tag));
      }
    }
    if (opener) fault(*opener, fmt::format("{{{{#{}}}}} is never closed", until));
    return out;
  }

 private:
  void fault(const Piece& piece, std::string_view what) {
    faults_.push_back(fmt::format("{}:{}: {}", piece.file, piece.line, what));
  }

  std::vector<Path> choices(const Piece& piece, std::string_view text) {
    std::vector<Path> out;
    for (auto choice : cut(text, '|')) {
      Path path;
      for (auto name : cut(choice, '.')) {
        if (name == "up" && path.names.empty()) {
          ++path.up;
        } else if (name == "root" && path.names.empty()) {
          path.from_root = true;
        } else if (is_name(name)) {
          path.names.emplace_back(name);
        } else {
          fault(piece, fmt::format("{{{{{}}}}} is not a name", piece.text));
          return out;
        }
      }
      out.push_back(std::move(path));
    }
    return out;
  }

  Node variable(const Piece& piece, std::string_view tag) {
    Node node = leaf(Node::kVariable, {}, fmt::format("v{}", ++count_));
    if (tag.starts_with("label:")) {
      auto space = tag.find(' ');
      if (space == std::string_view::npos) fault(piece, "label: needs a field and a path");
      node.label_field = tag.substr(6, space == std::string_view::npos ? space : space - 6);
      tag = space == std::string_view::npos ? "value" : tag.substr(space + 1);
    }
    node.choices = choices(piece, tag);
    return node;
  }

  Node section(const Piece& piece, std::string_view tag) {
    Node node = leaf(Node::kSection, {}, fmt::format("s{}", ++count_));
    auto equals = tag.find('=');
    node.choices = choices(piece, tag.substr(0, equals));
    auto right = equals == std::string_view::npos ? std::string_view() : tag.substr(equals + 1);
    if (right.size() >= 2 && right.front() == '\'' && right.back() == '\'') {
      node.equal_literal = right.substr(1, right.size() - 2);
    } else if (equals != std::string_view::npos) {
      node.equal_to = choices(piece, right);
    }
    node.children = nodes(tag, &piece);
    return node;
  }

  const Pieces& pieces_;
  std::vector<std::string>& faults_;
  std::size_t at_ = 0;
  int count_ = 0;
};

void append_trimmed(std::string& out, std::string_view text) {
  while (!text.empty()) {
    if (out.empty() || out.back() == '\n') {
      auto start = text.find_first_not_of(" \t\r\n");
      if (start == std::string_view::npos) return;
      text.remove_prefix(start);
    }
    auto end = text.find('\n');
    auto line = text.substr(0, end == std::string_view::npos ? end : end + 1);
    out += line;
    text.remove_prefix(line.size());
  }
}

void write(std::string& out, const std::vector<Node>& nodes) {
  for (const auto& node : nodes) {
    switch (node.kind) {
      case Node::kText:
        append_trimmed(out, node.text);
        break;
      case Node::kVariable:
        out += fmt::format("{{{{{}}}}}", node.slot);
        break;
      case Node::kSection:
        out += fmt::format("{{{{#{}}}}}", node.slot);
        write(out, node.children);
        out += fmt::format("{{{{/{}}}}}", node.slot);
        break;
    }
  }
}

// ` style =`, ` onclick =`: the length from the space before it; 0 when there is another attribute or none.
std::size_t style_or_handler_at(std::string_view text) {
  auto end = text.find_first_of(" \t\r\n\f\v=<>\"'", 1);
  if (end == std::string_view::npos) return 0;
  auto name = text.substr(1, end - 1);
  bool handler =
      name.size() > 2 && name.starts_with("on") && name.find_first_not_of(kLetters) == std::string_view::npos;
  if (name != "style" && !handler) return 0;
  auto equals = text.find_first_not_of(" \t\r\n\f\v", end);
  return equals != std::string_view::npos && text[equals] == '=' ? equals + 1 : 0;
}

// The length of what is forbidden at the beginning of `text`, in lower case; 0 when nothing is.
std::size_t forbidden_at(std::string_view text) {
  constexpr std::string_view kStyle = "<style", kScript = "<script", kAllowed = " type=\"module\" src=\"",
                             kAddress = "javascript:";
  if (text.starts_with(kStyle)) return kStyle.size();
  if (text.starts_with(kScript)) return text.substr(kScript.size()).starts_with(kAllowed) ? 0 : kScript.size();
  if (text.starts_with(kAddress)) return kAddress.size();
  return std::isspace(static_cast<unsigned char>(text[0])) ? style_or_handler_at(text) : 0;
}

}  // namespace

std::vector<Node> parse(const Pieces& pieces, std::vector<std::string>& faults) {
  return Parser(pieces, faults).nodes({}, nullptr);
}

std::string ctemplate_source(const std::vector<Node>& nodes) {
  std::string out = "{{%AUTOESCAPE context=\"HTML\"}}";
  write(out, nodes);
  return out;
}

std::vector<std::string> forbidden_html(std::string_view file, std::string_view source) {
  std::string text(source);
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  std::vector<std::string> out;
  constexpr std::string_view kBegins = "<j \t\r\n\f\v";
  for (auto at = text.find_first_of(kBegins); at != std::string::npos; at = text.find_first_of(kBegins, at)) {
    auto length = forbidden_at(std::string_view(text).substr(at));
    if (length > 0) {
      auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
      out.push_back(fmt::format("{}:{}: {} is not allowed in pages", file, line, source.substr(at, length)));
    }
    at += std::max<std::size_t>(length, 1);
  }
  return out;
}

}  // namespace netra::page
