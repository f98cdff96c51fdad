// Taking reports in, and everything their holders do, on every engine.
#include "domain/report/report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "domain/election/election.hpp"
#include "domain/evidence/sql.hpp"
#include "domain/identity/actor.hpp"
#include "domain/office/office.hpp"
#include "domain/region/testing.hpp"
#include "domain/report/additions.hpp"
#include "domain/report/clean.hpp"
#include "domain/report/draft.hpp"
#include "domain/report/duplicates.hpp"
#include "domain/report/sql.hpp"
#include "domain/report/status.hpp"
#include "engine/crypto/box.hpp"
#include "engine/crypto/code.hpp"
#include "engine/files/store.hpp"
#include "tests/support/databases.hpp"

namespace netra::report {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

// 28 October 2024, 16.00 WIB.
const Instant kNow = from_ms(1'730'106'000'000);
constexpr std::string_view kOffice = "bawaslu-36.73";

// Names that may stand in no table but sealed.
const std::vector<std::string> kSecrets{"Warga Contoh Rahasia", "Jalan Contoh Tersembunyi 7", "0800-0000-0001",
                                        "Kota Lahir Contoh",    "rahasia@contoh.netra",       "Saksi Contoh Rahasia",
                                        "0800-0000-0002"};

class FixedClock final : public Clock {
 public:
  Instant now() const override { return kNow; }
};

NewReport formal_report() {
  return {.track = Track::formal,
          .election = "pilkada-2024",
          .place = "36.73.01",
          .date_happened = Date{2024y / 10 / 26},
          .date_known = Date{2024y / 10 / 27},
          .event = "Dugaan dukungan terbuka pegawai kantor contoh",
          .chronology = "Pada apel pagi seorang pegawai membagikan kaus bergambar pasangan calon kepada bawahan.",
          .reporter = ReporterIn{.name = "Warga Contoh Rahasia",
                                 .address = "Jalan Contoh Tersembunyi 7",
                                 .birth_place = "Kota Lahir Contoh",
                                 .birth_date = Date{1990y / 1 / 31},
                                 .sex = "female",
                                 .occupation = "Pedagang",
                                 .citizenship = "WNI",
                                 .phone = "0800-0000-0001",
                                 .email = "rahasia@contoh.netra",
                                 .capacity = "voter_citizen"},
          .reported = {{.name = "Pegawai Contoh Fiktif",
                        .kind = "pns",
                        .position = "Staf",
                        .unit = "Dinas Contoh",
                        .address = "Kantor Contoh"}},
          .witnesses = {{.name = "Saksi Contoh Rahasia",
                         .address = "Jalan Contoh Tersembunyi 7",
                         .phone = "0800-0000-0002"}},
          .evidence = {{.description = "Foto unggahan contoh"}}};
}

NewReport lead() { return {.track = Track::lead, .place = "36.73.01", .event = "Dugaan kampanye di kantor contoh"}; }

// One office with its law, its key and its files.
struct World {
  explicit World(storage::Database& database) : db(database) {
    region::import_sample(db);
    auto done = storage::write(db, [&](storage::Transaction& tx) -> Result<Done> {
      auto& writer = tx.unlogged(storage::Unlogged::kReference);
      for (const char* regency : {"36.73", "33.01"})
        if (auto made = office::ensure_offices_for(writer, assets, regency, {}); !made)
          return fail(std::move(made.error()));
      for (auto [id, office] :
           {std::pair{"key-1", std::string(kOffice)}, std::pair{"key-2", std::string("bawaslu-33.01")}})
        writer.execute(
            "INSERT INTO office_keys (id, office_id, public_key, recovery_locked, made_by, made_at_ms) VALUES ($1, $2, "
            "$3, $4, 'system', 0)",
            {id, office, crypto::to_bytes(key.public_key), storage::Bytes{}});
      return Done{};
    });
    if (!done) throw std::runtime_error(done.error().code + " " + done.error().detail);
  }

  Result<Filing> prepare(const NewReport& in, const Origin& origin = {}) {
    Result<Filing> out = fail(Outcome::kInvalid, "not run");
    db.with_reader([&](storage::Reader& reader) {
      http::Reading call{{now, info, nobody, entropy}, reader};
      out = prepare_filing(call, services, in, origin);
    });
    return out;
  }
  Result<Receipt> file_it(const NewReport& in, const Origin& origin = {}) {
    auto filing = prepare(in, origin);
    if (!filing) return fail(std::move(filing.error()));
    return storage::write(db,
                          [&](storage::Transaction& tx) { return file(tx, now, entropy, services, *filing, "id"); });
  }
  Receipt filed(const NewReport& in) {
    auto receipt = file_it(in);
    EXPECT_TRUE(receipt) << receipt.error().code << " " << receipt.error().detail;
    return receipt.value_or(Receipt{});
  }
  Result<ReadyAdditions> ready(const std::string& id, const Additions& in) {
    Result<ReadyAdditions> out = fail(Outcome::kInvalid, "not run");
    db.with_reader([&](storage::Reader& reader) {
      http::Reading call{{now, info, nobody, entropy}, reader};
      out = prepare_additions(call, services, id, in);
    });
    return out;
  }
  template <class F>
  Result<Done> act(F&& f) {
    return storage::write(db, [&](storage::Transaction& tx) -> Result<Done> { return f(tx); });
  }
  // As an officer of the desk does: an act, then its effect.
  template <class F>
  Result<Done> office_act(const std::string& id, F&& f) {
    return act([&](storage::Transaction& tx) {
      journal::ActorRef actor{"account-1", "intake_officer", std::string(kOffice)};
      auto& writer =
          journal::record(tx, now, entropy, {actor, "report.test", {"report", id}, std::string(kOffice), {}, {}});
      return f(writer, Change{now, entropy, actor, clocks});
    });
  }
  ReportRecord record(const std::string& id) {
    return *storage::read(db, [&](storage::Reader& reader) { return load(reader, id); });
  }
  StatusView status(const std::string& id) {
    return storage::read(
        db, [&](storage::Reader& reader) { return status_of(reader, services, *load(reader, id), now, "id"); });
  }

  storage::Database& db;
  Instant now = kNow;
  SeededEntropy entropy{7};
  FixedClock clock;
  test::TempFolder folder;
  Assets assets = Assets::from_directory(".", {"procedures"});
  std::shared_ptr<const procedure::Rules> rules = *procedure::load(assets);
  election::Elections elections = *election::Elections::load(assets);
  office::CompetenceRules competence = *office::CompetenceRules::load(assets);
  std::unique_ptr<files::Store> store = *files::Store::open(folder.path(), entropy);
  clock::Services clocks{*rules, {}, {}};
  Services services{*store, *rules, clocks, elections, competence, "https://netra.example"};
  crypto::KeyPair key = crypto::make_key_pair(entropy);
  http::RequestInfo info;
  Actor nobody;
};

void with_world(const std::function<void(World&)>& body) {
  test::for_each_database([&](storage::Database& db) {
    World world(db);
    body(world);
  });
}

std::vector<std::string> fields_of(const std::vector<GapView>& gaps) {
  std::vector<std::string> out;
  for (const auto& gap : gaps) out.push_back(gap.field);
  return out;
}

// Everything the database holds, as text.
std::string whole_database(storage::Reader& db) {
  std::string out;
  auto tables = db.query(
      db.is_postgres() ? "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
                       : "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'");
  for (const auto& table : tables) {
    for (const auto& row : db.query("SELECT * FROM \"" + table.text(0) + "\""))
      for (const auto& value : row.values) {
        if (const auto* text = std::get_if<std::string>(&value)) out += *text + "\n";
        if (const auto* bytes = std::get_if<storage::Bytes>(&value)) out += std::string(crypto::text_of(*bytes)) + "\n";
      }
  }
  return out;
}

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
        {"an unknown capacity", [](auto& r) { r.reporter->capacity = "king"; }, "/reporter/capacity", "field.value"},
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
    ASSERT_TRUE(write("Terima kasih.", {"account-1", "intake_officer", std::string(kOffice)}));
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
      return storage::read(
          w.db, [&](storage::Reader& db) { return near_duplicates(db, *load(db, first.id), {std::string(kOffice)}); });
    };
    ASSERT_EQ(near().size(), 1u);
    EXPECT_EQ(near()[0].id, second.id);
    journal::ActorRef officer{"account-1", "intake_officer", std::string(kOffice)};
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
      ListFilter filter{.offices = {std::string(kOffice)}, .limit = 2};
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
      EXPECT_EQ(list(db, {.offices = {std::string(kOffice)}, .stage = Stage::info_logged}).size(), 2u);
      EXPECT_THAT(list(db, {}), IsEmpty());
      return 0;
    });
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
