#include <algorithm>
#include <charconv>

#include "domain/clock/clock_routes.hpp"
#include "domain/clock/rows.hpp"
#include "domain/clock/sql.hpp"
#include "domain/identity/actor.hpp"

namespace netra::clock {
namespace {

using calendar::Holiday;
using calendar::HolidayEdit;
using calendar::HolidayKind;

constexpr int kFirstYear = 2000;
constexpr int kLastYear = 2100;

struct RedatedRow {
  std::string clock, rule, regime, subject_kind, subject_id, office;
  Zone zone = Zone::wib;
  std::optional<Instant> was, now;
};
BOOST_DESCRIBE_STRUCT(RedatedRow, (), (clock, rule, regime, subject_kind, subject_id, office, zone, was, now))

// Clocks that the same unit of work dated anew; those of offices the reader may not see are only counted.
HolidayChange change_view(storage::Reader& db, const Services& s, const Actor& actor, const HolidayEdit& edit,
                          std::string_view language) {
  HolidayChange out{edit.added, edit.date, edit.name, edit.decree, LocalTime{edit.at, actor.zone()}, 0, {}};
  for (const auto& row : db.all<RedatedRow>(sql::clock::redated_at, {edit.at})) {
    ++out.redated_count;
    if (!actor.may(Right::read_cases, row.office)) continue;
    const auto* series = s.rules.clock_series(row.regime, row.rule);
    out.redated.push_back({row.clock, row.rule, series ? series->label.in(language) : row.rule, row.subject_kind,
                           row.subject_id, row.office, local(row.was, row.zone), local(row.now, row.zone),
                           row.was != row.now});
  }
  return out;
}

HolidayRow row_view(const Holiday& day, bool may_edit) {
  HolidayRow out{day.date,   day.kind,     day.region, day.name,        day.decree,
                 day.source, std::nullopt, day.mark,   !day.id.empty(), std::nullopt};
  if (day.source.starts_with("https://")) out.source_url = day.source;
  if (may_edit) {
    auto date = format_date(day.date);
    out.remove_url = "/holidays?year=" + std::to_string(int(day.date.year())) + "&remove=" + date;
    if (!day.region.empty()) *out.remove_url += "&region=" + day.region;
  }
  return out;
}

HolidaysView holidays_view(storage::Reader& db, const Services& s, const Actor& actor, int year,
                           std::string_view language) {
  auto calendar = s.load_calendar(db);
  HolidaysView out;
  out.year = year;
  out.published = calendar.is_published(year);
  bool listed = false;
  for (const auto& published : calendar.years()) {
    bool current = published.year == year;
    listed = listed || current;
    out.years.push_back({published.year, "/holidays?year=" + std::to_string(published.year), current});
    if (!current) continue;
    out.decrees = published.decrees;
    out.source = published.source;
    out.mark = published.mark;
  }
  if (!listed) out.years.push_back({year, "/holidays?year=" + std::to_string(year), true});
  out.may_edit = actor.may_somewhere(Right::manage_calendar);
  for (const auto& day : calendar.holidays_in(year)) out.holidays.push_back(row_view(day, out.may_edit));
  for (const auto& edit : calendar::edits_of(db, year))
    out.changes.push_back(change_view(db, s, actor, edit, language));
  return out;
}

std::string page_for(const Actor& actor) { return actor.signed_in() ? "clock/holidays_desk" : "clock/holidays"; }

// What a refused form held, or "".
std::string entered_text(const http::Reading& call, std::string_view member) {
  const auto* value = call.entered ? call.entered->values.if_contains(member) : nullptr;
  return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

// The year asked for; after a refusal that of the day entered; else this year where the decrees are made.
Result<int> year_of(const http::Reading& call) {
  int year = int(date_in(call.now, Zone::wib).year());
  if (auto entered = parse_date(entered_text(call, "date"))) year = int(entered->year());
  auto text = call.query("year");
  if (!text) return year;
  const char* begin = text->data();
  const char* past = begin + text->size();
  auto [end, error] = std::from_chars(begin, past, year);
  bool whole = error == std::errc{} && end == past;
  if (whole && year >= kFirstYear && year <= kLastYear) return year;
  return fail_fields("request.fields", {{"/year", "field.value", {}}});
}

// The day somebody is about to take off: named by the address, or by a removal that was refused.
std::optional<HolidayRow> removing(const http::Reading& call, const HolidaysView& view) {
  if (!view.may_edit) return std::nullopt;
  bool refused = call.entered && !call.entered->values.contains("decree");
  auto date = parse_date(refused ? entered_text(call, "date") : call.query("remove").value_or(""));
  auto region = refused ? entered_text(call, "region") : call.query("region").value_or("");
  for (const auto& day : view.holidays)
    if (day.date == date && day.region == region) return day;
  return std::nullopt;
}

Result<http::Reply<HolidaysView>> show_year(http::Reading& call, const Services& s) {
  auto year = year_of(call);
  if (!year) return fail(std::move(year.error()));
  const auto& actor = actor_of(call);
  http::Reply<HolidaysView> reply(holidays_view(call.db, s, actor, *year, call.info.language));
  reply.view.removing = removing(call, reply.view);
  reply.page = page_for(actor);
  return reply;
}

// The office in whose name the calendar is edited.
std::string office_of(const Actor& actor) {
  if (actor.may(Right::manage_calendar, actor.active_office)) return actor.active_office;
  auto offices = actor.offices_with(Right::manage_calendar);
  return offices.empty() ? std::string() : offices.front();
}

storage::Writer& record(http::Writing& call, const Actor& actor, const std::string& verb, int year, json::object change,
                        const std::string& reason) {
  auto office = office_of(actor);
  return journal::record(call.tx, call.now, call.entropy,
                         {actor.as(Right::manage_calendar, office),
                          verb,
                          {"calendar", std::to_string(year)},
                          office,
                          std::move(change),
                          reason});
}

Result<http::Reply<HolidaysView>> answer(http::Writing& call, const Services& s, const Actor& actor, int year) {
  auto reply =
      http::see(holidays_view(call.tx, s, actor, year, call.info.language), "/holidays?year=" + std::to_string(year));
  reply.page = page_for(actor);
  return reply;
}

void require_text(std::vector<FieldError>& wrong, const char* pointer, const std::string& text) {
  if (text.empty()) wrong.push_back({pointer, "field.required", {}});
}

Result<http::Reply<HolidaysView>> add(http::Writing& call, const Services& s, const NewHoliday& in) {
  const auto& actor = actor_of(call);
  std::vector<FieldError> wrong;
  require_text(wrong, "/name", in.name);
  require_text(wrong, "/decree", in.decree);
  require_text(wrong, "/reason", in.reason);
  bool local_kind = in.kind == HolidayKind::local;
  if (local_kind && in.region.value_or("").empty()) wrong.push_back({"/region", "field.required", {}});
  if (!wrong.empty()) return fail_fields("request.fields", std::move(wrong));
  Holiday holiday{"",
                  in.date,
                  in.kind,
                  in.region.value_or(""),
                  in.name,
                  in.decree,
                  in.source.value_or(""),
                  in.mark.value_or(Mark::unverified)};
  int year = int(in.date.year());
  auto& writer = record(call, actor, "holiday.added", year,
                        {{"date", format_date(in.date)},
                         {"kind", enum_name(in.kind)},
                         {"name", in.name},
                         {"decree", in.decree},
                         {"region", holiday.region}},
                        in.reason);
  auto edit = calendar::add_holiday(writer, s.rules, call.now, call.entropy, holiday);
  if (!edit) return fail(std::move(edit.error()));
  redate_open(call.tx, s, call.now, call.entropy, actor.as(Right::manage_calendar, office_of(actor)), holiday.region,
              in.date, in.reason);
  return answer(call, s, actor, year);
}

Result<http::Reply<HolidaysView>> remove(http::Writing& call, const Services& s, const HolidayRemoval& in) {
  const auto& actor = actor_of(call);
  if (in.reason.empty()) return fail_fields("request.fields", {{"/reason", "field.required", {}}});
  auto region = in.region.value_or("");
  int year = int(in.date.year());
  auto& writer = record(call, actor, "holiday.removed", year,
                        {{"date", format_date(in.date)}, {"kind", enum_name(in.kind)}, {"region", region}}, in.reason);
  auto edit = calendar::remove_holiday(writer, s.rules, call.now, call.entropy, in.date, in.kind, region);
  if (!edit) return fail(std::move(edit.error()));
  redate_open(call.tx, s, call.now, call.entropy, actor.as(Right::manage_calendar, office_of(actor)), region, in.date,
              in.reason);
  return answer(call, s, actor, year);
}

Result<http::Reply<HolidaysView>> publish(http::Writing& call, const Services& s, const NewYear& in) {
  const auto& actor = actor_of(call);
  std::vector<FieldError> wrong;
  if (in.year < kFirstYear || in.year > kLastYear) wrong.push_back({"/year", "field.value", {}});
  require_text(wrong, "/decrees", in.decrees);
  require_text(wrong, "/reason", in.reason);
  if (!wrong.empty()) return fail_fields("request.fields", std::move(wrong));
  auto& writer = record(call, actor, "calendar.published", in.year,
                        {{"year", std::to_string(in.year)}, {"decrees", in.decrees}}, in.reason);
  auto year = calendar::publish_year(writer, s.rules, call.now,
                                     {in.year, in.decrees, in.source.value_or(""), in.mark.value_or(Mark::unverified)});
  if (!year) return fail(std::move(year.error()));
  redate_open(call.tx, s, call.now, call.entropy, actor.as(Right::manage_calendar, office_of(actor)), "", std::nullopt,
              in.reason);
  return answer(call, s, actor, in.year);
}

}  // namespace

void add_holiday_routes(http::Routes& routes, const Services& s) {
  routes
      .get<HolidaysView>("/holidays", access::anyone(), {"clock/holidays"},
                         [&s](http::Reading& call) { return show_year(call, s); })
      .summary("Days off of a year with decree and source, and the changes made here")
      .query("year", "The year to show.")
      .query("remove", "A day whose removal is to be asked for.")
      .query("region", "The region of that day.");
  routes
      .post<NewHoliday, HolidaysView>("/holidays", access::with(Right::manage_calendar), {"clock/holidays_desk"},
                                      [&s](http::Writing& call, const NewHoliday& in) { return add(call, s, in); })
      .again("/holidays")
      .summary("Add a day off, with a reason; open clocks are dated anew");
  routes
      .post<HolidayRemoval, HolidaysView>(
          "/holidays/removals", access::with(Right::manage_calendar), {"clock/holidays_desk"},
          [&s](http::Writing& call, const HolidayRemoval& in) { return remove(call, s, in); })
      .again("/holidays")
      .summary("Take a day off the list, with a reason; open clocks are dated anew");
  routes
      .post<NewYear, HolidaysView>("/holidays/years", access::with(Right::manage_calendar), {"clock/holidays_desk"},
                                   [&s](http::Writing& call, const NewYear& in) { return publish(call, s, in); })
      .again("/holidays")
      .summary("Record that the decree of a year is known; clocks that waited for it are dated");
}

}  // namespace netra::clock
