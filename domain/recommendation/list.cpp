// The list of an office with its filters, as a page and as a table; what a new recommendation may start from; one file;
// the catalogue of sanctions for everybody.
#include "domain/case/track.hpp"
#include "domain/recommendation/requests.hpp"
#include "domain/recommendation/sql.hpp"
#include "domain/recommendation/views.hpp"
#include "domain/region/region.hpp"
#include "engine/sheet/sheet.hpp"

namespace netra::recommendation {

struct ListView {
  std::string office, office_name, state, receiver, election, of_case;
  bool closed = false, may_write = false;
  std::vector<std::string> states;
  std::vector<Choice> offices, receivers, elections;
  std::vector<Row> rows;
  std::string file;
  std::optional<std::string> older;
};
BOOST_DESCRIBE_STRUCT(ListView, (),
                      (office, office_name, state, receiver, election, of_case, closed, may_write, states, offices,
                       receivers, elections, rows, file, older))

struct TrackChoice {
  std::string id, case_id, title, number, receiver_name;
};
BOOST_DESCRIBE_STRUCT(TrackChoice, (), (id, case_id, title, number, receiver_name))

struct NewView {
  std::string office, office_name;
  std::vector<TrackChoice> tracks;
  std::vector<Choice> elections, kinds_of_person, places;
  std::string place;
  std::vector<std::string> kinds;
};
BOOST_DESCRIBE_STRUCT(NewView, (), (office, office_name, tracks, elections, kinds_of_person, places, place, kinds))

struct CatalogueView {
  std::vector<SanctionView> sanctions;
  std::string heaviest_law;
};
BOOST_DESCRIBE_STRUCT(CatalogueView, (), (sanctions, heaviest_law))

namespace {

using FailedWith = netra::Outcome;
constexpr std::int64_t kPage = 50, kMostInFile = 5000;

Row row_of(storage::Reader& db, const File& f, Instant now) {
  Row out{f.r.id, f.r.number.value_or(""),   f.r.title, f.r.matter, f.r.state, "",
          {},     f.r.local(f.r.sent_at_ms), {},        0,          0,         "/recommendations/" + f.r.id};
  const auto ball = ball_of(db, f);
  out.held_by = f.r.is_closed() ? "" : ball.name;
  if (!f.r.is_closed()) out.held_since = f.r.local(ball.since);
  if (!f.receivers.empty()) out.days_waiting = days_waiting(f.r, f.receivers.front(), now);
  out.persons = static_cast<std::int64_t>(f.persons.size());
  for (const auto& person : f.persons) {
    const auto* decision = f.decision_on(person.id);
    if (decision && decision->check_state == Check::accepted) ++out.decided;
  }
  return out;
}

// Whoever reads cases of the office reads its recommendations.
bool may_list(const Actor& actor, std::string_view office) {
  return actor.may(Right::recommend, office) || actor.may(Right::read_cases, office);
}

std::vector<std::string> writing_offices(const Actor& actor) { return actor.offices_with(Right::recommend); }

Result<ListView> filters_of(http::Reading& call, const Services& s) {
  const auto& actor = actor_of(call);
  ListView v;
  const auto own = writing_offices(actor);
  v.office = call.query("office").value_or(may_list(actor, actor.active_office) || own.empty() ? actor.active_office
                                                                                               : own.front());
  if (!may_list(actor, v.office)) return fail(FailedWith::kForbidden, "access.denied");
  v.office_name = office::name_of(call.db, v.office);
  const auto state = parse_enum<State>(call.query("state").value_or(""));
  v.state = state ? std::string(enum_name(*state)) : "";
  const auto receiver = call.query("receiver").value_or("");
  v.receiver = s.catalogue.institution(receiver) ? receiver : "";
  const auto election = call.query("election").value_or("");
  v.election = s.base.elections.find(election) ? election : "";
  v.of_case = call.query("case").value_or("");
  std::erase_if(v.of_case, [](char c) { return c != '-' && !(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'z'); });
  v.closed = call.query("closed").has_value() || !v.of_case.empty() ||
             (state && (*state == State::closed || *state == State::withdrawn));
  v.may_write = actor.may(Right::recommend, v.office);
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<State>>(
      [&](auto one) { v.states.emplace_back(one.name); });
  for (const auto& office : own) v.offices.push_back({office, office::name_of(call.db, office)});
  for (const auto& one : s.catalogue.institutions())
    v.receivers.push_back({one.receiver, receiver_label(s, one.receiver, call.info.language)});
  for (const auto& one : s.base.elections.all())
    v.elections.push_back({one.id, std::string(one.name(call.info.language))});
  const std::string filters = "?office=" + v.office + "&state=" + v.state + "&receiver=" + v.receiver +
                              "&election=" + v.election + (v.closed ? "&closed=1" : "") +
                              (v.of_case.empty() ? "" : "&case=" + v.of_case);
  v.file = "/recommendations.csv" + filters;
  return v;
}

void fill_rows(http::Reading& call, ListView& v, std::int64_t limit) {
  const auto before = call.query("before").value_or("zzzzzzzz");
  const auto rows = call.db.query(sql::recommendation::list,
                                  {v.office, before, v.state, v.election, v.receiver, v.closed, limit + 1, v.of_case});
  for (const auto& row : rows) {
    if (v.rows.size() == static_cast<std::size_t>(limit)) {
      v.older = "/recommendations" + v.file.substr(v.file.find('?')) + "&before=" + v.rows.back().id;
      break;
    }
    v.rows.push_back(row_of(call.db, *load(call.db, row.text(0)), call.now));
  }
}

Result<http::Reply<ListView>> list(http::Reading& call, const Services& s) {
  const auto& actor = actor_of(call);
  // An institution's own list is elsewhere: it shows what was sent to it.
  const bool answers = actor.may(Right::answer_recommendation, actor.active_office) ||
                       (writing_offices(actor).empty() && !may_list(actor, actor.active_office) &&
                        actor.may_somewhere(Right::answer_recommendation));
  if (!call.query("office") && answers) {
    http::Reply<ListView> reply;
    reply.location = "/answers";
    return reply;
  }
  auto v = filters_of(call, s);
  if (!v) return fail(std::move(v.error()));
  fill_rows(call, *v, kPage);
  return http::Reply<ListView>(std::move(*v));
}

std::string time_of(const std::optional<LocalTime>& at) { return at ? format_local(*at) : std::string(); }

// No names in the table: it is made to be carried away.
Result<http::Reply<http::Nothing>> list_file(http::Reading& call, const Services& s) {
  auto v = filters_of(call, s);
  if (!v) return fail(std::move(v.error()));
  fill_rows(call, *v, kMostInFile);
  sheet::Sheet table{"recommendations",
                     {{"id"},
                      {"number"},
                      {"title"},
                      {"matter"},
                      {"state"},
                      {"held_by"},
                      {"held_since"},
                      {"sent_at"},
                      {"days_waiting"},
                      {"persons"},
                      {"decided"}},
                     {}};
  for (const auto& row : v->rows)
    table.rows.push_back({row.id, row.number, row.title, row.matter, std::string(enum_name(row.state)), row.held_by,
                          time_of(row.held_since), time_of(row.sent_at),
                          row.days_waiting ? sheet::Cell(*row.days_waiting) : sheet::Cell(std::string()), row.persons,
                          row.decided});
  http::Reply<http::Nothing> reply;
  auto file = sheet::download(sheet::Format::csv, {table}, "recommendations-" + v->office);
  if (!file) return fail(std::move(file.error()));
  reply.file = std::move(*file);
  return reply;
}

Result<http::Reply<NewView>> begin_new(http::Reading& call, const Services& s) {
  const auto& actor = actor_of(call);
  NewView v;
  const auto own = writing_offices(actor);
  v.office = call.query("office").value_or(
      actor.may(Right::recommend, actor.active_office) || own.empty() ? actor.active_office : own.front());
  if (!actor.may(Right::recommend, v.office)) return fail(FailedWith::kForbidden, "access.denied");
  v.office_name = office::name_of(call.db, v.office);
  for (const auto& row : call.db.query(sql::recommendation::open_tracks_without, {v.office}))
    v.tracks.push_back({row.text(0), row.text(1), row.text(4), row.text(5),
                        row.text(3).empty() ? "" : receiver_label(s, row.text(3), call.info.language)});
  for (const auto& one : s.base.elections.all())
    v.elections.push_back({one.id, std::string(one.name(call.info.language))});
  for (const auto& term : s.base.rules.terms)
    if (term.group == "subject") v.kinds_of_person.push_back({term.id, term.label.in(call.info.language)});
  const auto office = office::find_office(call.db, v.office);
  v.place = office ? office->region_code : "";
  if (const auto home = region::find_region(call.db, v.place)) {
    v.places.push_back({home->code, home->short_name});
    for (const auto& part : region::children_of(call.db, v.place)) v.places.push_back({part.code, part.short_name});
  }
  v.kinds = {"other_law", "administrative", "ethics"};
  return v;
}

Result<http::Reply<PageView>> show(http::Reading& call, const Services& s) {
  const auto id = std::string(call.param("id"));
  auto view = view_page(call, call.db, s, id);
  if (view) return http::Reply<PageView>(std::move(*view));
  // A row of the desk leads here; who receives is led to its own part, which decides itself.
  if (!call.info.wants_html || !actor_of(call).may_somewhere(Right::answer_recommendation))
    return fail(std::move(view.error()));
  http::Reply<PageView> reply;
  reply.location = "/recommendations/" + id + "/answer";
  return reply;
}

// A person's clock leads to its record by this address; the person has no page apart from the recommendation.
Result<http::Reply<http::Nothing>> show_person(http::Reading& call) {
  const auto of = call.db.text(sql::recommendation::recommendation_of_person, {call.param("id")});
  if (auto may = may_read(call.db, actor_of(call), of.value_or("")); !may) return fail(std::move(may.error()));
  return http::see(http::Nothing{}, "/recommendations/" + *of + "#persons");
}

Result<http::Reply<CatalogueView>> show_catalogue(http::Reading& call, const Services& s) {
  CatalogueView v;
  for (const auto& one : s.catalogue.sanctions()) v.sanctions.push_back(view_sanction(one, call.info.language));
  v.heaviest_law = s.catalogue.one_heaviest().law;
  http::Reply<CatalogueView> reply(std::move(v));
  reply.cacheable = true;
  return reply;
}

http::RouteOptions& declare_filters(http::RouteOptions& route) {
  return route.query("office", "Id of the office that wrote them; without it the one the person works for.")
      .query("state", "Only those in this state.")
      .query("receiver", "Only those sent to this kind of institution.")
      .query("election", "Only those of this election.")
      .query("case", "Only those of this case, with closed ones.")
      .query("closed", "1: with closed and withdrawn ones.")
      .query("before", "Where the page before ended.");
}

}  // namespace

std::vector<Row> of_case(storage::Reader& db, const Services&, std::string_view case_id, Instant now) {
  std::vector<Row> out;
  for (const auto& row : db.query(sql::recommendation::of_case, {case_id}))
    out.push_back(row_of(db, *load(db, row.text(0)), now));
  return out;
}

void add_list_routes(http::Routes& routes, const Services& s) {
  const auto member = access::member();
  auto table = routes.get<ListView>("/recommendations", member, {"recommendation/list"},
                                    [&s](http::Reading& call) { return list(call, s); });
  declare_filters(table).summary("Recommendations of an office, newest first, with who has the next word since when.");
  auto file = routes.get<http::Nothing>("/recommendations.csv", member, {},
                                        [&s](http::Reading& call) { return list_file(call, s); });
  declare_filters(file).summary("The same list as a table without names.");
  routes
      .get<NewView>("/recommendations/new", access::with(Right::recommend), {"recommendation/new"},
                    [&s](http::Reading& call) { return begin_new(call, s); })
      .summary("What a recommendation may be written from: tracks that wait for one, or an empty form.")
      .query("office", "Id of the office that writes.");
  routes
      .get<PageView>("/recommendations/{id}", member, {"recommendation/show"},
                     [&s](http::Reading& call) { return show(call, s); })
      .summary("One recommendation: institutions, persons, clocks, what is owed by whom since when.");
  routes
      .get<http::Nothing>("/recommendation_persons/{id}", member, {},
                          [](http::Reading& call) { return show_person(call); })
      .summary("Leads to the recommendation a person stands in.");
  routes
      .get<CatalogueView>("/sanctions", access::anyone(), {"recommendation/sanctions"},
                          [&s](http::Reading& call) { return show_catalogue(call, s); })
      .summary("The catalogue of sanctions with law, validity and mark.");
}

void add_recommendation_routes(http::Routes& routes, const Services& s) {
  add_list_routes(routes, s);
  add_work_routes(routes, s);
  add_drafting_routes(routes, s);
  add_following_routes(routes, s);
  add_deciding_routes(routes, s);
  add_reminding_routes(routes, s);
  add_liaison_routes(routes, s);
  add_link_routes(routes, s);
}

}  // namespace netra::recommendation
