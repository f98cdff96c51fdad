// How people and other systems are told: a calendar for the phone, one mail a day, and events for webhooks. Nothing
// here holds content: a step's name, a register number, an office, a link that asks to sign in.
//
//   GET  /me/notifications          what one has chosen; POST it, POST /me/notifications/feed, .../feed/end
//   GET  /kalender/{file}           the calendar: the secret is the address; asked anew at each fetch what its person
//                                   may see now
//   GET  /connections               for administrators: endpoints, deliveries, secrets (shown once)
//
// The calendar: a clock's UID never changes; SEQUENCE counts what happened to it, so every re-dating raises it; a clock
// that ended stays for thirty days as cancelled. A person whose roles ended gets an empty calendar, an address that was
// replaced or taken back is unknown.
//
// The digest: a job of each person, at the hour chosen in their zone; the day it was done for is kept in the same unit
// of work, so a day has one mail at most, with several servers and after any downtime.
//
// Events: a job reads the journal from where it stood and queues a message for each endpoint of the act's office that
// wants the verb, in the same unit of work that moves the cursor: no act is missed and none told twice by us; delivery
// is at least once, in order per record. Chosen over queueing in every act because the journal already holds all of
// them in one order, and features need not know.
//
// Threads: routes on any thread; the Services must outlive them and the runner.
// Errors: feed.unknown, feed.hour, connection.unknown, connection.reason, access.denied, hook.* (engine/hook/hook.hpp)
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/clock/clock.hpp"
#include "domain/feed/ical.hpp"
#include "domain/identity/actor.hpp"
#include "engine/base/messages.hpp"
#include "engine/hook/hook.hpp"
#include "engine/http/route.hpp"

namespace netra::jobs {
class Runner;
}
namespace netra::centre {
class Kinds;
}

namespace netra::feed {

// An appointment of another feature that an actor may see now.
struct Meeting {
  std::string kind;  // "discussion": message feed.<kind>, and part of the UID
  std::string id;
  std::string label;   // in the reader's language; empty: that of the kind
  std::string number;  // register number of what it is about; may be empty
  std::string office;  // id
  LocalTime at;
  std::string path;
  bool cancelled = false;
  std::int64_t sequence = 0;
  Instant modified;
};
using Meetings = std::function<std::vector<Meeting>(storage::Reader&, const Actor&, Instant now, Instant from,
                                                    Instant until, std::string_view language)>;

// Discussions of the law-enforcement centres to which the actor belongs now.
Meetings centre_meetings(const centre::Kinds& kinds);

struct Services {
  const procedure::Rules& rules;
  const Messages& messages;
  std::string base_url;  // "https://netra.example"
  hook::Services hooks;
  bool mail_leaves = true;  // false: no mail server is set, so no digest is made
  Meetings meetings = {};   // of the law-enforcement centre; may be empty
};

// ---- what a person has chosen ----

enum class Digest { off, daily, weekdays };
BOOST_DESCRIBE_ENUM(Digest, off, daily, weekdays)
enum class Scope { office, mine };  // in the calendar: all of one's offices, or only what one holds
BOOST_DESCRIBE_ENUM(Scope, office, mine)
enum class Alarm { none, hour, day, both };  // before the moment
BOOST_DESCRIBE_ENUM(Alarm, none, hour, day, both)

struct Settings {
  Digest digest = Digest::off;
  int digest_hour = 7;
  Zone zone = Zone::wib;
  Scope scope = Scope::office;
  Alarm alarm = Alarm::day;
  std::vector<clock::NoticeKind> muted;  // never limit and lapsed: nobody may miss those
};
Settings settings_of(storage::Reader& db, std::string_view account);
// Plans the digest too.
void keep_settings(storage::Writer& db, Instant now, std::string_view account, const Settings& settings);
bool may_mute(clock::NoticeKind kind);

// ---- the calendar ----

Calendar calendar_for(storage::Reader& db, const Services& s, const Actor& actor, const Settings& settings, Instant now,
                      std::string_view language);

// ---- events ----

// Verbs of the journal that other systems may be told of.
const std::vector<std::string>& event_types();
// What `feed.collect` does: queues what is new, at most `most` acts; returns how many acts it looked at.
std::int64_t collect_events(storage::Transaction& tx, const Services& s, Instant now, Entropy& entropy, int most = 500);

void add_feed_routes(http::Routes& routes, const Services& services);
void add_connection_routes(http::Routes& routes, const Services& services);
// "feed.digest" (one per person), "feed.collect", and those of the webhooks.
void add_jobs(jobs::Runner& runner, const Services& services);

// What to do when an endpoint was disabled for failing: the act, and a mail to the administrators of its office.
void tell_disabled(storage::Transaction& tx, Instant now, Entropy& entropy, const std::string& endpoint);

}  // namespace netra::feed
