// Taking reports in: completeness, sealing, refusals, codes and drafts, on every engine.
#include "domain/report/testing.hpp"

namespace netra::report {
namespace {

using namespace std::chrono_literals;
using namespace testing_world;
using testing::Contains;
using testing::ElementsAre;

TEST(Reports, EveryQueryIsPreparedOnEveryEngine) {
  test::expect_prepares(sql::report::all);
  test::expect_prepares(sql::evidence::all);
}

TEST(Reports, ACompleteFormalReportGetsAReceiptWithAClock) {
  with_world([](World& w) {
    auto receipt = w.filed(formal_report());
    EXPECT_TRUE(receipt.complete) << testing::PrintToString(fields_of(receipt.missing));
    EXPECT_EQ(receipt.track, Track::formal);
    EXPECT_EQ(receipt.office_id, kOffice);
    EXPECT_EQ(receipt.received_at.at, kNow);
    EXPECT_TRUE(crypto::normalise_code(receipt.code));
    ASSERT_EQ(receipt.due.size(), 1u);
    EXPECT_EQ(receipt.due[0].rule, "initial_review");
    ASSERT_TRUE(receipt.appear) << "an online report must still be signed at the office";
    EXPECT_TRUE(receipt.appear->by);
    EXPECT_EQ(w.record(receipt.id).stage, Stage::initial_review);
  });
}

TEST(Reports, WhoReportedStandsNowhereInTheDatabase) {
  with_world([](World& w) {
    auto receipt = w.filed(formal_report());
    auto more = w.ready(receipt.id, {.reporter = ReporterIn{.phone = "0800-0000-0001"},
                                     .witnesses = {{.name = "Saksi Contoh Rahasia"}}});
    ASSERT_TRUE(more);
    ASSERT_TRUE(w.act([&](auto& tx) { return complete(tx, {w.now, w.entropy}, w.services, *more); }));
    Draft draft{.report = formal_report()};
    auto code = crypto::make_code(w.entropy);
    ASSERT_TRUE(w.act([&](auto& tx) -> Result<Done> {
      save_draft(tx, w.now, w.entropy, code, draft);
      return Done{};
    }));
    auto all = storage::read(w.db, [](storage::Reader& db) { return whole_database(db); });
    for (const auto& secret : kSecrets) EXPECT_EQ(all.find(secret), std::string::npos) << secret;
    EXPECT_EQ(all.find(receipt.code), std::string::npos) << "the code is kept as a hash only";
    EXPECT_EQ(all.find(code), std::string::npos);
    EXPECT_NE(all.find("Dugaan dukungan terbuka"), std::string::npos) << "the search itself must work";
  });
}

TEST(Reports, TheOfficeOpensWhatWasSealed) {
  with_world([](World& w) {
    auto receipt = w.filed(formal_report());
    auto vault = storage::read(w.db, [&](storage::Reader& db) { return vault_of(db, receipt.id); });
    ASSERT_EQ(vault.size(), 2u);
    EXPECT_EQ(vault[0].office_id, kOffice);
    auto plain = crypto::open_sealed(w.key.public_key, w.key.secret_key.view(), vault[0].sealed);
    ASSERT_TRUE(plain);
    auto reporter = from_json<ReporterIn>(json::parse(plain->view()));
    ASSERT_TRUE(reporter);
    EXPECT_EQ(reporter->name, "Warga Contoh Rahasia");
  });
}

TEST(Reports, EachMissingFieldIsAGapWithItsArticle) {
  with_world([](World& w) {
    auto in = formal_report();
    in.reporter->address.reset();
    in.witnesses.clear();
    in.date_known.reset();
    auto receipt = w.filed(in);
    EXPECT_FALSE(receipt.complete);
    EXPECT_THAT(fields_of(receipt.missing),
                testing::UnorderedElementsAre("reporter_address", "witnesses", "date_known"));
    for (const auto& gap : receipt.missing) {
      EXPECT_FALSE(gap.basis.empty()) << gap.field;
      EXPECT_FALSE(gap.label.empty()) << gap.field;
    }
  });
}

TEST(Reports, EveryRequirementOfTheLawCanBeFilledIn) {
  with_world([](World& w) {
    auto in = formal_report();
    in.reporter->proxy = true;
    auto filled = filled_fields(in, 1, true);
    for (const auto& requirement : w.rules->requirement_list) {
      if (requirement.record != "report") continue;
      EXPECT_THAT(filled, Contains(requirement.id));
    }
  });
}

TEST(Reports, AProxyNeedsAPowerOfAttorneyWhichIsSealed) {
  with_world([](World& w) {
    auto in = formal_report();
    in.reporter->proxy = true;
    EXPECT_THAT(fields_of(w.filed(in).missing), ElementsAre("power_of_attorney"));
    auto receipt = w.file_it(in, {.power_of_attorney = "%PDF kuasa Warga Contoh Rahasia"});
    ASSERT_TRUE(receipt);
    EXPECT_TRUE(receipt->complete);
    auto all = storage::read(w.db, [](storage::Reader& db) { return whole_database(db); });
    EXPECT_EQ(all.find("%PDF kuasa"), std::string::npos);
  });
}

TEST(Reports, LateOrNotEntitledIsKeptAsALead) {
  with_world([](World& w) {
    auto in = formal_report();
    in.date_happened = in.date_known = Date{2024y / 10 / 1};
    auto late = w.filed(in);
    EXPECT_EQ(late.track, Track::lead);
    EXPECT_EQ(late.asked_track, Track::formal);
    EXPECT_EQ(late.downgrade, Downgrade::late);
    EXPECT_EQ(w.record(late.id).stage, Stage::info_logged);
    in = formal_report();
    in.reporter->capacity = "other";
    EXPECT_EQ(w.filed(in).downgrade, Downgrade::not_entitled);
  });
}

TEST(Reports, WhatIsWrongIsNamedByField) {
  with_world([](World& w) {
    struct Case {
      const char* why;
      std::function<void(NewReport&)> spoil;
      const char* pointer;
      const char* code;
    };
    const Case cases[] = {
        {"no place, no office", [](auto& r) { r.place.reset(); }, "/place", "field.required"},
        {"an unknown place", [](auto& r) { r.place = "99.99"; }, "/place", "region.unknown"},
        {"an unknown election", [](auto& r) { r.election = "pilkada-1900"; }, "/election", "election.unknown"},
        {"nothing told",
         [](auto& r) {
           r.event = "  ";
           r.chronology.reset();
         },
         "/event", "field.required"},
        {"tomorrow", [](auto& r) { r.date_happened = r.date_known = Date{2024y / 10 / 29}; }, "/date_happened",
         "field.future"},
        {"known before it happened", [](auto& r) { r.date_known = Date{2024y / 10 / 25}; }, "/date_known",
         "report.known_before_happened"},
        {"an unknown capacity", [](auto& r) { r.reporter->capacity = "king"; }, "/reporter/capacity", "field.choice"},
        {"an endless event", [](auto& r) { r.event = std::string(501, 'a'); }, "/event", "field.too_long"},
        {"an endless chronology", [](auto& r) { r.chronology = std::string(20'001, 'a'); }, "/chronology",
         "field.too_long"},
        {"broken UTF-8", [](auto& r) { r.event = "rusak \xC3\x28"; }, "/event", "field.text"},
        {"a control character", [](auto& r) { r.reporter->name = std::string("a\0b", 3); }, "/reporter/name",
         "field.text"},
        {"too many persons", [](auto& r) { r.reported.assign(51, {.name = "Orang Contoh"}); }, "/reported",
         "field.too_many"},
    };
    for (const auto& c : cases) {
      auto in = formal_report();
      c.spoil(in);
      auto refused = w.prepare(in);
      ASSERT_FALSE(refused) << c.why;
      EXPECT_EQ(refused.error().code, "report.fields") << c.why;
      ASSERT_FALSE(refused.error().fields.empty()) << c.why;
      EXPECT_EQ(refused.error().fields[0].pointer, c.pointer) << c.why;
      EXPECT_EQ(refused.error().fields[0].code, c.code) << c.why;
    }
  });
}

TEST(Reports, LongestAllowedTextsFitOnEveryEngine) {
  with_world([](World& w) {
    auto in = formal_report();
    in.event = std::string();
    for (int i = 0; i < 500; ++i) *in.event += "é";
    in.chronology = std::string(20'000, 'b');
    EXPECT_TRUE(w.file_it(in));
  });
}

TEST(Reports, ACodeFindsItsReportAndNothingElseDoes) {
  with_world([](World& w) {
    auto receipt = w.filed(lead());
    storage::read(w.db, [&](storage::Reader& db) {
      EXPECT_EQ(report_by_code(db, receipt.code).value_or(""), receipt.id);
      std::string typed = receipt.code;
      std::transform(typed.begin(), typed.end(), typed.begin(),
                     [](unsigned char c) { return c == '-' ? ' ' : std::tolower(c); });
      EXPECT_EQ(report_by_code(db, typed).value_or(""), receipt.id);
      for (const std::string& wrong : {std::string("x"), std::string(), crypto::make_code(w.entropy)})
        EXPECT_EQ(report_by_code(db, wrong).error().code, "report.code_unknown");
      return 0;
    });
  });
}

TEST(Reports, ADraftOpensWithItsCodeUntilItExpires) {
  with_world([](World& w) {
    auto code = crypto::make_code(w.entropy), other = crypto::make_code(w.entropy);
    Draft draft{.report = formal_report(), .files = {{.sha256 = std::string(64, 'a'), .filename = "ktp.jpg"}}};
    ASSERT_TRUE(w.act([&](auto& tx) -> Result<Done> {
      save_draft(tx, w.now, w.entropy, code, draft);
      save_draft(tx, w.now, w.entropy, code, draft);
      save_power_of_attorney(tx, w.now, w.entropy, code, "kuasa");
      return Done{};
    }));
    storage::read(w.db, [&](storage::Reader& db) {
      auto found = load_draft(db, code, w.now);
      EXPECT_TRUE(found);
      EXPECT_EQ(found.value_or(DraftFound{}).draft.report.reporter.value_or(ReporterIn{}).name, "Warga Contoh Rahasia");
      EXPECT_EQ(load_power_of_attorney(db, code, w.now), "kuasa");
      EXPECT_EQ(load_draft(db, other, w.now).error().code, "draft.unknown");
      EXPECT_EQ(load_draft(db, code, w.now + std::chrono::days(31)).error().code, "draft.unknown");
      EXPECT_TRUE(draft_names_file(db, std::string(64, 'a'), w.now));
      return 0;
    });
    ASSERT_TRUE(w.act([&](auto& tx) -> Result<Done> {
      EXPECT_EQ(drop_expired_drafts(tx, w.now + std::chrono::days(31)), 2);
      return Done{};
    }));
  });
}

TEST(Reports, TheSameCodeIsNeverFiledTwice) {
  with_world([](World& w) {
    auto code = crypto::make_code(w.entropy);
    ASSERT_TRUE(w.file_it(lead(), {.code = code}));
    auto again = w.file_it(lead(), {.code = code});
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().outcome, Outcome::kUnavailable) << "refused by the database itself";
  });
}

TEST(Cleaning, KeepsWhatPeopleWrite) {
  std::string text = "  e\xCC\x81 satu\r\ndua\t ";
  EXPECT_EQ(clean_text(text, 100, Lines::many), nullptr);
  EXPECT_EQ(text, "\xC3\xA9 satu\ndua") << "composed, line ends unified, trimmed";
  text = "satu\ndua";
  EXPECT_EQ(clean_text(text, 100, Lines::one), nullptr);
  EXPECT_EQ(text, "satu dua");
}

}  // namespace
}  // namespace netra::report
