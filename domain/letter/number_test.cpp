// Numbers: no gap and none twice, whatever is asked in whatever order and by however many at once.
#include <rapidcheck.h>

#include <map>
#include <set>
#include <thread>

#include "domain/letter/testing.hpp"

namespace netra::letter {
namespace {

using namespace std::chrono;

NumberWish wish(World& w, storage::Reader& db, Date day, SignedAs as = SignedAs::chair,
                const std::string& document = "press_release") {
  auto out = wish_for(db, w.services, *office::find_office(db, kOffice), document, day);
  out.signed_as = as;
  return out;
}

// Takes a number in a unit of work of its own; `fails` makes the unit fail after the number was taken.
enum class End { kept, fails };
Result<Number> take(World& w, Date day, SignedAs as = SignedAs::chair, End end = End::kept,
                    const std::string& document = "press_release") {
  return storage::write(w.db, [&](storage::Transaction& tx) -> Result<Number> {
    auto& writer = tx.unlogged(storage::Unlogged::kReference);
    const auto id = make_id(w.now, w.entropy);
    insert(writer, id, {.office = kOffice, .document = document, .year = 2024, .code = make_id(w.now, w.entropy)},
           "writer-1", w.now);
    auto number = take_number(writer, wish(w, tx, day, as, document), id);
    if (end == End::fails) return fail(Outcome::kConflict, "test.failed");
    return number;
  });
}

std::string taken(World& w, Date day, SignedAs as = SignedAs::chair, const std::string& document = "press_release") {
  auto number = take(w, day, as, End::kept, document);
  return number ? number->text : number.error().code;
}

constexpr Date kJune{2024y / 6 / 28}, kJuly{2024y / 7 / 1}, kAugust{2024y / 8 / 17};

TEST(LetterNumbers, ReadAsTheOfficeWritesThem) {
  with_world([](World& w) {
    EXPECT_EQ(taken(w, kJune), "001/HM.00.00/K.JT-07/06/2024");
    EXPECT_EQ(taken(w, kJune), "002/HM.00.00/K.JT-07/06/2024") << "the release of the Cilacap office";
    EXPECT_EQ(taken(w, kJuly, SignedAs::secretariat), "003/HM.00.00/JT-07/07/2024") << "K. is the chair's alone";
    EXPECT_EQ(taken(w, kJuly, SignedAs::member), "004/HM.00.00/JT-07/07/2024");
    EXPECT_EQ(taken(w, kJuly, SignedAs::chair, "appeal"), "001/PM.00.02/K.JT-07/07/2024") << "each class its own";
    EXPECT_EQ(taken(w, Date{2023y / 12 / 29}), "001/HM.00.00/K.JT-07/12/2023") << "each year its own";
  });
}

TEST(LetterNumbers, OfEarlierDatesStandBehindTheLastOfTheirDay) {
  with_world([](World& w) {
    taken(w, kJune);
    taken(w, kAugust);
    EXPECT_EQ(taken(w, kJuly), "001.a/HM.00.00/K.JT-07/07/2024");
    EXPECT_EQ(taken(w, kJuly), "001.b/HM.00.00/K.JT-07/07/2024");
    EXPECT_EQ(taken(w, kAugust), "003/HM.00.00/K.JT-07/08/2024") << "the same day takes the next";
    EXPECT_EQ(taken(w, Date{2024y / 6 / 1}), "letter.too_early");
    EXPECT_EQ(taken(w, kAugust), "004/HM.00.00/K.JT-07/08/2024") << "a refusal leaves no gap";
  });
}

TEST(LetterNumbers, SuffixesGoOnAfterTheAlphabet) {
  EXPECT_EQ(suffix_text(Late::letters, 0), "");
  EXPECT_EQ(suffix_text(Late::letters, 26), ".z");
  EXPECT_EQ(suffix_text(Late::letters, 27), ".aa");
  EXPECT_EQ(suffix_text(Late::letters, 52), ".az");
  EXPECT_EQ(suffix_text(Late::letters, 53), ".ba");
  EXPECT_EQ(suffix_text(Late::digits, 1), ".2");
}

TEST(LetterNumbers, WaitForTheCodeOfTheOffice) {
  with_world([](World& w) {
    w.unit([](storage::Writer& writer) {
      auto own = *office::find_office(writer, kOffice);
      own.number_code = "";
      must(office::change_office(writer, own));
    });
    EXPECT_EQ(taken(w, kJune), "letter.number");
    EXPECT_EQ(w.text("SELECT text FROM letter_numbers"), "");
  });
}

TEST(LetterNumbers, OfAFailedUnitAreGivenBack) {
  with_world([](World& w) {
    taken(w, kJune);
    EXPECT_EQ(take(w, kJune, SignedAs::chair, End::fails).error().code, "test.failed");
    EXPECT_EQ(taken(w, kJune), "002/HM.00.00/K.JT-07/06/2024");
  });
}

// Many at once, some of which fail: the numbers kept are 1 .. n.
TEST(LetterNumbers, HaveNoGapAndNoneTwiceHoweverManyAskAtOnce) {
  with_world([](World& w) {
    constexpr int kThreads = 8, kEach = 20;
    std::vector<std::vector<std::string>> got(kThreads);
    std::vector<std::thread> threads;
    for (int t = 0; t < kThreads; ++t)
      threads.emplace_back([&, t] {
        for (int i = 0; i < kEach; ++i) {
          auto number = take(w, kJune, SignedAs::chair, (i + t) % 3 == 0 ? End::fails : End::kept);
          if (number) got[static_cast<std::size_t>(t)].push_back(number->text);
        }
      });
    for (auto& thread : threads) thread.join();
    std::set<std::string> all;
    std::size_t count = 0;
    for (const auto& some : got) {
      all.insert(some.begin(), some.end());
      count += some.size();
    }
    EXPECT_EQ(all.size(), count) << "none twice";
    EXPECT_EQ(w.text("SELECT CAST(count(*) AS TEXT) FROM letter_numbers"), std::to_string(count));
    EXPECT_EQ(w.text("SELECT CAST(max(running) AS TEXT) FROM letter_numbers"), std::to_string(count)) << "no gap";
    EXPECT_EQ(taken(w, kJune).substr(0, 3), (std::to_string(1000 + count + 1)).substr(1));
  });
}

TEST(LetterNumbers, GivenOutsideAreGoneOnFrom) {
  with_world([](World& w) {
    auto outside = [&](std::int64_t running, const std::string& text, Date day) -> std::string {
      auto done = storage::write(w.db, [&](storage::Transaction& tx) -> Result<Done> {
        auto& writer = tx.unlogged(storage::Unlogged::kReference);
        const auto id = make_id(w.now, w.entropy);
        insert(writer, id, {.office = kOffice, .document = "press_release", .year = 2024}, "writer-1", w.now);
        return keep_outside_number(writer, wish(w, tx, day), running, text, id);
      });
      return done ? "done" : done.error().code;
    };
    EXPECT_EQ(outside(2, "002/HM.00.00/K.JT-07/06/2024", kJune), "done") << "the beginning may leave numbers out";
    EXPECT_EQ(outside(2, "002/lain", kJune), "letter.number_taken");
    EXPECT_EQ(outside(1, "002/HM.00.00/K.JT-07/06/2024", kJune), "letter.number_taken") << "the same text twice";
    EXPECT_EQ(taken(w, kJuly), "003/HM.00.00/K.JT-07/07/2024");
    EXPECT_EQ(outside(6, "006/HM.00.00/K.JT-07/07/2024", kJuly), "letter.outside_order") << "4 and 5 would be missing";
    EXPECT_EQ(outside(4, "004/HM.00.00/K.JT-07/07/2024", kJuly), "done");
    EXPECT_EQ(outside(1, "001/HM.00.00/K.JT-07/06/2024", kJune), "done") << "one left out at the beginning";
    EXPECT_EQ(taken(w, kJuly), "005/HM.00.00/K.JT-07/07/2024");
  });
}

// Any dates in any order, with units that fail in between: running numbers are 1 .. last without a gap, dates never go
// back along them, suffixes are 1 .. n behind their number.
TEST(LetterNumbers, StayInOrderForAnySequenceOfDates) {
  auto place = test::sqlite_place(test::Schema::kMigrated);
  auto database = place->open();
  World w(*database);
  int year = 1900;
  rc::check("numbers of any dates", [&] {
    const auto days = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 364));
    ++year;  // a sequence of its own
    const Date first{std::chrono::year(year) / 1 / 1};
    for (std::size_t i = 0; i < days.size(); ++i) {
      auto number = storage::write(w.db, [&](storage::Transaction& tx) -> Result<Number> {
        auto& writer = tx.unlogged(storage::Unlogged::kReference);
        const auto id = make_id(w.now, w.entropy);
        insert(writer, id, {.office = kOffice, .document = "letter", .year = year, .code = id}, "writer-1", w.now);
        NumberWish asked = wish(w, tx, Date{2024y / 1 / 1});
        asked.dated = add_days(first, days[i]);
        auto taken = take_number(writer, asked, id);
        if (i % 5 == 4) return fail(Outcome::kConflict, "test.failed");
        return taken;
      });
      if (!number) RC_ASSERT(number.error().code == "letter.too_early" || number.error().code == "test.failed");
    }
    w.db.with_reader([&](storage::Reader& db) {
      std::int64_t last = 0, suffix = 0;
      std::string latest;
      for (const auto& row : db.query(
               "SELECT running, suffix, dated FROM letter_numbers WHERE year = $1 ORDER BY running, suffix", {year})) {
        if (row.integer(1) == 0) {
          RC_ASSERT(row.integer(0) == last + 1);
          RC_ASSERT(row.text(2) >= latest);
          last = row.integer(0);
          latest = row.text(2);
          suffix = 0;
        } else {
          RC_ASSERT(row.integer(0) == last);
          RC_ASSERT(row.integer(1) == ++suffix);
          RC_ASSERT(row.text(2) >= latest);
        }
      }
    });
  });
}

TEST(LetterNumbers, QueriesPrepareOnEveryEngine) { test::expect_prepares(sql::letter::all); }

TEST(LetterRules, HoldTheOfficesTheyAreMadeFor) {
  const auto rules = must(Rules::load(Assets::from_directory(".", {"procedures"})));
  office::Office office{.kind = office::Kind::police};
  EXPECT_EQ(rules.number(office, "letter", kJune)->id, "police");
  office.kind = office::Kind::court;
  EXPECT_EQ(rules.number(office, "letter", kJune)->id, "plain");
  EXPECT_EQ(rules.number(office, "letter", kJune)->mark, procedure::Mark::unverified);
  office.kind = office::Kind::bawaslu;
  EXPECT_EQ(rules.number(office, "supervision_report", kJune)->id, "bawaslu_lhp");
  EXPECT_EQ(rules.number(office, "minutes", kJune)->id, "bawaslu");
  EXPECT_EQ(rules.number(office, "letter", Date{1999y / 1 / 1}), nullptr);
  EXPECT_EQ(rules.kind_of("plenary_minutes"), "minutes");
  EXPECT_EQ(rules.kind_of("invitation"), "letter");
  EXPECT_EQ(rules.class_of("press_release"), "HM.00.00");
}

TEST(LetterRules, WithAWrongPatternStopTheStart) {
  auto assets = Assets::from_directory(".", {"procedures"});
  std::string file(*assets.find("procedures/letters/numbers.toml"));
  const std::string year = "{month}/{year}\"";
  for (const auto* wrong : {"{month}\"", "{mont}/{year}\""}) {
    auto changed = file;
    changed.replace(changed.find(year), year.size(), wrong);
    Assets over;
    over.add("procedures/letters/numbers.toml", changed);
    auto both = assets;
    both.overlay(over);
    auto loaded = Rules::load(both);
    ASSERT_FALSE(loaded) << wrong;
    EXPECT_EQ(loaded.error().code, "letter.file");
  }
}

}  // namespace
}  // namespace netra::letter
