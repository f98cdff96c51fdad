// Every id that one file names must be defined in some file.
#include <algorithm>
#include <set>

#include "domain/procedure/loading.hpp"

namespace netra::procedure {
namespace {

class Checker {
 public:
  explicit Checker(Loading& in) : rules_(in.rules), faults_(in.faults) {}

  void stages() {
    for (const auto& stage : rules_.stages)
      for (const auto& version : stage.versions) {
        const auto& rule = version.value;
        std::string here = stage.regime + " stage " + stage.id;
        if (!rule.clock.empty()) need(rules_.clock_series(stage.regime, rule.clock), here, "clock", rule.clock);
        for (const auto& actor : rule.actors) need(rules_.participant(actor), here, "participant", actor);
        for (const auto& document : rule.outputs)
          need(rules_.document(stage.regime, document), here, "document", document);
        for (const auto& transition : rule.transitions)
          need(rules_.stage(stage.regime, transition.to), here, "stage", transition.to);
      }
  }

  void clocks() {
    for (const auto& clock : rules_.clocks) {
      std::string here = clock.regime + " clock " + clock.id;
      if (!clock.stage.empty()) need(rules_.stage(clock.regime, clock.stage), here, "stage", clock.stage);
      for (const auto& version : clock.versions) clock_rule(clock.regime, here, version.value);
    }
  }

  void others() {
    for (const auto& receiver : rules_.receivers) {
      for (const auto& subject : receiver.subjects)
        need(rules_.term("subject", subject), "receiver " + receiver.id, "subject", subject);
      for (const auto& version : receiver.versions)
        need(rules_.participant(version.value.receiver), "receiver " + receiver.id, "participant",
             version.value.receiver);
    }
    for (const auto& participant : rules_.participants)
      for (const auto& member : participant.members)
        need(rules_.participant(member), "participant " + participant.id, "participant", member);
    for (const auto& trigger : rules_.triggers)
      for (const auto& version : trigger.versions)
        if (version.value.proven_by != "any")
          need(rules_.participant(version.value.proven_by), "trigger " + trigger.id, "participant",
               version.value.proven_by);
    for (const auto& channel : rules_.channels)
      for (const auto& version : channel.versions)
        if (!version.value.is_receipt_parameter.empty())
          need(rules_.parameter_series(channel.regime, version.value.is_receipt_parameter), "channel " + channel.id,
               "parameter", version.value.is_receipt_parameter);
  }

  void neutrality() {
    for (const auto& rule : rules_.neutrality_list)
      for (const auto& version : rule.versions) neutrality_rule(rule.id, version.value);
  }

 private:
  void need(const void* found, const std::string& here, const char* kind, const std::string& id) {
    if (!found) faults_.push_back("procedures/: " + here + ": no such " + kind + ": " + id);
  }

  void clock_rule(const std::string& regime, const std::string& here, const ClockRule& rule) {
    for (const auto& id : {rule.amount_parameter, rule.unit_parameter})
      if (!id.empty()) need(rules_.parameter_series(regime, id), here, "parameter", id);
    for (const auto& id : rule.readings) need(rules_.parameter_series(regime, id), here, "parameter", id);
    for (const auto& id : rule.within) need(rules_.clock_series(regime, id), here, "clock", id);
    if (!rule.continues.empty()) need(rules_.clock_series(regime, rule.continues), here, "clock", rule.continues);
    if (rule.starts_from.empty()) return;
    if (!rule.starts_from_parameter) return need(rules_.event(rule.starts_from), here, "event", rule.starts_from);
    const auto* parameter = rules_.parameter_series(regime, rule.starts_from);
    need(parameter, here, "parameter", rule.starts_from);
    if (!parameter) return;
    for (const auto& event : parameter->options) need(rules_.event(event), here, "event", event);
  }

  void neutrality_rule(const std::string& id, const NeutralityRule& rule) {
    auto terms = [&](const char* group, const std::vector<std::string>& ids) {
      for (const auto& term : ids) need(rules_.term(group, term), id, group, term);
    };
    terms("subject", rule.subjects);
    terms("phase", {rule.phase});
    terms("kind", {rule.kind});
    terms("sanction", rule.sanctions);
    terms("route", rule.route);
    terms("evidence", rule.evidence);
    terms("evidence", rule.examples);
    for (const auto& other : rule.see_also) need(rules_.neutrality(other), id, "rule", other);
    for (const auto& [subject, date] : rule.valid_from_for)
      if (std::find(rule.subjects.begin(), rule.subjects.end(), subject) == rule.subjects.end())
        faults_.push_back("procedures/neutrality: " + id + ": valid_from_for names no subject of the rule: " + subject);
  }

  const Rules& rules_;
  Faults& faults_;
};

}  // namespace

void check_references(Loading& in) {
  Checker checker(in);
  checker.stages();
  checker.clocks();
  checker.others();
  checker.neutrality();
}

}  // namespace netra::procedure
