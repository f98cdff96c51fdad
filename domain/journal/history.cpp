#include <optional>

#include "domain/journal/chain.hpp"
#include "domain/journal/journal.hpp"
#include "domain/journal/sql.hpp"

namespace netra::journal {

namespace {

std::string shown(const json::value& value) {
  if (value.is_null()) return {};
  if (value.is_string()) return std::string(value.get_string());
  if (!value.is_array()) return json::serialize(value);
  std::string text;
  for (const auto& item : value.get_array()) {
    if (!text.empty()) text += ", ";
    text += shown(item);
  }
  return text;
}

void add_changes(const json::object& change, const std::string& prefix, std::vector<Change>& out) {
  for (const auto& member : change) {
    auto field = prefix + std::string(member.key());
    if (!member.value().is_object()) {
      out.push_back({field, std::nullopt, shown(member.value())});
      continue;
    }
    const auto& inner = member.value().get_object();
    const auto* from = inner.if_contains("from");
    const auto* to = inner.if_contains("to");
    if (from && to) {
      out.push_back({field, shown(*from), shown(*to)});
    } else {
      add_changes(inner, field + "_", out);
    }
  }
}

HistoryItem item_from(const storage::Row& row, Zone zone) {
  HistoryItem item;
  item.entry = entry_from(row);
  item.act = item.entry.verb;
  item.at = {item.entry.at, zone};
  item.role = item.entry.role;
  item.erased = !row.is_null(13);
  item.reason = row.text(12);
  item.actor_name = row.text(14);
  item.office_name = row.text(15);
  if (row.is_null(11)) return item;
  boost::system::error_code wrong;
  item.change = json::parse(row.text(11), wrong);
  if (item.change.is_object()) add_changes(item.change.get_object(), {}, item.changes);
  return item;
}

}  // namespace

std::vector<HistoryItem> history(storage::Reader& db, const Subject& subject, Zone zone) {
  std::vector<HistoryItem> items;
  for (const auto& row : db.query(sql::journal::history, {subject.kind, subject.id})) {
    items.push_back(item_from(row, zone));
  }
  return items;
}

}  // namespace netra::journal
