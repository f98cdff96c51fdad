// One's own notices: what is chosen, and the secret address of the calendar.
#include <fmt/format.h>

#include <algorithm>

#include "domain/feed/parts.hpp"
#include "domain/feed/sql.hpp"
#include "domain/identity/gate.hpp"
#include "domain/identity/identity.hpp"
#include "engine/crypto/code.hpp"
#include "engine/crypto/hash.hpp"

namespace netra::feed {

namespace {

struct Muting {
  clock::NoticeKind kind = clock::NoticeKind::redated;
  bool shown = true;
};
BOOST_DESCRIBE_STRUCT(Muting, (), (kind, shown))

struct Hour {
  int value = 0;
  std::string label;  // "07.00"
};
BOOST_DESCRIBE_STRUCT(Hour, (), (value, label))

struct NotificationsView {
  Digest digest = Digest::off;
  int digest_hour = 7;
  Zone zone = Zone::wib;
  Scope scope = Scope::office;
  Alarm alarm = Alarm::day;
  std::vector<Muting> notices;  // those one may choose
  std::optional<LocalTime> feed_since;
  bool mail_leaves = true;
  std::vector<std::string> digests{"off", "daily", "weekdays"}, zones{"wib", "wita", "wit"}, scopes{"office", "mine"},
      alarms{"none", "hour", "day", "both"};
  std::vector<Hour> hours;
  bool saved = false;
};
BOOST_DESCRIBE_STRUCT(NotificationsView, (),
                      (digest, digest_hour, zone, scope, alarm, notices, feed_since, mail_leaves, digests, zones,
                       scopes, alarms, hours, saved))

struct NotificationsIn {
  Digest digest = Digest::off;
  int digest_hour = 7;
  Zone zone = Zone::wib;
  Scope scope = Scope::office;
  Alarm alarm = Alarm::day;
  std::vector<clock::NoticeKind> shown;
};
BOOST_DESCRIBE_STRUCT(NotificationsIn, (), (digest, digest_hour, zone, scope, alarm, shown))

struct FeedMade {
  std::string url;
  std::string webcal_url;  // opens the calendar programme
};
BOOST_DESCRIBE_STRUCT(FeedMade, (), (url, webcal_url))

constexpr clock::NoticeKind kChoices[] = {clock::NoticeKind::before_limit, clock::NoticeKind::redated};

Result<http::Reply<NotificationsView>> show(http::Reading& call, const Services& s) {
  const auto& actor = actor_of(call);
  auto settings = settings_of(call.db, actor.id);
  NotificationsView out;
  out.digest = settings.digest;
  out.digest_hour = settings.digest_hour;
  bool has_chosen = !call.db.query(sql::feed::settings, {actor.id}).empty();
  out.zone = has_chosen ? settings.zone : actor.zone();
  out.scope = settings.scope;
  out.alarm = settings.alarm;
  for (auto kind : kChoices)
    out.notices.push_back(
        {kind, std::find(settings.muted.begin(), settings.muted.end(), kind) == settings.muted.end()});
  if (auto rows = call.db.query(sql::feed::open_feed, {actor.id}); !rows.empty())
    out.feed_since = LocalTime{rows[0].instant(1), actor.zone()};
  out.mail_leaves = s.mail_leaves;
  for (int hour = 0; hour < 24; ++hour) out.hours.push_back({hour, fmt::format("{:02}.00", hour)});
  out.saved = call.query("saved").has_value();
  return out;
}

// One's own convenience: no act.
Result<http::Reply<http::Nothing>> keep(http::Writing& call, const NotificationsIn& in) {
  if (in.digest_hour < 0 || in.digest_hour > 23) return fail_fields("feed.hour", {{"/digest_hour", "field.value", {}}});
  Settings settings{in.digest, in.digest_hour, in.zone, in.scope, in.alarm, {}};
  for (auto kind : kChoices)
    if (std::find(in.shown.begin(), in.shown.end(), kind) == in.shown.end()) settings.muted.push_back(kind);
  keep_settings(call.tx.unlogged(storage::Unlogged::kSession), call.now, call.principal.id, settings);
  return http::see(http::Nothing{}, "/me/notifications?saved=yes");
}

journal::Act about_feed(const Actor& actor, const char* verb) {
  return {{actor.id, "", actor.active_office}, verb, {"account", actor.id}, {}, {}, {}};
}

// A new address takes the place of the old one, which is unknown from then on.
Result<http::Reply<FeedMade>> make_feed(http::Writing& call, const Services& s) {
  const auto& actor = actor_of(call);
  auto& writer = journal::record(call.tx, call.now, call.entropy, about_feed(actor, "feed.address_made"));
  auto token = crypto::make_token(call.entropy);
  writer.execute(sql::feed::end_feed, {actor.id, call.now});
  writer.execute(sql::feed::insert_feed,
                 {make_id(call.now, call.entropy), actor.id, crypto::sha256_hex(token), call.now});
  auto path = "/kalender/" + token + ".ics";
  auto rest = s.base_url.substr(s.base_url.find("://") + 3);
  return FeedMade{s.base_url + path, "webcal://" + rest + path};
}

Result<http::Reply<http::Nothing>> end_feed(http::Writing& call) {
  const auto& actor = actor_of(call);
  if (call.tx.query(sql::feed::open_feed, {actor.id}).empty()) return fail(Outcome::kNotFound, "feed.unknown");
  auto& writer = journal::record(call.tx, call.now, call.entropy, about_feed(actor, "feed.address_ended"));
  writer.execute(sql::feed::end_feed, {actor.id, call.now});
  return http::see(http::Nothing{}, "/me/notifications");
}

Result<http::Reply<http::Nothing>> serve(http::Reading& call, const Services& s) {
  constexpr std::string_view kEnd = ".ics";
  auto file = call.param("file");
  const auto unknown = fail(Outcome::kNotFound, "feed.unknown");
  if (!file.ends_with(kEnd)) return unknown;
  auto owner = call.db.text(sql::feed::feed_owner, {crypto::sha256_hex(file.substr(0, file.size() - kEnd.size()))});
  if (!owner) return unknown;
  auto person = identity::find_account(call.db, *owner);
  if (!person) return unknown;
  // An account that was disabled is nobody: its calendar empties, so that phones forget what they held.
  auto actor = person->status == "active" ? identity::make_actor(call.db, *owner, call.now) : Actor{};
  auto text = write_calendar(calendar_for(call.db, s, actor, settings_of(call.db, *owner), call.now, person->language));
  http::Reply<http::Nothing> reply;
  reply.file = http::FileBody{};
  reply.file->content_type = "text/calendar; charset=utf-8";
  reply.file->etag = crypto::sha256_hex(text).substr(0, 32);
  reply.file->bytes = std::make_shared<const std::string>(std::move(text));
  return reply;
}

}  // namespace

void add_feed_routes(http::Routes& routes, const Services& s) {
  routes
      .get<NotificationsView>("/me/notifications", access::member(), {"feed/notifications"},
                              [&s](http::Reading& call) { return show(call, s); })
      .summary("How one wants to be told: calendar, mail of the day, notices of the desk.")
      .query("saved", "Says that it was kept just now.");
  routes
      .post<NotificationsIn, http::Nothing>(
          "/me/notifications", access::member(), {"feed/notifications"},
          [](http::Writing& call, const NotificationsIn& in) { return keep(call, in); })
      .again("/me/notifications")
      .summary(
          "Chooses the mail of the day (off, daily, weekdays; hour and zone), the calendar and the notices shown.");
  routes
      .post<http::Nothing, FeedMade>("/me/notifications/feed", access::member(), {"feed/address"},
                                     [&s](http::Writing& call, const http::Nothing&) { return make_feed(call, s); })
      .not_repeatable()
      .summary("Makes the secret address of one's calendar, shown once; the one before stops.");
  routes
      .post<http::Nothing, http::Nothing>("/me/notifications/feed/end", access::member(), {"feed/notifications"},
                                          [](http::Writing& call, const http::Nothing&) { return end_feed(call); })
      .again("/me/notifications")
      .summary("Takes the address of one's calendar back.");
  routes
      .get<http::Nothing>("/kalender/{file}", access::anyone(), {},
                          [&s](http::Reading& call) { return serve(call, s); })
      .summary(
          "A person's calendar (iCalendar) behind its secret address: clocks, clarifications, plenaries, discussions.");
}

}  // namespace netra::feed
