#include "domain/recommendation/sql.hpp"
#include "domain/recommendation/views.hpp"

namespace netra::recommendation {

std::vector<FileView> files_of(storage::Reader& db, const journal::Subject& subject, Zone zone, bool with_path) {
  std::vector<FileView> out;
  for (const auto& item : evidence::list(db, subject, zone))
    out.push_back({item.filename, with_path ? item.path : "", item.sha256, item.size});
  return out;
}

namespace {

std::optional<FileView> file_of(storage::Reader& db, const std::optional<std::string>& id, Zone zone, bool with_path) {
  if (!id) return std::nullopt;
  const auto item = evidence::find(db, *id);
  if (!item) return std::nullopt;
  const auto view = evidence::view_of(*item, zone);
  return FileView{view.filename, with_path ? view.path : "", view.sha256, view.size};
}

std::string name_of(const File& f, const std::optional<std::string>& person) {
  const auto* found = person ? f.person(*person) : nullptr;
  return found ? found->name : "";
}

std::string kind_name(const Services& s, std::string_view kind, std::string_view language) {
  return kind.empty() ? "" : s.base.rules.term_name("subject", kind, language);
}

ProposalView view_proposal(const Services& s, const PersonRow& person, std::string_view language) {
  const auto proposal = restore<Proposal>(person.proposed);
  ProposalView out;
  out.kind = proposal.kind;
  out.kind_name = proposal.kind.empty() ? "" : s.base.rules.term_name("kind", proposal.kind, language);
  out.grade = proposal.grade;
  out.heaviest_law = proposal.heaviest_law;
  for (const auto& id : proposal.sanctions)
    if (const auto* one = s.catalogue.sanction(id)) out.sanctions.push_back(view_sanction(*one, language));
  for (const auto& id : proposal.delayed)
    if (const auto* one = s.catalogue.sanction(id)) out.delayed.push_back(view_sanction(*one, language));
  for (const auto& reason : proposal.reasons)
    out.reasons.push_back({reason.rule, reason.title.in(language), reason.articles, reason.grade,
                           reason.remark ? reason.remark->in(language) : "", reason.mark});
  return out;
}

}  // namespace

StepView view_step(storage::Reader& db, const File& f, const StepRow& step, bool with_path) {
  return {step.id,
          step.kind,
          f.r.local(step.at_ms),
          name_of(f, step.person_id),
          step.number,
          step.channel,
          step.text,
          file_of(db, step.evidence_id, f.r.zone, with_path),
          step.filed,
          step.check_state,
          step.check_note};
}

DecisionView view_decision(storage::Reader& db, const Services& s, const File& f, const DecisionRow& d,
                           std::string_view language, bool with_path) {
  const auto* sanction = s.catalogue.sanction(d.sanction);
  const auto* receiver = f.receiver(d.receiver_id);
  return {d.id,
          d.person_id,
          name_of(f, d.person_id),
          receiver ? receiver->name : "",
          d.outcome,
          sanction ? sanction->label.in(language) : "",
          d.grade,
          d.wording,
          d.number,
          d.note,
          d.decided_on,
          d.delivered_on,
          d.in_force_on,
          d.objected_on,
          d.entered_on,
          d.objection_result,
          d.entry_reference,
          file_of(db, d.evidence_id, f.r.zone, with_path),
          d.filed,
          d.check_state,
          d.conforms,
          d.check_note,
          f.r.local(d.recorded_at_ms)};
}

SanctionView view_sanction(const Sanction& one, std::string_view language) {
  return {one.id,
          one.label.in(language),
          one.kind,
          one.grade,
          one.law,
          one.source,
          one.note ? one.note->in(language) : "",
          one.delayed.value_or(""),
          one.mark};
}

std::vector<Choice> sanction_choices(const Services& s, const File& f, const PersonRow& person,
                                     std::string_view language) {
  std::vector<Choice> out;
  for (const auto* one : s.catalogue.sanctions_for(person.kind, f.r.incident_on))
    out.push_back({one->id, one->label.in(language)});
  return out;
}

std::vector<std::string> rule_titles(const Services& s, const PersonRow& person, std::string_view language) {
  std::vector<std::string> out;
  for (const auto& id : restore<std::vector<std::string>>(person.rules))
    if (const auto* rule = s.base.rules.neutrality(id)) out.push_back(rule->title.in(language));
  return out;
}

PersonView view_person(const http::Call& call, storage::Reader& db, const Services& s, const File& f,
                       const PersonRow& person) {
  const auto& language = call.info.language;
  PersonView out;
  out.id = person.id;
  out.name = person.name;
  out.kind = person.kind;
  out.kind_name = kind_name(s, person.kind, language);
  out.position = person.position;
  out.unit = person.unit;
  out.rules = rule_titles(s, person, language);
  const auto chosen = restore<std::vector<std::string>>(person.rules);
  for (const auto& known : s.base.rules.neutrality_rules(person.kind, when_of(f.r)))
    out.rule_choices.push_back({known.rule->id, known.rule->title.in(language),
                                std::find(chosen.begin(), chosen.end(), known.rule->id) != chosen.end()});
  out.proposal = view_proposal(s, person, language);
  out.wanted = person.wanted;
  if (const auto* wanted = s.catalogue.sanction(person.wanted)) out.wanted_name = wanted->label.in(language);
  out.wanted_reason = person.wanted_reason;
  out.sanctions = sanction_choices(s, f, person, language);
  for (const auto& decision : f.decisions)
    if (decision.person_id == person.id) out.decisions.push_back(view_decision(db, s, f, decision, language, true));
  out.clocks = clock::clocks_of(db, s.base.clocks, person.clocks(), call.now, language);
  std::erase_if(out.clocks, [](const auto& one) { return one.state == clock::ClockState::ended; });
  const auto* standing = f.decision_on(person.id);
  out.stands = !standing ? "open" : standing->check_state == Check::accepted ? "accepted" : "filed";
  return out;
}

}  // namespace netra::recommendation
