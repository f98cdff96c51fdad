// Signed messages to other systems (Standard Webhooks): endpoints, their secrets, and a queue that survives.
//
//   auto secret = hook::add_endpoint(writer, s, now, entropy, {id, office, "Sistem data", "https://…",
//   {"case.registered"}}); *secret                                                       // "whsec_…": to be shown
//   once, never again hook::put(writer, now, entropy, endpoint, "case:0192…", "case.registered", data);
//
// A message is put in the unit of work that finds it due and sent by a job: at least once, and within a lane (one
// record, say) in order: the next waits until the one before was taken or given up. An attempt that fails is repeated
// after 5 s, 5 min, 30 min, 2, 5, 10, 14, 20 and 24 h, each up to a fifth later; then the message is dead until a
// person sends it again. An endpoint that has taken nothing for five days is disabled and its owner told; its messages
// keep waiting. One that answers 410 wants no more and is disabled at once.
//
// The address and the secrets lie sealed with the server's own key; a copy of the database opens nothing. A body holds
// references, no content: that is the caller's duty.
//
// Threads: as the writer; add_jobs once. Errors: hook.url (field), hook.name, hook.types (fields), hook.unknown,
// hook.disabled, hook.locked (the server's key was lost: a new endpoint is needed)
// Source: standardwebhooks.com, specification 1.0.0.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/json.hpp"
#include "engine/base/random.hpp"
#include "engine/crypto/secret.hpp"
#include "engine/hook/post.hpp"
#include "engine/storage/storage.hpp"

namespace netra::jobs {
class Runner;
}

namespace netra::hook {

enum class State { active, disabled };
BOOST_DESCRIBE_ENUM(State, active, disabled)
enum class Why { none, person, failing, gone };  // it is disabled
BOOST_DESCRIBE_ENUM(Why, none, person, failing, gone)
enum class DeliveryState { waiting, taken, dead };
BOOST_DESCRIBE_ENUM(DeliveryState, waiting, taken, dead)

struct Services {
  storage::Database& database;
  Entropy& entropy;
  crypto::Secret key;  // 32 bytes; seals addresses and secrets
  Policy policy;
  Resolver resolver;
  std::shared_ptr<Sender> sender;
  // Told in the unit of work that disables an endpoint for failing or because it is gone. May be empty.
  std::function<void(storage::Transaction&, Instant now, const std::string& endpoint)> disabled = {};
};

struct Endpoint {
  std::string id, owner, name, host;
  std::vector<std::string> types;
  State state = State::active;
  Why why = Why::none;
  std::optional<Instant> failing_since, taken_at, old_until;
  Instant created_at;
};

struct NewEndpoint {
  std::string id;  // a new one (make_id), known to the act that precedes
  std::string owner, name, url;
  std::vector<std::string> types;
};
// Returns the secret, "whsec_…".
Result<std::string> add_endpoint(storage::Writer& db, const Services& s, Instant now, Entropy& entropy,
                                 const NewEndpoint& endpoint);
// Errors: hook.unknown, hook.name, hook.types
Result<Done> change_endpoint(storage::Writer& db, std::string_view id, const std::string& name,
                             const std::vector<std::string>& types);
// A new secret; the one before signs too for another day, so that the other side can change over without a gap.
Result<std::string> rotate_secret(storage::Writer& db, const Services& s, Instant now, Entropy& entropy,
                                  std::string_view id);
Result<Done> disable(storage::Writer& db, std::string_view id, Why why);
Result<Done> enable(storage::Writer& db, Instant now, std::string_view id);  // what waits goes on its way

std::optional<Endpoint> find_endpoint(storage::Reader& db, std::string_view id);
std::vector<Endpoint> endpoints_of(storage::Reader& db, std::string_view owner);
std::vector<Endpoint> listening(storage::Reader& db);

// The whole address, for the page of those who set it. Errors: hook.unknown, hook.locked
Result<std::string> url_of(storage::Reader& db, const Services& s, std::string_view id);

// Queues a message; returns its id. `data` is the member of that name of {"type", "timestamp", "data"}.
std::string put(storage::Writer& db, Instant now, Entropy& entropy, std::string_view endpoint, std::string_view lane,
                std::string_view type, Instant happened_at, json::object data);
// Errors: hook.unknown (no such message of this endpoint), hook.disabled
Result<Done> send_again(storage::Writer& db, Instant now, std::string_view endpoint, std::string_view delivery);

struct Delivery {
  std::string id;
  std::int64_t place = 0;  // counts the endpoint's messages
  std::string type;
  DeliveryState state = DeliveryState::waiting;
  std::int64_t attempts = 0;
  Instant next_at;
  std::int64_t last_status = 0;
  std::string last_error;
  std::optional<Instant> last_attempt;
  Instant created_at;
};
BOOST_DESCRIBE_STRUCT(Delivery, (),
                      (id, place, type, state, attempts, next_at, last_status, last_error, last_attempt, created_at))
// Newest first; `before` is the place of the last one seen.
std::vector<Delivery> deliveries(storage::Reader& db, std::string_view endpoint, bool only_dead,
                                 std::optional<std::int64_t> before, int limit);

struct Counts {
  std::int64_t waiting = 0, taken = 0, dead = 0;
};
BOOST_DESCRIBE_STRUCT(Counts, (), (waiting, taken, dead))
Counts counts(storage::Reader& db, std::string_view endpoint);

// How long after the attempt number `attempts` (from 1) the next one comes, without the random part; nothing: no more.
std::optional<std::chrono::milliseconds> wait_after(std::int64_t attempts);

// "hook.send" (one message of a lane at a time) and the daily "hook.clear".
void add_jobs(jobs::Runner& runner, const Services& services);

}  // namespace netra::hook
