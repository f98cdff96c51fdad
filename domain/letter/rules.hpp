// How letters are numbered and classed: procedures/letters/numbers.toml and classes.toml.
//
//   auto rules = letter::Rules::load(assets);
//   const NumberRule* rule = rules->number(office, rules->kind_of("invitation"), day);
//
// Threads: immutable after loading; share freely. Errors of load: letter.file (kInvalid); `detail` names the fault.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/office/numbers.hpp"
#include "domain/office/office.hpp"
#include "domain/procedure/procedure.hpp"

namespace netra::letter {

struct Words {
  std::string id, en;
  const std::string& in(std::string_view language) const { return language == "en" ? en : id; }
};
BOOST_DESCRIBE_STRUCT(Words, (), (id, en))

// A letter dated before the last number: 012.a, 012.2, or not at all.
enum class Late { letters, digits, refused };
BOOST_DESCRIBE_ENUM(Late, letters, digits, refused)

struct NumberRule {
  std::string id;
  std::vector<office::Kind> office_kinds;  // empty: all
  std::vector<office::Level> levels;       // empty: all
  std::vector<std::string> kinds;          // of papers: "letter", "minutes" ...; empty: all
  Date from;
  std::optional<Date> until;  // last day
  std::string pattern;
  std::string chair;                      // what {chair} is when the chair signs
  std::vector<std::string> sequence_per;  // of "class", "kind"; besides office and year
  Late late = Late::letters;
  bool second_person = false;  // who checks is not who wrote
  std::string example, basis, source;
  procedure::Mark mark = procedure::Mark::unverified;
  Words note;
};
BOOST_DESCRIBE_STRUCT(NumberRule, (),
                      (id, office_kinds, levels, kinds, from, until, pattern, chair, sequence_per, late, second_person,
                       example, basis, source, mark, note))

struct ClassCode {
  std::string code;
  Words label;
  procedure::Mark mark = procedure::Mark::unverified;
  std::string source;
};
BOOST_DESCRIBE_STRUCT(ClassCode, (), (code, label, mark, source))

struct TypedDocument {
  std::string id;
  Words label;
  std::string kind, class_code;
};
BOOST_DESCRIBE_STRUCT(TypedDocument, (), (id, label, kind, class_code))

struct ComposedDocument {
  std::string id, kind, class_code;
};
BOOST_DESCRIBE_STRUCT(ComposedDocument, (), (id, kind, class_code))

class Rules {
 public:
  static Result<Rules> load(const Assets& assets);

  // The first that fits; null when none holds on that day.
  const NumberRule* number(const office::Office& office, std::string_view kind, Date day) const;
  const TypedDocument* typed(std::string_view document) const;
  // "letter" unless the files say otherwise.
  std::string kind_of(std::string_view document) const;
  std::string class_of(std::string_view document) const;

  std::vector<NumberRule> numbers;
  std::vector<ClassCode> classes;
  std::vector<TypedDocument> typed_documents;
  std::vector<ComposedDocument> composed_documents;
};

// Forms have a number of their own kind or none; letters, minutes, decisions and the rest take one from the book.
bool takes_number(std::string_view kind);
// Letters say what they are about in their head; everything else has its title over the text.
bool has_title(std::string_view kind);

// {seq} {class} {chair} {office_code} {day} {month} {month_roman} {year}. What a pattern must hold follows from what
// its sequences are kept apart by.
office::PatternGrammar grammar_of(const NumberRule& rule);

}  // namespace netra::letter
