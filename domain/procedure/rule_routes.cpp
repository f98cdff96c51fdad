#include "domain/procedure/rule_routes.hpp"

#include <algorithm>

namespace netra::procedure {
namespace {

constexpr std::string_view kRegime = "pilkada";
constexpr std::string_view kAllTopics = "all";

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

// Facts of one name stand together, in the order of their first.
std::vector<FactView> facts_view(const std::vector<Fact>& facts, std::string_view language) {
  std::vector<FactView> out;
  for (const auto& fact : facts) {
    auto group = std::find_if(out.begin(), out.end(), [&](const FactView& other) { return other.fact == fact.fact; });
    if (group == out.end()) group = out.insert(out.end(), {fact.fact, {}});
    if (fact.text.id.empty())
      group->values.push_back({std::nullopt, fact.term});
    else
      group->values.push_back({fact.text.in(language), std::nullopt});
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

void count_mark(TopicChoice& choice, Mark mark) {
  ++choice.rules;
  if (mark == Mark::verified) ++choice.verified;
  if (mark == Mark::secondary) ++choice.secondary;
  if (mark == Mark::unverified) ++choice.unverified;
}

Result<http::Reply<RulesView>> list_rules(http::Reading& call, const Rules& rules) {
  auto day = day_of(call);
  if (!day) return fail(std::move(day.error()));
  RulesView out;
  out.date = *day;
  out.topic = call.query("topic").value_or("");
  out.fingerprint = rules.fingerprint;
  std::string on_day = call.query("date") ? "&date=" + format_date(*day) : "";
  for (const auto& entry : rules.catalogue) {
    auto row = row_view(entry, *day, call.info.language);
    if (out.topics.empty() || out.topics.back().topic != entry.topic)
      out.topics.push_back(
          {.topic = entry.topic, .url = "/rules?topic=" + entry.topic + on_day, .current = entry.topic == out.topic});
    count_mark(out.topics.back(), row.mark);
    if (out.topic != kAllTopics && entry.topic != out.topic) continue;
    if (out.groups.empty() || out.groups.back().topic != entry.topic) out.groups.push_back({entry.topic, {}});
    out.groups.back().rules.push_back(std::move(row));
  }
  if (!out.topic.empty() && out.groups.empty()) return fail_fields("request.fields", {{"/topic", "field.value", {}}});
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
  out.source = found.version->origin.source;
  out.mark = found.version->origin.mark;
  return out;
}

std::string lower_case(std::string text) {
  for (char& c : text)
    if ('A' <= c && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

// Everything in which a reader's word may be found: the rule's title, its examples and what proves it.
std::string haystack(const Rules& rules, const Rules::NeutralityInForce& found, std::string_view language) {
  const auto& value = found.version->value;
  std::string out = found.rule->title.in(language);
  for (const auto* ids : {&value.evidence, &value.examples})
    for (const auto& word : words(rules, "evidence", *ids, language)) out += " " + word;
  return lower_case(std::move(out));
}

bool speaks_of(const std::string& text, std::string_view wanted) {
  bool any = false;
  for (std::size_t at = 0; at < wanted.size();) {
    auto end = std::min(wanted.find(' ', at), wanted.size());
    auto word = wanted.substr(at, end - at);
    at = end + 1;
    if (word.empty()) continue;
    if (text.find(word) != text.npos) return true;
    any = true;
  }
  return !any;
}

// The rules of one phase each; what holds at any time comes first.
std::vector<NeutralityGroup> groups_of(const Rules& rules, const std::vector<Rules::NeutralityInForce>& found,
                                       std::string_view language) {
  std::vector<NeutralityGroup> out;
  for (const auto& term : rules.terms) {
    if (term.group != "phase") continue;
    NeutralityGroup group{term.label.in(language), {}};
    for (const auto& rule : found)
      if (rule.version->value.phase == term.id) group.rules.push_back(neutrality_row(rules, rule, language));
    if (!group.rules.empty()) out.insert(term.id == "any" ? out.begin() : out.end(), std::move(group));
  }
  return out;
}

Result<http::Reply<NeutralityView>> find_rules(http::Reading& call, const Rules& rules) {
  auto day = day_of(call);
  if (!day) return fail(std::move(day.error()));
  const auto& language = call.info.language;
  NeutralityView out;
  out.date = *day;
  out.subject = call.query("subject").value_or("");
  out.words = call.query("q").value_or("");
  for (const auto& term : rules.terms)
    if (term.group == "subject")
      out.subjects.push_back(
          {term.id, term.label.in(language), "/rules/neutrality?subject=" + term.id + "&date=" + format_date(*day)});
  if (out.subject.empty()) return http::Reply<NeutralityView>(std::move(out));
  const auto* subject = rules.term("subject", out.subject);
  if (!subject) return fail_fields("request.fields", {{"/subject", "field.value", {}}});
  out.subject_label = subject->label.in(language);
  std::vector<Rules::NeutralityInForce> found;
  auto wanted = lower_case(out.words);
  for (const auto& rule : rules.neutrality_rules(out.subject, {*day}))
    if (speaks_of(haystack(rules, rule, language), wanted)) found.push_back(rule);
  out.found = static_cast<std::int64_t>(found.size());
  out.groups = groups_of(rules, found, language);
  if (const auto* receiver = rules.receiver(kRegime, out.subject, {*day})) {
    if (const auto* who = rules.participant(receiver->value.receiver)) out.receiver = who->label.in(language);
    out.receiver_basis = receiver->origin.basis;
    out.receiver_mark = receiver->origin.mark;
  }
  return http::Reply<NeutralityView>(std::move(out));
}

}  // namespace

void add_rule_routes(http::Routes& routes, RuleServices s) {
  const Rules& rules = s.rules;
  auto list = [&rules](http::Reading& call) { return list_rules(call, rules); };
  routes.get<RulesView>("/rules", s.anyone, {"procedure/list"}, list)
      .summary("All rules of the procedure and of neutrality, with source and mark")
      .query("topic", "Only this topic; all: every one.")
      .query("date", "As the law stands on this day (YYYY-MM-DD).");
  routes.get<RulesView>("/aturan", s.anyone, {"procedure/list"}, list)
      .summary("The Indonesian door to /rules")
      .query("topic", "Only this topic; all: every one.")
      .query("date", "As the law stands on this day (YYYY-MM-DD).");
  routes
      .get<NeutralityView>("/rules/neutrality", s.anyone, {"procedure/neutrality"},
                           [&rules](http::Reading& call) { return find_rules(call, rules); })
      .summary("Neutrality rules that bind a kind of person on a day")
      .query("subject", "Kind of person.")
      .query("q", "Words in a rule.")
      .query("date", "As the law stands on this day (YYYY-MM-DD).");
  routes
      .get<RuleView>("/rules/{id}", s.anyone, {"procedure/show"},
                     [&rules](http::Reading& call) { return show_rule(call, rules); })
      .summary("One rule with all its versions")
      .query("date", "As the law stands on this day (YYYY-MM-DD).");
}

}  // namespace netra::procedure
