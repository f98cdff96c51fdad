#include "domain/room/papers.hpp"

#include "domain/case/track.hpp"
#include "domain/room/record.hpp"

namespace netra::room {

namespace {

std::vector<pdf::Row> item_rows(const letter::Composing& with, const HandoverView& h) {
  std::vector<pdf::Row> out;
  for (const auto& item : h.items) {
    auto name = item.description.empty() ? item.name : item.name + "\n" + item.description;
    auto moves = with.texts.term("handover_minutes", item.moves ? "original" : "copy");
    out.push_back(
        {{std::to_string(out.size() + 1), name, with.label("handed_kind", enum_name(item.kind)), moves, item.sha256}});
  }
  return out;
}

letter::Filling filling(const letter::Composing& with, const HandoverPage& page) {
  const auto& h = page.handover;
  letter::Filling fill;
  fill.words = {{"register", page.number},
                {"title", page.title},
                {"from", h.from_name},
                {"to", h.to_name},
                {"day", with.day(h.offered_at)},
                {"time", with.hour(h.offered_at)},
                {"event", h.event_name},
                {"received",
                 h.state == HandoverState::accepted ? with.moment(h.received_at ? h.received_at : h.answered_at) : ""},
                {"reason", h.state == HandoverState::returned ? h.reason : ""},
                {"letter", h.letter},
                {"identity", with.texts.term("handover_minutes", h.with_identity ? "identity_along" : "identity_kept")},
                {"proof", h.proof}};
  fill.slots["items"] = with.texts.table("handover_minutes", "items", item_rows(with, h));
  return fill;
}

// The sender's office writes it; a receiver that works with Netra may make its own copy.
Result<letter::Content> compose(http::Reading& from, const Services& s, const letter::Composing& with,
                                const std::string& id) {
  letter::PaperReading reading(from);
  auto page = view_handover(reading.call, from.db, s, id);
  if (!page) return fail(std::move(page.error()));
  letter::Content out;
  out.office = page->handover.from;
  if (auto track = cases::find_track(from.db, page->track)) {
    out.election = track->election_id;
    out.region = track->region_code;
  }
  with.texts.fill("handover_minutes", filling(with, *page), out);
  return out;
}

}  // namespace

std::vector<letter::Source> papers(const Services& s, const letter::Composing& with) {
  return {{"handover_minutes", std::string(kHandoverKind),
           [&s, &with](http::Reading& call, const std::string& id) { return compose(call, s, with, id); }}};
}

}  // namespace netra::room
