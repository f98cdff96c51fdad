// The desk's rows: one small row per report, finding, tracing and case, kept by the feature that owns the record, so
// that "today" and the lists read one narrow table however many records there are.
//
//   office::put_item(tx.unlogged(Unlogged::kIndex), {.kind = ItemKind::report, .id = id, .office = office, .number =
//   "L-3F7K9A", .title = "Dugaan …", ...});
//
// Call put_item in the same unit of work whenever stage, office, person or due time changes; it replaces the row. Rows
// are a view: rebuildable, never evidence. A title is what the office calls the matter, as its lists show it; it goes
// into no notice, mail, log or public page, and no reporter or witness is named in it.
//
// Threads: as the writer or reader handed in.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/json.hpp"
#include "engine/base/time.hpp"
#include "engine/storage/storage.hpp"

namespace netra::office {

enum class ItemKind { report, lead, tracing, finding, case_file, track, recommendation };
BOOST_DESCRIBE_ENUM(ItemKind, report, lead, tracing, finding, case_file, track, recommendation)

struct WorkItem {
  ItemKind kind = ItemKind::report;
  std::string id;           // of the record
  std::string office;       // office that has it now
  std::string number;       // register or receipt number; may be empty
  std::string title;        // what it is about, in a line; for those who may read the record
  std::string stage;        // stage id of the procedure: "initial_review"
  std::string assigned_to;  // account id; empty: nobody yet
  std::string election;
  std::string place;       // region code
  std::string place_name;  // path for display
  Instant received_at;     // when it came in
  Instant updated_at;
  std::optional<Instant> target_at;  // earliest reading of the nearest clock
  std::optional<Instant> due_at;     // by the policy in force; once passed, the clock has lapsed
  std::string clock;                 // rule id of that clock: "initial_review"; label key comes from the procedure
  bool is_open = true;               // false: closed, kept for lists
};
BOOST_DESCRIBE_STRUCT(WorkItem, (),
                      (kind, id, office, number, title, stage, assigned_to, election, place, place_name, received_at,
                       updated_at, target_at, due_at, clock, is_open))

// How a feature's rows and search words are made anew from its records (`netra check --rebuild`): `ids` lists them in
// order, `refresh` puts what belongs to one, exactly as the feature does after every change.
struct RowSource {
  std::string kind;  // of the record, for messages: "report"
  std::vector<ItemKind> rows;
  std::string_view ids;  // SQL: the ids after $1 in order, at most $2
  std::function<void(storage::Transaction&, Instant now, const std::string& id)> refresh;
};

// What rows without a clock are sorted by: after all others.
inline constexpr std::int64_t kNoDue = 9'000'000'000'000'000;

void put_item(storage::Writer& db, const WorkItem& item);
void remove_item(storage::Writer& db, ItemKind kind, std::string_view id);
// Only the clock changed.
void set_item_due(storage::Writer& db, ItemKind kind, std::string_view id, std::optional<Instant> target_at,
                  std::optional<Instant> due_at, std::string_view clock);
// Who takes on a report, lead, tracing or finding ('' nobody); kept through later put_item calls without a person.
// Cases keep assignments of their own and give them to put_item.
void set_item_person(storage::Writer& db, ItemKind kind, std::string_view id, std::string_view account, Instant now);
std::optional<WorkItem> find_item(storage::Reader& db, ItemKind kind, std::string_view id);

}  // namespace netra::office
