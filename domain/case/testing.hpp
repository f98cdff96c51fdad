// One office with its law, people and key, and a case on its way: for tests of this folder only.
#pragma once

#include "domain/case/case.hpp"

#include "domain/case/record.hpp"
#include "domain/case/sql.hpp"
#include "domain/finding/sql.hpp"
#include "domain/identity/testing.hpp"
#include "domain/report/testing.hpp"
#include "engine/http/in_process.hpp"
#include "tests/support/repository.hpp"

namespace netra::cases {

using namespace std::chrono_literals;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

using report::testing_world::formal_report;
using report::testing_world::kNow;
using report::testing_world::kOffice;
using report::testing_world::kOther;
inline const std::string kProvince = "bawaslu-36";

// The world of reports with the people who work on cases.
struct World : report::testing_world::World {
  explicit World(storage::Database& database) : report::testing_world::World(database, follow_report) {
    auto done = storage::write(db, [&](storage::Transaction& tx) -> Result<Done> {
      auto& writer = tx.unlogged(storage::Unlogged::kReference);
      auto own = *office::find_office(tx, kOffice);
      own.register_code = "99.01";
      if (auto changed = office::change_office(writer, own); !changed) return fail(std::move(changed.error()));
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
    return identity::testing::let_in(id, held, office, tree);
  }

  // Posts JSON; the path's {name} parts are filled from `params`.
  Result<json::object> post(const Actor& who, std::string_view pattern, const json::object& body,
                            const http::PathParams& params = {}) {
    return ask(who, {http::Method::post, http::path_of(pattern, params), body});
  }
  Result<json::object> get(const Actor& who, std::string_view pattern, const http::PathParams& params = {}) {
    return ask(who, {http::Method::get, http::path_of(pattern, params)});
  }
  Result<json::object> ask(const Actor& who, http::InProcess::Request request) {
    auto reply = http::InProcess(routes, db, entropy).ask_as(who, now, std::move(request));
    if (!reply) return fail(std::move(reply.error()));
    return reply->view.as_object();
  }

  std::string filed_report() { return filed(formal_report()).id; }

  std::vector<std::string> verbs(const std::string& kind, const std::string& id) {
    std::vector<std::string> out;
    db.with_reader([&](storage::Reader& reader) {
      for (const auto& item : journal::history(reader, {kind, id})) out.push_back(item.entry.verb);
    });
    return out;
  }

  const Messages::Loaded& messages = test::loaded_once([] { return Messages::load(test::repository()); });
  report::Services& reports = report::testing_world::World::services;
  Services services{*rules, clocks, elections, messages.messages, *store, "https://netra.example"};
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
                            http::PathParams params = {}) {
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

// Every requirement of the record's checklist marked as fulfilled.
inline json::array fulfilled(const json::object& record) {
  json::array checks;
  for (const auto& check : record.at("checks").as_array())
    checks.push_back({{"requirement", check.at("requirement")}, {"mark", "fulfilled"}});
  return checks;
}

inline json::object full_review(const File& file) {
  return {{"checks", fulfilled(file.view)},
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

// A report that came too late and lives on as a lead, which is being traced; the tracing as its answer showed it.
struct Traced {
  std::string lead;
  json::object tracing;
};
inline Traced traced_lead(World& w) {
  auto file = opened(w);
  auto review = full_review(file);
  review["result"] = "not_repairable";
  review["within_time"] = "no";
  review["reason"] = "Lewat batas waktu";
  EXPECT_EQ(code_of(file.post(w.officer, "review", review)), "done");
  const auto lead = text_of(file.view, "report");
  auto tracing = w.post(w.officer, "/tracings", {{"report", lead}, {"reason", "Patut ditelusuri"}});
  EXPECT_EQ(code_of(tracing), "done");
  return {lead, tracing.value()};
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

// Checks a proposed finding and lets its plenary set it.
inline Result<json::object> set_finding(World& w, const json::object& finding) {
  const http::PathParams at{{"id", text_of(finding, "id")}};
  auto checked = w.post(w.officer, "/findings/{id}/checks", {{"version", 1}, {"checks", fulfilled(finding)}}, at);
  if (!checked) return checked;
  return w.post(w.commissioner, "/findings/{id}/decision", {{"version", 2}, {"plenary", plenary(3)}}, at);
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
