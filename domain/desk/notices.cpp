#include "domain/desk/notices.hpp"

#include <algorithm>

#include "domain/desk/parts.hpp"
#include "domain/desk/sql.hpp"
#include "domain/feed/feed.hpp"

namespace netra::desk {

struct NoticeRow {
  clock::NoticeView notice;
  bool is_read = false;
};
BOOST_DESCRIBE_STRUCT(NoticeRow, (), (notice, is_read))

struct NoticeList {
  std::string office, here;
  bool unread_only = true;
  std::vector<NoticeRow> rows;
  std::optional<std::string> older;
  std::optional<Undo> undo;
};
BOOST_DESCRIBE_STRUCT(NoticeList, (), (office, here, unread_only, rows, older, undo))

struct NewlyRead {
  std::vector<std::string> notices;
  std::optional<std::string> back;  // list to return to
};
BOOST_DESCRIBE_STRUCT(NewlyRead, (), (notices, back))

struct Marked {
  std::int64_t marked = 0;
  std::optional<Undo> undo;
};
BOOST_DESCRIBE_STRUCT(Marked, (), (marked, undo))

namespace {

constexpr std::size_t kPage = 50;
constexpr int kRounds = 10;  // how far back one answer looks for unread ones
constexpr std::size_t kMost = 200;

struct Window {
  std::vector<NoticeRow> rows;
  std::string before;  // where the next page goes on; empty: there is none
};

Window window_of(http::Reading& call, const Services& s, const std::string& office, std::string before,
                 bool unread_only, std::size_t limit) {
  Window out;
  const auto muted = feed::settings_of(call.db, call.principal.id).muted;
  for (int round = 0; round < kRounds; ++round) {
    auto page = clock::notices(call.db, s.clocks, {office}, before, kPage, call.info.language);
    for (auto& notice : page) {
      if (out.rows.size() == limit) {
        out.before = before;
        return out;
      }
      before = notice.id;
      if (std::find(muted.begin(), muted.end(), notice.kind) != muted.end()) continue;
      bool is_read = !call.db.query(sql::desk::is_read, {call.principal.id, notice.id}).empty();
      if (!unread_only || !is_read) out.rows.push_back({std::move(notice), is_read});
    }
    if (page.size() < kPage) return out;
  }
  out.before = before;
  return out;
}

Result<http::Reply<NoticeList>> list(http::Reading& call, const Services& s) {
  auto office = office_of(call, actor_of(call));
  if (!office) return fail(std::move(office.error()));
  NoticeList out{.office = *office};
  out.unread_only = call.query("show").value_or("") != "all";
  out.here = "/notices?office=" + plain_of(*office) + (out.unread_only ? "" : "&show=all");
  auto window = window_of(call, s, *office, plain_of(call.query("before").value_or("")), out.unread_only, kPage);
  out.rows = std::move(window.rows);
  if (!window.before.empty()) out.older = out.here + "&before=" + window.before;
  out.undo = undo_asked(call);
  return out;
}

// Reading is one's own affair: no act, nobody else's list changes.
Result<http::Reply<Marked>> mark(http::Writing& call, const Services& s, const NewlyRead& in) {
  if (in.notices.empty() || in.notices.size() > kMost) return fail(Outcome::kInvalid, "notices.nothing");
  auto& writer = call.tx.unlogged(storage::Unlogged::kSession);
  std::vector<std::string> marked;
  for (const auto& notice : in.notices)
    if (is_id(notice) && writer.execute(sql::desk::mark_read, {call.principal.id, notice, call.now}) == 1)
      marked.push_back(notice);
  Marked out{static_cast<std::int64_t>(marked.size()), std::nullopt};
  std::string undo;
  if (!marked.empty()) {
    undo = make_id(call.now, call.entropy);
    writer.execute(sql::desk::put_undo, {undo, call.principal.id, call.now + s.undo, json::serialize(to_json(marked)),
                                         "notices", list_path(in.back)});
    out.undo = Undo{"/undos/" + undo};
  }
  return http::see(std::move(out), with_undo(list_path(in.back), undo));
}

}  // namespace

std::vector<clock::NoticeView> unread_notices(http::Reading& call, const Services& services, const std::string& office,
                                              std::size_t limit) {
  std::vector<clock::NoticeView> out;
  for (auto& row : window_of(call, services, office, "", true, limit).rows) out.push_back(std::move(row.notice));
  return out;
}

void add_notice_routes(http::Routes& routes, const Services& s) {
  routes
      .get<NoticeList>("/notices", access::member(), {"desk/notices"},
                       [&s](http::Reading& call) { return list(call, s); })
      .summary("Notices of the office's clocks: those not read yet, or all (`show=all`)")
      .query("office", "Id of the office; without it the one the person works for.")
      .query("show", "all: read ones too.")
      .query("before", "Where the page before ended.")
      .query("undo", "The undo to offer.");
  routes
      .post<NewlyRead, Marked>("/notice-readings", access::member(), {},
                               [&s](http::Writing& call, const NewlyRead& in) { return mark(call, s, in); })
      .again("/notices")
      .summary("Mark notices as read; can be undone");
}

}  // namespace netra::desk
