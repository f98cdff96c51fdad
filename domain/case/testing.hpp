// One office with its law, people and key, and a case on its way: for tests of this folder only.
#pragma once

#include "domain/case/case.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "domain/case/record.hpp"
#include "domain/case/sql.hpp"
#include "domain/finding/sql.hpp"
#include "domain/identity/office_tree.hpp"
#include "domain/office/office.hpp"
#include "domain/region/testing.hpp"
#include "domain/report/intake.hpp"
#include "engine/crypto/box.hpp"
#include "engine/files/store.hpp"
#include "tests/support/databases.hpp"

namespace netra::cases {

using namespace std::chrono_literals;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

inline const Instant kNow = from_ms(1'730'106'000'000);  // 28 October 2024, 16.00 WIB
inline const std::string kOffice = "bawaslu-36.73", kOther = "bawaslu-33.01", kProvince = "bawaslu-36";

class FixedClock final : public Clock {
 public:
  Instant now() const override { return kNow; }
};

inline report::NewReport formal_report() {
  return {.track = report::Track::formal,
          .election = "pilkada-2024",
          .place = "36.73.01",
          .date_happened = Date{2024y / 10 / 26},
          .date_known = Date{2024y / 10 / 27},
          .event = "Dugaan dukungan terbuka pegawai kantor contoh",
          .chronology = "Pada apel pagi seorang pegawai membagikan kaus bergambar pasangan calon.",
          .reporter = report::ReporterIn{.name = "Warga Contoh Rahasia",
                                         .address = "Jalan Contoh Tersembunyi 7",
                                         .birth_place = "Kota Contoh",
                                         .birth_date = Date{1990y / 1 / 31},
                                         .sex = "female",
                                         .occupation = "Pedagang",
                                         .citizenship = "WNI",
                                         .phone = "0800-0000-0001",
                                         .capacity = "voter_citizen"},
          .reported = {{.name = "Pegawai Contoh Fiktif", .kind = "pns", .position = "Staf", .unit = "Dinas Contoh"}},
          .witnesses = {{.name = "Saksi Contoh Rahasia", .address = "Jalan Contoh", .phone = "0800-0000-0002"}},
          .evidence = {{.description = "Foto unggahan contoh"}}};
}

struct World {
  explicit World(storage::Database& database) : db(database) {
    region::import_sample(db);
    auto done = storage::write(db, [&](storage::Transaction& tx) -> Result<Done> {
      auto& writer = tx.unlogged(storage::Unlogged::kReference);
      for (const char* regency : {"36.73", "33.01"})
        if (auto made = office::ensure_offices_for(writer, assets, regency, {}); !made)
          return fail(std::move(made.error()));
      auto own = *office::find_office(tx, kOffice);
      own.register_code = "99.01";
      if (auto changed = office::change_office(writer, own); !changed) return fail(std::move(changed.error()));
      for (const auto& office : {kOffice, kOther})
        writer.execute(
            "INSERT INTO office_keys (id, office_id, public_key, recovery_locked, made_by, made_at_ms) VALUES ($1, $2, "
            "$3, $4, 'system', 0)",
            {"key-" + office, office, crypto::to_bytes(key.public_key), storage::Bytes{}});
      for (int i = 1; i <= 3; ++i) add_commissioner(writer, "member-" + std::to_string(i));
      tree = std::make_shared<OfficeTree>(OfficeTree::load(tx));
      return Done{};
    });
    if (!done) throw std::runtime_error(done.error().code + " " + done.error().detail);
    add_case_routes(routes, services);
    finding::add_finding_routes(routes, services);
    officer = actor("officer-1", {Role::case_officer}, kOffice);
    commissioner = actor("member-1", {Role::commissioner}, kOffice);
    stranger = actor("officer-2", {Role::case_officer, Role::commissioner}, kOther);
    auditor = actor("auditor-1", {Role::auditor}, kOffice);
    superior = actor("member-9", {Role::commissioner}, kProvince);
  }

  void add_commissioner(storage::Writer& writer, const std::string& id) {
    writer.execute(
        "INSERT INTO accounts (id, email, name, status, language, created_at_ms) VALUES ($1, $2, $3, 'active', 'id', "
        "0)",
        {id, id + "@contoh.example", "Anggota Contoh " + id});
    writer.execute(
        "INSERT INTO role_grants (id, account_id, office_id, role, from_ms, granted_by, granted_at_ms) VALUES ($1, $2, "
        "$3, 'commissioner', 0, 'system', 0)",
        {"grant-" + id, id, kOffice});
  }

  Actor actor(const std::string& id, const std::vector<Role>& held, const std::string& office) {
    Actor out;
    out.id = id;
    out.name = id;
    for (auto role : held) out.roles.push_back({role, office, office, "", Zone::wib});
    out.active_office = office;
    out.tree = tree;
    return out;
  }

  const http::Route& route(http::Method method, std::string_view pattern) {
    for (const auto& known : routes.all())
      if (known->method == method && known->pattern == pattern) return *known;
    throw std::runtime_error("no route " + std::string(pattern));
  }

  // Posts JSON; the path's {name} parts are filled from `params`.
  Result<json::object> post(const Actor& who, std::string_view pattern, const json::object& body,
                            std::map<std::string, std::string, std::less<>> params = {}) {
    const auto& known = route(http::Method::post, pattern);
    auto in = known.decode(body, Leniency::kStrict);
    if (!in) return fail(std::move(in.error()));
    http::RequestInfo info;
    info.params = std::move(params);
    auto carried = in;
    if (known.prepare)
      db.with_reader([&](storage::Reader& reader) {
        http::Reading call{{now, info, who, entropy}, reader};
        carried = known.prepare(call, *in);
      });
    if (!carried) return fail(std::move(carried.error()));
    auto reply = storage::write(db, [&](storage::Transaction& tx) -> Result<http::AnyReply> {
      http::Writing call{{now, info, who, entropy}, tx};
      return known.act(call, *carried);
    });
    if (!reply) return fail(std::move(reply.error()));
    return reply->view.as_object();
  }

  Result<json::object> get(const Actor& who, std::string_view pattern,
                           std::map<std::string, std::string, std::less<>> params = {}) {
    http::RequestInfo info;
    info.params = std::move(params);
    Result<http::AnyReply> reply = fail(netra::Outcome::kInvalid, "not run");
    db.with_reader([&](storage::Reader& reader) {
      http::Reading call{{now, info, who, entropy}, reader};
      reply = route(http::Method::get, pattern).read(call);
    });
    if (!reply) return fail(std::move(reply.error()));
    return reply->view.as_object();
  }

  std::string filed_report() {
    auto filing = storage::read(db, [&](storage::Reader& reader) {
      http::RequestInfo info;
      Actor nobody;
      http::Reading call{{now, info, nobody, entropy}, reader};
      return report::prepare_filing(call, reports, formal_report(), {});
    });
    EXPECT_TRUE(filing) << filing.error().code;
    auto receipt = storage::write(
        db, [&](storage::Transaction& tx) { return report::file(tx, now, entropy, reports, *filing, "id"); });
    EXPECT_TRUE(receipt) << receipt.error().code << receipt.error().detail;
    return receipt ? receipt->id : std::string();
  }

  std::vector<std::string> verbs(const std::string& kind, const std::string& id) {
    std::vector<std::string> out;
    db.with_reader([&](storage::Reader& reader) {
      for (const auto& item : journal::history(reader, {kind, id})) out.push_back(item.entry.verb);
    });
    return out;
  }

  storage::Database& db;
  Instant now = kNow;
  SeededEntropy entropy{11};
  FixedClock clock;
  test::TempFolder folder;
  Assets assets = Assets::from_directory(".", {"procedures", "domain"});
  std::shared_ptr<const procedure::Rules> rules = *procedure::load(assets);
  election::Elections elections = *election::Elections::load(assets);
  office::CompetenceRules competence = *office::CompetenceRules::load(assets);
  std::unique_ptr<files::Store> store = *files::Store::open(folder.path(), entropy);
  Messages::Loaded messages = Messages::load(assets);
  clock::Services clocks{*rules, {}, {}};
  report::Services reports{*store, *rules, clocks, elections, competence, "https://netra.example", follow_report};
  Services services{*rules, clocks, elections, messages.messages, *store};
  crypto::KeyPair key = crypto::make_key_pair(entropy);
  std::shared_ptr<const OfficeTree> tree;
  http::Routes routes;
  Actor officer, commissioner, stranger, auditor, superior;
};

inline void with_world(const std::function<void(World&)>& body) {
  test::for_each_database([&](storage::Database& db) {
    World world(db);
    body(world);
  });
}

inline std::string code_of(const Result<json::object>& result) { return result ? "done" : result.error().code; }
inline std::string text_of(const json::object& view, std::string_view member) {
  return std::string(view.at(member).as_string());
}

// A case on its way, with the version its last answer showed.
struct File {
  World* w;
  std::string id;
  std::int64_t version = 1;
  json::object view;

  Result<json::object> post(const Actor& who, const std::string& tail, json::object body,
                            std::map<std::string, std::string, std::less<>> params = {}) {
    body["version"] = version;
    params["id"] = id;
    auto out = w->post(who, "/cases/{id}/" + tail, body, params);
    if (out) {
      view = *out;
      version = view.at("version").as_int64();
    }
    return out;
  }
  std::string stage() const { return text_of(view, "stage"); }
};

inline File opened(World& w) {
  const auto report = w.filed_report();
  auto view = w.post(w.officer, "/cases", {{"report", report}});
  EXPECT_TRUE(view) << view.error().code << " " << view.error().detail;
  return {&w, text_of(*view, "id"), view->at("version").as_int64(), *view};
}

inline json::object full_review(const File& file) {
  json::array checks;
  for (const auto& check : file.view.at("checks").as_array())
    checks.push_back({{"requirement", check.at("requirement")}, {"mark", "fulfilled"}});
  return {{"checks", checks},
          {"within_time", "yes"},
          {"competent", "yes"},
          {"already_handled", "no"},
          {"result", "complete"}};
}

inline File registered(World& w) {
  auto file = opened(w);
  auto reviewed = file.post(w.officer, "review", full_review(file));
  EXPECT_EQ(code_of(reviewed), "done");
  auto done = file.post(w.officer, "registration", {{"crime_alleged", false}});
  EXPECT_EQ(code_of(done), "done") << (done ? "" : done.error().detail);
  return file;
}

inline json::object plenary(int present, std::string_view vote = "agree") {
  json::array seats;
  for (int i = 1; i <= 3; ++i) {
    json::object seat{{"member", "member-" + std::to_string(i)}, {"present", i <= present}};
    if (i <= present) seat["vote"] = vote;
    if (i <= present && vote == "disagree") seat["reason"] = "Bukti belum cukup";
    seats.push_back(seat);
  }
  return {{"held_at", "2024-10-28T15:00"}, {"place", "Kantor contoh"}, {"seats", seats}, {"decision", "Diputuskan."}};
}

inline File before_plenary(World& w) {
  auto file = registered(w);
  EXPECT_EQ(code_of(file.post(w.officer, "studies",
                              {{"facts", "Fakta contoh"},
                               {"analysis", "Analisis contoh"},
                               {"rules", json::array{"NR-ASN-D01"}},
                               {"conclusions", json::array{}}})),
            "done");
  EXPECT_EQ(code_of(file.post(w.officer, "stage", {{"event", "study_ready"}})), "done");
  return file;
}

inline std::vector<std::string> running(const File& file) {
  std::vector<std::string> out;
  for (const auto& clock : file.view.at("clocks").as_array())
    if (clock.at("state") == "running") out.emplace_back(clock.at("rule").as_string());
  return out;
}

}  // namespace netra::cases
