#include "domain/procedure/rule_routes.hpp"

#include <algorithm>

namespace netra::procedure {
namespace {

constexpr std::string_view kRegime = "pilkada";

// The day asked for, today where the law is made when none is.
Result<Date> day_of(const http::Reading& call) {
  auto text = call.query("date");
  if (!text) return date_in(call.now, Zone::wib);
  if (auto date = parse_date(*text)) return *date;
  return fail_fields("request.fields", {{"/date", "field.value", {}}});
}

bool holds_on(const CatalogueVersion& version, Date day) {
  return version.from <= day && (!version.until || day <= *version.until);
}

std::vector<FactView> facts_view(const std::vector<Fact>& facts, std::string_view language) {
  std::vector<FactView> out;
  for (const auto& fact : facts) {
    if (fact.text.id.empty())
      out.push_back({fact.fact, std::nullopt, fact.term});
    else
      out.push_back({fact.fact, fact.text.in(language), std::nullopt});
  }
  return out;
}

RuleView rule_view(const CatalogueEntry& entry, Date day, std::string_view language) {
  RuleView out{entry.id, "/rules/" + entry.id, entry.topic, entry.label.in(language), {}};
  for (const auto& version : entry.versions) {
    RuleVersionView view;
    view.from = version.from;
    view.until = version.until;
    view.not_for = version.not_for;
    view.in_force = holds_on(version, day);
    view.facts = facts_view(version.facts, language);
    view.basis = version.origin.basis;
    view.source = version.origin.source;
    view.mark = version.origin.mark;
    if (version.origin.last_checked.ok()) view.last_checked = version.origin.last_checked;
    view.note = version.origin.note.in(language);
    out.versions.push_back(std::move(view));
  }
  return out;
}

RuleRow row_view(const CatalogueEntry& entry, Date day, std::string_view language) {
  RuleRow out{entry.id, "/rules/" + entry.id, entry.label.in(language), {}, {}, Mark::unverified};
  for (const auto& version : entry.versions) {
    if (!holds_on(version, day) && &version != &entry.versions.back()) continue;
    out.facts = facts_view(version.facts, language);
    out.basis = version.origin.basis;
    out.mark = version.origin.mark;
    break;
  }
  return out;
}

Result<http::Reply<RulesView>> list_rules(http::Reading& call, const Rules& rules) {
  auto day = day_of(call);
  if (!day) return fail(std::move(day.error()));
  RulesView out;
  out.date = *day;
  out.topic = call.query("topic").value_or("");
  out.fingerprint = rules.fingerprint;
  for (const auto& entry : rules.catalogue) {
    if (out.topics.empty() || out.topics.back().topic != entry.topic)
      out.topics.push_back({entry.topic, "/rules?topic=" + entry.topic, 0, entry.topic == out.topic});
    ++out.topics.back().rules;
    if (!out.topic.empty() && entry.topic != out.topic) continue;
    if (out.groups.empty() || out.groups.back().topic != entry.topic) out.groups.push_back({entry.topic, {}});
    out.groups.back().rules.push_back(row_view(entry, *day, call.info.language));
  }
  return http::Reply<RulesView>(std::move(out));
}

Result<http::Reply<RuleView>> show_rule(http::Reading& call, const Rules& rules) {
  auto day = day_of(call);
  if (!day) return fail(std::move(day.error()));
  for (const auto& entry : rules.catalogue)
    if (entry.id == call.param("id")) return http::Reply<RuleView>(rule_view(entry, *day, call.info.language));
  return fail(Outcome::kNotFound, "procedure.unknown_rule");
}

std::vector<std::string> words(const Rules& rules, std::string_view group, const std::vector<std::string>& ids,
                               std::string_view language) {
  std::vector<std::string> out;
  for (const auto& id : ids)
    if (const auto* term = rules.term(group, id)) out.push_back(term->label.in(language));
  return out;
}

NeutralityRow neutrality_row(const Rules& rules, const Rules::NeutralityInForce& found, std::string_view language) {
  const auto& value = found.version->value;
  NeutralityRow out;
  out.id = found.rule->id;
  out.url = "/rules/" + out.id;
  out.title = found.rule->title.in(language);
  if (const auto* kind = rules.term("kind", value.kind)) out.kind = kind->label.in(language);
  if (const auto* phase = rules.term("phase", value.phase)) out.phase = phase->label.in(language);
  out.sanctions = words(rules, "sanction", value.sanctions, language);
  out.route = words(rules, "route", value.route, language);
  for (const auto& exception : value.exceptions) out.exceptions.push_back(exception.in(language));
  out.basis = found.version->origin.basis;
  out.mark = found.version->origin.mark;
  return out;
}

Result<http::Reply<NeutralityView>> find_rules(http::Reading& call, const Rules& rules) {
  auto day = day_of(call);
  if (!day) return fail(std::move(day.error()));
  const auto& language = call.info.language;
  NeutralityView out;
  out.date = *day;
  out.subject = call.query("subject").value_or("");
  for (const auto& term : rules.terms)
    if (term.group == "subject") out.subjects.push_back({term.id, term.label.in(language)});
  if (out.subject.empty()) return http::Reply<NeutralityView>(std::move(out));
  const auto* subject = rules.term("subject", out.subject);
  if (!subject) return fail_fields("request.fields", {{"/subject", "field.value", {}}});
  out.subject_label = subject->label.in(language);
  for (const auto& found : rules.neutrality_rules(out.subject, {*day}))
    out.rules.push_back(neutrality_row(rules, found, language));
  if (const auto* receiver = rules.receiver(kRegime, out.subject, {*day})) {
    if (const auto* who = rules.participant(receiver->value.receiver)) out.receiver = who->label.in(language);
    out.receiver_basis = receiver->origin.basis;
  }
  return http::Reply<NeutralityView>(std::move(out));
}

}  // namespace

void add_rule_routes(http::Routes& routes, RuleServices s) {
  const Rules& rules = s.rules;
  auto list = [&rules](http::Reading& call) { return list_rules(call, rules); };
  routes.get<RulesView>("/rules", s.anyone, {"procedure/list"}, list)
      .summary("All rules of the procedure and of neutrality, with source and mark");
  routes.get<RulesView>("/aturan", s.anyone, {"procedure/list"}, list).summary("The Indonesian door to /rules");
  routes
      .get<NeutralityView>("/rules/neutrality", s.anyone, {"procedure/neutrality"},
                           [&rules](http::Reading& call) { return find_rules(call, rules); })
      .summary("Neutrality rules that bind a kind of person on a day");
  routes
      .get<RuleView>("/rules/{id}", s.anyone, {"procedure/show"},
                     [&rules](http::Reading& call) { return show_rule(call, rules); })
      .summary("One rule with all its versions");
}

}  // namespace netra::procedure
