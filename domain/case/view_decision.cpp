// The case file from the plenary on: decisions, tracks, notices, and who else is part of it.
#include <algorithm>

#include "domain/case/sql.hpp"
#include "domain/case/view_parts.hpp"
#include "domain/identity/sql.hpp"
#include "domain/office/office.hpp"

namespace netra::cases {

namespace {

std::string actor_name(const Services& s, std::string_view id, std::string_view language) {
  const auto* known = s.rules.participant(id);
  return known ? known->label.in(language) : std::string(id);
}

std::vector<Option> steps_of(const Looking& look, const Track& track) {
  std::vector<Option> steps;
  for (const auto& t : transitions_of(look.s, track))
    steps.push_back({t.event, event_name(look.s, t.event, look.language) + " → " +
                                  stage_name(look.s, look.c, t.to, look.language)});
  return steps;
}

// An outcome the plenary may choose, as far as it was chosen in a form that was refused.
OutcomeOption option_of(const Looking& look, const procedure::Transition& t, const std::vector<Option>& reported,
                        const std::optional<PlenaryIn>& entered) {
  const auto& c = look.c;
  OutcomeOption option{
      t.event, event_name(look.s, t.event, look.language), stage_name(look.s, c, t.to, look.language), "", false, "",
      {}};
  if (reported.size() > 1) option.persons = reported;  // with one person there is nothing to choose
  if (entered)
    for (const auto& one : entered->outcomes)
      if (one.outcome == t.event) {
        option.chosen = true;
        option.receiver = one.receiver.value_or("");
      }
  const auto* next = stage_rule(look.s, c, t.to);
  if (next && !next->clock.empty())
    if (const auto* limit =
            look.s.rules.clock(finding::regime_of(look.s.elections, c.election_id), next->clock, when_of(c)))
      option.clock_basis = limit->origin.basis;
  return option;
}

TrackView track_view(const Looking& look, const Track& t) {
  TrackView view;
  view.id = t.id;
  view.url = "/tracks/" + t.id;
  view.kind = t.kind;
  view.round = t.round;
  view.repeated = t.round > 1;
  view.office = t.office_id;
  view.office_name = t.holder.empty() ? office::name_of(look.db, t.office_id) : t.holder;
  view.is_here = t.office_id == look.c.office_id;
  view.outcome = t.outcome;
  view.stage = t.stage;
  view.stage_name = stage_name(look.s, look.c, t.stage, look.language);
  view.receiver = t.receiver;
  view.receiver_name = t.receiver.empty() ? "" : actor_name(look.s, t.receiver, look.language);
  view.receiver_basis = t.receiver_basis;
  view.receiver_mark = t.receiver_mark;
  for (const auto& id : restore<std::vector<std::string>>(t.persons)) view.persons.push_back(label_by_id(look, id));
  view.note = t.note;
  view.opened_at = look.c.local(t.opened_at_ms);
  view.ended_at = local(look.c, t.ended_at_ms);
  if (view.is_here) view.steps = steps_of(look, t);
  return view;
}

// Where the case may go or who may see it: superiors, offices below, and the neighbours of its place.
std::vector<Option> offices_around(storage::Reader& db, const std::string& office) {
  std::vector<Option> out;
  const auto add = [&](const office::Office& one) {
    if (one.id != office && std::ranges::none_of(out, [&](const auto& o) { return o.value == one.id; }))
      out.push_back({one.id, one.name});
  };
  for (const auto& above : office::superiors_of(db, office)) add(above);
  for (const auto& below : office::children_of(db, office)) add(below);
  if (auto own = office::find_office(db, office))
    for (const auto& partner : office::offices_in(db, own->region_code)) add(partner);
  return out;
}

// Who can take the case on.
std::vector<Option> staff_of(storage::Reader& db, const std::string& office, Instant now) {
  std::vector<Option> out;
  for (const auto& row : db.query(sql::identity::holders_now, {office, now})) {
    const auto role = parse_enum<Role>(row.text(1));
    const bool works = role == Role::case_officer || role == Role::commissioner || role == Role::intake_officer ||
                       role == Role::registrar;
    if (works && (out.empty() || out.back().value != row.text(0))) out.push_back({row.text(0), row.text(2)});
  }
  return out;
}

}  // namespace

void fill_decision(const Looking& look, CaseView& v) {
  const auto& c = look.c;
  v.plenaries = finding::plenaries_of(look.db, c.subject(), c.zone);
  v.choices.members = finding::members_of(look.db, c.office_id, look.call.now);
  const auto entered = entered_as<PlenaryIn>(look.call);
  if (entered) finding::take_entries(v.choices.members, entered->plenary);
  std::vector<Option> reported;
  for (const auto& person : look.people)
    if (person.role == Part::reported) reported.push_back({person.id, label_of(look.s, person, look.language)});
  v.choices.receivers = receivers_for(look.s, c, look.people, look.call.now, look.language);
  if (const auto* plenary = stage_rule(look.s, c, "plenary"))
    for (const auto& t : plenary->transitions) v.choices.outcomes.push_back(option_of(look, t, reported, entered));
  for (const auto& t : tracks_in(look.db, c.id)) v.tracks.push_back(track_view(look, t));
  for (const auto& row : look.db.query(sql::cases::notices_of, {c.id}))
    v.notices.push_back({row.text(0), row.text(1), stage_name(look.s, c, row.text(1), look.language),
                         restore<std::vector<std::string>>(row.text(2)), row.text(3), row.integer(4) != 0,
                         row.integer(5) != 0, c.local(row.instant(6))});
}

void fill_sharing(const Looking& look, CaseView& v) {
  const auto& c = look.c;
  for (const auto& e : look.db.all<EventRow>(sql::cases::events_of, {c.id}))
    v.events.push_back({e.id, e.event, event_name(look.s, e.event, look.language), c.local(e.at_ms),
                        e.replaces.has_value(), e.reason,
                        e.event != "submitted" || actor_of(look.call).may(Right::decide, c.office_id)});
  for (const auto& row : look.db.query(sql::cases::transfers_of, {c.id}))
    v.transfers.push_back({*parse_enum<TransferKind>(row.text(0)), office::name_of(look.db, row.text(1)),
                           office::name_of(look.db, row.text(2)), row.text(3), row.integer(4) != 0, row.integer(5) != 0,
                           c.local(row.instant(6))});
  for (const auto& row : look.db.query(sql::cases::shares_of, {c.id}))
    v.shares.push_back(
        {row.text(0), row.text(1), office::name_of(look.db, row.text(1)), row.text(2), c.local(row.instant(3))});
  v.choices.offices = offices_around(look.db, c.office_id);
  v.choices.staff = staff_of(look.db, c.office_id, look.call.now);
  for (const auto& t : look.s.rules.terms)
    if (t.group == "subject") v.choices.kinds.push_back({t.id, t.label.in(look.language)});
}

}  // namespace netra::cases
