// What a table would make: the dry run. The same reading serves the confirmation, so that exactly what was shown is
// made.
//
//   auto plan = plan_import(db, services, {ImportKind::figures, office, bytes});
//   plan->hash                          // of every row and what becomes of it
//   make(tx, now, entropy, plan, import_id);
//
// A row is `made` (new), `known` (this very row is there already), `differs` (the same row of the register says
// something else: kept as it is, said here), or `refused` (what is wrong is named by cell). Cells that are empty stay
// "not known". Columns with names or numbers of persons are never taken.
//
// Threads: as the reader or transaction handed in. Inner header.
#pragma once

#include <string>
#include <vector>

#include "domain/funnel/figures.hpp"
#include "domain/funnel/funnel.hpp"
#include "engine/sheet/sheet.hpp"

namespace netra::funnel {

enum class ImportKind { recommendations, figures };
BOOST_DESCRIBE_ENUM(ImportKind, recommendations, figures)

enum class RowState { made, known, differs, refused };
BOOST_DESCRIBE_ENUM(RowState, made, known, differs, refused)

// What is wrong with a cell; message `field.<code>`.
struct CellFault {
  std::string cell;    // "B3"
  std::string column;  // id
  std::string code;    // "register.date"
  std::string detail;  // what stood there, at most 60 characters
};
BOOST_DESCRIBE_STRUCT(CellFault, (), (cell, column, code, detail))

// A row of register_entries.
struct Entry {
  std::string reference, number, election, place, institution, person_kind;
  std::optional<std::int64_t> persons;
  std::optional<Date> recommended_on, answered_on, decided_on;
  std::string outcome, sanction, source_name;
  procedure::Mark mark = procedure::Mark::unverified;
  std::string note;
};
BOOST_DESCRIBE_STRUCT(Entry, (),
                      (reference, number, election, place, institution, person_kind, persons, recommended_on,
                       answered_on, decided_on, outcome, sanction, source_name, mark, note))

struct PlannedRow {
  std::size_t row = 0;  // of the file, from 1
  RowState state = RowState::made;
  std::string identity;  // the row of that register, whatever it says
  std::string content;   // hash of what it says
  std::optional<Entry> entry;
  std::optional<Figure> figure;
  std::vector<CellFault> faults;
};

struct Plan {
  ImportKind kind = ImportKind::recommendations;
  std::string office, sheet;                       // name of the sheet that was read
  std::vector<std::string> taken, ignored, never;  // headings
  std::vector<PlannedRow> rows;
  std::string hash;
  std::size_t count(RowState state) const;
};

struct Incoming {
  ImportKind kind = ImportKind::recommendations;
  std::string office;
  std::string_view bytes;
  std::string language = "id";  // of the columns named in a refusal
};

// Errors: sheet.*, register.header (detail: the columns that are missing)
Result<Plan> plan_import(storage::Reader& db, const Services& services, const Incoming& in);

// Makes the rows that are new. Errors: register.nothing
Result<Done> make_rows(storage::Transaction& tx, storage::Writer& writer, const Services& services, Instant now,
                       Entropy& entropy, const Plan& plan, std::string_view import_id);

// The empty table, with an example row, to be filled in.
sheet::Sheet template_of(const Policy& policy, ImportKind kind, std::string_view language);

}  // namespace netra::funnel
