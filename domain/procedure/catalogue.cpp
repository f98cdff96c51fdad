// The law files as the public reads them: every entry with its versions, each as a list of facts.
#include "domain/procedure/loading.hpp"

namespace netra::procedure {
namespace {

using Facts = std::vector<Fact>;

void add(Facts& out, const char* fact, const std::string& term) {
  if (!term.empty()) out.push_back({fact, term, {}});
}
void add_text(Facts& out, const char* fact, const Label& text) {
  if (!text.id.empty()) out.push_back({fact, {}, text});
}
void add_yes(Facts& out, const char* fact, bool yes) {
  if (yes) out.push_back({fact, "yes", {}});
}

Label joined(const std::vector<Label>& parts) {
  Label out;
  for (const auto& part : parts) {
    out.id += (out.id.empty() ? "" : "; ") + part.id;
    out.en += (out.en.empty() ? "" : "; ") + part.en;
  }
  return out;
}

Label same(const std::string& text) { return {text, text}; }

class Builder {
 public:
  explicit Builder(const Rules& rules) : rules_(rules) {}

  Facts facts(const std::string& regime, const StageRule& rule) const {
    Facts out;
    add_text(out, "actors", participants(rule.actors));
    if (const auto* clock = rules_.clock_series(regime, rule.clock)) add_text(out, "clock", clock->label);
    std::vector<Label> next;
    for (const auto& transition : rule.transitions)
      if (const auto* stage = rules_.stage(regime, transition.to)) next.push_back(stage->label);
    add_text(out, "leads_to", joined(next));
    std::vector<Label> documents;
    for (const auto& id : rule.outputs)
      if (const auto* document = rules_.document(regime, id)) documents.push_back(document->label);
    add_text(out, "documents", joined(documents));
    for (const auto& check : rule.checks) add(out, "check", check);
    for (const auto& step : rule.ladder) add(out, "ladder", step);
    add_yes(out, "parallel", rule.parallel);
    add_yes(out, "withdrawal_possible", rule.withdrawal_possible && !rule.terminal);
    return out;
  }

  Facts facts(const std::string& regime, const ClockRule& rule) const {
    Facts out;
    if (rule.amount) add(out, "amount", std::to_string(*rule.amount));
    if (!rule.amount_parameter.empty()) parameter(out, "amount", regime, rule.amount_parameter);
    bool limited = rule.amount || !rule.amount_parameter.empty();
    if (!limited && rule.within.empty()) add(out, "amount", "no_limit");
    if (limited && rule.unit_parameter.empty()) add(out, "unit", std::string(enum_name(rule.unit)));
    if (!rule.unit_parameter.empty()) parameter(out, "unit", regime, rule.unit_parameter);
    if (rule.starts_from_parameter)
      parameter(out, "starts_from", regime, rule.starts_from);
    else if (const auto* event = rules_.event(rule.starts_from))
      add_text(out, "starts_from", event->label);
    add_yes(out, "backwards", rule.backwards);
    for (const auto& id : rule.within)
      if (const auto* clock = rules_.clock_series(regime, id)) add_text(out, "within", clock->label);
    if (const auto* clock = rules_.clock_series(regime, rule.continues)) add_text(out, "continues", clock->label);
    for (const auto& id : rule.readings) parameter(out, "reading", regime, id);
    return out;
  }

  Facts facts(const Parameter& parameter, const ParameterRule& rule) const {
    Facts out;
    add(out, "value", rule.value.empty() ? "none" : rule.value);
    for (const auto& option : parameter.options) add(out, "option", option);
    add(out, "candidate", parameter.candidate);
    return out;
  }

  Facts facts(const RequirementRule& rule) const {
    Facts out;
    add(out, "class", std::string(enum_name(rule.kind)));
    add(out, "need", std::string(enum_name(rule.need)));
    add_yes(out, "identity", rule.identity);
    add_yes(out, "repeat", rule.repeat);
    for (const auto& value : rule.values) add(out, "allowed", value);
    return out;
  }

  Facts facts(const NumberRule& rule) const {
    Facts out;
    add_text(out, "pattern", same(rule.pattern));
    add_text(out, "example", same(rule.example));
    for (const auto& part : rule.sequence_per) add(out, "sequence_per", part);
    for (const auto* codes : {&rule.kinds, &rule.elections, &rule.levels})
      for (const auto& code : *codes) add_text(out, "code", same(code.code + " = " + code.means));
    add_yes(out, "editable_per_office", rule.editable_per_office);
    return out;
  }

  Facts facts(const NeutralityRule& rule) const {
    Facts out;
    terms(out, "subject", "subject", rule.subjects);
    for (const auto& [subject, date] : rule.valid_from_for)
      if (const auto* term = rules_.term("subject", subject))
        add_text(out, "valid_from_for",
                 {term->label.id + ": " + format_date(date), term->label.en + ": " + format_date(date)});
    if (rule.from_mark != Mark::verified) add(out, "from_mark", std::string(enum_name(rule.from_mark)));
    terms(out, "phase", "phase", {rule.phase});
    add_text(out, "phase_note", rule.phase_note);
    terms(out, "kind", "kind", {rule.kind});
    terms(out, "sanction", "sanction", rule.sanctions);
    add_text(out, "sanction_note", rule.sanction_note);
    terms(out, "route", "route", rule.route);
    for (const auto& exception : rule.exceptions) add_text(out, "exception", exception);
    terms(out, "evidence", "evidence", rule.evidence);
    terms(out, "example", "evidence", rule.examples);
    add_text(out, "legal_note", rule.legal_note);
    add_text(out, "precedent", rule.precedent);
    for (const auto& id : rule.see_also)
      if (const auto* other = rules_.neutrality(id))
        add_text(out, "see_also", {id + " " + other->title.id, id + " " + other->title.en});
    return out;
  }

  Facts facts(const ReceiverRule& rule) const {
    Facts out;
    add_text(out, "receiver", participants({rule.receiver}));
    if (!rule.via.empty()) add_text(out, "via", same(rule.via));
    return out;
  }

  Facts facts(const ChannelRule& rule, const std::string& regime) const {
    Facts out;
    if (rule.is_receipt_parameter.empty())
      add(out, "is_receipt", rule.is_receipt ? "yes" : "no");
    else
      parameter(out, "is_receipt", regime, rule.is_receipt_parameter);
    add_yes(out, "paper_must_follow", rule.paper_must_follow);
    return out;
  }

  Facts facts(const DeskRule& rule) const {
    Facts out;
    auto clock = [](int minutes) {
      auto two = [](int n) { return (n < 10 ? "0" : "") + std::to_string(n); };
      return two(minutes / 60) + ":" + two(minutes % 60);
    };
    static const char* const names[] = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
    for (const auto& [day, hours] : rule.days)
      add_text(out, names[day - 1], same(clock(hours.opens) + "-" + clock(hours.closes)));
    for (const auto& stage : rule.always_open_during) add(out, "always_open", stage);
    return out;
  }

  Facts facts(const TriggerRule& rule) const {
    Facts out;
    add(out, "action", rule.action);
    if (rule.proven_by == "any")
      add(out, "proven_by", "any");
    else
      add_text(out, "proven_by", participants({rule.proven_by}));
    if (!rule.ordered_by.empty()) add_text(out, "ordered_by", participants({rule.ordered_by}));
    if (rule.at_least > 1) add(out, "at_least", std::to_string(rule.at_least));
    return out;
  }

 private:
  Label participants(const std::vector<std::string>& ids) const {
    std::vector<Label> labels;
    for (const auto& id : ids)
      if (const auto* participant = rules_.participant(id)) labels.push_back(participant->label);
    return joined(labels);
  }
  void terms(Facts& out, const char* fact, const char* group, const std::vector<std::string>& ids) const {
    for (const auto& id : ids)
      if (const auto* term = rules_.term(group, id)) add_text(out, fact, term->label);
  }
  void parameter(Facts& out, const char* fact, const std::string& regime, const std::string& id) const {
    if (const auto* found = rules_.parameter_series(regime, id)) add_text(out, fact, found->label);
  }

  const Rules& rules_;
};

template <class T, class F>
CatalogueEntry entry_of(std::string id, std::string topic, const Label& label, const Versions<T>& versions, F&& facts) {
  CatalogueEntry out{std::move(id), std::move(topic), label, {}};
  for (const auto& version : versions)
    out.versions.push_back({version.from, version.until, version.not_for, facts(version.value), version.origin});
  return out;
}

}  // namespace

void build_catalogue(Rules& rules) {
  Builder b(rules);
  auto& out = rules.catalogue;
  auto add_all = [&](const char* topic, const auto& list, auto&& facts) {
    for (const auto& entry : list)
      out.push_back(entry_of(entry.regime + "." + topic + "." + entry.id, topic, entry.label, entry.versions,
                             [&](const auto& value) { return facts(entry, value); }));
  };
  add_all("clock", rules.clocks, [&](const auto& e, const auto& v) { return b.facts(e.regime, v); });
  add_all("stage", rules.stages, [&](const auto& e, const auto& v) { return b.facts(e.regime, v); });
  add_all("parameter", rules.parameters, [&](const auto& e, const auto& v) { return b.facts(e, v); });
  for (const auto& entry : rules.requirement_list)
    out.push_back(entry_of(entry.regime + ".requirement." + entry.record + "." + entry.id, "requirement", entry.label,
                           entry.versions, [&](const auto& value) { return b.facts(value); }));
  add_all("document", rules.documents, [&](const auto&, const DocumentRule& rule) {
    Facts facts;
    if (rule.form.empty())
      add(facts, "form", "not_confirmed");
    else
      add_text(facts, "form", same(rule.form));
    add_text(facts, "title", rule.title);
    return facts;
  });
  add_all("number", rules.numbers, [&](const auto&, const auto& v) { return b.facts(v); });
  add_all("receiver", rules.receivers, [&](const auto&, const auto& v) { return b.facts(v); });
  add_all("channel", rules.channels, [&](const auto& e, const auto& v) { return b.facts(v, e.regime); });
  add_all("desk", rules.desks, [&](const auto&, const auto& v) { return b.facts(v); });
  add_all("trigger", rules.triggers, [&](const auto&, const auto& v) { return b.facts(v); });
  for (const auto& rule : rules.neutrality_list)
    out.push_back(
        entry_of(rule.id, "neutrality", rule.title, rule.versions, [&](const auto& value) { return b.facts(value); }));
  for (const auto& change : rules.changes) {
    CatalogueVersion version{change.from, std::nullopt, change.not_for, {}, {change.id, {}, change.mark, {}, {}}};
    out.push_back({change.id, "change", change.effect, {std::move(version)}});
  }
}

}  // namespace netra::procedure
