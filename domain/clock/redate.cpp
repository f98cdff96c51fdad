#include "domain/clock/rows.hpp"
#include "domain/clock/sql.hpp"

namespace netra::clock {
namespace {

constexpr int kPage = 500;

bool lies_in(std::string_view place, std::string_view region) {
  if (region.empty() || place == region) return true;
  return place.size() > region.size() && place.substr(0, region.size()) == region && place[region.size()] == '.';
}

// Can a change of this day touch the clock's date at all?
bool touched(const ClockRow& row, std::string_view region, std::optional<Date> day) {
  if (!lies_in(row.region, region)) return false;
  if (!day || !row.problem.empty() || !row.latest) return true;
  return date_in(row.event, row.zone) <= *day && *day <= date_in(*row.latest, row.zone);
}

std::string written(const std::optional<Instant>& at, Zone zone) { return at ? format_local({*at, zone}) : ""; }

// The record's row on the desk goes by the running clock that comes first, so it moves along.
void redate_row(storage::Transaction& tx, const Services& s, Instant now, Entropy& entropy, const Subject& subject) {
  const auto rows = rows_of(tx, subject);
  const ClockRow* first = nullptr;
  for (const auto& row : rows)
    if (row.state == ClockState::running && row.target && (!first || *row.target < *first->target)) first = &row;
  auto& index = tx.unlogged(storage::Unlogged::kIndex);
  for (const auto kind : item_kinds(subject.kind))
    if (first)
      office::set_item_due(index, kind, subject.id, first->target, first->due, first->rule);
    else
      office::set_item_due(index, kind, subject.id, std::nullopt, std::nullopt, "");
  if (s.redated) s.redated(tx, now, entropy, subject);
}

// Writes the new dates with their act, event and notice.
Redated redate(storage::Transaction& tx, const Services& s, Instant now, Entropy& entropy,
               const journal::ActorRef& actor, const ClockRow& old, ClockRow row, const Dating& dating,
               std::string_view reason) {
  json::object change{{"clock", row.id},
                      {"rule", row.rule},
                      {"target", {{"from", written(old.target, old.zone)}, {"to", written(row.target, row.zone)}}},
                      {"due", {{"from", written(old.due, old.zone)}, {"to", written(row.due, row.zone)}}}};
  auto& writer = journal::record(
      tx, now, entropy,
      {actor, "clock.redated", {row.subject_kind, row.subject_id}, row.office, std::move(change), std::string(reason)});
  if (row.target && *row.target > now) row.limit_told = std::nullopt;
  if (row.due && *row.due > now) row.lapsed = std::nullopt;
  plan_alarm(writer, s.rules, row, now);
  update_clock(writer, row);
  add_event(writer, entropy, row, EventKind::redated, now, now, old.target, "");
  add_notice(writer, s, entropy, row, NoticeKind::redated, false, now);
  redate_row(tx, s, now, entropy, {row.subject_kind, row.subject_id});
  return {row.id,
          row.rule,
          dating.counting.series->label.id,
          row.subject_kind,
          row.subject_id,
          row.office,
          local(old.target, old.zone),
          local(row.target, row.zone),
          old.target != row.target};
}

}  // namespace

std::vector<Redated> redate_open(storage::Transaction& tx, const Services& s, Instant now, Entropy& entropy,
                                 const journal::ActorRef& actor, std::string_view region, std::optional<Date> day,
                                 std::string_view reason) {
  std::vector<Redated> out;
  auto calendar = s.load_calendar(tx);
  std::string after;
  for (;;) {
    auto rows = tx.all<ClockRow>(sql::clock::open_page, {after, kPage});
    for (const auto& old : rows) {
      if (!touched(old, region, day)) continue;
      auto dating = date_clock(tx, s, calendar, old);
      if (!dating) continue;  // its rule is gone; the page of the clock says so
      ClockRow row = old;
      take_dates(row, *dating);
      bool same =
          row.due == old.due && row.target == old.target && row.latest == old.latest && row.problem == old.problem;
      if (!same) out.push_back(redate(tx, s, now, entropy, actor, old, std::move(row), *dating, reason));
    }
    if (rows.size() < kPage) return out;
    after = rows.back().id;
  }
}

Result<Done> correct_event(storage::Transaction& tx, const Services& s, Instant now, Entropy& entropy,
                           const journal::ActorRef& actor, std::string_view clock_id, Instant event_at,
                           std::string_view reason) {
  auto old = find_clock(tx, clock_id);
  if (!old) return fail(Outcome::kNotFound, "clock.unknown");
  if (old->state == ClockState::ended) return fail(Outcome::kConflict, "clock.not_running");
  ClockRow row = *old;
  row.event = event_at;
  auto dating = date_clock(tx, s, s.load_calendar(tx), row);
  if (!dating) return fail(std::move(dating.error()));
  take_dates(row, *dating);
  redate(tx, s, now, entropy, actor, *old, row, *dating, reason);
  auto& writer = tx.unlogged(storage::Unlogged::kIndex);  // the act is recorded by redate
  add_event(writer, entropy, row, EventKind::corrected, event_at, now, old->target, "");
  return Done{};
}

Result<int> redate_after_rule_change(storage::Database& database, const Services& s, Instant now, Entropy& entropy) {
  return storage::write(database, [&](storage::Transaction& tx) -> Result<int> {
    auto known = tx.text(sql::clock::fingerprint);
    if (known && *known == s.rules.fingerprint) return 0;
    int moved = 0;
    if (known)
      moved = static_cast<int>(
          redate_open(tx, s, now, entropy, {"system", "clock", ""}, "", std::nullopt, "rules_changed").size());
    tx.unlogged(storage::Unlogged::kReference).execute(sql::clock::set_fingerprint, {s.rules.fingerprint});
    return moved;
  });
}

}  // namespace netra::clock
