// PostgreSQL through libpq, safe behind PgBouncer's transaction mode: unnamed statements only, settings only inside a
// transaction.
//
// Every group of units first takes one transaction-wide advisory lock. Units of work of several servers so run one
// after the other, exactly as in SQLite: what a unit has read is still true when it writes. It costs little, because
// the journal's chain makes them wait for each other anyway.
#include <libpq-fe.h>

#include <charconv>
#include <cmath>

#include "engine/storage/connection.hpp"
#include "engine/storage/group_writer.hpp"
#include "engine/storage/reader_pool.hpp"

namespace netra::storage {

namespace {

// Type numbers of PostgreSQL's own catalogue (pg_type.dat); they never change.
enum TypeOid : Oid {
  kBool = 16,
  kBytea = 17,
  kInt8 = 20,
  kInt2 = 21,
  kInt4 = 23,
  kText = 25,
  kFloat4 = 700,
  kFloat8 = 701,
  kNumeric = 1700
};

// The lock's number is "netra" in ASCII.
constexpr const char* kBeginWrite =
    "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; "
    "SET LOCAL idle_in_transaction_session_timeout = '60s'; "
    "SELECT set_config('synchronous_commit', 'on', true) WHERE current_setting('synchronous_commit') IN ('off', "
    "'local'); "
    "SELECT pg_advisory_xact_lock(474216170081)";
constexpr const char* kBeginSnapshot = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

struct Clear {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Answer = std::unique_ptr<PGresult, Clear>;

// Arguments in the form libpq takes; numbers and texts as text, bytes as they are.
struct Arguments {
  std::vector<std::string> numbers;
  std::vector<const char*> values;
  std::vector<Oid> types;
  std::vector<int> lengths;
  std::vector<int> formats;

  explicit Arguments(const Params& params) {
    numbers.reserve(params.size());  // values point into it
    for (const auto& param : params) add(param.value);
  }

  void add(const Value& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
      push(numbers.emplace_back(std::to_string(*number)).c_str(), kInt8, 0, 0);
    } else if (const auto* real = std::get_if<double>(&value)) {
      char digits[32];
      auto end = std::to_chars(digits, digits + sizeof digits, *real).ptr;
      push(numbers.emplace_back(digits, end).c_str(), kFloat8, 0, 0);
    } else if (const auto* text = std::get_if<std::string>(&value)) {
      if (text->find('\0') != std::string::npos) throw Failure("a text parameter holds a NUL", false);
      push(text->c_str(), kText, 0, 0);
    } else if (const auto* bytes = std::get_if<Bytes>(&value)) {
      const auto* data = bytes->empty() ? "" : reinterpret_cast<const char*>(bytes->data());
      push(data, kBytea, static_cast<int>(bytes->size()), 1);
    } else {
      push(nullptr, 0, 0, 0);  // NULL takes the type its place asks for
    }
  }

  void push(const char* value, Oid type, int length, int format) {
    values.push_back(value);
    types.push_back(type);
    lengths.push_back(length);
    formats.push_back(format);
  }
};

template <class T>
T number_of(std::string_view text) {
  T out{};
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc() || end != text.data() + text.size())
    throw Failure("an unreadable number in an answer", false);
  return out;
}

Value numeric_of(std::string_view text) {  // sums of BIGINT arrive as numeric
  if (text.find_first_of(".eN") == std::string_view::npos) return number_of<std::int64_t>(text);
  return number_of<double>(text);
}

double real_of(std::string_view text) {
  if (text == "Infinity") return HUGE_VAL;
  if (text == "-Infinity") return -HUGE_VAL;
  return number_of<double>(text);
}

Bytes bytes_of(const char* text) {
  std::size_t size = 0;
  std::unique_ptr<unsigned char, void (*)(void*)> raw(
      PQunescapeBytea(reinterpret_cast<const unsigned char*>(text), &size), PQfreemem);
  if (!raw) throw std::bad_alloc();
  const auto* begin = reinterpret_cast<const std::byte*>(raw.get());
  return Bytes(begin, begin + size);
}

Value value_of(const PGresult* answer, int row, int column, Oid type) {
  if (PQgetisnull(answer, row, column)) return std::monostate{};
  const char* data = PQgetvalue(answer, row, column);
  std::string_view text(data, static_cast<std::size_t>(PQgetlength(answer, row, column)));
  switch (type) {
    case kInt2:
    case kInt4:
    case kInt8:
      return number_of<std::int64_t>(text);
    case kBool:
      return static_cast<std::int64_t>(text == "t");
    case kFloat4:
    case kFloat8:
      return real_of(text);
    case kNumeric:
      return numeric_of(text);
    case kBytea:
      return bytes_of(data);
    default:
      return std::string(text);
  }
}

bool is_outage(std::string_view state) {
  return state.starts_with("08") || state.starts_with("57P") || state.starts_with("53") || state.starts_with("58") ||
         state == "25006";  // a server that has become a read-only replica
}

bool may_retry(std::string_view state) { return state.starts_with("40") || state == "55P03"; }

// The server's words, without those that would repeat a value from a row.
std::string what_failed(const PGresult* answer, std::string_view state) {
  std::string out = "postgres " + std::string(state);
  const char* words = PQresultErrorField(answer, PG_DIAG_MESSAGE_PRIMARY);
  if (words && !state.starts_with("22")) out += std::string(": ") + words;
  return out;
}

bool reads_only(std::string_view sql) {
  auto begin = sql.find_first_not_of(" \t\r\n(");
  if (begin == std::string_view::npos) return false;
  for (std::string_view word : {"SELECT", "WITH", "VALUES"})
    if (strncasecmp(sql.data() + begin, word.data(), std::min(word.size(), sql.size() - begin)) == 0) return true;
  return false;
}

class PostgresConnection final : public Connection {
 public:
  explicit PostgresConnection(const std::string& url) {
    // What stands before dbname may be changed by the URL, what stands after may not.
    const char* names[] = {"connect_timeout", "tcp_user_timeout", "fallback_application_name",
                           "dbname",          "client_encoding",  nullptr};
    const char* values[] = {"5", "15000", "netra", url.c_str(), "UTF8", nullptr};
    db_.reset(PQconnectdbParams(names, values, 1));
    if (PQstatus(db_.get()) != CONNECTION_OK) throw Outage("postgres: no connection");
    PQsetNoticeProcessor(
        db_.get(), [](void*, const char*) {}, nullptr);
  }

  bool is_postgres() const override { return true; }

  Rows query(std::string_view sql, const Params& params) override {
    auto answer = run(sql, params);
    auto columns = std::make_shared<std::vector<std::string>>();
    std::vector<Oid> types;
    for (int i = 0; i < PQnfields(answer.get()); ++i) {
      columns->emplace_back(PQfname(answer.get(), i));
      types.push_back(PQftype(answer.get(), i));
    }
    Rows out{std::move(columns), {}};
    out.rows.resize(static_cast<std::size_t>(PQntuples(answer.get())));
    for (std::size_t r = 0; r < out.rows.size(); ++r) {
      out.rows[r].columns = out.columns.get();
      out.rows[r].values.reserve(types.size());
      for (std::size_t c = 0; c < types.size(); ++c)
        out.rows[r].values.push_back(value_of(answer.get(), static_cast<int>(r), static_cast<int>(c), types[c]));
    }
    return out;
  }

  Rows read(std::string_view sql, const Params& params) override {
    if (!reads_only(sql)) throw Failure("a read was asked to write", false);
    return query(sql, params);
  }

  std::int64_t execute(std::string_view sql, const Params& params) override {
    auto answer = run(sql, params);
    std::string_view changed = PQcmdTuples(answer.get());
    return changed.empty() || PQresultStatus(answer.get()) == PGRES_TUPLES_OK ? PQntuples(answer.get())
                                                                              : number_of<std::int64_t>(changed);
  }

  void begin(Begin how) override { simple(how == Begin::kWrite ? kBeginWrite : kBeginSnapshot); }

  void commit() override {
    auto answer = simple("COMMIT");
    if (std::string_view(PQcmdStatus(answer.get())) != "COMMIT") throw Outage("postgres: the commit became a rollback");
  }
  void rollback() noexcept override {
    if (in_transaction()) Answer(PQexec(db_.get(), "ROLLBACK"));
  }
  void savepoint() override { simple("SAVEPOINT unit"); }
  void release_savepoint() override { simple("RELEASE unit"); }
  void rollback_to_savepoint() override { simple("ROLLBACK TO unit"); }
  bool in_transaction() const override {
    auto status = PQtransactionStatus(db_.get());
    return status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
  }

  void prepare_only(std::string_view sql) override {
    expect(Answer(PQprepare(db_.get(), "", std::string(sql).c_str(), 0, nullptr)));
  }

 private:
  struct Finish {
    void operator()(PGconn* db) const { PQfinish(db); }
  };

  Answer run(std::string_view sql, const Params& params) {
    Arguments a(params);
    return expect(Answer(PQexecParams(db_.get(), std::string(sql).c_str(), static_cast<int>(a.values.size()),
                                      a.types.data(), a.values.data(), a.lengths.data(), a.formats.data(), 0)));
  }

  Answer simple(const char* sql) { return expect(Answer(PQexec(db_.get(), sql))); }

  Answer expect(Answer answer) {
    auto status = PQresultStatus(answer.get());
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return answer;
    const char* state = answer ? PQresultErrorField(answer.get(), PG_DIAG_SQLSTATE) : nullptr;
    if (!state || PQstatus(db_.get()) != CONNECTION_OK) throw Outage("postgres: the connection broke");
    auto what = what_failed(answer.get(), state);
    if (is_outage(state)) throw Outage(what);
    throw Failure(what, may_retry(state));
  }

  std::unique_ptr<PGconn, Finish> db_;
};

// Texts must sort and fold the same way on both engines, and on every server.
std::optional<Error> wrong_settings(Connection& db) {
  auto rows = db.query(
      "SELECT pg_encoding_to_char(encoding) AS encoding, datcollate FROM pg_database WHERE datname = "
      "current_database()",
      {});
  auto encoding = rows[0].text(0);
  auto collation = rows[0].text(1);
  if (encoding != "UTF8") return Error{Outcome::kUnavailable, "storage.postgres_encoding", encoding, {}};
  if (collation != "C" && collation != "POSIX" && collation != "C.UTF-8" && collation != "C.utf8")
    return Error{Outcome::kUnavailable, "storage.postgres_collation", collation, {}};
  return std::nullopt;
}

class PostgresDatabase final : public Database {
 public:
  PostgresDatabase(const PostgresOptions& options, std::unique_ptr<Connection> first)
      : readers_(connect_to(options.url), options.readers),
        writer_(connect_to(options.url), std::move(first), {options.group, options.queue, options.probe_every}) {}

  static Connect connect_to(const std::string& url) {
    return [url] { return std::make_unique<PostgresConnection>(url); };
  }

  void with_reader(const std::function<void(Reader&)>& work) override { readers_.with_reader(work); }
  void submit(UnitOfWork unit) override { writer_.submit(std::move(unit)); }
  bool healthy() const override { return writer_.healthy(); }
  void prepare_only(std::string_view sql) override {
    readers_.with_connection([&](Connection& connection) { connection.prepare_only(sql); });
  }

 private:
  ReaderPool readers_;
  GroupWriter writer_;
};

}  // namespace

Result<std::unique_ptr<Database>> open_postgres(const PostgresOptions& options) {
  try {
    auto first = std::make_unique<PostgresConnection>(options.url);
    if (auto wrong = wrong_settings(*first)) return fail(std::move(*wrong));
    return std::make_unique<PostgresDatabase>(options, std::move(first));
  } catch (const Failure& e) {
    return fail(Outcome::kUnavailable, "storage.unavailable", e.what());
  }
}

}  // namespace netra::storage
