// Form A: recording, correcting by a new wording, reading.
#include "domain/finding/internal.hpp"
#include "domain/finding/sql.hpp"
#include "domain/identity/office_keys.hpp"
#include "domain/office/office.hpp"
#include "domain/region/region.hpp"
#include "engine/crypto/box.hpp"

namespace netra::finding {

namespace {

constexpr std::size_t kLine = 300, kParagraph = 4000, kText = 40000;

struct Wording {
  std::string region, number, title, stage_watched;
  std::string witnesses;  // JSON, to be sealed; empty when there are none
  FormAContent content;
};

std::vector<Activity> activities_of(const FormAIn& in, Zone zone, Entries& entries) {
  std::vector<Activity> out;
  for (std::size_t i = 0; i < in.activities.size(); ++i) {
    const auto& a = in.activities[i];
    const std::string at = "/activities/" + std::to_string(i);
    Activity activity{entries.text(at + "/form", a.form, kLine), entries.optional_text(at + "/aim", a.aim, kParagraph),
                      entries.optional_text(at + "/target", a.target, kParagraph),
                      entries.text(at + "/place", a.place, kLine), std::nullopt};
    if (auto moment = entries.moment(at + "/at", a.at, zone)) activity.at = LocalTime{*moment, zone};
    out.push_back(std::move(activity));
  }
  if (out.empty()) entries.wrong("/activities", "field.required");
  return out;
}

std::vector<AllegedActor> actors_of(const FormAIn& in, Entries& entries) {
  std::vector<AllegedActor> out;
  for (std::size_t i = 0; i < in.actors.size(); ++i) {
    const auto& a = in.actors[i];
    const std::string at = "/actors/" + std::to_string(i);
    out.push_back({entries.text(at + "/name", a.name, kLine), entries.text(at + "/kind", a.kind, 60), a.position,
                   a.unit, a.address});
  }
  return out;
}

// Names stay in here only as long as it takes to seal them.
std::string witnesses_of(const FormAIn& in, Entries& entries, std::int64_t& count) {
  json::array out;
  for (std::size_t i = 0; i < in.witnesses.size(); ++i) {
    const auto& w = in.witnesses[i];
    const std::string at = "/witnesses/" + std::to_string(i);
    out.push_back({{"name", entries.text(at + "/name", w.name, kLine)},
                   {"address", entries.optional_text(at + "/address", w.address, kParagraph)},
                   {"phone", entries.optional_text(at + "/phone", w.phone, 60)}});
  }
  count = static_cast<std::int64_t>(out.size());
  return out.empty() ? std::string() : json::serialize(out);
}

void read_allegation(const FormAIn& in, Entries& entries, Date today, Wording& w) {
  auto& c = w.content;
  c.event = entries.text("/event", in.event, kLine);
  c.place = entries.text("/place", in.place, kLine);
  c.actors = actors_of(in, entries);
  c.description = entries.text("/description", in.description, kText);
  if (!in.happened_on) entries.wrong("/happened_on", "field.required");
  if (!in.found_on) entries.wrong("/found_on", "field.required");
  if (in.found_on && *in.found_on > today) entries.wrong("/found_on", "field.future");
  if (in.happened_on && in.found_on && *in.happened_on > *in.found_on)
    entries.wrong("/happened_on", "finding.happened_after_found");
  c.article = entries.optional_text("/article", in.article, kParagraph);
  c.evidence = entries.optional_text("/evidence", in.evidence, kText);
  c.kind = entries.optional_text("/kind", in.kind, kLine);
  c.facts = entries.optional_text("/facts", in.facts, kText);
  c.analysis = entries.optional_text("/analysis", in.analysis, kText);
  c.follow_up = entries.optional_text("/follow_up", in.follow_up, kText);
  w.witnesses = witnesses_of(in, entries, c.witnesses);
}

Result<Wording> read_wording(const http::Writing& call, const FormAIn& in, std::string region) {
  Entries entries;
  Wording w;
  w.region = std::move(region);
  if (!region::find_region(call.tx, w.region)) entries.wrong("/region", "region.unknown");
  const Zone zone = zone_at(call.tx, w.region);
  w.number = entries.optional_text("/number", in.number, 100);
  w.title = entries.text("/title", in.title, 200);
  w.stage_watched = entries.text("/stage_watched", in.stage_watched, 100);
  w.content.post = entries.text("/post", in.post, kLine);
  w.content.duty_letter = entries.text("/duty_letter", in.duty_letter, kLine);
  w.content.duty_address = entries.optional_text("/duty_address", in.duty_address, kLine);
  w.content.activities = activities_of(in, zone, entries);
  w.content.narrative = entries.text("/narrative", in.narrative, kText);
  w.content.dispute = entries.optional_text("/dispute", in.dispute, kText);
  if (in.alleges) read_allegation(in, entries, date_in(call.now, zone), w);
  if (!entries.fine()) return entries.refuse("form_a.incomplete");
  return w;
}

// Stores one wording and seals the witnesses named in it.
Result<Done> write_wording(http::Writing& call, storage::Writer& writer, std::string_view id, std::int64_t version,
                           std::string_view office, const Wording& w, std::string_view reason) {
  writer.execute(sql::finding::insert_form_a_version,
                 {id, version, store(w.content), reason, call.now, call.principal.id});
  if (w.witnesses.empty()) return Done{};
  auto key = office_public_key(call.tx, office);
  if (!key) return fail(std::move(key.error()));
  writer.execute(sql::finding::insert_finding_vault,
                 {make_id(call.now, call.entropy), id, version, "witnesses", office, crypto::seal(*key, w.witnesses)});
  return Done{};
}

Result<FormAView> view_form_a(const http::Call& call, storage::Reader& db, const Services& s, std::string_view id) {
  auto row = load_form_a(db, id);
  const auto& actor = actor_of(call);
  if (!row || !may_see(actor, Right::record_finding, row->office_id)) return fail(Outcome::kNotFound, "form_a.unknown");
  const Zone zone = zone_at(db, row->region_code);
  const journal::Subject subject{"form_a", row->id};
  FormAView view;
  view.id = row->id;
  view.version = row->version;
  view.office = row->office_id;
  view.office_name = office::name_of(db, row->office_id);
  view.number = row->number;
  view.title = row->title;
  view.election = row->election_id;
  view.region = row->region_code;
  view.region_path = region::path_of(db, row->region_code);
  view.stage_watched = row->stage_watched;
  view.alleges = row->alleges;
  view.happened_on = row->happened_on;
  view.found_on = row->found_on;
  view.tracing = row->tracing_id;
  view.finding = row->finding_id;
  view.recorded_at = {row->recorded_at_ms, zone};
  view.content = content_of(db, id, row->version);
  view.actors = actor_views(s, view.content.actors, call.info.language);
  for (const auto& r : db.query(sql::finding::form_a_versions_of, {id}))
    view.wordings.push_back({r.integer(0), r.text(1), {r.instant(2), zone}, r.text(3)});
  view.files = evidence::list(db, subject, zone);
  view.history = journal::history(db, subject);
  const bool own = actor.may(Right::record_finding, row->office_id);
  view.may_correct = own && !row->finding_id;
  view.may_attach = own;
  view.may_propose = own && row->alleges && !row->finding_id;
  return view;
}

Result<http::Reply<FormAView>> record_form_a(http::Writing& call, const Services& s, const FormAIn& in) {
  auto office = office_asked(call, in.office, Right::record_finding);
  if (!office) return fail(std::move(office.error()));
  if (auto may = require(call, Right::record_finding, *office); !may) return fail(std::move(may.error()));
  std::string election = in.election.value_or(""), region = in.region.value_or("");
  if (in.tracing) {
    auto tracing = load_tracing(call.tx, *in.tracing);
    if (!tracing || tracing->office_id != *office) return fail(Outcome::kInvalid, "tracing.unknown");
    if (tracing->state != TracingState::open) return fail(Outcome::kConflict, "tracing.closed");
    election = tracing->election_id;
    if (region.empty()) region = tracing->region_code;
  }
  auto wording = read_wording(call, in, region);
  if (!wording) return fail(std::move(wording.error()));
  if (election.empty()) return fail_fields("form_a.incomplete", {{"/election", "field.required", {}}});

  const auto id = make_id(call.now, call.entropy);
  auto& writer = record(call, {Right::record_finding,
                               "form_a.recorded",
                               {"form_a", id},
                               *office,
                               {{"alleges", in.alleges}, {"stage", wording->stage_watched}}});
  writer.execute(sql::finding::insert_form_a,
                 {id, *office, wording->number, election, wording->region, wording->stage_watched, wording->title,
                  call.principal.id, in.alleges, in.alleges ? in.happened_on : std::nullopt,
                  in.alleges ? in.found_on : std::nullopt, in.tracing, call.now, call.principal.id});
  if (auto done = write_wording(call, writer, id, 1, *office, *wording, ""); !done)
    return fail(std::move(done.error()));
  auto view = view_form_a(call, call.tx, s, id);
  if (!view) return fail(std::move(view.error()));
  return http::created(std::move(*view), "/form-a/" + id);
}

Result<http::Reply<FormAView>> correct_form_a(http::Writing& call, const Services& s, const FormAIn& in) {
  auto row = load_form_a(call.tx, call.param("id"));
  if (!row || !may_see(actor_of(call), Right::record_finding, row->office_id))
    return fail(Outcome::kNotFound, "form_a.unknown");
  if (auto may = require(call, Right::record_finding, row->office_id); !may) return fail(std::move(may.error()));
  if (row->finding_id) return fail(Outcome::kConflict, "form_a.has_finding");
  if (in.version != row->version) return stale("form_a.changed");
  auto wording = read_wording(call, in, in.region.value_or(row->region_code));
  if (!wording) return fail(std::move(wording.error()));
  Entries entries;
  auto reason = entries.text("/reason", in.reason, kParagraph);
  if (!entries.fine()) return entries.refuse("form_a.incomplete");

  auto& writer = record(call, {Right::record_finding,
                               "form_a.corrected",
                               {"form_a", row->id},
                               row->office_id,
                               {{"version", row->version + 1}},
                               reason});
  if (writer.execute(
          sql::finding::correct_form_a,
          {row->id, row->version, wording->number, wording->stage_watched, wording->title, in.alleges,
           in.alleges ? in.happened_on : std::nullopt, in.alleges ? in.found_on : std::nullopt, wording->region}) != 1)
    return stale("form_a.changed");
  if (auto done = write_wording(call, writer, row->id, row->version + 1, row->office_id, *wording, reason); !done)
    return fail(std::move(done.error()));
  auto view = view_form_a(call, call.tx, s, row->id);
  if (!view) return fail(std::move(view.error()));
  return http::see(std::move(*view), "/form-a/" + row->id);
}

Result<http::Reply<FormAList>> list_form_a(http::Reading& call) {
  auto office = office_asked(call, call.query("office"), Right::record_finding);
  if (!office) return fail(std::move(office.error()));
  if (!may_see(actor_of(call), Right::record_finding, *office)) return fail(Outcome::kForbidden, "access.denied");
  auto rows =
      call.db.all<FormARow>(sql::finding::form_a_of_office, {*office, call.query("before").value_or(""), kPage + 1});
  FormAList list;
  list.older = older_of(rows, "/form-a", *office);
  list.rows = form_a_items(call.db, rows);
  list.may_record = actor_of(call).may(Right::record_finding, *office);
  return list;
}

FormARows rows_of(const FormAContent& content) {
  FormARows rows;
  const auto activity = [&](std::size_t i) -> std::optional<ActivityRow> {
    if (i >= content.activities.size()) return std::nullopt;
    const auto& a = content.activities[i];
    return ActivityRow{a.form, a.aim, a.target, a.place, a.at ? format_local(*a.at).substr(0, 16) : std::string()};
  };
  const auto actor = [&](std::size_t i) -> std::optional<AllegedActor> {
    if (i >= content.actors.size()) return std::nullopt;
    return content.actors[i];
  };
  rows.activity_0 = activity(0);
  rows.activity_1 = activity(1);
  rows.activity_2 = activity(2);
  rows.actor_0 = actor(0);
  rows.actor_1 = actor(1);
  rows.actor_2 = actor(2);
  return rows;
}

// ---- files ----

constexpr std::size_t kUploadBytes = 1024UL * 1024 * 1024, kFiles = 20;

struct KeptFiles {
  std::int64_t version = 0;
  std::vector<evidence::Kept> files;
};

// Outside the writer: the bytes are safe before anything says that they are there.
Result<KeptFiles> keep_files(http::Reading& call, const Services& s, const FormAFilesIn& in) {
  auto row = load_form_a(call.db, call.param("id"));
  if (!row || !may_see(actor_of(call), Right::record_finding, row->office_id))
    return fail(Outcome::kNotFound, "form_a.unknown");
  if (in.files.empty() || in.files.size() > kFiles)
    return fail_fields("evidence.incomplete", {{"/files", "field.required", {}}});
  KeptFiles out{in.version, {}};
  for (const auto& upload : in.files) {
    auto kept = evidence::keep(s.files, upload, in.description_of_files.value_or(""));
    if (!kept) return fail(std::move(kept.error()));
    kept->filename = upload.filename;
    out.files.push_back(std::move(*kept));
  }
  return out;
}

Result<http::Reply<FormAView>> attach_files(http::Writing& call, const Services& s, const KeptFiles& in) {
  auto row = load_form_a(call.tx, call.param("id"));
  if (!row) return fail(Outcome::kNotFound, "form_a.unknown");
  if (auto may = require(call, Right::record_finding, row->office_id); !may) return fail(std::move(may.error()));
  if (in.version != row->version) return stale("form_a.changed");
  json::array prints;
  for (const auto& file : in.files) prints.emplace_back(file.sha256);
  auto& writer = record(
      call,
      {Right::record_finding, "form_a.evidence_added", {"form_a", row->id}, row->office_id, {{"sha256", prints}}});
  for (const auto& file : in.files)
    evidence::attach(writer, call.now, call.entropy, {"form_a", row->id}, row->office_id,
                     actor_of(call).as(Right::record_finding, row->office_id), file);
  auto view = view_form_a(call, call.tx, s, row->id);
  if (!view) return fail(std::move(view.error()));
  return http::see(std::move(*view), "/form-a/" + row->id);
}

Result<http::Reply<FormAForm>> show_form(http::Reading& call, const Services& s, std::string_view id) {
  FormAForm form;
  if (!id.empty()) {
    auto view = view_form_a(call, call.db, s, id);
    if (!view) return fail(std::move(view.error()));
    form.form = std::move(*view);
    form.rows = rows_of(form.form->content);
  }
  form.tracing = call.query("tracing");
  auto office = form.form ? Result<std::string>(form.form->office)
                          : office_asked(call, call.query("office"), Right::record_finding);
  if (!office) return fail(std::move(office.error()));
  const auto& language = call.info.language;
  for (const auto& e : s.elections.all()) form.elections.push_back({e.id, std::string(e.name(language))});
  const auto* election = s.elections.current(date_in(call.now, Zone::wib));
  if (election)
    for (const auto& stage : election->stages)
      form.stages.push_back({stage.id, s.messages.text(language, "election.stage." + stage.id)});
  for (const auto& term : s.rules.terms)
    if (term.group == "subject") form.kinds.push_back({term.id, term.label.in(language)});
  for (const auto& own : actor_of(call).offices_with(Right::record_finding))
    form.offices.push_back({own, office::name_of(call.db, own)});
  if (auto known = office::find_office(call.db, *office)) form.places = places_below(call.db, known->region_code);
  return form;
}

}  // namespace

std::optional<FormARow> load_form_a(storage::Reader& db, std::string_view id) {
  return db.one<FormARow>(sql::finding::form_a_by_id, {id});
}

bool may_read_form_a(http::Reading& call, std::string_view id) {
  auto row = load_form_a(call.db, id);
  return row && may_see(actor_of(call), Right::record_finding, row->office_id);
}

FormAContent content_of(storage::Reader& db, std::string_view id, std::int64_t version) {
  return restore<FormAContent>(db.text(sql::finding::form_a_content, {id, version}).value_or("{}"));
}

std::vector<FormAItem> form_a_items(storage::Reader& db, const std::vector<FormARow>& rows) {
  std::vector<FormAItem> out;
  out.reserve(rows.size());
  for (const auto& row : rows)
    out.push_back({row.id,
                   row.number,
                   row.title,
                   region::path_of(db, row.region_code),
                   row.alleges,
                   row.finding_id,
                   {row.recorded_at_ms, zone_at(db, row.region_code)}});
  return out;
}

void add_form_a_routes(http::Routes& routes, const Services& s) {
  const auto access = access::with(Right::record_finding);
  routes.get<FormAList>("/form-a", access, {"finding/form_a_list"}, list_form_a)
      .summary("Supervision records (Form A) of an office, newest first.")
      .query("office", "Id of the office; without it the one the person works for.")
      .query("before", "Where the page before ended.");
  routes
      .get<FormAForm>("/form-a/new", access, {"finding/form_a_form"},
                      [&s](http::Reading& call) { return show_form(call, s, ""); })
      .summary("The empty Form A with its lists of choices.")
      .query("office", "Id of the office; without it the one the person works for.")
      .query("tracing", "The tracing it belongs to.");
  routes
      .get<FormAForm>("/form-a/{id}/correction", access, {"finding/form_a_form"},
                      [&s](http::Reading& call) { return show_form(call, s, call.param("id")); })
      .summary("A Form A filled in as it stands, to be corrected.")
      .query("office", "Id of the office; without it the one the person works for.")
      .query("tracing", "The tracing it belongs to.");
  routes
      .get<FormAView>("/form-a/{id}", access, {"finding/form_a"},
                      [&s](http::Reading& call) -> Result<http::Reply<FormAView>> {
                        auto view = view_form_a(call, call.db, s, call.param("id"));
                        if (!view) return fail(std::move(view.error()));
                        return http::Reply<FormAView>(std::move(*view));
                      })
      .summary("One Form A with its wordings and history.");
  routes
      .post<FormAIn, FormAView>("/form-a", access, {"finding/form_a"},
                                [&s](http::Writing& call, const FormAIn& in) { return record_form_a(call, s, in); })
      .again("/form-a/new")
      .summary("Records a Form A; witnesses are sealed at once.");
  routes
      .post<FormAFilesIn, FormAView, KeptFiles>(
          "/form-a/{id}/evidence", access, {"finding/form_a"},
          [&s](http::Reading& call, const FormAFilesIn& in) { return keep_files(call, s, in); },
          [&s](http::Writing& call, const KeptFiles& in) { return attach_files(call, s, in); })
      .again("/form-a/{id}")
      .max_upload(kUploadBytes)
      .summary("Attaches files to a Form A, each with its fingerprint and custody.");
  routes
      .post<FormAIn, FormAView>("/form-a/{id}/correction", access, {"finding/form_a"},
                                [&s](http::Writing& call, const FormAIn& in) { return correct_form_a(call, s, in); })
      .again("/form-a/{id}/correction")
      .summary("Appends a corrected wording with its reason.");
}

}  // namespace netra::finding
