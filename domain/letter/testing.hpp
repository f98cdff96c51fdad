// An office with its letter book, and the routes of letters: for tests of this folder only.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/evidence/evidence.hpp"
#include "domain/identity/testing.hpp"
#include "domain/letter/layout.hpp"
#include "domain/letter/number.hpp"
#include "domain/letter/record.hpp"
#include "domain/letter/settings.hpp"
#include "domain/letter/sql.hpp"
#include "domain/region/testing.hpp"
#include "engine/crypto/hash.hpp"
#include "engine/files/store.hpp"
#include "engine/http/in_process.hpp"
#include "tests/support/databases.hpp"
#include "tests/support/repository.hpp"

namespace netra::letter {

using namespace std::chrono_literals;
using identity::testing::must;
using testing::HasSubstr;
using testing::Not;

inline const std::string kOffice = "bawaslu-33.01", kOther = "bawaslu-36.73", kPolice = "polri-33.01";
// 24 October 2024, 16.00 WIB.
inline const Instant kNow = from_ms(1'729'760'400'000);

struct World {
  explicit World(storage::Database& database) : db(database), store(must(files::Store::open(folder.path(), entropy))) {
    region::import_sample(db);
    unit([&](storage::Writer& writer) {
      for (const char* regency : {"33.01", "36.73"})
        must(office::ensure_offices_for(writer, assets, regency, {.partners = true}));
      for (const char* id : {"writer-1", "writer-2", "chair-1", "police-1"})
        writer.execute(
            "INSERT INTO accounts (id, email, name, status, language, created_at_ms) VALUES ($1, $2, $3, 'active', "
            "'id', 0)",
            {id, std::string(id) + "@contoh.example", "Petugas Contoh " + std::string(id)});
    });
    add_letter_routes(routes, services);
  }

  void unit(const std::function<void(storage::Writer&)>& work) {
    must(storage::write(db, [&](storage::Transaction& tx) -> Result<Done> {
      work(tx.unlogged(storage::Unlogged::kReference));
      return Done{};
    }));
  }

  Result<http::AnyReply> reply(const Actor& who, http::Method method, const std::string& address,
                               json::object body = {}) {
    return http::InProcess(routes, db, entropy).ask_as(who, now, {method, address, std::move(body)});
  }
  Result<json::object> post(const Actor& who, const std::string& address, json::object body) {
    now += 1s;
    auto out = reply(who, http::Method::post, address, std::move(body));
    if (!out) return fail(std::move(out.error()));
    return out->view.as_object();
  }
  Result<json::object> get(const Actor& who, const std::string& address) {
    auto out = reply(who, http::Method::get, address);
    if (!out) return fail(std::move(out.error()));
    return out->view.as_object();
  }
  // A file as a form brings it.
  json::object upload(const std::string& bytes, const std::string& name) {
    auto staged = must(store->begin(name, static_cast<std::int64_t>(bytes.size()), ""));
    auto whole = must(store->append(staged.handle, "", 0, bytes));
    return {{"filename", name}, {"staged", whole.handle}, {"size", whole.size}, {"sha256", whole.sha256}};
  }
  std::string text(std::string_view statement, const storage::Params& params = {}) {
    return storage::read(db, [&](storage::Reader& reader) { return reader.text(statement, params).value_or(""); });
  }
  std::vector<std::string> verbs(const std::string& id) {
    std::vector<std::string> out;
    db.with_reader([&](storage::Reader& reader) {
      for (const auto& item : journal::history(reader, {"letter", id})) out.push_back(item.entry.verb);
    });
    return out;
  }

  storage::Database& db;
  const Assets& assets = test::repository();
  SystemEntropy entropy;
  test::TempFolder folder;
  std::unique_ptr<files::Store> store;
  Instant now = kNow;
  std::shared_ptr<const procedure::Rules> rules =
      test::loaded_once([] { return must(procedure::load(test::repository())); });
  election::Elections elections = must(election::Elections::load(assets));
  const Messages::Loaded& messages = test::loaded_once([] { return Messages::load(test::repository()); });
  Rules letters = must(Rules::load(assets));
  Layouts layouts = must(Layouts::load(assets));
  Services services{letters,
                    *rules,
                    elections,
                    messages.messages,
                    *store,
                    "https://netra.example",
                    {},
                    [this](std::string_view document) { return layouts.of(document); },
                    [](http::Reading& call, const office::Office& office) {
                      return actor_of(call).may(Right::manage_office, office.id);
                    }};
  http::Routes routes;
  Actor clerk = identity::testing::let_in("writer-1", {Role::registrar}, kOffice);
  Actor second = identity::testing::let_in("writer-2", {Role::case_officer}, kOffice);
  Actor chair = identity::testing::let_in("chair-1", {Role::commissioner}, kOffice);
  Actor police = identity::testing::let_in("police-1", {Role::police_investigator}, kPolice);
  Actor stranger = identity::testing::let_in("officer-9", {Role::case_officer, Role::commissioner}, kOther);
  Actor liaison = identity::testing::let_in("liaison-1", {Role::field_supervisor}, kOffice);
  Actor manager = identity::testing::let_in("admin-1", {Role::administrator}, kOffice);
};

inline void with_world(const std::function<void(World&)>& body) {
  test::for_each_database([&](storage::Database& db) {
    World world(db);
    body(world);
  });
}

inline std::string code_of(const Result<json::object>& result) { return result ? "done" : result.error().code; }
inline std::string code_of(const Result<http::AnyReply>& result) { return result ? "done" : result.error().code; }
inline std::string text_in(const json::object& view, std::string_view member) {
  return std::string(view.at(member).as_string());
}

inline json::object typed(const std::string& document = "letter") {
  return {{"document", document},
          {"matter", "Permintaan data contoh"},
          {"to", "Yth. Kepala Dinas Contoh\ndi Tempat"},
          {"blocks", json::array{json::object{{"kind", "paragraph"}, {"text", "Dengan hormat, mohon data contoh."}}}}};
}

// The same without its kind: a change of the text.
inline json::object changed_text() {
  auto body = typed();
  body.erase("document");
  return body;
}

// A letter on its way, with the version its last answer showed.
struct Paper {
  World* w;
  std::string id;
  std::int64_t version = 1;
  json::object view;

  Result<json::object> post(const Actor& who, const std::string& tail, json::object body = {}) {
    body["version"] = version;
    auto out = w->post(who, "/letters/" + id + "/" + tail, std::move(body));
    if (out) {
      view = *out;
      version = view.at("version").as_int64();
    }
    return out;
  }
  std::string state() const { return text_in(view, "state"); }
  std::string number() const { return text_in(view, "number"); }
};

inline Paper drafted(World& w, json::object body = typed()) {
  auto view = w.post(w.clerk, "/letters", std::move(body));
  EXPECT_EQ(code_of(view), "done") << (view ? "" : view.error().detail);
  return {&w, text_in(*view, "id"), view->at("version").as_int64(), *view};
}
inline Paper checked(World& w, json::object body = typed()) {
  auto paper = drafted(w, std::move(body));
  EXPECT_EQ(code_of(paper.post(w.second, "checks")), "done");
  return paper;
}
inline Paper numbered(World& w, json::object wish = {{"signed_as", "chair"}}, json::object body = typed()) {
  auto paper = checked(w, std::move(body));
  auto done = paper.post(w.clerk, "numbers", std::move(wish));
  EXPECT_EQ(code_of(done), "done") << (done ? "" : done.error().detail);
  return paper;
}
inline Paper signed_paper(World& w) {
  auto paper = numbered(w);
  EXPECT_EQ(
      code_of(paper.post(w.chair, "signatures",
                         {{"kind", "scan"}, {"signature", json::array{w.upload("%PDF-1.4 salinan", "salinan.pdf")}}})),
      "done");
  return paper;
}

}  // namespace netra::letter
