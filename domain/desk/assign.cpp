// Many records taken on at once, and taken back within some minutes: both leave an act on every record.
#include "domain/desk/parts.hpp"
#include "domain/desk/rows.hpp"
#include "domain/desk/sql.hpp"
#include "domain/identity/identity.hpp"

namespace netra::desk {

struct Assignment {
  std::vector<std::string> items;      // "report:<id>"
  std::optional<std::string> account;  // absent: nobody
  std::optional<std::string> back;     // list to return to
};
BOOST_DESCRIBE_STRUCT(Assignment, (), (items, account, back))

// One record before and after; what an undo needs.
struct Change {
  office::ItemKind kind = office::ItemKind::report;
  std::string id, from, to;
};
BOOST_DESCRIBE_STRUCT(Change, (), (kind, id, from, to))

struct Assigned {
  std::vector<Change> changed;
  std::int64_t skipped = 0;  // unknown, not allowed, cases, or already so
  std::optional<Undo> undo;
};
BOOST_DESCRIBE_STRUCT(Assigned, (), (changed, skipped, undo))

namespace {

constexpr std::size_t kMost = 200;

void assign_one(http::Writing& call, const Actor& actor, const office::WorkItem& item, const std::string& to,
                std::string_view verb) {
  auto& writer = journal::record(call.tx, call.now, call.entropy,
                                 {actor.as(assigns(item.kind), item.office),
                                  std::string(verb),
                                  {subject_kind(item.kind), item.id},
                                  item.office,
                                  {{"assigned_to", {{"from", item.assigned_to}, {"to", to}}}},
                                  ""});
  office::set_item_person(writer, item.kind, item.id, to, call.now);
}

std::optional<office::WorkItem> item_named(storage::Reader& db, std::string_view name) {
  auto cut = name.find(':');
  if (cut == std::string_view::npos) return std::nullopt;
  auto kind = parse_enum<office::ItemKind>(name.substr(0, cut));
  if (!kind || *kind == office::ItemKind::case_file) return std::nullopt;
  return office::find_item(db, *kind, name.substr(cut + 1));
}

bool works_in(storage::Reader& db, std::string_view account, std::string_view office) {
  for (const auto& person : people_of(db, office))
    if (person.value == account) return true;
  return false;
}

Result<http::Reply<Assigned>> assign(http::Writing& call, const Services& services, const Assignment& in) {
  const auto& actor = actor_of(call);
  if (in.items.empty() || in.items.size() > kMost) return fail(Outcome::kInvalid, "assignment.nothing");
  auto to = in.account.value_or("");
  Assigned out;
  for (const auto& name : in.items) {
    auto item = item_named(call.tx, name);
    bool can = item && actor.may(assigns(item->kind), item->office) && item->assigned_to != to;
    if (!can) {
      ++out.skipped;
      continue;
    }
    if (!to.empty() && !works_in(call.tx, to, item->office)) return fail(Outcome::kInvalid, "assignment.person");
    assign_one(call, actor, *item, to, "desk.assigned");
    out.changed.push_back({item->kind, item->id, item->assigned_to, to});
  }
  std::string undo;
  if (!out.changed.empty()) {
    undo = make_id(call.now, call.entropy);
    auto& writer = call.tx.unlogged(storage::Unlogged::kSession);
    writer.execute(sql::desk::forget_undos, {call.now - std::chrono::hours(24)});
    writer.execute(sql::desk::put_undo, {undo, actor.id, call.now + services.undo,
                                         json::serialize(to_json(out.changed)), "assignments", list_path(in.back)});
    out.undo = Undo{"/undos/" + undo};
  }
  return http::see(std::move(out), with_undo(list_path(in.back), undo));
}

// Marks read by the person alone; nobody else's, so nothing to check again.
void unread_again(http::Writing& call, const std::string& changes) {
  auto notices = from_json<std::vector<std::string>>(json::parse(changes));
  if (!notices) return;
  for (const auto& notice : *notices)
    call.tx.unlogged(storage::Unlogged::kSession).execute(sql::desk::mark_unread, {call.principal.id, notice});
}

// Records that somebody has touched since stay as they are.
Result<http::Reply<Assigned>> take_back(http::Writing& call, const http::Nothing&) {
  const auto& actor = actor_of(call);
  auto rows = call.tx.query(sql::desk::find_undo, {call.param("id"), actor.id});
  if (rows.empty()) return fail(Outcome::kNotFound, "undo.unknown");
  if (!rows[0].is_null(2)) return fail(Outcome::kConflict, "undo.used");
  if (rows[0].instant(1) < call.now) return fail(Outcome::kConflict, "undo.too_late");
  Assigned out;
  auto& writer = call.tx.unlogged(storage::Unlogged::kSession);
  if (rows[0].text(3) == "notices") {
    unread_again(call, rows[0].text(0));
    writer.execute(sql::desk::use_undo, {call.param("id"), call.now});
    return http::see(std::move(out), rows[0].text(4));
  }
  auto changes = from_json<std::vector<Change>>(json::parse(rows[0].text(0)));
  if (!changes) return fail(std::move(changes.error()));
  for (const auto& change : *changes) {
    auto item = office::find_item(call.tx, change.kind, change.id);
    if (!item || item->assigned_to != change.to || !actor.may(assigns(item->kind), item->office)) {
      ++out.skipped;
      continue;
    }
    assign_one(call, actor, *item, change.from, "desk.assignment_undone");
    out.changed.push_back({change.kind, change.id, change.to, change.from});
  }
  writer.execute(sql::desk::use_undo, {call.param("id"), call.now});
  return http::see(std::move(out), rows[0].text(4));
}

}  // namespace

void add_assignment_routes(http::Routes& routes, const Services& s) {
  routes
      .post<Assignment, Assigned>("/assignments", access::member(), {},
                                  [&s](http::Writing& call, const Assignment& in) { return assign(call, s, in); })
      .again("/today")
      .summary("Give reports, leads, tracings and findings to a person, or to nobody");
  routes.post<http::Nothing, Assigned>("/undos/{id}", access::member(), {}, take_back)
      .again("/today")
      .summary("Take the last bulk action back");
}

}  // namespace netra::desk
