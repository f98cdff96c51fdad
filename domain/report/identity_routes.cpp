// What is sealed, opened for those who may: with a reason, and leaving an act each time.
#include "domain/identity/actor.hpp"
#include "domain/identity/office_keys.hpp"
#include "domain/report/desk_views.hpp"
#include "domain/report/record.hpp"
#include "domain/report/routes.hpp"
#include "domain/report/sealed.hpp"
#include "engine/crypto/hash.hpp"

namespace netra::report {

namespace {

using http::Reply;
using http::Writing;

// Later rows complete earlier ones.
void merge(std::optional<ReporterIn>& whole, const ReporterIn& more) {
  if (!whole) whole.emplace();
  boost::mp11::mp_for_each<netra::detail::Members<ReporterIn>>([&](auto m) {
    if ((more.*m.pointer).has_value()) (*whole).*m.pointer = more.*m.pointer;
  });
}

Result<Done> read_into(IdentityView& out, const std::string& kind, const std::string& plain) {
  if (kind == "power_of_attorney") {
    out.has_power_of_attorney = true;
    out.power_of_attorney = crypto::to_base64url(crypto::bytes_of(plain));
    return Done{};
  }
  boost::system::error_code broken;
  auto tree = json::parse(plain, broken);
  if (broken) return fail(Outcome::kForbidden, "crypto.unopenable");
  if (kind == "reporter") {
    auto reporter = from_json<ReporterIn>(tree);
    if (!reporter) return fail(std::move(reporter.error()));
    merge(out.reporter, *reporter);
    return Done{};
  }
  auto rows = from_json<std::vector<WitnessIn>>(tree);
  if (!rows) return fail(std::move(rows.error()));
  out.witnesses.insert(out.witnesses.end(), rows->begin(), rows->end());
  return Done{};
}

Result<Reply<IdentityView>> open_identity(Writing& call, const ReasonIn& in) {
  auto r = readable(call, call.tx);
  if (!r) return fail(std::move(r.error()));
  auto people = open_people(call, *r, in.reason);
  if (!people) return fail(std::move(people.error()));
  return Reply<IdentityView>(std::move(*people));
}

// The document itself. Opened anew, so that taking it away is an act of its own.
Result<Reply<http::Nothing>> open_attorney(Writing& call, const ReasonIn& in) {
  auto r = readable(call, call.tx);
  if (!r) return fail(std::move(r.error()));
  std::optional<Sealed> last;
  for (auto& row : vault_of(call.tx, r->id))
    if (row.kind == "power_of_attorney") last = std::move(row);
  if (!last) return fail(Outcome::kNotFound, "report.no_attorney");
  auto plain = open_for(call, last->office_id, last->sealed, {"report", r->id}, in.reason);
  if (!plain) return fail(std::move(plain.error()));
  bool is_pdf = plain->starts_with("%PDF-"), is_png = plain->starts_with("\x89PNG"),
       is_jpeg = plain->starts_with("\xFF\xD8");
  std::string end = is_pdf ? ".pdf" : is_png ? ".png" : is_jpeg ? ".jpg" : ".bin";
  Reply<http::Nothing> reply;
  reply.file = http::FileBody{};
  reply.file->content_type = "application/octet-stream";
  reply.file->download_name = "surat-kuasa-" + reference_of(r->id) + end;
  reply.file->bytes = std::make_shared<const std::string>(std::move(*plain));
  return reply;
}

}  // namespace

Result<IdentityView> open_people(Writing& call, const ReportRecord& r, const std::string& reason) {
  IdentityView out{.id = r.id, .reference = reference_of(r.id), .reason = reason};
  for (const auto& row : vault_of(call.tx, r.id)) {
    auto plain = open_for(call, row.office_id, row.sealed, {"report", r.id}, reason);
    if (!plain) return fail(std::move(plain.error()));
    if (auto read = read_into(out, row.kind, *plain); !read) return fail(std::move(read.error()));
  }
  return out;
}

void add_identity_routes(http::Routes& routes) {
  routes
      .post<ReasonIn, IdentityView>("/reports/{id}/identity", access::with(Right::read_identity), {"report/identity"},
                                    [](Writing& c, const ReasonIn& in) { return open_identity(c, in); })
      .again("/reports/{id}")
      .not_repeatable()
      .summary("Opens the sealed identity, with a reason; leaves an act.");
  routes
      .post<ReasonIn, http::Nothing>("/reports/{id}/power-of-attorney", access::with(Right::read_identity), {},
                                     [](Writing& c, const ReasonIn& in) { return open_attorney(c, in); })
      .again("/reports/{id}")
      .not_repeatable()
      .summary("The sealed power of attorney as a file, with a reason; leaves an act.");
}

}  // namespace netra::report
