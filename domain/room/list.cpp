// The tracks an office takes part in.
#include "domain/room/record.hpp"
#include "domain/room/sql.hpp"

namespace netra::room {

namespace {

constexpr std::int64_t kRows = 50;

struct TrackLine {
  std::string url;
  std::string number;
  std::string title;
  std::string kind;
  std::string stage_name;
  std::int64_t round = 1;
  bool repeated = false;
  std::string office_name;
  bool has_it = false;
  bool ended = false;
  LocalTime since;
  std::optional<LocalTime> due_at;
};
BOOST_DESCRIBE_STRUCT(TrackLine, (),
                      (url, number, title, kind, stage_name, round, repeated, office_name, has_it, ended, since,
                       due_at))

struct TrackList {
  std::string office;
  std::string office_name;
  bool here = false;
  bool closed = false;
  std::vector<TrackLine> rows;
  std::optional<std::string> older;
};
BOOST_DESCRIBE_STRUCT(TrackList, (), (office, office_name, here, closed, rows, older))

TrackLine line_of(const http::Reading& call, const Services& s, const cases::Track& t, std::string_view office) {
  TrackLine line{"/tracks/" + t.id,
                 t.number.value_or(""),
                 t.title,
                 t.kind,
                 cases::stage_name_of(s, t, t.stage, call.info.language),
                 t.round,
                 t.round > 1,
                 t.holder.empty() ? office::name_of(call.db, t.office_id) : t.holder,
                 t.office_id == office,
                 !t.is_open(),
                 t.local(t.stage_since_ms),
                 {}};
  if (auto item = office::find_item(call.db, office::ItemKind::track, t.id); item && item->is_open && item->target_at)
    line.due_at = t.local(*item->target_at);
  return line;
}

Result<http::Reply<TrackList>> list(http::Reading& call, const Services& s) {
  const auto& actor = actor_of(call);
  TrackList view;
  const auto offices = actor.offices_with(Right::work_track);
  view.office = call.query("office").value_or(offices.empty() ? "" : offices.front());
  if (!actor.may(Right::work_track, view.office)) return fail(FailedWith::kForbidden, "access.denied");
  view.office_name = office::name_of(call.db, view.office);
  view.here = call.query("here").has_value();
  view.closed = call.query("closed").has_value();
  const auto rows = call.db.all<cases::Track>(
      sql::room::tracks_of_office, {view.office, call.query("before").value_or(""), view.closed, view.here, kRows + 1});
  for (const auto& track : rows)
    if (view.rows.size() < static_cast<std::size_t>(kRows)) view.rows.push_back(line_of(call, s, track, view.office));
  if (rows.size() > static_cast<std::size_t>(kRows))
    view.older = "/tracks?office=" + view.office + (view.here ? "&here=1" : "") + (view.closed ? "&closed=1" : "") +
                 "&before=" + rows[kRows - 1].id;
  return http::Reply<TrackList>(std::move(view));
}

}  // namespace

void add_list_routes(http::Routes& routes, const Services& s) {
  routes
      .get<TrackList>("/tracks", access::with(Right::work_track), {"room/list"},
                      [&s](http::Reading& call) { return list(call, s); })
      .summary("The tracks an office takes part in, newest first.")
      .query("office", "Id of the office; without it the one the person works for.")
      .query("here", "Present: only those that are with this office now.")
      .query("closed", "Present: also those that have ended.")
      .query("before", "Where the page before ended.");
}

}  // namespace netra::room
