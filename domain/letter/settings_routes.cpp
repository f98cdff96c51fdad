// What an office sets for its letters: letterhead, looks, usual signer, number pattern; with a preview on paper.
#include "domain/identity/identity.hpp"
#include "domain/letter/paper.hpp"
#include "domain/letter/sql.hpp"
#include "domain/letter/views.hpp"

namespace netra::letter {

struct SettingsIn {
  std::optional<std::string> institution, office_line, address, contact, place;
  std::optional<double> margin_top, margin_bottom, margin_left, margin_right;
  std::optional<std::string> typeface;
  std::optional<double> size, leading;
  std::optional<std::string> closing, signer_capacity, signer_name, signer_identity, pattern;
  std::optional<Late> late;
  std::optional<Date> from, until;  // absent: from today, without end
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(SettingsIn, (),
                      (institution, office_line, address, contact, place, margin_top, margin_bottom, margin_left,
                       margin_right, typeface, size, leading, closing, signer_capacity, signer_name, signer_identity,
                       pattern, late, from, until, reason))

struct EndIn {
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(EndIn, (), (reason))

enum class Holds { future, now, over, ended };
BOOST_DESCRIBE_ENUM(Holds, future, now, over, ended)

struct SettingsRow {
  std::string id, reason, set_by_name, preview;
  Date valid_from;
  std::optional<Date> valid_until;
  LocalTime set_at;
  Holds holds = Holds::now;
  bool may_end = false;
};
BOOST_DESCRIBE_STRUCT(SettingsRow, (),
                      (id, reason, set_by_name, preview, valid_from, valid_until, set_at, holds, may_end))

struct SettingsView {
  std::string id, name, number_code, pattern, example, example_fault, basis, source, note;
  procedure::Mark mark = procedure::Mark::unverified;
  bool own_pattern = false;
  Settings own;        // what the office has set, as it holds today
  Settings settings;   // the same, filled from what is known of the office
  pdf::Layout layout;  // the looks that come of it
  std::vector<Choice> lates, typefaces, placeholders;
  Date today;
  std::string preview;
  std::vector<SettingsRow> versions;
};
BOOST_DESCRIBE_STRUCT(SettingsView, (),
                      (id, name, number_code, pattern, example, example_fault, basis, source, note, mark, own_pattern,
                       own, settings, layout, lates, typefaces, placeholders, today, preview, versions))

struct SettingsId {
  std::string id;
};
BOOST_DESCRIBE_STRUCT(SettingsId, (), (id))

struct ReadySettings {
  office::Office office;
  SettingsVersion version;
};

struct ReadyEnd {
  office::Office office;
  std::string reason;
};

namespace {

constexpr std::string_view kSample = "letter";  // the kind of paper a preview shows
constexpr const char* kTypefaces[] = {"Liberation Serif", "Liberation Sans"};

Result<office::Office> settable(http::Reading& call, const Services& s) {
  auto office = office::find_office(call.db, call.param("id"));
  if (!office) return fail(Outcome::kNotFound, "office.unknown");
  if (!s.may_set || !s.may_set(call, *office)) return fail(Outcome::kForbidden, "access.denied");
  return std::move(*office);
}

Result<Settings> settings_of(const SettingsVersion& version) {
  return from_json<Settings>(json::parse(version.settings), Leniency::kStrict);
}

SettingsRow row_of(storage::Reader& db, const SettingsVersion& v, const office::Office& office, Date today) {
  SettingsRow row{v.id,
                  v.reason,
                  identity::account_name(db, v.set_by),
                  "/offices/" + office.id + "/letters/preview?version=" + v.id,
                  v.valid_from,
                  v.valid_until};
  row.set_at = {v.set_at, office.zone};
  const bool over = v.valid_until && *v.valid_until < today;
  row.holds = v.ended_at ? Holds::ended : over ? Holds::over : today < v.valid_from ? Holds::future : Holds::now;
  row.may_end = !v.ended_at && !over;
  return row;
}

void add_number(storage::Reader& db, const Services& s, const office::Office& office, std::string_view language,
                SettingsView& out) {
  auto wish = wish_for(db, s, office, kSample, out.today);
  if (!wish.rule) return;
  out.pattern = wish.pattern;
  out.own_pattern = !out.settings.pattern.empty();
  out.basis = wish.rule->basis;
  out.source = wish.rule->source;
  out.note = wish.rule->note.in(language);
  out.mark = wish.rule->mark;
  out.example = office::fill_pattern(wish.pattern, words_of(wish, 1, 0));
  if (out.example.empty()) out.example_fault = "letter.number";
  const auto words = words_of(wish, 1, 0);
  out.placeholders.push_back({"{seq:03}", "001"});
  for (const auto& name : grammar_of(*wish.rule).names)
    out.placeholders.push_back({"{" + name + "}", words.word(name).value_or("")});
}

Result<http::Reply<SettingsView>> show(http::Reading& call, const Services& s) {
  auto office = settable(call, s);
  if (!office) return fail(std::move(office.error()));
  SettingsView out{.id = office->id, .name = office->name, .number_code = office->number_code};
  out.today = date_in(call.now, office->zone);
  out.own = own_settings_on(call.db, *office, out.today);
  out.settings = completed(call.db, out.own, *office);
  out.layout = with(s.layout ? s.layout(kSample) : pdf::Layout{}, out.settings.looks);
  add_number(call.db, s, *office, call.info.language, out);
  for (auto late : {Late::letters, Late::digits, Late::refused})
    out.lates.push_back({std::string(enum_name(late)), {}});
  for (const auto* typeface : kTypefaces) out.typefaces.push_back({typeface, typeface});
  out.preview = "/offices/" + office->id + "/letters/preview";
  for (const auto& version : versions_of(call.db, office->id))
    out.versions.push_back(row_of(call.db, version, *office, out.today));
  return out;
}

// ---- set ----

Settings settings_from(const SettingsIn& in) {
  Settings out;
  out.letterhead = {in.institution.value_or(""), in.office_line.value_or(""), in.address.value_or(""),
                    in.contact.value_or("")};
  out.place = in.place.value_or("");
  out.looks = {in.margin_top, in.margin_bottom, in.margin_left, in.margin_right,
               in.typeface,   in.size,          in.leading,     in.closing};
  out.signer = {in.signer_capacity.value_or(""), in.signer_name.value_or(""), in.signer_identity.value_or("")};
  out.pattern = in.pattern.value_or("");
  out.late = in.late;
  return out;
}

std::vector<FieldError> faults_of_settings(const SettingsIn& in, Date from, Date today) {
  auto text = [](const std::optional<std::string>& value) { return value.value_or(""); };
  const auto institution = text(in.institution), line = text(in.office_line), address = text(in.address),
             contact = text(in.contact), place = text(in.place), closing = text(in.closing),
             capacity = text(in.signer_capacity), name = text(in.signer_name), number = text(in.signer_identity);
  auto wrong = faults_of({{"/institution", institution, 200, true},
                          {"/office_line", line, 200, true},
                          {"/address", address, 300, true},
                          {"/contact", contact, 300, true},
                          {"/place", place, 100, true},
                          {"/closing", closing, 1000, true},
                          {"/signer_capacity", capacity, 100, true},
                          {"/signer_name", name, 200, true},
                          {"/signer_identity", number, 60, true},
                          {"/reason", in.reason, 500}});
  // Papers that went out stay as they were; so a version begins today at the earliest.
  if (from < today) wrong.push_back({"/from", "number_pattern.past", {}});
  if (in.until && *in.until < from) wrong.push_back({"/until", "field.order", {}});
  return wrong;
}

Result<Done> check_pattern(http::Reading& call, const Services& s, const office::Office& office, const Settings& set,
                           Date from) {
  if (set.pattern.empty()) return Done{};
  auto wish = wish_for(call.db, s, office, kSample, from);
  if (!wish.rule) return fail(Outcome::kInvalid, "letter.number");
  auto made = office::check_pattern(set.pattern, grammar_of(*wish.rule), words_of(wish, 1, 0));
  if (!made) return fail(std::move(made.error()));
  return Done{};
}

Result<std::string> sample(const Services& s, const office::Office& office, const Settings& set, Date day,
                           std::string_view language) {
  const auto word = [&](const char* key) { return s.messages.text(language, std::string("letter.sample_") + key); };
  pdf::Paper paper;
  paper.letterhead = set.letterhead;
  paper.number = word("number");
  paper.place_and_date = place_and_date(s.messages, set.place, day);
  paper.head = {{s.messages.text(language, "letter.head_matter"), word("matter")}};
  paper.to = {word("to")};
  paper.blocks = {pdf::paragraph(word("text")), pdf::list({word("item_one"), word("item_two")})};
  paper.signers = {set.signer.capacity.empty() ? pdf::Signer{s.messages.text(language, "value.signed_as.chair"), "", ""}
                                               : set.signer};
  paper.draft_mark = word("mark");
  paper.footer = office.name;
  paper.producer_date = format_local({start_of_day(day, office.zone), office.zone});
  return pdf::set(paper, with(s.layout ? s.layout(kSample) : pdf::Layout{}, set.looks));
}

Result<ReadySettings> ready(http::Reading& call, const Services& s, const SettingsIn& in) {
  auto office = settable(call, s);
  if (!office) return fail(std::move(office.error()));
  const Date today = date_in(call.now, office->zone), from = in.from.value_or(today);
  if (auto wrong = faults_of_settings(in, from, today); !wrong.empty())
    return fail_fields("request.fields", std::move(wrong));
  const auto set = settings_from(in);
  if (auto fits = check_pattern(call, s, *office, set, from); !fits) return fail(std::move(fits.error()));
  // Looks that leave no room for text are seen here, not when a letter is due.
  if (auto tried = sample(s, *office, set, from, "id"); !tried) return fail(std::move(tried.error()));
  SettingsVersion version{make_id(call.now, call.entropy),
                          office->id,
                          json::serialize(to_json(set)),
                          from,
                          in.until,
                          in.reason,
                          call.principal.id,
                          call.now,
                          {}};
  return ReadySettings{std::move(*office), std::move(version)};
}

journal::ActorRef manager(const Actor& actor) {
  const auto offices = actor.offices_with(Right::manage_office);
  return actor.as(Right::manage_office, offices.empty() ? actor.active_office : offices.front());
}

Result<http::Reply<SettingsId>> set(http::Writing& call, const ReadySettings& in) {
  const auto& v = in.version;
  auto& writer = journal::record(call.tx, call.now, call.entropy,
                                 {manager(actor_of(call)),
                                  "office.letters_set",
                                  {"office", in.office.id},
                                  in.office.id,
                                  {{"from", format_date(v.valid_from)}, {"settings", v.id}},
                                  v.reason});
  writer.execute(sql::letter::put_settings,
                 {v.id, v.office, v.settings, v.valid_from, v.valid_until, v.reason, v.set_by, v.set_at});
  return http::see(SettingsId{v.id}, "/offices/" + in.office.id + "/letters");
}

Result<ReadyEnd> ready_end(http::Reading& call, const Services& s, const EndIn& in) {
  auto office = settable(call, s);
  if (!office) return fail(std::move(office.error()));
  if (auto wrong = faults_of({{"/reason", in.reason, 500}}); !wrong.empty())
    return fail_fields("request.fields", std::move(wrong));
  return ReadyEnd{std::move(*office), in.reason};
}

Result<http::Reply<SettingsId>> end(http::Writing& call, const ReadyEnd& in) {
  const std::string version(call.param("version"));
  auto& writer = journal::record(call.tx, call.now, call.entropy,
                                 {manager(actor_of(call)),
                                  "office.letters_ended",
                                  {"office", in.office.id},
                                  in.office.id,
                                  {{"settings", version}},
                                  in.reason});
  if (writer.execute(sql::letter::end_settings, {version, in.office.id, call.now}) != 1)
    return fail(Outcome::kNotFound, "letter.settings");
  return http::see(SettingsId{version}, "/offices/" + in.office.id + "/letters");
}

Result<http::Reply<http::Nothing>> preview(http::Reading& call, const Services& s) {
  auto office = settable(call, s);
  if (!office) return fail(std::move(office.error()));
  const Date today = date_in(call.now, office->zone);
  auto settings = settings_on(call.db, *office, today);
  if (auto wanted = call.query("version")) {
    const auto versions = versions_of(call.db, office->id);
    auto found = std::ranges::find(versions, *wanted, &SettingsVersion::id);
    auto kept =
        found == versions.end() ? Result<Settings>(fail(Outcome::kNotFound, "letter.settings")) : settings_of(*found);
    if (!kept) return fail(std::move(kept.error()));
    settings = completed(call.db, std::move(*kept), *office);
  }
  auto bytes = sample(s, *office, settings, today, call.info.language);
  if (!bytes) return fail(std::move(bytes.error()));
  http::Reply<http::Nothing> reply;
  reply.file = pdf_body(std::move(*bytes), "contoh-" + office->id + ".pdf");
  return reply;
}

}  // namespace

void add_settings_routes(http::Routes& routes, const Services& s) {
  const auto managers = access::with(Right::manage_office);
  const std::string page = "/offices/{id}/letters";
  routes.get<SettingsView>(page, managers, {"letter/settings"}, [&s](http::Reading& call) { return show(call, s); })
      .summary("What an office has set for its letters: letterhead, looks, signer, number pattern.");
  routes
      .post<SettingsIn, SettingsId, ReadySettings>(
          page, managers, {}, [&s](http::Reading& call, const SettingsIn& in) { return ready(call, s, in); }, set)
      .again(page)
      .summary("Set them for a period, with a reason; papers that were set stay as they are.");
  routes
      .post<EndIn, SettingsId, ReadyEnd>(
          page + "/{version}/end", managers, {},
          [&s](http::Reading& call, const EndIn& in) { return ready_end(call, s, in); }, end)
      .again(page)
      .summary("Take a version back; the one before, or what is known of the office, holds again.");
  routes.get<http::Nothing>(page + "/preview", managers, {}, [&s](http::Reading& call) { return preview(call, s); })
      .query("version", "A version to look at; what holds today when absent.")
      .summary("A sample letter on paper as the office's settings make it.");
}

void add_letter_routes(http::Routes& routes, const Services& services) {
  add_book_routes(routes, services);
  add_write_routes(routes, services);
  add_flow_routes(routes, services);
  add_signing_routes(routes, services);
  add_incoming_routes(routes, services);
  add_outside_routes(routes, services);
  add_settings_routes(routes, services);
  add_public_routes(routes, services);
}

}  // namespace netra::letter
