// Older registers brought in: upload, dry run, confirmation. The dry run is read from the file each time it is looked
// at; what is confirmed is what was shown, by its hash.
#include "domain/funnel/import.hpp"
#include "domain/funnel/labels.hpp"
#include "domain/funnel/routes.hpp"
#include "domain/funnel/sql.hpp"
#include "domain/identity/identity.hpp"

namespace netra::funnel {

namespace {

constexpr std::int64_t kMostBytes = 10L << 20;
constexpr std::size_t kRowsOnPage = 200;

enum class ImportState { checked, done };
BOOST_DESCRIBE_ENUM(ImportState, checked, done)

struct Stored {
  std::string id, office, file_name, sha256, staged, brought_by;
  ImportKind kind = ImportKind::recommendations;
  ImportState state = ImportState::checked;
  Instant brought_at_ms;
  std::optional<Instant> done_at_ms;
  std::optional<std::string> done_by;
  std::int64_t made = 0, known = 0, refused = 0;
};
BOOST_DESCRIBE_STRUCT(Stored, (),
                      (id, office, file_name, sha256, staged, brought_by, kind, state, brought_at_ms, done_at_ms,
                       done_by, made, known, refused))

struct ImportLine {
  std::string id, file_name, brought_by_name;
  ImportKind kind = ImportKind::recommendations;
  ImportState state = ImportState::checked;
  LocalTime brought_at;
  std::int64_t made = 0;
};
BOOST_DESCRIBE_STRUCT(ImportLine, (), (id, file_name, brought_by_name, kind, state, brought_at, made))

struct TemplateLink {
  ImportKind kind = ImportKind::recommendations;
  std::string csv, xlsx;
};
BOOST_DESCRIBE_STRUCT(TemplateLink, (), (kind, csv, xlsx))

struct ImportsView {
  std::string office, office_name;
  std::vector<std::string> kinds;
  std::vector<TemplateLink> templates;
  std::vector<ImportLine> imports;
};
BOOST_DESCRIBE_STRUCT(ImportsView, (), (office, office_name, kinds, templates, imports))

struct RowView {
  std::int64_t row = 0;
  RowState state = RowState::made;
  std::string election, place, reference, number, institution, person_kind, outcome, stage, part_of, as_of, publisher;
  std::optional<std::int64_t> persons, amount;
  std::optional<Date> recommended_on, answered_on, decided_on;
  procedure::Mark mark = procedure::Mark::unverified;
  std::vector<CellFault> faults;
};
BOOST_DESCRIBE_STRUCT(RowView, (),
                      (row, state, election, place, reference, number, institution, person_kind, outcome, stage,
                       part_of, as_of, publisher, persons, amount, recommended_on, answered_on, decided_on, mark,
                       faults))

struct ImportView {
  std::string id, office, office_name, file_name, sha256, brought_by_name, done_by_name, plan, sheet;
  ImportKind kind = ImportKind::recommendations;
  ImportState state = ImportState::checked;
  LocalTime brought_at;
  std::optional<LocalTime> done_at;
  std::int64_t rows_count = 0, made = 0, known = 0, differs = 0, unreadable = 0, not_closing = 0;
  std::vector<std::string> ignored, never;
  std::vector<SeriesView> series;  // of figures: what closes and what does not
  std::vector<RowView> rows;
  std::string newer, older;
  std::string fault;  // why the file cannot be read now
  bool may_confirm = false;
};
BOOST_DESCRIBE_STRUCT(ImportView, (),
                      (id, office, office_name, file_name, sha256, brought_by_name, done_by_name, plan, sheet, kind,
                       state, brought_at, done_at, rows_count, made, known, differs, unreadable, not_closing, ignored,
                       never, series, rows, newer, older, fault, may_confirm))

struct NewImport {
  ImportKind kind = ImportKind::recommendations;
  std::optional<std::string> office;
  std::vector<http::Upload> file;
};
BOOST_DESCRIBE_STRUCT(NewImport, (), (kind, office, file))

struct Confirmation {
  std::string plan, reason;
};
BOOST_DESCRIBE_STRUCT(Confirmation, (), (plan, reason))

// The file's fault at its field; other failures as they are.
tl::unexpected<Error> at_file(Error error) {
  if (error.outcome != Outcome::kInvalid) return fail(std::move(error));
  return fail_fields("request.fields", {{"/file", error.code, error.detail}});
}

Result<std::string> office_for(const Actor& actor, const std::optional<std::string>& wanted) {
  auto office = wanted.value_or(actor.active_office);
  if (office.empty() || !actor.may(Right::recommend, office)) return fail(Outcome::kForbidden, "access.denied");
  return office;
}

Result<Stored> load(storage::Reader& db, const Actor& actor, std::string_view id) {
  auto stored = db.one<Stored>(sql::funnel::find_import, {id});
  if (!stored || !actor.may(Right::recommend, stored->office)) return fail(Outcome::kNotFound, "register.unknown");
  return std::move(*stored);
}

Result<Plan> plan_of(storage::Reader& db, const Services& s, const Stored& stored) {
  auto bytes = s.files.read_staged(stored.staged, kMostBytes);
  if (!bytes && bytes.error().outcome == Outcome::kUnavailable) return fail(std::move(bytes.error()));
  if (!bytes) return fail(Outcome::kConflict, "register.gone");
  return plan_import(db, s, {stored.kind, stored.office, *bytes});
}

// ---- the list, and bringing a file ----

Result<http::Reply<ImportsView>> list(http::Reading& call) {
  auto office = office_for(actor_of(call), call.query("office"));
  if (!office) return fail(std::move(office.error()));
  ImportsView out{.office = *office, .office_name = office::name_of(call.db, *office)};
  const auto zone = office::zone_of(call.db, *office);
  for (auto kind : {ImportKind::recommendations, ImportKind::figures}) {
    const std::string name(enum_name(kind)), query = "?kind=" + name;
    out.kinds.push_back(name);
    out.templates.push_back({kind, "/registers/template.csv" + query, "/registers/template.xlsx" + query});
  }
  for (const auto& one : call.db.all<Stored>(sql::funnel::imports_of, {*office}))
    out.imports.push_back({one.id,
                           one.file_name,
                           identity::account_name(call.db, one.brought_by),
                           one.kind,
                           one.state,
                           {one.brought_at_ms, zone},
                           one.made});
  return out;
}

struct Brought {
  std::string office, sha256, file_name, staged;
  ImportKind kind = ImportKind::recommendations;
};

// Outside the writer: a file that is no table is refused before anything is written.
Result<Brought> look_at(http::Reading& call, const Services& s, const NewImport& in) {
  auto office = office_for(actor_of(call), in.office);
  if (!office) return fail(std::move(office.error()));
  if (in.file.size() != 1) return fail_fields("request.fields", {{"/file", "field.required", {}}});
  const auto& file = in.file.front();
  auto bytes = s.files.read_staged(file.staged, kMostBytes);
  if (!bytes && bytes.error().code == "upload.too_large")
    return at_file({Outcome::kInvalid, "sheet.too_large", {}, {}});
  if (!bytes) return fail(std::move(bytes.error()));
  if (auto plan = plan_import(call.db, s, {in.kind, *office, *bytes, call.info.language}); !plan)
    return at_file(std::move(plan.error()));
  return Brought{*office, file.sha256, file.filename, file.staged, in.kind};
}

struct ImportMade {
  std::string id;
};
BOOST_DESCRIBE_STRUCT(ImportMade, (), (id))

Result<http::Reply<ImportMade>> bring(http::Writing& call, const Brought& in) {
  const auto id = make_id(call.now, call.entropy);
  // A dry run makes no record; what is confirmed becomes an act.
  call.tx.unlogged(storage::Unlogged::kUpload)
      .execute(sql::funnel::insert_import,
               {id, in.office, in.kind, in.file_name, in.sha256, in.staged, call.now, actor_of(call).id});
  return http::created(ImportMade{id}, "/registers/imports/" + id);
}

// ---- the dry run ----

RowView row_view(const Labels& labels, const PlannedRow& row) {
  RowView out{.row = static_cast<std::int64_t>(row.row), .state = row.state, .faults = row.faults};
  if (row.entry) {
    const auto& e = *row.entry;
    out.election = labels.election(e.election);
    out.place = e.place.empty() ? "" : labels.place(e.place);
    out.reference = e.reference;
    out.number = e.number;
    out.institution = labels.institution(e.institution);
    out.person_kind = labels.person_kind(e.person_kind);
    out.outcome = e.outcome.empty() ? "" : labels.word(Words::outcome, e.outcome);
    out.persons = e.persons;
    out.recommended_on = e.recommended_on;
    out.answered_on = e.answered_on;
    out.decided_on = e.decided_on;
    out.mark = e.mark;
  } else {
    const auto& f = *row.figure;
    out.election = labels.election(f.election);
    out.place = f.place.empty() ? "" : labels.place(f.place);
    out.stage = f.stage.empty() ? "" : labels.word(Words::stage, f.stage);
    out.part_of = f.part_of.empty() ? "" : labels.word(Words::stage, f.part_of);
    out.publisher = f.publisher;
    out.as_of = f.as_of;
    out.amount = f.amount;
    out.mark = f.mark;
  }
  return out;
}

void show_series(ImportView& out, const Labels& labels, const Services& s, const Plan& plan) {
  std::vector<Figure> figures;
  for (const auto& row : plan.rows)
    if (row.figure && row.state != RowState::refused) figures.push_back(*row.figure);
  for (const auto& series : arrange(figures, s.policy)) {
    if (series.checks.empty()) continue;
    out.series.push_back(series_view(labels, series));
    if (!series.closes) ++out.not_closing;
  }
}

void show_rows(ImportView& out, const Labels& labels, const Plan& plan, std::size_t after) {
  auto address = [&](std::size_t at) {
    return "/registers/imports/" + out.id + "?after=" + std::to_string(at) + "#rows";
  };
  const auto from = std::min(after, plan.rows.size()), to = std::min(from + kRowsOnPage, plan.rows.size());
  for (auto i = from; i < to; ++i) out.rows.push_back(row_view(labels, plan.rows[i]));
  if (from > 0) out.newer = address(from - std::min(from, kRowsOnPage));
  if (to < plan.rows.size()) out.older = address(to);
}

void show_plan(ImportView& out, const Labels& labels, const Services& s, const Plan& plan, std::size_t after) {
  auto count = [&](RowState state) { return static_cast<std::int64_t>(plan.count(state)); };
  out.plan = plan.hash;
  out.sheet = plan.sheet;
  out.ignored = plan.ignored;
  out.never = plan.never;
  out.rows_count = static_cast<std::int64_t>(plan.rows.size());
  out.made = count(RowState::made);
  out.known = count(RowState::known);
  out.differs = count(RowState::differs);
  out.unreadable = count(RowState::refused);
  out.may_confirm = out.made > 0;
  show_series(out, labels, s, plan);
  show_rows(out, labels, plan, after);
}

std::size_t number_of(const std::optional<std::string>& text) {
  const auto value = text ? parse_number(*text) : std::nullopt;
  return value && *value > 0 ? static_cast<std::size_t>(*value) : 0;
}

Result<http::Reply<ImportView>> show(http::Reading& call, const Services& s) {
  auto stored = load(call.db, actor_of(call), call.param("id"));
  if (!stored) return fail(std::move(stored.error()));
  const auto zone = office::zone_of(call.db, stored->office);
  ImportView out{.id = stored->id,
                 .office = stored->office,
                 .office_name = office::name_of(call.db, stored->office),
                 .file_name = stored->file_name,
                 .sha256 = stored->sha256,
                 .brought_by_name = identity::account_name(call.db, stored->brought_by),
                 .kind = stored->kind,
                 .state = stored->state,
                 .brought_at = {stored->brought_at_ms, zone}};
  if (stored->state == ImportState::done) {
    out.done_at = LocalTime{*stored->done_at_ms, zone};
    out.done_by_name = identity::account_name(call.db, stored->done_by.value_or(""));
    out.made = stored->made;
    out.known = stored->known;
    out.unreadable = stored->refused;
    return out;
  }
  auto plan = plan_of(call.db, s, *stored);
  if (!plan && plan.error().outcome == Outcome::kUnavailable) return fail(std::move(plan.error()));
  if (plan)
    show_plan(out, Labels(call.db, s, call.info.language), s, *plan, number_of(call.query("after")));
  else
    out.fault = plan.error().code;
  return out;
}

// ---- the confirmation ----

struct Confirmed {
  Stored stored;
  std::string bytes, plan, reason;
};

Result<Confirmed> read_again(http::Reading& call, const Services& s, const Confirmation& in) {
  auto stored = load(call.db, actor_of(call), call.param("id"));
  if (!stored) return fail(std::move(stored.error()));
  if (stored->state == ImportState::done) return fail(Outcome::kConflict, "register.done");
  if (trim(in.reason).empty()) return fail_fields("request.fields", {{"/reason", "field.required", {}}});
  if (length_in_characters(in.reason) > 500)
    return fail_fields("request.fields", {{"/reason", "field.too_long", "500"}});
  auto bytes = s.files.read_staged(stored->staged, kMostBytes);
  if (!bytes && bytes.error().outcome == Outcome::kUnavailable) return fail(std::move(bytes.error()));
  if (!bytes) return fail(Outcome::kConflict, "register.gone");
  return Confirmed{std::move(*stored), std::move(*bytes), in.plan, in.reason};
}

Result<http::Reply<ImportMade>> confirm(http::Writing& call, const Services& s, const Confirmed& in) {
  const auto& actor = actor_of(call);
  auto stored = load(call.tx, actor, in.stored.id);
  if (!stored) return fail(std::move(stored.error()));
  if (stored->state == ImportState::done) return fail(Outcome::kConflict, "register.done");
  auto plan = plan_import(call.tx, s, {in.stored.kind, in.stored.office, in.bytes});
  if (!plan) return fail(std::move(plan.error()));
  if (plan->hash != in.plan) return fail(Outcome::kConflict, "register.changed");
  const auto made = static_cast<std::int64_t>(plan->count(RowState::made)),
             known = static_cast<std::int64_t>(plan->count(RowState::known)),
             refused = static_cast<std::int64_t>(plan->rows.size()) - made - known;
  auto& writer = journal::record(call.tx, call.now, call.entropy,
                                 {actor.as(Right::recommend, stored->office),
                                  "register.imported",
                                  {"register_import", stored->id},
                                  stored->office,
                                  {{"kind", enum_name(stored->kind)},
                                   {"sha256", stored->sha256},
                                   {"plan", plan->hash},
                                   {"made", made},
                                   {"known", known},
                                   {"refused", refused}},
                                  in.reason});
  writer.execute(sql::funnel::end_import, {stored->id, call.now, actor.id, made, known, refused});
  if (auto done = make_rows(call.tx, writer, s, call.now, call.entropy, *plan, stored->id); !done)
    return fail(std::move(done.error()));
  return http::see(ImportMade{stored->id}, "/registers/imports/" + stored->id);
}

Result<http::Reply<http::Nothing>> template_file(http::Reading& call, const Services& s, sheet::Format format) {
  const auto kind = parse_enum<ImportKind>(call.query("kind").value_or(""));
  if (!kind) return fail(Outcome::kNotFound, "register.unknown");
  auto file = sheet::download(format, {template_of(s.policy, *kind, call.info.language)},
                              "netra-register-" + std::string(enum_name(*kind)));
  if (!file) return fail(std::move(file.error()));
  http::Reply<http::Nothing> reply;
  reply.file = std::move(*file);
  return reply;
}

}  // namespace

void add_import_routes(http::Routes& routes, const Services& s) {
  const auto who = access::with(Right::recommend);
  routes.get<ImportsView>("/registers/imports", who, {"funnel/imports"}, list)
      .summary("Registers brought in by an office, and the form for the next")
      .query("office", "Id of the office; without it the one the person works for.");
  routes
      .post<NewImport, ImportMade, Brought>(
          "/registers/imports", who, {}, [&s](http::Reading& c, const NewImport& in) { return look_at(c, s, in); },
          bring)
      .again("/registers/imports")
      .max_upload(static_cast<std::size_t>(kMostBytes))
      .summary(
          "Bring a table (CSV or XLSX) of older recommendations or published figures: a dry run, nothing is made yet");
  routes
      .get<ImportView>("/registers/imports/{id}", who, {"funnel/import"},
                       [&s](http::Reading& call) { return show(call, s); })
      .summary("What a table would make, row by row, with what is wrong, known, or does not close")
      .query("after", "Only rows after so many.");
  routes
      .post<Confirmation, ImportMade, Confirmed>(
          "/registers/imports/{id}/confirmation", who, {},
          [&s](http::Reading& c, const Confirmation& in) { return read_again(c, s, in); },
          [&s](http::Writing& c, const Confirmed& in) { return confirm(c, s, in); })
      .again("/registers/imports/{id}")
      .summary("Make exactly the rows that the dry run showed");
  for (auto format : {sheet::Format::csv, sheet::Format::xlsx})
    routes
        .get<http::Nothing>(format == sheet::Format::csv ? "/registers/template.csv" : "/registers/template.xlsx", who,
                            {}, [&s, format](http::Reading& call) { return template_file(call, s, format); })
        .summary("An empty table with the columns that are understood")
        .query("kind", "recommendations or figures");
}

}  // namespace netra::funnel
