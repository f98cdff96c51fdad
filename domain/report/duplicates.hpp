// Reports that may tell of the same event: suggested, never joined by themselves.
//
// Bounded: at most 200 reports of the same place (or the sub-district above it) received within 14 days are compared,
// by the words of event and beginning of the chronology. A person links two reports, or says that they are not the
// same; both can be taken back.
//
// Threads: as the reader or transaction.
// Errors: report.unknown, report.same (kInvalid: a report is not its own duplicate)
#pragma once

#include "domain/report/additions.hpp"

namespace netra::report {

enum class LinkKind { same_event, not_same };
BOOST_DESCRIBE_ENUM(LinkKind, same_event, not_same)

struct NearView {
  std::string id;
  std::string reference;
  LocalTime received_at;
  std::string event;
  std::int64_t likeness = 0;     // 0..100: share of words in common
  std::optional<LinkKind> link;  // what a person said
};
BOOST_DESCRIBE_STRUCT(NearView, (), (id, reference, received_at, event, likeness, link))

// Linked ones first, then suggestions, at most ten; only of `offices`.
std::vector<NearView> near_duplicates(storage::Reader& db, const ReportRecord& record,
                                      const std::vector<std::string>& offices);

// Act report.linked / report.unlinked on both reports.
Result<Done> link(storage::Transaction& tx, const By& by, std::string_view report, std::string_view other,
                  LinkKind kind);
Result<Done> unlink(storage::Transaction& tx, const By& by, std::string_view report, std::string_view other);

// Share of common words, 0..1 (Jaccard over sorted sets).
double likeness(const std::vector<std::string>& a, const std::vector<std::string>& b);

}  // namespace netra::report
