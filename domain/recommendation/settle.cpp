// Where a recommendation stands follows from what is recorded: states of its institutions, its own, clocks, desk row
// and the case's track are brought along after every act.
#include "domain/case/track.hpp"
#include "domain/recommendation/record.hpp"
#include "domain/recommendation/sql.hpp"
#include "domain/region/region.hpp"
#include "engine/storage/search.hpp"

namespace netra::recommendation {

namespace {

bool has_step(const File& f, std::string_view receiver, std::initializer_list<StepKind> kinds) {
  return std::any_of(f.steps.begin(), f.steps.end(), [&](const auto& step) {
    return step.receiver_id == receiver && step.counts() &&
           std::find(kinds.begin(), kinds.end(), step.kind) != kinds.end();
  });
}

std::optional<Instant> last_decision(const File& f, const ReceiverRow& receiver) {
  std::optional<Instant> last;
  for (const auto* person : f.persons_of(receiver.id)) {
    const auto* decision = f.decision_on(person->id);
    if (!decision) return std::nullopt;
    if (!last || decision->recorded_at_ms > *last) last = decision->recorded_at_ms;
  }
  return last;
}

Stand stand_of(const File& f, const ReceiverRow& receiver) {
  if (receiver.ended_at_ms) return Stand::ended;
  if (!receiver.sent_at_ms) return Stand::waiting;
  if (receiver.decided_at_ms) return Stand::decided;
  if (has_step(f, receiver.id,
               {StepKind::summons, StepKind::missed, StepKind::second_summons, StepKind::examined, StepKind::released}))
    return Stand::examining;
  if (receiver.answered_at_ms) return Stand::answered;
  return receiver.received_at_ms ? Stand::received : Stand::sent;
}

State state_of(const File& f) {
  if (f.r.is_closed()) return f.r.state;
  bool sent = false, received = false, answered = false;
  for (const auto& one : f.receivers) {
    sent = sent || one.sent_at_ms;
    received = received || one.received_at_ms;
    answered = answered || one.answered_at_ms || one.from_receiver || one.state == Stand::examining;
  }
  if (!sent) return State::draft;
  bool decided = !f.persons.empty(), checked = decided;
  for (const auto& person : f.persons) {
    const auto* decision = f.decision_on(person.id);
    decided = decided && decision;
    checked = checked && decision && decision->check_state == Check::accepted;
  }
  if (checked) return State::checked;
  if (decided) return State::decided;
  return answered ? State::answered : received ? State::received : State::sent;
}

void settle_states(storage::Writer& writer, File& f, Instant at) {
  for (auto& one : f.receivers) {
    one.decided_at_ms = one.task == Task::decide ? last_decision(f, one) : std::nullopt;
    one.state = stand_of(f, one);
    set_times(writer, one);
    if (!one.from_receiver && one.sent_at_ms && (!f.r.sent_at_ms || *one.sent_at_ms < *f.r.sent_at_ms))
      f.r.sent_at_ms = one.sent_at_ms;
  }
  const auto state = state_of(f);
  if (state != f.r.state) f.r.state_since_ms = at;
  f.r.state = state;
  writer.execute(sql::recommendation::set_state,
                 {f.r.id, f.r.state, f.r.state_since_ms, f.r.sent_at_ms, f.r.closed_at_ms});
}

// ---- the case's track ----

std::vector<std::pair<std::string, Instant>> track_events(const Services& s, const File& f) {
  std::vector<std::pair<std::string, Instant>> out;
  for (const auto& one : f.receivers) {
    const auto* institution = s.catalogue.institution(one.receiver);
    if (!institution || !one.sent_at_ms) continue;
    const auto& events = one.from_receiver ? institution->track_passed : institution->track_sent;
    for (const auto& event : events) out.emplace_back(event, *one.sent_at_ms);
  }
  if (f.r.state != State::checked) return out;
  for (const auto& one : f.receivers)
    if (const auto* institution = s.catalogue.institution(one.receiver); institution && one.task == Task::decide)
      for (const auto& event : institution->track_done)
        out.emplace_back(event, one.decided_at_ms.value_or(f.r.state_since_ms));
  return out;
}

// Takes those steps of the track that the procedure offers where it stands; what it does not offer was done by hand or
// belongs to another procedure.
Result<Done> move_track(http::Writing& call, const Services& s, const File& f) {
  if (!f.r.track_id || !actor_of(call).may(Right::recommend, f.r.office_id)) return Done{};
  for (const auto& [event, at] : track_events(s, f)) {
    const auto track = cases::find_track(call.tx, *f.r.track_id);
    if (!track || !track->is_open()) return Done{};
    const auto next = cases::transitions_of(s.base, *track);
    if (std::none_of(next.begin(), next.end(), [&, &event = event](const auto& t) { return t.event == event; }))
      continue;
    const auto ball = ball_of(call.tx, f);
    auto moved = cases::advance_track(call, s.base, track->id,
                                      {.event = event,
                                       .at = std::max(at, track->stage_since_ms),
                                       .right = Right::recommend,
                                       .acting = f.r.office_id,
                                       .holder = ball.receiver ? ball.receiver->name : std::string()});
    if (!moved) return fail(std::move(moved.error()));
  }
  return Done{};
}

}  // namespace

Result<Done> settle(http::Writing& call, const Services& s, storage::Writer& writer, std::string_view id, Instant at) {
  auto f = load(call.tx, id);
  settle_states(writer, *f, at);
  if (auto done = settle_clocks(call, s, writer, *f); !done) return done;
  if (auto done = move_track(call, s, *f); !done) return done;
  put_rows(call.tx, s, call.now, id);
  if (s.changed) s.changed(call.tx, call.now, call.entropy, id);
  return Done{};
}

void put_rows(storage::Transaction& tx, const Services& s, Instant now, std::string_view id) {
  const auto f = load(tx, id);
  const auto ball = ball_of(tx, *f);
  office::WorkItem item;
  item.kind = office::ItemKind::recommendation;
  item.id = f->r.id;
  item.office = ball.office;
  item.number = f->r.number.value_or("");
  item.title = f->r.title + ": " + f->r.matter;
  item.stage = "recommendation_" + std::string(enum_name(f->r.state));  // apart from stages of the procedure
  item.election = f->r.election_id;
  item.place = f->r.region_code;
  item.place_name = region::path_of(tx, f->r.region_code);
  item.received_at = f->r.sent_at_ms.value_or(f->r.created_at_ms);
  item.updated_at = now;
  item.is_open = !f->r.is_closed();
  clock::date_item(item, clock::clocks_of(tx, s.base.clocks, f->r.subject(), now, "id"));
  auto& writer = tx.unlogged(storage::Unlogged::kIndex);
  office::put_item(writer, item);
  search::Document document;
  document.kind = kSubjectKind;
  document.id = f->r.id;
  document.scope = f->r.office_id;
  document.shared = office::offices_above(tx, f->r.office_id);
  document.at = f->r.created_at_ms;
  document.text = f->r.number.value_or("") + "\n" + f->r.title + "\n" + f->r.matter;  // no names
  for (const auto& one : f->receivers) document.text += "\n" + one.name;
  search::index(writer, document);
}

office::RowSource recommendation_rows(const Services& s) {
  return {"recommendation",
          {office::ItemKind::recommendation},
          sql::recommendation::ids_after,
          [&s](storage::Transaction& tx, Instant now, const std::string& id) { put_rows(tx, s, now, id); }};
}

}  // namespace netra::recommendation
