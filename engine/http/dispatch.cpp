#include "engine/http/dispatch.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>

#include "engine/http/decode_body.hpp"
#include "engine/http/form_receiver.hpp"
#include "engine/http/idempotency.hpp"
#include "engine/http/openapi.hpp"
#include "engine/http/security.hpp"
#include "engine/http/text.hpp"
#include "engine/http/uploads.hpp"

namespace netra::http {

namespace {
constexpr const char* kBusyProve = "request.busy_prove";
}

struct Dispatcher::Write {
  Shared exchange;
  OnAnswer done;
  Instant now;
  Carried carried;
  std::optional<RepeatKey> repeat;
  AnyReply reply;
  bool is_repeat = false;
};

Dispatcher::Dispatcher(const Settings& settings, const Parts& parts, Networks trusted, std::size_t workers)
    : settings_(settings),
      parts_(parts),
      trusted_(std::move(trusted)),
      answers_(settings, parts),
      matcher_(parts.routes),
      openapi_(json::serialize(describe_routes(parts.routes))),
      prover_(settings.secret, settings.prove),
      pool_(workers, settings.limits.waiting) {
  metric_static_ = metrics_.add_route("GET", "/assets");
  metric_system_ = metrics_.add_route("GET", "/system");
  metric_upload_ = metrics_.add_route("any", "/uploads");
  metric_none_ = metrics_.add_route("any", "none");
  for (const auto& route : parts.routes.all()) {
    metric_of_[route.get()] = metrics_.add_route(method_name(route->method), route->pattern);
  }
}

template <class Job, class Fallback>
void Dispatcher::on_worker(const Shared& exchange, Pool::Urgency urgency, Job job, Fallback fallback) {
  auto guarded = [this, exchange, job = std::move(job), fallback]() {
    try {
      job();
    } catch (...) {
      auto error = caught(*exchange);
      fallback(answers_.problem(*exchange, error, error.outcome == Outcome::kUnavailable ? 503 : 500));
    }
  };
  if (!pool_.submit(std::move(guarded), urgency)) fallback(refuse(*exchange, 503, "server.busy"));
}

Error Dispatcher::caught(const Exchange& exchange) const {
  Error error{Outcome::kInvalid, "server.failed", {}, {}};
  try {
    throw;
  } catch (const storage::Failure& failure) {
    error = Error{Outcome::kUnavailable, "storage.unavailable", failure.what(), {}};
  } catch (const std::exception& failure) {  // its text may hold what a person wrote: only its type is logged
    error.detail = typeid(failure).name();
  } catch (...) {
    error.detail = "unknown object";
  }
  log_failure(exchange, error);
  return error;
}

void Dispatcher::log_failure(const Exchange& exchange, const Error& error) const {
  if (!parts_.log) return;
  parts_.log->error("{} {}: {} ({})", exchange.head.method, exchange.info.route, error.code, error.detail);
}

Answer Dispatcher::refuse(Exchange& exchange, int status, const char* code) const {
  return answers_.problem(exchange, Error{Outcome::kInvalid, code, {}, {}}, status);
}

void Dispatcher::finished(const Exchange& exchange, int status, std::int64_t bytes) const {
  auto took = std::chrono::steady_clock::now() - exchange.started;
  const_cast<Metrics&>(metrics_).answered(exchange.metric, status, took, static_cast<std::uint64_t>(bytes));
  if (!parts_.access_log) return;
  std::string_view route = exchange.info.route.empty() ? "-" : std::string_view(exchange.info.route);
  if (exchange.upload) route = "/uploads";
  static constexpr std::array<std::string_view, 7> kMethods = {"GET",    "HEAD",  "POST",   "PUT",
                                                               "DELETE", "PATCH", "OPTIONS"};
  bool known = std::find(kMethods.begin(), kMethods.end(), exchange.head.method) != kMethods.end();
  parts_.access_log->info(R"({{"at":"{}","method":"{}","route":"{}","status":{},"ms":{:.3f},"bytes":{}}})",
                          format_utc(parts_.clock.now()), known ? exchange.head.method : "-", route, status,
                          std::chrono::duration<double, std::milli>(took).count(), bytes);
}

Result<Done> Dispatcher::pass_gate(storage::Reader& db, Exchange& exchange, const Access& access, Instant now) const {
  auto principal = parts_.gate.admit(db, exchange.info, access, now);
  if (!principal) return fail(std::move(principal.error()));
  exchange.principal = std::move(*principal);
  if (exchange.principal->signed_in()) exchange.me = parts_.gate.describe(*exchange.principal);
  return Done{};
}

void Dispatcher::admit(const Shared& exchange, OnRefusal done) {
  if (exchange->upload) {
    on_worker(
        exchange, Pool::Urgency::kNew,
        [this, exchange, done] {
          auto known = append_upload(*exchange, parts_.files, {});
          if (!known) return done(answers_.problem(*exchange, known.error()));
          if (known->size == exchange->upload->offset && !known->complete()) return done(std::nullopt);
          auto answer = answers_.problem(*exchange, Error{Outcome::kConflict, "upload.offset", {}, {}});
          add_upload_headers(answer, *known);
          done(std::move(answer));
        },
        done);
    return;
  }
  on_worker(
      exchange, Pool::Urgency::kNew,
      [this, exchange, done] {
        auto passed = storage::read(parts_.database, [&](storage::Reader& db) {
          return pass_gate(db, *exchange, exchange->route->access, parts_.clock.now());
        });
        done(passed ? std::nullopt : std::optional(refused(*exchange, passed.error())));
      },
      done);
}

void Dispatcher::feed(const Shared& exchange, std::string bytes, OnRefusal done) {
  on_worker(
      exchange, Pool::Urgency::kAlways,
      [this, exchange, bytes = std::move(bytes), done] {
        auto result = exchange->upload
                          ? append_upload(*exchange, parts_.files, bytes).map([](const auto&) { return netra::Done{}; })
                          : exchange->form->feed(bytes);
        if (result) return done(std::nullopt);
        if (result.error().outcome == Outcome::kUnavailable) log_failure(*exchange, result.error());
        done(answers_.problem(*exchange, result.error()));
      },
      done);
}

void Dispatcher::run(const Shared& exchange, OnAnswer done) {
  on_worker(
      exchange, exchange->plan == BodyPlan::kStream ? Pool::Urgency::kAlways : Pool::Urgency::kNew,
      [this, exchange, done] {
        if (exchange->upload) return run_upload(exchange, done);
        if (exchange->route->method == Method::get) return run_read(exchange, done);
        run_write(exchange, done);
      },
      done);
}

void Dispatcher::run_read(const Shared& exchange, const OnAnswer& done) {
  auto now = parts_.clock.now();
  const auto& route = *exchange->route;
  auto reply = storage::read(parts_.database, [&](storage::Reader& db) -> Result<AnyReply> {
    if (auto passed = pass_gate(db, *exchange, route.access, now); !passed) return fail(std::move(passed.error()));
    Reading call{{now, exchange->info, *exchange->principal, parts_.entropy}, db};
    return route.read(call);
  });
  if (!reply) return done(refused(*exchange, reply.error()));
  done(answers_.of(*exchange, route, std::move(*reply)));
}

void Dispatcher::run_upload(const Shared& exchange, const OnAnswer& done) {
  const auto& method = exchange->head.method;
  bool begins = exchange->upload->handle.empty();
  auto staged = begins ? begin_upload(*exchange, parts_.files, settings_.limits.upload_bytes)
                       : find_upload(parts_.files, exchange->info, exchange->upload->handle);
  if (!staged) return done(answers_.problem(*exchange, staged.error()));
  if (method == "DELETE") {
    parts_.files.discard(staged->handle);
    return done(answers_.plain(*exchange, 204, {}, {}));
  }
  auto answer = answers_.plain(*exchange, begins ? 201 : 200, "application/json", upload_text(*staged));
  if (begins) answer.set("Location", "/uploads/" + staged->handle);
  add_upload_headers(answer, *staged);
  done(std::move(answer));
}

void Dispatcher::run_write(const Shared& exchange, const OnAnswer& done) {
  auto write = std::make_shared<Write>();
  write->exchange = exchange;
  write->done = done;
  write->now = parts_.clock.now();
  if (auto decoded = decode_body(*exchange, settings_.limits.fields); !decoded) {
    return done(refused(*exchange, decoded.error()));
  }
  // Without a body that only a form or a script of ours can make, a cookie alone proves nothing.
  bool has_proof = !exchange->is_form || !exchange->route->needs_token ||
                   is_form_token(settings_.secret, exchange->info, exchange->token);
  if (!has_proof) return done(refused(*exchange, Error{Outcome::kForbidden, "request.token", {}, {}}));
  if (auto prepared = prepare_write(*write); !prepared) {
    if (prepared.error().code == kBusyProve) return done(ask_for_proof(*exchange, prepared.error()));
    return done(refused(*exchange, prepared.error()));
  }
  if (write->is_repeat) return answer_write(write, std::nullopt);
  submit_write(write);
}

Result<Done> Dispatcher::prepare_write(Write& write) {
  auto& exchange = *write.exchange;
  const auto& route = *exchange.route;
  return storage::read(parts_.database, [&](storage::Reader& db) -> Result<Done> {
    if (!exchange.principal) {
      if (auto passed = pass_gate(db, exchange, route.access, write.now); !passed) return passed;
    }
    if (auto resolved = resolve_uploads(exchange, parts_.files); !resolved) return resolved;
    if (route.repeatable && !exchange.repeat_key.empty()) {
      write.repeat =
          make_repeat_key(settings_.secret, exchange.repeat_key, exchange.head.method + " " + exchange.info.path,
                          exchange.principal->id, exchange.tree);
      auto found = find_repeat(db, *write.repeat);
      if (!found) return fail(std::move(found.error()));
      if (*found) {
        write.reply = std::move(**found);
        write.is_repeat = true;
        return Done{};
      }
    }
    if (auto fine = proved(exchange, write.now); !fine) return fine;
    auto decoded = route.decode(exchange.tree, exchange.is_form ? Leniency::kForm : Leniency::kStrict);
    if (!decoded) return fail(std::move(decoded.error()));
    write.carried = std::move(*decoded);
    if (!route.prepare) return Done{};
    Reading call{{write.now, exchange.info, *exchange.principal, parts_.entropy}, db};
    auto prepared = route.prepare(call, write.carried);
    if (!prepared) return fail(std::move(prepared.error()));
    write.carried = std::move(*prepared);
    return Done{};
  });
}

// After the look for a repeat, whose answer costs nothing, and before anything that does.
Result<Done> Dispatcher::proved(Exchange& exchange, Instant now) {
  if (!exchange.route->proves_when_busy || exchange.principal->signed_in() || !prover_.asks(pool_.load()))
    return Done{};
  auto verdict = exchange.proof.empty() ? Prover::Verdict::kBad : prover_.check(exchange.info, exchange.proof, now);
  if (verdict == Prover::Verdict::kGood) return Done{};
  if (verdict == Prover::Verdict::kBad) exchange.proof.clear();  // a new challenge
  return fail(Outcome::kTooMany, kBusyProve);
}

// The entries travel with the question, so that nothing has to be typed again whatever page the form stood on.
Answer Dispatcher::ask_for_proof(Exchange& exchange, const Error& error) {
  auto now = parts_.clock.now();
  auto challenge = exchange.proof.empty() ? prover_.challenge(exchange.info, pool_.load(), now, parts_.entropy)
                                          : exchange.proof.substr(0, exchange.proof.find(':'));
  auto wait = prover_.wait_of(challenge, now).count();
  json::array entries;
  for (const auto& [name, value] : exchange.entries) entries.push_back(json::object{{"name", name}, {"value", value}});
  auto action = exchange.info.path;
  auto answer = answers_.problem(
      exchange, error, status_of(error.outcome),
      {{"prove", {{"challenge", challenge}, {"wait", wait}, {"action", action}, {"entries", std::move(entries)}}}});
  answer.set("Retry-After", std::to_string(wait));
  answer.set("X-Netra-Challenge", challenge);
  return answer;
}

void Dispatcher::submit_write(const std::shared_ptr<Write>& write) {
  ++running_;
  storage::UnitOfWork work;
  work.work = [this, write](storage::Transaction& tx) { return unit(*write, tx); };
  work.done = [this, write](std::optional<Error> error) {
    --running_;
    answer_write(write, std::move(error));
  };
  parts_.database.submit(std::move(work));
}

std::optional<Error> Dispatcher::unit(Write& write, storage::Transaction& tx) const {
  const auto& exchange = *write.exchange;
  write.is_repeat = false;  // what a run before this one saw may have been undone
  if (write.repeat) {       // the same key may have been in the writer's queue before this one
    auto found = find_repeat(tx, *write.repeat);
    if (!found) return found.error();
    if (*found) {
      write.reply = std::move(**found);
      write.is_repeat = true;
      return std::nullopt;
    }
  }
  Writing call{{write.now, exchange.info, *exchange.principal, parts_.entropy}, tx};
  auto reply = exchange.route->act(call, write.carried);
  if (!reply) return std::move(reply.error());
  write.reply = std::move(*reply);
  if (write.repeat) keep_answer(tx, *write.repeat, write.reply, write.now, parts_.entropy);
  return std::nullopt;
}

void Dispatcher::answer_write(const std::shared_ptr<Write>& write, std::optional<Error> error) {
  auto encode = [this, write, error = std::move(error)] {
    auto& exchange = *write->exchange;
    if (error) {
      if (error->outcome == Outcome::kUnavailable) log_failure(exchange, *error);
      return write->done(refused(exchange, *error));
    }
    auto answer = answers_.of(exchange, *exchange.route, std::move(write->reply));
    if (write->is_repeat) answer.set("Idempotency-Replayed", "true");
    write->done(std::move(answer));
  };
  // JSON is quick to write and goes straight to the connection's thread; a page is rendered by a worker.
  if (write->exchange->info.wants_html) return on_worker(write->exchange, Pool::Urgency::kAlways, encode, write->done);
  write->exchange->post(std::move(encode));
}

Answer Dispatcher::refused(Exchange& exchange, const Error& error) const {
  bool may_show = exchange.is_form && exchange.info.wants_html && !exchange.route->again_path.empty() &&
                  (error.outcome != Outcome::kForbidden || error.code == "request.token") &&
                  error.outcome != Outcome::kUnauthorised && error.outcome != Outcome::kNotFound;
  if (may_show) {
    try {
      if (auto answer = form_again(exchange, error)) return std::move(*answer);
    } catch (...) {
      caught(exchange);
    }
  }
  return answers_.problem(exchange, error);
}

std::optional<Answer> Dispatcher::form_again(Exchange& exchange, const Error& error) const {
  const auto path = path_of(exchange.route->again_path, exchange.info.params);
  auto question = path.find('?');
  auto segments = split_path(path.substr(0, question));
  if (!segments) return std::nullopt;
  auto match = matcher_.find(Method::get, *segments);
  if (!match.route) return std::nullopt;
  Exchange again = exchange;  // the same person, another page
  again.info.route = match.route->pattern;
  again.info.declared = &match.route->parameters;
  again.info.path = path.substr(0, question);
  again.info.params = std::move(match.params);
  again.info.query.clear();
  if (question != std::string::npos) {
    again.info.query =
        parse_pairs(std::string_view(path).substr(question + 1), settings_.limits.fields).value_or(Pairs{});
  }
  Entered entered{without_passwords(exchange.tree), error};
  auto now = parts_.clock.now();
  auto reply = storage::read(parts_.database, [&](storage::Reader& db) -> Result<AnyReply> {
    if (auto passed = pass_gate(db, again, match.route->access, now); !passed) return fail(std::move(passed.error()));
    Reading call{{now, again.info, *again.principal, parts_.entropy, &entered}, db};
    return match.route->read(call);
  });
  if (!reply) return std::nullopt;
  return answers_.of(again, *match.route, std::move(*reply), &entered);
}

}  // namespace netra::http
