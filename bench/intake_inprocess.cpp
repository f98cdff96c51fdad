// What the intake of a report costs without HTTP: the route's own steps (read the JSON, decode, gate, prepare, unit of
// work with idempotency) called in process, 64 units under way as 64 connections would have, under the same group
// commit.
//
//   intake_inprocess DATA [SECONDS] [THREADS] [stages]     # DATA: a filled demo office
//
// Prints: RESULT rps=...; with `stages` a table of where the time of one report goes (slower: it times each statement).
#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <thread>

#include "bench/bench_office.hpp"
#include "bench/report_body.hpp"
#include "bench/stopwatch.hpp"
#include "engine/http/idempotency.hpp"

namespace netra::bench {
namespace {

constexpr int kUnderWay = 64;

const http::Route& intake_route(const http::Routes& routes) {
  for (const auto& route : routes.all())
    if (route->method == http::Method::post && route->pattern == "/reports") return *route;
  must(false, "no route POST /reports");
  std::abort();
}

// Free places among the units under way.
class Places {
 public:
  explicit Places(int free) : free_(free) {}
  void take() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return free_ > 0; });
    --free_;
  }
  void give() {
    std::lock_guard lock(mutex_);
    ++free_;
    changed_.notify_one();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int free_;
};

// Times of the writer's thread, and of the preparing threads once they have ended.
struct Timing {
  bool on = false;
  Stages stages;
  TimedWriter writer{stages};
  Steady::time_point last_end{};  // of the unit before, on the writer's thread
  bool in_group = false;
  std::mutex mutex;
  Stages prepared;
  std::int64_t groups = 0;

  void add(const Stages& more) {
    std::lock_guard lock(mutex);
    for (const auto& [name, took] : more) prepared[name] += took;
  }
};

struct Unit {
  http::RequestInfo info;
  std::shared_ptr<const http::Principal> principal;
  http::Carried carried;
  http::RepeatKey repeat;
  Instant now;
};

class Bench {
 public:
  Bench(DemoOffice& demo, bool stages) : demo_(demo), route_(intake_route(demo.office->routes())) {
    timing_.on = stages;
  }

  double run(double seconds, int threads) {
    auto start = Steady::now();
    auto until = start + std::chrono::duration_cast<Steady::duration>(std::chrono::duration<double>(seconds));
    std::vector<std::jthread> all;
    for (int i = 0; i < threads; ++i) all.emplace_back([this, i, until] { prepare_until(i, until); });
    all.clear();
    for (int i = 0; i < kUnderWay; ++i) places_.take();  // the last ones
    return static_cast<double>(done_) / std::chrono::duration<double>(Steady::now() - start).count();
  }

  void print_stages() const;

 private:
  void prepare_until(int thread, Steady::time_point until) {
    Stages mine;
    for (std::int64_t serial = 1; Steady::now() < until; ++serial) {
      places_.take();
      submit(prepare(thread, serial, mine));
    }
    timing_.add(mine);
  }

  std::shared_ptr<Unit> prepare(int thread, std::int64_t serial, Stages& mine) {
    auto unit = std::make_shared<Unit>();
    unit->info.method = http::Method::post;
    unit->info.path = unit->info.route = "/reports";
    unit->info.network = "bench";
    unit->now = demo_.clock.now();
    auto& office = *demo_.office;
    auto from = Steady::now();
    auto lap = [&](std::string_view stage) {
      auto now = Steady::now();
      mine[std::string(stage)] += now - from;
      from = now;
    };
    auto text = report_body(thread, serial);
    from = Steady::now();
    auto tree = json::parse(text);
    auto decoded = route_.decode(tree, Leniency::kStrict);
    lap("decode: JSON and fields");
    must(decoded.has_value(), "the body is refused");
    unit->repeat =
        http::make_repeat_key(secret_, fmt::format("bench-{}-{}", thread, serial), "POST /reports", "", tree);
    lap("decode: idempotency key");
    auto done = storage::read(office.database(), [&](storage::Reader& db) -> Result<Done> {
      auto admitted = office.gate().admit(db, unit->info, route_.access, unit->now);
      if (!admitted) return fail(std::move(admitted.error()));
      unit->principal = *admitted;
      if (auto found = http::find_repeat(db, unit->repeat); !found) return fail(std::move(found.error()));
      lap("prepare: snapshot, gate, repeat");
      http::Reading call{{unit->now, unit->info, *unit->principal, demo_.entropy}, db};
      auto ready = route_.prepare(call, *decoded);
      if (!ready) return fail(std::move(ready.error()));
      unit->carried = *ready;
      lap("prepare: checks, office, deadline, sealing");
      return Done{};
    });
    must(done.has_value(), done ? "" : done.error().code + " " + done.error().detail);
    lap("prepare: end of snapshot");
    return unit;
  }

  void submit(std::shared_ptr<Unit> unit) {
    demo_.office->database().submit({[this, unit](storage::Transaction& tx) { return work(*unit, tx); },
                                     [this](std::optional<Error> error) {
                                       must(!error, error ? error->code + " " + error->detail : "");
                                       if (timing_.on) committed();
                                       ++done_;
                                       places_.give();
                                     }});
  }

  std::optional<Error> work(Unit& unit, storage::Transaction& tx) {
    if (!timing_.on) return act(unit, tx);
    auto from = Steady::now();
    if (timing_.in_group) timing_.stages["unit: savepoints"] += from - timing_.last_end;
    auto before = timing_.writer.spent();
    TimedTransaction timed(tx, timing_.writer);
    auto error = act(unit, timed);
    timing_.last_end = Steady::now();
    timing_.in_group = true;
    timing_.stages["unit: dating, words, JSON, hashes"] += timing_.last_end - from - (timing_.writer.spent() - before);
    return error;
  }

  std::optional<Error> act(Unit& unit, storage::Transaction& tx) {
    auto found = http::find_repeat(tx, unit.repeat);
    if (!found) return found.error();
    http::Writing call{{unit.now, unit.info, *unit.principal, demo_.entropy}, tx};
    auto reply = route_.act(call, unit.carried);
    if (!reply) return std::move(reply.error());
    http::keep_answer(tx, unit.repeat, *reply, unit.now, demo_.entropy);
    return std::nullopt;
  }

  void committed() {
    if (!timing_.in_group) return;
    timing_.in_group = false;
    timing_.stages["commit"] += Steady::now() - timing_.last_end;
    ++timing_.groups;
  }

  DemoOffice& demo_;
  const http::Route& route_;
  const std::string secret_ = std::string(32, 's');
  Places places_{kUnderWay};
  std::atomic<std::int64_t> done_{0};
  Timing timing_;
};

void Bench::print_stages() const {
  auto print = [&](const Stages& stages, const char* where) {
    std::chrono::nanoseconds sum{0};
    for (const auto& [name, took] : stages) sum += took;
    for (const auto& [name, took] : stages)
      std::printf("  %-46s %8.1f us  %5.1f %% of the %s\n", name.c_str(),
                  static_cast<double>(took.count()) / 1000 / static_cast<double>(done_),
                  100.0 * static_cast<double>(took.count()) / static_cast<double>(sum.count()), where);
    std::printf("  %-46s %8.1f us\n", where, static_cast<double>(sum.count()) / 1000 / static_cast<double>(done_));
  };
  print(timing_.prepared, "worker's time");
  print(timing_.stages, "writer's time");
  std::printf("  reports in a commit: %.1f\n", static_cast<double>(done_) / static_cast<double>(timing_.groups));
}

int run(int count, char** args) {
  must(count >= 2, "DATA is missing");
  DemoOffice demo(args[1]);
  double seconds = count >= 3 ? std::atof(args[2]) : 5;
  int threads =
      count >= 4 ? std::atoi(args[3]) : static_cast<int>(std::max(4U, 2 * std::thread::hardware_concurrency()));
  Bench bench(demo, count >= 5);
  auto rate = bench.run(seconds, threads);
  std::printf("RESULT rps=%.1f\n", rate);
  if (count >= 5) bench.print_stages();
  return 0;
}

}  // namespace
}  // namespace netra::bench

int main(int count, char** args) { return netra::bench::run(count, args); }
