// What the holder of the code opens and hands in below /status, asked at the door: clocks explained, power of attorney.
#include "domain/report/routes.hpp"
#include "domain/report/testing.hpp"
#include "domain/report/wiring.hpp"
#include "engine/http/in_process.hpp"
#include "engine/jobs/jobs.hpp"

namespace netra::report {
namespace {

using namespace std::chrono_literals;
using namespace testing_world;
using testing::HasSubstr;
using testing::Not;

struct Door {
  explicit Door(World& world) : w(world) { add_status_routes(routes, w.services); }

  Result<http::AnyReply> ask(const std::string& code, std::string address, bool as_page = false) {
    return send({http::Method::get, std::move(address)}, code, as_page);
  }
  std::string post(const std::string& code, std::string address, json::object body) {
    auto reply = send({http::Method::post, std::move(address), std::move(body)}, code, false);
    if (reply) return "done";
    auto out = reply.error().code;
    for (const auto& field : reply.error().fields) out += " " + field.pointer + "=" + field.code;
    return out;
  }
  Result<http::AnyReply> send(http::InProcess::Request request, const std::string& code, bool as_page) {
    if (!code.empty()) request.info.headers["x-netra-code"] = code;
    request.info.wants_html = as_page;
    return http::InProcess(routes, w.db, w.entropy).ask_as(w.nobody, w.now, std::move(request));
  }
  std::string staged(std::string_view bytes) {
    auto incoming = *w.store->receive("kuasa Warga Contoh Rahasia.pdf", "");
    EXPECT_TRUE(incoming->write(bytes));
    return incoming->finish()->handle;
  }
  json::object letter(bool proxy, std::string_view bytes) {
    auto upload = http::Upload{"kuasa.pdf", staged(bytes), static_cast<std::int64_t>(bytes.size()), ""};
    return {{"proxy", proxy}, {"power_of_attorney", json::array{to_json(upload)}}};
  }

  World& w;
  http::Routes routes;
};

TEST(Holder, OpensTheSumOfEveryClockOfTheReport) {
  with_world([](World& w) {
    Door door(w);
    auto receipt = w.filed(formal_report());
    auto status = w.status(receipt.id);
    ASSERT_FALSE(status.clocks.empty());
    for (const auto& clock : status.clocks) {
      EXPECT_EQ(clock.url, "/status/clocks/" + clock.id);
      auto sum = door.ask(receipt.code, clock.url);
      ASSERT_TRUE(sum) << sum.error().code;
      const auto& view = sum->view.as_object();
      EXPECT_EQ(view.at("zone"), "WIB");
      EXPECT_FALSE(view.at("readings").as_array().empty());
      EXPECT_FALSE(view.at("clock").at("days").as_array().empty());
      EXPECT_EQ(view.at("changes").as_array().front().at("event"), "started");
      const auto text = json::serialize(view);
      for (const char* inside : {"actor", "account", "role", "reason_text", "subject_url"})
        EXPECT_THAT(text, Not(HasSubstr("\"" + std::string(inside) + "\""))) << inside;
    }
  });
}

TEST(Holder, OpensNoClockWithoutTheCodeOrOfAnotherReport) {
  with_world([](World& w) {
    Door door(w);
    auto mine = w.filed(formal_report());
    auto other = w.filed(formal_report());
    const auto address = w.status(mine.id).clocks.front().url;
    EXPECT_EQ(door.ask("", address).error().code, "report.code_unknown");
    EXPECT_EQ(door.ask("AAAA-AAAA-AAAA-AAAA-AAAA-AAAA", address).error().code, "report.code_unknown");
    EXPECT_EQ(door.ask(other.code, address).error().code, "clock.unknown");
    EXPECT_EQ(door.ask(mine.code, "/status/clocks/none").error().code, "clock.unknown");
    auto person = door.ask("", address, true);
    ASSERT_TRUE(person);
    EXPECT_EQ(person->location, "/status") << "a person is asked for the code";
  });
}

// The case is another room; of its clocks the reporter is shown what the law promises to reporters.
TEST(Holder, SeesTheHandlingOfTheCaseAndNoInnerStep) {
  with_world([](World& w) {
    Door door(w);
    auto receipt = w.filed(formal_report());
    std::string handling, inner;
    w.now += 26h;
    ASSERT_TRUE(w.office_act(receipt.id, [&](storage::Writer& db, const Change& c) -> Result<Done> {
      clock::Place place{std::string(kOffice), "36.73", Zone::wib, "pilkada", "pilkada-2024"};
      handling = *clock::start(db, w.clocks, w.now, w.entropy, {"handling", {"case", "case-1"}, place, w.now});
      inner = *clock::start(db, w.clocks, w.now, w.entropy, {"crime_forward", {"case", "case-1"}, place, w.now});
      return mark_registered(db, c, receipt.id, "case-1", "001/Reg/LP/PB/Kota/36.73/X/2024");
    }));
    auto status = w.status(receipt.id);
    EXPECT_EQ(status.clocks.front().rule, "handling");
    for (const auto& clock : status.clocks) EXPECT_EQ(clock.subject_id, receipt.id);
    auto sum = door.ask(receipt.code, "/status/clocks/" + handling);
    ASSERT_TRUE(sum) << sum.error().code;
    EXPECT_THAT(json::serialize(sum->view), Not(HasSubstr("case-1")));
    auto readings = sum->view.at("readings").as_array();
    EXPECT_TRUE(std::any_of(readings.begin(), readings.end(), [](const json::value& reading) {
      const auto* other = reading.as_object().if_contains("starts_from");
      return other && !other->is_null();
    })) << "counted from receipt, too";
    EXPECT_EQ(door.ask(receipt.code, "/status/clocks/" + inner).error().code, "clock.unknown");
  });
}

TEST(Holder, SaysToBeAProxyAndHandsInTheLetter) {
  with_world([](World& w) {
    Door door(w);
    auto receipt = w.filed(formal_report());
    const std::string path = "/status/power-of-attorney";
    EXPECT_FALSE(w.status(receipt.id).attorney->is_proxy);
    EXPECT_NE(w.status(receipt.id).attorney->basis, "");

    EXPECT_EQ(door.post(receipt.code, path, {{"proxy", true}}), "done") << "said now, handed in later";
    EXPECT_TRUE(w.status(receipt.id).attorney->is_proxy);
    EXPECT_THAT(fields_of(w.status(receipt.id).missing), testing::ElementsAre("power_of_attorney"));

    EXPECT_EQ(door.post(receipt.code, path, door.letter(true, "%PDF kuasa Warga Contoh Rahasia")), "done");
    EXPECT_TRUE(w.status(receipt.id).attorney->is_given);
    EXPECT_THAT(w.status(receipt.id).missing, testing::IsEmpty());
    w.db.with_reader([](storage::Reader& db) { EXPECT_THAT(whole_database(db), Not(HasSubstr("%PDF kuasa"))); });

    EXPECT_EQ(door.post(receipt.code, path, {{"proxy", false}}), "done") << "a mistake is taken back";
    EXPECT_FALSE(w.status(receipt.id).attorney->is_proxy);
  });
}

TEST(Holder, HandsInNoLetterThatSaysNothing) {
  with_world([](World& w) {
    Door door(w);
    auto receipt = w.filed(formal_report());
    const std::string path = "/status/power-of-attorney";
    EXPECT_EQ(door.post("", path, {{"proxy", true}}), "report.code_unknown");
    EXPECT_EQ(door.post(receipt.code, path, {}), "report.fields /proxy=field.required");
    EXPECT_EQ(door.post(receipt.code, path, {{"proxy", false}}), "report.nothing_added");
    EXPECT_EQ(door.post(receipt.code, path, door.letter(false, "%PDF")),
              "report.fields /proxy=report.attorney_without_proxy");
    ASSERT_TRUE(w.office_act(receipt.id, [&](auto& db, const Change& c) {
      return mark_registered(db, c, receipt.id, "case-1", "001/Reg/LP/PB/Kota/36.73/X/2024");
    }));
    EXPECT_FALSE(w.status(receipt.id).attorney->can_change);
    EXPECT_EQ(door.post(receipt.code, path, {{"proxy", true}}), "report.stage");

    auto anonymous = w.filed(lead());
    EXPECT_FALSE(w.status(anonymous.id).attorney) << "nobody's name is asked for a lead";
    EXPECT_EQ(door.post(anonymous.code, path, {{"proxy", true}}), "report.stage");
  });
}

// The same document by the resumable way, as programs send it.
TEST(Holder, ALetterAmongTheEvidenceIsSealedToo) {
  with_world([](World& w) {
    auto receipt = w.filed(formal_report());
    Door door(w);
    const auto handle = door.staged("%PDF kuasa Warga Contoh Rahasia");
    auto ready = w.ready(receipt.id, {.evidence = {{.staged = handle, .kind = "power_of_attorney"}}});
    ASSERT_TRUE(ready) << ready.error().code;
    EXPECT_TRUE(ready->evidence.empty());
    ASSERT_EQ(ready->vault.size(), 1u);
    EXPECT_EQ(ready->vault.front().kind, "power_of_attorney");
    EXPECT_TRUE(w.store->read_staged(handle, 1000)) << "it stays until it is kept sealed";

    ASSERT_TRUE(w.act([&](auto& tx) { return add_evidence(tx, {w.now, w.entropy}, w.services, *ready); }));
    EXPECT_TRUE(w.status(receipt.id).attorney->is_given);
    jobs::Runner runner(w.db, w.clock);
    add_report_jobs(runner, w.services);
    EXPECT_GE(runner.run_due(), 1u);
    EXPECT_FALSE(w.store->read_staged(handle, 1000)) << "nothing of it lies open";
  });
}

TEST(Holder, WhoHasToSendAgainStillHasTheLetter) {
  with_world([](World& w) {
    Door door(w);
    auto in = formal_report();
    in.reporter->proxy = true;
    in.evidence = {{.staged = door.staged("%PDF kuasa Warga Contoh Rahasia"), .kind = "power_of_attorney"}};
    ASSERT_TRUE(w.prepare(in)) << "what came of it was never committed";
    auto receipt = w.file_it(in);
    ASSERT_TRUE(receipt) << receipt.error().code;
    EXPECT_TRUE(w.status(receipt->id).attorney->is_given);
  });
}

}  // namespace
}  // namespace netra::report
