#include <algorithm>
#include <charconv>

#include "domain/procedure/procedure.hpp"

namespace netra::procedure {
namespace {

template <class T>
const T* find(const std::vector<T>& list, std::string_view regime, std::string_view id) {
  for (const auto& entry : list)
    if (entry.id == id && entry.regime == regime) return &entry;
  return nullptr;
}

template <class T>
const T* find(const std::vector<T>& list, std::string_view id) {
  for (const auto& entry : list)
    if (entry.id == id) return &entry;
  return nullptr;
}

template <class Entry>
auto holding_of(const Entry* entry, const When& when) -> decltype(holding(entry->versions, when)) {
  return entry ? holding(entry->versions, when) : nullptr;
}

bool contains(const std::vector<std::string>& list, std::string_view value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

}  // namespace

const Stage* Rules::stage(std::string_view regime, std::string_view id) const { return find(stages, regime, id); }

const Version<StageRule>* Rules::stage_rule(std::string_view regime, std::string_view id, const When& when) const {
  return holding_of(stage(regime, id), when);
}

const ClockSeries* Rules::clock_series(std::string_view regime, std::string_view id) const {
  return find(clocks, regime, id);
}

const Version<ClockRule>* Rules::clock(std::string_view regime, std::string_view id, const When& when) const {
  return holding_of(clock_series(regime, id), when);
}

const Parameter* Rules::parameter_series(std::string_view regime, std::string_view id) const {
  return find(parameters, regime, id);
}

const Version<ParameterRule>* Rules::parameter(std::string_view regime, std::string_view id, const When& when) const {
  return holding_of(parameter_series(regime, id), when);
}

std::string Rules::parameter_value(std::string_view regime, std::string_view id, const When& when) const {
  const auto* found = parameter(regime, id, when);
  return found ? found->value.value : std::string();
}

std::optional<int> Rules::parameter_integer(std::string_view regime, std::string_view id, const When& when) const {
  auto text = parameter_value(regime, id, when);
  int value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool Rules::parameter_flag(std::string_view regime, std::string_view id, const When& when) const {
  return parameter_value(regime, id, when) == "true";
}

std::vector<Rules::RequirementInForce> Rules::requirements(std::string_view regime, std::string_view record,
                                                           const When& when) const {
  std::vector<RequirementInForce> out;
  for (const auto& entry : requirement_list) {
    if (entry.regime != regime || entry.record != record) continue;
    if (const auto* rule = holding(entry.versions, when)) out.push_back({&entry, rule});
  }
  return out;
}

const Document* Rules::document(std::string_view regime, std::string_view id) const {
  return find(documents, regime, id);
}

const Version<DocumentRule>* Rules::document_rule(std::string_view regime, std::string_view id,
                                                  const When& when) const {
  return holding_of(document(regime, id), when);
}

const Version<NumberRule>* Rules::number(std::string_view regime, std::string_view id, const When& when) const {
  return holding_of(find(numbers, regime, id), when);
}

const Version<ReceiverRule>* Rules::receiver(std::string_view regime, std::string_view subject,
                                             const When& when) const {
  for (const auto& entry : receivers)
    if (entry.regime == regime && contains(entry.subjects, subject)) return holding(entry.versions, when);
  return nullptr;
}

const Version<DeskRule>* Rules::desk(std::string_view regime, const When& when) const {
  for (const auto& entry : desks)
    if (entry.regime == regime) return holding(entry.versions, when);
  return nullptr;
}

const Participant* Rules::participant(std::string_view id) const { return find(participants, id); }
const EventName* Rules::event(std::string_view id) const { return find(events, id); }
const Source* Rules::source(std::string_view id) const { return find(sources, id); }
const Neutrality* Rules::neutrality(std::string_view id) const { return find(neutrality_list, id); }

const Term* Rules::term(std::string_view group, std::string_view id) const {
  for (const auto& entry : terms)
    if (entry.group == group && entry.id == id) return &entry;
  return nullptr;
}

std::string Rules::term_name(std::string_view group, std::string_view id, std::string_view language) const {
  const auto* known = term(group, id);
  return known ? known->label.in(language) : std::string(id);
}

std::vector<Rules::NeutralityInForce> Rules::neutrality_rules(std::string_view subject, const When& when) const {
  std::vector<NeutralityInForce> out;
  for (const auto& rule : neutrality_list) {
    const auto* version = holding(rule.versions, when);
    if (!version) continue;
    if (!subject.empty()) {
      if (!contains(version->value.subjects, subject)) continue;
      auto later = version->value.valid_from_for.find(std::string(subject));
      if (later != version->value.valid_from_for.end() && later->second > when.date) continue;
    }
    out.push_back({&rule, version});
  }
  return out;
}

}  // namespace netra::procedure
