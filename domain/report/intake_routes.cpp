// One request files a report: programs and the counter.
#include "domain/election/election.hpp"
#include "domain/identity/actor.hpp"
#include "domain/report/attorney.hpp"
#include "domain/report/clean.hpp"
#include "domain/report/lapor.hpp"
#include "domain/report/routes.hpp"
#include "engine/files/store.hpp"

namespace netra::report {

namespace {

using http::Reading;
using http::Reply;
using http::Writing;

struct Prepared {
  Filing filing;
  std::string language;
};

Result<Prepared> prepare_online(Reading& call, const Services& s, const NewReport& in) {
  auto filing = prepare_filing(call, s, in, {});
  if (!filing) return fail(std::move(filing.error()));
  return Prepared{std::move(*filing), call.info.language};
}

Result<Reply<ReceiptView>> act(Writing& call, const Services& s, const Prepared& ready) {
  auto receipt = file(call.tx, call.now, call.entropy, s, ready.filing, ready.language);
  if (!receipt) return fail(std::move(receipt.error()));
  ReceiptView view{.receipt = std::move(*receipt)};
  // Programs draw their own code; a browser gets the page with one.
  if (call.info.wants_html)
    if (auto whole = receipt_view(s, view.receipt)) view = std::move(*whole);
  Reply<ReceiptView> reply(std::move(view));
  reply.status = 201;
  return reply;
}

// ---- at the counter ----

// The same fields and how they came; the officer writes down what the person says.
struct CounterIn : NewReport {
  CounterIn() { track = Track::formal; }
  Channel channel = Channel::counter;
  std::optional<std::string> office;
  std::vector<http::Upload> files;
  std::vector<http::Upload> power_of_attorney;
  std::optional<std::string> received_at;  // when it was taken in on paper, at the office; absent: now
  std::optional<std::string> received_reason;
};
BOOST_DESCRIBE_STRUCT(CounterIn, (NewReport), (channel, office, files, power_of_attorney, received_at, received_reason))

struct CounterView {
  std::string office;
  std::string office_name;
  std::vector<Option> places;  // sub-districts and villages of the office's region
  std::vector<std::string> channels;
  std::vector<std::string> capacities;
  std::vector<Option> kinds;
  Date today;
};
BOOST_DESCRIBE_STRUCT(CounterView, (), (office, office_name, places, channels, capacities, kinds, today))

struct CounterReceiptView {
  Receipt receipt;
  std::optional<crypto::QrCode> qr;
  std::string officer;  // who took it in: printed beneath the signature line
  Channel channel = Channel::counter;
};
BOOST_DESCRIBE_STRUCT(CounterReceiptView, (), (receipt, qr, officer, channel))

std::string office_of(const Actor& actor, const std::optional<std::string>& asked) {
  return asked.value_or(actor.active_office);
}

void add_places(storage::Reader& db, std::string_view region, std::vector<Option>& out) {
  auto level = region::level_of(region);
  if (!level || *level == region::Level::province) return;
  if (auto own = region::find_region(db, region)) out.push_back({own->code, own->path});
  for (const auto& r : region::children_of(db, region)) {
    out.push_back({r.code, r.path});
    if (r.level != region::Level::district) continue;
    for (const auto& village : region::children_of(db, r.code)) out.push_back({village.code, village.path});
  }
}

Result<Reply<CounterView>> show_counter(Reading& call, const Services& s) {
  const auto& actor = actor_of(call);
  CounterView out{.office = office_of(actor, call.query("office"))};
  if (!actor.may(Right::take_in_reports, out.office)) return fail(Outcome::kForbidden, "access.denied");
  for (const auto& role : actor.roles) {
    if (role.office != out.office) continue;
    out.office_name = role.office_name;
    add_places(call.db, role.region, out.places);
    break;
  }
  out.today = date_in(call.now, actor.zone());
  if (const auto* election = s.elections.current(out.today))
    out.capacities = capacities(s.rules, election->regime, election->id, out.today);
  for (auto channel : {Channel::counter, Channel::phone, Channel::letter, Channel::social_media, Channel::message})
    out.channels.emplace_back(enum_name(channel));
  out.kinds = kinds_of_person(s, call.info.language);
  return out;
}

Zone zone_at(const Actor& actor, std::string_view office) {
  for (const auto& role : actor.roles)
    if (role.office == office) return role.zone;
  return actor.zone();
}

// Longer than a break-down over a long weekend; what is older is no late entry any more.
constexpr auto kEnteredLaterAtMost = std::chrono::hours(24 * 7);

// What was taken in on paper keeps the time at which the office had it; why it is entered later goes into the act.
Result<Done> take_time(Origin& origin, const CounterIn& in, Instant now, Zone zone) {
  if (!in.received_at) return Done{};
  std::vector<FieldError> wrong;
  auto at = parse_moment(*in.received_at, zone);
  origin.received_reason = in.received_reason.value_or("");
  if (!at) wrong.push_back({"/received_at", "field.value", {}});
  if (at && *at > now) wrong.push_back({"/received_at", "field.future", {}});
  if (at && *at < now - kEnteredLaterAtMost) wrong.push_back({"/received_at", "report.too_long_ago", {}});
  if (const char* code = clean_text(origin.received_reason, 500, Lines::many))
    wrong.push_back({"/received_reason", code, "500"});
  if (origin.received_reason.empty()) wrong.push_back({"/received_reason", "field.required", {}});
  if (!wrong.empty()) return fail_fields("report.fields", std::move(wrong));
  origin.received_at = at;
  return Done{};
}

Result<Prepared> prepare_counter(Reading& call, const Services& s, const CounterIn& in) {
  const auto& actor = actor_of(call);
  auto office = office_of(actor, in.office);
  if (!actor.may(Right::take_in_reports, office)) return fail(Outcome::kForbidden, "access.denied");
  Origin origin{
      .channel = in.channel, .actor = actor.as(Right::take_in_reports, office), .account = actor.id, .office = office};
  if (auto taken = take_time(origin, in, call.now, zone_at(actor, office)); !taken)
    return fail(std::move(taken.error()));
  for (const auto& upload : in.files) {
    auto kept = evidence::keep(s.files, upload, "");
    if (!kept) return fail(std::move(kept.error()));
    origin.kept.push_back(std::move(*kept));
  }
  if (!in.power_of_attorney.empty()) {
    const auto& staged = in.power_of_attorney.front().staged;
    auto bytes = read_power_of_attorney(s, staged);
    if (!bytes) return fail(std::move(bytes.error()));
    origin.power_of_attorney = std::move(*bytes);
    origin.read_uploads = {staged};
  }
  auto filing = prepare_filing(call, s, in, origin);
  if (!filing) return fail(std::move(filing.error()));
  return Prepared{std::move(*filing), call.info.language};
}

Result<Reply<CounterReceiptView>> act_counter(Writing& call, const Services& s, const Prepared& ready) {
  auto receipt = file(call.tx, call.now, call.entropy, s, ready.filing, ready.language);
  if (!receipt) return fail(std::move(receipt.error()));
  auto view = receipt_view(s, std::move(*receipt));
  Reply<CounterReceiptView> reply(
      CounterReceiptView{std::move(view->receipt), std::move(view->qr), actor_of(call).name, ready.filing.channel});
  // Shown once, here: the code belongs to the person at the counter and is kept nowhere.
  reply.status = 201;
  return reply;
}

}  // namespace

void add_intake_routes(http::Routes& routes, const Services& s) {
  routes
      .post<NewReport, ReceiptView, Prepared>(
          "/reports", access::anyone(), {"report/receipt"},
          [&s](Reading& c, const NewReport& in) { return prepare_online(c, s, in); },
          [&s](Writing& c, const Prepared& r) { return act(c, s, r); })
      .again("/lapor")
      .proof_when_busy()
      .summary("Files a report or lead; answers with a receipt and its secret code.");
  routes
      .get<CounterView>("/reports/new", access::with(Right::take_in_reports), {"report/counter"},
                        [&s](Reading& c) { return show_counter(c, s); })
      .summary("The counter's form: a report of a person present, or a lead by phone, letter, social media.")
      .query("office", "Id of the office; without it the one the person works for.");
  routes
      .post<CounterIn, CounterReceiptView, Prepared>(
          "/reports/counter", access::with(Right::take_in_reports), {"report/counter_receipt"},
          [&s](Reading& c, const CounterIn& in) { return prepare_counter(c, s, in); },
          [&s](Writing& c, const Prepared& r) { return act_counter(c, s, r); })
      .again("/reports/new")
      .max_upload(1024UL * 1024 * 1024)
      .summary("Takes in a report at the counter.");
}

void add_report_routes(http::Routes& routes, const Services& services) {
  add_intake_routes(routes, services);
  add_lapor_routes(routes, services);
  add_status_routes(routes, services);
  add_desk_routes(routes, services);
  add_identity_routes(routes);
  add_attendance_routes(routes);
}

}  // namespace netra::report
