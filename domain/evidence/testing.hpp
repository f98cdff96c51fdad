// One office with a file and a physical exhibit, and the routes of exhibits: for tests of this folder only.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/evidence/custody_write.hpp"
#include "domain/evidence/handling.hpp"
#include "domain/evidence/sql.hpp"
#include "domain/identity/testing.hpp"
#include "engine/files/store.hpp"
#include "engine/http/in_process.hpp"
#include "tests/support/databases.hpp"

namespace netra::evidence::testing_world {

using namespace std::chrono_literals;
using identity::testing::must;

inline const std::string kOurs = "bawaslu-36.73", kTheirs = "police-36.73";
inline const journal::Subject kCase{"case", "case-1"};
inline const journal::ActorRef kOfficer{"officer-1", "case_officer", kOurs};

struct World {
  explicit World(storage::Database& database) : db(database), store(must(files::Store::open(folder.path(), entropy))) {
    identity::testing::make_office(db, kOurs);
    identity::testing::make_office(db, kTheirs);
    add_evidence_routes(routes, services);
    auto kept = must(store->put("%PDF-1.4 bukti contoh", "bukti.pdf"));
    sha256 = kept.sha256;
    unit([&](storage::Writer& writer) {
      file = attach(writer, now, entropy, kCase, kOurs, {"citizen", "", ""},
                    {kept.sha256, kept.content_type, kept.size, "bukti.pdf", "Bukti contoh"});
      thing = collect(writer, now, entropy, kCase, kOurs, kOfficer,
                      {.description = "1 kaus contoh",
                       .place = "Lapangan contoh",
                       .from_party = "Panitia acara",
                       .kept_at = "Lemari bukti 1",
                       .seal = "S-001",
                       .reason = "Diambil untuk pembuktian",
                       .happened_at = now - 2h,
                       .time_source = TimeSource::stated});
    });
  }

  // A unit of work with an act of its own.
  void unit(const std::function<void(storage::Writer&)>& work) {
    now += 1min;
    must(storage::write(db, [&](storage::Transaction& tx) -> Result<Done> {
      work(journal::record(tx, now, entropy, {kOfficer, "case.exhibit_collected", kCase, kOurs, {}, "contoh"}));
      return Done{};
    }));
  }
  Result<Done> handing(Result<Done> (*step)(storage::Writer&, Instant, Entropy&, const Handing&,
                                            const journal::ActorRef&),
                       const std::vector<std::string>& items, const std::string& from = kOurs,
                       const std::string& to = kTheirs) {
    now += 1min;
    return storage::write(db, [&](storage::Transaction& tx) -> Result<Done> {
      auto& writer = journal::record(tx, now, entropy, {kOfficer, "handover.sent", {"handover", "h1"}, kOurs, {}, ""});
      return step(writer, now, entropy, {items, from, to, "handover h1", "Penyidikan contoh", {}}, kOfficer);
    });
  }

  void tamper(std::string_view statement, const storage::Params& params = {}) {
    must(storage::write(db, [&](storage::Transaction& tx) -> Result<Done> {
      tx.unlogged(storage::Unlogged::kMigration).execute(statement, params);
      return Done{};
    }));
  }
  std::vector<std::string> faults() {
    return storage::read(db, [](storage::Reader& reader) { return verify_custody(reader).faults; });
  }
  Chain chain(const Item& item) {
    return storage::read(db, [&](storage::Reader& reader) { return chain_of(reader, *find(reader, item.id)); });
  }
  std::vector<std::string> steps(const Item& item) {
    std::vector<std::string> out;
    for (const auto& entry : chain(item).entries) out.emplace_back(enum_name(entry.step));
    return out;
  }

  Result<json::object> post(const Actor& who, const Item& item, const std::string& what, const json::object& body) {
    now += 1min;
    return ask(who, {http::Method::post, "/evidence/" + item.id + "/" + what, body});
  }
  Result<json::object> get(const Actor& who, const Item& item) {
    return ask(who, {http::Method::get, "/evidence/" + item.id});
  }
  Result<json::object> ask(const Actor& who, http::InProcess::Request request) {
    auto reply = http::InProcess(routes, db, entropy).ask_as(who, now, std::move(request));
    if (!reply) return fail(std::move(reply.error()));
    return reply->view.is_object() ? reply->view.as_object() : json::object();
  }

  storage::Database& db;
  SystemEntropy entropy;
  test::TempFolder folder;
  std::unique_ptr<files::Store> store;
  Instant now = identity::testing::kNow;
  Services services{*store, {{"case", [](http::Reading& call, const Item&) {
                                return actor_of(call).may(Right::read_cases, kOurs) ||
                                       actor_of(call).may(Right::read_cases, kTheirs);
                              }}}};
  http::Routes routes;
  std::string sha256;
  Item file, thing;
  Actor officer = identity::testing::let_in("officer-1", {Role::case_officer}, kOurs);
  Actor auditor = identity::testing::let_in("auditor-1", {Role::auditor}, kOurs);
  Actor police = identity::testing::let_in("police-1", {Role::police_investigator}, kTheirs);
  Actor stranger = identity::testing::let_in("officer-2", {Role::case_officer}, "bawaslu-33.01");
};

inline void with_world(const std::function<void(World&)>& body) {
  test::for_each_database([&](storage::Database& db) {
    World world(db);
    body(world);
  });
}

inline std::string code_of(const Result<json::object>& result) {
  if (result) return "done";
  std::string out = result.error().code;
  for (const auto& field : result.error().fields) out += " " + field.pointer + "=" + field.code;
  return out;
}
inline std::string code_of(const Result<Done>& result) { return result ? "done" : result.error().code; }

}  // namespace netra::evidence::testing_world
