// What the reporter does after filing, known by the code alone: complete, add, write, withdraw, turn a lead into a
// formal report.
//
//   auto ready = prepare_additions(call, s, report_id, in);     // seals what names people; outside the writer
//   auto done = complete(tx, now, entropy, s, *ready);          // answers a request to complete
//
// What was told is never overwritten: names of reporter and witnesses come as a further sealed row, a chronology is
// continued, a date is set only when it was missing or asked for.
//
// Threads: prepare_additions from any thread; the rest as the transaction.
// Errors: report.unknown, report.stage (kConflict: no longer possible), report.changed (kConflict), report.fields
// (kInvalid), report.nothing_added (kInvalid),
//         report.late and report.not_entitled (kConflict: stays a lead), report.too_many_messages (kTooMany)
#pragma once

#include "domain/report/intake.hpp"

namespace netra::report {

struct Additions {
  std::optional<std::string> place_detail;
  std::optional<Date> date_happened;
  std::optional<Date> date_known;
  std::optional<std::string> event;
  std::optional<std::string> chronology;
  std::optional<ReporterIn> reporter;
  std::vector<ReportedIn> reported;
  std::vector<WitnessIn> witnesses;
  std::vector<EvidenceIn> evidence;             // described, or uploaded before
  std::vector<http::Upload> files;              // with the form
  std::vector<http::Upload> power_of_attorney;  // one; sealed
};
BOOST_DESCRIBE_STRUCT(Additions, (),
                      (place_detail, date_happened, date_known, event, chronology, reporter, reported, witnesses,
                       evidence, files, power_of_attorney))

struct ReadyAdditions {
  std::string report;
  std::string office;               // whose key sealed the vault rows
  NewReport facts;                  // cleaned; people removed
  std::vector<std::string> filled;  // fields these additions fill in
  std::string capacity;
  std::optional<bool> is_proxy;
  bool has_identity = false;
  std::vector<VaultRow> vault;
  std::vector<evidence::Kept> evidence;
  std::vector<std::string> read_uploads;  // sealed in `vault`: forgotten with the commit
};
Result<ReadyAdditions> prepare_additions(http::Reading& call, const Services& s, std::string_view report,
                                         const Additions& in);

// Each records its own act as "citizen" (or as the officer who types for a person present) and returns success.
struct By {
  Instant now;
  Entropy& entropy;
  journal::ActorRef actor{"citizen", "", ""};
};
Result<Done> complete(storage::Transaction& tx, const By& by, const Services& s, const ReadyAdditions& ready);
Result<Done> make_formal(storage::Transaction& tx, const By& by, const Services& s, const ReadyAdditions& ready);
Result<Done> add_evidence(storage::Transaction& tx, const By& by, const Services& s, const ReadyAdditions& ready);
Result<Done> write_message(storage::Transaction& tx, const By& by, std::string_view report, std::string_view text);
Result<Done> withdraw(storage::Transaction& tx, const By& by, const Services& s, std::string_view report);

// Does the procedure still let the reporter withdraw?
bool may_withdraw(const Services& s, const ReportRecord& record, Instant now);

}  // namespace netra::report
