// Every stage of the crime chain against dates counted by hand on the calendar of 2024 and 2025, both readings.
#include "domain/room/testing.hpp"

namespace netra::room {
namespace {

struct Row {
  const char* why;
  const char* rule;
  const char* event;   // local time of the place
  const char* due;     // by the policy in force
  const char* target;  // the earliest reading
  const char* latest;
};

// Free days on the way: Sat and Sun; 27 November 2024 (voting), 25 December, 1, 27 and 29 January; joint leave on 26
// December and 28 January counts as a working day in one reading only.
constexpr Row kRows[] = {
    {"1x24 hours from registration, to the minute", "first_discussion", "2024-11-18T10:15", "2024-11-19T10:15",
     "2024-11-19T10:15", "2024-11-19T10:15"},
    {"5 calendar days end on a Saturday; one reading rolls on to Monday", "second_discussion", "2024-11-18T10:15",
     "2024-11-23", "2024-11-22", "2024-11-25"},
    {"1x24 hours from the decision, over the night to Saturday", "crime_forward", "2024-11-22T16:40",
     "2024-11-23T16:40", "2024-11-23T16:40", "2024-11-23T16:40"},
    {"14 working days over voting day", "investigation", "2024-11-25T09:00", "2024-12-16", "2024-12-13", "2024-12-16"},
    {"3 working days from receipt of the file", "prosecutor_review", "2024-12-16T14:00", "2024-12-19", "2024-12-18",
     "2024-12-19"},
    {"3 working days from the returned file, over a weekend", "police_completion", "2024-12-19T11:00", "2024-12-24",
     "2024-12-23", "2024-12-24"},
    {"the second review, over Christmas and its joint leave", "prosecutor_review", "2024-12-24T10:00", "2024-12-31",
     "2024-12-27", "2024-12-31"},
    {"5 working days from the file, over New Year", "court_filing", "2024-12-24T10:00", "2025-01-03", "2024-12-31",
     "2025-01-03"},
    {"7 days: calendar by the text, working days as courts say", "trial", "2025-01-03T09:00", "2025-01-10",
     "2025-01-09", "2025-01-14"},
    {"3 days for an appeal", "appeal_window", "2025-01-10T15:00", "2025-01-13", "2025-01-12", "2025-01-15"},
    {"3 days to send the appeal", "appeal_filing", "2025-01-13T10:00", "2025-01-16", "2025-01-15", "2025-01-16"},
    {"7 days for the verdict on appeal", "appeal_trial", "2025-01-13T10:00", "2025-01-20", "2025-01-19", "2025-01-22"},
    {"3 days to deliver the verdict", "verdict_delivery", "2025-01-20T13:00", "2025-01-23", "2025-01-22", "2025-01-23"},
    {"3 days to execute, over two holidays with a joint leave between", "execution", "2025-01-23T09:00", "2025-01-26",
     "2025-01-25", "2025-01-31"},
    {"Netra's own reminder of a hand-over", "handover_answer", "2024-11-22T16:40", "2024-11-23T16:40",
     "2024-11-23T16:40", "2024-11-23T16:40"},
};

std::string shown(const std::optional<LocalTime>& at, std::string_view like) {
  if (!at) return "none";
  return format_local(*at).substr(0, like.size());
}

TEST(CrimeChain, EveryStageEndsOnTheDayCountedByHand) {
  test::for_each_database([](storage::Database& db) {
    RoomWorld w(db);
    db.with_reader([&](storage::Reader& reader) {
      for (const auto& row : kRows) {
        SCOPED_TRACE(row.why);
        const clock::Place place{kOffice, "36.73", Zone::wib, "pilkada", "pilkada-2024"};
        auto limit = clock::forecast(reader, w.clocks, row.rule, place, *parse_moment(row.event, Zone::wib));
        ASSERT_TRUE(limit) << row.rule;
        EXPECT_EQ(limit->problem, "") << row.rule;
        EXPECT_EQ(shown(limit->due, row.due), row.due) << row.rule;
        EXPECT_EQ(shown(limit->target, row.target), row.target) << row.rule;
        EXPECT_EQ(shown(limit->latest, row.latest), row.latest) << row.rule;
      }
    });
  });
}

TEST(CrimeChain, AReturnedFileIsReviewedAgainAndOptionalDiscussionsStopNoClock) {
  auto rules = procedure::load(Assets::from_directory(".", {"procedures"}));
  ASSERT_TRUE(rules);
  const procedure::When when{2024y / 11 / 18, "pilkada-2024"};
  const auto leads = [&](const char* stage, const char* event) {
    for (const auto& t : (*rules)->stage_rule("pilkada", stage, when)->value.transitions)
      if (t.event == event) return t.to;
    return std::string("nowhere");
  };
  EXPECT_EQ(leads("police_completion", "file_received"), "prosecutor_review");
  EXPECT_EQ(leads("prosecutor_review", "returned"), "police_completion");
  EXPECT_EQ(leads("investigation", "stopped"), "closed_investigation_stopped");
  for (const char* optional : {"third_discussion", "fourth_discussion"}) {
    const auto* clock = (*rules)->clock("pilkada", optional, when);
    EXPECT_FALSE(clock->value.amount) << optional;
    EXPECT_EQ(clock->origin.mark, procedure::Mark::unverified) << optional;
    EXPECT_FALSE(clock->value.within.empty()) << optional;
  }
}

TEST(CrimeChain, ACaseKeepsTheCodeOfProcedureItBeganUnder) {
  auto rules = procedure::load(Assets::from_directory(".", {"procedures"}));
  ASSERT_TRUE(rules);
  const auto code = [&](Date on) { return (*rules)->parameter_value("pilkada", "criminal_procedure_code", {on}); };
  EXPECT_EQ(code(2026y / 1 / 1), "uu_8_1981");
  EXPECT_EQ(code(2026y / 1 / 2), "uu_20_2025");
}

}  // namespace
}  // namespace netra::room
