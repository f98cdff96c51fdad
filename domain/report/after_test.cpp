// What happens to a report after it was filed, on every engine.
#include "domain/report/testing.hpp"

namespace netra::report {
namespace {

using namespace std::chrono_literals;
using namespace testing_world;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(Reports, ARequestToCompleteHasItsClockAndIsAnsweredWithTheCode) {
  with_world([](World& w) {
    auto in = formal_report();
    in.witnesses.clear();
    auto receipt = w.filed(in);
    ASSERT_TRUE(w.office_act(receipt.id, [&](auto& db, const Change& c) {
      return request_completion(db, c, receipt.id, {"witnesses"}, "Mohon saksi.");
    }));
    auto status = w.status(receipt.id);
    EXPECT_EQ(status.stage, Stage::completion);
    ASSERT_TRUE(status.completion);
    EXPECT_THAT(fields_of(status.completion->fields), ElementsAre("witnesses"));
    ASSERT_TRUE(status.completion->clock);
    EXPECT_EQ(status.completion->clock->rule, "completion");
    EXPECT_THAT(status.ask, Contains("witnesses"));

    auto empty = w.ready(receipt.id, {});
    ASSERT_TRUE(empty);
    EXPECT_EQ(w.act([&](auto& tx) {
                 return complete(tx, {w.now, w.entropy}, w.services, *empty);
               })
                  .error()
                  .code,
              "report.nothing_added");
    auto more = w.ready(
        receipt.id, {.witnesses = {{.name = "Saksi Contoh Rahasia", .address = "Jalan", .phone = "0800-0000-0002"}}});
    ASSERT_TRUE(more);
    ASSERT_TRUE(w.act([&](auto& tx) { return complete(tx, {w.now, w.entropy}, w.services, *more); }));
    status = w.status(receipt.id);
    EXPECT_EQ(status.stage, Stage::initial_review);
    EXPECT_FALSE(status.completion);
    EXPECT_TRUE(status.is_without_limit) << "the review goes on, and says why nothing counts down";
    for (const auto& clock : status.clocks) EXPECT_THAT(clock.url, testing::StartsWith("/status/clocks/"));
    EXPECT_THAT(status.missing, IsEmpty());
    EXPECT_TRUE(w.record(receipt.id).is_complete);
  });
}

TEST(Reports, ALeadBecomesAFormalReportWithoutTypingAgain) {
  with_world([](World& w) {
    auto receipt = w.filed(lead());
    auto full = formal_report();
    auto more = w.ready(receipt.id, {.date_happened = full.date_happened,
                                     .date_known = full.date_known,
                                     .chronology = full.chronology,
                                     .reporter = full.reporter,
                                     .reported = full.reported,
                                     .witnesses = full.witnesses,
                                     .evidence = full.evidence});
    ASSERT_TRUE(more);
    w.now += 1h;
    ASSERT_TRUE(w.act([&](auto& tx) { return make_formal(tx, {w.now, w.entropy}, w.services, *more); }));
    auto record = w.record(receipt.id);
    EXPECT_EQ(record.track, Track::formal);
    EXPECT_EQ(record.event, "Dugaan kampanye di kantor contoh") << "what was told stays";
    EXPECT_EQ(record.received_at_ms, kNow);
    EXPECT_EQ(record.formal_at_ms, w.now);
    EXPECT_TRUE(record.is_complete);
    EXPECT_EQ(w.act([&](auto& tx) {
                 return make_formal(tx, {w.now, w.entropy}, w.services, *more);
               })
                  .error()
                  .code,
              "report.stage");
  });
}

TEST(Reports, AFormSentEmptyMakesNothingFormal) {
  with_world([](World& w) {
    auto receipt = w.filed(lead());
    auto empty = w.ready(receipt.id, {.reporter = ReporterIn{.name = "  "}, .witnesses = {{}}});
    ASSERT_TRUE(empty);
    EXPECT_EQ(w.act([&](auto& tx) {
                 return make_formal(tx, {w.now, w.entropy}, w.services, *empty);
               })
                  .error()
                  .code,
              "report.nothing_added");
    EXPECT_FALSE(w.record(receipt.id).has_identity);
    EXPECT_EQ(w.record(receipt.id).track, Track::lead);
  });
}

TEST(Reports, ALateLeadStaysALead) {
  with_world([](World& w) {
    auto receipt = w.filed(lead());
    auto more = w.ready(receipt.id, {.date_happened = Date{2024y / 9 / 1}, .date_known = Date{2024y / 9 / 2}});
    ASSERT_TRUE(more);
    EXPECT_EQ(w.act([&](auto& tx) {
                 return make_formal(tx, {w.now, w.entropy}, w.services, *more);
               })
                  .error()
                  .code,
              "report.late");
    EXPECT_EQ(w.record(receipt.id).track, Track::lead);
    EXPECT_FALSE(w.record(receipt.id).date_known) << "a refusal stores nothing";
  });
}

TEST(Reports, WithdrawalIsPossibleOnlyBeforeRegistration) {
  with_world([](World& w) {
    auto first = w.filed(formal_report());
    ASSERT_TRUE(w.act([&](auto& tx) { return withdraw(tx, {w.now, w.entropy}, w.services, first.id); }));
    auto status = w.status(first.id);
    EXPECT_EQ(status.stage, Stage::closed_withdrawn);
    for (const auto& clock : status.clocks) EXPECT_EQ(clock.state, clock::ClockState::ended);

    auto second = w.filed(formal_report());
    ASSERT_TRUE(w.office_act(second.id, [&](auto& db, const Change& c) {
      return mark_registered(db, c, second.id, "case-1", "001/Reg/LP");
    }));
    EXPECT_FALSE(w.status(second.id).can_withdraw);
    EXPECT_EQ(w.status(second.id).case_number, "001/Reg/LP");
    EXPECT_EQ(w.act([&](auto& tx) {
                 return withdraw(tx, {w.now, w.entropy}, w.services, second.id);
               })
                  .error()
                  .code,
              "report.stage");
  });
}

TEST(Reports, MessagesGoBothWaysAndAreBounded) {
  with_world([](World& w) {
    auto receipt = w.filed(lead());
    auto write = [&](const std::string& text, journal::ActorRef by) {
      return w.act([&](auto& tx) { return write_message(tx, {w.now, w.entropy, by}, receipt.id, text); });
    };
    EXPECT_EQ(write("  ", {"citizen", "", ""}).error().fields[0].code, "field.required");
    EXPECT_EQ(write(std::string(5001, 'a'), {"citizen", "", ""}).error().fields[0].code, "field.too_long");
    ASSERT_TRUE(write("Terima kasih.", {"account-1", "intake_officer", kOffice}));
    w.now += 1s;
    for (int i = 0; i < 20; ++i) ASSERT_TRUE(write("Halo", {"citizen", "", ""}));
    EXPECT_EQ(write("Halo", {"citizen", "", ""}).error().code, "report.too_many_messages");
    auto messages = w.status(receipt.id).messages;
    ASSERT_EQ(messages.size(), 21u);
    EXPECT_EQ(messages[0].from, MessageFrom::office);
    EXPECT_EQ(json::serialize(to_json(messages)).find("account-1"), std::string::npos)
        << "no officer is named to the reporter";
  });
}

TEST(Reports, EvidenceGetsANeutralNameAndACustodyEntry) {
  with_world([](World& w) {
    auto receipt = w.filed(formal_report());
    auto staged = (*w.store->receive("foto milik Warga Contoh Rahasia.png", ""));
    ASSERT_TRUE(staged->write("\x89PNG\r\n\x1a\n contoh"));
    auto upload = staged->finish();
    ASSERT_TRUE(upload);
    auto more = w.ready(
        receipt.id, {.files = {{"foto milik Warga Contoh Rahasia.png", upload->handle, upload->size, upload->sha256}}});
    ASSERT_TRUE(more) << more.error().code;
    for (int i = 0; i < 2; ++i)
      ASSERT_TRUE(w.act([&](auto& tx) { return add_evidence(tx, {w.now, w.entropy}, w.services, *more); }));
    storage::read(w.db, [&](storage::Reader& db) {
      auto items = evidence::list(db, {"report", receipt.id}, Zone::wib);
      EXPECT_EQ(items.size(), 2u) << "described, and the same file once";
      EXPECT_EQ(items.back().filename, "bukti-2.png");
      EXPECT_EQ(items.back().sha256, upload->sha256);
      EXPECT_EQ(evidence::custody(db, items.back().id, Zone::wib).size(), 1u);
      EXPECT_TRUE(evidence::is_named(db, upload->sha256));
      EXPECT_EQ(whole_database(db).find("foto milik"), std::string::npos);
      return 0;
    });
  });
}

TEST(Reports, AHandedOverReportKeepsItsReceiptTimeAndSaysWhoCanOpenIt) {
  with_world([](World& w) {
    auto receipt = w.filed(formal_report());
    w.now += 2h;
    ASSERT_TRUE(w.office_act(receipt.id, [&](auto& db, const Change& c) {
      return move_to_office(db, c, receipt.id, "bawaslu-33.01", "Tempatnya di sana.", {});
    }));
    auto record = w.record(receipt.id);
    EXPECT_EQ(record.office_id, "bawaslu-33.01");
    EXPECT_EQ(record.first_office_id, kOffice);
    EXPECT_EQ(record.received_at_ms, kNow);
    auto vault = storage::read(w.db, [&](storage::Reader& db) { return vault_of(db, receipt.id); });
    for (const auto& row : vault) EXPECT_EQ(row.office_id, kOffice) << "not sealed anew: stays with the sender";
    EXPECT_EQ(w.office_act(receipt.id,
                           [&](auto& db, const Change& c) {
                             return move_to_office(db, c, receipt.id, "bawaslu-33.01", "Lagi.", {});
                           })
                  .error()
                  .code,
              "report.same_office");
    auto again = w.office_act(receipt.id, [&](auto& db, const Change& c) {
      return move_to_office(db, c, receipt.id, kOffice, "Kembali.", {{"reporter", storage::Bytes{std::byte{1}}}});
    });
    ASSERT_TRUE(again);
  });
}

TEST(Reports, AlikeReportsAreSuggestedLinkedAndUnlinked) {
  with_world([](World& w) {
    auto first = w.filed(formal_report());
    auto twin = formal_report();
    *twin.chronology += " Kejadian itu difoto.";
    auto second = w.filed(twin);
    auto different = formal_report();
    different.event = "Dugaan mutasi jabatan mendadak";
    different.chronology = "Kepala dinas memindahkan puluhan guru menjelang kampanye.";
    w.filed(different);
    auto near = [&] {
      return storage::read(w.db,
                           [&](storage::Reader& db) { return near_duplicates(db, *load(db, first.id), {kOffice}); });
    };
    ASSERT_EQ(near().size(), 1u);
    EXPECT_EQ(near()[0].id, second.id);
    journal::ActorRef officer{"account-1", "intake_officer", kOffice};
    ASSERT_TRUE(w.act([&](auto& tx) {
      return link(tx, {w.now, w.entropy, officer}, second.id, first.id, LinkKind::same_event);
    }));
    EXPECT_EQ(near()[0].link, LinkKind::same_event);
    ASSERT_TRUE(w.act([&](auto& tx) { return unlink(tx, {w.now, w.entropy, officer}, first.id, second.id); }));
    EXPECT_FALSE(near()[0].link);
    EXPECT_EQ(w.act([&](auto& tx) {
                 return link(tx, {w.now, w.entropy, officer}, first.id, first.id, LinkKind::same_event);
               })
                  .error()
                  .code,
              "report.same");
    EXPECT_THAT(
        storage::read(w.db,
                      [&](storage::Reader& db) { return near_duplicates(db, *load(db, first.id), {"bawaslu-33.01"}); }),
        IsEmpty())
        << "other offices' reports are not shown";
  });
}

TEST(Reports, ListsArePagedNewestFirst) {
  with_world([](World& w) {
    std::vector<std::string> ids;
    for (int i = 0; i < 5; ++i) {
      w.now = kNow + std::chrono::seconds(i / 2);  // two at the same instant
      ids.push_back(w.filed(i % 2 ? lead() : formal_report()).id);
    }
    storage::read(w.db, [&](storage::Reader& db) {
      ListFilter filter{.offices = {kOffice}, .limit = 2};
      std::vector<std::string> seen;
      for (;;) {
        auto page = list(db, filter);
        if (page.empty()) break;
        for (const auto& row : page) seen.push_back(row.id);
        filter.before = page.back().received_at_ms;
        filter.before_id = page.back().id;
      }
      std::sort(ids.rbegin(), ids.rend());
      EXPECT_EQ(seen.size(), ids.size());
      auto unique = seen;
      std::sort(unique.begin(), unique.end());
      EXPECT_EQ(std::unique(unique.begin(), unique.end()), unique.end());
      EXPECT_EQ(list(db, {.offices = {kOffice}, .stage = Stage::info_logged}).size(), 2u);
      EXPECT_THAT(list(db, {}), IsEmpty());
      return 0;
    });
  });
}

}  // namespace
}  // namespace netra::report
