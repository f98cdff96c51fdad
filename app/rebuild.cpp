#include "app/rebuild.hpp"

#include <algorithm>
#include <map>

namespace netra::app {

namespace {

constexpr std::int64_t kAtOnce = 300;

// The rows of one record, each as its members; when it was put there does not count.
std::map<std::string, json::object> rows_of(storage::Reader& db, const office::RowSource& source, std::string_view id) {
  std::map<std::string, json::object> out;
  for (auto kind : source.rows)
    if (auto item = office::find_item(db, kind, id)) {
      auto row = to_json(*item).as_object();
      row.erase("updated_at");
      out.emplace(enum_name(kind), std::move(row));
    }
  return out;
}

// What differs, by the names of the members; empty when nothing does.
std::string difference(const std::map<std::string, json::object>& before,
                       const std::map<std::string, json::object>& after) {
  std::string out;
  auto note = [&out](std::string_view what) { out.append(out.empty() ? "" : ", ").append(what); };
  for (const auto& [kind, row] : after) {
    auto found = before.find(kind);
    if (found == before.end()) {
      note("no row " + kind);
      continue;
    }
    for (const auto& member : row)
      if (const auto* was = found->second.if_contains(member.key()); !was || *was != member.value()) note(member.key());
    for (const auto& member : found->second)  // what is absent has no member
      if (!row.contains(member.key())) note(member.key());
  }
  for (const auto& [kind, row] : before)
    if (!after.contains(kind)) note("a row " + kind + " too many");
  return out;
}

Result<Done> rebuild_one(storage::Transaction& tx, const office::RowSource& source, Instant now, const std::string& id,
                         Rebuilt& out) {
  auto before = rows_of(tx, source, id);
  source.refresh(tx, now, id);
  if (auto what = difference(before, rows_of(tx, source, id)); !what.empty())
    out.faults.push_back(source.kind + " " + id + ": " + what);
  ++out.records;
  return Done{};
}

}  // namespace

Result<Rebuilt> rebuild_rows(storage::Database& database, const std::vector<office::RowSource>& sources, Instant now) {
  Rebuilt out;
  for (const auto& source : sources) {
    for (std::string last;;) {
      auto rows = storage::read(database, [&](storage::Reader& db) { return db.query(source.ids, {last, kAtOnce}); });
      if (rows.empty()) break;
      auto done = storage::write(database, [&](storage::Transaction& tx) -> Result<Done> {
        for (const auto& row : rows)
          if (auto one = rebuild_one(tx, source, now, row.text(0), out); !one) return one;
        return Done{};
      });
      if (!done) return fail(std::move(done.error()));
      last = rows[rows.size() - 1].text(0);
    }
  }
  return out;
}

}  // namespace netra::app
