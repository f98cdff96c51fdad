// The special power of attorney (surat kuasa khusus) of somebody who reports for another: without it the law takes no
// report from a proxy. The document names both, so it is sealed with the identity and never lies in the file store.
//
// Threads: as the reader.
#pragma once

#include "domain/report/additions.hpp"

namespace netra::report {

// What the holder of the code sees of it; formal reports only.
struct AttorneyView {
  bool is_proxy = false;    // said to report for somebody else
  bool is_given = false;    // the document is here, sealed
  bool can_change = false;  // until the report is registered
  std::string basis;        // article
  procedure::Mark mark = procedure::Mark::unverified;
};
BOOST_DESCRIBE_STRUCT(AttorneyView, (), (is_proxy, is_given, can_change, basis, mark))

std::optional<AttorneyView> attorney_of(storage::Reader& db, const Services& s, const ReportRecord& record);

struct AttorneyIn {
  std::optional<bool> proxy;
  std::vector<http::Upload> power_of_attorney;  // one
};
BOOST_DESCRIBE_STRUCT(AttorneyIn, (), (proxy, power_of_attorney))
// As additions to the report. Errors: report.fields (field.required, report.attorney_without_proxy),
// report.nothing_added
Result<Additions> attorney_additions(const ReportRecord& record, const AttorneyIn& in);

// The bytes of an uploaded document, to be sealed. The upload stays for whoever has to send again after a refusal or a
// fault of the storage, until forget_uploads. Errors: those of files::Store::read_staged
Result<std::string> read_power_of_attorney(const Services& s, const std::string& staged);
// In the unit of work that keeps the sealed document: once it is committed, the uploads are removed (a job).
void forget_uploads(storage::Writer& db, Instant now, const std::vector<std::string>& staged);
inline constexpr std::string_view kForgetUpload = "report.upload_read";

}  // namespace netra::report
