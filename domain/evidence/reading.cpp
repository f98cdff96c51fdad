// The chain as pages and JSON show it.
#include <algorithm>
#include <map>

#include "domain/evidence/custody.hpp"
#include "domain/evidence/sql.hpp"
#include "domain/office/office.hpp"

namespace netra::evidence {

namespace {

// Names looked up once per page.
class Names {
 public:
  explicit Names(storage::Reader& db) : db_(db) {}
  const std::string& office(const std::string& id) {
    return known(offices_, id, [&] { return office::name_of(db_, id); });
  }
  const std::string& account(const std::string& id) {
    return known(accounts_, id, [&] { return db_.text(sql::evidence::account_name, {id}).value_or(""); });
  }

 private:
  template <class Look>
  static const std::string& known(std::map<std::string, std::string>& in, const std::string& id, Look look) {
    auto at = in.find(id);
    if (at == in.end()) at = in.emplace(id, id.empty() ? "" : look()).first;
    return at->second;
  }

  storage::Reader& db_;
  std::map<std::string, std::string> offices_, accounts_;
};

std::string hand(Names& names, const std::string& office, const std::string& party) {
  if (office.empty()) return party;
  const auto& name = names.office(office);
  return (name.empty() ? office : name) + (party.empty() ? "" : ": " + party);
}

CustodyView shown(Names& names, const Entry& e, Zone zone) {
  CustodyView v;
  v.at = {e.at_ms, zone};
  v.step = e.step;
  v.account = e.actor;
  v.actor_name = names.account(e.actor);
  v.office = e.office_id;
  v.office_name = names.office(e.office_id);
  v.note = e.note;
  v.seq = e.seq;
  v.role = e.role;
  if (e.time_source != TimeSource::server) v.happened_at = LocalTime{e.happened_at_ms, zone};
  v.time_source = e.time_source;
  v.place = e.place;
  v.reason = e.reason;
  v.hash_before = e.hash_before;
  v.hash_after = e.hash_after;
  v.from = hand(names, e.from_office, e.from_party);
  v.to = hand(names, e.seq == 0 && e.step == CustodyStep::handed_over ? e.note : e.to_office, e.to_party);
  v.seal = e.seal;
  v.act = e.act_seq;
  v.previous = e.previous;
  v.hash = e.hash;
  return v;
}

std::string state_of(const Standing& s) {
  if (s.released) return "released";
  if (!s.on_the_way_to.empty()) return "on_the_way";
  return s.with.empty() ? "kept" : "with_another";
}

void fill_standing(Names& names, const Item& item, const Standing& s, ExhibitView& v) {
  v.holder_name = s.released ? "" : names.office(item.office_id);
  v.with = s.on_the_way_to.empty() ? s.with : names.office(s.on_the_way_to);
  v.place = s.place;
  v.seal = s.seal;
  v.state = state_of(s);
}

}  // namespace

std::vector<CustodyView> shown_chain(storage::Reader& db, const Chain& chain, Zone zone) {
  Names names(db);
  std::vector<CustodyView> out;
  for (const auto& entry : chain.entries) {
    out.push_back(shown(names, entry, zone));
    for (const auto& at : chain.breaks)
      if (at.seq == entry.seq && entry.seq != 0) out.back().breaks.push_back(at.code);
  }
  return out;
}

std::vector<CustodyView> custody(storage::Reader& db, std::string_view item, Zone zone) {
  auto found = find(db, item);
  if (!found) return {};
  return shown_chain(db, chain_of(db, *found), zone);
}

ExhibitView exhibit(storage::Reader& db, const Item& item, const Chain& chain, Zone zone) {
  Names names(db);
  ExhibitView v;
  v.item = view_of(item, zone);
  fill_standing(names, item, chain.standing, v);
  v.entries = static_cast<std::int64_t>(chain.entries.size());
  for (const auto& entry : chain.entries) {
    if (entry.step != CustodyStep::viewed && entry.step != CustodyStep::downloaded) continue;
    ++v.views;
    v.viewed_at = LocalTime{entry.at_ms, zone};
  }
  v.sound = chain.breaks.empty();
  return v;
}

std::vector<ExhibitView> exhibits(storage::Reader& db, const std::vector<ItemView>& items, Zone zone) {
  std::vector<ExhibitView> out;
  for (const auto& view : items) {
    auto item = find(db, view.id);
    if (item) out.push_back(exhibit(db, *item, chain_of(db, *item), zone));
  }
  return out;
}

}  // namespace netra::evidence
