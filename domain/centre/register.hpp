// The register of cases of a centre (buku register) and its monthly recap. The recap is a function of the register
// alone, so its sums can be followed row by row.
//
//   auto entries = centre::register_of(db, services, centre, now, "id");
//   auto recap = centre::recap_of(entries, {from, until});
//   recap.open_before + recap.came - recap.ended == recap.open_after
//
// Threads: as the reader; recap_of is a pure function. Times: UTC milliseconds; a span is [from, until).
#pragma once

#include "domain/centre/discussion.hpp"

namespace netra::centre {

// Who has a track at a moment.
enum class Holder { bawaslu, centre, police, prosecutor, court, elsewhere };
BOOST_DESCRIBE_ENUM(Holder, bawaslu, centre, police, prosecutor, court, elsewhere)

struct RegisterStep {
  std::string stage;
  std::string event;  // what led here
  Holder holder = Holder::bawaslu;
  Instant entered;
};

// One limit of one stay: the clock of the procedure that ran for it.
struct RegisterLimit {
  std::string rule, label;
  Instant started;
  std::optional<Instant> due;  // absent: the law names none, or it cannot be dated
  std::optional<Instant> ended;
};

struct RegisterEntry {
  std::string track, case_id;
  std::optional<std::string> number;
  std::string title;
  Zone zone = Zone::wib;
  Instant came;
  std::optional<Instant> ended;
  std::vector<RegisterStep> steps;  // oldest first, never empty
  std::vector<RegisterLimit> limits;
  std::vector<DiscussionItem> discussions;
  std::int64_t round = 1;
  std::string stage_name;  // where it stands

  // The step it stood in just before `at`; null before it came.
  const RegisterStep* at(Instant at) const;
  bool open_at(Instant at) const { return came < at && (!ended || *ended >= at); }
};

// The crime tracks of a centre, in the order they came.
std::vector<RegisterEntry> register_of(storage::Reader& db, const Services& s, std::string_view centre, Instant now,
                                       std::string_view language);

// ---- recap ----

struct Span {
  Instant from, until;
  bool holds(Instant at) const { return from <= at && at < until; }
};

struct Count {
  std::string value;
  std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(Count, (), (value, count))

// How the steps of one kind kept their limits.
struct LimitCount {
  std::string rule, label;
  std::int64_t in_time = 0;  // done in the span, within the limit (or without one)
  std::int64_t late = 0;     // done in the span, after the limit
  std::int64_t running = 0;  // not done at its end, limit still ahead (or none)
  std::int64_t overdue = 0;  // not done at its end, limit passed
  double average_days = 0;   // of those done
  double longest_days = 0;
};
BOOST_DESCRIBE_STRUCT(LimitCount, (), (rule, label, in_time, late, running, overdue, average_days, longest_days))

struct Recap {
  std::int64_t open_before = 0;  // had come before and not ended
  std::int64_t came = 0;
  std::int64_t ended = 0;
  std::int64_t open_after = 0;
  std::vector<Count> by_stage;    // of those open at the end
  std::vector<Count> by_holder;   // of those open at the end
  std::vector<Count> by_outcome;  // of those that ended: the stage they ended in
  std::vector<LimitCount> limits;
};
BOOST_DESCRIBE_STRUCT(Recap, (), (open_before, came, ended, open_after, by_stage, by_holder, by_outcome, limits))

Recap recap_of(const std::vector<RegisterEntry>& entries, Span span);

}  // namespace netra::centre
