#include "domain/desk/rows.hpp"

#include "domain/desk/sql.hpp"
#include "domain/identity/identity.hpp"

namespace netra::desk {

using office::ItemKind;

namespace {

std::optional<RowClock> clock_of(const office::WorkItem& item, Zone zone, Instant now) {
  if (!item.is_open || (!item.target_at && !item.due_at)) return std::nullopt;
  RowClock out;
  if (item.target_at) out.target = LocalTime{*item.target_at, zone};
  if (item.due_at) out.due = LocalTime{*item.due_at, zone};
  auto nearest = item.target_at.value_or(item.due_at.value_or(now));
  auto today = date_in(now, zone);
  auto day = date_in(nearest, zone);
  if (nearest < now)
    out.urgency = item.due_at && *item.due_at < now ? clock::Urgency::lapsed : clock::Urgency::overdue;
  else if (day == today)
    out.urgency = clock::Urgency::today;
  else if (day == add_days(today, 1))
    out.urgency = clock::Urgency::soon;
  return out;
}

}  // namespace

std::string path_of(ItemKind kind, std::string_view id) {
  std::string out;
  switch (kind) {
    case ItemKind::report:
    case ItemKind::lead:
      out = "/reports/";
      break;
    case ItemKind::tracing:
      out = "/tracings/";
      break;
    case ItemKind::finding:
      out = "/findings/";
      break;
    case ItemKind::case_file:
      out = "/cases/";
      break;
    case ItemKind::track:
      out = "/tracks/";
      break;
    case ItemKind::recommendation:
      out = "/recommendations/";
      break;
  }
  return out + std::string(id);
}

std::string subject_kind(ItemKind kind) { return kind == ItemKind::lead ? "report" : std::string(enum_name(kind)); }

Right reads(ItemKind kind) {
  return kind == ItemKind::report || kind == ItemKind::lead ? Right::read_reports : Right::read_cases;
}

Right assigns(ItemKind kind) {
  if (kind == ItemKind::case_file) return Right::handle_case;
  if (kind == ItemKind::track) return Right::work_track;
  if (kind == ItemKind::recommendation) return Right::recommend;
  return kind == ItemKind::report || kind == ItemKind::lead ? Right::take_in_reports : Right::record_finding;
}

Row row_of(const View& view, const office::WorkItem& item) {
  auto zone = view.actor.zone();
  Row row;
  row.item = std::string(enum_name(item.kind)) + ":" + item.id;
  row.kind = item.kind;
  row.id = item.id;
  row.href = path_of(item.kind, item.id);
  row.number = item.number;
  row.title = item.title;
  row.stage = item.stage;
  const auto* stage = view.services.rules.stage("pilkada", item.stage);
  row.stage_name = stage ? stage->label.in(view.call.info.language) : "";
  row.office = item.office;
  row.place_name = item.place_name;
  row.is_mine = !item.assigned_to.empty() && item.assigned_to == view.actor.id;
  if (!item.assigned_to.empty()) row.person = identity::account_name(view.db, item.assigned_to);
  row.can_assign = item.kind != ItemKind::case_file && view.actor.may(assigns(item.kind), item.office);
  row.received_at = {item.received_at, zone};
  row.clock = clock_of(item, zone, view.call.now);
  return row;
}

std::vector<Row> rows_of(const View& view, const std::vector<office::WorkItem>& items) {
  std::vector<Row> out;
  out.reserve(items.size());
  for (const auto& item : items)
    if (view.actor.may(reads(item.kind), item.office)) out.push_back(row_of(view, item));
  return out;
}

Result<std::string> office_of(http::Call& call, const Actor& actor) {
  auto office = call.query("office").value_or(actor.active_office);
  if (!actor.may(Right::read_reports, office) && !actor.may(Right::read_cases, office))
    return fail(Outcome::kForbidden, "access.denied");
  return office;
}

std::vector<Option> people_of(storage::Reader& db, std::string_view office) {
  std::vector<Option> out;
  for (const auto& account : identity::people_of_office(db, office))
    if (account.status == "active") out.push_back({account.id, account.name});
  return out;
}

std::string list_path(const std::optional<std::string>& wanted) {
  if (!wanted || wanted->size() > 500) return "/today";
  for (unsigned char c : *wanted)
    if (c <= ' ' || c >= 0x7F || c == '\\' || c == '"') return "/today";
  for (std::string_view list :
       {"/today", "/worklist", "/notices", "/saved-filters", "/search", "/reports", "/cases", "/findings", "/tracings"})
    if (wanted->starts_with(list) && (wanted->size() == list.size() || (*wanted)[list.size()] == '?')) return *wanted;
  return "/today";
}

std::string with_undo(std::string path, const std::string& undo) {
  if (undo.empty()) return path;
  return path + (path.find('?') == std::string::npos ? "?" : "&") + "undo=" + undo;
}

std::optional<Undo> undo_asked(const http::Call& call) {
  auto undo = call.query("undo");
  return undo && is_id(*undo) ? std::optional(Undo{"/undos/" + *undo}) : std::nullopt;
}

std::string plain_of(std::string text) {
  std::erase_if(text, [](char c) {
    bool is_word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return !is_word && c != '-' && c != '_' && c != '.' && c != '*';
  });
  return text.substr(0, 80);
}

std::vector<SavedFilter> saved_filters(storage::Reader& db, const Actor& actor) {
  return db.all<SavedFilter>(sql::desk::saved_filters_of, {actor.id});
}

}  // namespace netra::desk
