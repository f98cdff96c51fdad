#include "domain/letter/texts.hpp"

#include <algorithm>
#include <stdexcept>

#include "domain/region/toml.hpp"

namespace netra::letter {

struct TextFile {
  Date last_checked;
  std::vector<PaperText> paper;
};
BOOST_DESCRIBE_STRUCT(TextFile, (), (last_checked, paper))

namespace {

constexpr std::string_view kFile = "procedures/letters/texts.toml";

bool holds(const std::vector<std::string>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

// Calls `word` for each {name}, `plain` for what stands between.
template <class Plain, class Word>
void walk(std::string_view text, Plain plain, Word word) {
  while (!text.empty()) {
    auto open = text.find('{');
    auto close = open == std::string_view::npos ? open : text.find('}', open);
    if (close == std::string_view::npos) return plain(text);
    plain(text.substr(0, open));
    word(text.substr(open + 1, close - open - 1));
    text.remove_prefix(close + 1);
  }
}

std::vector<std::string> all_texts(const PaperText& paper) {
  std::vector<std::string> out{paper.matter};
  auto add = [&](const std::vector<std::string>& more) { out.insert(out.end(), more.begin(), more.end()); };
  add(paper.to);
  add(paper.copies);
  for (const auto& part : paper.part) {
    out.push_back(part.heading.value_or("") + part.text.value_or(""));
    add(part.fields);
    add(part.list);
  }
  for (const auto& signer : paper.signer) out.push_back(signer.capacity + signer.name.value_or(""));
  return out;
}

std::string fault_of(const PaperText& paper) {
  std::string fault;
  auto known = [&](const std::string& name) {
    if (!holds(paper.words, name) && !holds(paper.slots, name)) fault = "no such word: " + name;
  };
  for (const auto& text : all_texts(paper))
    walk(
        text, [](std::string_view) {},
        [&](std::string_view name) {
          if (!holds(paper.words, name)) fault = "no such word: " + std::string(name);
        });
  for (const auto& part : paper.part) {
    int kinds = (part.heading ? 1 : 0) + (part.text ? 1 : 0) + (part.slot ? 1 : 0) + (part.fields.empty() ? 0 : 1) +
                (part.list.empty() ? 0 : 1);
    if (kinds != 1) fault = "a part is one of heading, text, fields, list, slot";
    if (part.slot && !holds(paper.slots, *part.slot)) fault = "no such slot: " + *part.slot;
    if (part.when) known(*part.when);
    for (const auto& field : part.fields)
      if (field.find(": ") == std::string::npos || field.find('{') < field.find(": "))
        fault = "a field is written \"Label: text\": " + field;
  }
  for (const auto& signer : paper.signer)
    if (signer.when) known(*signer.when);
  return fault;
}

class Filler {
 public:
  Filler(const PaperText& paper, const Filling& with) : paper_(paper), with_(with) {}

  // Nothing when a word it asks for is empty.
  std::optional<std::string> text(std::string_view pattern) const {
    std::string out;
    bool whole = true;
    walk(
        pattern, [&](std::string_view plain) { out += plain; },
        [&](std::string_view name) {
          const auto& word = with_.words.find(name)->second;
          whole = whole && !word.empty();
          out += word;
        });
    return whole ? std::optional(out) : std::nullopt;
  }
  bool wanted(const std::optional<std::string>& when) const {
    if (!when) return true;
    if (auto word = with_.words.find(*when); word != with_.words.end()) return !word->second.empty();
    return !with_.slots.find(*when)->second.empty();
  }
  std::vector<std::string> texts(const std::vector<std::string>& patterns) const {
    std::vector<std::string> out;
    for (const auto& pattern : patterns)
      if (auto one = text(pattern))
        for (auto& line : lines(*one)) out.push_back(std::move(line));
    return out;
  }
  void add(const PartText& part, std::vector<pdf::Block>& blocks) const {
    if (!wanted(part.when)) return;
    if (part.slot) {
      const auto& more = with_.slots.find(*part.slot)->second;
      blocks.insert(blocks.end(), more.begin(), more.end());
    }
    if (part.heading)
      if (auto filled = text(*part.heading)) blocks.push_back(pdf::heading(*filled));
    if (part.text)
      if (auto filled = text(*part.text)) blocks.push_back(pdf::paragraph(*filled));
    if (!part.fields.empty()) add_fields(part.fields, blocks);
    if (auto items = texts(part.list); !items.empty()) blocks.push_back(pdf::list(std::move(items)));
  }

 private:
  void add_fields(const std::vector<std::string>& patterns, std::vector<pdf::Block>& blocks) const {
    std::vector<pdf::Field> out;
    for (const auto& pattern : patterns) {
      auto colon = pattern.find(": ");
      auto value = text(std::string_view(pattern).substr(colon + 2));
      if (!value) value = paper_.blank;
      if (value) out.push_back({pattern.substr(0, colon), *value});
    }
    if (!out.empty()) blocks.push_back(pdf::fields(std::move(out)));
  }

  const PaperText& paper_;
  const Filling& with_;
};

void check(const PaperText& paper, const Filling& with) {
  for (const auto& name : paper.words)
    if (!with.words.contains(name)) throw std::logic_error(paper.document + ": word not given: " + name);
  for (const auto& name : paper.slots)
    if (!with.slots.contains(name)) throw std::logic_error(paper.document + ": slot not given: " + name);
  for (const auto& [name, word] : with.words)
    if (!holds(paper.words, name)) throw std::logic_error(paper.document + ": word not named: " + name);
  for (const auto& [name, blocks] : with.slots)
    if (!holds(paper.slots, name)) throw std::logic_error(paper.document + ": slot not named: " + name);
}

}  // namespace

std::vector<std::string> lines(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    auto end = std::min(text.find('\n'), text.size());
    if (end > 0) out.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

Result<Texts> Texts::load(const Assets& assets) {
  auto file = region::read_toml_as<TextFile>(assets, kFile);
  if (!file) return fail(Outcome::kInvalid, "letter.file", file.error().detail);
  for (const auto& paper : file->paper)
    if (auto fault = fault_of(paper); !fault.empty())
      return fail(Outcome::kInvalid, "letter.file", std::string(kFile) + ": " + paper.document + ": " + fault);
  Texts out;
  out.papers_ = std::move(file->paper);
  return out;
}

PaperReading::PaperReading(http::Reading& from)
    : info(from.info), call{{from.now, info, from.principal, from.entropy}, from.db} {
  info.language = "id";
}

const PaperText& Texts::paper(std::string_view document) const {
  auto found = std::ranges::find(papers_, document, &PaperText::document);
  if (found == papers_.end()) throw std::logic_error("no text for " + std::string(document));
  return *found;
}

std::vector<pdf::Block> Texts::table(std::string_view document, std::string_view id, std::vector<pdf::Row> rows) const {
  const auto& tables = paper(document).table;
  auto found = std::ranges::find(tables, id, &TableText::id);
  if (found == tables.end()) throw std::logic_error("no table " + std::string(id) + " in " + std::string(document));
  if (rows.empty()) return {};
  return {pdf::table(found->head, std::move(rows), {found->parts.begin(), found->parts.end()})};
}

const std::string& Texts::term(std::string_view document, std::string_view id) const {
  const auto& terms = paper(document).term;
  auto found = std::ranges::find(terms, id, &TermText::id);
  if (found == terms.end()) throw std::logic_error("no term " + std::string(id) + " in " + std::string(document));
  return found->text;
}

void Texts::fill(std::string_view document, const Filling& with, Content& content) const {
  const auto& paper = this->paper(document);
  check(paper, with);
  Filler filler(paper, with);
  content.matter = filler.text(paper.matter).value_or("");
  content.nature = paper.nature;
  content.attachments = paper.attachments;
  content.class_code = paper.class_code.value_or("");
  content.to = filler.texts(paper.to);
  content.copies = filler.texts(paper.copies);
  for (const auto& part : paper.part) filler.add(part, content.blocks);
  for (const auto& signer : paper.signer) {
    if (!filler.wanted(signer.when)) continue;
    auto capacity = filler.text(signer.capacity);
    if (capacity) content.signers.push_back({*capacity, filler.text(signer.name.value_or("")).value_or(""), ""});
  }
}

}  // namespace netra::letter
