// A case carries a registered report or finding from initial review to its decision and notice.
//
//   POST /cases {"report": id} or {"finding": id}        opens the case file and its initial review
//   POST /cases/{id}/review -> /registration -> /clarifications -> /studies -> /plenaries -> /notices
//
// Stages, transitions, clocks, documents, requirements, receivers and labels are those of the procedure data
// (domain/procedure) for the case's election and incident date; no legal number lives here. A clock that lapses raises
// a flag and never moves a case. A plenary opens one track per outcome, several at once; each track has its own stage,
// receiver and clock. People decide: what is computed (time limit, rules, receivers) is a suggestion with reason,
// citation and mark.
//
// Reading: `may_read` is the one place that decides: reader's office, a share (case_shares), or a superior office by
// rights. Personal names of reporters and witnesses stay in the vault; pages call them by their role ("Pelapor", "Saksi
// 1").
//
// Every act carries the version of the case that its author saw (`version`); a stale one is `case.changed` (kConflict).
//
// Threads: handlers and domain functions are safe from any thread; one call is one unit of work.
// Errors: case.unknown  case.changed  case.stage (not possible in this stage)  case.open_already  case.not_formal
// case.closed
//         review.unmarked  review.not_complete  review.reason  registration.number
//         participant.unknown  clarification.unknown  clarification.done  clarification.past  study.unknown study.empty
//         rule.unknown outcome.unknown  outcome.missing  outcome.conflict  track.unknown  transfer.same_office
//         transfer.competence  transfer.open share.unknown  assignment.unknown  event.unknown  event.future
//         notice.result plenary.* (domain/finding/plenary.hpp)   access.denied
// Source: UU 1/2015 arts 134-135 as amended; Perbawaslu 8/2020 jo 9/2024 (secondary). Each value with its mark in
// procedures/.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/case/track.hpp"
#include "domain/finding/finding.hpp"
#include "domain/finding/services.hpp"
#include "domain/identity/actor.hpp"
#include "domain/journal/journal.hpp"
#include "engine/base/json.hpp"
#include "engine/http/route.hpp"
#include "engine/storage/storage.hpp"

namespace netra::cases {

using finding::Services;  // domain/finding/services.hpp

enum class Origin { report, finding };  // laporan, temuan
BOOST_DESCRIBE_ENUM(Origin, report, finding)

enum class ReviewResult { complete, incomplete, not_repairable, already_handled, not_registered };
BOOST_DESCRIBE_ENUM(ReviewResult, complete, incomplete, not_repairable, already_handled, not_registered)

enum class TransferKind { hand_down, takeover, forwarding };
BOOST_DESCRIBE_ENUM(TransferKind, hand_down, takeover, forwarding)

// Subject of journal acts, clocks, evidence and work items about a case.
inline constexpr std::string_view kSubjectKind = "case";
journal::Subject subject(std::string_view case_id);

// One row of lists, search answers and the desk.
struct CaseRow {
  std::string id;
  Origin origin = Origin::report;
  std::optional<std::string> number;  // register number, once registered
  std::string title;                  // no reporter, no reported person
  std::string stage;                  // stage id of the procedure data
  std::string stage_name;             // in the reader's language
  std::string office;
  std::string office_name;
  std::string region;
  LocalTime received_at;
  std::optional<LocalTime> due_at;  // earliest target of its running clocks
  bool closed = false;
};
BOOST_DESCRIBE_STRUCT(CaseRow, (),
                      (id, origin, number, title, stage, stage_name, office, office_name, region, received_at, due_at,
                       closed))

struct CaseFilter {
  std::vector<std::string> offices;  // only these; the caller has checked the rights. Shared cases are added.
  std::optional<std::string> stage;
  std::optional<std::string> election;
  std::optional<std::string> officer;  // account assigned
  std::optional<Origin> origin;
  bool include_closed = false;
  std::optional<std::string> before;  // case id: the page after this row
  std::int64_t limit = 50;
};
std::vector<CaseRow> list_cases(storage::Reader&, const Services&, const CaseFilter&, std::string_view language);

// The one answer to "may this person read this case?". Unknown and forbidden cases both answer case.unknown
// (kNotFound).
Result<Done> may_read(storage::Reader&, const Actor&, std::string_view case_id);

// The case opened from this report or finding, if any.
std::optional<std::string> case_of_report(storage::Reader&, std::string_view report);
std::optional<std::string> case_of_finding(storage::Reader&, std::string_view finding);

// The reporter completed or withdrew the report: its unregistered case, desk row and lists follow at once.
void follow_report(storage::Transaction& tx, Instant now, Entropy& entropy, std::string_view report);

// The public board: what anybody may know of a case.
struct BoardRow {
  std::string number;
  Origin origin = Origin::report;
  std::string stage;
  std::string stage_name;
  std::vector<std::string> results;  // outcome ids, once decided and told
  Date registered_on;
  std::optional<Date> decided_on;
  std::string office_name;
  LocalTime told_at;  // when this was published
};
BOOST_DESCRIBE_STRUCT(BoardRow, (),
                      (number, origin, stage, stage_name, results, registered_on, decided_on, office_name, told_at))

// Desk rows and search words of cases; the services must outlive it.
office::RowSource case_rows(const Services&);

void add_case_routes(http::Routes&, const Services&);

}  // namespace netra::cases
