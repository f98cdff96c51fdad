// A small office with its law, key and files, for tests of reports.
//
// Threads: one test at a time.
#pragma once

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
#include "tests/support/repository.hpp"

namespace netra::report::testing_world {

using namespace std::chrono_literals;

// 28 October 2024, 16.00 WIB.
inline const Instant kNow = from_ms(1'730'106'000'000);
inline const std::string kOffice = "bawaslu-36.73", kOther = "bawaslu-33.01";

// Names that may stand in no table but sealed.
inline const std::vector<std::string> kSecrets{
    "Warga Contoh Rahasia", "Jalan Contoh Tersembunyi 7", "0800-0000-0001", "Kota Lahir Contoh",
    "rahasia@contoh.netra", "Saksi Contoh Rahasia",       "0800-0000-0002"};

class FixedClock final : public Clock {
 public:
  Instant now() const override { return kNow; }
};

inline NewReport formal_report() {
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

inline NewReport lead() {
  return {.track = Track::lead, .place = "36.73.01", .event = "Dugaan kampanye di kantor contoh"};
}

// One office with its law, its key and its files, and another one far away. `moved` as in Services.
struct World {
  explicit World(storage::Database& database, decltype(Services::moved) moved = {})
      : db(database), services{*store,          *rules, clocks, elections, competence, "https://netra.example",
                               std::move(moved)} {
    region::import_sample(db);
    auto done = storage::write(db, [&](storage::Transaction& tx) -> Result<Done> {
      auto& writer = tx.unlogged(storage::Unlogged::kReference);
      for (const char* regency : {"36.73", "33.01"})
        if (auto made = office::ensure_offices_for(writer, assets, regency, {}); !made)
          return fail(std::move(made.error()));
      for (const auto& office : {kOffice, kOther})
        writer.execute(
            "INSERT INTO office_keys (id, office_id, public_key, recovery_locked, made_by, made_at_ms) VALUES ($1, $2, "
            "$3, $4, 'system', 0)",
            {"key-" + office, office, crypto::to_bytes(key.public_key), storage::Bytes{}});
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
      journal::ActorRef actor{"account-1", "intake_officer", kOffice};
      auto& writer = journal::record(tx, now, entropy, {actor, "report.test", {"report", id}, kOffice, {}, {}});
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
  const Assets& assets = test::repository();
  std::shared_ptr<const procedure::Rules> rules =
      test::loaded_once([] { return *procedure::load(test::repository()); });
  election::Elections elections = *election::Elections::load(assets);
  office::CompetenceRules competence = *office::CompetenceRules::load(assets);
  std::unique_ptr<files::Store> store = *files::Store::open(folder.path(), entropy);
  clock::Services clocks{*rules, {}, {}};
  Services services;
  crypto::KeyPair key = crypto::make_key_pair(entropy);
  http::RequestInfo info;
  Actor nobody;
};

inline void with_world(const std::function<void(World&)>& body) {
  test::for_each_database([&](storage::Database& db) {
    World world(db);
    body(world);
  });
}

inline std::vector<std::string> fields_of(const std::vector<GapView>& gaps) {
  std::vector<std::string> out;
  for (const auto& gap : gaps) out.push_back(gap.field);
  return out;
}

// Everything the database holds, as text.
inline std::string whole_database(storage::Reader& db) {
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

}  // namespace netra::report::testing_world
