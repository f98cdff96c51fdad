#include "domain/desk/open_work.hpp"

#include "domain/desk/rows.hpp"
#include "domain/desk/sql.hpp"

namespace netra::desk {

std::vector<OpenItem> OpenRows::open_items(storage::Reader& db, std::string_view account,
                                           std::string_view office) const {
  std::vector<OpenItem> out;
  for (const auto& row : db.all<office::WorkItem>(sql::desk::held_by, {account, office}))
    out.push_back({std::string(enum_name(row.kind)), row.id, row.number.empty() ? row.title : row.number, row.office,
                   path_of(row.kind, row.id)});
  return out;
}

void OpenRows::reassign(storage::Transaction& tx, Instant now, Entropy& entropy, const journal::ActorRef& by,
                        const OpenItem& item, std::string_view from, std::string_view to) const {
  auto kind = parse_enum<office::ItemKind>(item.kind);
  auto row = kind ? office::find_item(tx, *kind, item.id) : std::nullopt;
  if (!row || row->assigned_to != from) return;
  auto& writer = journal::record(tx, now, entropy,
                                 {by,
                                  "desk.assigned",
                                  {subject_kind(row->kind), row->id},
                                  row->office,
                                  {{"assigned_to", {{"from", std::string(from)}, {"to", std::string(to)}}}},
                                  ""});
  office::set_item_person(writer, row->kind, row->id, to, now);
}

}  // namespace netra::desk
