#include <algorithm>

#include "domain/feed/parts.hpp"
#include "domain/feed/sql.hpp"

namespace netra::feed {

namespace {

struct SettingsRow {
  Digest digest = Digest::off;
  int digest_hour = 7;
  Zone zone = Zone::wib;
  std::string digest_day;
  Scope scope = Scope::office;
  Alarm alarm = Alarm::day;
  std::string muted;
};
BOOST_DESCRIBE_STRUCT(SettingsRow, (), (digest, digest_hour, zone, digest_day, scope, alarm, muted))

}  // namespace

bool may_mute(clock::NoticeKind kind) { return kind != clock::NoticeKind::limit && kind != clock::NoticeKind::lapsed; }

Settings settings_of(storage::Reader& db, std::string_view account) {
  auto row = db.one<SettingsRow>(sql::feed::settings, {account});
  if (!row) return {};
  Settings out{row->digest, row->digest_hour, row->zone, row->scope, row->alarm, {}};
  const auto muted = json::parse(row->muted);
  for (const auto& name : muted.as_array())
    if (auto kind = parse_enum<clock::NoticeKind>(name.as_string()); kind && may_mute(*kind))
      out.muted.push_back(*kind);
  return out;
}

std::string digest_day(storage::Reader& db, std::string_view account) {
  auto row = db.one<SettingsRow>(sql::feed::settings, {account});
  return row ? row->digest_day : "";
}

void keep_settings(storage::Writer& db, Instant now, std::string_view account, const Settings& settings) {
  auto muted = settings.muted;
  muted.erase(std::remove_if(muted.begin(), muted.end(), [](auto kind) { return !may_mute(kind); }), muted.end());
  db.execute(sql::feed::put_settings, {account, settings.digest, settings.digest_hour, settings.zone, settings.scope,
                                       settings.alarm, json::serialize(to_json(muted))});
  plan_digest(db, now, account, settings);
}

}  // namespace netra::feed
