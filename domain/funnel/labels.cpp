#include "domain/funnel/labels.hpp"

namespace netra::funnel {

std::string Labels::election(std::string_view id) const {
  if (id == kUnknown) return s_.policy.not_known().in(language_);
  if (const auto* known = s_.elections.find(id)) return std::string(known->name(language_));
  for (const auto& one : s_.policy.elections())
    if (one.id == id) return language_ == "en" ? one.name_en : one.name_id;
  return std::string(id);
}

std::string Labels::institution(std::string_view id) const {
  if (id == kUnknown) return s_.policy.not_known().in(language_);
  const bool decides = id.ends_with(kDecides);
  if (decides) id.remove_suffix(kDecides.size());
  const auto* known = s_.rules.participant(id);
  auto name = known ? known->label.in(language_) : std::string(id);
  return decides ? name + " (" + s_.policy.decides().in(language_) + ")" : name;
}

std::string Labels::person_kind(std::string_view id) const {
  if (id == kUnknown) return s_.policy.not_known().in(language_);
  if (const auto* word = s_.policy.word(Words::person_kind, id); word && word->label) return word->label->in(language_);
  return s_.rules.term_name("subject", id, language_);
}

std::string Labels::place(std::string_view code) const {
  if (code == kUnknown) return s_.policy.not_known().in(language_);
  const auto found = region::find_region(db_, code);
  return found ? found->short_name : std::string(code);
}

std::string Labels::word(Words group, std::string_view id) const {
  const auto* known = s_.policy.word(group, id);
  return known && known->label ? known->label->in(language_) : std::string(id);
}

std::optional<Date> voting_day(const Services& s, std::string_view election) {
  if (const auto* known = s.elections.find(election)) return known->voting_day;
  for (const auto& one : s.policy.elections())
    if (one.id == election) return one.day;
  return std::nullopt;
}

}  // namespace netra::funnel
