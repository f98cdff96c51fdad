#include "domain/funnel/facts.hpp"
#include "domain/funnel/import.hpp"
#include "domain/funnel/registers.hpp"
#include "domain/funnel/sql.hpp"
#include "engine/sheet/sheet.hpp"

namespace netra::funnel {

namespace {

constexpr int kLinesOnPage = 100;

Date today_of(const http::Call& call) { return date_in(call.now, actor_of(call).zone()); }

Result<http::Reply<RegistersView>> show(http::Reading& call, const Services& s) {
  auto filter = filter_of(call);
  if (!filter) return fail(std::move(filter.error()));
  return registers_of(call.db, s, actor_of(call), *filter, today_of(call), call.info.language);
}

// ---- the same as a table ----

using sheet::Cell;

Cell days(const std::optional<std::int64_t>& value) {
  if (!value) return std::string();
  return *value;
}

void put_rows(sheet::Sheet& out, const std::string& by, const std::vector<PartView>& parts) {
  for (const auto& p : parts)
    out.rows.push_back({by, p.name, p.label, p.reported, p.recommended, p.waiting, p.undecided, p.answered,
                        p.sanctioned, p.ended, p.unknown, days(p.answer_median), days(p.decision_median),
                        days(p.decision_longest), days(p.waiting_longest)});
}

sheet::Sheet counts_sheet(const RegistersView& view) {
  sheet::Sheet out{"register",
                   {{"by"},
                    {"id"},
                    {"name", 34},
                    {"reported"},
                    {"recommended"},
                    {"waiting"},
                    {"undecided"},
                    {"answered"},
                    {"sanctioned"},
                    {"ended"},
                    {"unknown"},
                    {"answer_median_days"},
                    {"decision_median_days"},
                    {"decision_longest_days"},
                    {"waiting_longest_days"}},
                   {}};
  put_rows(out, "election", view.by_election);
  put_rows(out, "institution", view.by_institution);
  put_rows(out, "place", view.by_place);
  put_rows(out, "person_kind", view.by_kind);
  return out;
}

sheet::Sheet published_sheet(const RegistersView& view) {
  sheet::Sheet out{"published",
                   {{"election"},
                    {"publisher"},
                    {"as_of"},
                    {"stage"},
                    {"count"},
                    {"unit"},
                    {"part_of"},
                    {"split"},
                    {"closes"},
                    {"source", 40},
                    {"mark"},
                    {"note", 40}},
                   {}};
  for (const auto& series : view.published)
    for (const auto& f : series.figures)
      out.rows.push_back({series.election, series.publisher, series.as_of, f.stage, f.amount, f.unit, f.part_of,
                          f.split, std::string(series.closes ? "yes" : "no"), series.source_name,
                          std::string(enum_name(series.mark)), f.note});
  return out;
}

Result<http::Reply<http::Nothing>> file(http::Reading& call, const Services& s, sheet::Format format) {
  auto filter = filter_of(call);
  if (!filter) return fail(std::move(filter.error()));
  const auto view = registers_of(call.db, s, actor_of(call), *filter, today_of(call), call.info.language);
  auto body = sheet::download(format, {counts_sheet(view), published_sheet(view)},
                              "netra-register-" + format_date(today_of(call)));
  if (!body) return fail(std::move(body.error()));
  http::Reply<http::Nothing> reply;
  reply.file = std::move(*body);
  return reply;
}

// ---- the lines behind a number ----

struct LineView {
  FactSource source = FactSource::recommendation;
  Standing standing = Standing::unknown;
  std::string election, place, institution, decider, person_kind, office_name, url, reference, source_name;
  std::int64_t amount = 1;
  bool persons_known = true;
  std::optional<Date> recommended_on, answered_on, decided_on;
  std::optional<procedure::Mark> mark;  // of entries of older registers
};
BOOST_DESCRIBE_STRUCT(LineView, (),
                      (source, standing, election, place, institution, decider, person_kind, office_name, url,
                       reference, source_name, amount, persons_known, recommended_on, answered_on, decided_on, mark))

struct LinesView {
  Filter filter;
  std::string standing, standing_label, place_name, back_url, older;
  std::vector<LineView> rows;
};
BOOST_DESCRIBE_STRUCT(LinesView, (), (filter, standing, standing_label, place_name, back_url, older, rows))

LineView line_of(http::Reading& call, const Labels& labels, const Fact& fact) {
  LineView out{.source = fact.source,
               .standing = fact.standing,
               .election = labels.election(fact.election),
               .place = labels.place(fact.place),
               .institution = fact.institution.empty() ? "" : labels.institution(fact.institution),
               .decider = fact.decider.empty() ? "" : labels.institution(fact.decider),
               .person_kind = labels.person_kind(fact.person_kind),
               .office_name = office::name_of(call.db, fact.office),
               .amount = fact.amount,
               .persons_known = fact.persons_known,
               .recommended_on = fact.recommended_on,
               .answered_on = fact.answered_on,
               .decided_on = fact.decided_on};
  const auto& actor = actor_of(call);
  if (fact.source == FactSource::recommendation && recommendation::may_read(call.db, actor, fact.source_id))
    out.url = "/recommendations/" + fact.source_id;
  if (fact.source == FactSource::case_file && cases::may_read(call.db, actor, fact.source_id))
    out.url = "/cases/" + fact.source_id;
  if (fact.source != FactSource::entry) return out;
  if (auto entry = call.db.one<Entry>(sql::funnel::entry, {fact.source_id})) {
    out.reference = entry->number.empty() ? entry->reference : entry->number;
    out.source_name = entry->source_name;
    out.mark = entry->mark;
  }
  return out;
}

// Places within one, as a range of codes: all that begin so.
std::pair<std::string, std::string> range_of(const std::string& place) { return {place, place + "~"}; }

std::vector<Fact> facts_matching(http::Reading& call, const Filter& f, const std::string& standing,
                                 const std::string& before, int limit) {
  auto institution = f.institution, decider = f.institution;
  if (institution.ends_with(kDecides)) {
    decider = institution.substr(0, institution.size() - kDecides.size());
    institution = "-";  // as decider only
  } else if (!institution.empty()) {
    decider = "-";
  }
  const auto [from, to] = range_of(f.place);
  return call.db.all<Fact>(sql::funnel::facts_matching,
                           {from, to, f.election, institution, decider, f.person_kind, standing, before, limit});
}

Result<http::Reply<LinesView>> lines(http::Reading& call, const Services& s) {
  auto filter = filter_of(call);
  if (!filter) return fail(std::move(filter.error()));
  const Labels labels(call.db, s, call.info.language);
  LinesView out{.filter = *filter, .standing = call.query("standing").value_or("")};
  if (!parse_enum<Standing>(out.standing)) out.standing.clear();
  out.place_name = filter->place.empty() ? "" : labels.place(filter->place);
  out.back_url = "/registers" + query_of(*filter);
  const auto& actor = actor_of(call);
  auto facts = facts_matching(call, *filter, out.standing, call.query("before").value_or(""), kLinesOnPage + 1);
  if (facts.size() > kLinesOnPage) {
    facts.pop_back();
    const auto query = query_of(*filter);
    out.older = "/registers/people" + query + (query.empty() ? "?" : "&") +
                (out.standing.empty() ? "" : "standing=" + out.standing + "&") + "before=" + facts.back().id;
  }
  // Numbers of a region may be read more widely than the records behind them.
  for (const auto& fact : facts)
    if (actor.may(Right::read_figures, fact.office)) out.rows.push_back(line_of(call, labels, fact));
  return out;
}

http::RouteOptions& declare(http::RouteOptions& route) {
  return route.query("election", "Id of an election, or unknown.")
      .query("place", "Code of a province or regency; without it the region of one's office.")
      .query("institution", "Who received it (bkn), or who decides (ppk_asn.decides), or unknown.")
      .query("person_kind", "Kind of person, or unknown.");
}

}  // namespace

void add_funnel_routes(http::Routes& routes, const Services& s) {
  const auto who = access::with(Right::read_figures);
  auto page = routes.get<RegistersView>("/registers", who, {"funnel/registers"},
                                        [&s](http::Reading& call) { return show(call, s); });
  declare(page.summary("The funnel from report to sanction: steps, waits, parts, elections side by side"));
  for (auto format : {sheet::Format::csv, sheet::Format::xlsx}) {
    auto table = routes.get<http::Nothing>(format == sheet::Format::csv ? "/registers.csv" : "/registers.xlsx", who, {},
                                           [&s, format](http::Reading& call) { return file(call, s, format); });
    declare(table.summary("The same funnel as a table"));
  }
  auto people = routes.get<LinesView>("/registers/people", who, {"funnel/people"},
                                      [&s](http::Reading& call) { return lines(call, s); });
  declare(people.query("standing", "Only those who stand there.").query("before", "Where the page before ended."));
  people.summary("The lines behind a number, without names, each leading to its record for who may read it");
}

void add_register_routes(http::Routes& routes, const Services& services) {
  add_funnel_routes(routes, services);
  add_import_routes(routes, services);
  add_public_routes(routes, services);
}

}  // namespace netra::funnel
