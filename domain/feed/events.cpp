// From the journal to the endpoints: what happened, to which record, where, and how to look at it after signing in.
#include <algorithm>

#include "domain/feed/parts.hpp"
#include "domain/feed/sql.hpp"
#include "domain/identity/identity.hpp"
#include "engine/jobs/jobs.hpp"
#include "engine/mail/mail.hpp"

namespace netra::feed {

namespace {

using namespace std::chrono_literals;

constexpr auto kLook = 5s;   // while somebody listens
constexpr auto kIdle = 60s;  // otherwise

struct ActRow {
  std::int64_t seq = 0;
  Instant at;
  std::string office, verb, subject_kind, subject_id;
};
BOOST_DESCRIBE_STRUCT(ActRow, (), (seq, at, office, verb, subject_kind, subject_id))

bool wants(const hook::Endpoint& endpoint, const ActRow& act) {
  return endpoint.owner == act.office &&
         std::find(endpoint.types.begin(), endpoint.types.end(), act.verb) != endpoint.types.end();
}

json::object reference(storage::Reader& db, const Services& s, const ActRow& act) {
  json::object out{{"seq", act.seq}, {"kind", act.subject_kind}, {"id", act.subject_id}, {"office", act.office}};
  if (act.subject_kind == "case")
    if (auto number = db.text(sql::feed::public_number, {act.subject_id})) out["number"] = *number;
  if (auto path = path_of(act.subject_kind, act.subject_id); !path.empty()) out["link"] = s.base_url + path;
  return out;
}

std::int64_t head(storage::Reader& db) { return db.integer(sql::feed::head).value_or(0); }

}  // namespace

const std::vector<std::string>& event_types() {
  static const std::vector<std::string> kTypes{
      "report.filed",          "report.completed",     "report.withdrawn",     "report.moved",
      "finding.set",           "finding.rejected",     "case.opened",          "case.registered",
      "case.reviewed",         "case.stage_entered",   "case.decided",         "case.notified",
      "case.transferred",      "case.withdrawn",       "case.closed",          "track.advanced",
      "discussion.planned",    "discussion.concluded", "discussion.cancelled", "recommendation.drafted",
      "recommendation.closed", "clock.redated",        "clock.lapsed"};
  return kTypes;
}

void listen_from_now(storage::Writer& db) {
  db.execute(sql::feed::set_cursor, {head(db)});
  jobs::enqueue(db, "feed.collect", "periodic", Instant{});
}

std::int64_t collect_events(storage::Transaction& tx, const Services& s, Instant now, Entropy& entropy, int most) {
  auto& db = tx.unlogged(storage::Unlogged::kJob);
  const auto from = tx.integer(sql::feed::cursor).value_or(0);
  const auto listening = hook::listening(tx);
  if (listening.empty()) {
    if (head(tx) != from) db.execute(sql::feed::set_cursor, {head(tx)});
    return 0;
  }
  const auto acts = tx.all<ActRow>(sql::feed::acts_after, {from, most});
  for (const auto& act : acts)
    for (const auto& endpoint : listening)
      if (wants(endpoint, act))
        hook::put(db, now, entropy, endpoint.id, act.subject_kind + ":" + act.subject_id, act.verb, act.at,
                  reference(tx, s, act));
  if (!acts.empty()) db.execute(sql::feed::set_cursor, {acts.back().seq});
  return static_cast<std::int64_t>(acts.size());
}

void tell_disabled(storage::Transaction& tx, Instant now, Entropy& entropy, const std::string& endpoint) {
  auto known = hook::find_endpoint(tx, endpoint);
  if (!known) return;
  auto& writer = journal::record(tx, now, entropy,
                                 {{"system", "webhook", ""},
                                  "connection.disabled",
                                  {"connection", endpoint},
                                  known->owner,
                                  {{"why", std::string(enum_name(known->why))}},
                                  ""});
  mail::Notice notice;
  for (const auto& holder : identity::holders_of(tx, known->owner, Role::administrator, now))
    if (auto person = identity::find_account(tx, holder.account)) notice.to.push_back(person->email);
  notice.notice = "connection_disabled";
  notice.path = "/connections/" + endpoint;
  (void)mail::enqueue(writer, now, entropy, notice);  // a wrong address must not keep the endpoint on
}

void add_jobs(jobs::Runner& runner, const Services& s) {
  runner.on("feed.digest", [&s](storage::Transaction& tx, const jobs::Job& job, Instant now) {
    return make_digest(tx, s, now, s.hooks.entropy, job.key);
  });
  runner.on("feed.collect", [&s](storage::Transaction& tx, const jobs::Job&, Instant now) -> Result<Done> {
    constexpr int kAtOnce = 500;
    auto seen = collect_events(tx, s, now, s.hooks.entropy, kAtOnce);
    auto& db = tx.unlogged(storage::Unlogged::kJob);
    if (seen == kAtOnce)
      jobs::enqueue(db, "feed.collect", "periodic", now);
    else if (!hook::listening(tx).empty())
      jobs::enqueue(db, "feed.collect", "periodic", now + kLook);
    return Done{};
  });
  runner.every("feed.collect", kIdle);
  hook::add_jobs(runner, s.hooks);
}

}  // namespace netra::feed
