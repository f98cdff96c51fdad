// The list of cases and the tabs of a case; every tab is the same view on its own page.
#include "domain/case/record.hpp"
#include "domain/case/sql.hpp"
#include "domain/office/office.hpp"
#include "domain/office/worklist.hpp"

namespace netra::cases {

namespace {

struct ListRow {
  std::string id;
  Origin origin = Origin::report;
  std::optional<std::string> number;
  std::string title, office_id, region_code;
  Zone zone = Zone::wib;
  Instant received_at_ms;
  std::optional<Instant> closed_at_ms;
  std::string election_id, stage;
};
BOOST_DESCRIBE_STRUCT(ListRow, (),
                      (id, origin, number, title, office_id, region_code, zone, received_at_ms, closed_at_ms,
                       election_id, stage))

std::string label_of_stage(const procedure::Rules& rules, const election::Elections& elections,
                           const std::string& election, const std::string& stage, std::string_view language) {
  const auto* known = rules.stage(finding::regime_of(elections, election), stage);
  return known ? known->label.in(language) : stage;
}

CaseRow row_of(storage::Reader& db, const Services& s, const ListRow& row, std::string_view language) {
  CaseRow out{row.id,
              row.origin,
              row.number,
              row.title,
              row.stage,
              label_of_stage(s.rules, s.elections, row.election_id, row.stage, language),
              row.office_id,
              "",
              row.region_code,
              {row.received_at_ms, row.zone},
              {},
              row.closed_at_ms.has_value()};
  out.office_name = office::name_of(db, row.office_id);
  if (auto item = office::find_item(db, office::ItemKind::case_file, row.id); item && item->target_at)
    out.due_at = LocalTime{*item->target_at, row.zone};
  return out;
}

Result<http::Reply<CaseList>> list(http::Reading& call, const Services& s) {
  const auto& actor = actor_of(call);
  CaseList view;
  view.office = call.query("office").value_or(actor.active_office);
  if (!actor.may(Right::read_cases, view.office)) {
    if (call.query("office")) return fail(FailedWith::kForbidden, "access.denied");
    auto offices = actor.offices_with(Right::read_cases);
    if (offices.empty()) return fail(FailedWith::kForbidden, "access.denied");
    view.office = offices.front();
  }
  view.stage = call.query("stage").value_or("");
  view.election = call.query("election").value_or("");
  view.origin = call.query("origin").value_or("");
  view.mine = call.query("mine").has_value();
  view.closed = call.query("closed").has_value();
  CaseFilter filter;
  filter.offices = {view.office};
  if (!view.stage.empty()) filter.stage = view.stage;
  if (!view.election.empty()) filter.election = view.election;
  if (auto origin = parse_enum<Origin>(view.origin)) filter.origin = *origin;
  if (view.mine) filter.officer = actor.id;
  filter.include_closed = view.closed;
  filter.before = call.query("before");
  filter.limit = 51;
  view.rows = list_cases(call.db, s, filter, call.info.language);
  if (view.rows.size() > 50) {
    view.rows.resize(50);
    view.older = "/cases?office=" + view.office + "&stage=" + view.stage + "&election=" + view.election +
                 "&origin=" + view.origin + (view.mine ? "&mine=1" : "") + (view.closed ? "&closed=1" : "") +
                 "&before=" + view.rows.back().id;
  }
  const auto regime = finding::regime_of(s.elections, view.election);
  for (const auto& stage : s.rules.stages)
    if (stage.regime == regime && stage.track != "end")
      view.stages.push_back({stage.id, stage.label.in(call.info.language)});
  for (const auto& e : s.elections.all()) view.elections.push_back({e.id, std::string(e.name(call.info.language))});
  return view;
}

}  // namespace

std::vector<CaseRow> list_cases(storage::Reader& db, const Services& s, const CaseFilter& filter,
                                std::string_view language) {
  std::vector<CaseRow> out;
  for (const auto& office : filter.offices)
    for (const auto& row :
         db.all<ListRow>(sql::cases::cases_of_office,
                         {office, filter.before.value_or(""), filter.election.value_or(""),
                          filter.origin ? std::string(enum_name(*filter.origin)) : std::string(),
                          filter.stage.value_or(""), filter.officer.value_or(""), filter.include_closed, filter.limit}))
      out.push_back(row_of(db, s, row, language));
  if (filter.offices.size() > 1) {
    std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.id > b.id; });
    out.erase(std::unique(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.id == b.id; }),
              out.end());
    if (static_cast<std::int64_t>(out.size()) > filter.limit) out.resize(static_cast<std::size_t>(filter.limit));
  }
  return out;
}

void add_reading_routes(http::Routes& routes, const Services& s) {
  const auto access = access::with(Right::read_cases);
  routes.get<CaseList>("/cases", access, {"case/list"}, [&s](http::Reading& call) { return list(call, s); })
      .summary("Cases of an office and those shared with it, newest first.")
      .query("office", "Id of the office; without it the one the person works for.")
      .query("stage", "Only this stage.")
      .query("election", "Only this election.")
      .query("origin", "Only from reports, or only from findings.")
      .query("mine", "Present: only those assigned to oneself.")
      .query("closed", "Present: closed ones.")
      .query("before", "Where the page before ended.");
  const auto show = [&s](http::Reading& call) -> Result<http::Reply<CaseView>> {
    auto view = view_case(call, call.db, s, call.param("id"));
    if (!view) return fail(std::move(view.error()));
    return http::Reply<CaseView>(std::move(*view));
  };
  routes.get<CaseView>("/cases/{id}", access, {"case/show"}, show).summary("One case file.");
  struct Tab {
    const char* path;
    const char* page;
  };
  for (const auto& tab :
       {Tab{"review", "case/review"}, Tab{"clarifications", "case/clarifications"}, Tab{"studies", "case/studies"},
        Tab{"plenaries", "case/plenaries"}, Tab{"evidence", "case/evidence"}, Tab{"clocks", "case/clocks"},
        Tab{"documents", "case/documents"}, Tab{"sharing", "case/sharing"}, Tab{"history", "case/history"},
        Tab{"print/review", "case/print_review"}, Tab{"print/study", "case/print_study"},
        Tab{"print/plenary", "case/print_plenary"}, Tab{"print/notice", "case/print_notice"}})
    routes.get<CaseView>(std::string("/cases/{id}/") + tab.path, access, {tab.page}, show)
        .summary("The case file on one of its pages.");
}

void add_case_routes(http::Routes& routes, const Services& s) {
  add_reading_routes(routes, s);
  add_print_routes(routes, s);
  add_intake_routes(routes, s);
  add_hearing_routes(routes, s);
  add_decision_routes(routes, s);
  add_sharing_routes(routes, s);
  add_board_routes(routes, s);
  add_exhibit_routes(routes, s);
}

}  // namespace netra::cases
