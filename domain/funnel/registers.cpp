#include "domain/funnel/registers.hpp"

#include <algorithm>

#include "domain/funnel/sql.hpp"
#include "engine/http/text.hpp"

namespace netra::funnel {

namespace {

std::int64_t percent(std::int64_t part, std::int64_t whole) {
  return whole > 0 ? (200 * part + whole) / (2 * whole) : 0;
}

std::int64_t answered_of(const Counts& c) { return c.answered + c.sanctioned + c.ended; }

std::vector<StepView> steps_of(const Counts& c, bool of_institution) {
  std::vector<StepView> out;
  const std::pair<const char*, std::int64_t> steps[] = {{"reported", c.reported + c.recommended()},
                                                        {"recommended", c.recommended()},
                                                        {"answered", answered_of(c)},
                                                        {"sanctioned", c.sanctioned}};
  for (const auto& [name, count] : steps) {
    if (of_institution && out.empty() && name == std::string_view("reported")) continue;  // nobody reports to it
    StepView step{name, count};
    step.percent = out.empty() ? (count > 0 ? 100 : 0) : percent(count, out.front().count);
    step.has_before = !out.empty() && out.back().count > 0;
    if (step.has_before) step.of_before = percent(count, out.back().count);
    out.push_back(std::move(step));
  }
  return out;
}

// Days since when, as days waited until today.
Tally waited(const Tally& since, Date today) {
  const auto now = std::chrono::sys_days(today).time_since_epoch().count();
  Tally out;
  for (const auto& [day, amount] : since) out[std::max<std::int64_t>(0, now - day)] += amount;
  return out;
}

WaitView wait_of(std::string step, const Tally& done, const Tally& open, Date today) {
  const auto until_today = waited(open, today);
  return {std::move(step), sum(done),           sum(open),           median(done),
          longest(done),   median(until_today), longest(until_today)};
}

PartView part_of(const CellRow& row, Date today) {
  PartView out{.name = row.name,
               .decides = row.name.ends_with(kDecides),
               .reported = row.reported + row.recommended(),
               .recommended = row.recommended(),
               .answered = answered_of(row),
               .sanctioned = row.sanctioned,
               .ended = row.ended,
               .waiting = row.waiting,
               .undecided = row.answered,
               .unknown = row.unknown};
  out.sanctioned_percent = percent(row.sanctioned, row.recommended());
  out.answer_median = row.answer_median;
  out.decision_median = row.decision_median;
  out.decision_longest = row.decision_longest;
  if (row.open_since) out.waiting_longest = std::max(0, days_between(*row.open_since, today));
  return out;
}

class Building {
 public:
  Building(storage::Reader& db, const Services& s, const Actor& actor, const Filter& filter, Date today,
           std::string_view language)
      : db_(db), s_(s), actor_(actor), filter_(filter), today_(today), labels_(db, s, language) {}

  RegistersView all() {
    RegistersView out{.filter = filter_};
    head(out);
    const auto cell =
        find_cell(db_, {filter_.election, filter_.institution, filter_.place, filter_.person_kind}).value_or(Cell{});
    counts(out, cell);
    parts(out);
    choices(out);
    std::vector<Figure> figures =
        db_.all<Figure>(sql::funnel::figures_at,
                        {filter_.place, filter_.election, region::ancestor_of(filter_.place, region::Level::province)});
    for (const auto& series : arrange(figures, s_.policy)) {
      out.published.push_back(series_view(labels_, series));
      if (!series.closes) ++out.not_closing;
    }
    return out;
  }

 private:
  std::string with(std::string Filter::*member, const std::string& value) const {
    auto changed = filter_;
    changed.*member = value;
    return "/registers" + query_of(changed);
  }

  void head(RegistersView& out) {
    const auto query = query_of(filter_);
    out.place_name = filter_.place.empty() ? "" : labels_.place(filter_.place);
    out.csv = "/registers.csv" + query;
    out.xlsx = "/registers.xlsx" + query;
    out.people_url = "/registers/people" + query;
    out.is_filtered = !filter_.election.empty() || !filter_.institution.empty() || !filter_.person_kind.empty();
    out.reset_url = "/registers" + query_of({.place = filter_.place});
    out.may_import = actor_.may_somewhere(Right::recommend);
    if (filter_.place.empty()) return;
    const auto up = region::parent_of(filter_.place);
    if (may_read_place(actor_, up)) out.up_url = with(&Filter::place, up);
  }

  void counts(RegistersView& out, const Cell& cell) {
    const auto& c = cell.counts;
    out.all = c.reported + c.recommended();
    if (c.uncounted > 0) out.uncounted = c.uncounted;
    out.steps = steps_of(c, !filter_.institution.empty());
    const std::pair<Standing, std::int64_t> standings[] = {
        {Standing::reported, c.reported},     {Standing::waiting, c.waiting}, {Standing::answered, c.answered},
        {Standing::sanctioned, c.sanctioned}, {Standing::ended, c.ended},     {Standing::unknown, c.unknown}};
    const auto query = query_of(filter_);
    for (const auto& [standing, count] : standings)
      if (count > 0)
        out.standings.push_back({standing, count,
                                 "/registers/people" + query + (query.empty() ? "?" : "&") +
                                     "standing=" + std::string(enum_name(standing))});
    out.waits = {wait_of("answer", cell.waits.answer_done, cell.waits.answer_open, today_),
                 wait_of("decision", cell.waits.decision_done, cell.waits.decision_open, today_)};
  }

  std::vector<PartView> rows(std::string_view statement, const storage::Params& params, std::string Filter::*member) {
    std::vector<PartView> out;
    for (const auto& row : db_.all<CellRow>(statement, params)) {
      auto part = part_of(row, today_);
      part.url = with(member, row.name);
      out.push_back(std::move(part));
    }
    return out;
  }

  void parts(RegistersView& out) {
    const auto& f = filter_;
    out.by_election = rows(sql::funnel::by_election, {f.institution, f.place, f.person_kind}, &Filter::election);
    for (auto& part : out.by_election) part.label = labels_.election(part.name);
    std::stable_sort(out.by_election.begin(), out.by_election.end(), [&](const auto& a, const auto& b) {
      return voting_day(s_, a.name).value_or(Date{}) < voting_day(s_, b.name).value_or(Date{});
    });
    out.by_institution = rows(sql::funnel::by_institution, {f.election, f.place, f.person_kind}, &Filter::institution);
    for (auto& part : out.by_institution) part.label = labels_.institution(part.name);
    out.by_kind = rows(sql::funnel::by_kind, {f.election, f.institution, f.place}, &Filter::person_kind);
    for (auto& part : out.by_kind) part.label = labels_.person_kind(part.name);
    if (region::level_of(f.place) == region::Level::regency) return;
    out.by_place = rows(sql::funnel::by_place, {f.place, f.election, f.institution, f.person_kind}, &Filter::place);
    std::erase_if(out.by_place, [&](const auto& part) { return !may_read_place(actor_, part.name); });
    for (auto& part : out.by_place) part.label = labels_.place(part.name);
  }

  // What may be chosen is what there is when the other filters stand; what is chosen stays among it.
  void choices(RegistersView& out) {
    auto take = [](const std::vector<PartView>& parts, const std::string& chosen, std::vector<Choice>& to) {
      bool is_there = chosen.empty();
      for (const auto& part : parts) {
        to.push_back({part.name, part.label});
        is_there = is_there || part.name == chosen;
      }
      return is_there;
    };
    if (!take(out.by_election, filter_.election, out.elections))
      out.elections.push_back({filter_.election, labels_.election(filter_.election)});
    if (!take(out.by_institution, filter_.institution, out.institutions))
      out.institutions.push_back({filter_.institution, labels_.institution(filter_.institution)});
    if (!take(out.by_kind, filter_.person_kind, out.person_kinds))
      out.person_kinds.push_back({filter_.person_kind, labels_.person_kind(filter_.person_kind)});
    if (!filter_.place.empty()) out.places.push_back({filter_.place, out.place_name});
    take(out.by_place, "", out.places);
  }

  storage::Reader& db_;
  const Services& s_;
  const Actor& actor_;
  const Filter& filter_;
  Date today_;
  Labels labels_;
};

}  // namespace

bool may_read_place(const Actor& actor, std::string_view place) {
  return std::any_of(actor.roles.begin(), actor.roles.end(), [&](const RoleHeld& held) {
    if (!gives(held.role, Right::read_figures)) return false;
    if (held.region == place) return true;
    return gives_below(held.role, Right::read_figures) &&
           (held.region.empty() || (!place.empty() && region::is_within(place, held.region)));
  });
}

Result<Filter> filter_of(const http::Call& call) {
  const auto& actor = actor_of(call);
  Filter out{call.query("election").value_or(""), call.query("institution").value_or(""),
             call.query("place").value_or(""), call.query("person_kind").value_or("")};
  if (!call.query("place")) {
    for (const auto& held : actor.roles)
      if (held.office == actor.active_office && gives(held.role, Right::read_figures)) out.place = held.region;
  }
  const auto level = region::level_of(out.place);
  const bool is_counted = out.place.empty() || level == region::Level::province || level == region::Level::regency;
  if (!is_counted || !may_read_place(actor, out.place)) return fail(Outcome::kForbidden, "register.place");
  return out;
}

std::string query_of(const Filter& filter) {
  std::string out;
  auto put = [&](const char* name, const std::string& value) {
    if (!value.empty()) out += (out.empty() ? "?" : "&") + std::string(name) + "=" + http::percent_encode(value);
  };
  put("election", filter.election);
  put("place", filter.place);
  put("institution", filter.institution);
  put("person_kind", filter.person_kind);
  return out;
}

SeriesView series_view(const Labels& labels, const Series& series) {
  const auto& head = series.head;
  SeriesView out{.election = labels.election(head.election),
                 .publisher = head.publisher,
                 .as_of = head.as_of,
                 .place = head.place.empty() ? "" : labels.place(head.place),
                 .institution = labels.institution(head.institution),
                 .person_kind = labels.person_kind(head.person_kind),
                 .source_name = head.source_name,
                 .mark = head.mark,
                 .closes = series.closes};
  auto stage = [&](const std::string& id) { return id.empty() ? std::string() : labels.word(Words::stage, id); };
  for (const auto& f : series.figures)
    out.figures.push_back({stage(f.stage), stage(f.part_of), f.split, f.unit, f.note, f.amount});
  for (const auto& c : series.checks)
    out.checks.push_back({c.kind, stage(c.stage), c.kind == CheckKind::order ? stage(c.split) : "",
                          c.kind == CheckKind::parts ? c.split : "", c.whole, c.sum, c.difference, c.closes,
                          c.has_whole});
  return out;
}

RegistersView registers_of(storage::Reader& db, const Services& s, const Actor& actor, const Filter& filter, Date today,
                           std::string_view language) {
  return Building(db, s, actor, filter, today, language).all();
}

}  // namespace netra::funnel
