// One thin interface over SQLite and PostgreSQL.
//
//   auto due = storage::read(database, [&](storage::Reader& db) {
//     return db.all<DueRow>(sql::report::reports_due, {region, to_ms(limit)}); });
//
//   Result<Receipt> receipt = storage::write(database, [&](storage::Transaction& tx) -> Result<Receipt> { ... });
//
// A unit of work is everything one request changes. Units share commits (group commit): `write` returns, and `submit`
// calls back, only after the group that holds the unit is durable. A unit whose function returns an error is rolled
// back alone, as if it had never run. A unit may be run again from the start (PostgreSQL: deadlock, unique race), so it
// must not have effects outside its transaction.
//
// A Transaction can read; to write, it asks why: `journal::record` (an official act) or `unlogged` (what is none).
//
// Threads: Database is safe from any thread; a Reader or Transaction belongs to the function it was handed to.
// Failures: a statement that fails throws storage::Failure. Domain code never catches it: it becomes
// `storage.unavailable`. SQL: `$1`, `$2` parameters; the dialect both engines share (ARCHITECTURE.md, Data).
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/base/json.hpp"
#include "engine/base/result.hpp"

namespace netra::storage {

using Bytes = std::vector<std::byte>;
using Value = std::variant<std::monostate, std::int64_t, double, std::string, Bytes>;

// A statement's argument. Borrowed only for the duration of the call.
class Param {
 public:
  Param(std::nullptr_t) {}
  Param(std::nullopt_t) {}
  Param(std::string_view v) : value(std::string(v)) {}
  Param(const std::string& v) : value(v) {}
  Param(const char* v) : value(std::string(v)) {}
  Param(const Bytes& v) : value(v) {}
  Param(double v) : value(v) {}
  Param(bool v) : value(static_cast<std::int64_t>(v)) {}
  template <std::integral T>
  Param(T v) : value(static_cast<std::int64_t>(v)) {}
  Param(Instant v) : value(to_ms(v)) {}
  Param(Date v) : value(format_date(v)) {}
  template <netra::detail::DescribedEnum E>
  Param(E v) : value(std::string(enum_name(v))) {}
  template <class T>
  Param(const std::optional<T>& v) {
    if (v) value = Param(*v).value;
  }

  Value value;
};

using Params = std::vector<Param>;

struct Row {
  const std::vector<std::string>* columns = nullptr;  // shared by all rows of one answer
  std::vector<Value> values;

  bool is_null(std::size_t i) const { return std::holds_alternative<std::monostate>(values[i]); }
  std::int64_t integer(std::size_t i) const;  // NULL reads as 0
  double real(std::size_t i) const;
  std::string text(std::size_t i) const;  // NULL reads as ""
  Bytes bytes(std::size_t i) const;
  Instant instant(std::size_t i) const { return from_ms(integer(i)); }
  std::optional<std::size_t> column(std::string_view name) const;
};

struct Rows {
  std::shared_ptr<const std::vector<std::string>> columns;
  std::vector<Row> rows;
  bool empty() const { return rows.empty(); }
  std::size_t size() const { return rows.size(); }
  auto begin() const { return rows.begin(); }
  auto end() const { return rows.end(); }
  const Row& operator[](std::size_t i) const { return rows[i]; }
};

// What should not happen: disk full, lost connection, broken constraint. `retry` units of work may be run again.
class Failure : public std::runtime_error {
 public:
  Failure(const std::string& what, bool may_retry) : std::runtime_error(what), retry(may_retry) {}
  bool retry;
};

namespace detail {
void take(const Value& value, std::string& out);
void take(const Value& value, bool& out);
void take(const Value& value, double& out);
void take(const Value& value, Bytes& out);
void take(const Value& value, Instant& out);
void take(const Value& value, Date& out);
template <std::integral T>
void take(const Value& value, T& out) {
  const auto* v = std::get_if<std::int64_t>(&value);
  out = v ? static_cast<T>(*v) : T{};
}
template <netra::detail::DescribedEnum E>
void take(const Value& value, E& out) {
  std::string name;
  take(value, name);
  if (auto parsed = parse_enum<E>(name))
    out = *parsed;
  else
    throw Failure("no such enumerator in the database: " + name, false);
}
template <class T>
void take(const Value& value, std::optional<T>& out) {
  if (std::holds_alternative<std::monostate>(value))
    out.reset();
  else
    take(value, out.emplace());
}
template <class T>
T to_struct(const Row& row) {
  T out{};
  boost::mp11::mp_for_each<netra::detail::Members<T>>([&](auto member) {
    if (auto i = row.column(member.name))
      take(row.values[*i], out.*member.pointer);
    else
      throw Failure(std::string("the answer has no column ") + member.name, false);
  });
  return out;
}
}  // namespace detail

class Reader {
 public:
  virtual ~Reader() = default;
  virtual Rows query(std::string_view sql, const Params& params = {}) = 0;
  virtual bool is_postgres() const = 0;  // only for engine/storage's own search and for `check`

  // Rows into described structs: every member takes the column of its own name (bool from 0/1, Instant from ms, Date
  // from text, enums from their names).
  template <class T>
  std::vector<T> all(std::string_view sql, const Params& params = {}) {
    std::vector<T> out;
    auto rows = query(sql, params);
    out.reserve(rows.size());
    for (const auto& row : rows) out.push_back(detail::to_struct<T>(row));
    return out;
  }
  template <class T>
  std::optional<T> one(std::string_view sql, const Params& params = {}) {
    auto rows = query(sql, params);
    if (rows.empty()) return std::nullopt;
    return detail::to_struct<T>(rows[0]);
  }
  // First column of the first row.
  std::optional<std::int64_t> integer(std::string_view sql, const Params& params = {});
  std::optional<std::string> text(std::string_view sql, const Params& params = {});
};

class Writer : public Reader {
 public:
  // Returns the number of rows changed.
  virtual std::int64_t execute(std::string_view sql, const Params& params = {}) = 0;
};

// Why something is written without an official act.
enum class Unlogged {
  kSession,    // sessions, throttles, CSRF
  kDraft,      // a citizen's unsent draft
  kJob,        // scheduler and outbox
  kIndex,      // rebuildable views: search, desk rows
  kReference,  // reference data being imported as a whole (one act records the import)
  kJournal,    // the journal's own tables
  kIdempotency,
  kUpload,  // parts of a file not yet attached to a record
  kMigration,
};

class Transaction : public Reader {
 public:
  virtual Writer& unlogged(Unlogged why) = 0;
};

struct UnitOfWork {
  // Returns an error to roll this unit back alone.
  std::function<std::optional<Error>(Transaction&)> work;
  // Called exactly once, after the group is durable or the unit has failed: on the writer's thread, or, when the unit
  // is refused at once (queue full, storage down), inside submit(). Must be quick and must not wait for another unit.
  std::function<void(std::optional<Error>)> done;
};

class Database {
 public:
  virtual ~Database() = default;
  // Runs `work` with a consistent snapshot on the calling thread.
  virtual void with_reader(const std::function<void(Reader&)>& work) = 0;
  virtual void submit(UnitOfWork unit) = 0;
  // False once the disk has failed a commit; the server then answers 503 to writes until a probe succeeds.
  virtual bool healthy() const = 0;
  // Checks that the engine understands a statement, without running it; throws Failure. For the tests that prepare
  // every named query.
  virtual void prepare_only(std::string_view sql) = 0;
};

template <class F>
auto read(Database& database, F&& work) {
  using T = std::invoke_result_t<F, Reader&>;
  std::optional<T> out;
  database.with_reader([&](Reader& reader) { out.emplace(work(reader)); });
  return std::move(*out);
}

// Blocks until the unit is durable. Not to be called from the writer's thread.
void submit_and_wait(Database& database, const std::function<std::optional<Error>(Transaction&)>& work,
                     std::optional<Error>& error);

template <class F>
auto write(Database& database, F&& work) -> std::invoke_result_t<F, Transaction&> {
  using R = std::invoke_result_t<F, Transaction&>;
  std::optional<R> out;
  std::optional<Error> failed;
  submit_and_wait(
      database,
      [&](Transaction& tx) -> std::optional<Error> {
        out.emplace(work(tx));
        if (*out) return std::nullopt;
        return out->error();
      },
      failed);
  if (failed) return fail(std::move(*failed));
  return std::move(*out);
}

struct SqliteOptions {
  std::string path;                             // file; directory must exist
  std::size_t readers = 4;                      // connections for snapshots
  std::size_t group = 256;                      // units that may share one commit
  std::size_t queue = 10000;                    // units waiting; beyond that `storage.busy` (503)
  std::chrono::milliseconds probe_every{1000};  // while unhealthy
  std::int64_t max_pages = 0;                   // of 4 KiB; a limit on the file's size, 0 for none
};
Result<std::unique_ptr<Database>> open_sqlite(const SqliteOptions&);

struct PostgresOptions {
  std::string url;  // libpq connection string
  std::size_t readers = 8;
  std::size_t group = 256;
  std::size_t queue = 10000;
  std::chrono::milliseconds probe_every{1000};
};
Result<std::unique_ptr<Database>> open_postgres(const PostgresOptions&);

}  // namespace netra::storage
