// Discussions of the centre: for who belongs to it that day, moved and cancelled as its own book says.
#include "domain/centre/centre.hpp"
#include "domain/feed/testing.hpp"

namespace netra::feed {
namespace {

void add_discussion(World& w, const std::string& id, const std::string& state, int version) {
  ASSERT_TRUE(storage::write(w.db, [&](storage::Transaction& tx) -> Result<Done> {
    tx.unlogged(storage::Unlogged::kReference)
        .execute(
            "INSERT INTO centre_discussions (id, office_id, case_id, track_id, kind, agenda, starts_at_ms, is_online, "
            "place, state, quorum_rule, quorum_mark, quorum_met, result_reason, version, planned_at_ms, planned_by) "
            "VALUES ($1, $2, 'c1', 't1', 'first_discussion', 'Perkara Pak Rahasia', $3, 0, 'Rumah Pak Rahasia', $4, "
            "'', "
            "'', 0, '', $5, $6, 'a1')",
            {id, kPlace, w.begin + 48h, state, version, w.begin});
    return Done{};
  }));
}

void add_seat(World& w, const std::string& account, const std::string& until) {
  ASSERT_TRUE(storage::write(w.db, [&](storage::Transaction& tx) -> Result<Done> {
    auto& db = tx.unlogged(storage::Unlogged::kReference);
    db.execute("UPDATE offices SET kind = 'police' WHERE id = $1", {kElsewhere});
    db.execute(
        "INSERT INTO centre_members (id, version, office_id, institution, account, name, rank, unit, post, "
        "decree_number, "
        "decree_date, valid_from, valid_until, reason, recorded_at_ms, recorded_by) VALUES ('m1', 1, $1, 'police', $2, "
        "'Penyidik Contoh', '', '', '', 'SK', '2024-01-01', '2024-01-01', $3, '', 0, 'a1')",
        {kPlace, account, until});
    return Done{};
  }));
}

struct Centre : World {
  explicit Centre(storage::Database& database) : World(database) { feeds.meetings = centre_meetings(kinds); }
  const centre::Kinds kinds = *centre::Kinds::load(Assets::from_directory(".", {"procedures"}));
};

TEST(Meetings, AreForThoseWhoBelongToTheCentre) {
  test::for_each_database([](storage::Database& db) {
    Centre w(db);
    add_discussion(w, "d1", "planned", 3);
    auto ics = w.ics(w.officer, w.begin);
    EXPECT_EQ(property(ics, "UID"), "discussion-d1@netra");
    EXPECT_EQ(property(ics, "SEQUENCE"), "3");
    EXPECT_EQ(property(ics, "STATUS"), "CONFIRMED");
    EXPECT_THAT(property(ics, "URL"), HasSubstr("/discussions/d1"));
    EXPECT_THAT(ics, Not(HasSubstr("Rahasia"))) << "neither agenda nor place leave";
    EXPECT_THAT(w.ics(w.stranger, w.begin), Not(HasSubstr("VEVENT")));
    EXPECT_THAT(w.ics(w.admin, w.begin), Not(HasSubstr("VEVENT")));
    add_discussion(w, "d2", "cancelled", 2);
    EXPECT_THAT(w.ics(w.officer, w.begin), HasSubstr("STATUS:CANCELLED"));
  });
}

TEST(Meetings, ASeatOfAnotherInstitutionCountsWhileItHolds) {
  for (const char* until : {"2024-12-31", "2024-10-01"}) {
    test::for_each_database([&](storage::Database& db) {
      Centre w(db);
      add_discussion(w, "d1", "planned", 1);
      auto police = identity::testing::make_member(w.db, "penyidik@contoh.example", kElsewhere,
                                                   {Role::police_investigator}, w.begin);
      add_seat(w, police.account, until);
      bool holds = std::string(until) > "2024-10-21";
      EXPECT_EQ(w.ics(police, w.begin).find("discussion-d1") != std::string::npos, holds) << until;
    });
  }
}

}  // namespace
}  // namespace netra::feed
