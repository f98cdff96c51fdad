// An office with clocks, a person who reads them, and a system that listens: for tests of this folder only.
#pragma once

#include <gmock/gmock.h>

#include "domain/clock/testing.hpp"
#include "domain/feed/parts.hpp"
#include "domain/feed/sql.hpp"
#include "domain/identity/testing.hpp"
#include "engine/jobs/jobs.hpp"
#include "tests/support/repository.hpp"

namespace netra::feed {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

class HandClock final : public Clock {
 public:
  Instant now() const override { return time; }
  Instant time;
};

// Takes what is posted; the real one is tried in tests/whole/webhooks.test.mjs.
class Taking final : public hook::Sender {
 public:
  hook::Sent post(const hook::Message& message) override {
    got.push_back(message.body);
    return {status, status < 300 ? "" : "hook.status"};
  }
  std::vector<std::string> got;
  int status = 200;
};

inline const std::string kPlace = "bawaslu-33.01";
inline const std::string kElsewhere = "bawaslu-36.73";

struct World : clock::Fixture {
  explicit World(storage::Database& database) : clock::Fixture(database) {
    identity::testing::make_office(db, kPlace);
    identity::testing::make_office(db, kElsewhere);
    officer = identity::testing::make_member(db, "petugas@contoh.example", kPlace, {Role::case_officer}, begin);
    stranger = identity::testing::make_member(db, "lain@contoh.example", kElsewhere, {Role::case_officer}, begin);
    admin = identity::testing::make_member(db, "admin@contoh.example", kPlace, {Role::administrator}, begin);
    hand.time = begin;
    add_jobs(runner, feeds);
  }

  std::string ics(const identity::testing::Member& member, Instant now, const Settings& settings = {}) {
    return storage::read(db, [&](storage::Reader& reader) {
      auto actor = identity::make_actor(reader, member.account, now);
      return write_calendar(calendar_for(reader, feeds, actor, settings, now, "id"));
    });
  }
  void choose(const identity::testing::Member& member, const Settings& settings) {
    ASSERT_TRUE(storage::write(db, [&](storage::Transaction& tx) -> Result<Done> {
      keep_settings(tx.unlogged(storage::Unlogged::kSession), hand.time, member.account, settings);
      return Done{};
    }));
  }
  std::vector<storage::Row> outbox() {
    return storage::read(db, [](storage::Reader& r) {
      return r.query("SELECT address, notice, path, numbers FROM mail_outbox ORDER BY id").rows;
    });
  }
  void pass_to(Instant time) {
    hand.time = time;
    runner.run_due();
  }

  const Instant begin = clock::at(Date{std::chrono::year(2024) / 10 / 21}, 8h);
  identity::testing::Member officer, stranger, admin;
  const Messages& messages = test::loaded_once([] { return Messages::load(test::repository()).messages; });
  std::shared_ptr<Taking> system = std::make_shared<Taking>();
  Services feeds{
      rules_of(),
      messages,
      "https://netra.example",
      {db,
       entropy,
       crypto::Secret(std::string(32, 'k')),
       {},
       [](const std::string&) { return std::vector<hook::Ip>{*hook::parse_ip("1.1.1.1")}; },
       system,
       [this](storage::Transaction& tx, Instant now, const std::string& id) { tell_disabled(tx, now, entropy, id); }}};
  HandClock hand;
  jobs::Runner runner{db, hand};

 private:
  static const procedure::Rules& rules_of() { return clock::rules(); }
};

inline void with_world(const std::function<void(World&)>& body) {
  test::for_each_database([&](storage::Database& db) {
    World world(db);
    body(world);
  });
}

// The value of the first line of this property, unfolded; "" when there is none.
inline std::string property(std::string ics, const std::string& name) {
  for (std::size_t at = ics.find("\r\n "); at != std::string::npos; at = ics.find("\r\n ", at)) ics.erase(at, 3);
  auto at = ics.find("\r\n" + name);
  if (at == std::string::npos) return {};
  auto colon = ics.find(':', at);
  return ics.substr(colon + 1, ics.find("\r\n", colon) - colon - 1);
}

}  // namespace netra::feed
