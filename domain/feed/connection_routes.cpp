// For administrators: webhooks of their offices, with every attempt and a way to send again.
#include <algorithm>
#include <charconv>

#include "domain/feed/parts.hpp"
#include "domain/office/office.hpp"

namespace netra::feed {

namespace {

struct Option {
  std::string value, label;
};
BOOST_DESCRIBE_STRUCT(Option, (), (value, label))

struct ConnectionRow {
  std::string id, name, host, office, office_name;
  hook::State state = hook::State::active;
  hook::Why why = hook::Why::none;
  std::int64_t types = 0;
  hook::Counts counts;
  std::optional<LocalTime> taken_at, failing_since;
};
BOOST_DESCRIBE_STRUCT(ConnectionRow, (),
                      (id, name, host, office, office_name, state, why, types, counts, taken_at, failing_since))

struct ConnectionsView {
  std::vector<ConnectionRow> rows;
};
BOOST_DESCRIBE_STRUCT(ConnectionsView, (), (rows))

struct TypeChoice {
  std::string type;
  bool chosen = false;
};
BOOST_DESCRIBE_STRUCT(TypeChoice, (), (type, chosen))

struct TypeGroup {
  std::string about;  // "case": what the events of the group are about
  std::vector<TypeChoice> types;
};
BOOST_DESCRIBE_STRUCT(TypeGroup, (), (about, types))

struct NewConnectionView {
  std::string office;
  std::vector<Option> offices;
  std::vector<TypeGroup> groups;
};
BOOST_DESCRIBE_STRUCT(NewConnectionView, (), (office, offices, groups))

struct DeliveryRow {
  std::string id, type;
  hook::DeliveryState delivery = hook::DeliveryState::waiting;
  std::int64_t attempts = 0, last_status = 0;
  std::string last_error;
  std::optional<LocalTime> last_attempt, next_at;
  LocalTime created_at;
  bool answered = false;  // there was an HTTP status
  std::string resend;     // where to send it again; empty while it waits
};
BOOST_DESCRIBE_STRUCT(DeliveryRow, (),
                      (id, type, delivery, attempts, last_status, last_error, last_attempt, next_at, created_at,
                       answered, resend))

struct ConnectionView : ConnectionRow {
  std::string url;  // empty when the server's key was lost
  std::optional<LocalTime> old_until;
  LocalTime made_at;
  std::vector<TypeGroup> groups;
  std::vector<DeliveryRow> deliveries;
  bool only_dead = false;
  std::optional<std::string> older;
  std::vector<journal::HistoryItem> history;
};
BOOST_DESCRIBE_STRUCT(ConnectionView, (ConnectionRow),
                      (url, old_until, made_at, groups, deliveries, only_dead, older, history))

struct SecretView {
  std::string id, name, secret;
  bool rotated = false;
};
BOOST_DESCRIBE_STRUCT(SecretView, (), (id, name, secret, rotated))

struct ConnectionIn {
  std::string office, name, url;
  std::vector<std::string> types;
};
BOOST_DESCRIBE_STRUCT(ConnectionIn, (), (office, name, url, types))

struct AboutIn {
  std::string name;
  std::vector<std::string> types;
};
BOOST_DESCRIBE_STRUCT(AboutIn, (), (name, types))

struct ReasonIn {
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(ReasonIn, (), (reason))

using Empty = http::Nothing;
constexpr int kPage = 50;

std::optional<LocalTime> local(const std::optional<Instant>& at, Zone zone) {
  return at ? std::optional(LocalTime{*at, zone}) : std::nullopt;
}

bool holds(const std::vector<std::string>& list, const std::string& wanted) {
  return std::find(list.begin(), list.end(), wanted) != list.end();
}

// The events there are, by what they are about.
std::vector<TypeGroup> groups(const std::vector<std::string>& chosen) {
  std::vector<TypeGroup> out;
  for (const auto& type : event_types()) {
    auto about = type.substr(0, type.find('.'));
    if (out.empty() || out.back().about != about) out.push_back({about, {}});
    out.back().types.push_back({type, holds(chosen, type)});
  }
  return out;
}

// Only what this list holds, so that no form can ask for another act.
std::vector<std::string> known_types(const std::vector<std::string>& wanted) {
  std::vector<std::string> out;
  for (const auto& type : event_types())
    if (holds(wanted, type)) out.push_back(type);
  return out;
}

void fill(ConnectionRow& out, storage::Reader& db, const hook::Endpoint& e) {
  auto zone = office::zone_of(db, e.owner);
  out.id = e.id;
  out.name = e.name;
  out.host = e.host;
  out.office = e.owner;
  out.office_name = office::name_of(db, e.owner);
  out.state = e.state;
  out.why = e.why;
  out.types = static_cast<std::int64_t>(e.types.size());
  out.counts = hook::counts(db, e.id);
  out.taken_at = local(e.taken_at, zone);
  out.failing_since = local(e.failing_since, zone);
}

// Unknown and another office's answer alike.
Result<hook::Endpoint> endpoint_of(storage::Reader& db, const http::Call& call) {
  auto found = hook::find_endpoint(db, call.param("id"));
  if (!found || !actor_of(call).may(Right::manage_connections, found->owner))
    return fail(Outcome::kNotFound, "connection.unknown");
  return *found;
}

storage::Writer& record(http::Writing& call, const hook::Endpoint& e, const char* verb, json::object change = {},
                        const std::string& reason = {}) {
  return journal::record(call.tx, call.now, call.entropy,
                         {actor_of(call).as(Right::manage_connections, e.owner),
                          verb,
                          {"connection", e.id},
                          e.owner,
                          std::move(change),
                          reason});
}

Result<http::Reply<ConnectionsView>> list(http::Reading& call) {
  ConnectionsView out;
  for (const auto& office : actor_of(call).offices_with(Right::manage_connections))
    for (const auto& endpoint : hook::endpoints_of(call.db, office)) fill(out.rows.emplace_back(), call.db, endpoint);
  return out;
}

Result<http::Reply<NewConnectionView>> show_new(http::Reading& call) {
  NewConnectionView out;
  for (const auto& office : actor_of(call).offices_with(Right::manage_connections))
    out.offices.push_back({office, office::name_of(call.db, office)});
  out.office = out.offices.empty() ? "" : out.offices.front().value;
  std::vector<std::string> entered;
  if (call.entered)
    if (const auto* types = call.entered->values.if_contains("types"); types && types->is_array())
      for (const auto& type : types->get_array())
        if (type.is_string()) entered.emplace_back(type.get_string());
  out.groups = groups(entered);
  return out;
}

// What is no number asks for the first page.
std::optional<std::int64_t> place_of(const std::optional<std::string>& typed) {
  std::int64_t out = 0;
  if (!typed) return std::nullopt;
  auto [end, error] = std::from_chars(typed->data(), typed->data() + typed->size(), out);
  return error == std::errc() && end == typed->data() + typed->size() ? std::optional(out) : std::nullopt;
}

DeliveryRow row_of(const hook::Delivery& d, const hook::Endpoint& e, Zone zone) {
  DeliveryRow out{d.id, d.type, d.state, d.attempts, d.last_status, d.last_error, local(d.last_attempt, zone)};
  out.created_at = {d.created_at, zone};
  out.answered = d.last_status != 0;
  if (d.state == hook::DeliveryState::waiting)
    out.next_at = LocalTime{d.next_at, zone};
  else if (e.state == hook::State::active)
    out.resend = "/connections/" + e.id + "/deliveries/" + d.id + "/sending";
  return out;
}

Result<http::Reply<ConnectionView>> show(http::Reading& call, const Services& s) {
  auto endpoint = endpoint_of(call.db, call);
  if (!endpoint) return fail(std::move(endpoint.error()));
  auto zone = office::zone_of(call.db, endpoint->owner);
  ConnectionView out;
  fill(out, call.db, *endpoint);
  out.url = hook::url_of(call.db, s.hooks, endpoint->id).value_or("");
  if (endpoint->old_until && *endpoint->old_until > call.now) out.old_until = local(endpoint->old_until, zone);
  out.made_at = {endpoint->created_at, zone};
  out.groups = groups(endpoint->types);
  out.only_dead = call.query("show").value_or("") == "dead";
  const auto found = hook::deliveries(call.db, endpoint->id, out.only_dead, place_of(call.query("before")), kPage);
  for (const auto& delivery : found) out.deliveries.push_back(row_of(delivery, *endpoint, zone));
  if (found.size() == kPage)
    out.older = "/connections/" + endpoint->id + (out.only_dead ? "?show=dead&before=" : "?before=") +
                std::to_string(found.back().place);
  out.history = journal::history(call.db, {"connection", endpoint->id}, zone);
  return out;
}

Result<http::Reply<SecretView>> add(http::Writing& call, const Services& s, const ConnectionIn& in) {
  const auto& actor = actor_of(call);
  if (!actor.may(Right::manage_connections, in.office)) return fail(Outcome::kForbidden, "access.denied");
  auto target = hook::check_url(in.url, s.hooks.policy);
  if (!target) return fail(std::move(target.error()));
  auto types = known_types(in.types);
  auto id = make_id(call.now, call.entropy);
  if (hook::listening(call.tx).empty()) listen_from_now(call.tx.unlogged(storage::Unlogged::kJob));
  auto& writer = journal::record(call.tx, call.now, call.entropy,
                                 {actor.as(Right::manage_connections, in.office),
                                  "connection.added",
                                  {"connection", id},
                                  in.office,
                                  {{"host", target->host}, {"types", to_json(types)}},
                                  {}});
  auto secret = hook::add_endpoint(writer, s.hooks, call.now, call.entropy, {id, in.office, in.name, in.url, types});
  if (!secret) return fail(std::move(secret.error()));
  return SecretView{id, in.name, *secret, false};
}

Result<http::Reply<Empty>> change(http::Writing& call, const AboutIn& in) {
  auto endpoint = endpoint_of(call.tx, call);
  if (!endpoint) return fail(std::move(endpoint.error()));
  auto types = known_types(in.types);
  auto& writer = record(call, *endpoint, "connection.changed",
                        {{"types", {{"from", to_json(endpoint->types)}, {"to", to_json(types)}}}});
  if (auto done = hook::change_endpoint(writer, endpoint->id, in.name, types); !done)
    return fail(std::move(done.error()));
  return http::see(Empty{}, "/connections/" + endpoint->id);
}

Result<http::Reply<SecretView>> rotate(http::Writing& call, const Services& s, const ReasonIn& in) {
  auto endpoint = endpoint_of(call.tx, call);
  if (!endpoint) return fail(std::move(endpoint.error()));
  if (in.reason.empty()) return fail_fields("connection.reason", {{"/reason", "field.required", {}}});
  auto& writer = record(call, *endpoint, "connection.secret_changed", {}, in.reason);
  auto secret = hook::rotate_secret(writer, s.hooks, call.now, call.entropy, endpoint->id);
  if (!secret) return fail(std::move(secret.error()));
  return SecretView{endpoint->id, endpoint->name, *secret, true};
}

Result<http::Reply<Empty>> turn(http::Writing& call, const ReasonIn& in, hook::State to) {
  auto endpoint = endpoint_of(call.tx, call);
  if (!endpoint) return fail(std::move(endpoint.error()));
  if (in.reason.empty()) return fail_fields("connection.reason", {{"/reason", "field.required", {}}});
  bool is_on = to == hook::State::active;
  if (endpoint->state == to) return fail(Outcome::kConflict, "connection.state");
  if (is_on && hook::listening(call.tx).empty()) listen_from_now(call.tx.unlogged(storage::Unlogged::kJob));
  auto& writer = record(call, *endpoint, is_on ? "connection.enabled" : "connection.disabled", {}, in.reason);
  auto done =
      is_on ? hook::enable(writer, call.now, endpoint->id) : hook::disable(writer, endpoint->id, hook::Why::person);
  if (!done) return fail(std::move(done.error()));
  return http::see(Empty{}, "/connections/" + endpoint->id);
}

Result<http::Reply<Empty>> test(http::Writing& call) {
  auto endpoint = endpoint_of(call.tx, call);
  if (!endpoint) return fail(std::move(endpoint.error()));
  if (endpoint->state != hook::State::active) return fail(Outcome::kConflict, "hook.disabled");
  auto& writer = record(call, *endpoint, "connection.tested");
  hook::put(writer, call.now, call.entropy, endpoint->id, "test", "connection.test", call.now,
            {{"kind", "connection"}, {"id", endpoint->id}, {"office", endpoint->owner}});
  return http::see(Empty{}, "/connections/" + endpoint->id);
}

Result<http::Reply<Empty>> resend(http::Writing& call) {
  auto endpoint = endpoint_of(call.tx, call);
  if (!endpoint) return fail(std::move(endpoint.error()));
  auto& writer = record(call, *endpoint, "connection.sent_again", {{"delivery", std::string(call.param("delivery"))}});
  auto done = hook::send_again(writer, call.now, endpoint->id, call.param("delivery"));
  if (!done) return fail(std::move(done.error()));
  return http::see(Empty{}, "/connections/" + endpoint->id);
}

void add_writes(http::Routes& routes, const Services& s) {
  const auto rule = access::with(Right::manage_connections);
  const std::string one = "/connections/{id}";
  routes
      .post<ConnectionIn, SecretView>("/connections", rule, {"feed/connection_secret"},
                                      [&s](http::Writing& call, const ConnectionIn& in) { return add(call, s, in); })
      .again("/connections/new")
      .not_repeatable()
      .summary("Adds an endpoint; its secret is in the answer, once.");
  routes
      .post<AboutIn, Empty>(one, rule, {"feed/connection"},
                            [](http::Writing& call, const AboutIn& in) { return change(call, in); })
      .again(one)
      .summary("Changes an endpoint's name and the events it gets.");
  routes
      .post<ReasonIn, SecretView>(one + "/secret", rule, {"feed/connection_secret"},
                                  [&s](http::Writing& call, const ReasonIn& in) { return rotate(call, s, in); })
      .again(one)
      .not_repeatable()
      .summary("Gives a new secret, shown once; the one before signs too for a day.");
  routes
      .post<ReasonIn, Empty>(
          one + "/disabling", rule, {"feed/connection"},
          [](http::Writing& call, const ReasonIn& in) { return turn(call, in, hook::State::disabled); })
      .again(one)
      .summary("Disables an endpoint.");
  routes
      .post<ReasonIn, Empty>(
          one + "/enabling", rule, {"feed/connection"},
          [](http::Writing& call, const ReasonIn& in) { return turn(call, in, hook::State::active); })
      .again(one)
      .summary("Enables an endpoint; what waits is sent.");
  routes
      .post<Empty, Empty>(one + "/test", rule, {"feed/connection"},
                          [](http::Writing& call, const Empty&) { return test(call); })
      .again(one)
      .summary("Sends a message of type connection.test.");
  routes
      .post<Empty, Empty>(one + "/deliveries/{delivery}/sending", rule, {"feed/connection"},
                          [](http::Writing& call, const Empty&) { return resend(call); })
      .again(one)
      .summary("Sends a message again that was taken or given up.");
}

}  // namespace

void add_connection_routes(http::Routes& routes, const Services& s) {
  const auto rule = access::with(Right::manage_connections);
  routes.get<ConnectionsView>("/connections", rule, {"feed/connections"}, list)
      .summary("Webhooks of the offices one administers.");
  routes.get<NewConnectionView>("/connections/new", rule, {"feed/connection_new"}, show_new)
      .summary("The form for a new endpoint, with the events there are.");
  routes
      .get<ConnectionView>("/connections/{id}", rule, {"feed/connection"},
                           [&s](http::Reading& call) { return show(call, s); })
      .summary("One endpoint, its deliveries and its history.")
      .query("show", "dead: only messages that were given up.")
      .query("before", "Where the page before ended.");
  add_writes(routes, s);
}

}  // namespace netra::feed
