// The public board: what the last published notice of each registered case says, and nothing else; as a page, as JSON
// and as a feed (RFC 4287) for those who follow it.
#include "domain/case/record.hpp"
#include "domain/case/sql.hpp"
#include "domain/office/office.hpp"
#include "engine/http/text.hpp"

namespace netra::cases {

namespace {

constexpr std::int64_t kRows = 100;

struct FeedEntry : BoardRow {
  std::string id;  // the same for ever, whatever becomes of the case or of this site's addresses
};
BOOST_DESCRIBE_STRUCT(FeedEntry, (BoardRow), (id))

struct BoardFeed {
  std::string id;
  LocalTime updated;
  std::string self_url;
  std::string page_url;
  std::vector<FeedEntry> entries;  // the last told first
};
BOOST_DESCRIBE_STRUCT(BoardFeed, (), (id, updated, self_url, page_url, entries))

BoardRow row_of(http::Reading& call, const Services& s, const storage::Row& row) {
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
  out.told_at = {row.instant(8), zone};
  return out;
}

std::string with_office(std::string address, const std::string& office) {
  return office.empty() ? address : address + "?office=" + http::percent_encode(office);
}

Result<http::Reply<Board>> show_board(http::Reading& call, const Services& s) {
  // The id of the last notice shown: ids grow with time and are never given twice, so no row is lost between pages.
  const auto before = call.query("before").value_or("");
  const auto office = call.query("office").value_or("");
  Board board{.feed_url = with_office("/board/feed", office)};
  std::string last;
  for (const auto& row : call.db.query(sql::cases::board, {office, before, kRows})) {
    last = row.text(9);
    board.rows.push_back(row_of(call, s, row));
  }
  if (static_cast<std::int64_t>(board.rows.size()) == kRows)
    board.older = "/board?office=" + http::percent_encode(office) + "&before=" + last;
  http::Reply<Board> reply(std::move(board));
  reply.cacheable = true;
  return reply;
}

// "https://netra.example:8443" -> "netra.example"
std::string host_of(std::string_view url) {
  auto start = url.find("://");
  url.remove_prefix(start == std::string_view::npos ? 0 : start + 3);
  return std::string(url.substr(0, url.find_first_of(":/")));
}

Result<http::Reply<BoardFeed>> show_feed(http::Reading& call, const Services& s) {
  const auto office = call.query("office").value_or("");
  const auto authority = "tag:" + host_of(s.public_url) + ",";
  BoardFeed feed{.id = authority + "2024:" + with_office("/board", office),
                 .self_url = s.public_url + with_office("/board/feed", office),
                 .page_url = s.public_url + with_office("/board", office)};
  for (const auto& row : call.db.query(sql::cases::board, {office, "", kRows})) {
    FeedEntry entry;
    static_cast<BoardRow&>(entry) = row_of(call, s, row);
    // RFC 4151: a name, and a day on which it was ours.
    entry.id = authority + format_date(entry.registered_on) + ":" + http::percent_encode(entry.number);
    if (entry.told_at.at > feed.updated.at) feed.updated = entry.told_at;
    feed.entries.push_back(std::move(entry));
  }
  http::Reply<BoardFeed> reply(std::move(feed));
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
  routes
      .get<BoardFeed>("/board/feed", access::anyone(), {"case/board.atom"},
                      [&s](http::Reading& call) { return show_feed(call, s); })
      .summary("The public board as an Atom feed, the last published first.")
      .query("office", "Id of one office.");
}

}  // namespace netra::cases
