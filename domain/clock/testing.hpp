// A database with the real law and clocks of one record: for tests of this folder only.
#pragma once

#include <gmock/gmock.h>

#include "domain/clock/alarms.hpp"
#include "domain/clock/clock.hpp"
#include "tests/support/databases.hpp"

namespace netra::clock {
using namespace std::chrono_literals;
using storage::Transaction;

inline const procedure::Rules& rules() {
  static const auto loaded = *procedure::load(Assets::from_directory(".", {"procedures"}));
  return *loaded;
}

inline Instant at(Date date, std::chrono::minutes after_midnight = 10h) {
  return start_of_day(date, Zone::wib) + after_midnight;
}

inline const Subject kReport{"report", "r1"};

struct Fixture {
  explicit Fixture(storage::Database& database) : db(database) {}
  storage::Database& db;
  Services s{rules(), {}, {}};
  SeededEntropy entropy{7};
  journal::ActorRef actor{"a1", "registrar", "bawaslu-33.01"};

  Place place() const { return {"bawaslu-33.01", "33.01", Zone::wib, "pilkada", "pilkada-2024"}; }

  template <class F>
  auto write(Instant now, F&& work) {
    return storage::write(db, [&](Transaction& tx) {
      auto& writer = journal::record(tx, now, entropy, {actor, "report.filed", kReport, actor.office, {}, ""});
      return work(tx, writer);
    });
  }
  std::string start(const char* rule, Instant event, const Subject& subject = kReport) {
    auto id = write(event, [&](Transaction&, storage::Writer& writer) -> Result<std::string> {
      return clock::start(writer, s, event, entropy, {rule, subject, place(), event});
    });
    EXPECT_TRUE(id) << id.error().code;
    return id.value_or("");
  }
  ClockView view(const std::string& id, Instant now) {
    return *storage::read(db, [&](storage::Reader& reader) { return clock_by_id(reader, s, id, now, "id"); });
  }
  void ring(const std::string& id, Instant now) {
    auto done = storage::write(db, [&](Transaction& tx) { return clock::ring(tx, s, now, entropy, id); });
    EXPECT_TRUE(done);
  }
  std::vector<std::string> verbs() {
    std::vector<std::string> out;
    for (const auto& item : storage::read(db, [](storage::Reader& r) { return journal::history(r, kReport); }))
      out.push_back(item.entry.verb);
    return out;
  }
  std::vector<NoticeKind> notice_kinds() {
    std::vector<NoticeKind> out;
    for (const auto& notice :
         storage::read(db, [&](storage::Reader& r) { return notices(r, s, {"bawaslu-33.01"}, "", 50, "id"); }))
      out.push_back(notice.kind);
    return out;
  }
};

}  // namespace netra::clock
