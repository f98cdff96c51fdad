// The receipt, made again for the one who holds the code; and what the law still wants after an online form.
#include <algorithm>

#include "domain/office/office.hpp"
#include "domain/region/region.hpp"
#include "domain/report/intake.hpp"
#include "domain/report/record.hpp"
#include "domain/report/sql.hpp"

namespace netra::report {

namespace {

// Channels of the procedure have their own names for some of ours.
std::string_view channel_id(Channel channel) {
  switch (channel) {
    case Channel::online:
      return "online";
    case Channel::counter:
      return "in_person";
    case Channel::phone:
      return "phone";
    case Channel::letter:
      return "letter";
    case Channel::social_media:
    case Channel::message:
      return "social_media";
    case Channel::field:  // our own; the law knows no such way in
      break;
  }
  return "";
}

const procedure::Version<procedure::ChannelRule>* channel_rule(const procedure::Rules& rules, const clock::Place& place,
                                                               Channel channel, Date on) {
  auto id = channel_id(channel);
  for (const auto& c : rules.channels)
    if (c.id == id && c.regime == place.regime) return procedure::holding(c.versions, {on, place.election});
  return nullptr;
}

}  // namespace

std::optional<AppearView> must_appear(storage::Reader& db, const Services& s, const clock::Place& place, Track track,
                                      Channel channel, std::optional<Date> date_known, const clock::Forecast* limit) {
  if (track != Track::formal) return std::nullopt;
  auto on = date_known.value_or(Date{});
  const auto* rule = date_known ? channel_rule(s.rules, place, channel, on) : nullptr;
  if (date_known && (!rule || rule->value.is_receipt)) return std::nullopt;
  if (!date_known && channel == Channel::counter) return std::nullopt;
  AppearView out;
  if (auto office = office::find_office(db, place.office)) {
    out.office = office->name;
    out.address = office->address;
    out.phone = office->phone;
  }
  if (limit) {
    out.by = limit->target;
  } else if (date_known) {
    if (auto computed = clock::forecast(db, s.clocks, "draft", place, start_of_day(on, place.zone)))
      out.by = computed->target;
  }
  if (rule) {
    out.basis = rule->origin.basis;
    out.mark = rule->origin.mark;
  }
  return out;
}

Receipt receipt_again(storage::Reader& db, const Services& s, const ReportRecord& record, std::string_view code,
                      Instant now, std::string_view language) {
  auto filled = filled_of(db, record.id);
  auto office = office::find_office(db, record.office_id);
  auto region = region::find_region(db, record.region_code);
  clock::Place place{record.office_id, record.region_code, record.zone, record.regime, record.election_id};
  Receipt out{.code = std::string(code),
              .id = record.id,
              .received_at = {record.received_at_ms, record.zone},
              .office = office ? office->name : record.office_id,
              .office_id = record.office_id,
              .place = region ? region->path : record.region_code,
              .track = record.track,
              .asked_track = record.asked_track,
              .downgrade = record.downgrade,
              .due = clock::clocks_of(db, s.clocks, {"report", record.id}, now, language),
              .appear = attended_at(db, record.id)
                            ? std::nullopt
                            : must_appear(db, s, place, record.track, record.channel, record.date_known)};
  out.missing =
      check_completeness(s.rules, record.regime, record.election_id, date_in(record.received_at_ms, record.zone),
                         record.track, record.is_proxy, filled, language);
  out.complete = out.missing.empty();
  for (const auto& item : evidence::list(db, {"report", record.id}, record.zone))
    out.files.push_back({item.number, item.filename, item.description, item.sha256, item.size});
  return out;
}

}  // namespace netra::report
