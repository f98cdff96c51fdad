// Taking a case file out: who, why, and what was in it.
#include <fmt/format.h>

#include <set>

#include "domain/bundle/content.hpp"
#include "domain/bundle/sql.hpp"
#include "engine/base/text.hpp"
#include "engine/files/store.hpp"

namespace netra::bundle {

namespace {

constexpr std::size_t kReason = 2000;

struct ExportIn {
  std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(ExportIn, (), (reason))

struct BundleView {
  std::string id;
  bool is_handover = false;  // only what a hand-over held
  std::string office_name;
  std::string by;
  std::string reason;
  std::string name;
  std::string print;
  std::int64_t bytes = 0, parts = 0, exhibits = 0, letters = 0, left_out = 0;
  bool incomplete = false;  // exhibits were left out
  LocalTime at;
};
BOOST_DESCRIBE_STRUCT(BundleView, (),
                      (id, is_handover, office_name, by, reason, name, print, bytes, parts, exhibits, letters, left_out,
                       incomplete, at))

struct BundlePage {
  std::string subject;  // the case's number or title
  std::string action;   // where the form posts to
  std::string back;     // page of the record
  bool is_handover = false;
  std::vector<BundleView> bundles;  // newest first
  bool may_export = false;
};
BOOST_DESCRIBE_STRUCT(BundlePage, (), (subject, action, back, is_handover, bundles, may_export))

std::vector<BundleView> bundles_of(storage::Reader& db, const std::string& case_id, std::string_view handover,
                                   Zone zone) {
  std::vector<BundleView> out;
  for (const auto& row : db.query(sql::bundle::bundles_of, {case_id, handover}))
    out.push_back({row.text(0),
                   !row.text(1).empty(),
                   row.text(3),
                   row.text(4),
                   row.text(5),
                   row.text(6),
                   row.text(7),
                   row.integer(8),
                   row.integer(9),
                   row.integer(10),
                   row.integer(11),
                   row.integer(12),
                   row.integer(12) > 0,
                   {row.instant(13), zone}});
  return out;
}

// ---- whose bag it may be ----

std::optional<HandedOver> find_handover(storage::Reader& db, std::string_view id) {
  const auto rows = db.query(sql::bundle::handover, {id});
  if (rows.empty()) return std::nullopt;
  const auto& row = rows[0];
  HandedOver h{row.text(0), row.text(1), row.integer(2), row.text(3),    row.text(4),  row.text(5),
               row.text(6), row.text(7), row.text(8),    row.instant(9), std::nullopt, row.text(11)};
  if (!row.is_null(10)) h.received_at_ms = row.instant(10);
  return h;
}

// The sender, while it stands; the receiver, once accepted. Everybody else: as if there were none.
Result<HandedOver> handover_for(storage::Reader& db, const Actor& actor, std::string_view id, Right right) {
  auto h = find_handover(db, id);
  const bool stands = h && (h->state == "offered" || h->state == "accepted");
  if (stands && (actor.may(right, h->from_office) || (h->state == "accepted" && actor.may(right, h->to_office))))
    return std::move(*h);
  return fail(Outcome::kNotFound, "bundle.unknown");
}

Result<http::Reply<BundlePage>> show_case(http::Reading& call, const Services&) {
  const std::string id(call.param("id"));
  const auto& actor = actor_of(call);
  if (auto may = cases::may_read(call.db, actor, id); !may) return fail(std::move(may.error()));
  const auto c = cases::load_case(call.db, id);
  const auto own = actor.may(Right::read_cases, c->office_id);
  return http::Reply<BundlePage>({c->number.value_or(c->title), "/cases/" + id + "/bundles",
                                  "/cases/" + id + "/documents", false,
                                  own ? bundles_of(call.db, id, "", actor.zone()) : std::vector<BundleView>{},
                                  actor.may(Right::export_case, c->office_id)});
}

Result<http::Reply<BundlePage>> show_handover(http::Reading& call, const Services&) {
  const auto& actor = actor_of(call);
  const auto h = handover_for(call.db, actor, call.param("handover"), Right::read_cases);
  if (!h) return fail(Error(h.error()));
  const auto c = cases::load_case(call.db, h->case_id);
  const bool may = handover_for(call.db, actor, h->id, Right::export_case).has_value();
  return http::Reply<BundlePage>({c->number.value_or(c->title), "/handovers/" + h->id + "/bundles",
                                  "/handovers/" + h->id, true, bundles_of(call.db, h->case_id, h->id, actor.zone()),
                                  may});
}

// ---- making one ----

struct Prepared {
  Content content;
  Packed packed;
  std::string reason;
};

Result<std::string> reason_of(const ExportIn& in) {
  const std::string text(trim(in.reason ? std::string_view(*in.reason) : ""));
  if (text.empty()) return fail_fields("bundle.reason", {{"/reason", "field.required", {}}});
  if (text.size() > kReason) return fail_fields("bundle.reason", {{"/reason", "field.too_long", {}}});
  return text;
}

Result<Prepared> packed(http::Reading& call, const Services& s, Result<Content> content, std::string reason) {
  if (!content) return fail(std::move(content.error()));
  auto archive = pack(s.cases.files.root() + "/staging", call.entropy, content->bag, s.limits);
  if (!archive) return fail(std::move(archive.error()));
  return Prepared{std::move(*content), std::move(*archive), std::move(reason)};
}

Result<Prepared> prepare_case(http::Reading& call, const Services& s, const ExportIn& in) {
  // Who may not read the case learns nothing of it, not even that a reason is asked.
  if (auto readable = cases::may_read(call.db, actor_of(call), call.param("id")); !readable)
    return fail(std::move(readable.error()));
  auto reason = reason_of(in);
  if (!reason) return fail(std::move(reason.error()));
  return packed(call, s, whole_case(call, s, std::string(call.param("id"))), std::move(*reason));
}

Result<Prepared> prepare_handover(http::Reading& call, const Services& s, const ExportIn& in) {
  auto h = handover_for(call.db, actor_of(call), call.param("handover"), Right::export_case);
  if (!h) return fail(std::move(h.error()));
  auto reason = reason_of(in);
  if (!reason) return fail(std::move(reason.error()));
  return packed(call, s, handed_over(call, s, *h), std::move(*reason));
}

json::object change_of(const Prepared& p) {
  const auto& c = p.content;
  json::array exhibits, parts;
  for (const auto& id : c.exhibits) exhibits.emplace_back(id);
  for (const auto& part : c.bag.payload) parts.emplace_back(part.path);
  return {{"bag", c.bag.name},         {"print", p.packed.print},
          {"bytes", p.packed.size},    {"parts", parts},
          {"exhibits", exhibits},      {"letters", c.letters},
          {"handover", c.handover_id}, {"left_out", static_cast<std::int64_t>(c.left_out.size())}};
}

// The archive leaves only together with the act that says who took it, why, and what was in it.
Result<http::Reply<http::Nothing>> hand_out(http::Writing& call, const Prepared& p) {
  const auto& c = p.content;
  const auto now = cases::load_case(call.tx, c.case_id);
  if (!now || now->version != c.case_version) return fail(Outcome::kConflict, "case.changed");
  const auto by = actor_of(call).as(Right::export_case, c.office_id);
  const journal::Subject subject = c.handover_id.empty() ? now->subject() : journal::Subject{"handover", c.handover_id};
  auto& writer = journal::record(call.tx, call.now, call.entropy,
                                 {by, "case.exported", subject, c.office_id, change_of(p), p.reason});
  const auto size = [](const auto& of) { return static_cast<std::int64_t>(of.size()); };
  writer.execute(sql::bundle::insert_bundle,
                 {make_id(call.now, call.entropy), c.case_id, c.handover_id, c.office_id, call.principal.id, p.reason,
                  c.bag.name, p.packed.print, p.packed.size, size(c.bag.payload), size(c.exhibits), c.letters,
                  size(c.left_out), c.case_version, call.now});
  const std::set<std::string> without(c.left_out.begin(), c.left_out.end());
  for (const auto& id : c.exhibits)
    if (const auto item = evidence::find(call.tx, id); item && !item->sha256.empty() && !without.contains(id))
      evidence::add_custody(
          writer, call.now, call.entropy, id, evidence::CustodyStep::exported, by,
          evidence::CustodyFacts{
              .note = c.bag.name, .reason = p.reason, .hash_before = item->sha256, .hash_after = item->sha256});
  http::Reply<http::Nothing> reply;
  reply.file = files::Body{p.packed.path, "application/zip", c.bag.name + ".zip", p.packed.print, nullptr};
  return reply;
}

}  // namespace

void add_bundle_routes(http::Routes& routes, const Services& s) {
  routes
      .get<BundlePage>("/cases/{id}/bundles", access::with(Right::read_cases), {"bundle/list"},
                       [&s](http::Reading& call) { return show_case(call, s); })
      .summary("What was taken out of a case file as a bag: when, by whom, why, with which fingerprint.");
  routes
      .post<ExportIn, http::Nothing, Prepared>(
          "/cases/{id}/bundles", access::with(Right::export_case), {},
          [&s](http::Reading& call, const ExportIn& in) { return prepare_case(call, s, in); },
          [](http::Writing& call, const Prepared& in) { return hand_out(call, in); })
      .again("/cases/{id}/bundles")
      .not_repeatable()
      .summary("The whole case file as a BagIt 1.0 bag in a ZIP archive; the export is an act with its reason.");
  routes
      .get<BundlePage>("/handovers/{handover}/bundles", access::with(Right::read_cases), {"bundle/list"},
                       [&s](http::Reading& call) { return show_handover(call, s); })
      .summary("What was taken out as a bag by one hand-over.");
  routes
      .post<ExportIn, http::Nothing, Prepared>(
          "/handovers/{handover}/bundles", access::with(Right::export_case), {},
          [&s](http::Reading& call, const ExportIn& in) { return prepare_handover(call, s, in); },
          [](http::Writing& call, const Prepared& in) { return hand_out(call, in); })
      .again("/handovers/{handover}/bundles")
      .not_repeatable()
      .summary("What one hand-over held, as a bag: for its sender and, once accepted, its receiver.");
}

}  // namespace netra::bundle
