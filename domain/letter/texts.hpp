// The standing words of papers: procedures/letters/texts.toml, which an office can lay its own over.
//
//   auto texts = letter::Texts::load(assets);
//   Filling with{{{"register", "001/Reg/LP/…"}}, {{"answers", blocks}}};
//   texts->fill("invitation", with, content);           // matter, addressees, text, copies
//
// A sentence, field, item or line that asks for a word which is empty is left out whole, so that no paper has holes;
// where a paper says `blank`, a field is kept and shows that instead. What a word holds is never read for words again.
//
// Threads: immutable after loading; share freely.
// Errors: letter.file (kInvalid, at load): a word in braces or a slot that the paper does not name, no such kind of
// part
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "domain/letter/letter.hpp"
#include "engine/base/assets.hpp"

namespace netra::letter {

// What a composer gives: words for {braces}, blocks for slots.
struct Filling {
  std::map<std::string, std::string, std::less<>> words;
  std::map<std::string, std::vector<pdf::Block>, std::less<>> slots;
};

// One part of a text; exactly one of heading, text, fields, list, slot.
struct PartText {
  std::optional<std::string> heading, text, slot;
  std::vector<std::string> fields;  // "Hari, tanggal: {day}"
  std::vector<std::string> list;
  std::optional<std::string> when;  // only when this word or slot is not empty
};
BOOST_DESCRIBE_STRUCT(PartText, (), (heading, text, slot, fields, list, when))

struct SignerText {
  std::string capacity;
  std::optional<std::string> name;
  std::optional<std::string> when;
};
BOOST_DESCRIBE_STRUCT(SignerText, (), (capacity, name, when))

struct TableText {
  std::string id;
  std::vector<std::string> head;
  std::vector<std::int64_t> parts;  // relative widths
};
BOOST_DESCRIBE_STRUCT(TableText, (), (id, head, parts))

struct TermText {
  std::string id, text;
};
BOOST_DESCRIBE_STRUCT(TermText, (), (id, text))

struct PaperText {
  std::string document;
  std::string matter;
  std::optional<std::string> nature, attachments, blank, class_code;
  std::vector<std::string> words, slots;  // what composers give for this paper
  std::vector<std::string> to, copies;
  std::vector<PartText> part;
  std::vector<SignerText> signer;  // none: whoever signs for the office
  std::vector<TableText> table;    // heads of the tables that composers fill
  std::vector<TermText> term;      // other words that composers need
};
BOOST_DESCRIBE_STRUCT(PaperText, (),
                      (document, matter, nature, attachments, blank, class_code, words, slots, to, copies, part, signer,
                       table, term))

class Texts {
 public:
  static Result<Texts> load(const Assets& assets);

  // Everything but office, election, region, sealed. Words the paper does not name, or that were named and not given,
  // are our mistake: std::logic_error.
  void fill(std::string_view document, const Filling& with, Content& content) const;
  // A table of this paper as blocks for a slot: none without rows.
  std::vector<pdf::Block> table(std::string_view document, std::string_view id, std::vector<pdf::Row> rows) const;
  const std::string& term(std::string_view document, std::string_view id) const;
  const std::vector<PaperText>& papers() const { return papers_; }

 private:
  const PaperText& paper(std::string_view document) const;

  std::vector<PaperText> papers_;
};

// The caller as a reader of Indonesian, which papers are written in whatever language the page has.
struct PaperReading {
  explicit PaperReading(http::Reading& from);
  http::RequestInfo info;
  http::Reading call;
};

// "Saksi 1\ndi Tempat" as lines; empty ones are left out.
std::vector<std::string> lines(std::string_view text);

}  // namespace netra::letter
