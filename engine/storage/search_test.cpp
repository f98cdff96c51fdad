#include "engine/storage/search.hpp"

#include <gmock/gmock.h>

#include <array>
#include <future>

#include "engine/base/random.hpp"

#include "engine/storage/search_terms.hpp"
#include "tests/support/databases.hpp"

namespace netra::search {
namespace {

using storage::Database;
using testing::ElementsAre;

void put(Database& db, const std::vector<Document>& documents) {
  auto done = storage::write(db, [&](storage::Transaction& tx) -> Result<Done> {
    for (const auto& document : documents) index(tx.unlogged(storage::Unlogged::kIndex), document);
    return Done{};
  });
  ASSERT_TRUE(done) << done.error().detail;
}

std::vector<std::string> found(Database& db, const Query& asked) {
  std::vector<std::string> ids;
  for (const auto& hit : storage::read(db, [&](storage::Reader& r) { return query(r, asked); })) ids.push_back(hit.id);
  return ids;
}

std::vector<Document> corpus() {
  auto at = [](int minute) { return from_ms(1'730'000'000'000 + minute * 60'000); };
  return {
      {"report", "1", "indramayu", {"jabar", "ri"}, at(1), "Pembagian sembako oleh tim kampanye di Kroya"},
      {"report", "2", "indramayu", {"jabar", "ri"}, at(2), "Kepala desa membagikan uang dan mengajak memilih calon"},
      {"report", "3", "cilacap", {"jateng", "ri"}, at(3), "ASN tidak netral: camat Kroya berfoto dengan calon"},
      {"case", "4", "cilacap", {"jateng", "ri"}, at(4), "001/Reg/LP/PB/Kab/08.07/X/2024 pelanggaran netralitas ASN"},
      {"report", "5", "cilegon", {"banten", "ri"}, at(5), "Alat peraga kampanye dirusak di Gerogol, Séléktif"},
      {"report", "6", "indramayu", {"jabar", "ri"}, at(6), "Sutrisno? No names here; dipilihnya pemilih ganda"},
  };
}

TEST(Stems, FollowIndonesianWordForms) {
  EXPECT_EQ(stems("pembagian"), stems("membagikan"));
  EXPECT_EQ(stems("dipilihnya"), stems("Memilih"));
  EXPECT_THAT(stems("yang di dan"), ElementsAre());
  EXPECT_THAT(stems("08.07/X/2024"), ElementsAre("07", "08", "2024", "x"));
  EXPECT_THAT(stems("\xff"), ElementsAre());
  for (const auto& stem : stems(std::string(500, 'a'))) EXPECT_LE(stem.size(), 60u);
  EXPECT_EQ(tag('s', "Kab-3212"), "s__4bab_2d3212");
}

TEST(Search, FindsByStemsWithinScopesNewestFirst) {
  test::for_each_database([](Database& db) {
    put(db, corpus());
    struct {
      const char* why;
      Query query;
      std::vector<std::string> ids;
    } const rows[] = {
        {"one word, own office", {{"indramayu"}, "sembako"}, {"1"}},
        {"another form of the word", {{"indramayu"}, "dibagikan"}, {"2", "1"}},
        {"another office's record stays unseen", {{"indramayu"}, "camat"}, {}},
        {"an office above sees what is shared with it", {{"jabar"}, "kroya"}, {"1"}},
        {"all words must be there", {{"ri"}, "camat kroya"}, {"3"}},
        {"several scopes", {{"indramayu", "cilacap"}, "KROYA"}, {"3", "1"}},
        {"a case number", {{"cilacap"}, "001/Reg/LP/PB/Kab/08.07/X/2024"}, {"4"}},
        {"accents do not matter", {{"ri"}, "selektif"}, {"5"}},
        {"a beginning", {{"ri"}, "sutri*"}, {"6"}},
        {"a word and a beginning", {{"ri"}, "foto cam*"}, {"3"}},
        {"a beginning too short to help is a word", {{"ri"}, "as*"}, {}},
        {"only one kind", {{"ri"}, "asn", 50, std::nullopt, {"case"}}, {"4"}},
        {"stop words are skipped", {{"ri"}, "yang netral dengan asn"}, {"3"}},
        {"only stop words", {{"ri"}, "yang"}, {}},
        {"no scope", {{}, "asn"}, {}},
        {"what engines take for syntax is not", {{"ri"}, "\" OR 'asn' & | ! ( NEAR :* --"}, {}},
        {"a limit", {{"ri"}, "calon", 1}, {"3"}},
    };
    for (const auto& row : rows) EXPECT_EQ(found(db, row.query), row.ids) << row.why;
  });
}

TEST(Search, PagesGoOnWhereTheLastEnded) {
  test::for_each_database([](Database& db) {
    std::vector<Document> many;
    for (int i = 0; i < 25; ++i)
      many.push_back({"report", std::to_string(i), "a", {}, from_ms(1000 + i / 3), "sembako"});
    put(db, many);
    Query asked{{"a"}, "sembako", 10};
    std::vector<std::string> ids;
    for (int page = 0; page < 4; ++page) {
      auto hits = storage::read(db, [&](storage::Reader& r) { return query(r, asked); });
      for (const auto& hit : hits) ids.push_back(hit.id);
      if (!hits.empty()) asked.before = hits.back().position;
    }
    ASSERT_EQ(ids.size(), 25u);
    for (int i = 0; i < 25; ++i) EXPECT_EQ(ids[static_cast<std::size_t>(i)], std::to_string(24 - i));
  });
}

TEST(Search, ReplacedAndRemovedDocumentsAreForgotten) {
  test::for_each_database([](Database& db) {
    put(db, corpus());
    auto changed = corpus()[0];
    changed.text = "Pengrusakan baliho";
    changed.scope = "cilacap";
    changed.shared = {};
    put(db, {changed});
    EXPECT_THAT(found(db, {{"ri", "indramayu", "cilacap"}, "sembako"}), ElementsAre());
    EXPECT_THAT(found(db, {{"indramayu"}, "baliho"}), ElementsAre());
    EXPECT_THAT(found(db, {{"cilacap"}, "baliho"}), ElementsAre("1"));
    auto removed = storage::write(db, [](storage::Transaction& tx) -> Result<bool> {
      auto& writer = tx.unlogged(storage::Unlogged::kIndex);
      remove(writer, "report", "1");
      remove(writer, "report", "nobody");
      return index_matches_documents(writer);
    });
    EXPECT_EQ(removed, true);
    EXPECT_THAT(found(db, {{"cilacap"}, "baliho"}), ElementsAre());
  });
}

TEST(Search, AGroupThatRunsAgainIndexesEachDocumentOnce) {
  test::for_each_database([](Database& db) {
    std::promise<void> go;
    auto gate = go.get_future().share();
    std::vector<std::future<bool>> stored;
    auto submit = [&](std::function<std::optional<Error>(storage::Transaction&)> work) {
      auto done = std::make_shared<std::promise<bool>>();
      stored.push_back(done->get_future());
      db.submit({std::move(work), [done](std::optional<Error> error) { done->set_value(!error); }});
    };
    submit([gate](storage::Transaction&) -> std::optional<Error> {
      gate.wait();  // what follows shares one group
      return std::nullopt;
    });
    for (int i = 0; i < 20; ++i)
      submit([i](storage::Transaction& tx) -> std::optional<Error> {
        index(tx.unlogged(storage::Unlogged::kIndex),
              {"report", std::to_string(i), "o", {}, from_ms(1000 - i), "pembagian sembako"});
        if (i == 15) return Error{Outcome::kConflict, "test.refused", {}, {}};
        return std::nullopt;
      });
    go.set_value();
    int kept = 0;
    for (auto& each : stored) kept += each.get();
    EXPECT_EQ(kept, 20);  // with the one that held the others
    EXPECT_EQ(found(db, {{"o"}, "sembako"}).size(), 19u);
    auto matches = storage::write(db, [](storage::Transaction& tx) -> Result<bool> {
      return index_matches_documents(tx.unlogged(storage::Unlogged::kIndex));
    });
    EXPECT_EQ(matches, true);
  });
}

TEST(Search, ABeginningFindsHoweverManyWordsBeginSo) {
  test::for_each_database([](Database& db) {
    std::vector<Document> documents;
    for (int i = 0; i < 100; ++i)
      documents.push_back(
          {"report", std::to_string(i), "o", {}, from_ms(1000 + i), "kata " + std::to_string(70000 + i)});
    put(db, documents);
    EXPECT_EQ(found(db, {{"o"}, "7000*"}).size(), 10u);       // each by its name
    EXPECT_EQ(found(db, {{"o"}, "700*", 200}).size(), 100u);  // too many to name
    EXPECT_THAT(found(db, {{"o"}, "70042*"}), ElementsAre("42"));
    EXPECT_THAT(found(db, {{"o"}, "701*"}), ElementsAre());
  });
}

TEST(Search, CanBeMadeAnewFromItsDocuments) {
  test::for_each_database([](Database& db) {
    put(db, corpus());
    auto rebuilt = storage::write(db, [](storage::Transaction& tx) -> Result<bool> {
      auto& writer = tx.unlogged(storage::Unlogged::kIndex);
      writer.execute(writer.is_postgres() ? "DELETE FROM search_terms"
                                          : "INSERT INTO search_index (search_index) VALUES ('delete-all')");
      bool noticed = !index_matches_documents(writer);
      rebuild(writer);
      return noticed && index_matches_documents(writer);
    });
    EXPECT_EQ(rebuilt, true);
    EXPECT_THAT(found(db, {{"ri"}, "kroya"}), ElementsAre("3", "1"));
  });
}

// Random questions over a random corpus of real words: both engines must agree to the letter.
TEST(Search, BothEnginesGiveTheSameAnswers) {
  const std::vector<std::string> vocabulary = {
      "pelanggaran", "melanggar", "sembako", "membagikan", "pembagian",  "uang",   "kampanye", "camat",
      "netralitas",  "netral",    "tidak",   "calon",      "pencalonan", "bupati", "desa",     "kepala",
      "memilih",     "pemilih",   "pilihan", "spanduk",    "baliho",     "masjid", "sekolah",  "guru",
      "yang",        "di",        "2024",    "x",          "Kroya",      "Grogol", "émosi",    "事件"};
  SeededEntropy entropy(7);
  auto dice = [&](std::size_t sides) {
    std::array<std::byte, 4> raw;
    entropy.fill(raw);
    std::uint32_t n = 0;
    for (auto b : raw) n = n << 8 | static_cast<std::uint32_t>(b);
    return n % sides;
  };
  auto sentence = [&](std::size_t length) {
    std::string out;
    for (std::size_t i = 0; i < length; ++i) out += vocabulary[dice(vocabulary.size())] + " ";
    return out;
  };
  std::vector<Document> documents;
  for (int i = 0; i < 300; ++i)
    documents.push_back({dice(2) ? "report" : "case",
                         std::to_string(i),
                         "o" + std::to_string(dice(4)),
                         {"ri"},
                         from_ms(1'000'000 + dice(50)),
                         sentence(1 + dice(12))});
  std::vector<Query> questions;
  for (int i = 0; i < 200; ++i) {
    auto text = sentence(1 + dice(2));
    if (dice(4) == 0) text = text.substr(0, text.size() - 2) + "*";
    questions.push_back({{dice(2) ? "ri" : "o1"}, text, 20});
  }
  std::vector<std::vector<std::vector<std::string>>> answers;
  test::for_each_database([&](Database& db) {
    put(db, documents);
    auto& mine = answers.emplace_back();
    for (const auto& asked : questions) mine.push_back(found(db, asked));
  });
  if (answers.size() < 2) GTEST_SKIP() << "NETRA_TEST_POSTGRES is not set: nothing to compare with";
  EXPECT_EQ(answers[0], answers[1]);
}

}  // namespace
}  // namespace netra::search
