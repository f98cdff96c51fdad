#include "domain/report/attorney.hpp"

#include <algorithm>

#include "domain/report/record.hpp"
#include "domain/report/sql.hpp"
#include "engine/files/store.hpp"
#include "engine/jobs/jobs.hpp"

namespace netra::report {

std::optional<AttorneyView> attorney_of(storage::Reader& db, const Services& s, const ReportRecord& record) {
  if (record.track != Track::formal) return std::nullopt;
  AttorneyView out{.is_proxy = record.is_proxy,
                   .can_change = record.stage == Stage::initial_review || record.stage == Stage::completion};
  auto filled = filled_of(db, record.id);
  out.is_given = std::find(filled.begin(), filled.end(), "power_of_attorney") != filled.end();
  for (const auto& [requirement, rule] :
       s.rules.requirements(record.regime, "report", {date_in(record.received_at_ms, record.zone), record.election_id}))
    if (requirement->id == "power_of_attorney") {
      out.basis = rule->origin.basis;
      out.mark = rule->origin.mark;
    }
  return out;
}

Result<Additions> attorney_additions(const ReportRecord& record, const AttorneyIn& in) {
  if (!in.proxy) return fail_fields("report.fields", {{"/proxy", "field.required", {}}});
  if (!*in.proxy && !in.power_of_attorney.empty())
    return fail_fields("report.fields", {{"/proxy", "report.attorney_without_proxy", {}}});
  if (*in.proxy == record.is_proxy && in.power_of_attorney.empty())
    return fail(Outcome::kInvalid, "report.nothing_added");
  return Additions{.reporter = ReporterIn{.proxy = in.proxy}, .power_of_attorney = in.power_of_attorney};
}

Result<std::string> read_power_of_attorney(const Services& s, const std::string& staged) {
  return s.files.read_staged(staged, kPowerOfAttorneyBytes);
}

void forget_uploads(storage::Writer& db, Instant now, const std::vector<std::string>& staged) {
  for (const auto& handle : staged) jobs::enqueue(db, kForgetUpload, handle, now);
}

}  // namespace netra::report
