// The work in the room: steps, working notes, own files, and who is brought in.
#include "domain/case/sql.hpp"
#include "domain/room/record.hpp"
#include "domain/room/sql.hpp"

namespace netra::room {

namespace {

constexpr std::size_t kBytes = 1024UL * 1024 * 1024, kFiles = 20;

using Reply = Result<http::Reply<RoomView>>;

// A step inside one's own institution, or of one that has no accounts here; others go by a hand-over.
Reply take_step(http::Writing& call, const Services& s, const StepIn& in) {
  auto at = for_act(call, call.param("id"));
  if (!at) return fail(std::move(at.error()));
  if (!at->has_it) return fail(FailedWith::kConflict, "handover.not_here");
  if (call.tx.text(sql::room::open_move, {at->track.id})) return fail(FailedWith::kConflict, "handover.open");
  Entries entries;
  const auto when =
      in.at && !in.at->empty() ? entries.moment("/at", in.at, at->track.zone) : std::optional<Instant>(call.now);
  auto note = entries.optional_text("/note", in.note, kText);
  if (!entries.fine()) return entries.refuse("track.incomplete");
  cases::TrackMove move;
  move.event = in.event;
  move.at = *when;
  move.acting = at->office;
  move.note = std::move(note);
  move.version = in.version;
  for (const auto& way : ways_of(call.tx, s, at->track)) {
    if (way.transition.event != in.event) continue;
    if (way.by_handover) return fail(FailedWith::kConflict, "handover.needed");
    if (way.to != office::Kind::court) move.holder = "";  // it is back from where there are no accounts
  }
  auto moved = cases::advance_track(call, s, at->track.id, move);
  if (!moved) return fail(std::move(moved.error()));
  return answer(call, s, at->track.id);
}

Reply write_note(http::Writing& call, const Services& s, const NoteIn& in) {
  auto at = for_act(call, call.param("id"));
  if (!at) return fail(std::move(at.error()));
  Entries entries;
  auto text = entries.text("/text", in.text, kText);
  if (!entries.fine()) return entries.refuse("room_note.empty");
  const auto id = make_id(call.now, call.entropy);
  // Of a note the journal keeps that it was written; what it says is for its office.
  auto& writer = finding::record(call, {Right::work_track, "room_note.written", {"room_note", id}, at->office});
  writer.execute(sql::room::insert_note,
                 {id, at->track.id, at->office, text, call.principal.id, actor_of(call).name, call.now});
  return answer(call, s, at->track.id, "#notes");
}

struct Kept {
  std::vector<evidence::Kept> files;
};

Result<Kept> keep_files(http::Reading& call, const Services& s, const RoomFilesIn& in) {
  auto at = may_enter(call.db, actor_of(call), call.param("id"));
  if (!at) return fail(std::move(at.error()));
  if (in.files.empty() || in.files.size() > kFiles)
    return fail_fields("evidence.incomplete", {{"/files", "field.required", {}}});
  Kept out;
  for (const auto& upload : in.files) {
    auto kept = evidence::keep(s.files, upload, in.description.value_or(""));
    if (!kept) return fail(std::move(kept.error()));
    kept->filename = upload.filename;
    out.files.push_back(std::move(*kept));
  }
  return out;
}

Reply attach_files(http::Writing& call, const Services& s, const Kept& in) {
  auto at = for_act(call, call.param("id"));
  if (!at) return fail(std::move(at.error()));
  const auto actor = actor_of(call).as(Right::work_track, at->office);
  for (const auto& file : in.files) {
    const journal::Subject subject{"room_file", make_id(call.now, call.entropy)};
    auto& writer =
        finding::record(call, {Right::work_track, "room_file.added", subject, at->office, {{"sha256", file.sha256}}});
    // Each office keeps its own: the same bytes put in by two are two items.
    auto item = evidence::attach(writer, call.now, call.entropy,
                                 {std::string(kFileKind), at->track.id + "." + at->office}, at->office, actor, file);
    writer.execute(sql::room::insert_file, {item.id, at->track.id, at->office});
  }
  return answer(call, s, at->track.id, "#files");
}

// ---- who takes part ----

Reply bring_in(http::Writing& call, const Services& s, const PartyIn& in) {
  auto at = for_act(call, call.param("id"));
  if (!at) return fail(std::move(at.error()));
  if (!at->is_owner) return fail(FailedWith::kForbidden, "access.denied");
  Entries entries;
  if (!office::find_office(call.tx, in.office)) entries.wrong("/office", "field.value");
  auto reason = entries.text("/reason", in.reason, kText);
  if (!entries.fine()) return entries.refuse("track_party.incomplete");
  for (const auto& party : parties_of(call.tx, at->track.id))
    if (party.office == in.office) return fail(FailedWith::kConflict, "track_party.already");
  auto& writer = finding::record(
      call, {Right::work_track, "track_party.added", at->track.subject(), at->office, {{"office", in.office}}, reason});
  writer.execute(sql::cases::add_party, {at->track.id, in.office, PartyBasis::invited, call.now, call.principal.id});
  return answer(call, s, at->track.id, "#parties");
}

// Those who were given something stay parties: they have it.
Reply take_out(http::Writing& call, const Services& s, const PartyIn& in) {
  auto at = for_act(call, call.param("id"));
  if (!at) return fail(std::move(at.error()));
  if (!at->is_owner) return fail(FailedWith::kForbidden, "access.denied");
  Entries entries;
  auto reason = entries.text("/reason", in.reason, kText);
  if (!entries.fine()) return entries.refuse("track_party.incomplete");
  if (call.tx.integer(sql::room::has_accepted, {at->track.id, in.office}) || in.office == at->track.office_id)
    return fail(FailedWith::kConflict, "track_party.has_received");
  auto& writer = finding::record(
      call,
      {Right::work_track, "track_party.removed", at->track.subject(), at->office, {{"office", in.office}}, reason});
  if (writer.execute(sql::cases::remove_party, {at->track.id, in.office}) != 1)
    return fail(FailedWith::kNotFound, "track_party.unknown");
  return answer(call, s, at->track.id, "#parties");
}

}  // namespace

void add_work_routes(http::Routes& routes, const Services& s) {
  const auto work = access::with(Right::work_track);
  routes
      .post<StepIn, RoomView>("/tracks/{id}/steps", work, {"room/show"},
                              [&s](http::Writing& call, const StepIn& in) -> Reply { return take_step(call, s, in); })
      .again("/tracks/{id}")
      .summary("Takes a step of the track inside the institution that has it.");
  routes
      .post<NoteIn, RoomView>("/tracks/{id}/notes", work, {"room/show"},
                              [&s](http::Writing& call, const NoteIn& in) -> Reply { return write_note(call, s, in); })
      .again("/tracks/{id}")
      .summary("Writes a working note for one's own office.");
  routes
      .post<RoomFilesIn, RoomView, Kept>(
          "/tracks/{id}/files", work, {"room/show"},
          [&s](http::Reading& call, const RoomFilesIn& in) { return keep_files(call, s, in); },
          [&s](http::Writing& call, const Kept& in) { return attach_files(call, s, in); })
      .again("/tracks/{id}")
      .max_upload(kBytes)
      .summary("Puts files of one's own office into the room; others see them once they are handed over.");
  routes
      .post<PartyIn, RoomView>("/tracks/{id}/parties", work, {"room/show"},
                               [&s](http::Writing& call, const PartyIn& in) -> Reply { return bring_in(call, s, in); })
      .again("/tracks/{id}")
      .summary("Brings another office into the room.");
  routes
      .post<PartyIn, RoomView>("/tracks/{id}/departures", work, {"room/show"},
                               [&s](http::Writing& call, const PartyIn& in) -> Reply { return take_out(call, s, in); })
      .again("/tracks/{id}")
      .summary("Takes an office out of the room that has been given nothing.");
}

}  // namespace netra::room
