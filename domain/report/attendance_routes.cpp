// The reporter came to the office and signed: what some reports need after they were filed online.
#include "domain/identity/actor.hpp"
#include "domain/report/clean.hpp"
#include "domain/report/record.hpp"
#include "domain/report/routes.hpp"
#include "domain/report/sql.hpp"

namespace netra::report {

namespace {

struct VisitIn {
  std::optional<std::string> at;      // RFC 3339, or local time at the place; absent: now
  std::optional<std::string> reason;  // needed when `at` is given
};
BOOST_DESCRIBE_STRUCT(VisitIn, (), (at, reason))

struct VisitView {
  std::string id;
  LocalTime attended_at;
};
BOOST_DESCRIBE_STRUCT(VisitView, (), (id, attended_at))

struct Attendance {
  Instant at;
  std::string reason;
};

// Not before the report was there, not in the future; another time than now is explained.
Result<Attendance> read(const VisitIn& in, const ReportRecord& r, Instant now) {
  Attendance out{now, in.reason.value_or("")};
  std::vector<FieldError> wrong;
  if (in.at) {
    auto at = parse_moment(*in.at, r.zone);
    if (!at || *at < r.received_at_ms)
      wrong.push_back({"/at", "field.value", {}});
    else if (*at > now)
      wrong.push_back({"/at", "field.future", {}});
    else
      out.at = *at;
  }
  if (const char* code = clean_text(out.reason, 500, Lines::many)) wrong.push_back({"/reason", code, "500"});
  if (in.at && out.reason.empty()) wrong.push_back({"/reason", "field.required", {}});
  if (!wrong.empty()) return fail_fields("report.fields", std::move(wrong));
  return out;
}

Result<http::Reply<VisitView>> post_attendance(http::Writing& call, const VisitIn& in) {
  const auto& actor = actor_of(call);
  auto r = load(call.tx, call.param("id"));
  if (!r || !actor.may(Right::read_reports, r->office_id)) return fail(Outcome::kNotFound, "report.unknown");
  if (!actor.may(Right::take_in_reports, r->office_id)) return fail(Outcome::kForbidden, "access.denied");
  if (attended_at(call.tx, r->id)) return fail(Outcome::kConflict, "report.attended_already");
  auto attendance = read(in, *r, call.now);
  if (!attendance) return fail(std::move(attendance.error()));
  auto& db = journal::record(call.tx, call.now, call.entropy,
                             {actor.as(Right::take_in_reports, r->office_id),
                              "report.attended",
                              {"report", r->id},
                              r->office_id,
                              {{"attended_at", format_local({attendance->at, r->zone})}},
                              attendance->reason});
  db.execute(sql::report::insert_attendance, {r->id, attendance->at, call.now, actor.id});
  return http::see(VisitView{r->id, {attendance->at, r->zone}}, "/reports/" + r->id);
}

}  // namespace

std::optional<Instant> attended_at(storage::Reader& db, std::string_view report) {
  auto rows = db.query(sql::report::attendance_of, {report});
  if (rows.empty()) return std::nullopt;
  return rows[0].instant(0);
}

void add_attendance_routes(http::Routes& routes) {
  routes
      .post<VisitIn, VisitView>("/reports/{id}/attendance", access::with(Right::take_in_reports), {},
                                [](http::Writing& c, const VisitIn& in) { return post_attendance(c, in); })
      .again("/reports/{id}")
      .summary("Records that the reporter came to the office and signed.");
}

}  // namespace netra::report
