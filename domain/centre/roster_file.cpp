// The roster of a week as a table for spreadsheets.
#include "domain/centre/record.hpp"
#include "domain/centre/tables.hpp"

namespace netra::centre {

namespace {

Result<http::Reply<http::Nothing>> file(http::Reading& call, const Services& s, sheet::Format format) {
  auto centre = centre_here(call, call.db);
  if (!centre) return fail(std::move(centre.error()));
  const Date week = monday_of(parse_date(call.query("week").value_or("")).value_or(date_in(call.now, centre->zone)));
  const auto from = start_of_day(week, centre->zone), until = start_of_day(add_days(week, 7), centre->zone);
  sheet::Sheet table{"roster", columns({"starts_at", "ends_at", "institution", "name", "note"}), {}};
  for (const auto& shift : shifts_between(call.db, *centre, from, until, call.now))
    table.rows.push_back({format_local(shift.starts_at), format_local(shift.ends_at),
                          value_name(s, call.info.language, "institution", enum_name(shift.institution)), shift.name,
                          shift.note});
  return answer_with(format, table, "netra-piket-" + centre->id + "-" + format_date(week));
}

}  // namespace

void add_roster_file_route(http::Routes& routes, const Services& s) {
  for (auto format : kFormats)
    routes
        .get<http::Nothing>("/centres/{office}/roster" + ending(format), access::member(), {},
                            [&s, format](http::Reading& call) { return file(call, s, format); })
        .summary("The roster of a week as a table.")
        .query("week", "Any day of the week; without it this week.");
}

}  // namespace netra::centre
