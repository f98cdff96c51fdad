#include "engine/mail/mail.hpp"

#include <fmt/format.h>

#include "engine/crypto/box.hpp"
#include "engine/jobs/jobs.hpp"
#include "engine/mail/address.hpp"
#include "engine/mail/sql.hpp"

namespace netra::mail {

namespace {

constexpr std::chrono::hours kKeep{24 * 90};

struct Waiting {
  std::string address;
  std::string language;
  std::string notice;
  std::string path;
  std::optional<Instant> due_at_ms;
  std::optional<std::string> due_zone;
  std::optional<std::int64_t> number;
  std::optional<std::string> numbers;  // JSON: {"name": 3}
  Instant created_at_ms;
};
BOOST_DESCRIBE_STRUCT(Waiting, (),
                      (address, language, notice, path, due_at_ms, due_zone, number, numbers, created_at_ms))

// "28-10-2024 16.00 WIB"; in English "2024-10-28 16:00 WIB".
std::string due_text(const Waiting& mail) {
  if (!mail.due_at_ms) return {};
  auto zone = parse_zone(mail.due_zone.value_or("wib")).value_or(Zone::wib);
  auto date = date_in(*mail.due_at_ms, zone);
  std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::minutes>(*mail.due_at_ms - start_of_day(date, zone)));
  auto year = static_cast<int>(date.year());
  auto month = static_cast<unsigned>(date.month());
  auto day = static_cast<unsigned>(date.day());
  auto pattern =
      mail.language == "en" ? "{0:04}-{1:02}-{2:02} {3:02}:{4:02} {5}" : "{2:02}-{1:02}-{0:04} {3:02}.{4:02} {5}";
  return fmt::format(fmt::runtime(pattern), year, month, day, time.hours().count(), time.minutes().count(),
                     zone_abbreviation(zone));
}

// No path begins like this.
constexpr std::string_view kLocked = "locked:";

std::string stored_path(const Notice& notice, Entropy& entropy) {
  if (notice.lock.empty()) return notice.path;
  return std::string(kLocked) + crypto::to_base64url(crypto::secretbox(notice.lock, notice.path, entropy));
}

// Errors: mail.locked  another key locked it (secret.key was lost): the link has to be made anew.
Result<std::string> opened_path(const crypto::Secret& key, const std::string& stored) {
  if (!stored.starts_with(kLocked)) return stored;
  auto locked = crypto::from_base64url(std::string_view(stored).substr(kLocked.size()));
  if (!locked || key.empty()) return fail(Outcome::kInvalid, "mail.locked");
  auto path = crypto::secretbox_open(key, *locked);
  if (!path) return fail(Outcome::kInvalid, "mail.locked");
  return path->copy();
}

Message rendered(const MailServices& services, const std::string& id, const Waiting& mail) {
  auto due = due_text(mail);
  auto count = mail.number ? std::to_string(*mail.number) : std::string();
  std::vector<std::pair<std::string, std::string>> named{{"due", due}, {"count", count}};
  const auto numbers = json::parse(mail.numbers.value_or("{}"));
  for (const auto& [name, number] : numbers.as_object()) named.emplace_back(name, std::to_string(number.as_int64()));
  const std::vector<std::pair<std::string_view, std::string_view>> values(named.begin(), named.end());
  auto text = [&](const std::string& key) { return services.messages.text(mail.language, key, values); };
  Message out;
  out.from = services.settings.from;
  out.to = {mail.address};
  out.subject = text("mail." + mail.notice + ".subject");
  out.body = text("mail." + mail.notice + ".body") + "\n\n" + services.settings.base_url + mail.path + "\n\n-- \n" +
             text("mail.footer") + "\n";
  out.id = id;
  out.at = mail.created_at_ms;
  return out;
}

Result<Done> send_one(const MailServices& services, const jobs::Job& job, Instant now) {
  auto mail = storage::read(services.database,
                            [&](storage::Reader& db) { return db.one<Waiting>(sql::mail::waiting, {job.key}); });
  if (!mail) return Done{};  // sent before a crash, or cleared
  if (!services.messages.find(mail->language, "mail." + mail->notice + ".subject"))
    return fail(Outcome::kInvalid, "mail.unknown_notice", mail->notice);
  auto path = opened_path(services.settings.link_key, mail->path);
  if (!path) return fail(std::move(path.error()));
  mail->path = std::move(*path);
  auto sent = services.transport.send(rendered(services, job.key, *mail));
  if (!sent) return sent;
  return storage::write(services.database, [&](storage::Transaction& tx) -> Result<Done> {
    tx.unlogged(storage::Unlogged::kJob).execute(sql::mail::sent, {job.key, now});
    return Done{};
  });
}

std::optional<std::string> numbers_of(const Notice& notice) {
  if (notice.counts.empty()) return std::nullopt;
  json::object out;
  for (const auto& [name, number] : notice.counts) out[name] = number;
  return json::serialize(out);
}

bool is_path(std::string_view path) {
  return path.starts_with('/') && !path.starts_with("//") && path.find_first_of(" \r\n<>\"") == std::string_view::npos;
}

}  // namespace

Result<Done> enqueue(storage::Writer& db, Instant now, Entropy& entropy, const Notice& notice) {
  for (const auto& address : notice.to)
    if (!is_address(address)) return fail(Outcome::kInvalid, "mail.address");
  if (!is_path(notice.path)) return fail(Outcome::kInvalid, "mail.path", notice.notice);
  for (const auto& address : notice.to) {
    auto id = make_id(now, entropy);
    std::optional<std::string> zone;
    if (notice.due) zone = std::string(zone_abbreviation(notice.due->zone));
    db.execute(sql::mail::put, {id, address, notice.language, notice.notice, stored_path(notice, entropy),
                                notice.due ? std::optional(notice.due->at) : std::nullopt, zone, notice.count, now,
                                numbers_of(notice)});
    jobs::enqueue(db, "mail.send", id, now);
  }
  return Done{};
}

void add_jobs(jobs::Runner& runner, const MailServices& services) {
  runner.on_outside("mail.send",
                    [services](const jobs::Job& job, Instant now) { return send_one(services, job, now); });
  runner.on("mail.clear", [](storage::Transaction& tx, const jobs::Job&, Instant now) -> Result<Done> {
    tx.unlogged(storage::Unlogged::kJob).execute(sql::mail::clear, {now - kKeep});
    return Done{};
  });
  runner.every("mail.clear", std::chrono::hours(24));
}

std::vector<Bounced> bounced(storage::Reader& db) { return db.all<Bounced>(sql::mail::bounced); }

}  // namespace netra::mail
