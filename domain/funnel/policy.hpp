// Registers' data: the smallest number that may be told, older elections, and the words people use in their tables.
//
//   auto policy = Policy::load(assets);
//   policy->find(Words::stage, "Disanksi")            // "sanctioned"
//
// Threads: immutable after loading. Errors of load: register.policy (kInvalid; detail names file and place).
// Source: procedures/registers/*.toml, each value with its mark.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/procedure/procedure.hpp"
#include "engine/base/assets.hpp"
#include "engine/base/json.hpp"

namespace netra::funnel {

struct SmallestCell {
  std::int64_t value = 0;
  procedure::Mark mark = procedure::Mark::unverified;
  std::string source;
};
BOOST_DESCRIBE_STRUCT(SmallestCell, (), (value, mark, source))

// An election of which only figures are known.
struct OlderElection {
  std::string id, name_id, name_en, source;
  Date day;
  procedure::Mark mark = procedure::Mark::unverified;
};
BOOST_DESCRIBE_STRUCT(OlderElection, (), (id, name_id, name_en, source, day, mark))

struct WordLabel {
  std::string id, en;
  const std::string& in(std::string_view language) const { return language == "en" ? en : id; }
};
BOOST_DESCRIBE_STRUCT(WordLabel, (), (id, en))

// What people write, and the id it stands for. A word is its id, its labels, and the words listed.
struct Word {
  std::string id;
  std::vector<std::string> words;
  std::optional<WordLabel> label;
  std::optional<std::string> kind;      // of a column: the table it belongs to
  std::optional<bool> required;         // of a column
  std::optional<std::int64_t> step;     // of a stage
  std::optional<std::string> standing;  // of an outcome
};
BOOST_DESCRIBE_STRUCT(Word, (), (id, words, label, kind, required, step, standing))

enum class Words { column, stage, outcome, institution, person_kind, mark };

class Policy {
 public:
  static Result<Policy> load(const Assets& assets);

  const SmallestCell& smallest_cell() const { return smallest_; }
  const std::vector<OlderElection>& elections() const { return elections_; }
  const std::vector<Word>& all(Words group) const { return words_.at(group); }
  const Word* word(Words group, std::string_view id) const;
  // The id of what is written, however it is spelled; nothing when it is not known.
  std::optional<std::string> find(Words group, std::string_view text) const;
  // A column of a table ("recommendations", "figures") by its heading.
  const Word* column(std::string_view table, std::string_view heading) const;
  bool is_never_taken(std::string_view heading) const;
  const WordLabel& not_known() const { return not_known_; }
  const WordLabel& decides() const { return decides_; }

 private:
  SmallestCell smallest_;
  std::vector<OlderElection> elections_;
  std::map<Words, std::vector<Word>> words_;
  std::vector<std::string> never_;
  WordLabel not_known_, decides_;
};

// Letters and digits, lower case: how headings and words are compared.
std::string plain_word(std::string_view text);

}  // namespace netra::funnel
