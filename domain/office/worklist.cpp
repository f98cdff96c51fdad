#include "domain/office/worklist.hpp"

#include "domain/office/sql.hpp"

namespace netra::office {

namespace {

std::int64_t due_key(const std::optional<Instant>& target, const std::optional<Instant>& due) {
  if (target) return to_ms(*target);
  return due ? to_ms(*due) : kNoDue;
}

}  // namespace

void put_item(storage::Writer& db, const WorkItem& item) {
  auto person = item.assigned_to;
  if (person.empty() && item.kind != ItemKind::case_file)  // cases keep their own assignments
    person = db.text(sql::office::assigned_person, {item.kind, item.id}).value_or("");
  db.execute(sql::office::put_item,
             {item.kind, item.id, item.office, item.number, item.title, item.stage, person, item.election, item.place,
              item.place_name, item.received_at, item.updated_at, item.target_at, item.due_at,
              due_key(item.target_at, item.due_at), item.clock, item.is_open});
}

void remove_item(storage::Writer& db, ItemKind kind, std::string_view id) {
  db.execute(sql::office::remove_item, {kind, id});
}

void set_item_due(storage::Writer& db, ItemKind kind, std::string_view id, std::optional<Instant> target_at,
                  std::optional<Instant> due_at, std::string_view clock) {
  db.execute(sql::office::set_item_due, {kind, id, target_at, due_at, due_key(target_at, due_at), clock});
}

void set_item_person(storage::Writer& db, ItemKind kind, std::string_view id, std::string_view account, Instant now) {
  db.execute(sql::office::put_assignment, {kind, id, account, now});
  db.execute(sql::office::set_item_person, {kind, id, account, now});
}

std::optional<WorkItem> find_item(storage::Reader& db, ItemKind kind, std::string_view id) {
  return db.one<WorkItem>(sql::office::find_item, {kind, id});
}

}  // namespace netra::office
