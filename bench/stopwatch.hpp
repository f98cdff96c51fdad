// Where the time of a unit of work goes: a transaction that times each statement by what it is for.
//
// Threads: the writer's only.
#pragma once

#include <array>
#include <chrono>
#include <map>
#include <string>
#include <string_view>

#include "engine/storage/storage.hpp"

namespace netra::bench {

using Steady = std::chrono::steady_clock;
using Stages = std::map<std::string, std::chrono::nanoseconds, std::less<>>;

// The group of a statement, by the first table of ours that it names.
inline std::string_view group_of(std::string_view sql) {
  struct Name {
    std::string_view in_sql, group;
  };
  static constexpr std::array kNames{Name{"journal", "journal"},
                                     Name{"report_vault", "vault"},
                                     Name{"reports", "report"},
                                     Name{"report_", "report"},
                                     Name{"clock", "clocks"},
                                     Name{"holidays", "clocks"},
                                     Name{"calendar_years", "clocks"},
                                     Name{"search_", "search"},
                                     Name{"desk_items", "worklist"},
                                     Name{"work_assignments", "worklist"},
                                     Name{"jobs", "jobs"},
                                     Name{"http_answers", "idempotency"},
                                     Name{"evidence", "evidence"}};
  for (const auto& name : kNames)
    if (sql.find(name.in_sql) != sql.npos) return name.group;
  return "other statements";
}

class TimedWriter final : public storage::Writer {
  // before its uses: its type is deduced
  template <class F>
  auto timed(std::string_view sql, F&& run) {
    auto from = Steady::now();
    auto out = run();
    auto took = Steady::now() - from;
    spent_ += took;
    stages_[std::string("unit: ") + std::string(group_of(sql))] += took;
    return out;
  }

 public:
  explicit TimedWriter(Stages& stages) : stages_(stages) {}
  void on(storage::Writer& writer) { writer_ = &writer; }

  storage::Rows query(std::string_view sql, const storage::Params& params) override {
    return timed(sql, [&] { return writer_->query(sql, params); });
  }
  std::int64_t execute(std::string_view sql, const storage::Params& params) override {
    return timed(sql, [&] { return writer_->execute(sql, params); });
  }
  bool is_postgres() const override { return writer_->is_postgres(); }
  std::chrono::nanoseconds spent() const { return spent_; }

 private:
  storage::Writer* writer_ = nullptr;
  Stages& stages_;
  std::chrono::nanoseconds spent_{0};
};

class TimedTransaction final : public storage::Transaction {
 public:
  TimedTransaction(storage::Transaction& tx, TimedWriter& writer) : tx_(tx), writer_(writer) {
    writer_.on(tx.unlogged(storage::Unlogged::kIndex));
  }
  storage::Rows query(std::string_view sql, const storage::Params& params) override {
    return writer_.query(sql, params);
  }
  bool is_postgres() const override { return tx_.is_postgres(); }
  storage::Writer& unlogged(storage::Unlogged) override { return writer_; }

 private:
  storage::Transaction& tx_;
  TimedWriter& writer_;
};

}  // namespace netra::bench
