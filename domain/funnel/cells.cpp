#include "domain/funnel/cells.hpp"

#include <charconv>

#include "domain/funnel/sql.hpp"
#include "domain/region/region.hpp"

namespace netra::funnel {

namespace {

std::int64_t day_number(Date date) { return std::chrono::sys_days(date).time_since_epoch().count(); }
Date date_of(std::int64_t day) { return Date(std::chrono::sys_days(std::chrono::days(day))); }

void put(Tally& tally, std::int64_t at, std::int64_t amount) {
  if ((tally[at] += amount) == 0) tally.erase(at);
}

// A day entered wrongly must not make a wait of less than nothing.
void put_days(Tally& tally, Date from, Date to, std::int64_t amount) {
  put(tally, std::max(0, days_between(from, to)), amount);
}

std::int64_t& count_of(Counts& counts, Standing standing) {
  switch (standing) {
    case Standing::reported:
      return counts.reported;
    case Standing::waiting:
      return counts.waiting;
    case Standing::answered:
      return counts.answered;
    case Standing::sanctioned:
      return counts.sanctioned;
    case Standing::ended:
      return counts.ended;
    case Standing::unknown:
      break;
  }
  return counts.unknown;
}

// One institution's share in a fact: since when it waits, and what it did.
struct Part {
  std::string institution;
  Standing standing;
  std::optional<Date> since, answered_on, decided_on;
};

Cell cell_of(const Part& part, std::int64_t amount, bool persons_known) {
  Cell cell;
  count_of(cell.counts, part.standing) = amount;
  if (!persons_known) cell.counts.uncounted = amount;
  if (!part.since) return cell;
  const bool is_open = part.standing == Standing::waiting;
  if (part.answered_on)
    put_days(cell.waits.answer_done, *part.since, *part.answered_on, amount);
  else if (is_open)
    put(cell.waits.answer_open, day_number(*part.since), amount);
  if (part.decided_on)
    put_days(cell.waits.decision_done, *part.since, *part.decided_on, amount);
  else if (is_open || part.standing == Standing::answered)
    put(cell.waits.decision_open, day_number(*part.since), amount);
  return cell;
}

bool is_decided(Standing standing) { return standing == Standing::sanctioned || standing == Standing::ended; }

std::vector<Part> parts_of(const Fact& fact) {
  std::vector<Part> out;
  const auto decided_on = is_decided(fact.standing) ? fact.decided_on : std::nullopt;
  out.push_back({fact.institution, fact.standing, fact.recommended_on, fact.answered_on, decided_on});
  if (fact.decider.empty() || !fact.reached_on) return out;
  // Its answer is its decision.
  const auto standing = is_decided(fact.standing) ? fact.standing : Standing::waiting;
  out.push_back({fact.decider + std::string(kDecides), standing, fact.reached_on, decided_on, decided_on});
  return out;
}

void write_tally(std::string& out, const Tally& tally) {
  for (const auto& [at, amount] : tally) {
    if (!out.empty() && out.back() != '|') out += ' ';
    out += std::to_string(at) + "*" + std::to_string(amount);
  }
}

Tally read_tally(std::string_view text) {
  Tally out;
  while (!text.empty()) {
    const auto one = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(text.size(), one.size() + 1));
    std::int64_t at = 0, amount = 0;
    auto star = std::from_chars(one.data(), one.data() + one.size(), at).ptr;
    if (star == one.data() + one.size() || *star != '*') return {};
    if (std::from_chars(star + 1, one.data() + one.size(), amount).ec != std::errc()) return {};
    out[at] = amount;
  }
  return out;
}

std::optional<Date> open_since(const Waits& waits) {
  if (waits.decision_open.empty()) return std::nullopt;
  return date_of(waits.decision_open.begin()->first);
}

struct Stored : Counts {
  std::string waits;
};
BOOST_DESCRIBE_STRUCT(Stored, (Counts), (waits))

}  // namespace

std::vector<std::string> places_of(std::string_view place) {
  std::vector<std::string> out{""};
  if (!region::is_code(place)) return out;
  for (auto level : {region::Level::province, region::Level::regency})
    if (auto above = region::ancestor_of(place, level); !above.empty()) out.push_back(std::move(above));
  return out;
}

void merge(Cell& into, const Cell& more) {
  boost::mp11::mp_for_each<netra::detail::Members<Counts>>(
      [&](auto member) { into.counts.*member.pointer += more.counts.*member.pointer; });
  auto tally = [](Tally& to, const Tally& from) {
    for (const auto& [at, amount] : from) put(to, at, amount);
  };
  tally(into.waits.answer_done, more.waits.answer_done);
  tally(into.waits.answer_open, more.waits.answer_open);
  tally(into.waits.decision_done, more.waits.decision_done);
  tally(into.waits.decision_open, more.waits.decision_open);
}

void add(Delta& delta, const Fact& fact, std::int64_t sign) {
  bool is_first = true;
  for (const auto& part : parts_of(fact)) {
    const auto cell = cell_of(part, sign * fact.amount, fact.persons_known);
    for (const auto& place : places_of(fact.place))
      for (const auto& election : {std::string(), fact.election})
        for (const auto& kind : {std::string(), fact.person_kind}) {
          if (is_first) merge(delta[{election, "", place, kind}], cell);
          if (!part.institution.empty()) merge(delta[{election, part.institution, place, kind}], cell);
        }
    is_first = false;
  }
}

std::int64_t sum(const Tally& tally) {
  std::int64_t out = 0;
  for (const auto& [at, amount] : tally) out += amount;
  return out;
}

std::optional<std::int64_t> median(const Tally& tally) {
  const auto all = sum(tally);
  if (all <= 0) return std::nullopt;
  std::int64_t seen = 0;
  std::optional<std::int64_t> lower;
  for (const auto& [at, amount] : tally) {
    seen += amount;
    if (!lower && 2 * seen >= all) lower = at;
    if (2 * seen > all) return (*lower + at + 1) / 2;
  }
  return lower;
}

std::optional<std::int64_t> longest(const Tally& tally) {
  if (tally.empty()) return std::nullopt;
  return tally.rbegin()->first;
}

std::string to_text(const Waits& waits) {
  std::string out;
  write_tally(out, waits.answer_done);
  out += '|';
  write_tally(out, waits.answer_open);
  out += '|';
  write_tally(out, waits.decision_done);
  out += '|';
  write_tally(out, waits.decision_open);
  return out;
}

Waits waits_from_text(std::string_view text) {
  Waits out;
  for (auto* tally : {&out.answer_done, &out.answer_open, &out.decision_done, &out.decision_open}) {
    const auto part = text.substr(0, text.find('|'));
    *tally = read_tally(part);
    text.remove_prefix(std::min(text.size(), part.size() + 1));
  }
  return out;
}

std::optional<Cell> find_cell(storage::Reader& db, const CellKey& key) {
  auto stored = db.one<Stored>(sql::funnel::cell, {key.election, key.institution, key.place, key.person_kind});
  if (!stored) return std::nullopt;
  return Cell{*stored, waits_from_text(stored->waits)};
}

void write_cells(storage::Writer& db, const Delta& delta) {
  for (const auto& [key, change] : delta) {
    if (change.is_empty()) continue;
    auto before = find_cell(db, key);
    Cell cell = before.value_or(Cell{});
    merge(cell, change);
    if (cell.is_empty()) {
      db.execute(sql::funnel::remove_cell, {key.election, key.institution, key.place, key.person_kind});
      continue;
    }
    const auto& c = cell.counts;
    const auto parent = key.place.empty() ? std::string("-") : region::parent_of(key.place);
    db.execute(sql::funnel::put_cell,
               {key.election, key.institution, key.place, key.person_kind, parent, c.reported, c.waiting, c.answered,
                c.sanctioned, c.ended, c.unknown, c.uncounted, to_text(cell.waits), median(cell.waits.answer_done),
                median(cell.waits.decision_done), longest(cell.waits.decision_done), open_since(cell.waits)});
  }
}

}  // namespace netra::funnel
