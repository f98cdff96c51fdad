// Registers at two offices, asked as the server asks them: for tests of this folder only.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "domain/funnel/facts.hpp"
#include "domain/funnel/funnel.hpp"
#include "domain/funnel/sql.hpp"
#include "domain/identity/testing.hpp"
#include "domain/region/testing.hpp"
#include "engine/http/in_process.hpp"
#include "tests/support/databases.hpp"
#include "tests/support/repository.hpp"

namespace netra::funnel {

inline const std::string kCity = "bawaslu-36.73", kProvince = "bawaslu-36", kOther = "bawaslu-33.01";
inline const Instant kNow = *parse_instant("2024-12-04T03:00:00Z");

struct Registers {
  explicit Registers(storage::Database& database) : db(database) {
    namespace fs = std::filesystem;
    folder = fs::temp_directory_path() / ("netra-registers-" + make_id(kNow, identity::testing::entropy()));
    fs::create_directories(folder);
    store = identity::testing::must(files::Store::open(folder.string(), entropy));
    services = std::make_unique<Services>(Services{*rules, elections, policy, *store});
    add_register_routes(routes, *services);
    region::import_sample(db);
    identity::testing::must(storage::write(db, [&](storage::Transaction& tx) -> Result<Done> {
      auto& writer = tx.unlogged(storage::Unlogged::kReference);
      for (const char* regency : {"36.73", "36.72", "33.01"})
        if (auto made = office::ensure_offices_for(writer, assets, regency, {}); !made)
          return fail(std::move(made.error()));
      tree = std::make_shared<const OfficeTree>(OfficeTree::load(tx));
      return Done{};
    }));
    officer = member("satu@contoh.example", kCity, Role::case_officer);
  }
  ~Registers() { std::filesystem::remove_all(folder); }
  Registers(const Registers&) = delete;
  Registers& operator=(const Registers&) = delete;

  Actor member(const std::string& email, const std::string& office, Role role) {
    auto account = identity::testing::must(storage::write(db, [&](storage::Transaction& tx) -> Result<std::string> {
      return identity::add_account(tx, kNow, entropy, {"system", "test", ""}, {email, "Petugas Contoh " + email, "id"},
                                   office);
    }));
    auto out = identity::testing::let_in(account, {role}, office, tree);
    for (auto& held : out.roles) held.region = office == "bawaslu" ? "" : office.substr(office.find('-') + 1);
    return out;
  }

  Result<http::AnyReply> ask(const Actor& who, const std::string& address) {
    return http::InProcess(routes, db, entropy).ask_as(who, kNow, {http::Method::get, address});
  }
  Result<json::value> get(const Actor& who, const std::string& address) {
    auto reply = ask(who, address);
    if (!reply) return fail(std::move(reply.error()));
    return reply->view;
  }
  Result<json::value> post(const Actor& who, const std::string& address, json::value body) {
    auto reply = http::InProcess(routes, db, entropy).ask_as(who, kNow, {http::Method::post, address, std::move(body)});
    if (!reply) return fail(std::move(reply.error()));
    return reply->view;
  }

  // Brings a table; the id of its dry run.
  Result<std::string> bring(const Actor& who, const std::string& kind, const std::string& bytes) {
    auto incoming = store->receive("register.csv", "");
    EXPECT_TRUE(incoming && (*incoming)->write(bytes));
    auto staged = (*incoming)->finish();
    EXPECT_TRUE(staged);
    json::value file = {
        {"filename", "register.csv"}, {"staged", staged->handle}, {"size", staged->size}, {"sha256", staged->sha256}};
    auto made = post(who, "/registers/imports", {{"kind", kind}, {"file", json::array{file}}});
    if (!made) return fail(std::move(made.error()));
    return std::string(made->at("id").as_string());
  }
  Result<json::value> confirm(const Actor& who, const std::string& id, const std::string& plan) {
    return post(who, "/registers/imports/" + id + "/confirmation",
                {{"plan", plan}, {"reason", "Buku register kantor"}});
  }
  // Brings and confirms; what was done.
  json::value import(const std::string& kind, const std::string& bytes) {
    auto id = identity::testing::must(bring(officer, kind, bytes));
    auto seen = identity::testing::must(get(officer, "/registers/imports/" + id));
    identity::testing::must(confirm(officer, id, std::string(seen.at("plan").as_string())));
    return identity::testing::must(get(officer, "/registers/imports/" + id));
  }

  void put(const std::vector<Fact>& facts) {
    identity::testing::must(storage::write(db, [&](storage::Transaction& tx) -> Result<Done> {
      for (const auto& fact : facts) replace_facts(tx, fact.source, fact.source_id, {fact});
      return Done{};
    }));
  }
  std::size_t recounted() {
    return identity::testing::must(
        storage::write(db, [&](storage::Transaction& tx) -> Result<std::size_t> { return recount(tx); }));
  }

  storage::Database& db;
  const Assets& assets = test::repository();
  SystemEntropy entropy;
  std::filesystem::path folder;
  std::shared_ptr<const procedure::Rules> rules =
      test::loaded_once([] { return identity::testing::must(procedure::load(test::repository())); });
  election::Elections elections = identity::testing::must(election::Elections::load(assets));
  Policy policy = identity::testing::must(Policy::load(assets));
  std::unique_ptr<files::Store> store;
  std::unique_ptr<Services> services;
  std::shared_ptr<const OfficeTree> tree;
  http::Routes routes;
  Actor officer;
};

inline void with_registers(const std::function<void(Registers&)>& body) {
  test::for_each_database([&](storage::Database& db) {
    Registers registers(db);
    body(registers);
  });
}

template <class T>
std::string code_of(const Result<T>& result) {
  if (result) return "done";
  const auto& error = result.error();
  return error.fields.empty() ? error.code : error.code + " " + error.fields[0].pointer + " " + error.fields[0].code;
}

inline Date day(const char* text) { return *parse_date(text); }

// A person of a recommendation.
inline Fact person(const std::string& id, Standing standing, const std::string& place = "36.73.01") {
  return {.id = id,
          .source = FactSource::recommendation,
          .source_id = id,
          .office = kCity,
          .election = "pilkada-2024",
          .place = place,
          .institution = "bkn",
          .person_kind = "pns",
          .standing = standing,
          .recommended_on = day("2024-10-07")};
}

}  // namespace netra::funnel
