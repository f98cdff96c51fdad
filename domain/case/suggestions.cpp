// What the law data suggests for a case: requirements, rules of the neutrality catalogue, receivers. People decide.
#include "domain/case/record.hpp"
#include "domain/case/sql.hpp"

namespace netra::cases {

namespace {

// Is the incident inside the phase a rule speaks of? Unknown dates leave the rule on the list.
bool in_phase(const Services& s, const CaseRecord& c, std::string_view phase) {
  if (phase == "any") return true;
  const auto* election = s.elections.find(c.election_id);
  auto known = parse_enum<election::Phase>(phase);
  return !election || !known || !c.happened_on || election->is_in(*known, *c.happened_on);
}

procedure::When incident(const CaseRecord& c) {
  return {c.happened_on.value_or(date_in(c.received_at_ms, c.zone)), c.election_id};
}

RuleView view_of(const Services& s, const CaseRecord& c, const procedure::Rules::NeutralityInForce& in_force,
                 std::string_view language) {
  const auto& value = in_force.version->value;
  RuleView view;
  view.id = in_force.rule->id;
  view.title = in_force.rule->title.in(language);
  view.kind = value.kind;
  view.kind_name = s.rules.term_name("kind", value.kind, language);
  for (const auto& basis : value.legal_basis) view.basis.push_back({basis.act, basis.article});
  view.mark = enum_name(in_force.version->origin.mark);
  view.phase = value.phase;
  view.phase_name = s.rules.term_name("phase", value.phase, language);
  view.phase_note = value.phase_note.in(language);
  view.in_phase = in_phase(s, c, value.phase);
  for (const auto& sanction : value.sanctions)
    view.sanctions.push_back(s.rules.term_name("sanction", sanction, language));
  return view;
}

}  // namespace

std::vector<CheckView> checks_of(const Services& s, const CaseRecord& c, const std::vector<CheckEntry>& marks,
                                 std::string_view language) {
  return finding::checklist(s, c.election_id, enum_name(c.origin), when_of(c).date, marks, language);
}

// Rules of every kind of person among the reported, each once; those outside their phase stay on the list and say so,
// because sources disagree where a phase ends.
std::vector<RuleView> rules_for(const Services& s, const CaseRecord& c, const std::vector<ParticipantRow>& people,
                                std::string_view language) {
  std::vector<RuleView> out;
  for (const auto& person : people) {
    if (person.role != Part::reported) continue;
    for (const auto& in_force : s.rules.neutrality_rules(person.kind, incident(c))) {
      auto known = std::find_if(out.begin(), out.end(), [&](const auto& r) { return r.id == in_force.rule->id; });
      if (known == out.end()) {
        out.push_back(view_of(s, c, in_force, language));
        known = out.end() - 1;
      }
      known->for_persons.push_back(label_of(s, person, language));
    }
  }
  std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.in_phase > b.in_phase; });
  return out;
}

// By the incident date; where another receiver is in charge today both are shown.
std::vector<ReceiverSuggestion> receivers_for(const Services& s, const CaseRecord& c,
                                              const std::vector<ParticipantRow>& people, Instant now,
                                              std::string_view language) {
  std::vector<ReceiverSuggestion> out;
  const auto regime = finding::regime_of(s.elections, c.election_id);
  const auto name = [&](const std::string& id) {
    const auto* known = s.rules.participant(id);
    return known ? known->label.in(language) : id;
  };
  for (const auto& person : people) {
    if (person.role != Part::reported) continue;
    const auto* then = s.rules.receiver(regime, person.kind, incident(c));
    if (!then) continue;
    ReceiverSuggestion suggestion{person.id,
                                  label_of(s, person, language),
                                  then->value.receiver,
                                  name(then->value.receiver),
                                  then->origin.basis,
                                  std::string(enum_name(then->origin.mark)),
                                  {},
                                  {}};
    const auto* today = s.rules.receiver(regime, person.kind, {date_in(now, c.zone), c.election_id});
    if (today && today->value.receiver != suggestion.receiver) {
      suggestion.today = today->value.receiver;
      suggestion.today_name = name(today->value.receiver);
    }
    out.push_back(std::move(suggestion));
  }
  return out;
}

std::optional<ReviewView> last_review(storage::Reader& db, const CaseRecord& c) {
  auto rows = db.query(sql::cases::reviews_of, {c.id});
  if (rows.empty()) return std::nullopt;
  const auto& row = rows[0];
  return ReviewView{row.integer(0),
                    restore<ReviewContent>(row.text(1)),
                    parse_enum<ReviewResult>(row.text(2)),
                    parse_enum<ReasonKind>(row.text(3)),
                    c.local(row.instant(4)),
                    row.text(5)};
}

}  // namespace netra::cases
