#include "domain/office/office.hpp"
#include "domain/office/sql.hpp"
#include "domain/region/toml.hpp"

namespace netra::office {

struct CompetenceFile {
  Date last_checked;
  std::vector<CompetenceRule> rule;
};
BOOST_DESCRIBE_STRUCT(CompetenceFile, (), (last_checked, rule))

namespace {

constexpr std::string_view kFile = "procedures/office/competence.toml";

// The region level on which an office of this level sits; nothing for the national one.
std::optional<region::Level> region_level(Level level) {
  if (level == Level::national) return std::nullopt;
  return static_cast<region::Level>(static_cast<int>(level) - 1);
}

}  // namespace

Result<CompetenceRules> CompetenceRules::load(const Assets& assets) {
  auto file = region::read_toml_as<CompetenceFile>(assets, kFile);
  if (!file) return fail(Outcome::kInvalid, "office.file", file.error().detail);
  CompetenceRules out;
  for (auto& rule : file->rule) {
    for (const auto& other : out.rules_) {
      bool apart = (other.until && *other.until < rule.from) || (rule.until && *rule.until < other.from);
      if (other.matter == rule.matter && other.regime == rule.regime && !apart)
        return fail(Outcome::kInvalid, "office.file",
                    std::string(kFile) + ": two rules for " + std::string(enum_name(rule.matter)));
    }
    out.rules_.push_back(std::move(rule));
  }
  for (auto matter : {Matter::general, Matter::governor_contest, Matter::regent_contest,
                      Matter::structured_money_politics, Matter::adhoc_ethics}) {
    bool is_there = false;
    for (const auto& rule : out.rules_) is_there = is_there || rule.matter == matter;
    if (!is_there)
      return fail(Outcome::kInvalid, "office.file",
                  std::string(kFile) + ": no rule for " + std::string(enum_name(matter)));
  }
  return out;
}

const CompetenceRule* CompetenceRules::find(Matter matter, Date on) const {
  for (const auto& rule : rules_)
    if (rule.matter == matter && rule.from <= on && (!rule.until || on <= *rule.until)) return &rule;
  return nullptr;
}

Result<Competent> competent_office(storage::Reader& db, const CompetenceRules& rules, std::string_view place,
                                   Matter matter, std::string_view /*election*/, Date on) {
  if (!region::find_region(db, place)) return fail(Outcome::kInvalid, "office.place_unknown");
  const auto* rule = rules.find(matter, on);
  if (!rule) return fail(Outcome::kNotFound, "office.none", "no competence rule on that day");
  Competent out{{}, rule->level, false, rule->article, rule->mark};
  auto level = region_level(rule->level);
  std::string at;
  if (level) {
    at = region::ancestor_of(place, *level);
    if (at.empty()) at = std::string(place);  // the place is larger than the level: its own office
  }
  while (true) {
    if (auto office = db.one<Office>(sql::office::supervisors_of_region, {at, on})) {
      out.office = std::move(*office);
      return out;
    }
    if (at.empty()) return fail(Outcome::kNotFound, "office.none");
    at = region::parent_of(at);
    out.fell_up = true;
  }
}

}  // namespace netra::office
