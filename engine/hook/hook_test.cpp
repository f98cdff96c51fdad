#include "engine/hook/hook.hpp"

#include <gmock/gmock.h>

#include <atomic>

#include "engine/crypto/hash.hpp"
#include "engine/hook/parts.hpp"
#include "engine/hook/sign.hpp"
#include "engine/hook/sql.hpp"
#include "engine/jobs/jobs.hpp"
#include "tests/support/databases.hpp"

namespace netra::hook {
namespace {

using namespace std::chrono_literals;

class MovableClock final : public Clock {
 public:
  Instant now() const override { return from_ms(ms_.load()); }
  void move(std::chrono::milliseconds by) { ms_ += by.count(); }

 private:
  std::atomic<std::int64_t> ms_{1'730'000'000'000};
};

// The other system, as the test tells it to answer.
class Receiver final : public Sender {
 public:
  Sent post(const Message& message) override {
    got.push_back(message);
    if (status == 0) return {0, "hook.unreachable"};
    return {status, status < 300 ? "" : "hook.status"};
  }
  std::string header(std::size_t which, std::string_view name) const {
    for (const auto& [key, value] : got.at(which).headers)
      if (key == name) return value;
    return {};
  }
  std::vector<Message> got;
  int status = 200;
};

struct Made {
  std::string id, secret;
};

struct World {
  template <class F>
  auto write(F&& work) {
    return storage::write(db, [&](storage::Transaction& tx) { return work(tx.unlogged(storage::Unlogged::kJob)); });
  }

  explicit World(storage::Database& database) : db(database) {
    s.disabled = [this](storage::Transaction&, Instant, const std::string& id) { told.push_back(id); };
    add_jobs(runner, s);
    made.id = make_id(clock.now(), entropy);
    made.secret = *write([&](storage::Writer& w) {
      return add_endpoint(w, s, clock.now(), entropy,
                          {made.id, "office", "Sistem", "https://hooks.example.com/x", {"a.b"}});
    });
  }

  std::string put(const std::string& lane = "case:1") {
    return *write([&](storage::Writer& w) -> Result<std::string> {
      return hook::put(w, clock.now(), entropy, made.id, lane, "a.b", clock.now(), {{"id", lane}});
    });
  }
  void run() { runner.run_due(); }
  void pass(std::chrono::milliseconds time) {
    clock.move(time);
    run();
  }
  Delivery last() {
    return storage::read(db, [&](storage::Reader& r) { return deliveries(r, made.id, false, {}, 1); }).at(0);
  }
  Endpoint endpoint() {
    return *storage::read(db, [&](storage::Reader& r) { return find_endpoint(r, made.id); });
  }

  storage::Database& db;
  MovableClock clock;
  SeededEntropy entropy{11};
  std::shared_ptr<Receiver> receiver = std::make_shared<Receiver>();
  std::vector<std::string> addresses{"1.1.1.1"};
  Services s{db,
             entropy,
             crypto::Secret(std::string(32, 'k')),
             {},
             [this](const std::string&) {
               std::vector<Ip> out;
               for (const auto& text : addresses) out.push_back(*parse_ip(text));
               return out;
             },
             receiver};
  jobs::Runner runner{db, clock};
  std::vector<std::string> told;
  Made made;
};

void with_world(const std::function<void(World&)>& body) {
  test::for_each_database([&](storage::Database& db) {
    World world(db);
    body(world);
  });
}

TEST(Hook, QueriesPrepare) { test::expect_prepares(sql::hook::all); }

TEST(Hook, SignsAsTheStandardDoes) {
  // whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw, of the standard's reference implementations
  crypto::Secret secret(crypto::text_of(*crypto::from_base64url("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")));
  EXPECT_EQ(secret_text(secret), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  EXPECT_EQ(signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", from_ms(1'614'265'330'000), "{\"test\": 2432232314}"),
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

TEST(Hook, SendsOnceAndSignsWhatItSends) {
  with_world([](World& w) {
    auto id = w.put();
    w.run();
    w.pass(1h);
    ASSERT_EQ(w.receiver->got.size(), 1u);
    const auto& sent = w.receiver->got[0];
    EXPECT_EQ(sent.body, "{\"type\":\"a.b\",\"timestamp\":\"2024-10-27T03:33:20.000Z\",\"data\":{\"id\":\"case:1\"}}");
    EXPECT_EQ(text_of(sent.address), "1.1.1.1");
    EXPECT_EQ(w.receiver->header(0, "webhook-id"), "msg_" + id);
    EXPECT_EQ(w.receiver->header(0, "webhook-timestamp"), "1730000000");
    EXPECT_THAT(w.receiver->header(0, "webhook-signature"), testing::MatchesRegex("v1,[A-Za-z0-9+/]{43}="));
    EXPECT_EQ(w.last().state, DeliveryState::taken);
    EXPECT_EQ(w.last().last_status, 200);
  });
}

TEST(Hook, TriesAgainOnItsScheduleThenGivesUpUntilAPersonSendsAgain) {
  with_world([](World& w) {
    w.receiver->status = 500;
    w.put();
    w.run();
    for (std::int64_t attempts = 1; wait_after(attempts); ++attempts) {
      ASSERT_EQ(w.receiver->got.size(), static_cast<std::size_t>(attempts));
      auto wait = *wait_after(attempts);
      w.pass(wait - 1ms);
      EXPECT_EQ(w.receiver->got.size(), static_cast<std::size_t>(attempts)) << "too early after " << attempts;
      w.pass(wait / 5 + 2ms);
    }
    EXPECT_EQ(w.receiver->got.size(), 10u);
    EXPECT_EQ(w.last().state, DeliveryState::dead);
    EXPECT_EQ(w.last().last_error, "hook.status");
    EXPECT_EQ(w.last().last_status, 500);
    w.pass(48h);
    EXPECT_EQ(w.receiver->got.size(), 10u);
    EXPECT_EQ(w.receiver->header(0, "webhook-id"), w.receiver->header(9, "webhook-id"));
    EXPECT_NE(w.receiver->header(0, "webhook-timestamp"), w.receiver->header(9, "webhook-timestamp"));

    w.receiver->status = 204;
    auto again = w.write([&](storage::Writer& db) { return send_again(db, w.clock.now(), w.made.id, w.last().id); });
    EXPECT_TRUE(again);
    w.run();
    EXPECT_EQ(w.receiver->got.size(), 11u);
    EXPECT_EQ(w.last().state, DeliveryState::taken);
    EXPECT_FALSE(w.endpoint().failing_since);
  });
}

TEST(Hook, KeepsTheOrderOfWhatBelongsTogether) {
  with_world([](World& w) {
    w.receiver->status = 0;
    auto first = w.put("case:1");
    w.run();
    w.clock.move(1ms);
    auto second = w.put("case:1");
    w.run();
    EXPECT_EQ(w.receiver->got.size(), 1u) << "the second waits for the first";
    w.receiver->status = 200;
    w.pass(7s);
    ASSERT_EQ(w.receiver->got.size(), 3u);
    EXPECT_EQ(w.receiver->header(1, "webhook-id"), "msg_" + first);
    EXPECT_EQ(w.receiver->header(2, "webhook-id"), "msg_" + second);
  });
}

TEST(Hook, ASystemThatIsAwayIsNotAskedForEveryMessage) {
  with_world([](World& w) {
    w.receiver->status = 0;
    w.put("case:0");
    w.run();
    for (int i = 1; i < 50; ++i) w.put("case:" + std::to_string(i));
    w.run();
    EXPECT_EQ(w.receiver->got.size(), 1u);
    w.receiver->status = 200;
    w.pass(7s);
    EXPECT_EQ(w.receiver->got.size(), 51u);
  });
}

TEST(Hook, DisablesWhatFailsForDaysAndKeepsItsMessages) {
  with_world([](World& w) {
    w.receiver->status = 0;
    w.put();
    w.run();
    for (int hours = 0; hours < 24 * 6; ++hours) {
      w.pass(1h);
      if (w.last().state == DeliveryState::dead) w.put("case:" + std::to_string(hours));
    }
    EXPECT_EQ(w.endpoint().state, State::disabled);
    EXPECT_EQ(w.endpoint().why, Why::failing);
    EXPECT_THAT(w.told, testing::ElementsAre(w.made.id));
    auto asked = w.receiver->got.size();
    w.put("case:late");
    w.pass(48h);
    EXPECT_EQ(w.receiver->got.size(), asked);
    EXPECT_FALSE(w.write([&](storage::Writer& db) { return send_again(db, w.clock.now(), w.made.id, w.last().id); }));

    w.receiver->status = 200;
    EXPECT_TRUE(w.write([&](storage::Writer& db) { return enable(db, w.clock.now(), w.made.id); }));
    w.run();
    EXPECT_GT(w.receiver->got.size(), asked);
    auto left = storage::read(w.db, [&](storage::Reader& r) { return counts(r, w.made.id); });
    EXPECT_EQ(left.waiting, 0);
  });
}

TEST(Hook, WhoAnswersGoneIsDisabledAtOnce) {
  with_world([](World& w) {
    w.receiver->status = 410;
    w.put();
    w.run();
    EXPECT_EQ(w.endpoint().why, Why::gone);
    EXPECT_EQ(w.told.size(), 1u);
  });
}

TEST(Hook, TwoSecretsSignForADay) {
  with_world([](World& w) {
    auto next =
        w.write([&](storage::Writer& db) { return rotate_secret(db, w.s, w.clock.now(), w.entropy, w.made.id); });
    ASSERT_TRUE(next);
    EXPECT_NE(*next, w.made.secret);
    w.put();
    w.run();
    w.clock.move(25h);
    w.put();
    w.run();
    ASSERT_EQ(w.receiver->got.size(), 2u);
    EXPECT_THAT(w.receiver->header(0, "webhook-signature"), testing::MatchesRegex("v1,[^ ]+ v1,[^ ]+"));
    EXPECT_THAT(w.receiver->header(1, "webhook-signature"), testing::MatchesRegex("v1,[^ ]+"));
  });
}

TEST(Hook, NothingLeavesForAnAddressThatIsOurs) {
  with_world([](World& w) {
    w.addresses = {"1.1.1.1", "10.0.0.7"};
    w.put();
    w.run();
    EXPECT_EQ(w.receiver->got.size(), 0u);
    EXPECT_EQ(w.last().last_error, "hook.address");
  });
}

TEST(Hook, AddressAndSecretLieSealed) {
  with_world([](World& w) {
    auto row = storage::read(w.db, [&](storage::Reader& r) {
      return std::string(crypto::text_of(r.query(sql::hook::sealed, {w.made.id})[0].bytes(0)));
    });
    EXPECT_EQ(row.find("hooks.example"), std::string::npos);
    auto url = storage::read(w.db, [&](storage::Reader& r) { return url_of(r, w.s, w.made.id); });
    EXPECT_EQ(url.value_or(""), "https://hooks.example.com/x");
    w.s.key = crypto::Secret(std::string(32, 'z'));
    url = storage::read(w.db, [&](storage::Reader& r) { return url_of(r, w.s, w.made.id); });
    EXPECT_EQ(url.error().code, "hook.locked");
  });
}

TEST(Hook, RefusesWhatIsNotWhole) {
  with_world([](World& w) {
    auto code = [&](const NewEndpoint& in) {
      auto made = w.write([&](storage::Writer& db) { return add_endpoint(db, w.s, w.clock.now(), w.entropy, in); });
      return made ? "" : made.error().code;
    };
    EXPECT_EQ(code({make_id(w.clock.now(), w.entropy), "o", "", "https://example.com/", {"a"}}), "hook.name");
    EXPECT_EQ(code({make_id(w.clock.now(), w.entropy), "o", std::string(101, 'x'), "https://example.com/", {"a"}}),
              "hook.name");
    EXPECT_EQ(code({make_id(w.clock.now(), w.entropy), "o", "n", "https://example.com/", {}}), "hook.types");
    EXPECT_EQ(code({make_id(w.clock.now(), w.entropy), "o", "n", "https://10.0.0.1/", {"a"}}), "hook.url");
    EXPECT_EQ(code({make_id(w.clock.now(), w.entropy), "o", "n", "https://example.com/", {"a"}}), "");
    auto unknown = w.write([&](storage::Writer& db) { return enable(db, w.clock.now(), "nothing"); });
    EXPECT_EQ(unknown.error().code, "hook.unknown");
  });
}

TEST(Hook, ClearsWhatIsOver) {
  with_world([](World& w) {
    w.put();
    w.run();
    w.pass(24h * 31);
    w.pass(24h);
    EXPECT_EQ(storage::read(w.db, [&](storage::Reader& r) { return counts(r, w.made.id); }).taken, 0);
  });
}

}  // namespace
}  // namespace netra::hook
