#include "domain/case/open_work.hpp"

#include "domain/case/case.hpp"
#include "domain/case/sql.hpp"
#include "domain/identity/identity.hpp"
#include "domain/office/worklist.hpp"

namespace netra::cases {

std::vector<OpenItem> OpenCases::open_items(storage::Reader& db, std::string_view account,
                                            std::string_view office) const {
  std::vector<OpenItem> out;
  for (const auto& row : db.query(sql::cases::held_by, {account, office}))
    out.push_back({"case_file", row.text(0), row.is_null(1) ? row.text(2) : row.text(1), std::string(office),
                   "/cases/" + row.text(0)});
  return out;
}

void OpenCases::reassign(storage::Transaction& tx, Instant now, Entropy& entropy, const journal::ActorRef& by,
                         const OpenItem& item, std::string_view from, std::string_view to) const {
  std::string ended;
  bool has_it = false;
  for (const auto& row : tx.query(sql::cases::assignments_of, {item.id})) {
    if (row.text(1) == from) ended = row.text(0);
    if (row.text(1) == to) has_it = true;
  }
  if (ended.empty()) return;
  auto& writer = journal::record(
      tx, now, entropy, {by, "case.assignment_ended", subject(item.id), item.office, {{"assignment", ended}}, ""});
  writer.execute(sql::cases::end_assignment, {ended, item.id, now});
  if (!has_it) {
    journal::record(tx, now, entropy,
                    {by, "case.assigned", subject(item.id), item.office, {{"account", std::string(to)}}, ""});
    writer.execute(sql::cases::insert_assignment,
                   {make_id(now, entropy), item.id, to, identity::account_name(tx, to), now, by.account});
  }
  auto row = office::find_item(tx, office::ItemKind::case_file, item.id);
  if (!row || row->assigned_to != from) return;
  row->assigned_to = to;
  row->updated_at = now;
  office::put_item(tx.unlogged(storage::Unlogged::kIndex), *row);
}

}  // namespace netra::cases
