// From the journal to the endpoints: everything once, in order, and nothing but references.
#include "domain/feed/testing.hpp"

namespace netra::feed {
namespace {

struct Listening : World {
  explicit Listening(storage::Database& database) : World(database) {
    endpoint = make_id(begin, entropy);
    EXPECT_TRUE(storage::write(db, [&](storage::Transaction& tx) -> Result<Done> {
      auto& writer = tx.unlogged(storage::Unlogged::kJob);
      listen_from_now(writer);
      auto made = hook::add_endpoint(writer, feeds.hooks, begin, entropy,
                                     {endpoint, kPlace, "Sistem", "https://hooks.example.com/", {"report.filed"}});
      if (!made) return fail(std::move(made.error()));
      return Done{};
    }));
  }
  void act(const std::string& verb, const std::string& id, const std::string& office, const std::string& reason = "") {
    EXPECT_TRUE(storage::write(db, [&](storage::Transaction& tx) -> Result<Done> {
      journal::record(
          tx, hand.time, entropy,
          {{"a1", "case_officer", office}, verb, {"report", id}, office, {{"name", "Warga Rahasia"}}, reason});
      return Done{};
    }));
  }
  std::string endpoint;
};

void with_listening(const std::function<void(Listening&)>& body) {
  test::for_each_database([&](storage::Database& db) {
    Listening world(db);
    body(world);
  });
}

TEST(Events, TellOfTheActsThatAreWanted) {
  with_listening([](Listening& w) {
    w.act("report.filed", "r1", kPlace, "alasan rahasia");
    w.act("report.filed", "r2", kElsewhere);
    w.act("report.moved", "r1", kPlace);
    w.pass_to(w.begin + 1min);
    ASSERT_EQ(w.system->got.size(), 1u);
    auto body = json::parse(w.system->got[0]).as_object();
    EXPECT_EQ(body["type"].as_string(), "report.filed");
    EXPECT_EQ(body["timestamp"].as_string(), format_utc(w.begin));
    auto data = body["data"].as_object();
    EXPECT_EQ(data["id"].as_string(), "r1");
    EXPECT_EQ(data["office"].as_string(), kPlace);
    EXPECT_EQ(data["link"].as_string(), "https://netra.example/reports/r1");
    EXPECT_EQ(data.size(), 5u) << w.system->got[0];
    EXPECT_THAT(w.system->got[0], Not(testing::ContainsRegex("[Rr]ahasia")));
  });
}

TEST(Events, ComeOnceAndInOrder) {
  with_listening([](Listening& w) {
    for (int i = 0; i < 30; ++i) w.act("report.filed", "r" + std::to_string(i % 3), kPlace);
    for (int i = 0; i < 12; ++i) w.pass_to(w.hand.time + 10s);
    ASSERT_EQ(w.system->got.size(), 30u);
    std::map<std::string, std::int64_t> last;
    for (const auto& text : w.system->got) {
      auto data = json::parse(text).at("data");
      auto& before = last[std::string(data.at("id").as_string())];
      EXPECT_GT(data.at("seq").as_int64(), before);
      before = data.at("seq").as_int64();
    }
  });
}

TEST(Events, NothingIsLostWhenTheCollectorStopsHalfway) {
  with_listening([](Listening& w) {
    for (int i = 0; i < 7; ++i) w.act("report.filed", "r" + std::to_string(i), kPlace);
    // A unit of work that is undone leaves the cursor where it was.
    (void)storage::write(w.db, [&](storage::Transaction& tx) -> Result<Done> {
      EXPECT_EQ(collect_events(tx, w.feeds, w.hand.time, w.entropy, 3), 3);
      return fail(Outcome::kUnavailable, "storage.unavailable");
    });
    for (int rounds = 0; rounds < 10; ++rounds)
      ASSERT_TRUE(storage::write(w.db, [&](storage::Transaction& tx) -> Result<Done> {
        collect_events(tx, w.feeds, w.hand.time, w.entropy, 3);
        return Done{};
      }));
    w.pass_to(w.begin + 1min);
    EXPECT_EQ(w.system->got.size(), 7u);
  });
}

TEST(Events, WhatHappenedBeforeAnybodyListenedIsNotTold) {
  with_world([](World& w) {
    w.start("initial_review", w.begin);
    w.pass_to(w.begin + 2h);
    auto lag = storage::read(w.db, [](storage::Reader& r) {
      return r.integer(sql::feed::head).value_or(0) - r.integer(sql::feed::cursor).value_or(0);
    });
    EXPECT_EQ(lag, 0);
  });
}

TEST(Events, AdministratorsHearOfAnEndpointThatIsGone) {
  with_listening([](Listening& w) {
    w.system->status = 410;
    w.act("report.filed", "r1", kPlace);
    w.pass_to(w.begin + 1min);
    ASSERT_EQ(w.outbox().size(), 1u);
    EXPECT_EQ(w.outbox()[0].text(0), "admin@contoh.example");
    EXPECT_EQ(w.outbox()[0].text(2), "/connections/" + w.endpoint);
    auto history = storage::read(w.db, [&](storage::Reader& r) {
      return journal::history(r, {"connection", w.endpoint});
    });
    ASSERT_EQ(history.size(), 1u);
    EXPECT_EQ(history[0].entry.verb, "connection.disabled");
    EXPECT_EQ(history[0].entry.actor, "system");
  });
}

// Each kind of event has words in both languages, so that a person can choose it.
TEST(Events, HaveNames) {
  auto messages = Messages::load(Assets::from_directory(".", {"domain", "engine", "web", "app"})).messages;
  for (const auto& type : event_types())
    for (const char* language : {"id", "en"}) EXPECT_TRUE(messages.find(language, "act." + type)) << type;
}

}  // namespace
}  // namespace netra::feed
