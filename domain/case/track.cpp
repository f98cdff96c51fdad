// Tracks: opening, moving along the stages, and what they show on the desk.
#include "domain/case/track.hpp"

#include <set>

#include "domain/case/record.hpp"
#include "domain/case/sql.hpp"
#include "domain/office/office.hpp"
#include "domain/region/region.hpp"

namespace netra::cases {

// ---- reading ----

std::optional<Track> find_track(storage::Reader& db, std::string_view id) {
  return db.one<Track>(sql::cases::track_by_id, {id});
}

std::vector<Track> tracks_in(storage::Reader& db, std::string_view case_id) {
  return db.all<Track>(sql::cases::tracks_in, {case_id});
}

std::vector<TrackStay> stays_of(storage::Reader& db, std::string_view track) {
  return db.all<TrackStay>(sql::cases::stays_of, {track});
}

namespace {

constexpr std::string_view kWaiting = "plenary";  // only the plenary moves a track that stands here

procedure::When when_of(const Track& t) { return {date_in(t.received_at_ms, t.zone), t.election_id}; }

const procedure::StageRule* rule_of(const Services& s, const Track& t, std::string_view stage) {
  const auto* rule = s.rules.stage_rule(finding::regime_of(s.elections, t.election_id), stage, when_of(t));
  return rule ? &rule->value : nullptr;
}

}  // namespace

std::vector<procedure::Transition> transitions_of(const Services& s, const Track& track) {
  if (!track.is_open() || track.stage == kWaiting) return {};
  const auto* rule = rule_of(s, track, track.stage);
  return rule ? rule->transitions : std::vector<procedure::Transition>();
}

std::string stage_name_of(const Services& s, const Track& track, std::string_view stage, std::string_view language) {
  const auto* known = s.rules.stage(finding::regime_of(s.elections, track.election_id), stage);
  return known ? known->label.in(language) : std::string(stage);
}

std::string event_name(const Services& s, std::string_view id, std::string_view language) {
  if (const auto* known = s.rules.event(id)) return known->label.in(language);
  if (const auto* text = s.messages.find(language, "value.case_event." + std::string(id))) return *text;
  return std::string(id);
}

std::vector<std::string> persons_named(storage::Reader& db, const Services& s, const Track& track,
                                       std::string_view language) {
  std::vector<std::string> out;
  const auto people = participants_of(db, track.case_id);
  for (const auto& id : restore<std::vector<std::string>>(track.persons))
    for (const auto& person : people)
      if (person.id == id) out.push_back(label_of(s, person, language));
  return out;
}

bool is_terminal(const Services& s, const CaseRecord& c, std::string_view stage) {
  const auto* rule = stage_rule(s, c, stage);
  return rule && rule->terminal;
}

// ---- opening ----

namespace {

std::string kind_of(const Services& s, const CaseRecord& c, const NewTrack& track) {
  const auto* stage = s.rules.stage(finding::regime_of(s.elections, c.election_id), track.stage);
  if (!stage || stage->track != "other_law") return stage ? stage->track : "other_law";
  if (track.receiver == "bkn" || track.receiver == "kasn" || track.receiver == "ppk_asn") return "asn";
  if (track.receiver == "bupati") return "village";
  if (track.receiver == "commander" || track.receiver == "propam") return "service";
  return "other_law";
}

// Police and prosecutors of the place accompany a crime from intake; where there is more than one such office people
// bring in the right one.
void add_centre(http::Writing& call, storage::Writer& writer, const CaseRecord& c, std::string_view track) {
  for (const auto& above : office::superiors_of(call.tx, c.office_id)) {
    if (above.level != office::Level::regency && above.level != office::Level::province) continue;
    for (auto kind : {office::Kind::police, office::Kind::prosecutor}) {
      const auto there = office::offices_in(call.tx, above.region_code, kind);
      if (there.size() == 1)
        writer.execute(sql::cases::add_party, {track, there.front().id, "centre", call.now, call.principal.id});
    }
    return;
  }
}

void start_stay(storage::Writer& writer, const Track& t, std::string_view event, std::string_view note,
                std::optional<Instant> ended) {
  const auto ordinal = static_cast<std::int64_t>(stays_of(writer, t.id).size()) + 1;
  writer.execute(sql::cases::insert_stay,
                 {t.id, ordinal, t.stage, t.round, event, t.office_id, t.holder, t.stage_since_ms, ended, note});
}

}  // namespace

Result<Done> open_track(http::Writing& call, const Services& s, storage::Writer& writer, const CaseRecord& c,
                        const NewTrack& track, Instant at) {
  const bool ends = is_terminal(s, c, track.stage);
  const auto ended = ends ? std::optional<Instant>(at) : std::nullopt;
  const auto id = make_id(call.now, call.entropy), kind = kind_of(s, c, track);
  writer.execute(sql::cases::insert_track,
                 {id, c.id, track.plenary, kind, track.outcome, store(track.persons), track.stage, at, track.receiver,
                  track.basis, track.mark, track.note, c.office_id, ended});
  start_stay(writer, *find_track(call.tx, id), track.outcome, "", ended);
  if (kind == "crime") add_centre(call, writer, c, id);
  refresh_track(call.tx, s, call.now, id);
  if (ends) return Done{};
  if (auto started = start_stage_clock(call, s, writer, c, track.stage, at, {track_subject(id), c.office_id, id});
      !started)
    return started;
  refresh_track(call.tx, s, call.now, id);
  return Done{};
}

// ---- moving ----

namespace {

// Clocks of what is left end; one that covers what is entered goes on (a discussion inside the investigation), and one
// that went on meanwhile is not begun anew.
Result<Done> turn_clocks(http::Writing& call, const Services& s, storage::Writer& writer, const CaseRecord& c,
                         const Track& left, const Track& entered, Instant left_at, bool ends) {
  const auto subject = left.subject();
  const auto* before = stage_rule(s, c, left.stage);
  const auto* after = stage_limit(s, c, entered.stage);
  const auto* covering = stage_limit(s, c, left.stage);
  const auto* now_rule = stage_rule(s, c, entered.stage);
  const auto covers = [](const procedure::ClockRule* limit, const std::string& clock) {
    return limit && std::find(limit->within.begin(), limit->within.end(), clock) != limit->within.end();
  };
  if (!ends && before && covers(after, before->clock)) return Done{};         // into what the clock covers
  if (!ends && now_rule && covers(covering, now_rule->clock)) return Done{};  // and back out of it
  clock::end_all(writer, call.entropy, call.now, subject, left_at);
  if (ends) return Done{};
  return start_stage_clock(call, s, writer, c, entered.stage, entered.stage_since_ms,
                           {subject, entered.office_id, entered.id});
}

}  // namespace

Result<Track> move_track(http::Writing& call, const Services& s, storage::Writer& writer, const Track& track,
                         const std::string& to, const TrackMove& move) {
  auto c = load_case(call.tx, track.case_id);
  auto moved = track;
  moved.stage = to;
  moved.stage_since_ms = move.at;
  moved.round = call.tx.integer(sql::cases::rounds_of, {track.id, to}).value_or(0) + 1;
  moved.office_id = move.office.value_or(track.office_id);
  moved.holder = move.holder.value_or(track.holder);
  const bool ends = is_terminal(s, *c, to);
  if (ends) moved.ended_at_ms = move.at;
  if (writer.execute(sql::cases::move_track, {track.id, track.version, to, move.at, moved.round, moved.office_id,
                                              moved.holder, moved.ended_at_ms}) != 1)
    return finding::stale("track.changed");
  moved.version = track.version + 1;
  note_event(call, writer, *c, move.event, move.at, {}, {}, track.id);
  writer.execute(sql::cases::leave_stay, {track.id, move.left_at.value_or(move.at)});
  start_stay(writer, moved, move.event, move.note, moved.ended_at_ms);
  if (auto turned = turn_clocks(call, s, writer, *c, track, moved, move.left_at.value_or(move.at), ends); !turned)
    return fail(std::move(turned.error()));
  if (c->decided_at_ms) stand_where_tracks_stand(call, writer, *c);
  refresh_track(call.tx, s, call.now, track.id);
  return moved;
}

Result<Track> advance_track(http::Writing& call, const Services& s, std::string_view id, const TrackMove& move) {
  const auto track = find_track(call.tx, id);
  if (!track) return fail(FailedWith::kNotFound, "track.unknown");
  if (move.version && *move.version != track->version) return finding::stale("track.changed");
  std::string to;
  for (const auto& t : transitions_of(s, *track))
    if (t.event == move.event) to = t.to;
  if (to.empty()) return fail(FailedWith::kConflict, "case.stage");
  if (move.at > call.now) return fail_fields("event.future", {{"/at", "event.future", {}}});
  json::object change{{"event", move.event}, {"stage", json::object{{"from", track->stage}, {"to", to}}}};
  if (move.office && *move.office != track->office_id)
    change["office"] = json::object{{"from", track->office_id}, {"to", *move.office}};
  auto& writer =
      finding::record(call, {move.right, "track.advanced", track->subject(), move.acting, change, move.note});
  auto moved = move_track(call, s, writer, *track, to, move);
  if (moved) refresh(call, s, track->case_id);
  return moved;
}

// ---- with the case ----

namespace {

Result<Done> step(http::Writing& call, const Services& s, storage::Writer& writer, const CaseRecord& c,
                  const Track& track, std::string_view event, Instant at) {
  const auto to = next_stage(s, c, track.stage, event);
  if (to.empty()) return fail(FailedWith::kConflict, "case.stage");
  TrackMove move;
  move.event = std::string(event);
  move.at = at;
  auto moved = move_track(call, s, writer, track, to, move);
  if (!moved) return fail(std::move(moved.error()));
  return Done{};
}

std::vector<std::string> reported_of(storage::Reader& db, const CaseRecord& c) {
  std::vector<std::string> persons;
  for (const auto& p : participants_of(db, c.id))
    if (p.role == Part::reported) persons.push_back(p.id);
  return persons;
}

}  // namespace

Result<Done> open_crime_track(http::Writing& call, const Services& s, storage::Writer& writer, const CaseRecord& c,
                              bool crime_alleged) {
  for (const auto& track : tracks_in(call.tx, c.id))
    if (track.is_open() && track.outcome == "accompaniment") {
      if (!crime_alleged) return step(call, s, writer, c, track, "no_crime_alleged", call.now);
      writer.execute(sql::cases::continue_track,
                     {track.id, nullptr, "crime_alleged", store(reported_of(call.tx, c)), track.receiver, "", "", ""});
      return step(call, s, writer, c, track, "crime_alleged", call.now);
    }
  if (!crime_alleged) return Done{};
  const auto first = next_stage(s, c, "registered", "crime_alleged");
  if (first.empty()) return fail(FailedWith::kConflict, "outcome.unknown");
  const auto* rule = stage_rule(s, c, first);
  return open_track(call, s, writer, c,
                    {"crime_alleged",
                     first,
                     rule && !rule->actors.empty() ? rule->actors.front() : "",
                     "",
                     "",
                     "",
                     {},
                     reported_of(call.tx, c)},
                    call.now);
}

Result<bool> continue_track(http::Writing& call, const Services& s, storage::Writer& writer, const CaseRecord& c,
                            const NewTrack& track, Instant at) {
  if (track.outcome != "crime") return false;
  for (const auto& waiting : tracks_in(call.tx, c.id)) {
    if (!waiting.is_open() || waiting.kind != "crime" || waiting.stage != kWaiting) continue;
    writer.execute(sql::cases::continue_track, {waiting.id, track.plenary, track.outcome, store(track.persons),
                                                track.receiver, track.basis, track.mark, track.note});
    if (auto done = step(call, s, writer, c, waiting, track.outcome, at); !done) return fail(std::move(done.error()));
    return true;
  }
  return false;
}

Result<Done> end_waiting_tracks(http::Writing& call, const Services& s, storage::Writer& writer, const CaseRecord& c,
                                Instant at) {
  for (const auto& waiting : tracks_in(call.tx, c.id))
    if (waiting.is_open() && waiting.stage == kWaiting)
      if (auto done = step(call, s, writer, c, waiting, "not_proven", at); !done) return done;
  return Done{};
}

void end_tracks(http::Writing& call, storage::Writer& writer, const CaseRecord& c) {
  for (const auto& track : tracks_in(call.tx, c.id)) {
    if (!track.is_open()) continue;
    clock::end_all(writer, call.entropy, call.now, track.subject(), call.now);
    writer.execute(sql::cases::leave_stay, {track.id, call.now});
    writer.execute(sql::cases::move_track, {track.id, track.version, track.stage, track.stage_since_ms, track.round,
                                            track.office_id, track.holder, call.now});
    office::remove_item(writer, office::ItemKind::track, track.id);
  }
}

void move_tracks(http::Writing& call, const Services& s, storage::Writer& writer, const CaseRecord& c,
                 std::string_view from) {
  for (const auto& track : tracks_in(call.tx, c.id)) {
    if (!track.is_open() || track.office_id != from) continue;
    writer.execute(sql::cases::place_track, {track.id, c.office_id, track.holder});
    clock::move_to(writer, s.clocks, call.now, call.entropy, track.subject(), place_of(s, c));
    refresh_track(call.tx, s, call.now, track.id);
  }
}

void stand_where_tracks_stand(http::Writing& call, storage::Writer& writer, CaseRecord& c) {
  std::string stage;
  for (const auto& track : tracks_in(call.tx, c.id)) {
    stage = track.stage;
    if (track.is_open()) break;
  }
  if (stage.empty() || stage == c.stage) return;
  c.stage = stage;
  writer.execute(sql::cases::set_case_stage, {c.id, stage, call.now});
}

// ---- the desk ----

void refresh_track(storage::Transaction& tx, const Services& s, Instant now, std::string_view id) {
  const auto t = find_track(tx, id);
  if (!t) return;
  office::WorkItem item;
  item.kind = office::ItemKind::track;
  item.id = t->id;
  item.office = t->office_id;
  item.number = t->number.value_or("");
  item.title = t->title;
  item.stage = t->stage;
  item.election = t->election_id;
  item.place = t->region_code;
  item.place_name = region::path_of(tx, t->region_code);
  item.received_at = t->stage_since_ms;
  item.updated_at = now;
  item.is_open = t->is_open();
  clock::date_item(item, clock::clocks_of(tx, s.clocks, t->subject(), now, "id"));
  office::put_item(tx.unlogged(storage::Unlogged::kIndex), item);
}

office::RowSource track_rows(const Services& s) {
  return {"track",
          {office::ItemKind::track},
          sql::cases::track_ids_after,
          [&s](storage::Transaction& tx, Instant now, const std::string& id) { refresh_track(tx, s, now, id); }};
}

}  // namespace netra::cases
