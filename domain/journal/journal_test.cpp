#include "domain/journal/journal.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>

#include "domain/journal/canonical.hpp"
#include "domain/journal/sql.hpp"
#include "tests/support/databases.hpp"

namespace netra::journal {
namespace {

using storage::Unlogged;

Act some_act(int i) {
  return {{"0190-officer", "case_officer", "bawaslu-36.73"},
          "case.stage_changed",
          {"case", "c" + std::to_string(i % 3)},
          {},
          {{"stage", {{"from", "submitted"}, {"to", "initial_review"}}}, {"number", i}},
          "alasan " + std::to_string(i)};
}

void fill(storage::Database& db, int count, std::uint64_t seed = 1) {
  SeededEntropy entropy(seed);
  for (int i = 1; i <= count; ++i) {
    auto done = storage::write(db, [&](storage::Transaction& tx) -> Result<Done> {
      record(tx, from_ms(1'700'000'000'000 + i), entropy, some_act(i));
      return Done{};
    });
    ASSERT_TRUE(done);
  }
}

void tamper(storage::Database& db, std::string_view statement, const storage::Params& params = {}) {
  auto done = storage::write(db, [&](storage::Transaction& tx) -> Result<Done> {
    tx.unlogged(Unlogged::kMigration).execute(statement, params);
    return Done{};
  });
  ASSERT_TRUE(done);
}

Verification verified(storage::Database& db) {
  return storage::read(db, [](storage::Reader& reader) { return verify(reader); });
}

TEST(CanonicalJson, HasOneWayToWriteATree) {
  auto tree = json::parse(R"({"b":[1,true,null,"é\"\n"],"a":{"z":-5,"y":{}}})");
  EXPECT_EQ(canonical_json(tree), "{\"a\":{\"y\":{},\"z\":-5},\"b\":[1,true,null,\"é\\\"\\n\"]}");
  EXPECT_THROW(canonical_json(json::value(0.5)), std::invalid_argument);
}

TEST(Journal, QueriesPrepare) { test::expect_prepares(sql::journal::all); }

TEST(Journal, StartsEmptyAndSound) {
  test::for_each_database([](storage::Database& db) {
    auto found = verified(db);
    EXPECT_EQ(found.entries, 0);
    EXPECT_TRUE(found.faults.empty());
  });
}

TEST(Journal, ChainsEveryEntryToTheOneBefore) {
  test::for_each_database([](storage::Database& db) {
    fill(db, 5);
    auto found = verified(db);
    EXPECT_EQ(found.entries, 5);
    EXPECT_THAT(found.faults, testing::IsEmpty());
    EXPECT_EQ(found.head.size(), 64u);
  });
}

TEST(Journal, LeavesNothingWhenItsUnitFails) {
  test::for_each_database([](storage::Database& db) {
    SeededEntropy entropy(1);
    auto refused = storage::write(db, [&](storage::Transaction& tx) -> Result<Done> {
      record(tx, from_ms(1), entropy, some_act(1));
      return fail(Outcome::kConflict, "case.stage");
    });
    ASSERT_FALSE(refused);
    fill(db, 2);
    auto found = verified(db);
    EXPECT_EQ(found.entries, 2) << "numbers have no gap";
    EXPECT_THAT(found.faults, testing::IsEmpty());
  });
}

TEST(Journal, ShowsTheHistoryOfOneRecord) {
  test::for_each_database([](storage::Database& db) {
    fill(db, 7);
    auto items = storage::read(db, [](storage::Reader& r) { return history(r, {"case", "c1"}, Zone::wita); });
    ASSERT_EQ(items.size(), 3u);
    EXPECT_EQ(items[0].entry.seq, 1);
    EXPECT_EQ(items[2].entry.seq, 7);
    EXPECT_EQ(items[0].reason, "alasan 1");
    EXPECT_EQ(items[0].at.zone, Zone::wita);
    EXPECT_EQ(items[0].entry.office, "bawaslu-36.73") << "the actor's office when the act names none";
    ASSERT_EQ(items[0].changes.size(), 2u);
    EXPECT_EQ(items[0].changes[0].field, "number");
    EXPECT_EQ(items[0].changes[0].after, "1");
    EXPECT_EQ(items[0].changes[1].before, "submitted");
    EXPECT_EQ(items[0].changes[1].after, "initial_review");
  });
}

TEST(Journal, ErasesDetailsButNotTheEntry) {
  test::for_each_database([](storage::Database& db) {
    fill(db, 3);
    SeededEntropy entropy(9);
    auto erase = [&](std::int64_t seq) {
      return storage::write(db, [&](storage::Transaction& tx) {
        return erase_details(tx, from_ms(2), entropy, {"a", "administrator", ""}, seq, "penetapan pengadilan");
      });
    };
    EXPECT_TRUE(erase(2));
    EXPECT_EQ(erase(99).error().code, "journal.unknown");
    auto found = verified(db);
    EXPECT_THAT(found.faults, testing::IsEmpty());
    EXPECT_EQ(found.entries, 4);
    EXPECT_EQ(found.erased, 1);
    auto items = storage::read(db, [](storage::Reader& r) { return history(r, {"case", "c2"}); });
    ASSERT_EQ(items.size(), 1u);
    EXPECT_TRUE(items[0].erased);
    EXPECT_EQ(items[0].reason, "");
    EXPECT_TRUE(items[0].change.is_null());
  });
}

struct Attack {
  const char* why;
  const char* statement;
  const char* fault;
};

TEST(Journal, NamesWhatWasDoneToIt) {
  static const Attack attacks[] = {
      {"the time is moved", "UPDATE journal SET at_ms = at_ms + 1 WHERE seq = 4", "entry 4: altered"},
      {"the actor is exchanged", "UPDATE journal SET actor = 'x' WHERE seq = 1", "entry 1: altered"},
      {"the hash is changed", "UPDATE journal SET hash = previous WHERE seq = 6", "entry 6: altered"},
      {"the first previous is changed", "UPDATE journal SET previous = hash WHERE seq = 1", "entry 1: altered"},
      {"an entry is gone", "DELETE FROM journal_details WHERE seq = 3; DELETE FROM journal WHERE seq = 3",
       "entry 3: missing"},
      {"the last is gone", "DELETE FROM journal_details WHERE seq = 8; DELETE FROM journal WHERE seq = 8",
       "entry 8: missing"},
      {"all are gone", "DELETE FROM journal_details; DELETE FROM journal", "entry 1: missing"},
      {"the last is gone and the head set back",
       "DELETE FROM journal_details WHERE seq = 8; DELETE FROM journal WHERE seq = 8; UPDATE journal_head SET seq = 7",
       "end: the head does not match entry 7"},
      {"the reason is changed", "UPDATE journal_details SET reason = 'lain' WHERE seq = 2",
       "entry 2: details do not match"},
      {"the change is changed", "UPDATE journal_details SET change = '{}' WHERE seq = 2",
       "entry 2: details do not match"},
      {"details are gone", "DELETE FROM journal_details WHERE seq = 5", "entry 5: details missing"},
      {"details are erased without an act",
       "UPDATE journal_details SET salt = NULL, change = NULL, reason = NULL, erased_by = 1 WHERE seq = 5",
       "entry 5: details erased without an act"},
      {"the head is gone", "DELETE FROM journal_head", "end: the journal has no head"},
  };
  for (const auto& attack : attacks) {
    SCOPED_TRACE(attack.why);
    test::for_each_database([&](storage::Database& db) {
      fill(db, 8);
      std::string_view rest = attack.statement;
      while (!rest.empty()) {
        auto end = std::min(rest.find("; "), rest.size());
        tamper(db, rest.substr(0, end));
        rest.remove_prefix(std::min(end + 2, rest.size()));
      }
      EXPECT_THAT(verified(db).faults, testing::Contains(attack.fault));
    });
  }
}

TEST(Journal, NamesEntriesThatChangedPlaces) {
  test::for_each_database([](storage::Database& db) {
    fill(db, 8);
    tamper(db, "DELETE FROM journal_details");
    for (auto [from, to] : {std::pair{3, -1}, {6, 3}, {-1, 6}}) {
      tamper(db, "UPDATE journal SET seq = $2 WHERE seq = $1", {from, to});
    }
    auto faults = verified(db).faults;
    EXPECT_THAT(faults, testing::Contains("entry 3: out of order (written as entry 6)"));
    EXPECT_THAT(faults, testing::Contains("entry 6: out of order (written as entry 3)"));
  });
}

// Whatever single character of whatever column is changed, the entry is named.
TEST(Journal, NoChangedCharacterStaysUnseen) {
  auto place = test::sqlite_place(test::Schema::kMigrated);
  auto db = place->open();
  fill(*db, 6);
  static const char* columns[] = {"journal.actor",          "journal.role",          "journal.office",
                                  "journal.verb",           "journal.subject_id",    "journal.subject_kind",
                                  "journal.commitment",     "journal.previous",      "journal.hash",
                                  "journal_details.reason", "journal_details.change"};
  rc::check([&](std::uint64_t pick) {
    std::string column = columns[pick % std::size(columns)];
    auto seq = static_cast<std::int64_t>(pick / 16 % 6 + 1);
    auto table = column.substr(0, column.find('.'));
    column.erase(0, table.size() + 1);
    auto old = storage::read(*db, [&](storage::Reader& r) {
      return *r.text("SELECT " + column + " FROM " + table + " WHERE seq = $1", {seq});
    });
    auto changed = old;
    auto& letter = changed[pick / 1024 % changed.size()];
    const auto bit = static_cast<char>(1u << (pick / 7 % 7));
    letter = static_cast<char>(letter == bit ? 'x' : letter ^ bit);  // a text cannot hold a NUL
    auto set = "UPDATE " + table + " SET " + column + " = $2 WHERE seq = $1";
    tamper(*db, set, {seq, changed});
    auto faults = verified(*db).faults;
    tamper(*db, set, {seq, old});
    auto name = "entry " + std::to_string(seq) + ":";
    RC_ASSERT(std::ranges::any_of(faults, [&](const auto& f) { return f.starts_with(name); }));
    RC_ASSERT(verified(*db).faults.empty());
  });
}

}  // namespace
}  // namespace netra::journal
