#include "domain/letter/rules.hpp"

#include <algorithm>

#include "domain/region/toml.hpp"

namespace netra::letter {

struct NumberFile {
  Date last_checked;
  std::vector<NumberRule> rule;
};
BOOST_DESCRIBE_STRUCT(NumberFile, (), (last_checked, rule))

struct ClassFile {
  Date last_checked;
  std::vector<ClassCode> class_code;
  std::vector<TypedDocument> typed;
  std::vector<ComposedDocument> composed;
};
BOOST_DESCRIBE_STRUCT(ClassFile, (), (last_checked, class_code, typed, composed))

namespace {

constexpr std::string_view kNumbers = "procedures/letters/numbers.toml";
constexpr std::string_view kClasses = "procedures/letters/classes.toml";
constexpr std::string_view kUsualKind = "letter", kUsualClass = "PP.00.00";

template <class T>
Result<T> read(const Assets& assets, std::string_view name) {
  auto file = region::read_toml_as<T>(assets, name);
  if (!file) return fail(Outcome::kInvalid, "letter.file", file.error().detail);
  return file;
}

template <class T>
bool fits(const std::vector<T>& wanted, const T& value) {
  return wanted.empty() || std::ranges::find(wanted, value) != wanted.end();
}

// What is wrong with a rule; empty when nothing is.
std::string fault_of(const NumberRule& rule) {
  for (const auto& part : rule.sequence_per)
    if (part != "class" && part != "kind") return rule.id + ": sequence_per " + part;
  office::PatternWords anything{1, {}, [](std::string_view) { return std::optional<std::string>("1"); }};
  auto made = office::check_pattern(rule.pattern, grammar_of(rule), anything);
  return made ? std::string() : rule.id + ": pattern: " + made.error().code;
}

}  // namespace

Result<Rules> Rules::load(const Assets& assets) {
  auto numbers = read<NumberFile>(assets, kNumbers);
  if (!numbers) return fail(std::move(numbers.error()));
  auto classes = read<ClassFile>(assets, kClasses);
  if (!classes) return fail(std::move(classes.error()));
  for (const auto& rule : numbers->rule)
    if (auto fault = fault_of(rule); !fault.empty())
      return fail(Outcome::kInvalid, "letter.file", std::string(kNumbers) + ": " + fault);
  Rules out;
  out.numbers = std::move(numbers->rule);
  out.classes = std::move(classes->class_code);
  out.typed_documents = std::move(classes->typed);
  out.composed_documents = std::move(classes->composed);
  return out;
}

const NumberRule* Rules::number(const office::Office& office, std::string_view kind, Date day) const {
  for (const auto& rule : numbers)
    if (fits(rule.office_kinds, office.kind) && fits(rule.levels, office.level) &&
        fits(rule.kinds, std::string(kind)) && rule.from <= day && (!rule.until || day <= *rule.until))
      return &rule;
  return nullptr;
}

const TypedDocument* Rules::typed(std::string_view document) const {
  auto found = std::ranges::find(typed_documents, document, &TypedDocument::id);
  return found == typed_documents.end() ? nullptr : &*found;
}

std::string Rules::kind_of(std::string_view document) const {
  if (const auto* free = typed(document)) return free->kind;
  auto found = std::ranges::find(composed_documents, document, &ComposedDocument::id);
  return found == composed_documents.end() ? std::string(kUsualKind) : found->kind;
}

std::string Rules::class_of(std::string_view document) const {
  if (const auto* free = typed(document)) return free->class_code;
  auto found = std::ranges::find(composed_documents, document, &ComposedDocument::id);
  return found == composed_documents.end() ? std::string(kUsualClass) : found->class_code;
}

bool takes_number(std::string_view kind) { return kind != "form"; }
bool has_title(std::string_view kind) { return kind != kUsualKind; }

office::PatternGrammar grammar_of(const NumberRule& rule) {
  office::PatternGrammar grammar{{"class", "chair", "office_code", "day", "month", "month_roman", "year"}, {"year"}};
  if (std::ranges::find(rule.sequence_per, "class") != rule.sequence_per.end()) grammar.needed.push_back("class");
  return grammar;
}

}  // namespace netra::letter
