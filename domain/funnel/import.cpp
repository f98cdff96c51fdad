#include "domain/funnel/import.hpp"

#include <algorithm>
#include <map>

#include "domain/funnel/facts.hpp"
#include "domain/funnel/import_read.hpp"
#include "domain/funnel/sql.hpp"
#include "engine/crypto/hash.hpp"

namespace netra::funnel {

namespace {

constexpr std::size_t kMostRows = 5000;  // one unit of work makes them all

std::string hash_of(const json::value& tree) { return crypto::sha256_hex(json::serialize(tree)); }

// Which columns the first row names.
struct Header {
  Heading places;
  std::vector<std::string> taken, ignored, never;
};

Header header_of(const Policy& policy, ImportKind kind, const sheet::Row& row) {
  Header out;
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (row[i].empty()) continue;
    const auto* column = policy.column(enum_name(kind), row[i]);
    if (policy.is_never_taken(row[i]))
      out.never.push_back(row[i]);
    else if (column && out.places.emplace(column->id, i).second)
      out.taken.push_back(row[i]);
    else
      out.ignored.push_back(row[i]);
  }
  return out;
}

std::string missing_columns(const Policy& policy, ImportKind kind, const Heading& places, std::string_view language) {
  std::string out;
  for (const auto& column : policy.all(Words::column))
    if (column.kind == enum_name(kind) && column.required.value_or(false) && !places.contains(column.id))
      out += (out.empty() ? "" : ", ") + (column.label ? column.label->in(language) : column.id);
  return out;
}

Entry read_entry(RowReader& in) {
  Entry out;
  out.reference = in.text("reference");
  out.number = in.text("number");
  out.election = in.election();
  out.place = in.place(true);
  out.institution = in.institution();
  out.person_kind = in.person_kind();
  out.persons = in.count("persons");
  if (out.persons == 0) in.fault("persons", "register.nobody");
  out.recommended_on = in.day("recommended_on");
  out.answered_on = in.day("answered_on");
  out.decided_on = in.day("decided_on");
  auto before = [&](const char* column, const std::optional<Date>& day) {
    if (day && out.recommended_on && *day < *out.recommended_on) in.fault(column, "register.before");
  };
  before("answered_on", out.answered_on);
  before("decided_on", out.decided_on);
  out.outcome = in.word("outcome", Words::outcome);
  out.sanction = in.text("sanction");
  out.source_name = in.required("source_name");
  out.mark = in.mark();
  out.note = in.text("note");
  return out;
}

// A day, a month or a year; publications say no more at times.
std::string read_as_of(RowReader& in) {
  const auto given = in.text("as_of");
  const bool is_month = given.size() == 7 && parse_date(given + "-01");
  const bool is_year = given.size() == 4 && parse_date(given + "-01-01");
  if (given.empty() || is_month || is_year) return given;
  if (auto day = read_day(given)) return format_date(*day);
  in.fault("as_of", "register.date", given);
  return {};
}

Figure read_figure(RowReader& in) {
  Figure out;
  out.election = in.election();
  out.publisher = in.required("publisher");
  out.as_of = read_as_of(in);
  out.place = in.place(false);
  out.institution = in.institution();
  out.person_kind = in.person_kind();
  out.stage = in.required("stage").empty() ? "" : in.word("stage", Words::stage);
  if (!in.required("amount").empty()) out.amount = in.count("amount").value_or(0);
  out.unit = in.text("unit");
  out.part_of = in.word("part_of", Words::stage);
  if (!out.part_of.empty() && out.part_of == out.stage) in.fault("part_of", "register.part_of_itself");
  out.split = in.text("split");
  out.source_name = in.required("source_name");
  out.mark = in.mark();
  out.note = in.text("note");
  out.series = series_of(out);
  return out;
}

// Which row of which register this is, whatever it says. Rows without a number of their own are told apart by what they
// say, and equal ones by their order.
json::array identity_of(const Entry& e, const std::string& office, const std::string& content) {
  if (e.reference.empty() && e.number.empty()) return {office, "content", content};
  return {office, e.election, e.place, e.source_name, e.reference, e.number};
}

json::array identity_of(const Figure& f, const std::string& office, const std::string&) {
  return {office, f.series, f.stage, f.part_of, f.split, f.unit};
}

struct KnownRow {
  std::string content;
};
BOOST_DESCRIBE_STRUCT(KnownRow, (), (content))

class Planner {
 public:
  Planner(storage::Reader& db, const Services& s, Plan& plan) : db_(db), s_(s), plan_(plan) {}

  void read(const Heading& heading, const sheet::Row& row, std::size_t at) {
    RowReader in(db_, s_, heading, row, at);
    PlannedRow out{.row = at + 1};
    if (plan_.kind == ImportKind::recommendations)
      name(out, out.entry.emplace(read_entry(in)));
    else
      name(out, out.figure.emplace(read_figure(in)));
    out.faults = in.take_faults();
    if (!out.faults.empty())
      out.state = RowState::refused;
    else
      settle(out);
    plan_.rows.push_back(std::move(out));
  }

 private:
  template <class T>
  void name(PlannedRow& out, const T& row) {
    out.content = hash_of(to_json(row));
    auto identity = identity_of(row, plan_.office, out.content);
    const auto key = json::serialize(identity);
    identity.emplace_back(seen_[key]++);
    out.identity = hash_of(identity);
  }

  void settle(PlannedRow& row) {
    const auto statement =
        plan_.kind == ImportKind::recommendations ? sql::funnel::known_entry : sql::funnel::known_figure;
    const auto known = db_.one<KnownRow>(statement, {row.identity});
    if (known) row.state = known->content == row.content ? RowState::known : RowState::differs;
  }

  storage::Reader& db_;
  const Services& s_;
  Plan& plan_;
  std::map<std::string, std::int64_t> seen_;
};

std::string hash_of(const Plan& plan) {
  json::array rows;
  for (const auto& row : plan.rows)
    rows.push_back(json::array{static_cast<std::int64_t>(row.row), enum_name(row.state), row.identity, row.content});
  return hash_of(json::array{enum_name(plan.kind), plan.office, rows});
}

// The first sheet that holds the columns; else the first with anything in it, for the message.
const sheet::Table* table_for(const std::vector<sheet::Table>& tables, const Policy& policy, ImportKind kind,
                              std::size_t& header_row) {
  for (const auto& table : tables)
    for (std::size_t i = 0; i < std::min<std::size_t>(table.rows.size(), 20); ++i)
      if (missing_columns(policy, kind, header_of(policy, kind, table.rows[i]).places, "id").empty()) {
        header_row = i;
        return &table;
      }
  header_row = 0;
  for (const auto& table : tables)
    if (!table.rows.empty()) return &table;
  return &tables.front();
}

std::string or_unknown(const std::string& text) { return text.empty() ? std::string(kUnknown) : text; }

Standing standing_of(const Policy& policy, const Entry& entry) {
  if (const auto* outcome = policy.word(Words::outcome, entry.outcome))
    return parse_enum<Standing>(outcome->standing.value_or("")).value_or(Standing::unknown);
  return entry.answered_on ? Standing::answered : Standing::unknown;
}

Fact fact_of(const Services& s, const Plan& plan, const Entry& e, const std::string& id) {
  Fact fact{.id = id,
            .source = FactSource::entry,
            .source_id = id,
            .office = plan.office,
            .election = or_unknown(e.election),
            .place = or_unknown(e.place),
            .institution = or_unknown(e.institution),
            .person_kind = or_unknown(e.person_kind),
            .standing = standing_of(s.policy, e),
            .amount = e.persons.value_or(1),
            .persons_known = e.persons.has_value()};
  fact.recommended_on = e.recommended_on;
  fact.answered_on = e.answered_on;
  fact.decided_on = e.decided_on;
  return fact;
}

}  // namespace

std::size_t Plan::count(RowState state) const {
  return static_cast<std::size_t>(
      std::count_if(rows.begin(), rows.end(), [&](const auto& row) { return row.state == state; }));
}

Result<Plan> plan_import(storage::Reader& db, const Services& s, const Incoming& in) {
  auto tables = sheet::read(in.bytes);
  if (!tables) return fail(std::move(tables.error()));
  std::size_t header_row = 0;
  const auto* table = table_for(*tables, s.policy, in.kind, header_row);
  if (table->rows.empty()) return fail(Outcome::kInvalid, "sheet.empty");
  auto header = header_of(s.policy, in.kind, table->rows[header_row]);
  if (auto missing = missing_columns(s.policy, in.kind, header.places, in.language); !missing.empty())
    return fail(Outcome::kInvalid, "register.header", std::move(missing));
  Plan plan{.kind = in.kind, .office = in.office, .sheet = table->name};
  plan.taken = std::move(header.taken);
  plan.ignored = std::move(header.ignored);
  plan.never = std::move(header.never);
  Planner planner(db, s, plan);
  for (std::size_t i = header_row + 1; i < table->rows.size(); ++i) {
    if (table->rows[i].empty()) continue;
    if (plan.rows.size() == kMostRows) return fail(Outcome::kInvalid, "sheet.too_large", sheet::cell_name(i, 0));
    planner.read(header.places, table->rows[i], i);
  }
  plan.hash = hash_of(plan);
  return plan;
}

Result<Done> make_rows(storage::Transaction& tx, storage::Writer& writer, const Services& s, Instant now,
                       Entropy& entropy, const Plan& plan, std::string_view import_id) {
  if (plan.count(RowState::made) == 0) return fail(Outcome::kInvalid, "register.nothing");
  Delta delta;
  auto& index = tx.unlogged(storage::Unlogged::kIndex);
  for (const auto& row : plan.rows) {
    if (row.state != RowState::made) continue;
    const auto id = make_id(now, entropy);
    const storage::Params head{id,           import_id,   static_cast<std::int64_t>(row.row),
                               row.identity, row.content, plan.office};
    auto params = head;
    if (row.entry) {
      const auto& e = *row.entry;
      for (const storage::Param& p :
           {storage::Param(e.reference), storage::Param(e.number), storage::Param(e.election), storage::Param(e.place),
            storage::Param(e.institution), storage::Param(e.person_kind), storage::Param(e.persons),
            storage::Param(e.recommended_on), storage::Param(e.answered_on), storage::Param(e.decided_on),
            storage::Param(e.outcome), storage::Param(e.sanction), storage::Param(e.source_name),
            storage::Param(e.mark), storage::Param(e.note)})
        params.push_back(p);
      writer.execute(sql::funnel::insert_entry, params);
      const auto fact = fact_of(s, plan, e, id);
      insert_fact(index, fact);
      add(delta, fact, 1);
    } else {
      const auto& f = *row.figure;
      for (const storage::Param& p :
           {storage::Param(f.series), storage::Param(f.election), storage::Param(f.publisher), storage::Param(f.as_of),
            storage::Param(f.place), storage::Param(f.institution), storage::Param(f.person_kind),
            storage::Param(f.stage), storage::Param(f.amount), storage::Param(f.unit), storage::Param(f.part_of),
            storage::Param(f.split), storage::Param(f.source_name), storage::Param(f.mark), storage::Param(f.note)})
        params.push_back(p);
      writer.execute(sql::funnel::insert_figure, params);
    }
  }
  write_cells(index, delta);
  return Done{};
}

sheet::Sheet template_of(const Policy& policy, ImportKind kind, std::string_view language) {
  static const std::map<std::string, std::string, std::less<>> kExample = {{"reference", "1"},
                                                                           {"number", "001/PP.01.02/K.BT-08/01/2024"},
                                                                           {"recommended_on", "2024-01-15"},
                                                                           {"election", "Pemilu 2024"},
                                                                           {"place", "Kota Serang"},
                                                                           {"institution", "KASN"},
                                                                           {"person_kind", "PNS"},
                                                                           {"persons", "1"},
                                                                           {"source_name", "Buku register kantor"},
                                                                           {"mark", "verified"},
                                                                           {"publisher", "Bawaslu"},
                                                                           {"as_of", "2024-12-04"},
                                                                           {"amount", "6"}};
  sheet::Sheet out{std::string(enum_name(kind)), {}, {{}}};
  for (const auto& column : policy.all(Words::column)) {
    if (column.kind != enum_name(kind)) continue;
    out.columns.push_back({column.label ? column.label->in(language) : column.id, 22});
    auto example = kExample.find(column.id);
    std::string text = example == kExample.end() ? "" : example->second;
    if (column.id == "stage") text = policy.word(Words::stage, "recommended")->label->in(language);
    out.rows[0].emplace_back(std::move(text));
  }
  return out;
}

}  // namespace netra::funnel
