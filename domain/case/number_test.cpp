// Register numbers as offices write them: own patterns, levels without a confirmed code, no number twice.
#include "domain/case/testing.hpp"

namespace netra::cases {
namespace {

void set_pattern(World& w, const std::string& pattern, const std::string& id = "pattern-1") {
  ASSERT_TRUE(w.act([&](storage::Transaction& tx) -> Result<Done> {
    office::put_pattern(tx.unlogged(storage::Unlogged::kReference), {id,
                                                                     kOffice,
                                                                     office::NumberKind::report,
                                                                     pattern,
                                                                     date_in(w.now, Zone::wib),
                                                                     {},
                                                                     "Alasan",
                                                                     "account",
                                                                     w.now,
                                                                     {}});
    return Done{};
  }));
}

void set_office(World& w, const std::function<void(office::Office&)>& change, const std::string& id = kOffice) {
  ASSERT_TRUE(w.act([&](storage::Transaction& tx) -> Result<Done> {
    auto office = *office::find_office(tx, id);
    change(office);
    auto done = office::change_office(tx.unlogged(storage::Unlogged::kReference), office);
    if (!done) return fail(std::move(done.error()));
    return Done{};
  }));
}

Result<Number> next_number(World& w, const std::string& office) {
  CaseRecord c;
  c.office_id = office;
  c.election_id = "pilkada-2024";
  return storage::write(w.db, [&](storage::Transaction& tx) {
    return take_number(tx.unlogged(storage::Unlogged::kReference), w.services, c, w.now);
  });
}

TEST(RegisterNumbers, FollowThePatternOfTheOfficeAndKeepTheirSequence) {
  with_world([](World& w) {
    EXPECT_THAT(text_of(registered(w).view, "number"), testing::StartsWith("001/Reg/LP/"));
    set_pattern(w, "{kind}-{office_code}/{year}/{seq:04}");
    EXPECT_EQ(text_of(registered(w).view, "number"), "LP-99.01/2024/0002") << "the sequence goes on";
  });
}

TEST(RegisterNumbers, OfALevelWithoutAConfirmedCodeWaitForThePatternOfTheOffice) {
  with_world([](World& w) {
    set_office(
        w, [](office::Office& o) { o.register_code = "36"; }, kProvince);
    auto refused = next_number(w, kProvince);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "registration.number");
    ASSERT_TRUE(w.act([&](storage::Transaction& tx) -> Result<Done> {
      office::put_pattern(tx.unlogged(storage::Unlogged::kReference),
                          {"prov",
                           kProvince,
                           office::NumberKind::report,
                           "{seq:03}/Reg/{kind}/{election}/Prov/{office_code}/{month_roman}/{year}",
                           date_in(w.now, Zone::wib),
                           {},
                           "Alasan",
                           "account",
                           w.now,
                           {}});
      return Done{};
    }));
    auto number = next_number(w, kProvince);
    ASSERT_TRUE(number) << number.error().code;
    EXPECT_EQ(number->text, "001/Reg/LP/PG/Prov/36/X/2024") << "the refused one left no gap";
  });
}

TEST(RegisterNumbers, AreNeverGivenTwiceEvenWithTheCodeOfAnotherOffice) {
  with_world([](World& w) {
    const auto first = text_of(registered(w).view, "number");
    set_office(
        w, [](office::Office& o) { o.register_code = "99.01"; }, kOther);
    set_pattern(w, "{seq:03}/{kind}/{office_code}/{year}");
    EXPECT_EQ(text_of(registered(w).view, "number"), "002/LP/99.01/2024");
    auto theirs = next_number(w, kOther);
    ASSERT_TRUE(theirs) << "written differently: another contest";
    // The same writing again, with the counter set back as a restored backup might have it.
    ASSERT_TRUE(w.act([&](storage::Transaction& tx) -> Result<Done> {
      tx.unlogged(storage::Unlogged::kReference)
          .execute("UPDATE case_numbers SET last = 1 WHERE office_id = $1", {kOffice});
      return Done{};
    }));
    auto again = next_number(w, kOffice);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, "registration.number_taken");
  });
}

}  // namespace
}  // namespace netra::cases
