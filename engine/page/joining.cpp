#include "engine/page/joining.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <span>

#include "engine/page/page.hpp"

namespace netra::page {

namespace {

bool is_name_char(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

std::string without_comments(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    auto start = text.find("<!--", at);
    out += text.substr(at, start == std::string_view::npos ? start : start - at);
    if (start == std::string_view::npos) break;
    auto end = text.find("-->", start);
    auto comment = text.substr(start, end == std::string_view::npos ? end : end + 3 - start);
    out.append(static_cast<std::size_t>(std::count(comment.begin(), comment.end(), '\n')), '\n');  // keeps line numbers
    at = start + comment.size();
  }
  return out;
}

Pieces split(std::string_view source, const std::string& file) {
  Pieces out;
  auto text = without_comments(source);
  int line = 1;
  auto add = [&](Piece::Kind kind, std::string part, std::size_t extent_lines) {
    if (kind == Piece::kTag || !part.empty()) out.push_back({kind, std::move(part), file, line});
    line += static_cast<int>(extent_lines);
  };
  for (std::size_t at = 0; at < text.size();) {
    auto open = text.find("{{", at);
    auto close = open == std::string::npos ? open : text.find("}}", open);
    if (close == std::string::npos) open = text.size();
    auto literal = text.substr(at, open - at);
    auto lines = static_cast<std::size_t>(std::count(literal.begin(), literal.end(), '\n'));
    add(Piece::kText, std::move(literal), lines);
    if (close == std::string::npos) break;
    add(Piece::kTag, text.substr(open + 2, close - open - 2), 0);
    at = close + 2;
  }
  return out;
}

// `field name=a label="b c"` -> "field" and its parameters.
std::string read_call(std::string_view call, Parameters& parameters) {
  auto end = call.find(' ');
  std::string name(call.substr(0, end));
  while (end != std::string_view::npos) {
    auto start = call.find_first_not_of(' ', end);
    auto equals = start == std::string_view::npos ? start : call.find('=', start);
    if (equals == std::string_view::npos) break;
    std::string key(call.substr(start, equals - start));
    if (equals + 1 < call.size() && call[equals + 1] == '"') {
      end = call.find('"', equals + 2);
      parameters[key] = call.substr(equals + 2, end == std::string_view::npos ? end : end - equals - 2);
      if (end != std::string_view::npos) ++end;
    } else {
      end = call.find(' ', equals);
      parameters[key] = call.substr(equals + 1, end == std::string_view::npos ? end : end - equals - 1);
    }
  }
  return name;
}

// Drops the alternatives that came out empty: "a|", "a|up.", "a|='x'".
void drop_empty_choices(std::string& tag) {
  for (auto bar = tag.find('|'); bar != std::string::npos; bar = tag.find('|', bar)) {
    auto end = bar + 1;
    while (tag.compare(end, 3, "up.") == 0) end += 3;
    if (end == tag.size() || tag[end] == '=')
      tag.erase(bar, end - bar);
    else
      bar = end;
  }
}

// $name -> its parameter.
std::string substitute(std::string_view tag, const Parameters& parameters) {
  std::string out;
  for (std::size_t at = 0; at < tag.size();) {
    if (tag[at] != '$') {
      out += tag[at++];
      continue;
    }
    auto end = at + 1;
    while (end < tag.size() && is_name_char(tag[end])) ++end;
    if (auto found = parameters.find(tag.substr(at + 1, end - at - 1)); found != parameters.end()) out += found->second;
    at = end;
  }
  if (tag.find('$') != std::string_view::npos) drop_empty_choices(out);
  return out;
}

class Joiner {
 public:
  Joiner(Sources& sources, const Messages& messages, const Options& options, std::string_view language,
         std::vector<std::string>& faults)
      : sources_(sources), messages_(messages), options_(options), language_(language), faults_(faults) {}

  Joined joined;

  void page(const std::string& file) {
    page_ = file;
    auto pieces = *sources_.find(file);
    if (pieces.empty() || pieces[0].kind != Piece::kTag || !pieces[0].text.starts_with("layout:")) {
      faults_.push_back(fmt::format("{}:1: the first line must name the layout", file));
      return;
    }
    Parameters parameters;
    auto layout = read_call(std::string_view(pieces[0].text).substr(7), parameters);
    if (!parameters.contains("title")) fault(pieces[0], "the layout needs a title");
    pieces.erase(pieces.begin());
    if (!pieces.empty() && pieces[0].text.starts_with('\n')) {
      pieces[0].text.erase(0, 1);
      ++pieces[0].line;
    }
    Pieces body;
    expand(pieces, {}, body, nullptr);
    include(fmt::format("web/layout/{}.html", layout), std::move(parameters), {Piece::kTag, "", file, 1}, joined.pieces,
            &body);
  }

 private:
  void fault(const Piece& piece, std::string_view what) {
    auto where = piece.file == page_ ? std::string() : fmt::format(" (for {})", page_);
    faults_.push_back(fmt::format("{}:{}: {}{}", piece.file, piece.line, what, where));
  }

  void include(const std::string& file, Parameters parameters, const Piece& from, Pieces& out, const Pieces* content) {
    const auto* source = sources_.find(file);
    if (!source) return fault(from, fmt::format("no {}", file));
    if (depth_ > 8) return fault(from, fmt::format("{} includes itself", file));
    std::erase_if(parameters, [](const auto& p) { return p.second.empty(); });
    if (auto name = parameters.find("name"); name != parameters.end()) {
      parameters.emplace("key", field_key(name->second));
      // A radio button's label names one answer, not the question: that one comes with error_of.
      auto type = parameters.find("type");
      bool is_answer = type != parameters.end() && type->second == "radio";
      if (auto label = parameters.find("label"); label != parameters.end() && !is_answer)
        joined.labels.emplace(field_key(name->second), label->second);
    }
    ++depth_;
    expand(*source, parameters, out, content);
    --depth_;
  }

  // Index of the tag that closes the condition opened at `at`.
  std::size_t end_of_condition(std::span<const Piece> pieces, std::size_t at) {
    int open = 0;
    for (auto i = at; i < pieces.size(); ++i) {
      if (pieces[i].kind != Piece::kTag) continue;
      const auto& tag = pieces[i].text;
      if (tag.starts_with('?') || tag.starts_with('^')) ++open;
      if ((tag.starts_with("/?") || tag.starts_with("/^")) && --open == 0) return i;
    }
    fault(pieces[at], fmt::format("{{{{{}}}}} is never closed", pieces[at].text));
    return pieces.size();
  }

  static bool holds(std::string_view condition, const Parameters& parameters) {
    bool wanted = condition[0] == '?';
    auto equals = condition.find('=');
    auto found = parameters.find(condition.substr(1, equals == std::string_view::npos ? equals : equals - 1));
    if (found == parameters.end()) return !wanted;
    if (equals == std::string_view::npos) return wanted;
    return (found->second == condition.substr(equals + 1)) == wanted;
  }

  void expand(std::span<const Piece> pieces, const Parameters& parameters, Pieces& out, const Pieces* content) {
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      const auto& piece = pieces[i];
      if (piece.kind == Piece::kText) {
        out.push_back(piece);
      } else if (piece.text.starts_with('?') || piece.text.starts_with('^')) {
        auto end = end_of_condition(pieces, i);
        if (holds(piece.text, parameters)) {
          expand(pieces.subspan(i + 1, end - i - 1), parameters, out, content);
        }
        i = end;
      } else if (piece.text == "content" && content) {
        out.insert(out.end(), content->begin(), content->end());
      } else if (!piece.text.starts_with('!')) {
        tag(piece, parameters, out);
      }
    }
  }

  void tag(const Piece& piece, const Parameters& parameters, Pieces& out) {
    bool is_parameter =
        piece.text.starts_with('$') && std::all_of(piece.text.begin() + 1, piece.text.end(), is_name_char);
    auto text = substitute(piece.text, parameters);
    auto literal = [&](std::string html) { out.push_back({Piece::kText, std::move(html), piece.file, piece.line}); };
    if (is_parameter) {
      literal(escape_html(text));
    } else if (text.starts_with('>')) {
      Parameters given;
      auto name = read_call(std::string_view(text).substr(1), given);
      include(fmt::format("web/components/{}.html", name), std::move(given), piece, out, nullptr);
    } else if (text.starts_with("t:")) {
      message(piece, text.substr(2), false, out);
    } else if (text.starts_with("tm:")) {
      message(piece, text.substr(3), true, out);
    } else if (text.starts_with("asset:")) {
      auto url = options_.asset_url ? options_.asset_url(text.substr(6)) : std::string();
      if (url.empty()) fault(piece, fmt::format("no asset {}", text.substr(6)));
      literal(escape_html(url));
    } else {
      out.push_back({Piece::kTag, std::move(text), piece.file, piece.line});
    }
  }

  void message(const Piece& piece, const std::string& key, bool marked_up, Pieces& out) {
    const auto* text = messages_.find(language_, key);
    if (!text) return fault(piece, fmt::format("no message {} ({})", key, language_));
    std::string_view rest = *text;
    std::string literal;
    bool strong = false;
    auto flush = [&] {
      if (!literal.empty()) out.push_back({Piece::kText, std::move(literal), piece.file, piece.line});
      literal.clear();
    };
    while (!rest.empty()) {
      if (auto end = rest.find('}'); rest[0] == '{' && end != std::string_view::npos) {
        flush();
        out.push_back({Piece::kTag, std::string(rest.substr(1, end - 1)), piece.file, piece.line});
        rest.remove_prefix(end + 1);
      } else if (marked_up && rest.starts_with("**")) {
        literal += strong ? "</strong>" : "<strong>";
        strong = !strong;
        rest.remove_prefix(2);
      } else if (marked_up && rest[0] == '[') {
        auto middle = rest.find("]("), close = rest.find(')', middle);
        if (middle == std::string_view::npos || close == std::string_view::npos || rest[middle + 2] == ')')
          return fault(piece, fmt::format("message {} ({}) has half a link", key, language_));
        auto target = rest.substr(middle + 2, close - middle - 2);
        if (!target.starts_with('/') && !target.starts_with('#') && !target.starts_with("https://"))
          return fault(piece, fmt::format("message {} ({}) links to a strange place", key, language_));
        literal += fmt::format("<a href=\"{}\">{}</a>", escape_html(target), escape_html(rest.substr(1, middle - 1)));
        rest.remove_prefix(close + 1);
      } else {
        auto run = rest.substr(0, rest.find_first_of("{*[", 1));
        literal += escape_html(run);
        rest.remove_prefix(run.size());
      }
    }
    if (strong) fault(piece, fmt::format("message {} ({}) opens ** and never closes it", key, language_));
    flush();
  }

  Sources& sources_;
  const Messages& messages_;
  const Options& options_;
  std::string language_;
  std::vector<std::string>& faults_;
  std::string page_;  // file of the page being joined
  int depth_ = 0;
};

}  // namespace

const Pieces* Sources::find(const std::string& file) {
  auto source = assets_.find(file);
  if (!source) return nullptr;
  auto [known, is_new] = pieces_.try_emplace(file);
  if (is_new) known->second = split(*source, file);
  return &known->second;
}

Joined join(Sources& sources, const Messages& messages, const Options& options, std::string_view language,
            const std::string& file, std::vector<std::string>& faults) {
  Joiner joiner(sources, messages, options, language, faults);
  joiner.page(file);
  return std::move(joiner.joined);
}

std::string field_key(std::string_view field) {
  if (field.starts_with('/')) field.remove_prefix(1);
  std::string key(field);
  for (char& c : key)
    if (!is_name_char(c)) c = '_';
  return key;
}

std::string field_id(std::string_view field) { return "f-" + field_key(field); }

std::string escape_html(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

}  // namespace netra::page
