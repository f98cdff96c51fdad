#include "engine/http/prove.hpp"

#include <gtest/gtest.h>

#include "engine/crypto/hash.hpp"
#include "engine/http/test_office.hpp"

namespace netra::http {
namespace {

RequestInfo from(const std::string& network) {
  RequestInfo info;
  info.network = network;
  info.route = "/lapor";
  return info;
}

std::string solve(const std::string& challenge, int bits) {
  for (int n = 0;; ++n) {
    auto proof = challenge + ":" + std::to_string(n);
    auto digest = crypto::sha256(proof);
    int top = std::to_integer<int>(digest[0]) << 8 | std::to_integer<int>(digest[1]);
    if (top >> (16 - bits) == 0) return proof;
  }
}

using Verdict = Prover::Verdict;
constexpr auto kNow = std::chrono::seconds(1'729'750'000);

struct Proving : testing::Test {
  Instant now = from_ms(std::chrono::milliseconds(kNow).count());
  SystemEntropy entropy;
  Prover prover{std::string(32, 's'), {.easiest = 6, .hardest = 10, .remembered = 10}};
  RequestInfo info = from("203.0.113.7");
  std::string challenge = prover.challenge(info, 0.25, now, entropy);
};

TEST_F(Proving, WorkIsGoodOnce) {
  auto proof = solve(challenge, 6);
  EXPECT_EQ(prover.check(info, proof, now), Verdict::kGood);
  EXPECT_EQ(prover.check(info, proof, now), Verdict::kBad);
  EXPECT_EQ(prover.check(info, challenge, now + std::chrono::seconds(60)), Verdict::kBad)
      << "waiting does not renew it";
}

TEST_F(Proving, WaitingIsAsGoodAsWork) {
  EXPECT_EQ(prover.check(info, challenge, now), Verdict::kEarly);
  EXPECT_EQ(prover.check(info, challenge + ":", now), Verdict::kEarly);
  EXPECT_EQ(prover.wait_of(challenge, now + std::chrono::seconds(3)).count(), 5);
  EXPECT_EQ(prover.check(info, challenge, now + std::chrono::seconds(8)), Verdict::kGood);
  auto late = prover.challenge(info, 0.25, now, entropy);
  EXPECT_EQ(prover.check(info, late, now + std::chrono::hours(1)), Verdict::kBad);
}

TEST_F(Proving, HoldsForOneNetworkAndRouteOnly) {
  auto later = now + std::chrono::seconds(20);
  EXPECT_EQ(prover.check(from("203.0.113.8"), challenge, later), Verdict::kBad);
  auto elsewhere = info;
  elsewhere.route = "/status";
  EXPECT_EQ(prover.check(elsewhere, challenge, later), Verdict::kBad);
  for (const auto* nonsense : {"", ":", "1.2.3", "a.b.c.d", "1.2.3.4.5"})
    EXPECT_EQ(prover.check(info, nonsense, later), Verdict::kBad) << nonsense;
  auto easier = challenge;
  easier.replace(easier.find('.') + 1, 1, "0");
  EXPECT_EQ(prover.check(info, easier, later), Verdict::kBad);
}

TEST_F(Proving, GrowsHarderWithTheLoad) {
  auto bits = [&](double load) {
    auto text = prover.challenge(info, load, now, entropy);
    return text.substr(text.find('.') + 1, text.find('.', text.find('.') + 1) - text.find('.') - 1);
  };
  EXPECT_FALSE(prover.asks(0.2));
  EXPECT_EQ(bits(0.25), "6");
  EXPECT_EQ(bits(1), "10");
}

TEST_F(Proving, ForgetsOnlyWhatIsLongUsed) {
  auto later = now + std::chrono::seconds(20);
  ASSERT_EQ(prover.check(info, challenge, later), Verdict::kGood);
  for (int i = 0; i < 15; ++i) prover.check(info, prover.challenge(info, 0, now, entropy), later);
  EXPECT_EQ(prover.check(info, challenge, later), Verdict::kBad);
}

std::string form(const std::string& body) {
  return "POST /notes HTTP/1.1\r\nHost: h\r\nAccept: text/html\r\nContent-Type: application/x-www-form-urlencoded\r\n"
         "Content-Length: " +
         std::to_string(body.size()) + "\r\n\r\n" + body;
}

// The office counts itself busy always.
void with_busy_office(std::chrono::seconds wait, const std::function<void(Office&)>& body) {
  test::for_each_database([&](storage::Database& database) {
    Office office(database);
    office.settings.prove = {.from = 0, .easiest = 6, .hardest = 6, .wait = wait};
    for (const auto& route : office.routes.all())
      if (route->method == Method::post) route->proves_when_busy = true;
    office.start();
    body(office);
  });
}

TEST(ProvingServer, ProgramsWorkOrWait) {
  with_busy_office(std::chrono::seconds(60), [](Office& office) {
    auto client = office.client();
    auto asked = client.ask(post_json("/notes", R"({"text":"a"})"));
    EXPECT_EQ(asked.status, 429);
    EXPECT_NE(asked.body.find("request.busy_prove"), std::string::npos) << asked.body;
    EXPECT_EQ(asked.header("retry-after"), "60");
    auto challenge = asked.header("x-netra-challenge");
    ASSERT_NE(challenge, "");
    EXPECT_EQ(office.acted, 0);
    auto proof = "X-Netra-Proof: " + solve(challenge, 6) + "\r\n";
    EXPECT_EQ(client.ask(post_json("/notes", R"({"text":"a"})", proof)).status, 201);
    EXPECT_EQ(client.ask(post_json("/notes", R"({"text":"a"})", proof)).status, 429);
    EXPECT_EQ(office.acted, 1);
  });
}

TEST(ProvingServer, AFormComesBackWithAllItsEntries) {
  with_busy_office(std::chrono::seconds(0), [](Office& office) {
    auto client = office.client();
    auto page = client.ask(get("/notes/new", "Accept: text/html\r\n")).body;
    auto at = page.find("\"csrf\":\"") + 8;
    auto token = page.substr(at, page.find('"', at) - at);
    auto asked = client.ask(form("text=a%26b&tags=x&tags=y&csrf=" + token));
    EXPECT_EQ(asked.status, 429);
    for (const auto* part : {R"({"name":"text","value":"a&b"})", R"({"name":"tags","value":"y"})", "\"/notes\""})
      EXPECT_NE(asked.body.find(part), std::string::npos) << part << asked.body;
    EXPECT_EQ(asked.body.find(token), std::string::npos);
    auto challenge = asked.header("x-netra-challenge");
    auto sent = client.ask(form("text=a%26b&tags=x&tags=y&csrf=" + token + "&proof_answer=&proof=" + challenge));
    EXPECT_EQ(sent.status, 303) << sent.body;
    EXPECT_EQ(office.acted, 1);
  });
}

TEST(ProvingServer, TooEarlyShowsTheSameQuestion) {
  with_busy_office(std::chrono::seconds(60), [](Office& office) {
    auto client = office.client();
    auto first = client.ask(post_json("/notes", R"({"text":"a"})")).header("x-netra-challenge");
    auto again = client.ask(post_json("/notes", R"({"text":"a"})", "X-Netra-Proof: " + first + "\r\n"));
    EXPECT_EQ(again.status, 429);
    EXPECT_EQ(again.header("x-netra-challenge"), first);
  });
}

}  // namespace
}  // namespace netra::http
