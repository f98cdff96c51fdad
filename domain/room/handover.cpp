// Handing a track over: what goes along, and how it is accepted, returned, recalled or recorded as received.
#include <algorithm>
#include <set>

#include "domain/case/sql.hpp"
#include "domain/evidence/evidence.hpp"
#include "domain/room/record.hpp"
#include "domain/room/sql.hpp"
#include "engine/crypto/hash.hpp"

namespace netra::room {

namespace {

using Reply = Result<http::Reply<RoomView>>;
using PageReply = Result<http::Reply<HandoverPage>>;

// The hand-over as it stands after an act; its receiver may have left the room by it.
PageReply show_after(http::Writing& call, const Services& s, const std::string& id) {
  refresh_handover(call.tx, s, call.now, id);
  auto view = view_handover(call, call.tx, s, id);
  if (!view) return fail(std::move(view.error()));
  return http::see(std::move(*view), "/handovers/" + id);
}

struct Offer {
  std::string to_office, to_name, event, letter;
  std::vector<Item> items;
};

void read_receiver(const http::Writing& call, const Services& s, const Entrance& at, const HandoverIn& in,
                   Entries& entries, Offer& out) {
  out.to_office = in.office.value_or("");
  if (out.to_office.empty()) {
    out.to_name = entries.text("/to_name", in.to_name, kLine);
    if (out.event.empty()) entries.wrong("/event", "field.required");  // a receipt needs something to move
    return;
  }
  const auto to = office::find_office(call.tx, out.to_office);
  if (!to || to->id == at.office) return entries.wrong("/office", "field.value");
  out.to_name = to->name;
  for (const auto& way : ways_of(call.tx, s, at.track))
    if (way.transition.event == out.event && way.to && *way.to != to->kind)
      entries.wrong("/office", "handover.receiver");  // this step belongs to another institution
}

void read_files(const http::Writing& call, const Entrance& at, const HandoverIn& in, Entries& entries, Offer& out) {
  const auto there = files_at(call.tx, at.track, at.office);
  for (const auto& id : std::set<std::string>(in.evidence.begin(), in.evidence.end())) {
    const auto file = std::find_if(there.begin(), there.end(), [&](const auto& f) { return f.id == id; });
    if (file == there.end()) {
      entries.wrong("/evidence", "field.value");
      continue;
    }
    const bool moves = !out.event.empty() && !out.to_office.empty() && file->office_id == at.office;
    out.items.push_back({0, HandedKind::evidence, file->id, file->filename, file->description, file->sha256,
                         file->media_type, file->size, "", moves});
  }
}

void read_papers(const http::Writing& call, const Services& s, const Entrance& at, const HandoverIn& in,
                 Entries& entries, Offer& out) {
  const auto known = at.is_owner ? documents_of(call.tx, s, at.track, call.info.language) : std::vector<Document>();
  for (const auto& source : std::set<std::string>(in.documents.begin(), in.documents.end())) {
    const auto document = std::find_if(known.begin(), known.end(), [&](const auto& d) { return d.source == source; });
    if (document == known.end()) {
      entries.wrong("/documents", "field.value");
      continue;
    }
    out.items.push_back({0, HandedKind::document, document->source, document->name, "",
                         crypto::sha256_hex(document->content), "text/plain",
                         static_cast<std::int64_t>(document->content.size()), document->content, false});
  }
  for (std::size_t i = 0; i < in.papers.size(); ++i) {
    const auto& paper = in.papers[i];
    const auto here = "/papers/" + std::to_string(i);
    out.items.push_back({0, HandedKind::paper, "", entries.text(here + "/name", paper.name, kLine),
                         entries.optional_text(here + "/description", paper.description, kLine), "", "", 0, "", false});
  }
}

Result<Offer> read_offer(const http::Writing& call, const Services& s, const Entrance& at, const HandoverIn& in) {
  Entries entries;
  Offer out;
  out.event = in.event.value_or("");
  out.letter = entries.text("/letter", in.letter, kText);
  if (!out.event.empty()) {
    const auto ways = cases::transitions_of(s, at.track);
    if (std::none_of(ways.begin(), ways.end(), [&](const auto& t) { return t.event == out.event; }))
      entries.wrong("/event", "field.value");
  }
  read_receiver(call, s, at, in, entries, out);
  read_files(call, at, in, entries, out);
  read_papers(call, s, at, in, entries, out);
  if (out.items.empty() && out.event.empty()) entries.wrong("/evidence", "handover.nothing");
  if (!entries.fine()) return entries.refuse("handover.incomplete");
  for (std::size_t i = 0; i < out.items.size(); ++i) out.items[i].ordinal = static_cast<std::int64_t>(i + 1);
  return out;
}

evidence::Handing handing_of(const Handover& h, const std::vector<Item>& items, bool moving) {
  evidence::Handing out;
  for (const auto& item : items)
    if (item.kind == HandedKind::evidence && item.moves == moving) out.items.push_back(item.source);
  out.from_office = h.from_office;
  out.to_office = h.to_office;
  out.reference = "handover " + h.id;
  out.reason = "handover";  // every later holder reads the chain; the letter is for this receiver alone
  return out;
}

clock::Place place_at(const Services& s, const cases::Track& track, const std::string& office) {
  return {office, track.region_code, track.zone, finding::regime_of(s.elections, track.election_id), track.election_id};
}

// A refusal is settled by the next hand-over.
void settle_returns(http::Writing& call, storage::Writer& writer, const Entrance& at) {
  for (const auto& row : call.tx.query(sql::room::returned_to, {at.track.id, at.office}))
    clock::end(writer, call.entropy, call.now, {std::string(kHandoverKind), row.text(0)}, "handover_return", call.now);
}

void insert(http::Writing& call, const Services& s, storage::Writer& writer, const Entrance& at, const HandoverIn& in,
            const Offer& offer, const Handover& h) {
  const auto persons = cases::persons_named(call.tx, s, at.track, "id");
  writer.execute(sql::room::insert_handover,
                 {h.id, h.track_id, h.number, h.from_office, h.to_office, h.to_name, h.event,
                  in.with_identity.value_or(false), store(persons), h.letter, call.now, call.principal.id});
  for (const auto& item : offer.items)
    writer.execute(sql::room::insert_item, {h.id, item.ordinal, item.kind, item.source, item.name, item.description,
                                            item.sha256, item.media_type, item.size, item.content, item.moves});
}

json::object tells(const Offer& offer, const HandoverIn& in) {
  json::array prints;
  for (const auto& item : offer.items)
    if (!item.sha256.empty()) prints.emplace_back(item.sha256);
  return {{"event", offer.event},
          {"to", offer.to_office.empty() ? offer.to_name : offer.to_office},
          {"items", static_cast<std::int64_t>(offer.items.size())},
          {"sha256", prints},
          {"identity", in.with_identity.value_or(false)}};
}

Reply hand_over(http::Writing& call, const Services& s, const HandoverIn& in) {
  auto at = for_act(call, call.param("id"));
  if (!at) return fail(std::move(at.error()));
  if (!at->track.is_open()) return fail(FailedWith::kConflict, "handover.closed");
  if (in.version != at->track.version) return finding::stale("track.changed");
  const bool moves = !in.event.value_or("").empty();
  if (moves && !at->has_it) return fail(FailedWith::kConflict, "handover.not_here");
  if (moves && call.tx.text(sql::room::open_move, {at->track.id})) return fail(FailedWith::kConflict, "handover.open");
  auto offer = read_offer(call, s, *at, in);
  if (!offer) return fail(std::move(offer.error()));
  Handover h;
  h.id = make_id(call.now, call.entropy);
  h.track_id = at->track.id;
  h.number = call.tx.integer(sql::room::last_handover_number, {at->track.id}).value_or(0) + 1;
  h.from_office = at->office;
  h.to_office = offer->to_office;
  h.to_name = offer->to_name;
  h.event = offer->event;
  h.letter = offer->letter;
  auto& writer = finding::record(
      call, {Right::work_track, "handover.offered", h.subject(), at->office, tells(*offer, in), h.letter});
  insert(call, s, writer, *at, in, *offer, h);
  settle_returns(call, writer, *at);
  const auto going = handing_of(h, offer->items, true);
  if (!going.items.empty())
    if (auto sent =
            evidence::transfer(writer, call.now, call.entropy, going, actor_of(call).as(Right::work_track, at->office));
        !sent)
      return fail(std::move(sent.error()));
  auto started = clock::start(writer, s.clocks, call.now, call.entropy,
                              {"handover_answer", h.subject(), place_at(s, at->track, at->office), call.now});
  if (!started) return fail(std::move(started.error()));
  refresh_handover(call.tx, s, call.now, h.id);
  return answer(call, s, at->track.id, "#handovers");
}

// ---- answers ----

struct Answering {
  Handover handover;
  Entrance at;
};

// The hand-over of the route, unanswered, with the caller in the office that may answer it.
Result<Answering> answering(const http::Writing& call, bool by_sender) {
  auto h = find_handover(call.tx, call.param("handover"));
  if (!h) return fail(FailedWith::kNotFound, "handover.unknown");
  auto at = may_enter(call.tx, actor_of(call), h->track_id);
  if (!at) return fail(FailedWith::kNotFound, "handover.unknown");
  const auto& office = by_sender ? h->from_office : h->to_office;
  const auto& other = by_sender ? h->to_office : h->from_office;
  if (!actor_of(call).may(Right::work_track, office)) {
    const bool sees = actor_of(call).may(Right::work_track, other) || actor_of(call).may(Right::read_cases, office);
    return sees ? fail(FailedWith::kForbidden, "access.denied") : fail(FailedWith::kNotFound, "handover.unknown");
  }
  if (h->state != HandoverState::offered) return fail(FailedWith::kConflict, "handover.answered");
  at->office = office;
  return Answering{std::move(*h), std::move(*at)};
}

Result<storage::Writer*> record_answer(http::Writing& call, const Answering& a, HandoverState state,
                                       std::string_view verb, const std::string& reason, const std::string& proof,
                                       std::optional<Instant> received) {
  auto& writer = finding::record(
      call, {Right::work_track, verb, a.handover.subject(), a.at.office, {{"track", a.at.track.id}}, reason});
  if (writer.execute(sql::room::answer, {a.handover.id, state, call.now, call.principal.id, received, reason, proof}) !=
      1)
    return fail(FailedWith::kConflict, "handover.answered");
  clock::end_all(writer, call.entropy, call.now, a.handover.subject(), call.now);
  return &writer;
}

// Custody, office and clock move now, not before.
Result<Done> take_over(http::Writing& call, const Services& s, storage::Writer& writer, const Answering& a,
                       Instant at) {
  const auto& h = a.handover;
  const auto items = items_of(call.tx, h.id);
  const auto actor = actor_of(call).as(Right::work_track, a.at.office);
  if (!h.to_office.empty()) {
    if (const auto moved = handing_of(h, items, true); !moved.items.empty())
      if (auto done = evidence::receive(writer, call.now, call.entropy, moved, actor); !done) return done;
    if (const auto copies = handing_of(h, items, false); !copies.items.empty())
      if (auto done = evidence::give_copies(writer, call.now, call.entropy, copies, actor); !done) return done;
    writer.execute(sql::cases::add_party, {h.track_id, h.to_office, "handover", call.now, call.principal.id});
  }
  if (h.event.empty()) return Done{};
  cases::TrackMove move;
  move.event = h.event;
  move.at = at;
  move.acting = a.at.office;
  move.left_at = h.offered_at_ms;  // the sender was done when it was sent
  if (!h.to_office.empty()) move.office = h.to_office;
  move.holder = h.to_office.empty() ? h.to_name : "";
  auto advanced = cases::advance_track(call, s, h.track_id, move);
  if (!advanced) return fail(std::move(advanced.error()));
  return Done{};
}

std::optional<Instant> arrival(const http::Writing& call, const Answering& a, const std::optional<std::string>& text,
                               Entries& entries) {
  if (!text || text->empty()) return call.now;
  auto at = entries.moment("/at", text, a.at.track.zone);
  if (at && *at > call.now) entries.wrong("/at", "event.future");
  if (at && *at + std::chrono::minutes(1) <= a.handover.offered_at_ms) entries.wrong("/at", "handover.before");
  return at;
}

Reply accept(http::Writing& call, const Services& s, const AcceptanceIn& in) {
  auto a = answering(call, false);
  if (!a) return fail(std::move(a.error()));
  Entries entries;
  const auto at = arrival(call, *a, in.at, entries);
  if (!entries.fine()) return entries.refuse("handover.incomplete");
  auto writer = record_answer(call, *a, HandoverState::accepted, "handover.accepted", "", "", at);
  if (!writer) return fail(std::move(writer.error()));
  if (auto done = take_over(call, s, **writer, *a, *at); !done) return fail(std::move(done.error()));
  refresh_handover(call.tx, s, call.now, a->handover.id);
  return answer(call, s, a->at.track.id);
}

// The sender records that a receiver without accounts has it.
Reply record_receipt(http::Writing& call, const Services& s, const ReceiptIn& in) {
  auto a = answering(call, true);
  if (!a) return fail(std::move(a.error()));
  if (!a->handover.to_office.empty()) return fail(FailedWith::kConflict, "handover.has_accounts");
  Entries entries;
  const auto at = arrival(call, *a, in.at, entries);
  const auto proof = entries.text("/proof", in.proof, kText);
  if (!entries.fine()) return entries.refuse("handover.incomplete");
  auto writer = record_answer(call, *a, HandoverState::accepted, "handover.receipt_recorded", "", proof, at);
  if (!writer) return fail(std::move(writer.error()));
  if (auto done = take_over(call, s, **writer, *a, *at); !done) return fail(std::move(done.error()));
  return answer(call, s, a->at.track.id);
}

Result<Done> turn_back(http::Writing& call, storage::Writer& writer, const Answering& a) {
  const auto back = handing_of(a.handover, items_of(call.tx, a.handover.id), true);
  if (back.items.empty()) return Done{};
  return evidence::turn_back(writer, call.now, call.entropy, back, actor_of(call).as(Right::work_track, a.at.office));
}

// Refused: everything stays with the sender, who is reminded by a clock of its own.
PageReply send_back(http::Writing& call, const Services& s, const ReasonIn& in) {
  auto a = answering(call, false);
  if (!a) return fail(std::move(a.error()));
  Entries entries;
  const auto reason = entries.text("/reason", in.reason, kText);
  if (!entries.fine()) return entries.refuse("handover.incomplete");
  auto writer = record_answer(call, *a, HandoverState::returned, "handover.returned", reason, "", {});
  if (!writer) return fail(std::move(writer.error()));
  if (auto done = turn_back(call, **writer, *a); !done) return fail(std::move(done.error()));
  auto started = clock::start(
      **writer, s.clocks, call.now, call.entropy,
      {"handover_return", a->handover.subject(), place_at(s, a->at.track, a->handover.from_office), call.now});
  if (!started) return fail(std::move(started.error()));
  return show_after(call, s, a->handover.id);
}

PageReply recall(http::Writing& call, const Services& s, const ReasonIn& in) {
  auto a = answering(call, true);
  if (!a) return fail(std::move(a.error()));
  Entries entries;
  const auto reason = entries.text("/reason", in.reason, kText);
  if (!entries.fine()) return entries.refuse("handover.incomplete");
  auto writer = record_answer(call, *a, HandoverState::recalled, "handover.recalled", reason, "", {});
  if (!writer) return fail(std::move(writer.error()));
  if (auto done = turn_back(call, **writer, *a); !done) return fail(std::move(done.error()));
  return show_after(call, s, a->handover.id);
}

}  // namespace

void add_handover_routes(http::Routes& routes, const Services& s) {
  const auto work = access::with(Right::work_track);
  routes
      .post<HandoverIn, RoomView>(
          "/tracks/{id}/handovers", work, {"room/show"},
          [&s](http::Writing& call, const HandoverIn& in) -> Reply { return hand_over(call, s, in); })
      .again("/tracks/{id}")
      .summary("Hands a track to another institution, or gives it copies; it moves when the receiver accepts.");
  routes
      .post<AcceptanceIn, RoomView>(
          "/handovers/{handover}/acceptance", work, {"room/show"},
          [&s](http::Writing& call, const AcceptanceIn& in) -> Reply { return accept(call, s, in); })
      .again("/handovers/{handover}")
      .summary("Accepts a hand-over: custody, office and clock move now.");
  routes
      .post<ReasonIn, HandoverPage>(
          "/handovers/{handover}/return", work, {"room/handover"},
          [&s](http::Writing& call, const ReasonIn& in) -> PageReply { return send_back(call, s, in); })
      .again("/handovers/{handover}")
      .summary("Refuses a hand-over with reasons; everything stays with the sender.");
  routes
      .post<ReasonIn, HandoverPage>(
          "/handovers/{handover}/recall", work, {"room/handover"},
          [&s](http::Writing& call, const ReasonIn& in) -> PageReply { return recall(call, s, in); })
      .again("/handovers/{handover}")
      .summary("Recalls a hand-over that is not answered yet.");
  routes
      .post<ReceiptIn, RoomView>(
          "/handovers/{handover}/receipt", work, {"room/show"},
          [&s](http::Writing& call, const ReceiptIn& in) -> Reply { return record_receipt(call, s, in); })
      .again("/handovers/{handover}")
      .summary("Records with its proof that a receiver without accounts has received.");
  routes
      .get<HandoverPage>("/handovers/{handover}", access::member(), {"room/handover"},
                         [&s](http::Reading& call) -> Result<http::Reply<HandoverPage>> {
                           auto view = view_handover(call, call.db, s, call.param("handover"));
                           if (!view) return fail(std::move(view.error()));
                           return http::Reply<HandoverPage>(std::move(*view));
                         })
      .summary("A hand-over with all that goes along, for its two offices.");
}

}  // namespace netra::room
