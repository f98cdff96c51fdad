// The desk's routes at one office, asked as the server asks them: for tests of this folder only.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/desk/desk.hpp"
#include "domain/desk/sql.hpp"
#include "domain/identity/testing.hpp"
#include "domain/office/office_routes.hpp"
#include "domain/office/worklist.hpp"
#include "domain/region/testing.hpp"
#include "engine/http/in_process.hpp"
#include "tests/support/databases.hpp"
#include "tests/support/repository.hpp"

namespace netra::desk {

using office::ItemKind;
using office::WorkItem;

inline const std::string kOffice = "bawaslu-36.73", kProvince = "bawaslu-36", kForeign = "bawaslu-33.01";
inline const Instant kNow = *parse_instant("2024-10-28T09:00:00Z");

struct Desk {
  explicit Desk(storage::Database& database) : db(database) {
    add_desk_routes(routes, services);
    office::add_office_routes(routes, {rules, access::anyone(), may_edit_office});
    region::import_sample(db);
    identity::testing::must(storage::write(db, [&](storage::Transaction& tx) -> Result<Done> {
      auto& writer = tx.unlogged(storage::Unlogged::kReference);
      for (const char* regency : {"36.73", "33.01"})
        if (auto made = office::ensure_offices_for(writer, assets, regency, {}); !made)
          return fail(std::move(made.error()));
      tree = std::make_shared<const OfficeTree>(OfficeTree::load(tx));
      return Done{};
    }));
    officer = member("satu@contoh.example", kOffice, {Role::intake_officer});
    colleague = member("dua@contoh.example", kOffice, {Role::intake_officer}).id;
  }

  // Somebody with an account and these roles.
  Actor member(const std::string& email, const std::string& office, const std::vector<Role>& roles) {
    auto account = identity::testing::must(storage::write(db, [&](storage::Transaction& tx) -> Result<std::string> {
      journal::ActorRef by{"system", "test", ""};
      auto id = identity::add_account(tx, kNow, entropy, by, {email, "Petugas Contoh " + email, "id"}, office);
      if (!id) return id;
      tx.unlogged(storage::Unlogged::kSession).execute("UPDATE accounts SET status = 'active' WHERE id = $1", {*id});
      for (auto role : roles)
        if (auto granted = identity::grant_role(tx, kNow, entropy, by, {*id, office, role, kNow, {}}); !granted)
          return fail(std::move(granted.error()));
      return *id;
    }));
    auto out = identity::testing::let_in(account, roles, office, tree);
    for (auto& held : out.roles) held.region = office.substr(office.find('-') + 1);
    return out;
  }

  void write(const std::function<void(storage::Writer&)>& work) {
    identity::testing::must(storage::write(db, [&](storage::Transaction& tx) -> Result<Done> {
      work(tx.unlogged(storage::Unlogged::kIndex));
      return Done{};
    }));
  }
  void put(const WorkItem& item) {
    write([&](storage::Writer& writer) { office::put_item(writer, item); });
  }

  // As `officer`, unless somebody else is named.
  Result<json::value> get(const std::string& address) { return get_as(officer, address); }
  Result<json::value> get_as(const Actor& who, const std::string& address) {
    auto reply = answer(who, address);
    if (!reply) return fail(std::move(reply.error()));
    return reply->view;
  }
  Result<http::AnyReply> answer(const Actor& who, const std::string& address) {
    return http::InProcess(routes, db, entropy).ask_as(who, now, {http::Method::get, address});
  }
  Result<json::value> post(const std::string& address, json::value body) {
    return post_as(officer, address, std::move(body));
  }
  Result<json::value> post_as(const Actor& who, const std::string& address, json::value body) {
    auto reply = http::InProcess(routes, db, entropy).ask_as(who, now, {http::Method::post, address, std::move(body)});
    if (!reply) return fail(std::move(reply.error()));
    return reply->view;
  }

  storage::Database& db;
  const Assets& assets = test::repository();
  SeededEntropy entropy{7};
  Instant now = kNow;
  std::shared_ptr<const procedure::Rules> rules =
      test::loaded_once([] { return identity::testing::must(procedure::load(test::repository())); });
  clock::Services clocks{*rules, {}, {}};
  Services services{*rules, clocks, assets};
  std::shared_ptr<const OfficeTree> tree;
  http::Routes routes;
  Actor officer;
  std::string colleague;
};

inline void with_desk(const std::function<void(Desk&)>& body) {
  test::for_each_database([&](storage::Database& db) {
    Desk desk(db);
    body(desk);
  });
}

// "done", or the code of the refusal with its first field: "request.fields /reason".
template <class T>
std::string code_of(const Result<T>& result) {
  if (result) return "done";
  const auto& error = result.error();
  return error.fields.empty() ? error.code : error.code + " " + error.fields[0].pointer;
}

inline WorkItem item(ItemKind kind, std::string id, int due_hours, const std::string& office = kOffice) {
  return {.kind = kind,
          .id = std::move(id),
          .office = office,
          .title = "Laporan",
          .stage = "initial_review",
          .received_at = kNow - std::chrono::hours(5),
          .updated_at = kNow,
          .target_at = kNow + std::chrono::hours(due_hours),
          .due_at = kNow + std::chrono::hours(due_hours + 24),
          .clock = "initial_review"};
}

inline std::vector<std::string> ids(const json::value& view, const char* list) {
  std::vector<std::string> out;
  for (const auto& row : view.at(list).as_array()) out.emplace_back(row.at("id").as_string());
  return out;
}

}  // namespace netra::desk
