#include "domain/finding/internal.hpp"

#include "domain/finding/sql.hpp"
#include "domain/office/office.hpp"
#include "domain/region/region.hpp"
#include "engine/storage/search.hpp"

namespace netra::finding {

Result<std::string> office_asked(const http::Call& call, std::optional<std::string> asked, Right right) {
  const auto& actor = actor_of(call);
  if (asked) return *asked;
  if (actor.may(right, actor.active_office)) return actor.active_office;
  auto offices = actor.offices_with(right);
  if (offices.empty()) return fail(Outcome::kForbidden, "access.denied");
  return offices.front();
}

bool may_see(const Actor& actor, Right right, std::string_view office) {
  return actor.may(right, office) || actor.may(Right::read_cases, office);
}

Zone zone_at(storage::Reader& db, std::string_view region) { return region::zone_of(db, region).value_or(Zone::wib); }

clock::Place place_of(storage::Reader& db, const Services& s, std::string_view office, std::string_view region,
                      std::string_view election) {
  return {std::string(office), std::string(region), zone_at(db, region), regime_of(s.elections, election),
          std::string(election)};
}

void show_on_desk(storage::Transaction& tx, const Services& s, Instant now, const Shown& shown) {
  auto& index = tx.unlogged(storage::Unlogged::kIndex);
  office::WorkItem item;
  item.kind = shown.kind;
  item.id = shown.id;
  item.office = shown.office;
  item.number = shown.number;
  item.title = shown.title;
  item.stage = shown.stage;
  item.election = shown.election;
  item.place = shown.region;
  item.place_name = region::path_of(tx, shown.region);
  item.received_at = shown.received_at;
  item.updated_at = now;
  item.is_open = shown.open;
  const std::string kind = shown.kind == office::ItemKind::tracing ? "tracing" : "finding";
  clock::date_item(item, clock::clocks_of(tx, s.clocks, {kind, shown.id}, now, "id"));
  office::put_item(index, item);
  search::index(index, {kind, shown.id, shown.office, office::offices_above(tx, shown.office), shown.received_at,
                        shown.title + "\n" + shown.text});
}

std::vector<ActorView> actor_views(const Services& s, const std::vector<AllegedActor>& actors,
                                   std::string_view language) {
  std::vector<ActorView> out;
  out.reserve(actors.size());
  for (const auto& a : actors)
    out.push_back({a.name, a.kind, s.rules.term_name("subject", a.kind, language), a.position, a.unit, a.address});
  return out;
}

std::vector<CheckView> checklist(const Services& s, std::string_view election, std::string_view record, Date on,
                                 const std::vector<CheckEntry>& marks, std::string_view language) {
  std::vector<CheckView> out;
  for (const auto& in_force : s.rules.requirements(regime_of(s.elections, election), record, {on, election})) {
    CheckView view;
    view.requirement = in_force.requirement->id;
    view.label = in_force.requirement->label.in(language);
    view.basis = in_force.rule->origin.basis;
    view.source_mark = enum_name(in_force.rule->origin.mark);
    for (const auto& entry : marks)
      if (entry.requirement == view.requirement) {
        view.mark = entry.mark;
        view.note = entry.note;
      }
    out.push_back(std::move(view));
  }
  return out;
}

std::vector<Option> places_below(storage::Reader& db, std::string_view region) {
  std::vector<Option> out;
  auto own = region::find_region(db, region);
  if (!own) return out;
  out.push_back({own->code, own->short_name});
  for (const auto& child : region::children_of(db, region)) {
    out.push_back({child.code, child.name});
    if (child.level != region::Level::district) continue;
    for (const auto& village : region::children_of(db, child.code))
      out.push_back({village.code, child.name + " / " + village.name});
  }
  return out;
}

void add_finding_routes(http::Routes& routes, const Services& s) {
  add_form_a_routes(routes, s);
  add_set_finding_routes(routes, s);
  add_tracing_routes(routes, s);
}

}  // namespace netra::finding
