// From a request's head to its answer: routing, limits, gate, decoding, units of work, answers. Knows nothing of
// sockets.
//
// Order for a write: begin (network thread) -> [admit -> feed ...] when its body streams -> run (worker: decode, token,
// gate, prepare; writer: repeat check, act, keep the answer; then encode) -> callback.
//
// Threads: begin on network threads; callbacks come on any thread, exactly once.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

#include "engine/http/answers.hpp"
#include "engine/http/exchange.hpp"
#include "engine/http/match.hpp"
#include "engine/http/metrics.hpp"
#include "engine/http/network.hpp"
#include "engine/http/pool.hpp"
#include "engine/http/prove.hpp"
#include "engine/http/server.hpp"

namespace netra::http {

class Dispatcher {
 public:
  using OnAnswer = std::function<void(Answer)>;
  using OnRefusal = std::function<void(std::optional<Answer>)>;  // nothing: go on
  using Shared = std::shared_ptr<Exchange>;

  Dispatcher(const Settings& settings, const Parts& parts, Networks trusted, std::size_t workers);

  // Decides by the head alone: an answer, or how to read the body (exchange.plan).
  std::optional<Answer> begin(Exchange& exchange);
  void admit(const Shared& exchange, OnRefusal done);
  void feed(const Shared& exchange, std::string bytes, OnRefusal done);
  void run(const Shared& exchange, OnAnswer done);

  // For what the connection itself finds: limits, broken messages. Works before begin as well.
  Answer refuse(Exchange& exchange, int status, const char* code) const;
  // Counts and logs; called when the answer has been handed to the socket.
  void finished(const Exchange& exchange, int status, std::int64_t bytes) const;

  Metrics& metrics() { return metrics_; }
  void stop() { pool_.stop(); }
  bool is_idle() const { return running_ == 0; }

 private:
  struct Write;  // a write between its worker and its unit of work

  // begin's steps; each may answer
  std::optional<Answer> read_head(Exchange& exchange);
  void read_client(Exchange& exchange) const;
  void read_language(Exchange& exchange) const;
  std::optional<Answer> built_in(Exchange& exchange);
  std::optional<Answer> find_route(Exchange& exchange);
  std::optional<Answer> plan_write(Exchange& exchange);
  std::optional<Answer> plan_upload(Exchange& exchange, const std::vector<std::string>& segments);
  std::optional<Answer> not_allowed(Exchange& exchange, const std::string& allowed) const;
  std::optional<Answer> throttled(Exchange& exchange);
  void choose_format(Exchange& exchange) const;

  // workers
  Result<Done> pass_gate(storage::Reader& db, Exchange& exchange, const Access& access, Instant now) const;
  void run_read(const Shared& exchange, const OnAnswer& done);
  void run_write(const Shared& exchange, const OnAnswer& done);
  void run_upload(const Shared& exchange, const OnAnswer& done);
  Result<Done> prepare_write(Write& write);
  Result<Done> proved(Exchange& exchange, Instant now);  // errors: request.busy_prove (kTooMany)
  Answer ask_for_proof(Exchange& exchange, const Error& error);
  void submit_write(const std::shared_ptr<Write>& write);
  std::optional<Error> unit(Write& write, storage::Transaction& tx) const;
  void answer_write(const std::shared_ptr<Write>& write, std::optional<Error> error);
  // A refusal: the form again when there is one to show, otherwise a problem.
  Answer refused(Exchange& exchange, const Error& error) const;
  std::optional<Answer> form_again(Exchange& exchange, const Error& error) const;
  // Runs `job` on a worker; what it throws becomes 503 or 500.
  template <class Job, class Fallback>
  void on_worker(const Shared& exchange, Pool::Urgency urgency, Job job, Fallback fallback);
  Error caught(const Exchange& exchange) const;  // inside a catch block
  void log_failure(const Exchange& exchange, const Error& error) const;

  const Settings& settings_;
  const Parts& parts_;
  Networks trusted_;
  Answers answers_;
  Matcher matcher_;
  Metrics metrics_;
  std::unordered_map<const Route*, std::size_t> metric_of_;
  std::size_t metric_static_, metric_system_, metric_upload_, metric_none_;
  std::string openapi_;
  Prover prover_;
  std::atomic<std::int64_t> running_{0};
  Pool pool_;  // last: its threads use the members above
};

}  // namespace netra::http
