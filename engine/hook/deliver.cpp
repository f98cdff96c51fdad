// The job that sends: one message of a lane at a time.
#include "engine/base/json.hpp"
#include "engine/crypto/box.hpp"
#include "engine/hook/hook.hpp"
#include "engine/hook/parts.hpp"
#include "engine/hook/sign.hpp"
#include "engine/hook/sql.hpp"
#include "engine/jobs/jobs.hpp"

namespace netra::hook {

namespace {

using namespace std::chrono;

constexpr milliseconds kWaits[] = {seconds(5), minutes(5), minutes(30), hours(2), hours(5),
                                   hours(10),  hours(14),  hours(20),   hours(24)};
constexpr milliseconds kLongestPause = minutes(15);
constexpr hours kFailsFor{5 * 24};  // then it is disabled
constexpr hours kKeep{30 * 24};

struct Waiting {
  std::string id, type, body;
  std::int64_t attempts = 0;
  Instant next_at;
};
BOOST_DESCRIBE_STRUCT(Waiting, (), (id, type, body, attempts, next_at))

struct Lane {
  std::string endpoint, name;
};

// An endpoint's id has a fixed length; the lane's name is the caller's own.
constexpr std::size_t kIdLength = 36;
std::string key_of(std::string_view endpoint, std::string_view lane) {
  return std::string(endpoint) + "/" + std::string(lane);
}
Lane lane_of(const std::string& key) { return {key.substr(0, kIdLength), key.substr(kIdLength + 1)}; }

// What the job found to do.
struct Found {
  std::optional<Waiting> message;
  std::optional<Instant> not_before;
  storage::Bytes locked;
  std::optional<Instant> old_until;
};

Found look(const Services& s, const Lane& lane, Instant now) {
  return storage::read(s.database, [&](storage::Reader& db) {
    Found out;
    auto rows = db.query(sql::hook::sealed, {lane.endpoint});
    if (rows.empty() || rows[0].text(1) != enum_name(State::active)) return out;
    out.message = db.one<Waiting>(sql::hook::first_waiting, {lane.endpoint, lane.name});
    if (!out.message) return out;
    auto earliest = std::max(rows[0].instant(2), out.message->next_at);
    if (earliest > now) out.not_before = earliest;
    out.locked = rows[0].bytes(0);
    if (!rows[0].is_null(4)) out.old_until = rows[0].instant(4);
    return out;
  });
}

Sent attempt(const Services& s, const Found& found, Instant now) {
  auto sealed = open(s.key, found.locked);
  if (!sealed) return {0, sealed.error().code};
  auto target = check_url(sealed->url, s.policy);
  if (!target) return {0, "hook.address"};
  auto address = choose_address(*target, s.resolver, s.policy);
  if (!address) return {0, address.error().code};
  auto id = "msg_" + found.message->id;
  auto signatures = signature(sealed->secret, id, now, found.message->body);
  if (!sealed->old_secret.empty() && found.old_until && *found.old_until > now)
    signatures += " " + signature(sealed->old_secret, id, now, found.message->body);
  return s.sender->post(
      {*target,
       *address,
       {{"webhook-id", id}, {"webhook-timestamp", timestamp_text(now)}, {"webhook-signature", signatures}},
       found.message->body});
}

// Up to a fifth later, so that messages that failed together do not come back together.
milliseconds with_jitter(milliseconds wait, Entropy& entropy) {
  std::array<std::byte, 2> bytes;
  entropy.fill(bytes);
  auto part = std::to_integer<int>(bytes[0]) * 256 + std::to_integer<int>(bytes[1]);
  return wait + milliseconds(wait.count() * part / (5 * 65536));
}

void note_failure(storage::Transaction& tx, const Services& s, const Lane& lane, const Waiting& message,
                  const Sent& sent, Instant now) {
  auto& db = tx.unlogged(storage::Unlogged::kJob);
  auto wait = wait_after(message.attempts + 1);
  auto next = now + with_jitter(wait.value_or(milliseconds(0)), s.entropy);
  db.execute(sql::hook::note_attempt, {message.id, wait ? DeliveryState::waiting : DeliveryState::dead, next,
                                       sent.status, sent.error, now, wait ? std::nullopt : std::optional(now)});
  db.execute(sql::hook::note_failed, {lane.endpoint, now, std::min(next, now + with_jitter(kLongestPause, s.entropy))});
  auto known = find_endpoint(db, lane.endpoint);
  bool is_gone = sent.status == 410;
  bool is_failing = known && known->failing_since && now - *known->failing_since >= kFailsFor;
  if (known && known->state == State::active && (is_gone || is_failing)) {
    (void)disable(db, lane.endpoint, is_gone ? Why::gone : Why::failing);
    if (s.disabled) s.disabled(tx, now, lane.endpoint);
    return;
  }
  wake_lane(db, lane.endpoint, lane.name, next);
}

Result<Done> note(const Services& s, const Lane& lane, const Waiting& message, const Sent& sent, Instant now) {
  return storage::write(s.database, [&](storage::Transaction& tx) -> Result<Done> {
    if (!sent.error.empty()) {
      note_failure(tx, s, lane, message, sent, now);
      return Done{};
    }
    auto& db = tx.unlogged(storage::Unlogged::kJob);
    db.execute(sql::hook::note_attempt, {message.id, DeliveryState::taken, now, sent.status, "", now, now});
    db.execute(sql::hook::note_taken, {lane.endpoint, now});
    if (db.one<Waiting>(sql::hook::first_waiting, {lane.endpoint, lane.name}))
      wake_lane(db, lane.endpoint, lane.name, now);
    return Done{};
  });
}

Result<Done> send_next(const Services& s, const jobs::Job& job, Instant now) {
  auto lane = lane_of(job.key);
  auto found = look(s, lane, now);
  if (!found.message) return Done{};
  if (!found.not_before) return note(s, lane, *found.message, attempt(s, found, now), now);
  return storage::write(s.database, [&](storage::Transaction& tx) -> Result<Done> {
    wake_lane(tx.unlogged(storage::Unlogged::kJob), lane.endpoint, lane.name, *found.not_before);
    return Done{};
  });
}

}  // namespace

storage::Bytes seal(const crypto::Secret& key, const Sealed& sealed, Entropy& entropy) {
  auto hex = [](const crypto::Secret& secret) {
    return secret.empty() ? std::string() : crypto::to_hex(crypto::bytes_of(secret.view()));
  };
  auto plain = json::serialize(
      json::object{{"url", sealed.url}, {"secret", hex(sealed.secret)}, {"old_secret", hex(sealed.old_secret)}});
  auto out = crypto::secretbox(key, plain, entropy);
  crypto::wipe(plain);
  return out;
}

Result<Sealed> open(const crypto::Secret& key, const storage::Bytes& locked) {
  auto plain = crypto::secretbox_open(key, locked);
  if (!plain) return fail(Outcome::kInvalid, "hook.locked");
  const auto tree = json::parse(plain->view());
  auto secret = [&](const char* name) {
    const auto& hex = tree.at(name).as_string();
    if (hex.empty()) return crypto::Secret();
    return crypto::Secret(crypto::text_of(crypto::from_hex(hex).value_or(crypto::Bytes{})));
  };
  return Sealed{std::string(tree.at("url").as_string()), secret("secret"), secret("old_secret")};
}

void wake_lane(storage::Writer& db, std::string_view endpoint, std::string_view lane, Instant at) {
  jobs::enqueue(db, "hook.send", key_of(endpoint, lane), at);
}

std::optional<milliseconds> wait_after(std::int64_t attempts) {
  if (attempts < 1 || attempts > static_cast<std::int64_t>(std::size(kWaits))) return std::nullopt;
  return kWaits[attempts - 1];
}

void add_jobs(jobs::Runner& runner, const Services& s) {
  runner.on_outside("hook.send", [&s](const jobs::Job& job, Instant now) { return send_next(s, job, now); });
  runner.on("hook.clear", [](storage::Transaction& tx, const jobs::Job&, Instant now) -> Result<Done> {
    auto& db = tx.unlogged(storage::Unlogged::kJob);
    db.execute(sql::hook::give_up_old, {now - kKeep, now});
    db.execute(sql::hook::clear, {now - kKeep});
    return Done{};
  });
  runner.every("hook.clear", hours(24));
}

}  // namespace netra::hook
