#include "engine/http/in_process.hpp"

#include "engine/http/text.hpp"

namespace netra::http {

namespace {
constexpr std::size_t kMostPairs = 100;  // of a query
}

Result<AnyReply> InProcess::ask(const Gate& gate, Instant now, Request request) const {
  return run([&](storage::Reader& db, const RequestInfo& info,
                 const Access& access) { return gate.admit(db, info, access, now); },
             now, request);
}

Result<AnyReply> InProcess::ask_as(const Principal& who, Instant now, Request request) const {
  return run(
      [&](storage::Reader&, const RequestInfo&, const Access&) -> Result<Admitted> {
        return Admitted(Admitted(), &who);  // the caller's own
      },
      now, request);
}

Result<const Route*> InProcess::find(Request& request) const {
  auto& info = request.info;
  const auto question = request.address.find('?');
  const auto target = request.address.substr(0, question);
  auto segments = split_path(target);
  auto path = percent_decode(target, Plus::kLiteral);
  if (!segments || !path) return fail(Outcome::kInvalid, "request.encoding", request.address);
  auto match = matcher_.find(request.method, *segments);
  if (match.allowed.empty()) return fail(Outcome::kNotFound, "request.unknown_path", target);
  if (!match.route) return fail(Outcome::kNotFound, "request.method", target);
  if (question != std::string::npos) {
    auto query = parse_pairs(std::string_view(request.address).substr(question + 1), kMostPairs);
    if (!query) return fail(Outcome::kInvalid, "request.encoding", request.address);
    info.query = std::move(*query);
  }
  info.method = request.method;
  info.path = std::move(*path);
  info.route = match.route->pattern;
  info.declared = &match.route->parameters;
  info.declared = &match.route->parameters;
  info.params = std::move(match.params);
  return match.route;
}

Result<AnyReply> InProcess::run(const Admit& admit, Instant now, Request& request) const {
  auto found = find(request);
  if (!found) return fail(std::move(found.error()));
  const auto& route = **found;
  Admitted who;
  Carried carried;
  auto before = storage::read(database_, [&](storage::Reader& db) -> Result<AnyReply> {
    auto admitted = admit(db, request.info, route.access);
    if (!admitted) return fail(std::move(admitted.error()));
    who = std::move(*admitted);
    Reading call{{now, request.info, *who, entropy_}, db};
    if (route.read) return route.read(call);
    auto decoded = route.decode(request.body, Leniency::kStrict);
    if (!decoded) return fail(std::move(decoded.error()));
    carried = std::move(*decoded);
    if (!route.prepare) return AnyReply{};
    auto prepared = route.prepare(call, carried);
    if (!prepared) return fail(std::move(prepared.error()));
    carried = std::move(*prepared);
    return AnyReply{};
  });
  if (!before || route.read) return before;
  return storage::write(database_, [&](storage::Transaction& tx) {
    Writing call{{now, request.info, *who, entropy_}, tx};
    return route.act(call, carried);
  });
}

}  // namespace netra::http
