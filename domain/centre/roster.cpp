// The duty roster: who of the centre is on duty when; a week at a time.
#include <algorithm>

#include "domain/centre/record.hpp"
#include "domain/centre/sql.hpp"

namespace netra::centre {

using namespace std::chrono;

namespace {

constexpr std::size_t kMostDays = 31;

// As rosters write it: one zone for both.
std::string hours_of(Instant starts, Instant ends, Zone zone) {
  const auto hour = [&](Instant at) {
    auto text = format_local({at, zone}).substr(11, 5);
    text[2] = '.';
    return text;
  };
  return hour(starts) + "–" + hour(ends) + " " + std::string(zone_abbreviation(zone));
}

ShiftView view_of(const storage::Row& row, const office::Office& centre, Instant now) {
  const Instant starts = row.instant(4), ends = row.instant(5);
  return {row.text(0),
          row.text(1),
          row.text(2),
          *parse_enum<Institution>(row.text(3)),
          {starts, centre.zone},
          {ends, centre.zone},
          hours_of(starts, ends, centre.zone),
          row.text(6),
          starts <= now && now < ends};
}

struct Span {
  Instant starts, ends;
};

}  // namespace

std::vector<ShiftView> shifts_between(storage::Reader& db, const office::Office& centre, Instant from, Instant until,
                                      Instant now) {
  std::vector<ShiftView> out;
  for (const auto& row : db.query(sql::centre::shifts_between, {centre.id, from, until}))
    out.push_back(view_of(row, centre, now));
  return out;
}

std::vector<ShiftView> on_duty(storage::Reader& db, const office::Office& centre, Instant now) {
  return shifts_between(db, centre, now, now + milliseconds(1), now);
}

Date monday_of(Date day) {
  const auto weekday = weekday_of(day);
  return add_days(day, -static_cast<int>((weekday - Monday).count()));
}

namespace {

// ---- the week ----

std::vector<RosterDay> days_of(storage::Reader& db, const office::Office& centre, Date week, Instant now) {
  std::vector<RosterDay> days;
  for (int i = 0; i < 7; ++i) {
    const Date date = add_days(week, i);
    days.push_back({date, date == date_in(now, centre.zone), {}, {}});
  }
  const auto from = start_of_day(week, centre.zone), until = start_of_day(add_days(week, 7), centre.zone);
  for (auto& shift : shifts_between(db, centre, from, until, now)) {
    const auto day = days_between(week, date_in(shift.starts_at.at, centre.zone));
    if (day >= 0 && day < 7) days[static_cast<std::size_t>(day)].shifts.push_back(std::move(shift));
  }
  for (auto& day : days)
    for (auto institution : kInstitutions)
      if (!day.shifts.empty() &&
          std::ranges::none_of(day.shifts, [&](const auto& one) { return one.institution == institution; }))
        day.missing.emplace_back(enum_name(institution));
  return days;
}

std::optional<std::int64_t> count_asked(const http::Call& call, std::string_view name) {
  const auto text = call.query(name).value_or("");
  if (text.empty() || text.size() > 3 || !std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; }))
    return std::nullopt;
  return std::stoll(text);
}

// Of the address, or of the form that was refused.
std::optional<Date> week_asked(const http::Call& call) {
  if (!call.entered) return parse_date(call.query("week").value_or(""));
  auto in = from_json<ShiftIn>(call.entered->values, Leniency::kForm);
  return in && !in->dates.empty() ? std::optional(in->dates.front()) : std::nullopt;
}

Result<RosterView> roster(http::Reading& call, const Services& s) {
  auto centre = centre_here(call, call.db);
  if (!centre) return fail(std::move(centre.error()));
  const Date today = date_in(call.now, centre->zone);
  RosterView v{.office = centre->id, .office_name = centre->name};
  v.week = monday_of(week_asked(call).value_or(today));
  v.last_day = add_days(v.week, 6);
  v.week_before = add_days(v.week, -7);
  v.week_after = add_days(v.week, 7);
  v.is_this_week = v.week == monday_of(today);
  v.days = days_of(call.db, *centre, v.week, call.now);
  v.is_empty = std::ranges::all_of(v.days, [](const auto& day) { return day.shifts.empty(); });
  v.on_duty = on_duty(call.db, *centre, call.now);
  v.copied = count_asked(call, "copied");
  v.skipped = count_asked(call, "skipped");
  v.may_manage = actor_of(call).may(Right::manage_centre, centre->id);
  if (v.may_manage) {
    auto members = members_of(call.db, centre->id);
    std::erase_if(members, [&](const auto& one) {
      return one.valid_from > v.last_day || (one.valid_until && *one.valid_until < v.week);
    });
    v.members = member_options(s, members, call.info.language);
  }
  return v;
}

Result<http::Reply<RosterView>> show(http::Reading& call, const Services& s) {
  auto view = roster(call, s);
  if (!view) return fail(std::move(view.error()));
  return http::Reply<RosterView>(std::move(*view));
}

// ---- writing it ----

// "08:00" on a day.
std::optional<Instant> at_hour(Date day, const std::optional<std::string>& hour, Zone zone) {
  if (!hour) return std::nullopt;
  return parse_moment(format_date(day) + "T" + *hour, zone);
}

std::optional<Span> span_on(Date day, const ShiftIn& in, Zone zone) {
  const auto starts = at_hour(day, in.from, zone);
  auto ends = at_hour(day, in.until, zone);
  if (!starts || !ends) return std::nullopt;
  if (*ends <= *starts) *ends += hours(24);  // a night's shift
  return Span{*starts, *ends};
}

// Why somebody cannot be on duty then; nothing when they can.
std::optional<SkipReason> hindrance(storage::Reader& db, const MemberRow& member, Span span, Zone zone) {
  if (!member.holds_on(date_in(span.starts, zone)) || !member.holds_on(date_in(span.ends - milliseconds(1), zone)))
    return SkipReason::not_member;
  if (db.integer(sql::centre::shifts_of_member, {member.id, span.starts, span.ends})) return SkipReason::clash;
  return std::nullopt;
}

Result<std::vector<Span>> spans_of(const http::Writing& call, const office::Office& centre, const MemberRow& member,
                                   const ShiftIn& in, Entries& entries) {
  std::vector<Span> out;
  if (in.dates.empty() || in.dates.size() > kMostDays) entries.wrong("/dates", "field.required");
  for (const char* hour : {"/from", "/until"}) {
    const auto& text = std::string_view(hour) == "/from" ? in.from : in.until;
    if (!text)
      entries.wrong(hour, "field.required");
    else if (!at_hour(date_in(call.now, centre.zone), text, centre.zone))
      entries.wrong(hour, "field.value");
  }
  if (!entries.fine()) return entries.refuse("duty.incomplete");
  for (auto day : in.dates) {
    const auto span = *span_on(day, in, centre.zone);
    bool is_twice =
        std::ranges::any_of(out, [&](const auto& o) { return o.starts < span.ends && span.starts < o.ends; });
    auto why = is_twice ? std::optional(SkipReason::clash) : hindrance(call.tx, member, span, centre.zone);
    if (why)
      return fail_fields(*why == SkipReason::clash ? "duty.clash" : "duty.not_member",
                         {{"/dates", *why == SkipReason::clash ? "duty.clash" : "duty.not_member", format_date(day)}});
    out.push_back(span);
  }
  return out;
}

void put_shift(http::Writing& call, storage::Writer& writer, const office::Office& centre, std::string_view member,
               Span span, std::string_view note) {
  writer.execute(sql::centre::insert_shift, {make_id(call.now, call.entropy), centre.id, member, span.starts, span.ends,
                                             note, call.now, call.principal.id});
}

Result<http::Reply<ShiftsSet>> add(http::Writing& call, const ShiftIn& in) {
  auto centre = centre_for(call, Right::manage_centre);
  if (!centre) return fail(std::move(centre.error()));
  Entries entries;
  const auto member = in.member ? find_member(call.tx, centre->id, *in.member) : std::nullopt;
  if (!member) entries.wrong("/member", in.member ? "member.unknown" : "field.required");
  const auto note = entries.optional_text("/note", in.note, kShort);
  auto spans = spans_of(call, *centre, member.value_or(MemberRow{}), in, entries);
  if (!spans) return fail(std::move(spans.error()));
  json::array days;
  for (auto span : *spans) days.emplace_back(format_local({span.starts, centre->zone}));
  auto& writer = finding::record(call, {Right::manage_centre,
                                        "centre.duty_set",
                                        subject(centre->id),
                                        centre->id,
                                        {{"member", member->id}, {"at", days}}});
  for (auto span : *spans) put_shift(call, writer, *centre, member->id, span, note);
  const ShiftsSet view{static_cast<std::int64_t>(spans->size()), monday_of(in.dates.front())};
  return http::see(view, "/centres/" + centre->id + "/roster?week=" + format_date(view.week));
}

Result<http::Reply<http::Nothing>> remove(http::Writing& call, const ShiftRemoval& in) {
  auto centre = centre_for(call, Right::manage_centre);
  if (!centre) return fail(std::move(centre.error()));
  Entries entries;
  const auto reason = entries.optional_text("/reason", in.reason, kLine);
  if (!entries.fine()) return entries.refuse("duty.incomplete");
  auto& writer = finding::record(call, {Right::manage_centre,
                                        "centre.duty_removed",
                                        subject(centre->id),
                                        centre->id,
                                        {{"shift", call.param("shift")}},
                                        reason});
  if (writer.execute(sql::centre::remove_shift, {call.param("shift"), centre->id, call.now, call.principal.id}) != 1)
    return fail(FailedWith::kNotFound, "duty.unknown");
  const auto week = call.query("week").value_or("");
  return http::see(http::Nothing{},
                   "/centres/" + centre->id + "/roster" + (parse_date(week) ? "?week=" + week : std::string()));
}

// Shifts of the week before, seven days later; who cannot is left out and named.
Result<http::Reply<CopyView>> copy(http::Writing& call, const CopyIn& in) {
  auto centre = centre_for(call, Right::manage_centre);
  if (!centre) return fail(std::move(centre.error()));
  if (!in.week) return fail_fields("duty.incomplete", {{"/week", "field.required", {}}});
  const Date week = monday_of(*in.week);
  const auto days = days_of(call.tx, *centre, add_days(week, -7), call.now);
  if (std::ranges::all_of(days, [](const auto& day) { return day.shifts.empty(); }))
    return fail(FailedWith::kConflict, "duty.nothing_to_copy");
  auto& writer = finding::record(
      call,
      {Right::manage_centre, "centre.duty_copied", subject(centre->id), centre->id, {{"week", format_date(week)}}});
  CopyView out;
  for (const auto& day : days)
    for (const auto& shift : day.shifts) {
      const Span span{shift.starts_at.at + hours(7 * 24), shift.ends_at.at + hours(7 * 24)};
      const auto member = find_member(call.tx, centre->id, shift.member);
      if (auto why = hindrance(call.tx, *member, span, centre->zone)) {
        out.skipped.push_back({shift.name, {span.starts, centre->zone}, *why});
        continue;
      }
      put_shift(call, writer, *centre, shift.member, span, shift.note);
      ++out.copied;
    }
  const auto path = "/centres/" + centre->id + "/roster?week=" + format_date(week) +
                    "&copied=" + std::to_string(out.copied) + "&skipped=" + std::to_string(out.skipped.size());
  return http::see(std::move(out), path);
}

}  // namespace

void add_roster_routes(http::Routes& routes, const Services& s) {
  const auto read = access::member(), manage = access::with(Right::manage_centre);
  const std::string path = "/centres/{office}/roster";
  const auto handler = [&s](http::Reading& call) { return show(call, s); };
  routes.get<RosterView>(path, read, {"centre/roster"}, handler)
      .summary("The duty roster of a centre, a week at a time.")
      .query("week", "Any day of the week to show; without it this week.")
      .query("copied", "How many shifts a copy has just made.")
      .query("skipped", "How many it left out.");
  routes.get<RosterView>(path + "/print", read, {"centre/roster_print"}, handler)
      .summary("The roster of a week, to print.")
      .query("week", "Any day of the week to show; without it this week.")
      .query("copied", "Not used here.")
      .query("skipped", "Not used here.");
  routes.post<ShiftIn, ShiftsSet>("/centres/{office}/shifts", manage, {}, add)
      .again(path)
      .summary("Puts a member on duty, on one day or several.");
  routes.post<ShiftRemoval, http::Nothing>("/centres/{office}/shifts/{shift}/removal", manage, {}, remove)
      .again(path)
      .query("week", "The week to go back to.")
      .summary("Takes a shift off the roster.");
  routes.post<CopyIn, CopyView>(path + "/copies", manage, {}, copy)
      .again(path)
      .summary("Copies the week before into a week; who is no member then, or on duty already, is left out.");
  add_roster_file_route(routes, s);
}

}  // namespace netra::centre
