// Leads that supervisors meet in the field: heard, seen on a wall, sent to them. They go to the competent office like a
// citizen's lead and are traced there; who wrote one down sees what became of it, and nobody else's. What a supervisor
// watched on duty is a Form A.
#include "domain/election/election.hpp"
#include "domain/finding/internal.hpp"
#include "domain/office/office.hpp"
#include "domain/region/region.hpp"
#include "domain/report/intake.hpp"

namespace netra::finding {

// No names of informants are asked for: who tells something may file it without an account, sealed.
struct FieldLeadIn {
  std::optional<std::string> office;  // in which the writer holds the role; absent: the one worked for
  std::optional<std::string> place;
  std::optional<std::string> place_detail;
  std::optional<Date> date_happened;
  std::optional<std::string> event;
  std::optional<std::string> chronology;
  std::vector<report::ReportedIn> reported;
  std::vector<report::EvidenceIn> evidence;
  std::vector<http::Upload> files;
};
BOOST_DESCRIBE_STRUCT(FieldLeadIn, (),
                      (office, place, place_detail, date_happened, event, chronology, reported, evidence, files))

struct FieldLeadForm {
  std::string office, office_name;
  std::vector<Option> places, kinds;
  Date today;
};
BOOST_DESCRIBE_STRUCT(FieldLeadForm, (), (office, office_name, places, kinds, today))

struct FieldLeadRow {
  std::string id, reference, event, place, office_name;
  report::Stage stage = report::Stage::info_logged;
  LocalTime received_at;
};
BOOST_DESCRIBE_STRUCT(FieldLeadRow, (), (id, reference, event, place, office_name, stage, received_at))

struct FieldLeadList {
  std::vector<FieldLeadRow> rows;
  std::optional<std::string> older;
};
BOOST_DESCRIBE_STRUCT(FieldLeadList, (), (rows, older))

struct FieldLeadView {
  std::string id, reference, event, chronology, place, place_detail, office_name;
  std::optional<Date> date_happened;
  report::Stage stage = report::Stage::info_logged;
  LocalTime received_at;
  std::vector<report::ReportedPerson> reported;
  std::vector<evidence::ItemView> files;
};
BOOST_DESCRIBE_STRUCT(FieldLeadView, (),
                      (id, reference, event, chronology, place, place_detail, office_name, date_happened, stage,
                       received_at, reported, files))

namespace {

constexpr std::size_t kUploadBytes = 1024UL * 1024 * 1024, kFiles = 20;

std::string name_of(storage::Reader& db, std::string_view office) {
  auto known = office::find_office(db, office);
  return known ? known->name : std::string(office);
}

Result<http::Reply<FieldLeadForm>> show_form(http::Reading& call, const Services& s) {
  auto office = office_asked(call, call.query("office"), Right::record_lead);
  if (!office) return fail(std::move(office.error()));
  if (auto may = require(call, Right::record_lead, *office); !may) return fail(std::move(may.error()));
  FieldLeadForm form{.office = *office, .office_name = name_of(call.db, *office)};
  if (auto known = office::find_office(call.db, *office)) {
    form.places = places_below(call.db, known->region_code);
    form.today = date_in(call.now, known->zone);
  }
  for (const auto& term : s.rules.terms)
    if (term.group == "subject") form.kinds.push_back({term.id, term.label.in(call.info.language)});
  return form;
}

Result<report::Filing> prepare(http::Reading& call, const report::Services& s, const FieldLeadIn& in) {
  auto office = office_asked(call, in.office, Right::record_lead);
  if (!office) return fail(std::move(office.error()));
  if (auto may = require(call, Right::record_lead, *office); !may) return fail(std::move(may.error()));
  if (in.files.size() > kFiles) return fail_fields("report.fields", {{"/files", "field.value", {}}});
  const auto& actor = actor_of(call);
  report::Origin origin{
      .channel = report::Channel::field, .actor = actor.as(Right::record_lead, *office), .account = actor.id};
  for (const auto& upload : in.files) {
    auto kept = evidence::keep(s.files, upload, "");
    if (!kept) return fail(std::move(kept.error()));
    origin.kept.push_back(std::move(*kept));
  }
  report::NewReport lead{.track = report::Track::lead,
                         .place = in.place,
                         .place_detail = in.place_detail,
                         .date_happened = in.date_happened,
                         .event = in.event,
                         .chronology = in.chronology,
                         .reported = in.reported,
                         .evidence = in.evidence};
  return report::prepare_filing(call, s, lead, origin);
}

Result<FieldLeadView> view_of(const http::Call& call, storage::Reader& db, std::string_view id) {
  auto lead = report::load(db, id);
  // Another's and the unknown look the same.
  if (!lead || !report::is_field_lead_of(db, id, actor_of(call).id))
    return fail(netra::Outcome::kNotFound, "report.unknown");
  return FieldLeadView{lead->id,
                       report::reference_of(lead->id),
                       lead->event,
                       lead->chronology,
                       region::path_of(db, lead->region_code),
                       lead->place_detail,
                       name_of(db, lead->office_id),
                       lead->date_happened,
                       lead->stage,
                       {lead->received_at_ms, lead->zone},
                       report::reported_of(db, lead->id),
                       evidence::list(db, {"report", lead->id}, lead->zone)};
}

Result<http::Reply<FieldLeadView>> take_in(http::Writing& call, const report::Services& s,
                                           const report::Filing& filing) {
  // Its code is drawn as for every report and given to nobody: the writer comes back by signing in.
  auto receipt = report::file(call.tx, call.now, call.entropy, s, filing, call.info.language);
  if (!receipt) return fail(std::move(receipt.error()));
  auto view = view_of(call, call.tx, receipt->id);
  if (!view) return fail(std::move(view.error()));
  return http::created(std::move(*view), "/leads/" + receipt->id);
}

Result<http::Reply<FieldLeadList>> list_own(http::Reading& call) {
  FieldLeadList out;
  auto leads = report::field_leads_of(call.db, actor_of(call).id, call.query("before").value_or(""),
                                      static_cast<int>(kPage) + 1);
  if (leads.size() > static_cast<std::size_t>(kPage)) {
    leads.resize(static_cast<std::size_t>(kPage));
    out.older = "/leads?before=" + leads.back().id;
  }
  for (const auto& lead : leads)
    out.rows.push_back({lead.id,
                        report::reference_of(lead.id),
                        lead.event,
                        region::path_of(call.db, lead.region_code),
                        name_of(call.db, lead.office_id),
                        lead.stage,
                        {lead.received_at_ms, lead.zone}});
  return out;
}

}  // namespace

void add_field_lead_routes(http::Routes& routes, const Services& s, const report::Services& reports) {
  const auto access = access::with(Right::record_lead);
  routes.get<FieldLeadList>("/leads", access, {"finding/field_leads"}, list_own)
      .summary("The leads one has written down in the field, newest first; nobody else's.")
      .query("before", "Where the page before ended.");
  routes
      .get<FieldLeadForm>("/leads/new", access, {"finding/field_lead_form"},
                          [&s](http::Reading& call) { return show_form(call, s); })
      .summary("The form for a lead met in the field.")
      .query("office", "The office in which one holds the role.");
  routes
      .get<FieldLeadView>("/leads/{id}", access, {"finding/field_lead"},
                          [](http::Reading& call) -> Result<http::Reply<FieldLeadView>> {
                            auto view = view_of(call, call.db, call.param("id"));
                            if (!view) return fail(std::move(view.error()));
                            return http::Reply<FieldLeadView>(std::move(*view));
                          })
      .summary("A lead of one's own and what became of it.");
  routes
      .post<FieldLeadIn, FieldLeadView, report::Filing>(
          "/leads", access, {"finding/field_lead"},
          [&reports](http::Reading& call, const FieldLeadIn& in) { return prepare(call, reports, in); },
          [&reports](http::Writing& call, const report::Filing& filing) { return take_in(call, reports, filing); })
      .again("/leads/new")
      .max_upload(kUploadBytes)
      .summary("Writes down a lead; the competent office has it at once.");
}

}  // namespace netra::finding
