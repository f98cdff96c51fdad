// "Hari ini": what is due, what is mine, what came in and waits for somebody.
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
  std::vector<Row> arrivals;  // without a reviewer
  std::vector<clock::NoticeView> notices;
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

Result<http::Reply<Today>> today(http::Reading& call, const Services& services) {
  const auto& actor = actor_of(call);
  auto office = office_of(call, actor);
  if (!office) return fail(std::move(office.error()));
  View view{call, call.db, services, actor};
  Today out{.office = *office, .now = {call.now, actor.zone()}};
  out.counts = clock::count_due(call.db, {*office}, call.now, actor.zone());
  out.due = rows_of(view, due_rows(call.db, actor, *office));
  out.mine = rows_of(view, call.db.all<office::WorkItem>(sql::desk::of_person, {actor.id, *office, kRows}));
  if (actor.may(Right::read_reports, *office))
    out.arrivals = rows_of(view, call.db.all<office::WorkItem>(sql::desk::arrivals_without_person, {*office, kRows}));
  out.notices = clock::notices(call.db, services.clocks, {*office}, "", 10, call.info.language);
  out.filters = saved_filters(call.db, actor);
  out.people = people_of(call.db, *office);
  out.can_take_in = actor.may(Right::take_in_reports, *office);
  if (auto undo = call.query("undo"); undo && is_id(*undo)) out.undo = Undo{"/undos/" + *undo};
  return out;
}

}  // namespace

void add_today_routes(http::Routes& routes, const Services& s) {
  routes.get<Today>("/today", access::member(), {"desk/today"}, [&s](http::Reading& call) { return today(call, s); })
      .summary("What is due now and next, what is mine, what waits for a reviewer");
}

}  // namespace netra::desk
