#include "domain/funnel/policy.hpp"

#include <algorithm>

#include "domain/funnel/fact.hpp"
#include "domain/region/region.hpp"
#include "domain/region/toml.hpp"

namespace netra::funnel {

namespace {

struct PolicyFile {
  Date last_checked;
  SmallestCell smallest_cell;
  std::vector<OlderElection> election;
};
BOOST_DESCRIBE_STRUCT(PolicyFile, (), (last_checked, smallest_cell, election))

struct Never {
  std::vector<std::string> words;
};
BOOST_DESCRIBE_STRUCT(Never, (), (words))

struct WordsFile {
  WordLabel not_known, decides;
  std::vector<Word> column, stage, outcome, institution, person_kind, mark;
  std::vector<Never> never;
};
BOOST_DESCRIBE_STRUCT(WordsFile, (),
                      (not_known, decides, column, stage, outcome, institution, person_kind, mark, never))

bool is_called(const Word& word, std::string_view plain) {
  if (plain == plain_word(word.id)) return true;
  if (word.label && (plain == plain_word(word.label->id) || plain == plain_word(word.label->en))) return true;
  return std::any_of(word.words.begin(), word.words.end(), [&](const auto& w) { return plain == plain_word(w); });
}

// A word that means two things would be read as the first.
std::string fault_of(const std::vector<Word>& group) {
  for (std::size_t i = 0; i < group.size(); ++i)
    for (std::size_t k = i + 1; k < group.size(); ++k) {
      if (group[i].kind != group[k].kind) continue;
      auto names = group[k].words;
      names.push_back(group[k].id);
      for (const auto& name : names)
        if (is_called(group[i], plain_word(name))) return group[i].id + " and " + group[k].id + ": " + name;
    }
  return {};
}

tl::unexpected<Error> wrong(std::string what) { return fail(Outcome::kInvalid, "register.policy", std::move(what)); }

}  // namespace

std::string plain_word(std::string_view text) { return region::search_name(text); }

Result<Policy> Policy::load(const Assets& assets) {
  auto policy = region::read_toml_as<PolicyFile>(assets, "procedures/registers/policy.toml");
  if (!policy) return wrong(policy.error().detail);
  auto words = region::read_toml_as<WordsFile>(assets, "procedures/registers/words.toml");
  if (!words) return wrong(words.error().detail);
  // One alone could be told from its being hidden.
  if (policy->smallest_cell.value < 3) return wrong("smallest_cell is below 3");
  Policy out;
  out.smallest_ = policy->smallest_cell;
  out.elections_ = std::move(policy->election);
  out.words_ = {{Words::column, words->column},           {Words::stage, words->stage},
                {Words::outcome, words->outcome},         {Words::institution, words->institution},
                {Words::person_kind, words->person_kind}, {Words::mark, words->mark}};
  out.not_known_ = words->not_known;
  out.decides_ = words->decides;
  for (const auto& [group, list] : out.words_)
    if (auto fault = fault_of(list); !fault.empty()) return wrong("words.toml: one word for " + fault);
  for (const auto& outcome : words->outcome)
    if (!parse_enum<Standing>(outcome.standing.value_or(""))) return wrong("words.toml: outcome " + outcome.id);
  for (const auto& never : words->never)
    for (const auto& word : never.words) out.never_.push_back(plain_word(word));
  return out;
}

const Word* Policy::word(Words group, std::string_view id) const {
  for (const auto& word : words_.at(group))
    if (word.id == id) return &word;
  return nullptr;
}

std::optional<std::string> Policy::find(Words group, std::string_view text) const {
  const auto plain = plain_word(text);
  for (const auto& word : words_.at(group))
    if (is_called(word, plain)) return word.id;
  return std::nullopt;
}

const Word* Policy::column(std::string_view table, std::string_view heading) const {
  const auto plain = plain_word(heading);
  for (const auto& word : words_.at(Words::column))
    if (word.kind == table && is_called(word, plain)) return &word;
  return nullptr;
}

bool Policy::is_never_taken(std::string_view heading) const {
  return std::find(never_.begin(), never_.end(), plain_word(heading)) != never_.end();
}

}  // namespace netra::funnel
