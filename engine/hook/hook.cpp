#include "engine/hook/hook.hpp"

#include <limits>

#include "engine/base/text.hpp"
#include "engine/hook/parts.hpp"
#include "engine/hook/sign.hpp"
#include "engine/hook/sql.hpp"
#include "engine/jobs/jobs.hpp"

namespace netra::hook {

namespace {

constexpr std::size_t kLongestName = 100;
constexpr std::chrono::hours kBothSecrets{24};

struct EndpointRow {
  std::string id, owner, name, host, types;
  State state = State::active;
  Why why = Why::none;
  std::optional<Instant> failing_since, taken_at, old_until;
  Instant created_at;
};
BOOST_DESCRIBE_STRUCT(EndpointRow, (),
                      (id, owner, name, host, types, state, why, failing_since, taken_at, old_until, created_at))

std::string written(const std::vector<std::string>& types) { return json::serialize(to_json(types)); }

Endpoint read(EndpointRow row) {
  Endpoint out{
      std::move(row.id), std::move(row.owner), std::move(row.name), std::move(row.host), {}, row.state, row.why,
      row.failing_since, row.taken_at,         row.old_until,       row.created_at};
  const auto types = json::parse(row.types);
  for (const auto& type : types.as_array()) out.types.emplace_back(type.as_string());
  return out;
}

std::vector<Endpoint> read_all(std::vector<EndpointRow> rows) {
  std::vector<Endpoint> out;
  for (auto& row : rows) out.push_back(read(std::move(row)));
  return out;
}

Result<Done> check_about(const std::string& name, const std::vector<std::string>& types) {
  if (trim(name).empty() || length_in_characters(name) > kLongestName)
    return fail_fields("hook.name", {{"/name", name.empty() ? "field.required" : "field.too_long", {}}});
  if (types.empty()) return fail_fields("hook.types", {{"/types", "field.required", {}}});
  return Done{};
}

}  // namespace

Result<std::string> add_endpoint(storage::Writer& db, const Services& s, Instant now, Entropy& entropy,
                                 const NewEndpoint& endpoint) {
  if (auto good = check_about(endpoint.name, endpoint.types); !good) return fail(std::move(good.error()));
  auto target = check_url(endpoint.url, s.policy);
  if (!target) return fail(std::move(target.error()));
  Sealed sealed{endpoint.url, make_secret(entropy), {}};
  db.execute(sql::hook::insert_endpoint, {endpoint.id, endpoint.owner, endpoint.name, target->host,
                                          seal(s.key, sealed, entropy), written(endpoint.types), now});
  return secret_text(sealed.secret);
}

Result<Done> change_endpoint(storage::Writer& db, std::string_view id, const std::string& name,
                             const std::vector<std::string>& types) {
  if (auto good = check_about(name, types); !good) return good;
  if (db.execute(sql::hook::set_about, {id, name, written(types)}) != 1)
    return fail(Outcome::kNotFound, "hook.unknown");
  return Done{};
}

Result<std::string> rotate_secret(storage::Writer& db, const Services& s, Instant now, Entropy& entropy,
                                  std::string_view id) {
  auto rows = db.query(sql::hook::sealed, {id});
  if (rows.empty()) return fail(Outcome::kNotFound, "hook.unknown");
  auto sealed = open(s.key, rows[0].bytes(0));
  if (!sealed) return fail(std::move(sealed.error()));
  sealed->old_secret = sealed->secret;
  sealed->secret = make_secret(entropy);
  db.execute(sql::hook::set_sealed, {id, seal(s.key, *sealed, entropy), now + kBothSecrets});
  return secret_text(sealed->secret);
}

Result<Done> disable(storage::Writer& db, std::string_view id, Why why) {
  if (db.execute(sql::hook::set_state, {id, State::disabled, why}) != 1)
    return fail(Outcome::kNotFound, "hook.unknown");
  return Done{};
}

Result<Done> enable(storage::Writer& db, Instant now, std::string_view id) {
  if (db.execute(sql::hook::set_state, {id, State::active, Why::none}) != 1)
    return fail(Outcome::kNotFound, "hook.unknown");
  db.execute(sql::hook::send_now, {id, now});
  for (const auto& row : db.query(sql::hook::lanes_waiting, {id})) wake_lane(db, id, row.text(0), now);
  return Done{};
}

std::optional<Endpoint> find_endpoint(storage::Reader& db, std::string_view id) {
  auto row = db.one<EndpointRow>(sql::hook::endpoint, {id});
  if (!row) return std::nullopt;
  return read(std::move(*row));
}

std::vector<Endpoint> endpoints_of(storage::Reader& db, std::string_view owner) {
  return read_all(db.all<EndpointRow>(sql::hook::endpoints_of, {owner}));
}

std::vector<Endpoint> listening(storage::Reader& db) {
  return read_all(db.all<EndpointRow>(sql::hook::endpoints_listening));
}

Result<std::string> url_of(storage::Reader& db, const Services& s, std::string_view id) {
  auto rows = db.query(sql::hook::sealed, {id});
  if (rows.empty()) return fail(Outcome::kNotFound, "hook.unknown");
  auto sealed = open(s.key, rows[0].bytes(0));
  if (!sealed) return fail(std::move(sealed.error()));
  return sealed->url;
}

std::string put(storage::Writer& db, Instant now, Entropy& entropy, std::string_view endpoint, std::string_view lane,
                std::string_view type, Instant happened_at, json::object data) {
  auto id = make_id(now, entropy);
  auto body = json::serialize(
      json::object{{"type", std::string(type)}, {"timestamp", format_utc(happened_at)}, {"data", std::move(data)}});
  db.execute(sql::hook::insert_delivery, {id, endpoint, lane, type, body, now});
  wake_lane(db, endpoint, lane, now);
  return id;
}

Result<Done> send_again(storage::Writer& db, Instant now, std::string_view endpoint, std::string_view delivery) {
  auto known = find_endpoint(db, endpoint);
  auto rows = db.query(sql::hook::delivery_lane, {delivery, endpoint});
  if (!known || rows.empty()) return fail(Outcome::kNotFound, "hook.unknown");
  if (known->state != State::active) return fail(Outcome::kConflict, "hook.disabled");
  db.execute(sql::hook::send_again, {delivery, now});
  wake_lane(db, endpoint, rows[0].text(0), now);
  return Done{};
}

std::vector<Delivery> deliveries(storage::Reader& db, std::string_view endpoint, bool only_dead,
                                 std::optional<std::int64_t> before, int limit) {
  auto from = before.value_or(std::numeric_limits<std::int64_t>::max());
  return db.all<Delivery>(only_dead ? sql::hook::deliveries_dead : sql::hook::deliveries, {endpoint, from, limit});
}

Counts counts(storage::Reader& db, std::string_view endpoint) {
  return db.one<Counts>(sql::hook::counts, {endpoint}).value_or(Counts{});
}

}  // namespace netra::hook
