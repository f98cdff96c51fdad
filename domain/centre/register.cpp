// Which crimes came to the centre and how far each is; the same as a page, as a table, and counted per month.
#include "domain/centre/register.hpp"

#include <algorithm>
#include <cmath>

#include "domain/centre/discussion_record.hpp"
#include "domain/centre/register_views.hpp"
#include "domain/centre/tables.hpp"

namespace netra::centre {

namespace {

// Steps of the procedure that the register has a column for.
constexpr std::string_view kWithPolice = "investigation", kReturned = "returned", kVerdict = "verdict_read";

// Who has a track in a stage: the centre where all three discuss, a court or somebody else without an office here, or
// the institution of the office that has it.
Holder holder_of(storage::Reader& db, const Services& s, const cases::Track& track, const cases::TrackStay& stay) {
  const auto regime = finding::regime_of(s.cases.elections, track.election_id);
  const auto* rule =
      s.cases.rules.stage_rule(regime, stay.stage, {date_in(track.received_at_ms, track.zone), track.election_id});
  const std::string actor = rule && !rule->value.actors.empty() ? rule->value.actors.front() : "";
  if (actor == "gakkumdu") return Holder::centre;
  if (actor == "pn" || actor == "pt") return Holder::court;
  if (!stay.holder.empty()) return Holder::elsewhere;
  const auto office = office::find_office(db, stay.office_id);
  switch (office ? office->kind : office::Kind::bawaslu) {
    case office::Kind::bawaslu:
      return Holder::bawaslu;
    case office::Kind::police:
      return Holder::police;
    case office::Kind::prosecutor:
      return Holder::prosecutor;
    case office::Kind::court:
      return Holder::court;
    default:
      return Holder::elsewhere;
  }
}

std::optional<Instant> instant_of(const std::optional<LocalTime>& at) {
  return at ? std::optional(at->at) : std::nullopt;
}

RegisterEntry entry_of(storage::Reader& db, const Services& s, const cases::Track& track, Instant now,
                       std::string_view language) {
  RegisterEntry out{track.id,
                    track.case_id,
                    track.number,
                    track.title,
                    track.zone,
                    track.opened_at_ms,
                    track.ended_at_ms,
                    {},
                    {},
                    {},
                    track.round,
                    {}};
  for (const auto& stay : cases::stays_of(db, track.id))
    out.steps.push_back({stay.stage, stay.event, holder_of(db, s, track, stay), stay.entered_at_ms});
  for (const auto& clock : clock::clocks_of(db, s.cases.clocks, track.subject(), now, language))
    out.limits.push_back(
        {clock.rule, clock.label, clock.started_at.at, instant_of(clock.due), instant_of(clock.ended_at)});
  std::ranges::sort(out.limits, {}, &RegisterLimit::started);
  out.discussions = discussions_of_track(db, s, track.id, track.zone, language);
  out.stage_name = cases::stage_name_of(s.cases, track, track.stage, language);
  return out;
}

}  // namespace

std::vector<RegisterEntry> register_of(storage::Reader& db, const Services& s, std::string_view centre, Instant now,
                                       std::string_view language) {
  std::vector<RegisterEntry> out;
  for (const auto& track : tracks_of_centre(db, centre)) {
    auto entry = entry_of(db, s, track, now, language);
    if (!entry.steps.empty()) out.push_back(std::move(entry));
  }
  std::ranges::stable_sort(out, {}, &RegisterEntry::came);
  return out;
}

namespace {

// ---- rows ----

std::optional<LocalTime> first_at(const RegisterEntry& entry, auto&& fits) {
  for (const auto& step : entry.steps)
    if (fits(step)) return LocalTime{step.entered, entry.zone};
  return std::nullopt;
}

std::optional<Date> day_of(const std::optional<LocalTime>& at) {
  return at ? std::optional(date_in(at->at, at->zone)) : std::nullopt;
}

// The discussion of a kind that counts: the last concluded one, else the last that was not called off.
std::optional<DiscussionItem> discussion_of(const RegisterEntry& entry, std::string_view kind) {
  std::optional<DiscussionItem> found;
  for (const auto& one : entry.discussions) {
    if (one.kind != kind || one.state == "cancelled") continue;
    if (!found || found->state != "concluded" || one.state == "concluded") found = one;
  }
  return found;
}

RegisterRow row_of(const RegisterEntry& entry, std::int64_t ordinal) {
  RegisterRow row{.ordinal = ordinal, .track = entry.track, .case_id = entry.case_id, .number = entry.number};
  row.title = entry.title;
  row.came = {entry.came, entry.zone};
  row.came_on = date_in(entry.came, entry.zone);
  row.stage = entry.steps.back().stage;
  row.stage_name = entry.stage_name;
  row.holder = entry.steps.back().holder;
  row.round = entry.round;
  row.first = discussion_of(entry, "first");
  row.second = discussion_of(entry, "second");
  row.forwarded = first_at(entry, [](const auto& step) { return step.stage == kWithPolice; });
  const auto returns = std::ranges::count_if(entry.steps, [](const auto& step) { return step.event == kReturned; });
  if (returns > 0) row.returns = returns;
  row.verdict = first_at(entry, [](const auto& step) { return step.event == kVerdict; });
  if (entry.ended) row.ended = LocalTime{*entry.ended, entry.zone};
  row.forwarded_on = day_of(row.forwarded);
  row.verdict_on = day_of(row.verdict);
  row.ended_on = day_of(row.ended);
  return row;
}

struct Filter {
  std::string state, stage, holder;
  std::optional<Date> from, until;  // days on which it came

  bool takes(const RegisterRow& row) const {
    const Date came = date_in(row.came.at, row.came.zone);
    return (state.empty() || (state == "ended") == row.ended.has_value()) && (stage.empty() || row.stage == stage) &&
           (holder.empty() || enum_name(row.holder) == holder) && (!from || *from <= came) &&
           (!until || came <= *until);
  }
};

Filter filter_of(const http::Call& call) {
  Filter out;
  const auto state = call.query("state").value_or("");
  if (state == "open" || state == "ended") out.state = state;
  out.stage = call.query("stage").value_or("");
  if (auto holder = parse_enum<Holder>(call.query("holder").value_or(""))) out.holder = enum_name(*holder);
  out.from = parse_date(call.query("from").value_or(""));
  out.until = parse_date(call.query("until").value_or(""));
  return out;
}

std::string address_of(const Filter& filter) {
  auto out = "?state=" + filter.state + "&holder=" + filter.holder;
  // A stage comes from the address: only what a stage's id can hold goes back into one.
  if (std::ranges::all_of(filter.stage, [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; }))
    out += "&stage=" + filter.stage;
  if (filter.from) out += "&from=" + format_date(*filter.from);
  if (filter.until) out += "&until=" + format_date(*filter.until);
  return out;
}

Result<RegisterView> view(http::Reading& call, const Services& s) {
  auto centre = centre_here(call, call.db);
  if (!centre) return fail(std::move(centre.error()));
  const auto filter = filter_of(call);
  RegisterView v{.office = centre->id, .office_name = centre->name};
  v.state = filter.state;
  v.stage = filter.stage;
  v.holder = filter.holder;
  v.from = filter.from;
  v.until = filter.until;
  v.csv = "/centres/" + centre->id + "/register.csv" + address_of(filter);
  v.xlsx = "/centres/" + centre->id + "/register.xlsx" + address_of(filter);
  for (auto holder :
       {Holder::bawaslu, Holder::centre, Holder::police, Holder::prosecutor, Holder::court, Holder::elsewhere})
    v.holders.emplace_back(enum_name(holder));
  std::int64_t ordinal = 0;
  for (const auto& entry : register_of(call.db, s, centre->id, call.now, call.info.language)) {
    auto row = row_of(entry, ++ordinal);
    if (std::ranges::none_of(v.stages, [&](const auto& one) { return one.value == row.stage; }))
      v.stages.push_back({row.stage, row.stage_name});
    if (filter.takes(row)) v.rows.push_back(std::move(row));
  }
  std::ranges::reverse(v.rows);
  v.all = ordinal;
  return v;
}

Result<http::Reply<http::Nothing>> table(http::Reading& call, const Services& s, sheet::Format format) {
  auto v = view(call, s);
  if (!v) return fail(std::move(v.error()));
  sheet::Sheet out{"register",
                   columns({"ordinal", "number", "title", "came", "stage", "stage_name", "holder", "first",
                            "first_result", "second", "second_result", "forwarded", "returns", "verdict", "ended"}),
                   {}};
  for (const auto& row : v->rows)
    out.rows.push_back(
        {row.ordinal, row.number.value_or(""), row.title, format_local(row.came), row.stage, row.stage_name,
         value_name(s, call.info.language, "centre_holder", enum_name(row.holder)),
         row.first ? format_local(row.first->starts_at) : "", row.first ? row.first->result_name.value_or("") : "",
         row.second ? format_local(row.second->starts_at) : "", row.second ? row.second->result_name.value_or("") : "",
         optional_text(row.forwarded), row.returns.value_or(0), optional_text(row.verdict), optional_text(row.ended)});
  return answer_with(format, out, "netra-register-" + v->office + "-" + format_date(date_in(call.now, Zone::wib)));
}

// ---- recap ----

// "2024-10"; anything else is this month.
Date month_asked(const http::Call& call, Zone zone) {
  const auto asked = parse_date(call.query("month").value_or("") + "-01");
  const Date today = date_in(call.now, zone);
  return asked.value_or(today.year() / today.month() / std::chrono::day(1));
}

std::string month_text(Date month) { return format_date(month).substr(0, 7); }

Date next_month(Date month) {
  const auto next = std::chrono::year_month(month.year(), month.month()) + std::chrono::months(1);
  return next.year() / next.month() / std::chrono::day(1);
}

void name_stages(const Services& s, std::string_view language, const std::vector<Count>& counts,
                 std::vector<NamedCount>& out) {
  for (const auto& count : counts) {
    std::string name = count.value;
    for (const auto& stage : s.cases.rules.stages)
      if (stage.id == count.value) name = stage.label.in(language);
    out.push_back({count.value, name, count.count});
  }
}

double to_tenths(double days) { return std::round(days * 10) / 10; }

Result<http::Reply<RecapView>> recap(http::Reading& call, const Services& s) {
  auto centre = centre_here(call, call.db);
  if (!centre) return fail(std::move(centre.error()));
  const Date month = month_asked(call, centre->zone), after = next_month(month);
  const auto before = std::chrono::year_month(month.year(), month.month()) - std::chrono::months(1);
  RecapView v{.office = centre->id, .office_name = centre->name, .month = month_text(month)};
  v.first_day = month;
  v.last_day = add_days(after, -1);
  v.month_before = month_text(before.year() / before.month() / std::chrono::day(1));
  v.month_after = month_text(after);
  const Instant end = start_of_day(after, centre->zone);
  v.is_whole = end <= call.now;
  v.as_of = {std::min(end, call.now + std::chrono::milliseconds(1)), centre->zone};
  v.made_at = {call.now, centre->zone};
  const auto entries = register_of(call.db, s, centre->id, call.now, call.info.language);
  v.recap = recap_of(entries, {start_of_day(month, centre->zone), v.as_of.at});
  for (auto& limit : v.recap.limits) {
    limit.average_days = to_tenths(limit.average_days);
    limit.longest_days = to_tenths(limit.longest_days);
  }
  name_stages(s, call.info.language, v.recap.by_stage, v.stages);
  name_stages(s, call.info.language, v.recap.by_outcome, v.outcomes);
  return http::Reply<RecapView>(std::move(v));
}

void declare_filters(http::RouteOptions route) {
  route.query("state", "open or ended.")
      .query("stage", "Only those that stand in this stage.")
      .query("holder", "Only those with this institution: bawaslu, centre, police, prosecutor, court, elsewhere.")
      .query("from", "Only those that came on this day or later.")
      .query("until", "Only those that came on this day or earlier.");
}

}  // namespace

void add_register_routes(http::Routes& routes, const Services& s) {
  const auto read = access::member();
  const std::string base = "/centres/{office}/";
  declare_filters(routes
                      .get<RegisterView>(base + "register", read, {"centre/register"},
                                         [&s](http::Reading& call) -> Result<http::Reply<RegisterView>> {
                                           auto v = view(call, s);
                                           if (!v) return fail(std::move(v.error()));
                                           return http::Reply<RegisterView>(std::move(*v));
                                         })
                      .summary("Register of the crimes that came to a centre, latest first."));
  for (auto format : kFormats)
    declare_filters(routes
                        .get<http::Nothing>(base + "register" + ending(format), read, {},
                                            [&s, format](http::Reading& call) { return table(call, s, format); })
                        .summary("The register as a table."));
  for (const auto& [path, page] : {std::pair{"recap", "centre/recap"}, std::pair{"recap/print", "centre/recap_print"}})
    routes.get<RecapView>(base + path, read, {page}, [&s](http::Reading& call) { return recap(call, s); })
        .summary("The register counted for a month.")
        .query("month", "The month, 2024-10; without it this one.");
}

}  // namespace netra::centre
