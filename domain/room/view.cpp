// The room as one party may see it: the chain of stages, its own notes and files, and what was handed over to it.
#include <algorithm>
#include <map>

#include "domain/identity/identity.hpp"
#include "domain/region/region.hpp"
#include "domain/room/record.hpp"
#include "domain/room/sql.hpp"

namespace netra::room {

namespace {

// One reader's look at one track.
struct Looking {
  const http::Call& call;
  storage::Reader& db;
  const Services& s;
  const Entrance& at;
  std::string language;

  const cases::Track& track() const { return at.track; }
  std::string regime() const { return finding::regime_of(s.elections, at.track.election_id); }
  procedure::When when() const { return {date_in(at.track.received_at_ms, at.track.zone), at.track.election_id}; }
};

void fill_head(const Looking& look, RoomView& v) {
  const auto& t = look.track();
  v.id = t.id;
  v.version = t.version;
  v.number = t.number.value_or("");
  v.title = t.title;
  v.kind = t.kind;
  v.outcome_name = cases::event_name(look.s, t.outcome, look.language);
  v.stage = t.stage;
  v.stage_name = cases::stage_name_of(look.s, t, t.stage, look.language);
  v.round = t.round;
  v.repeated = t.round > 1;
  v.office = t.office_id;
  v.office_name = office::name_of(look.db, t.office_id);
  v.holder = t.holder;
  v.reader = look.at.office;
  v.reader_name = v.reader.empty() ? "" : office::name_of(look.db, v.reader);
  v.is_party = look.at.is_party;
  v.is_owner = look.at.is_owner;
  v.has_it = look.at.has_it;
  if (cases::may_read(look.db, actor_of(look.call), t.case_id)) v.case_url = "/cases/" + t.case_id;
  const bool was_given = look.db.integer(sql::room::has_accepted, {t.id, look.at.office}).has_value();
  if (!v.case_url.empty() || was_given) v.persons = cases::persons_named(look.db, look.s, t, look.language);
  v.opened_at = t.local(t.opened_at_ms);
  if (t.ended_at_ms) v.ended_at = t.local(*t.ended_at_ms);
  v.parties = parties_of(look.db, t.id);
}

// Old and new code of criminal procedure side by side: what the case began under holds for it.
void fill_code(const Looking& look, RoomView& v) {
  if (look.track().kind != "crime") return;
  const auto* then = look.s.rules.parameter(look.regime(), "criminal_procedure_code", look.when());
  if (!then) return;
  CodeView code{then->value.value,
                then->origin.basis,
                std::string(enum_name(then->origin.mark)),
                then->origin.note.in(look.language),
                look.when().date,
                {}};
  const auto today = look.s.rules.parameter_value(look.regime(), "criminal_procedure_code",
                                                  {date_in(look.call.now, look.track().zone), ""});
  if (today != code.value) code.today = today;
  v.code = std::move(code);
}

// Clocks of one rule, in the order in which their stays began.
std::map<std::string, std::vector<clock::ClockView>> by_rule(std::vector<clock::ClockView> clocks) {
  std::stable_sort(clocks.begin(), clocks.end(), [](const auto& a, const auto& b) {
    if (a.ended_at && b.ended_at) return a.ended_at->at < b.ended_at->at;
    return a.ended_at.has_value() && !b.ended_at;
  });
  std::map<std::string, std::vector<clock::ClockView>> out;
  for (auto& clock : clocks) out[clock.rule].push_back(std::move(clock));
  return out;
}

StayView stay_view(const Looking& look, const cases::TrackStay& stay) {
  const auto& t = look.track();
  StayView view;
  view.stage = stay.stage;
  view.stage_name = cases::stage_name_of(look.s, t, stay.stage, look.language);
  view.round = stay.round;
  view.event_name = cases::event_name(look.s, stay.event, look.language);
  view.office_name = stay.holder.empty() ? office::name_of(look.db, stay.office_id) : stay.holder;
  view.entered_at = t.local(stay.entered_at_ms);
  if (stay.left_at_ms) view.left_at = t.local(*stay.left_at_ms);
  view.current = !stay.left_at_ms;
  view.note = stay.note;
  if (const auto* rule = look.s.rules.stage_rule(look.regime(), stay.stage, look.when())) {
    view.basis = rule->origin.basis;
    view.mark = enum_name(rule->origin.mark);
  }
  return view;
}

void fill_chain(const Looking& look, RoomView& v) {
  auto clocks = clock::clocks_of(look.db, look.s.clocks, look.track().subject(), look.call.now, look.language);
  for (const auto& clock : clocks)
    if (clock.state != clock::ClockState::ended) v.clocks.push_back(clock);
  auto of_rule = by_rule(std::move(clocks));
  std::map<std::string, std::size_t> taken;
  std::map<std::string, int> rounds;
  for (const auto& stay : cases::stays_of(look.db, look.track().id)) {
    auto view = stay_view(look, stay);
    auto& known = of_rule[stay.stage];
    if (auto& next = taken[stay.stage]; next < known.size()) view.clock = known[next++];
    ++rounds[stay.stage];
    v.stays.push_back(std::move(view));
  }
  for (auto& stay : v.stays) stay.repeated = rounds[stay.stage] > 1;
}

// ---- hand-overs ----

// `open` readers see what was handed over; before that only the list.
HandedItem item_view(const Item& item, bool open) {
  HandedItem view{item.kind, item.name, item.description, item.sha256, item.media_type, item.size, item.moves};
  if (open && item.kind == HandedKind::evidence) view.url = "/evidence/" + item.source;
  if (open) view.content = item.content;
  return view;
}

struct Sides {
  bool sender = false, receiver = false;
};

HandoverView handover_view(const http::Call& call, storage::Reader& db, const Services& s, const cases::Track& t,
                           const Handover& h, Sides side) {
  const std::string language = call.info.language;
  HandoverView v;
  v.id = h.id;
  v.url = "/handovers/" + h.id;
  v.number = h.number;
  v.from = h.from_office;
  v.from_name = office::name_of(db, h.from_office);
  v.to = h.to_office;
  v.to_name = h.to_name;
  v.incoming = side.receiver;
  v.event = h.event;
  v.event_name = h.event.empty() ? "" : cases::event_name(s, h.event, language);
  if (h.state == HandoverState::offered)
    for (const auto& transition : cases::transitions_of(s, t))
      if (transition.event == h.event) v.to_stage = cases::stage_name_of(s, t, transition.to, language);
  v.with_identity = h.with_identity;
  const bool open = side.sender || h.state == HandoverState::accepted;
  if (open) v.persons = restore<std::vector<std::string>>(h.persons);
  v.letter = h.letter;
  v.state = h.state;
  v.offered_at = t.local(h.offered_at_ms);
  v.offered_by = identity::account_name(db, h.offered_by);
  if (h.answered_at_ms) v.answered_at = t.local(*h.answered_at_ms);
  if (h.received_at_ms) v.received_at = t.local(*h.received_at_ms);
  if (h.answered_by) v.answered_by = identity::account_name(db, *h.answered_by);
  v.reason = h.reason;
  v.proof = h.proof;
  for (const auto& item : items_of(db, h.id)) v.items.push_back(item_view(item, open));
  for (auto& clock : clock::clocks_of(db, s.clocks, h.subject(), call.now, language))
    if (clock.state != clock::ClockState::ended) v.clocks.push_back(std::move(clock));
  const bool waits = h.state == HandoverState::offered;
  const auto& actor = actor_of(call);
  v.may_answer = waits && actor.may(Right::work_track, h.to_office);
  v.may_recall = waits && actor.may(Right::work_track, h.from_office);
  v.may_receipt = v.may_recall && h.to_office.empty();
  return v;
}

void fill_handovers(const Looking& look, RoomView& v) {
  const auto& at = look.at;
  if (!at.is_party) return;
  for (const auto& h : look.db.all<Handover>(sql::room::handovers_of, {at.track.id, at.office})) {
    auto view =
        handover_view(look.call, look.db, look.s, at.track, h, {h.from_office == at.office, h.to_office == at.office});
    if (view.may_answer) v.incoming.push_back(view);
    v.handovers.insert(v.handovers.begin(), std::move(view));
  }
  for (const auto& h : v.handovers)
    if (h.incoming && h.state == HandoverState::accepted)
      for (auto item : h.items) {
        item.handover = h.number;
        item.from_name = h.from_name;
        v.received.push_back(std::move(item));
      }
}

// ---- one's own ----

void fill_own(const Looking& look, RoomView& v) {
  const auto& at = look.at;
  if (!at.is_party || !actor_of(look.call).may(Right::work_track, at.office)) return;
  for (const auto& row : look.db.query(sql::room::notes_of, {at.track.id, at.office}))
    v.notes.push_back({row.text(0), row.text(1), row.text(2), at.track.local(row.instant(3))});
  for (const auto& row : look.db.query(sql::room::files_of, {at.track.id, at.office}))
    if (auto item = evidence::find(look.db, row.text(0))) v.files.push_back(evidence::view_of(*item, at.track.zone));
  v.requests = requests_for(look.call, look.db, at);
}

void fill_offices(const Looking& look, RoomView& v) {
  std::vector<std::string> regions{look.track().region_code};
  for (const auto& above : office::superiors_of(look.db, look.track().case_office))
    regions.push_back(above.region_code);
  const auto add = [](std::vector<Option>& out, const std::string& id, const std::string& name) {
    if (std::none_of(out.begin(), out.end(), [&](const auto& o) { return o.value == id; })) out.push_back({id, name});
  };
  for (const auto& party : v.parties)
    if (party.office != look.at.office) add(v.choices.offices, party.office, party.office_name);
  for (const auto& region : regions) {
    if (region.empty()) continue;
    for (const auto& office : office::offices_in(look.db, region)) {
      if (office.kind == office::Kind::bawaslu) continue;
      if (office.id != look.at.office) add(v.choices.offices, office.id, office.name);
      if (std::none_of(v.parties.begin(), v.parties.end(), [&](const auto& p) { return p.office == office.id; }))
        add(v.choices.outsiders, office.id, office.name);
    }
  }
}

void fill_choices(const Looking& look, RoomView& v) {
  const auto& at = look.at;
  const bool works = at.is_party && actor_of(look.call).may(Right::work_track, at.office);
  if (!works) return;
  const bool open = at.track.is_open();
  const bool under_way = look.db.text(sql::room::open_move, {at.track.id}).has_value();
  for (const auto& way : ways_of(look.db, look.s, at.track)) {
    const Option option{way.transition.event,
                        cases::event_name(look.s, way.transition.event, look.language) + " → " +
                            cases::stage_name_of(look.s, at.track, way.transition.to, look.language)};
    if (way.to && (way.by_handover || *way.to == office::Kind::court)) v.choices.moves.push_back(option);
    if (!way.by_handover) v.choices.steps.push_back(option);
  }
  if (!at.has_it) v.choices.steps.clear();
  v.may.step = open && at.has_it && !under_way && !v.choices.steps.empty();
  v.may.hand_over = open && at.has_it && !under_way && !v.choices.moves.empty();
  v.may.give_copies = v.may.note = v.may.attach = open;
  v.may.invite = open && at.is_owner;
  if (!v.may.hand_over) v.choices.moves.clear();
  fill_offices(look, v);
  for (const auto& file : files_at(look.db, at.track, at.office))
    v.choices.evidence.push_back(evidence::view_of(file, at.track.zone));
  if (at.is_owner)
    for (const auto& document : documents_of(look.db, look.s, at.track, look.language))
      v.choices.documents.push_back({document.source, document.name});
  v.may.ask_identity = open && institution_of(look.db, at.office) != institution_of(look.db, at.track.case_office) &&
                       actor_of(look.call).may(Right::read_identity, at.office) &&
                       look.db.integer(sql::room::was_given_identity, {at.track.id, at.office}).has_value();
}

}  // namespace

std::vector<Way> ways_of(storage::Reader& db, const Services& s, const cases::Track& track) {
  std::vector<Way> out;
  const auto regime = finding::regime_of(s.elections, track.election_id);
  const procedure::When when{date_in(track.received_at_ms, track.zone), track.election_id};
  const auto here = institution_of(db, track.office_id);
  for (const auto& transition : cases::transitions_of(s, track)) {
    Way way{transition, std::nullopt, false};
    const auto* rule = s.rules.stage_rule(regime, transition.to, when);
    if (rule && !rule->value.terminal) {
      bool ours = false;
      for (const auto& actor : rule->value.actors) {
        const auto kind = institution_of_actor(actor);
        ours = ours || !kind || *kind == here;
        if (kind && !way.to) way.to = kind;
      }
      if (ours) way.to = std::nullopt;
    }
    way.by_handover = way.to && *way.to != office::Kind::court;
    out.push_back(std::move(way));
  }
  return out;
}

Result<RoomView> view_room(const http::Call& call, storage::Reader& db, const Services& s, std::string_view track) {
  auto at = may_enter(db, actor_of(call), track);
  if (!at) return fail(std::move(at.error()));
  const Looking look{call, db, s, *at, call.info.language};
  RoomView v;
  fill_head(look, v);
  fill_code(look, v);
  fill_chain(look, v);
  fill_handovers(look, v);
  fill_own(look, v);
  fill_choices(look, v);
  return v;
}

Result<HandoverPage> view_handover(const http::Call& call, storage::Reader& db, const Services& s,
                                   std::string_view id) {
  const auto h = find_handover(db, id);
  const auto& actor = actor_of(call);
  const auto sees = [&](const std::string& office) {
    return actor.may(Right::work_track, office) || actor.may(Right::read_cases, office);
  };
  if (!h || (!sees(h->from_office) && !sees(h->to_office))) return fail(FailedWith::kNotFound, "handover.unknown");
  const auto track = cases::find_track(db, h->track_id);
  return HandoverPage{handover_view(call, db, s, *track, *h, {sees(h->from_office), sees(h->to_office)}), track->id,
                      track->number.value_or(""), track->title};
}

}  // namespace netra::room
