#include "engine/page/tree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <regex>

namespace netra::page {

namespace {

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
  for (char c : text) {
    bool line_start = out.empty() || out.back() == '\n';
    if (line_start && (c == ' ' || c == '\t' || c == '\n' || c == '\r')) continue;
    out += c;
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
  static const std::regex kForbidden(R"(<style|\sstyle\s*=|\son[a-z]+\s*=|javascript:|<script(?! type="module" src="))",
                                     std::regex::icase | std::regex::optimize);
  std::vector<std::string> out;
  const std::string text(source);
  for (std::sregex_iterator at(text.begin(), text.end(), kForbidden), end; at != end; ++at) {
    auto line = 1 + std::count(text.begin(), text.begin() + at->position(), '\n');
    out.push_back(fmt::format("{}:{}: {} is not allowed in pages", file, line, at->str()));
  }
  return out;
}

}  // namespace netra::page
