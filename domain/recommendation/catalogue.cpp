#include "domain/recommendation/catalogue.hpp"

#include <algorithm>

#include "domain/region/toml.hpp"

namespace netra::recommendation {

struct InstitutionFile {
  Date last_checked;
  std::vector<Institution> institution;
};
BOOST_DESCRIBE_STRUCT(InstitutionFile, (), (last_checked, institution))

struct SanctionFile {
  Date last_checked;
  OneHeaviest one_heaviest;
  std::vector<Sanction> sanction;
  std::vector<Remark> remark;
};
BOOST_DESCRIBE_STRUCT(SanctionFile, (), (last_checked, one_heaviest, sanction, remark))

namespace {

constexpr std::string_view kInstitutions = "procedures/recommendation/institutions.toml";
constexpr std::string_view kSanctions = "procedures/recommendation/sanctions.toml";

using Faults = std::vector<std::string>;

bool holds(const std::vector<std::string>& list, std::string_view value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

bool has_clock(const procedure::Rules& rules, std::string_view id) {
  return std::any_of(rules.clocks.begin(), rules.clocks.end(), [&](const auto& clock) { return clock.id == id; });
}

void check_institution(const procedure::Rules& rules, const std::vector<Institution>& all, const Institution& one,
                       Faults& faults) {
  const auto fault = [&](const std::string& what) { faults.push_back(one.receiver + ": " + what); };
  if (!rules.participant(one.receiver)) fault("no such participant");
  if (one.above.empty()) fault("names nobody who receives");
  if (one.clock.has_value() != one.clock_event.has_value()) fault("clock and clock_event belong together");
  if (one.clock && !has_clock(rules, *one.clock)) fault("no such clock " + *one.clock);
  for (const auto& rung : one.reminders)
    if (!has_clock(rules, rung)) fault("no such clock " + rung);
  if ((one.task == Task::verify) == one.passes_to.empty()) fault("who verifies passes on, who decides does not");
  for (const auto& next : one.passes_to)
    if (std::none_of(all.begin(), all.end(), [&](const auto& other) { return other.receiver == next; }))
      fault("passes on to nobody known: " + next);
}

void check_sanction(const procedure::Rules& rules, const Sanction& one, Faults& faults) {
  const auto fault = [&](const std::string& what) { faults.push_back(one.id + ": " + what); };
  if (!rules.term("sanction", one.term)) fault("no such sanction term " + one.term);
  if (!rules.term("kind", one.kind)) fault("no such kind " + one.kind);
  if (one.subjects.empty()) fault("is for nobody");
  for (const auto& subject : one.subjects)
    if (!rules.term("subject", subject)) fault("no such subject " + subject);
  if (one.until && *one.until < one.from) fault("until lies before from");
}

tl::unexpected<Error> wrong(std::string_view file, const Faults& faults) {
  std::string detail(file);
  for (const auto& fault : faults) detail += "; " + fault;
  return fail(Outcome::kInvalid, "recommendation.file", std::move(detail));
}

template <class T, class Id>
void check_twice(const std::vector<T>& all, Id id, Faults& faults) {
  for (std::size_t i = 0; i < all.size(); ++i)
    for (std::size_t k = i + 1; k < all.size(); ++k)
      if (id(all[i]) == id(all[k])) faults.push_back(id(all[i]) + ": is there twice");
}

std::string articles_of(const procedure::NeutralityRule& rule) {
  std::string out;
  for (const auto& basis : rule.legal_basis) {
    out += (out.empty() ? "" : "; ") + basis.act;
    if (!basis.article.empty()) out += " pasal " + basis.article;
  }
  return out;
}

bool in_force(const Sanction& one, std::string_view subject, Date on) {
  return holds(one.subjects, subject) && one.from <= on && (!one.until || on <= *one.until);
}

}  // namespace

Result<Catalogue> Catalogue::load(const Assets& assets, const procedure::Rules& rules) {
  auto institutions = region::read_toml_as<InstitutionFile>(assets, kInstitutions);
  if (!institutions) return fail(Outcome::kInvalid, "recommendation.file", institutions.error().detail);
  auto sanctions = region::read_toml_as<SanctionFile>(assets, kSanctions);
  if (!sanctions) return fail(Outcome::kInvalid, "recommendation.file", sanctions.error().detail);
  Faults faults;
  check_twice(
      institutions->institution, [](const Institution& one) { return one.receiver; }, faults);
  for (const auto& one : institutions->institution) check_institution(rules, institutions->institution, one, faults);
  // Whoever the law data names as receiver must be known here: otherwise nobody could be sent anything.
  for (const auto& receiver : rules.receivers)
    for (const auto& version : receiver.versions)
      if (std::none_of(institutions->institution.begin(), institutions->institution.end(),
                       [&](const auto& one) { return one.receiver == version.value.receiver; }))
        faults.push_back("no institution for the receiver " + version.value.receiver);
  if (!faults.empty()) return wrong(kInstitutions, faults);
  check_twice(
      sanctions->sanction, [](const Sanction& one) { return one.id; }, faults);
  for (const auto& one : sanctions->sanction) check_sanction(rules, one, faults);
  for (const auto& remark : sanctions->remark)
    if (!rules.neutrality(remark.rule)) faults.push_back("a remark on no rule: " + remark.rule);
  if (!faults.empty()) return wrong(kSanctions, faults);
  Catalogue out;
  out.institutions_ = std::move(institutions->institution);
  out.sanctions_ = std::move(sanctions->sanction);
  std::stable_sort(out.sanctions_.begin(), out.sanctions_.end(),
                   [](const auto& a, const auto& b) { return a.rank < b.rank; });
  out.remarks_ = std::move(sanctions->remark);
  out.one_heaviest_ = std::move(sanctions->one_heaviest);
  return out;
}

const Institution* Catalogue::institution(std::string_view receiver) const {
  for (const auto& one : institutions_)
    if (one.receiver == receiver) return &one;
  return nullptr;
}

const Sanction* Catalogue::sanction(std::string_view id) const {
  for (const auto& one : sanctions_)
    if (one.id == id) return &one;
  return nullptr;
}

std::vector<const Sanction*> Catalogue::sanctions_for(std::string_view kind, Date on) const {
  std::vector<const Sanction*> out;
  for (const auto& one : sanctions_)
    if (one.kind != "crime" && in_force(one, kind, on)) out.push_back(&one);
  return out;
}

const Sanction* Catalogue::heaviest(const procedure::NeutralityRule& rule, const ForWhom& whom) const {
  const Sanction* found = nullptr;
  for (const auto* one : sanctions_for(whom.kind, whom.incident))
    if (holds(rule.sanctions, one->term)) found = one;  // lightest first: the last is the heaviest
  return found;
}

Proposal Catalogue::propose(const procedure::Rules& rules, const ForWhom& whom) const {
  Proposal out;
  const Sanction* leads = nullptr;
  std::vector<std::string> grades;
  for (const auto& in_force : rules.neutrality_rules(whom.kind, {whom.incident, whom.election})) {
    if (!holds(whom.rules, in_force.rule->id)) continue;
    const auto& rule = in_force.version->value;
    const auto* own = heaviest(rule, whom);
    ProposalReason reason{in_force.rule->id,
                          {in_force.rule->title.id, in_force.rule->title.en},
                          articles_of(rule),
                          own ? own->grade : "",
                          in_force.version->origin.mark,
                          {}};
    for (const auto& remark : remarks_)
      if (remark.rule == reason.rule) reason.remark = remark.text;
    out.reasons.push_back(std::move(reason));
    if (!own) continue;
    if (!holds(grades, own->grade)) grades.push_back(own->grade);
    if (!leads || own->rank > leads->rank) leads = own;
  }
  if (!leads) return out;
  out.kind = leads->kind;
  out.grade = leads->grade;
  if (grades.size() > 1 && holds(one_heaviest_.grades, out.grade)) out.heaviest_law = one_heaviest_.law;
  for (const auto* one : sanctions_for(whom.kind, whom.incident))
    if (one->kind == leads->kind && one->grade == leads->grade)
      (one->delayed ? out.delayed : out.sanctions).push_back(one->id);
  return out;
}

std::string name_at(storage::Reader& db, const Above& above, std::string_view region, std::string_view language) {
  std::string out = above.name.in(language);
  const auto fill = [&](std::string_view key, region::Level level) {
    const auto at = out.find(key);
    if (at == std::string::npos) return;
    const auto code = region::ancestor_of(region, level);
    const auto place = region::find_region(db, code.empty() ? region : std::string_view(code));
    out.replace(at, key.size(), place ? place->name : "");
  };
  fill("{regency}", region::Level::regency);
  fill("{province}", region::Level::province);
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

}  // namespace netra::recommendation
