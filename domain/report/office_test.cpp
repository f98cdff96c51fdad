// What the office does at its counter and with files: visits, late entries from paper, taking originals out.
#include "domain/identity/testing.hpp"
#include "domain/report/routes.hpp"
#include "domain/report/testing.hpp"
#include "engine/http/in_process.hpp"

namespace netra::report {
namespace {

using namespace std::chrono_literals;
using namespace testing_world;

struct Office {
  explicit Office(World& world) : w(world) {
    w.act([](storage::Transaction& tx) -> Result<Done> {
       tx.unlogged(storage::Unlogged::kReference)
           .execute(
               "INSERT INTO accounts (id, email, name, status, language, created_at_ms) VALUES ('officer-1', "
               "'petugas@contoh.netra', 'Petugas Contoh Satu', 'active', 'id', 0)",
               {});
       return Done{};
     }).value();
    officer = actor(Role::intake_officer);
    registrar = actor(Role::registrar);
    add_report_routes(routes, w.services);
    evidence::add_evidence_routes(routes, files);
  }

  static Actor actor(Role role) { return identity::testing::let_in("officer-1", {role}, kOffice); }

  Result<http::AnyReply> ask(const Actor& who, http::Method method, std::string_view pattern, const std::string& id,
                             json::value body) {
    return http::InProcess(routes, w.db, w.entropy)
        .ask_as(who, w.now, {method, http::path_of(pattern, {{"id", id}}), std::move(body)});
  }
  Result<http::AnyReply> answer(const Actor& who, std::string_view pattern, const std::string& id,
                                const json::object& body) {
    return ask(who, http::Method::post, pattern, id, body);
  }
  // "done" or the error's code; with fields: those too.
  std::string post(const Actor& who, std::string_view pattern, const std::string& id, const json::object& body) {
    auto reply = answer(who, pattern, id, body);
    if (reply) return "done";
    auto out = reply.error().code;
    for (const auto& field : reply.error().fields) out += " " + field.pointer + "=" + field.code;
    return out;
  }
  json::object get(const Actor& who, std::string_view pattern, const std::string& id) {
    auto reply = ask(who, http::Method::get, pattern, id, {});
    EXPECT_TRUE(reply);
    return reply ? reply->view.as_object() : json::object();
  }
  journal::HistoryItem last_act(const std::string& id) {
    return storage::read(w.db, [&](storage::Reader& db) { return journal::history(db, {"report", id}).back(); });
  }

  World& w;
  http::Routes routes;
  Actor officer, registrar;
  evidence::Services files{*w.store, {{"report", [](http::Reading& call, const evidence::Item& item) {
                                         return actor_of(call).may(Right::read_reports, item.office_id);
                                       }}}};
};

TEST(Office, RecordsThatTheReporterCameAndSigned) {
  with_world([](World& w) {
    Office office(w);
    auto receipt = w.filed(formal_report());
    ASSERT_TRUE(receipt.appear) << "an online report asks for a visit";
    ASSERT_TRUE(office.get(office.officer, "/reports/{id}", receipt.id).at("can_attend").as_bool());
    w.now += 26h;
    const auto* path = "/reports/{id}/attendance";
    EXPECT_EQ(office.post(office.registrar, path, receipt.id, {}), "access.denied");
    EXPECT_EQ(office.post(office.officer, path, receipt.id, {{"at", "2024-10-29T10:00"}}),
              "report.fields /reason=field.required");
    EXPECT_EQ(office.post(office.officer, path, receipt.id, {{"at", "2024-10-28T15:59"}, {"reason", "Terlambat"}}),
              "report.fields /at=field.value");
    EXPECT_EQ(office.post(office.officer, path, receipt.id, {{"at", "2024-11-29T10:00"}, {"reason", "Terlambat"}}),
              "report.fields /at=field.future");
    ASSERT_EQ(office.post(office.officer, path, receipt.id,
                          {{"at", "2024-10-29T10:00"}, {"reason", "Buku tamu baru disalin"}}),
              "done");
    EXPECT_FALSE(w.status(receipt.id).appear) << "nothing is asked for any more";
    auto view = office.get(office.officer, "/reports/{id}", receipt.id);
    EXPECT_EQ(view.at("attended_at"), "2024-10-29T10:00:00+07:00");
    EXPECT_FALSE(view.at("can_attend").as_bool());
    auto act = office.last_act(receipt.id);
    EXPECT_EQ(act.act, "report.attended");
    EXPECT_EQ(act.actor_name, "Petugas Contoh Satu");
    EXPECT_EQ(act.role, "intake_officer");
    EXPECT_EQ(act.reason, "Buku tamu baru disalin");
    EXPECT_EQ(act.entry.at, w.now);
    EXPECT_EQ(office.post(office.officer, path, receipt.id, {}), "report.attended_already");
  });
}

TEST(Office, EntersLaterWhatCameOnPaper) {
  with_world([](World& w) {
    Office office(w);
    json::object in{{"channel", "counter"},
                    {"track", "formal"},
                    {"place", "36.73.01"},
                    {"date_happened", "2024-10-24"},
                    {"date_known", "2024-10-24"},
                    {"event", "Dugaan pelanggaran yang ditulis di kertas"},
                    {"received_at", "2024-10-26T09:30"}};
    const auto* path = "/reports/counter";
    EXPECT_EQ(office.post(office.officer, path, "", in), "report.fields /received_reason=field.required");
    in["received_reason"] = "Listrik padam";
    in["received_at"] = "2024-10-29T09:30";
    EXPECT_EQ(office.post(office.officer, path, "", in), "report.fields /received_at=field.future");
    in["received_at"] = "2024-10-20T09:30";
    EXPECT_EQ(office.post(office.officer, path, "", in), "report.fields /received_at=report.too_long_ago");
    in["received_at"] = "2024-10-26T09:30";
    auto reply = office.answer(office.officer, path, "", in);
    ASSERT_TRUE(reply) << reply.error().code;
    auto receipt = reply->view.at("receipt").as_object();
    EXPECT_EQ(receipt.at("received_at"), "2024-10-26T09:30:00+07:00");
    EXPECT_EQ(receipt.at("due").as_array().at(0).at("started_at"), "2024-10-26T09:30:00+07:00");
    std::string id(receipt.at("id").as_string());
    EXPECT_EQ(w.record(id).received_at_ms, *parse_instant("2024-10-26T09:30:00+07:00"));
    auto act = office.last_act(id);
    EXPECT_EQ(act.entry.at, w.now) << "the time of entering stays";
    EXPECT_EQ(act.change.at("received_at"), "2024-10-26T09:30:00+07:00");
    EXPECT_EQ(act.reason, "Listrik padam");
  });
}

TEST(Office, WhoeverTakesAnOriginalIsOnRecord) {
  with_world([](World& w) {
    Office office(w);
    auto stored = w.store->put("%PDF-1.4 contoh", "a.pdf");
    ASSERT_TRUE(stored);
    evidence::Kept kept{.sha256 = stored->sha256,
                        .media_type = stored->content_type,
                        .size = stored->size,
                        .filename = {},
                        .description = "Surat"};
    auto receipt = w.file_it(formal_report(), {.kept = {kept}});
    ASSERT_TRUE(receipt) << receipt.error().code;
    auto items = storage::read(w.db, [&](storage::Reader& db) {
      return evidence::list(db, {"report", receipt->id}, Zone::wib);
    });
    const auto item = std::find_if(items.begin(), items.end(), [](const auto& i) { return !i.sha256.empty(); })->id;
    auto steps = [&] { return office.get(office.officer, "/evidence/{id}", item).at("custody").as_array(); };
    EXPECT_EQ(steps().size(), 1u) << "looking at the record leaves nothing";
    auto reply = office.answer(office.officer, "/evidence/{id}/openings", item, {});
    ASSERT_TRUE(reply) << reply.error().code;
    ASSERT_TRUE(reply->file);
    ASSERT_EQ(steps().size(), 2u);
    EXPECT_EQ(steps()[1].at("step"), "downloaded");
    EXPECT_EQ(steps()[1].at("actor_name"), "Petugas Contoh Satu");
    Actor stranger = Office::actor(Role::intake_officer);
    stranger.roles[0].office = stranger.active_office = "bawaslu-33.01";
    EXPECT_EQ(office.post(stranger, "/evidence/{id}/openings", item, {}), "evidence.unknown");
    EXPECT_EQ(steps().size(), 2u);
  });
}

}  // namespace
}  // namespace netra::report
