// The public board: what the last published notice of each registered case says, and nothing else.
#include "domain/case/record.hpp"
#include "domain/case/sql.hpp"
#include "domain/office/office.hpp"

namespace netra::cases {

namespace {

constexpr std::int64_t kRows = 100;

Result<http::Reply<Board>> show_board(http::Reading& call, const Services& s) {
  // The id of the last notice shown: ids grow with time and are never given twice, so no row is lost between pages.
  const auto before = call.query("before").value_or("");
  const auto office = call.query("office").value_or("");
  Board board;
  std::string last;
  for (const auto& row : call.db.query(sql::cases::board, {office, before, kRows})) {
    const Zone zone = parse_zone(row.text(6)).value_or(Zone::wib);
    BoardRow out;
    out.number = row.text(0);
    out.origin = *parse_enum<Origin>(row.text(1));
    out.stage = row.text(2);
    const auto* stage = s.rules.stage(finding::regime_of(s.elections, row.text(10)), out.stage);
    out.stage_name = stage ? stage->label.in(call.info.language) : out.stage;
    out.results = restore<std::vector<std::string>>(row.text(3));
    out.registered_on = date_in(row.instant(4), zone);
    if (!row.is_null(5) && !out.results.empty()) out.decided_on = date_in(row.instant(5), zone);
    auto known = office::find_office(call.db, row.text(7));
    out.office_name = known ? known->name : row.text(7);
    last = row.text(9);
    board.rows.push_back(std::move(out));
  }
  if (static_cast<std::int64_t>(board.rows.size()) == kRows)
    board.older = "/board?office=" + office + "&before=" + last;
  http::Reply<Board> reply(std::move(board));
  reply.cacheable = true;
  return reply;
}

}  // namespace

void add_board_routes(http::Routes& routes, const Services& s) {
  routes
      .get<Board>("/board", access::anyone(), {"case/board"}, [&s](http::Reading& call) { return show_board(call, s); })
      .summary("The public board: register number, kind, stage, result, dates, office; no identities.")
      .query("office", "Id of one office.")
      .query("before", "Where the page before ended.");
}

}  // namespace netra::cases
