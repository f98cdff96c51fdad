// One list over all kinds of work, its filters in the URL; as a page and as a file.
#include "domain/desk/csv.hpp"
#include "domain/desk/parts.hpp"
#include "domain/desk/rows.hpp"
#include "domain/desk/sql.hpp"

namespace netra::desk {

enum class DueFilter { any, overdue, today, week };
BOOST_DESCRIBE_ENUM(DueFilter, any, overdue, today, week)

struct Choice {
  std::string value;
};
BOOST_DESCRIBE_STRUCT(Choice, (), (value))

struct Worklist {
  std::string office, kind, stage, person, due, state;
  std::string here;  // this list's address, to be kept as a filter
  std::string file;  // the same as a table for spreadsheets
  std::vector<Choice> kinds, dues, states;
  std::vector<Option> people, stages;
  std::vector<Row> rows;
  std::vector<SavedFilter> filters;
  std::optional<std::string> older;
  std::optional<Undo> undo;
};
BOOST_DESCRIBE_STRUCT(Worklist, (),
                      (office, kind, stage, person, due, state, here, file, kinds, dues, states, people, stages, rows,
                       filters, older, undo))

namespace {

constexpr int kPage = 50;

// Rows whose nearest date lies before this instant.
std::int64_t due_before(DueFilter due, Instant now, Zone zone) {
  auto today = date_in(now, zone);
  switch (due) {
    case DueFilter::any:
      break;
    case DueFilter::overdue:
      return to_ms(now);
    case DueFilter::today:
      return to_ms(start_of_day(add_days(today, 1), zone));
    case DueFilter::week:
      return to_ms(start_of_day(add_days(today, 7), zone));
  }
  return office::kNoDue + 1;
}

// "<due_key>~<id>" of the last row seen.
std::pair<std::int64_t, std::string> cursor_of(const http::Call& call) {
  auto text = call.query("cursor").value_or("");
  auto cut = text.find('~');
  if (cut == std::string::npos || cut == 0 || cut > 16) return {-1, ""};
  std::int64_t key = 0;
  for (char c : text.substr(0, cut)) {
    if (c < '0' || c > '9') return {-1, ""};
    key = key * 10 + (c - '0');
  }
  return {key, text.substr(cut + 1)};
}

std::vector<Option> stages(const Services& services, std::string_view language) {
  std::vector<Option> out;
  for (const auto& stage : services.rules.stages) out.push_back({stage.id, stage.label.in(language)});
  return out;
}

void read_filters(http::Reading& call, Worklist& out) {
  out.kind = plain_of(call.query("kind").value_or(""));
  out.stage = plain_of(call.query("stage").value_or(""));
  out.person = plain_of(call.query("person").value_or(""));
  out.due = enum_name(parse_enum<DueFilter>(call.query("due").value_or("")).value_or(DueFilter::any));
  out.state = call.query("state").value_or("") == "closed" ? "closed" : "open";
  out.kinds = {{"report"}, {"lead"}, {"tracing"}, {"finding"}, {"case_file"}, {"track"}, {"recommendation"}};
  out.dues = {{"overdue"}, {"today"}, {"week"}};
  out.states = {{"open"}, {"closed"}};
  auto filters = "?office=" + plain_of(out.office) + "&kind=" + out.kind + "&stage=" + out.stage +
                 "&person=" + out.person + "&due=" + out.due + "&state=" + out.state;
  out.here = "/worklist" + filters;
  out.file = "/worklist.csv" + filters;
}

std::vector<office::WorkItem> items_of(http::Reading& call, const Actor& actor, const Worklist& list, int limit) {
  auto [key, id] = cursor_of(call);
  auto person = list.person.empty() ? "*" : list.person == "me" ? actor.id : list.person == "none" ? "" : list.person;
  auto due = parse_enum<DueFilter>(list.due).value_or(DueFilter::any);
  storage::Params params{list.office,
                         list.state == "open",
                         list.kind,
                         person,
                         actor.may(Right::read_reports, list.office),
                         actor.may(Right::read_cases, list.office),
                         due_before(due, call.now, actor.zone()),
                         key,
                         id,
                         limit};
  bool of_one = !person.empty() && person != "*";
  if (!of_one && list.stage.empty() && list.kind.empty())
    return call.db.all<office::WorkItem>(sql::desk::by_due, params);
  params.push_back(list.stage);
  auto statement = of_one ? sql::desk::by_person : list.stage.empty() ? sql::desk::by_kind : sql::desk::by_stage;
  return call.db.all<office::WorkItem>(statement, params);
}

Result<http::Reply<Worklist>> worklist(http::Reading& call, const Services& services) {
  const auto& actor = actor_of(call);
  auto office = office_of(call, actor);
  if (!office) return fail(std::move(office.error()));
  Worklist out{.office = *office};
  read_filters(call, out);
  out.people = people_of(call.db, *office);
  out.stages = stages(services, call.info.language);
  out.filters = saved_filters(call.db, actor);
  out.undo = undo_asked(call);
  auto items = items_of(call, actor, out, kPage + 1);
  if (items.size() > kPage) {
    items.resize(kPage);
    const auto& last = items.back();
    auto key = last.target_at ? to_ms(*last.target_at) : last.due_at ? to_ms(*last.due_at) : office::kNoDue;
    out.older = out.here + "&cursor=" + std::to_string(key) + "~" + last.id;
  }
  out.rows = rows_of({call, call.db, services, actor}, items);
  return out;
}

// A page of the list may hold a few rows; the file holds all that match, up to this.
constexpr int kMostInFile = 10'000;

Result<http::Reply<http::Nothing>> worklist_file(http::Reading& call, const Services& services) {
  const auto& actor = actor_of(call);
  auto office = office_of(call, actor);
  if (!office) return fail(std::move(office.error()));
  Worklist list{.office = *office};
  read_filters(call, list);
  http::Reply<http::Nothing> reply;
  reply.file = csv_of(rows_of({call, call.db, services, actor}, items_of(call, actor, list, kMostInFile)),
                      "netra-" + *office + "-" + format_date(date_in(call.now, actor.zone())));
  return reply;
}

// What the list and its table can be narrowed by.
void declare_filters(http::RouteOptions& route) {
  route.query("office", "Id of the office; without it the one the person works for.")
      .query("kind", "Only this kind of work.")
      .query("stage", "Only this stage.")
      .query("person", "Only what this account holds; none: what nobody holds.")
      .query("due", "overdue, today, week or later.")
      .query("state", "open or closed.")
      .query("cursor", "Only what comes after this row of the list.");
}

}  // namespace

void add_list_routes(http::Routes& routes, const Services& s) {
  auto list = routes.get<Worklist>("/worklist", access::member(), {"desk/worklist"},
                                   [&s](http::Reading& call) { return worklist(call, s); });
  declare_filters(list.query("undo", "The undo to offer."));
  list.summary("Work of one office, soonest first, filtered by kind, stage, person, date and state");
  auto table = routes.get<http::Nothing>("/worklist.csv", access::member(), {},
                                         [&s](http::Reading& call) { return worklist_file(call, s); });
  declare_filters(table.summary("The same list as a table (RFC 4180, UTF-8), at most 10,000 rows"));
}

}  // namespace netra::desk
