#include "domain/funnel/facts.hpp"

#include <set>

#include "domain/funnel/funnel.hpp"
#include "domain/funnel/sql.hpp"

namespace netra::funnel {

namespace {

using recommendation::PersonFact;
using recommendation::State;
using recommendation::Verdict;

constexpr int kAtOnce = 500;

std::string or_unknown(const std::string& text) { return text.empty() ? std::string(kUnknown) : text; }

// A decision counts once the office that recommended has checked it.
Standing standing_of(const PersonFact& person) {
  if (person.verdict && person.checked)
    return *person.verdict == Verdict::sanctioned ? Standing::sanctioned : Standing::ended;
  if (person.verdict || person.answered_at || person.reached_decider_at) return Standing::answered;
  return Standing::waiting;
}

struct Named {
  std::string name;
  std::int64_t amount = 0;
};
BOOST_DESCRIBE_STRUCT(Named, (), (name, amount))

struct CaseHead {
  std::string office_id, election_id, region_code;
};
BOOST_DESCRIBE_STRUCT(CaseHead, (), (office_id, election_id, region_code))

// Kinds of person that a recommendation may be about; a case file names others too.
bool may_be_recommended(const procedure::Rules& rules, std::string_view kind) {
  for (const auto& receiver : rules.receivers)
    for (const auto& subject : receiver.subjects)
      if (subject == kind) return true;
  return false;
}

struct FoundCell : Counts {
  std::string election, institution, place, person_kind, waits;
};
BOOST_DESCRIBE_STRUCT(FoundCell, (Counts), (election, institution, place, person_kind, waits))

Delta stored_cells(storage::Reader& db) {
  Delta out;
  CellKey last;
  for (bool is_first = true;; is_first = false) {
    auto found = db.all<FoundCell>(
        is_first ? sql::funnel::cells_first : sql::funnel::cells_after,
        is_first ? storage::Params{kAtOnce}
                 : storage::Params{last.election, last.institution, last.place, last.person_kind, kAtOnce});
    for (const auto& cell : found) {
      last = {cell.election, cell.institution, cell.place, cell.person_kind};
      out[last] = {cell, waits_from_text(cell.waits)};
    }
    if (found.size() < kAtOnce) return out;
  }
}

Delta counted_cells(storage::Reader& db) {
  Delta out;
  for (std::string last;;) {
    auto facts = db.all<Fact>(sql::funnel::facts_after, {last, kAtOnce});
    for (const auto& fact : facts) add(out, fact, 1);
    if (facts.size() < kAtOnce) break;
    last = facts.back().id;
  }
  std::erase_if(out, [](const auto& cell) { return cell.second.is_empty(); });
  return out;
}

}  // namespace

std::optional<Fact> fact_of(const PersonFact& person) {
  if (person.state == State::draft || person.state == State::withdrawn) return std::nullopt;
  Fact fact{.id = person.id,
            .source = FactSource::recommendation,
            .source_id = person.recommendation,
            .office = person.office,
            .election = or_unknown(person.election),
            .place = or_unknown(person.region),
            .institution = or_unknown(person.first_receiver),
            .person_kind = or_unknown(person.person_kind),
            .standing = standing_of(person)};
  auto day = [&](const std::optional<Instant>& at) -> std::optional<Date> {
    if (!at) return std::nullopt;
    return date_in(*at, person.zone);
  };
  fact.recommended_on = date_in(person.sent_at.value_or(person.recommended_at), person.zone);
  fact.answered_on = day(person.answered_at);
  if (person.decider && *person.decider != person.first_receiver) {
    fact.decider = *person.decider;
    fact.reached_on = day(person.reached_decider_at);
  }
  if (person.checked) fact.decided_on = person.decided_on;
  // Who decides at once has answered by it.
  if (!fact.answered_on) fact.answered_on = fact.decided_on;
  return fact;
}

void insert_fact(storage::Writer& db, const Fact& f) {
  db.execute(sql::funnel::insert_fact,
             {f.id, f.source, f.source_id, f.office, f.election, f.place, f.institution, f.decider, f.person_kind,
              f.standing, f.amount, f.persons_known, f.recommended_on, f.answered_on, f.reached_on, f.decided_on});
}

bool replace_facts(storage::Transaction& tx, FactSource source, std::string_view source_id,
                   const std::vector<Fact>& facts, Delta& delta) {
  const auto before = tx.all<Fact>(sql::funnel::facts_of, {source, source_id});
  if (before == facts) return false;
  for (const auto& fact : before) add(delta, fact, -1);
  for (const auto& fact : facts) add(delta, fact, 1);
  auto& writer = tx.unlogged(storage::Unlogged::kIndex);
  writer.execute(sql::funnel::remove_facts, {source, source_id});
  for (const auto& fact : facts) insert_fact(writer, fact);
  return true;
}

bool replace_facts(storage::Transaction& tx, FactSource source, std::string_view source_id,
                   const std::vector<Fact>& facts) {
  Delta delta;
  const bool changed = replace_facts(tx, source, source_id, facts, delta);
  write_cells(tx.unlogged(storage::Unlogged::kIndex), delta);
  return changed;
}

namespace {

bool recount_case(storage::Transaction& tx, const Services& s, std::string_view case_id, Delta& delta) {
  const auto head = tx.one<CaseHead>(sql::funnel::case_head, {case_id});
  if (!head) return false;
  std::map<std::string, std::int64_t> left;
  for (const auto& kind : tx.all<Named>(sql::funnel::case_reported, {case_id}))
    if (may_be_recommended(s.rules, kind.name)) left[kind.name] = kind.amount;
  for (const auto& kind : tx.all<Named>(sql::funnel::case_recommended, {case_id})) left[kind.name] -= kind.amount;
  std::vector<Fact> facts;
  for (const auto& [kind, amount] : left)
    if (amount > 0)
      facts.push_back({.id = std::string(case_id) + "." + kind,
                       .source = FactSource::case_file,
                       .source_id = std::string(case_id),
                       .office = head->office_id,
                       .election = or_unknown(head->election_id),
                       .place = or_unknown(head->region_code),
                       .person_kind = kind,
                       .standing = Standing::reported,
                       .amount = amount});
  return replace_facts(tx, FactSource::case_file, case_id, facts, delta);
}

bool recount_recommendation(storage::Transaction& tx, const Services& s, std::string_view id, Delta& delta) {
  std::vector<Fact> facts;
  std::string of_case;
  for (const auto& person : recommendation::facts_of(tx, id)) {
    of_case = person.case_id.value_or("");
    if (auto fact = fact_of(person)) facts.push_back(std::move(*fact));
  }
  std::sort(facts.begin(), facts.end(), [](const Fact& a, const Fact& b) { return a.id < b.id; });
  const bool changed = replace_facts(tx, FactSource::recommendation, id, facts, delta);
  return (!of_case.empty() && recount_case(tx, s, of_case, delta)) || changed;
}

}  // namespace

bool refresh(storage::Transaction& tx, const Services& s, std::string_view recommendation) {
  Delta delta;
  const bool changed = recount_recommendation(tx, s, recommendation, delta);
  write_cells(tx.unlogged(storage::Unlogged::kIndex), delta);
  return changed;
}

bool refresh_case(storage::Transaction& tx, const Services& s, std::string_view case_id) {
  Delta delta;
  const bool changed = recount_case(tx, s, case_id, delta);
  write_cells(tx.unlogged(storage::Unlogged::kIndex), delta);
  return changed;
}

std::size_t recount(storage::Transaction& tx) {
  const auto before = stored_cells(tx), after = counted_cells(tx);
  std::size_t different = 0;
  for (const auto& [key, cell] : after) {
    const auto found = before.find(key);
    different += found == before.end() || !(found->second == cell);
  }
  for (const auto& [key, cell] : before) different += !after.contains(key);
  if (different == 0) return 0;
  auto& writer = tx.unlogged(storage::Unlogged::kIndex);
  writer.execute(sql::funnel::clear_cells);
  write_cells(writer, after);
  return different;
}

namespace {

using Recount = bool (*)(storage::Transaction&, const Services&, std::string_view, Delta&);

struct Source {
  const char* kind;
  std::string_view ids;
  Recount recount;
};

Result<Done> rebuild_from(storage::Database& database, const Services& s, const Source& source, Rebuilt& out) {
  for (std::string last;;) {
    const auto rows = storage::read(database, [&](storage::Reader& db) {
      return db.query(source.ids, {last, kAtOnce});
    });
    if (rows.empty()) return Done{};
    auto done = storage::write(database, [&](storage::Transaction& tx) -> Result<Done> {
      Delta delta;
      for (const auto& row : rows)
        if (source.recount(tx, s, row.text(0), delta))
          out.faults.push_back(std::string(source.kind) + " " + row.text(0) + ": counted otherwise");
      write_cells(tx.unlogged(storage::Unlogged::kIndex), delta);
      return Done{};
    });
    if (!done) return fail(std::move(done.error()));
    out.records += rows.size();
    last = rows[rows.size() - 1].text(0);
  }
}

// Case files that the journal tells of, further than they were followed. False at its end.
bool follow_on(storage::Transaction& tx, const Services& s) {
  constexpr std::size_t kJournalAtOnce = 2000;
  auto seq = tx.integer(sql::funnel::followed).value_or(0);
  const auto rows = tx.query(sql::funnel::journal_after, {seq, kJournalAtOnce});
  if (rows.empty()) return false;
  std::set<std::string> cases;
  for (const auto& row : rows) {
    seq = row.integer(0);
    if (row.text(1) == "case") cases.insert(row.text(2));
  }
  for (const auto& id : cases) refresh_case(tx, s, id);
  tx.unlogged(storage::Unlogged::kIndex).execute(sql::funnel::set_followed, {seq});
  return rows.size() == kJournalAtOnce;
}

}  // namespace

Result<Rebuilt> rebuild(storage::Database& database, const Services& s) {
  Rebuilt out;
  // What is only not followed yet is no fault.
  for (bool more = true; more;) {
    auto followed =
        storage::write(database, [&](storage::Transaction& tx) -> Result<bool> { return follow_on(tx, s); });
    if (!followed) return fail(std::move(followed.error()));
    more = *followed;
  }
  for (const auto& source : {Source{"recommendation", sql::funnel::recommendation_ids, recount_recommendation},
                             Source{"case", sql::funnel::case_ids, recount_case}})
    if (auto done = rebuild_from(database, s, source, out); !done) return fail(std::move(done.error()));
  auto cells = storage::write(database, [](storage::Transaction& tx) -> Result<std::size_t> { return recount(tx); });
  if (!cells) return fail(std::move(cells.error()));
  if (*cells > 0) out.faults.push_back(std::to_string(*cells) + " cells counted otherwise");
  return out;
}

void add_register_jobs(jobs::Runner& runner, const Services& s) {
  runner.on("registers.follow", [&s](storage::Transaction& tx, const jobs::Job&, Instant) -> Result<Done> {
    follow_on(tx, s);
    return Done{};
  });
  runner.every("registers.follow", std::chrono::minutes(2));
}

}  // namespace netra::funnel
