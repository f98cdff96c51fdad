#include "domain/clock/rows.hpp"

#include "domain/clock/sql.hpp"

namespace netra::clock {

std::optional<ClockRow> find_clock(storage::Reader& db, std::string_view id) {
  return db.one<ClockRow>(sql::clock::by_id, {id});
}

std::vector<ClockRow> rows_of(storage::Reader& db, const Subject& subject) {
  return db.all<ClockRow>(sql::clock::of_subject, {subject.kind, subject.id});
}

std::optional<ClockRow> open_clock(storage::Reader& db, const Subject& subject, std::string_view rule) {
  for (auto& row : rows_of(db, subject))
    if (row.rule == rule && row.state != ClockState::ended) return row;
  return std::nullopt;
}

std::vector<EventRow> events_of(storage::Reader& db, std::string_view clock) {
  return db.all<EventRow>(sql::clock::events, {clock});
}

void insert_clock(storage::Writer& db, const ClockRow& r) {
  db.execute(sql::clock::insert,
             {r.id,    r.rule,    r.regime,     r.election, r.subject_kind, r.subject_id, r.office,  r.region,
              r.zone,  r.event,   r.state,      r.due,      r.target,       r.latest,     r.problem, r.sort_ms,
              r.alarm, r.alarmed, r.limit_told, r.lapsed,   r.ended,        r.created});
}

void update_clock(storage::Writer& db, const ClockRow& r) {
  db.execute(sql::clock::update, {r.id, r.office, r.region, r.zone, r.event, r.state, r.due, r.target, r.latest,
                                  r.problem, r.sort_ms, r.alarm, r.alarmed, r.limit_told, r.lapsed, r.ended});
}

void add_event(storage::Writer& db, Entropy& entropy, const ClockRow& row, EventKind kind, Instant at, Instant now,
               std::optional<Instant> was, std::string_view why) {
  db.execute(sql::clock::insert_event, {make_id(now, entropy), row.id, kind, at, now, was, row.target, why});
}

}  // namespace netra::clock
