#include "domain/evidence/custody.hpp"

#include <rapidcheck.h>

#include "domain/evidence/testing.hpp"

namespace netra::evidence {
namespace {

using namespace testing_world;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

TEST(Custody, QueriesPrepare) { test::expect_prepares(sql::evidence::all); }

TEST(Custody, ChainsEveryEntryOfAnExhibit) {
  with_world([](World& w) {
    EXPECT_THAT(w.faults(), IsEmpty());
    EXPECT_THAT(w.steps(w.file), ElementsAre("given"));
    EXPECT_THAT(w.steps(w.thing), ElementsAre("collected", "sealed", "stored"));
    const auto chain = w.chain(w.thing);
    EXPECT_EQ(chain.entries[0].previous, std::string(64, '0'));
    EXPECT_EQ(chain.entries[1].previous, chain.entries[0].hash);
    EXPECT_EQ(chain.entries[0].happened_at_ms, w.now - 2h) << "when it was taken, as stated";
    EXPECT_EQ(chain.entries[0].time_source, TimeSource::stated);
    EXPECT_EQ(chain.standing.office, kOurs);
    EXPECT_EQ(chain.standing.place, "Lemari bukti 1");
    EXPECT_EQ(chain.standing.seal, "S-001");
  });
}

// The same hash by other means: python3 -c "import hashlib,json; ..." over the published form.
TEST(Custody, HashesAsIsPublished) {
  Entry e;
  e.id = "e1";
  e.item_id = "i1";
  e.seq = 1;
  e.at_ms = e.happened_at_ms = from_ms(1'730'000'000'000);
  e.actor = "citizen";
  e.place = "Rumah \"é\"\n";
  e.previous = std::string(64, '0');
  EXPECT_EQ(hash_of(e), "178497e3d46baf3b18cb2de01558463c697760a1cd7f35be67a65ac7bf6941d9");
  e.previous = "no hash";
  EXPECT_EQ(hash_of(e), "");
}

TEST(Custody, MovesAtAcceptanceAndNotBefore) {
  with_world([](World& w) {
    const std::vector<std::string> both{w.file.id, w.thing.id};
    ASSERT_EQ(code_of(w.handing(transfer, both)), "done");
    EXPECT_EQ(w.chain(w.thing).standing.office, kOurs) << "sent is not received";
    EXPECT_EQ(w.chain(w.thing).standing.on_the_way_to, kTheirs);
    EXPECT_EQ(code_of(w.handing(transfer, both)), "evidence.holder") << "it is on its way already";
    EXPECT_EQ(code_of(w.handing(receive, both, kOurs, "bawaslu-33.01")), "evidence.holder") << "sent to somebody else";
    ASSERT_EQ(code_of(w.handing(receive, both)), "done");
    EXPECT_EQ(w.chain(w.thing).standing.office, kTheirs);
    EXPECT_EQ(storage::read(w.db, [&](storage::Reader& db) { return find(db, w.thing.id)->office_id; }), kTheirs);
    EXPECT_EQ(code_of(w.handing(transfer, both)), "evidence.holder") << "no longer ours";
    EXPECT_EQ(code_of(w.handing(transfer, both, kTheirs, kOurs)), "done") << "and back";
    EXPECT_EQ(code_of(w.handing(turn_back, both, kTheirs, kOurs)), "done");
    EXPECT_EQ(w.chain(w.thing).standing.office, kTheirs) << "refused: it stays";
    EXPECT_EQ(w.chain(w.thing).standing.on_the_way_to, "");
    EXPECT_THAT(w.faults(), IsEmpty());
  });
}

TEST(Custody, HandsOverAllOrNothingAndEachOnce) {
  with_world([](World& w) {
    EXPECT_EQ(code_of(w.handing(transfer, {w.file.id, "nothing"})), "evidence.unknown");
    EXPECT_THAT(w.steps(w.file), ElementsAre("given"));
    EXPECT_EQ(code_of(w.handing(transfer, {w.file.id, w.file.id})), "done");
    EXPECT_THAT(w.steps(w.file), ElementsAre("given", "transferred"));
    EXPECT_EQ(code_of(w.handing(give_copies, {w.thing.id})), "done");
    EXPECT_EQ(w.chain(w.thing).standing.office, kOurs) << "a copy went, the original stayed";
    EXPECT_THAT(w.faults(), IsEmpty());
  });
}

TEST(Custody, NamesAGapBetweenHands) {
  with_world([](World& w) {
    ASSERT_EQ(code_of(w.handing(transfer, {w.thing.id})), "done");
    ASSERT_EQ(code_of(w.handing(receive, {w.thing.id})), "done");
    w.tamper("UPDATE evidence_items SET office_id = $1 WHERE id = $2", {kOurs, w.thing.id});
    EXPECT_THAT(w.faults(), ElementsAre("exhibit " + w.thing.id + ": holder"));
    w.tamper("UPDATE evidence_items SET office_id = $1 WHERE id = $2", {kTheirs, w.thing.id});
    w.unit([&](storage::Writer& writer) {  // an honest chain that tells of a step nobody could take
      add_custody(writer, w.now, w.entropy, w.thing.id, CustodyStep::released, kOfficer,
                  CustodyFacts{.from_office = kOurs, .to_party = "Pemilik contoh"});
    });
    EXPECT_THAT(w.faults(), ElementsAre("exhibit " + w.thing.id + ": entry 6: holder"));
  });
}

TEST(Custody, KeepsEntriesFromBeforeTheChain) {
  with_world([](World& w) {
    w.tamper("DELETE FROM evidence_custody WHERE item_id = $1", {w.file.id});
    w.tamper("UPDATE evidence_items SET custody_seq = 0, custody_head = '' WHERE id = $1", {w.file.id});
    w.tamper(
        "INSERT INTO evidence_custody (id, item_id, at_ms, step, actor, office_id, note) "
        "VALUES ('old-1', $1, 5, 'given', 'citizen', '', ''), ('old-2', $1, 6, 'handed_over', 'officer-1', $2, $2)",
        {w.file.id, kOurs});
    EXPECT_THAT(w.faults(), IsEmpty());
    EXPECT_EQ(storage::read(w.db, [](storage::Reader& db) { return verify_custody(db).early; }), 2);
    EXPECT_EQ(w.chain(w.file).standing.office, kOurs) << "the note of an old entry said to whom";
    w.unit([&](storage::Writer& writer) {
      add_custody(writer, w.now, w.entropy, w.file.id, CustodyStep::checked, kOfficer, "");
    });
    EXPECT_THAT(w.steps(w.file), ElementsAre("given", "handed_over", "checked"));
    EXPECT_THAT(w.faults(), IsEmpty());
    w.tamper("UPDATE evidence_custody SET actor = 'officer-9' WHERE id = 'old-2'");
    EXPECT_THAT(w.faults(), ElementsAre("exhibit " + w.file.id + ": entry 1: early"));
    w.tamper("UPDATE evidence_custody SET actor = 'officer-1' WHERE id = 'old-2'");
    w.tamper("DELETE FROM evidence_custody WHERE id = 'old-1'");
    EXPECT_THAT(w.faults(), ElementsAre("exhibit " + w.file.id + ": entry 1: early"));
  });
}

TEST(Custody, NamesMissingEntriesAndACutEnd) {
  with_world([](World& w) {
    const auto at = "exhibit " + w.thing.id + ": ";
    w.tamper("DELETE FROM evidence_custody WHERE item_id = $1 AND seq = 2", {w.thing.id});
    EXPECT_THAT(w.faults(), ElementsAre(at + "entry 2: missing"));
    w.tamper("DELETE FROM evidence_custody WHERE item_id = $1 AND seq = 3", {w.thing.id});
    EXPECT_THAT(w.faults(), ElementsAre(at + "entry 2: missing", at + "entry 3: missing"));
    w.tamper("DELETE FROM evidence_custody WHERE item_id = $1", {w.thing.id});
    EXPECT_THAT(w.faults(), Contains(at + "entry 1: missing"));
  });
}

// Somebody who can write all tables but the journal rewrites a whole chain so that it fits itself.
TEST(Custody, AChainWrittenAnewDoesNotFitTheJournal) {
  with_world([](World& w) {
    const json::object checks;
    ASSERT_EQ(code_of(w.post(w.officer, w.file, "checks", checks)), "done");
    auto entries = w.chain(w.file).entries;
    ASSERT_EQ(entries.size(), 2u);
    entries[0].place = "Tempat lain";
    entries[0].hash = hash_of(entries[0]);
    entries[1].previous = entries[0].hash;
    entries[1].hash = hash_of(entries[1]);
    w.tamper("UPDATE evidence_custody SET place = $1, hash = $2 WHERE id = $3",
             {entries[0].place, entries[0].hash, entries[0].id});
    w.tamper("UPDATE evidence_custody SET previous = $1, hash = $2 WHERE id = $3",
             {entries[1].previous, entries[1].hash, entries[1].id});
    w.tamper("UPDATE evidence_items SET custody_head = $1 WHERE id = $2", {entries[1].hash, w.file.id});
    EXPECT_THAT(w.faults(), ElementsAre("exhibit " + w.file.id + ": entry 2: act"));
    w.tamper("DELETE FROM evidence_custody WHERE id = $1", {entries[1].id});
    w.tamper("UPDATE evidence_items SET custody_seq = 1, custody_head = $1 WHERE id = $2",
             {entries[0].hash, w.file.id});
    EXPECT_THAT(w.faults(), ElementsAre("exhibit " + w.file.id + ": act"));
  });
}

struct Column {
  const char* table;
  const char* name;
  bool is_number;
};

// Any column of any row, changed in any way.
const Column kColumns[] = {{"evidence_custody", "id", false},
                           {"evidence_custody", "seq", true},
                           {"evidence_custody", "at_ms", true},
                           {"evidence_custody", "step", false},
                           {"evidence_custody", "actor", false},
                           {"evidence_custody", "role", false},
                           {"evidence_custody", "office_id", false},
                           {"evidence_custody", "note", false},
                           {"evidence_custody", "happened_at_ms", true},
                           {"evidence_custody", "place", false},
                           {"evidence_custody", "reason", false},
                           {"evidence_custody", "hash_before", false},
                           {"evidence_custody", "hash_after", false},
                           {"evidence_custody", "from_office", false},
                           {"evidence_custody", "from_party", false},
                           {"evidence_custody", "to_office", false},
                           {"evidence_custody", "to_party", false},
                           {"evidence_custody", "seal", false},
                           {"evidence_custody", "item_print", false},
                           {"evidence_custody", "act_seq", true},
                           {"evidence_custody", "previous", false},
                           {"evidence_custody", "hash", false},
                           {"evidence_items", "subject_kind", false},
                           {"evidence_items", "subject_id", false},
                           {"evidence_items", "office_id", false},
                           {"evidence_items", "number", true},
                           {"evidence_items", "sha256", false},
                           {"evidence_items", "media_type", false},
                           {"evidence_items", "size", true},
                           {"evidence_items", "filename", false},
                           {"evidence_items", "description", false},
                           {"evidence_items", "given_by", false},
                           {"evidence_items", "given_at_ms", true},
                           {"evidence_items", "custody_seq", true},
                           {"evidence_items", "custody_head", false}};

TEST(Custody, FindsAnyAlterationOfAnyColumn) {
  with_world([](World& w) {
    ASSERT_EQ(code_of(w.handing(transfer, {w.file.id, w.thing.id})), "done");
    ASSERT_EQ(code_of(w.handing(receive, {w.file.id, w.thing.id})), "done");
    ASSERT_THAT(w.faults(), IsEmpty());
    const bool found = rc::check([&] {
      const auto column = *rc::gen::elementOf(std::vector<Column>(std::begin(kColumns), std::end(kColumns)));
      const std::string table = column.table, name = column.name;
      const auto ids = storage::read(w.db, [&](storage::Reader& db) {
        std::vector<std::string> out;
        for (const auto& row : db.query("SELECT id FROM " + table + " ORDER BY id")) out.push_back(row.text(0));
        return out;
      });
      const auto id = *rc::gen::elementOf(ids);
      const auto before = storage::read(w.db, [&](storage::Reader& db) {
        return db.query("SELECT " + name + " FROM " + table + " WHERE id = $1", {id})[0];
      });
      auto key = id;
      const auto set = [&](const storage::Param& value) {
        w.tamper("UPDATE " + table + " SET " + name + " = $1 WHERE id = $2", {value, key});
        if (name == "id") key = std::get<std::string>(value.value);
      };
      if (column.is_number) {
        const auto off = *rc::gen::inRange<std::int64_t>(100, 1000);
        set(before.integer(0) + off);
      } else {
        const auto text = before.text(0);
        set(*rc::gen::element<std::string>(text + "x", "x" + text, text.empty() ? "y" : text.substr(1)));
      }
      const auto named = !w.faults().empty();
      if (column.is_number)
        set(before.integer(0));
      else
        set(before.text(0));
      RC_ASSERT(named);
      RC_ASSERT(w.faults().empty());
    });
    EXPECT_TRUE(found);
  });
}

TEST(Custody, EntriesCannotChangePlaces) {
  with_world([](World& w) {
    w.tamper("UPDATE evidence_custody SET seq = 9 WHERE item_id = $1 AND seq = 2", {w.thing.id});
    w.tamper("UPDATE evidence_custody SET seq = 2 WHERE item_id = $1 AND seq = 3", {w.thing.id});
    w.tamper("UPDATE evidence_custody SET seq = 3 WHERE item_id = $1 AND seq = 9", {w.thing.id});
    EXPECT_THAT(w.faults(), ElementsAre("exhibit " + w.thing.id + ": entry 2: altered",
                                        "exhibit " + w.thing.id + ": entry 3: altered"));
  });
}

}  // namespace
}  // namespace netra::evidence
