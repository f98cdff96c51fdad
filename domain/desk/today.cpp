// "Hari ini": what is due, what is mine, what came in and waits for somebody.
#include "domain/desk/notices.hpp"
#include "domain/desk/parts.hpp"
#include "domain/desk/rows.hpp"
#include "domain/desk/sql.hpp"

namespace netra::desk {

struct Today {
  std::string office;
  LocalTime now;
  clock::DueCounts counts;
  std::vector<Row> due;  // soonest first
  std::vector<Row> mine;
  std::vector<Row> arrivals;               // without a reviewer
  std::vector<clock::NoticeView> notices;  // not read yet
  std::vector<SavedFilter> filters;
  std::vector<Option> people;
  std::optional<Undo> undo;
  bool can_take_in = false;
};
BOOST_DESCRIBE_STRUCT(Today, (),
                      (office, now, counts, due, mine, arrivals, notices, filters, people, undo, can_take_in))

namespace {

constexpr int kRows = 20;

std::vector<office::WorkItem> due_rows(storage::Reader& db, const Actor& actor, const std::string& office) {
  return db.all<office::WorkItem>(sql::desk::by_due,
                                  {office, 1, "", "*", actor.may(Right::read_reports, office),
                                   actor.may(Right::read_cases, office), office::kNoDue, 0, "", kRows});
}

// Everybody lands here after signing in; who reads neither reports nor cases has their work elsewhere.
std::string other_home(const Actor& actor) {
  if (actor.may_somewhere(Right::read_reports) || actor.may_somewhere(Right::read_cases)) return {};
  if (actor.may_somewhere(Right::record_lead)) return "/leads";
  if (actor.may_somewhere(Right::record_finding)) return "/findings";
  return actor.may_somewhere(Right::manage_office) ? "/people" : "/me";
}

Result<http::Reply<Today>> today(http::Reading& call, const Services& services) {
  const auto& actor = actor_of(call);
  if (auto elsewhere = other_home(actor); !elsewhere.empty() && !call.query("office"))
    return http::see(Today{.now = {call.now, actor.zone()}}, elsewhere);
  auto office = office_of(call, actor);
  if (!office) return fail(std::move(office.error()));
  View view{call, call.db, services, actor};
  Today out{.office = *office, .now = {call.now, actor.zone()}};
  out.counts = clock::count_due(call.db, {*office}, call.now, actor.zone());
  out.due = rows_of(view, due_rows(call.db, actor, *office));
  out.mine = rows_of(view, call.db.all<office::WorkItem>(sql::desk::of_person, {actor.id, *office, kRows}));
  if (actor.may(Right::read_reports, *office))
    out.arrivals = rows_of(view, call.db.all<office::WorkItem>(sql::desk::arrivals_without_person, {*office, kRows}));
  out.notices = unread_notices(call, services, *office, 10);
  out.filters = saved_filters(call.db, actor);
  out.people = people_of(call.db, *office);
  out.can_take_in = actor.may(Right::take_in_reports, *office);
  out.undo = undo_asked(call);
  return out;
}

}  // namespace

void add_today_routes(http::Routes& routes, const Services& s) {
  routes.get<Today>("/today", access::member(), {"desk/today"}, [&s](http::Reading& call) { return today(call, s); })
      .summary("What is due now and next, what is mine, what waits for a reviewer")
      .query("office", "Id of the office; without it the one the person works for.")
      .query("undo", "The undo to offer.");
}

}  // namespace netra::desk
