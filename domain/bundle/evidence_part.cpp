// Originals and their chains of custody.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "domain/bundle/content.hpp"
#include "domain/office/office.hpp"
#include "engine/files/store.hpp"
#include "engine/sheet/sheet.hpp"

namespace netra::bundle {

void add_evidence(Gathering& g, const std::vector<evidence::Item>& items, const std::string& folder) {
  for (const auto& item : items) {
    if (item.sha256.empty()) continue;  // a thing, or one that is only listed: its custody is in the bag
    auto sound = g.store().verify(item.sha256);
    auto body = sound ? g.store().body(item.sha256, "") : fail(std::move(sound.error()));
    if (!body) {
      g.out.left_out.push_back(item.id);
      continue;
    }
    g.out.bag.payload.push_back(file_part(folder + fmt::format("{:03}-{}", item.number, safe_name(item.filename)),
                                          body->path, item.sha256, sound->size));
  }
}

namespace {

sheet::Sheet empty_table(const Gathering& g) {
  sheet::Sheet table{"custody", {}, {}};
  for (const char* key : {"evidence.exhibit", "evidence.number", "value.time_source.server", "evidence.step",
                          "evidence.when", "evidence.time_source", "evidence.who", "bundle.role", "bundle.office",
                          "evidence.from", "evidence.to", "evidence.place", "evidence.seal", "evidence.reason",
                          "bundle.hash_before", "bundle.hash_after", "bundle.previous", "bundle.hash", "bundle.act"})
    table.columns.push_back({g.text(key)});
  return table;
}

std::vector<sheet::Cell> row_of(const Gathering& g, const evidence::Item& item, const evidence::CustodyView& v) {
  const auto when = v.happened_at.value_or(v.at);
  const auto who = v.actor_name.empty() ? g.text("value.account." + v.account) : v.actor_name;
  return {item.number,
          v.seq,
          format_local(v.at),
          g.text("value.custody_step." + std::string(enum_name(v.step))),
          format_local(when),
          g.text("value.time_source." + std::string(enum_name(v.time_source))),
          who,
          v.role.empty() ? "" : g.text("value.role." + v.role),
          v.office_name,
          v.from,
          v.to,
          v.place,
          v.seal,
          v.reason == "handover" ? g.text("value.custody_reason.handover") : v.reason,
          v.hash_before,
          v.hash_after,
          v.previous,
          v.hash,
          v.act};
}

// Names of persons and offices that the chain mentions by id; a reporter is "citizen" and has none.
void collect_names(const evidence::Chain& chain, const std::vector<evidence::CustodyView>& shown, storage::Reader& db,
                   json::object& names) {
  for (std::size_t i = 0; i < shown.size(); ++i) {
    if (!shown[i].actor_name.empty()) names[shown[i].account] = shown[i].actor_name;
    const auto& entry = chain.entries[i];
    for (const auto* id : {&entry.office_id, &entry.from_office, &entry.to_office})
      if (!id->empty() && !names.contains(*id)) names[*id] = office::name_of(db, *id);
  }
}

}  // namespace

void add_custody(Gathering& g, const std::vector<evidence::Item>& items) {
  const auto zone = actor_of(g.call).zone();
  auto table = empty_table(g);
  json::array exhibits;
  json::object names;
  for (const auto& item : items) {
    const auto chain = evidence::chain_of(g.call.db, item);
    const auto shown = evidence::shown_chain(g.call.db, chain, zone);
    json::array entries, breaks;
    for (const auto& entry : chain.entries) entries.push_back(evidence::tree_of(entry));
    for (const auto& at : chain.breaks) breaks.push_back({{"seq", at.seq}, {"code", at.code}});
    const bool without = std::ranges::find(g.out.left_out, item.id) != g.out.left_out.end();
    exhibits.push_back({{"item", evidence::exported(item)},
                        {"entries", std::move(entries)},
                        {"breaks", std::move(breaks)},
                        {"left_out", without}});
    for (const auto& view : shown) table.rows.push_back(row_of(g, item, view));
    collect_names(chain, shown, g.call.db, names);
    g.out.exhibits.push_back(item.id);
  }
  g.out.bag.payload.push_back(
      text_part("data/penguasaan/penguasaan.json",
                json::serialize(json::object{{"exhibits", std::move(exhibits)}, {"names", std::move(names)}})));
  g.out.bag.payload.push_back(text_part("data/penguasaan/penguasaan.csv", sheet::write_csv(table)));
}

}  // namespace netra::bundle
