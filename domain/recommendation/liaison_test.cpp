#include "domain/recommendation/sql.hpp"
#include "domain/recommendation/testing.hpp"

namespace netra::recommendation {
namespace {

using namespace testing_world;

const http::PathParams of(const Letter& letter) { return {{"id", letter.id}}; }

json::object decree(const Letter& letter, std::size_t person = 0) {
  return {{"person", letter.person_id(person)},
          {"outcome", "sanctioned"},
          {"sanction", "pp94_demotion_12m"},
          {"number", "800/7/2024"},
          {"decided_on", "2024-10-20"}};
}

TEST(Liaison, FilesReceiptAnswerAndDecreeWhichCountOnceChecked) {
  with_world([](World& w) {
    auto letter = with_authority(w);
    w.now = day(2024y / 10 / 21);
    auto seen = w.get(w.liaison, "/recommendations/{id}/answer", of(letter));
    ASSERT_EQ(code_of(seen), "done");
    EXPECT_EQ(seen->at("persons").as_array().size(), 1u);
    ASSERT_EQ(code_of(w.post(w.liaison, "/recommendations/{id}/filings/receipt", {{"number", "AG-7"}}, of(letter))),
              "done");
    EXPECT_EQ(code_of(w.post(w.liaison, "/recommendations/{id}/filings/receipt", {}, of(letter))),
              "recommendation.state");
    ASSERT_EQ(
        code_of(w.post(w.liaison, "/recommendations/{id}/filings/answer", {{"text", "Sedang diperiksa"}}, of(letter))),
        "done");
    letter.read();
    EXPECT_FALSE(letter.receiver(1).contains("answered_at"));  // not checked yet
    const auto step = std::string(letter.view.at("to_check").at(0).at("id").as_string());
    ASSERT_EQ(code_of(letter.post(w.officer, "checks", {{"step", step}, {"result", "accepted"}})), "done");
    EXPECT_TRUE(letter.receiver(1).contains("answered_at"));
    ASSERT_EQ(code_of(w.post(w.liaison, "/recommendations/{id}/filings/decision", decree(letter), of(letter))), "done");
    letter.read();
    EXPECT_EQ(letter.state(), "decided");
    EXPECT_EQ(code_of(letter.post(w.officer, "closing", {{"reason", "x"}, {"unfinished", true}})),
              "recommendation.unchecked");
    const auto facts = storage::read(w.db, [&](storage::Reader& db) { return facts_of(db, letter.id); });
    EXPECT_FALSE(facts[0].checked);
    const auto decision = std::string(letter.view.at("decisions_to_check").at(0).at("id").as_string());
    EXPECT_EQ(code_of(letter.post(w.officer, "checks", {{"decision", decision}, {"result", "accepted"}})),
              "recommendation.incomplete");  // how does it compare?
    ASSERT_EQ(code_of(letter.post(w.officer, "checks",
                                  {{"decision", decision}, {"result", "accepted"}, {"conforms", "as_proposed"}})),
              "done");
    EXPECT_EQ(letter.state(), "checked");
    EXPECT_EQ(
        code_of(letter.post(w.officer, "checks", {{"decision", decision}, {"result", "returned"}, {"note", "Lagi"}})),
        "recommendation.state");
  });
}

TEST(Liaison, MendsWhatWasReturned) {
  with_world([](World& w) {
    auto letter = with_authority(w);
    w.now = day(2024y / 10 / 21);
    ASSERT_EQ(code_of(w.post(w.liaison, "/recommendations/{id}/filings/decision", decree(letter), of(letter))), "done");
    EXPECT_EQ(code_of(w.post(w.liaison, "/recommendations/{id}/filings/decision", decree(letter), of(letter))),
              "recommendation.state");  // one stands until it is returned
    letter.read();
    const auto decision = std::string(letter.view.at("decisions_to_check").at(0).at("id").as_string());
    EXPECT_EQ(code_of(letter.post(w.officer, "checks", {{"decision", decision}, {"result", "returned"}})),
              "recommendation.incomplete");  // why?
    ASSERT_EQ(code_of(letter.post(w.officer, "checks",
                                  {{"decision", decision}, {"result", "returned"}, {"note", "Salinan tidak terbaca"}})),
              "done");
    auto seen = w.get(w.liaison, "/recommendations/{id}/answer", of(letter));
    EXPECT_THAT(json::serialize(*seen), HasSubstr("Salinan tidak terbaca"));
    ASSERT_EQ(code_of(w.post(w.liaison, "/recommendations/{id}/filings/decision", decree(letter), of(letter))), "done");
    letter.read();
    EXPECT_EQ(letter.person().at("decisions").as_array().size(), 2u);  // both stay on record
  });
}

TEST(Liaison, SeesItsOwnPeopleAndNothingElse) {
  with_world([](World& w) {
    auto letter = sent(w, {civil_servant("Pegawai Kota Contoh"), civil_servant("Pegawai Kabupaten Contoh")});
    w.now = day(2024y / 10 / 17);
    const auto pass = [&](const std::string& office, std::size_t person) {
      return code_of(letter.post(w.officer, "forwardings",
                                 {{"from", letter.receiver_id()},
                                  {"office", office},
                                  {"name", "Pejabat " + office},
                                  {"contact", "loket rahasia " + office},
                                  {"persons", json::array{letter.person_id(person)}}}));
    };
    ASSERT_EQ(pass(kCity, 0), "done");
    ASSERT_EQ(pass(kElsewhere, 1), "done");
    EXPECT_EQ(pass(kElsewhere, 0), "recommendation.already_passed");
    // What the office notes for itself.
    ASSERT_EQ(code_of(letter.post(w.officer, "steps",
                                  {{"receiver", letter.receiver_id(1)},
                                   {"kind", "summons"},
                                   {"person", letter.person_id(0)},
                                   {"text", "Catatan kantor yang rahasia"}})),
              "done");
    auto city = json::serialize(w.get(w.liaison, "/recommendations/{id}/answer", of(letter)).value());
    EXPECT_THAT(city, HasSubstr("Pegawai Kota Contoh"));
    EXPECT_THAT(city, HasSubstr("012/PM.06.02/K/10/2024"));
    for (const char* hidden : {"Pegawai Kabupaten Contoh", "Catatan kantor yang rahasia", "loket rahasia",
                               "pemda-33.01", "officer-1", "case_id", "conforms"})
      EXPECT_THAT(city, Not(HasSubstr(hidden))) << hidden;
    auto other = json::serialize(w.get(w.other_liaison, "/recommendations/{id}/answer", of(letter)).value());
    EXPECT_THAT(other, Not(HasSubstr("Pegawai Kota Contoh")));
    // Not the file, not another's person, not before anything was sent.
    EXPECT_EQ(code_of(w.get(w.liaison, "/recommendations/{id}", of(letter))), "recommendation.unknown");
    EXPECT_EQ(code_of(w.post(w.liaison, "/recommendations/{id}/filings/decision", decree(letter, 1), of(letter))),
              "recommendation.person");
    auto asked = decree(letter, 1);
    asked["receiver"] = letter.receiver_id(2);
    EXPECT_EQ(code_of(w.post(w.liaison, "/recommendations/{id}/filings/decision", asked, of(letter))),
              "recommendation.unknown");
    auto draft = drafted(w);
    EXPECT_EQ(code_of(w.get(w.liaison, "/recommendations/{id}/answer", of(draft))), "recommendation.unknown");
    EXPECT_EQ(code_of(w.get(w.liaison, "/recommendations/{id}/receipts", of(letter))), "recommendation.unknown");
    // Its list holds what was sent to it.
    auto list = w.get(w.liaison, "/answers");
    ASSERT_EQ(code_of(list), "done");
    EXPECT_EQ(list->at("rows").as_array().size(), 1u);
    EXPECT_EQ(code_of(w.get(w.liaison, "/answers?office=" + kElsewhere)), "access.denied");
    EXPECT_EQ(code_of(w.get(w.officer, "/answers")), "access.denied");
  });
}

TEST(Liaison, NeverSeesTheReporter) {
  with_world([](World& w) {
    auto file = cases::before_plenary(w);
    ASSERT_EQ(code_of(file.post(
                  w.commissioner, "plenaries",
                  {{"plenary", cases::plenary(3)}, {"outcomes", json::array{json::object{{"outcome", "other_law"}}}}})),
              "done");
    auto view = w.post(w.officer, "/recommendations",
                       {{"track", std::string(file.view.at("tracks").at(0).at("id").as_string())}});
    ASSERT_EQ(code_of(view), "done");
    Letter letter{&w, text_of(*view, "id"), view->at("version").as_int64(), *view};
    ASSERT_EQ(code_of(letter.post(w.officer, "receivers/{receiver}", {{"office", "bkn"}},
                                  {{"receiver", letter.receiver_id()}})),
              "done");
    w.now = day(2024y / 10 / 29);
    ASSERT_EQ(code_of(letter.post(w.officer, "sendings",
                                  {{"receiver", letter.receiver_id()}, {"number", "6/2024"}, {"channel", "SBT"}})),
              "done");
    auto seen = json::serialize(w.get(w.agency, "/recommendations/{id}/answer", of(letter)).value());
    EXPECT_THAT(seen, HasSubstr("Pegawai Contoh Fiktif"));
    for (const auto& secret : report::testing_world::kSecrets) EXPECT_THAT(seen, Not(HasSubstr(secret)));
    EXPECT_THAT(seen, Not(HasSubstr(file.id)));
    EXPECT_EQ(code_of(w.get(w.agency, "/cases/{id}", {{"id", file.id}})), "case.unknown");
  });
}

// ---- one-time links ----

std::string link_to(World& w, Letter& letter, std::size_t receiver, json::object more = {}) {
  more["receiver"] = letter.receiver_id(receiver);
  more["given_to"] = "Kepala BKPSDM contoh";
  auto out = letter.post(w.officer, "links", more);
  EXPECT_EQ(code_of(out), "done");
  const auto url = text_of(*out, "url");
  EXPECT_TRUE(url.starts_with("https://netra.example/jawab/"));
  return url.substr(std::string("https://netra.example").size());
}

std::string opened(World& w, const std::string& path) { return code_of(w.get(Actor{}, path)); }

TEST(Link, LetsAnInstitutionWithoutAccountFileForItsOwnPeople) {
  with_world([](World& w) {
    auto letter = with_authority(w);
    w.now = day(2024y / 10 / 21);
    const auto path = link_to(w, letter, 1);
    auto seen = w.get(Actor{}, path);
    ASSERT_EQ(code_of(seen), "done");
    EXPECT_THAT(json::serialize(*seen), Not(HasSubstr("/evidence/")));
    ASSERT_EQ(code_of(w.post(Actor{}, path + "/receipt", {})), "done");
    ASSERT_EQ(code_of(w.post(Actor{}, path + "/answer", {{"text", "Sedang diperiksa"}})), "done");
    EXPECT_EQ(code_of(w.post(Actor{}, path + "/answer", {{"text", "Sekali lagi"}})), "recommendation.state");
    auto last = w.post(Actor{}, path + "/decision", decree(letter));
    ASSERT_EQ(code_of(last), "done");
    EXPECT_TRUE(last->at("done").as_bool());
    EXPECT_EQ(opened(w, path), "recommendation.link");  // used up
    letter.read();
    EXPECT_EQ(letter.view.at("decisions_to_check").as_array().size(), 1u);
    // Returned, it opens again for what is owed anew.
    const auto decision = std::string(letter.view.at("decisions_to_check").at(0).at("id").as_string());
    ASSERT_EQ(
        code_of(letter.post(w.officer, "checks", {{"decision", decision}, {"result", "returned"}, {"note", "Kurang"}})),
        "done");
    EXPECT_EQ(opened(w, path), "done");
  });
}

TEST(Link, IsGoneWhenExpiredRevokedReplacedOrMadeUp) {
  with_world([](World& w) {
    auto letter = with_authority(w);
    w.now = day(2024y / 10 / 21);
    EXPECT_EQ(opened(w, "/jawab/" + std::string(43, 'A')), "recommendation.link");
    const auto first = link_to(w, letter, 1);
    const auto second = link_to(w, letter, 1);
    EXPECT_EQ(opened(w, first), "recommendation.link");  // a new one takes its place
    EXPECT_EQ(opened(w, second), "done");
    w.now += std::chrono::days(14) - 1s;
    EXPECT_EQ(opened(w, second), "done");
    w.now += 1s;
    EXPECT_EQ(opened(w, second), "recommendation.link");
    EXPECT_EQ(code_of(w.post(Actor{}, second + "/receipt", {})), "recommendation.link");
    const auto third = link_to(w, letter, 1, {{"days", 1}});
    std::string id;
    for (const auto& one : letter.receiver(1).at("links").as_array())
      if (one.at("state") == "open") id = one.at("id").as_string();
    ASSERT_EQ(code_of(letter.post(w.officer, "links/{link}/revocation", {}, {{"link", id}})), "done");
    EXPECT_EQ(opened(w, third), "recommendation.link");
    EXPECT_EQ(code_of(letter.post(w.officer, "links/{link}/revocation", {}, {{"link", id}})), "recommendation.state");
    EXPECT_EQ(code_of(letter.post(w.officer, "links/{link}/revocation", {}, {{"link", "none"}})),
              "recommendation.link");
    EXPECT_EQ(code_of(letter.post(w.officer, "links",
                                  {{"receiver", letter.receiver_id(1)}, {"given_to", "x"}, {"days", 61}})),
              "recommendation.incomplete");
    EXPECT_EQ(code_of(letter.post(w.liaison, "links", {{"receiver", letter.receiver_id(1)}, {"given_to", "x"}})),
              "recommendation.unknown");
  });
}

TEST(Link, IsOfOneInstitutionAndItsTokenIsKeptNowhere) {
  with_world([](World& w) {
    auto letter = sent(w, {civil_servant("Pegawai Kota Contoh"), civil_servant("Pegawai Kabupaten Contoh")});
    w.now = day(2024y / 10 / 17);
    for (std::size_t i : {0, 1})
      ASSERT_EQ(code_of(letter.post(w.officer, "forwardings",
                                    {{"from", letter.receiver_id()}, {"persons", json::array{letter.person_id(i)}}})),
                "done");
    const auto path = link_to(w, letter, 1);
    EXPECT_THAT(json::serialize(w.get(Actor{}, path).value()), Not(HasSubstr("Pegawai Kabupaten Contoh")));
    EXPECT_EQ(code_of(w.post(Actor{}, path + "/decision", decree(letter, 1))), "recommendation.person");
    // The receiver a form names does not matter: the link has its own.
    auto other = decree(letter, 1);
    other["receiver"] = letter.receiver_id(2);
    EXPECT_EQ(code_of(w.post(Actor{}, path + "/decision", other)), "recommendation.person");
    const auto token = path.substr(std::string("/jawab/").size());
    w.db.with_reader(
        [&](storage::Reader& db) { EXPECT_THAT(report::testing_world::whole_database(db), Not(HasSubstr(token))); });
    // A closed recommendation takes its links along.
    ASSERT_EQ(code_of(letter.post(w.officer, "closing", {{"reason", "Dibatalkan"}, {"unfinished", true}})), "done");
    EXPECT_EQ(opened(w, path), "recommendation.link");
  });
}

}  // namespace
}  // namespace netra::recommendation
