// One mail a day at the hour a person chose: how much is late, due today and due this week. Numbers and a link, nothing
// else; no mail when all of them are nought.
#include "domain/feed/parts.hpp"
#include "domain/feed/sql.hpp"
#include "domain/identity/gate.hpp"
#include "domain/identity/identity.hpp"
#include "engine/jobs/jobs.hpp"
#include "engine/mail/mail.hpp"

namespace netra::feed {

namespace {

constexpr std::string_view kJob = "feed.digest";

bool is_day_of(Digest digest, Date day) {
  if (digest == Digest::daily) return true;
  auto weekday = weekday_of(day);
  return digest == Digest::weekdays && weekday != std::chrono::Saturday && weekday != std::chrono::Sunday;
}

// The first moment after `now` at which a digest falls due.
Instant next_moment(const Settings& settings, Instant now) {
  auto day = date_in(now, settings.zone);
  for (;;) {
    auto at = start_of_day(day, settings.zone) + std::chrono::hours(settings.digest_hour);
    if (at > now && is_day_of(settings.digest, day)) return at;
    day = add_days(day, 1);
  }
}

std::vector<std::string> offices_read(const Actor& actor) {
  auto out = actor.offices_with(Right::read_reports);
  for (auto& office : actor.offices_with(Right::read_cases))
    if (std::find(out.begin(), out.end(), office) == out.end()) out.push_back(std::move(office));
  return out;
}

Result<Done> send(storage::Writer& db, Instant now, Entropy& entropy, const identity::Account& account,
                  const clock::DueCounts& counts) {
  mail::Notice notice;
  notice.to = {account.email};
  notice.language = account.language;
  notice.notice = "digest";
  notice.path = "/today";
  notice.counts = {{"overdue", counts.overdue}, {"today", counts.today}, {"week", counts.week}};
  return mail::enqueue(db, now, entropy, notice);
}

}  // namespace

void plan_digest(storage::Writer& db, Instant now, std::string_view account, const Settings& settings) {
  if (settings.digest == Digest::off)
    jobs::cancel(db, kJob, account);
  else
    jobs::enqueue(db, kJob, account, next_moment(settings, now));
}

Result<Done> make_digest(storage::Transaction& tx, const Services& s, Instant now, Entropy& entropy,
                         std::string_view account) {
  auto settings = settings_of(tx, account);
  if (settings.digest == Digest::off) return Done{};
  auto& db = tx.unlogged(storage::Unlogged::kJob);
  plan_digest(db, now, account, settings);
  auto today = date_in(now, settings.zone);
  bool is_time = now >= start_of_day(today, settings.zone) + std::chrono::hours(settings.digest_hour);
  // After a standstill the job comes late, maybe at night or on a day off: what was missed stays missed.
  if (!is_time || !is_day_of(settings.digest, today) || digest_day(tx, account) >= format_date(today)) return Done{};
  db.execute(sql::feed::set_digest_day, {account, format_date(today)});
  auto person = identity::find_account(tx, account);
  if (!person || person->status != "active" || !s.mail_leaves) return Done{};
  auto actor = identity::make_actor(tx, account, now);
  auto counts = clock::count_due(tx, offices_read(actor), now, settings.zone);
  if (counts.overdue + counts.today + counts.week == 0) return Done{};
  return send(db, now, entropy, *person, counts);
}

}  // namespace netra::feed
