// The plenary and what comes after: one track per outcome and receiver, status notices, closing.
#include <array>
#include <map>
#include <set>

#include "domain/case/record.hpp"
#include "domain/case/sql.hpp"

namespace netra::cases {

namespace {

constexpr std::size_t kText = 20000;

using Reply = Result<http::Reply<CaseView>>;

struct Chosen {
  std::string outcome, stage, receiver, basis, mark, note;
  std::vector<std::string> persons;
};

std::vector<std::string> persons_of(const std::vector<ParticipantRow>& people, const OutcomeIn& in,
                                    const std::string& at, Entries& entries) {
  std::vector<std::string> persons;
  for (const auto& person : people) {
    if (person.role != Part::reported) continue;
    if (in.persons.empty() || std::find(in.persons.begin(), in.persons.end(), person.id) != in.persons.end())
      persons.push_back(person.id);
  }
  if (!in.persons.empty() && persons.size() != in.persons.size()) entries.wrong(at + "/persons", "field.value");
  return persons;
}

// Who has the next word on an outcome: the actor of its stage, or, where that stage is the office's own sending, the
// actor of the stage it sends to.
std::string usual_receiver(const Services& s, const CaseRecord& c, const procedure::StageRule* rule) {
  if (!rule || rule->terminal || rule->actors.empty()) return {};
  const auto* plenary = stage_rule(s, c, "plenary");
  const auto is_own = [&](const std::string& actor) {
    return plenary && std::find(plenary->actors.begin(), plenary->actors.end(), actor) != plenary->actors.end();
  };
  if (!is_own(rule->actors.front())) return rule->actors.front();
  for (const auto& transition : rule->transitions)
    if (const auto* next = stage_rule(s, c, transition.to); next && !next->actors.empty() && !is_own(next->actors[0]))
      return next->actors.front();
  return rule->actors.front();
}

// Splits an outcome by receiver: civil servants and a village head in one case go two ways.
void add_chosen(const Services& s, const CaseRecord& c, const std::vector<ParticipantRow>& people, Instant now,
                const OutcomeIn& in, const std::string& at, Entries& entries, std::vector<Chosen>& out) {
  const auto outcome = in.outcome.value_or("");
  const auto stage = next_stage(s, c, "plenary", outcome);
  if (stage.empty()) return entries.wrong(at + "/outcome", "outcome.unknown");
  const auto note = entries.optional_text(at + "/note", in.note, kText);
  const auto persons = persons_of(people, in, at, entries);
  const auto* rule = stage_rule(s, c, stage);
  if (in.receiver && !s.rules.participant(*in.receiver)) entries.wrong(at + "/receiver", "field.value");
  std::map<std::string, Chosen> by_receiver;
  const auto add = [&](const std::string& receiver, const std::string& basis, const std::string& mark,
                       const std::string& person) {
    auto& one =
        by_receiver.try_emplace(receiver, Chosen{outcome, stage, receiver, basis, mark, note, {}}).first->second;
    if (!person.empty()) one.persons.push_back(person);
  };
  // Only outcomes that go to the receiver of a kind of person are split; others have one receiver by the procedure.
  const bool by_kind = rule && rule->transitions.size() > 1 && outcome == "other_law";
  const auto suggestions = receivers_for(s, c, people, now, "id");
  const std::string usual = by_kind ? std::string() : usual_receiver(s, c, rule);
  for (const auto& person : persons) {
    auto found =
        std::find_if(suggestions.begin(), suggestions.end(), [&](const auto& r) { return r.participant == person; });
    if (in.receiver)
      add(*in.receiver, "", "", person);
    else if (by_kind && found != suggestions.end())
      add(found->receiver, found->basis, found->mark, person);
    else
      add(usual, "", "", person);
  }
  if (persons.empty()) add(in.receiver.value_or(usual), "", "", "");
  for (auto& [receiver, chosen] : by_receiver) out.push_back(std::move(chosen));
}

Result<std::vector<Chosen>> read_outcomes(const http::Writing& call, const Services& s, const CaseRecord& c,
                                          const PlenaryIn& in) {
  Entries entries;
  std::vector<Chosen> out;
  const auto people = participants_of(call.tx, c.id);
  for (std::size_t i = 0; i < in.outcomes.size(); ++i)
    add_chosen(s, c, people, call.now, in.outcomes[i], "/outcomes/" + std::to_string(i), entries, out);
  if (in.outcomes.empty()) entries.wrong("/outcomes", "outcome.missing");
  std::set<std::array<std::string, 3>> seen;  // of one outcome and receiver: each person once
  bool ends = false, goes_on = false;
  for (const auto& chosen : out) {
    const auto persons = chosen.persons.empty() ? std::vector<std::string>{""} : chosen.persons;
    for (const auto& person : persons)
      if (!seen.insert({chosen.outcome, chosen.receiver, person}).second) entries.wrong("/outcomes", "outcome.twice");
    (is_terminal(s, c, chosen.stage) ? ends : goes_on) = true;
  }
  // "Not proven" beside another outcome is only possible for different persons.
  if (ends && goes_on)
    for (const auto& a : out)
      for (const auto& b : out)
        if (is_terminal(s, c, a.stage) && !is_terminal(s, c, b.stage))
          for (const auto& person : a.persons)
            if (std::find(b.persons.begin(), b.persons.end(), person) != b.persons.end())
              entries.wrong("/outcomes", "outcome.conflict");
  if (!entries.fine()) return entries.refuse("outcome.unknown");
  return out;
}

// What was raised goes on in the track of the discussions that waited for it; everything else opens its own.
Result<Done> follow(http::Writing& call, const Services& s, storage::Writer& writer, const CaseRecord& c,
                    const NewTrack& track, Instant at) {
  auto continued = continue_track(call, s, writer, c, track, at);
  if (!continued) return fail(std::move(continued.error()));
  if (*continued) return Done{};
  return open_track(call, s, writer, c, track, at);
}

Reply decide(http::Writing& call, const Services& s, const PlenaryIn& in) {
  auto c = for_act(call, Right::decide, in.version, {"plenary"});
  if (!c) return fail(std::move(c.error()));
  auto outcomes = read_outcomes(call, s, *c, in);
  if (!outcomes) return fail(std::move(outcomes.error()));
  auto held = finding::check_plenary(call, s, c->office_id, c->election_id, in.plenary);
  if (!held) return fail(std::move(held.error()));
  const auto& v = held->view;
  json::array names;
  for (const auto& chosen : *outcomes)
    names.push_back(json::object{{"outcome", chosen.outcome}, {"receiver", chosen.receiver}});
  auto writer = begin(
      call, *c,
      {Right::decide,
       v.carried ? "case.decided" : "case.undecided",
       {{"plenary", v.id}, {"outcomes", names}, {"agree", v.agree}, {"disagree", v.disagree}, {"abstain", v.abstain}},
       v.decision});
  if (!writer) return fail(std::move(writer.error()));
  finding::write_plenary(**writer, call, c->subject(), *held);
  if (!v.carried) return answer(call, s, c->id, "/plenaries");  // kept; the case stays before the plenary
  const Instant at = v.held_at.at;
  note_event(call, **writer, *c, "decided_by_bawaslu", at);
  for (auto rule : {"handling", "extension", "plenary"})  // ids of clocks; which of them run the procedure decided
    clock::end(**writer, call.entropy, call.now, c->subject(), rule, at);
  (*writer)->execute(sql::cases::set_case_decided, {c->id, at});
  for (auto& chosen : *outcomes)
    if (auto done = follow(call, s, **writer, *c,
                           {chosen.outcome, chosen.stage, chosen.receiver, chosen.basis, chosen.mark, chosen.note, v.id,
                            chosen.persons},
                           at);
        !done)
      return fail(std::move(done.error()));
  if (auto done = end_waiting_tracks(call, s, **writer, *c, at); !done) return fail(std::move(done.error()));
  stand_where_tracks_stand(call, **writer, *c);
  return answer(call, s, c->id, "/plenaries");
}

// A step of a track that is with the office of the case; what was handed over moves in its room.
Reply step_track(http::Writing& call, const Services& s, const TrackStepIn& in) {
  auto c = for_act(call, Right::handle_case, in.version);
  if (!c) return fail(std::move(c.error()));
  auto track = find_track(call.tx, call.param("track"));
  if (!track || track->case_id != c->id) return fail(FailedWith::kNotFound, "track.unknown");
  if (track->office_id != c->office_id) return fail(FailedWith::kConflict, "track.elsewhere");
  Entries entries;
  const auto at = in.at ? entries.moment("/at", in.at, c->zone) : std::optional<Instant>(call.now);
  if (at && *at > call.now) entries.wrong("/at", "event.future");
  auto note = entries.optional_text("/note", in.note, kText);
  if (!entries.fine()) return entries.refuse("track.incomplete");
  auto writer =
      begin(call, *c, {Right::handle_case, "case.track_stepped", {{"track", track->id}, {"event", in.event}}});
  if (!writer) return fail(std::move(writer.error()));
  auto moved = advance_track(call, s, track->id,
                             {.event = in.event,
                              .at = *at,
                              .right = Right::handle_case,
                              .acting = c->office_id,
                              .office = {},
                              .holder = {},
                              .note = note,
                              .left_at = {},
                              .version = {}});
  if (!moved) return fail(std::move(moved.error()));
  return answer(call, s, c->id);
}

// ---- notice, closing ----

Reply notify(http::Writing& call, const Services& s, const NoticeIn& in) {
  auto c = for_act(call, Right::notify, in.version);
  if (!c) return fail(std::move(c.error()));
  if (in.on_board && !c->number) return fail(FailedWith::kConflict, "notice.not_registered");
  Entries entries;
  auto text = entries.text("/text", in.text, kText);
  if (!entries.fine()) return entries.refuse("notice.incomplete");
  std::vector<std::string> results;
  if (c->decided_at_ms)
    for (const auto& track : tracks_in(call.tx, c->id))
      if (track.outcome != "crime_alleged" && track.outcome != "accompaniment" &&
          std::find(results.begin(), results.end(), track.outcome) == results.end())
        results.push_back(track.outcome);
  auto writer = begin(call, *c,
                      {Right::notify,
                       "case.notified",
                       {{"stage", c->stage}, {"results", to_json(results)}, {"on_board", in.on_board}}});
  if (!writer) return fail(std::move(writer.error()));
  const bool has_reporter = c->report_id.has_value();
  (*writer)->execute(sql::cases::insert_notice, {make_id(call.now, call.entropy), c->id, c->stage, store(results), text,
                                                 in.on_board, has_reporter, call.now, call.principal.id});
  if (c->decided_at_ms) (*writer)->execute(sql::cases::set_case_told, {c->id, call.now});
  if (has_reporter)
    report::tell_reporter(**writer, change_of(call, s, Right::notify, c->office_id), *c->report_id, "", {}, text);
  return answer(call, s, c->id, "/documents");
}

Reply close_case(http::Writing& call, const Services& s, const ClosingIn& in) {
  auto c = for_act(call, Right::decide, in.version);
  if (!c) return fail(std::move(c.error()));
  const auto tracks = tracks_in(call.tx, c->id);
  if (!c->decided_at_ms || !c->told_at_ms ||
      std::any_of(tracks.begin(), tracks.end(), [](const auto& t) { return !t.ended_at_ms; }))
    return fail(FailedWith::kConflict, "case.not_finished");
  Entries entries;
  auto reason = entries.text("/reason", in.reason, kText);
  if (!entries.fine()) return entries.refuse("case.step_incomplete");
  // Not proven only when every track ended so; otherwise decided.
  std::string stage = tracks.empty() ? c->stage : tracks.front().stage;
  for (const auto& track : tracks)
    if (track.stage != stage) stage = "closed_decided";
  auto writer = begin(call, *c, {Right::decide, "case.closed", {{"stage", stage}}, reason});
  if (!writer) return fail(std::move(writer.error()));
  close(call, **writer, *c, stage);
  return answer(call, s, c->id);
}

}  // namespace

void add_decision_routes(http::Routes& routes, const Services& s) {
  routes
      .post<PlenaryIn, CaseView>(
          "/cases/{id}/plenaries", access::with(Right::decide), {"case/plenaries"},
          [&s](http::Writing& call, const PlenaryIn& in) -> Reply { return decide(call, s, in); })
      .again("/cases/{id}/plenaries")
      .summary("Records a plenary with its votes and outcomes; each outcome opens its track and clock.");
  routes
      .post<TrackStepIn, CaseView>(
          "/cases/{id}/tracks/{track}/steps", access::with(Right::handle_case), {"case/show"},
          [&s](http::Writing& call, const TrackStepIn& in) -> Reply { return step_track(call, s, in); })
      .again("/cases/{id}")
      .summary("Takes a step of one track.");
  routes
      .post<NoticeIn, CaseView>("/cases/{id}/notices", access::with(Right::notify), {"case/documents"},
                                [&s](http::Writing& call, const NoticeIn& in) -> Reply { return notify(call, s, in); })
      .again("/cases/{id}/documents")
      .summary("Tells the reporter and, if asked, the public board how the case stands.");
  routes
      .post<ClosingIn, CaseView>(
          "/cases/{id}/closing", access::with(Right::decide), {"case/show"},
          [&s](http::Writing& call, const ClosingIn& in) -> Reply { return close_case(call, s, in); })
      .again("/cases/{id}")
      .summary("Closes a case whose tracks have all ended.");
}

}  // namespace netra::cases
