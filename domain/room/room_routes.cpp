#include "domain/region/region.hpp"
#include "domain/room/record.hpp"
#include "domain/room/sql.hpp"

namespace netra::room {

std::optional<Handover> find_handover(storage::Reader& db, std::string_view id) {
  return db.one<Handover>(sql::room::handover_by_id, {id});
}

std::vector<Item> items_of(storage::Reader& db, std::string_view handover) {
  return db.all<Item>(sql::room::items_of, {handover});
}

Result<Entrance> for_act(const http::Writing& call, std::string_view track, Right right) {
  auto at = may_enter(call.tx, actor_of(call), track);
  if (!at) return at;
  if (!at->is_party) return fail(FailedWith::kForbidden, "access.denied");
  if (!actor_of(call).may(right, at->office)) return fail(FailedWith::kForbidden, "access.denied");
  return at;
}

// The receiver finds what waits for it beside its other tracks; the address leads into the room.
void refresh_handover(storage::Transaction& tx, const Services& s, Instant now, std::string_view id) {
  const auto h = find_handover(tx, id);
  if (!h) return;
  auto& writer = tx.unlogged(storage::Unlogged::kIndex);
  if (h->state != HandoverState::offered || h->to_office.empty())
    return office::remove_item(writer, office::ItemKind::track, id);
  const auto t = cases::find_track(tx, h->track_id);
  office::WorkItem item;
  item.kind = office::ItemKind::track;
  item.id = h->id;
  item.office = h->to_office;
  item.number = t->number.value_or("");
  item.title = t->title;
  item.stage = t->stage;
  for (const auto& transition : cases::transitions_of(s, *t))
    if (transition.event == h->event) item.stage = transition.to;
  item.election = t->election_id;
  item.place = t->region_code;
  item.place_name = region::path_of(tx, t->region_code);
  item.received_at = h->offered_at_ms;
  item.updated_at = now;
  clock::date_item(item, clock::clocks_of(tx, s.clocks, h->subject(), now, "id"));
  office::put_item(writer, item);
}

office::RowSource handover_rows(const Services& s) {
  return {"handover",
          {office::ItemKind::track},
          sql::room::handover_ids_after,
          [&s](storage::Transaction& tx, Instant now, const std::string& id) { refresh_handover(tx, s, now, id); }};
}

Result<http::Reply<RoomView>> answer(http::Writing& call, const Services& s, const std::string& track,
                                     std::string_view place) {
  auto view = view_room(call, call.tx, s, track);
  if (!view) return fail(std::move(view.error()));
  return http::see(std::move(*view), "/tracks/" + track + std::string(place));
}

void add_room_routes(http::Routes& routes, const Services& s) {
  routes
      .get<RoomView>("/tracks/{id}", access::member(), {"room/show"},
                     [&s](http::Reading& call) -> Result<http::Reply<RoomView>> {
                       const std::string id(call.param("id"));
                       // The desk leads to a hand-over that waits by its own id.
                       if (const auto h = find_handover(call.db, id)) {
                         auto view = view_room(call, call.db, s, h->track_id);
                         if (!view) return fail(std::move(view.error()));
                         return http::see(std::move(*view), "/tracks/" + h->track_id);
                       }
                       auto view = view_room(call, call.db, s, id);
                       if (!view) return fail(std::move(view.error()));
                       return http::Reply<RoomView>(std::move(*view));
                     })
      .summary("The shared room of a track, as the reader's institution may see it.");
  add_list_routes(routes, s);
  add_handover_routes(routes, s);
  add_work_routes(routes, s);
  add_identity_routes(routes, s);
}

}  // namespace netra::room
