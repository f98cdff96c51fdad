// SQLite: WAL, synchronous=FULL. NORMAL is not enough: it lost acknowledged commits in a simulated power cut.
#include <sqlite3.h>

#include <unordered_map>

#include "engine/storage/connection.hpp"
#include "engine/storage/group_writer.hpp"
#include "engine/storage/reader_pool.hpp"

namespace netra::storage {

namespace {

constexpr std::size_t kMostStatements = 1024;

struct Statement {
  sqlite3_stmt* handle = nullptr;
  std::vector<std::size_t> positions;  // SQLite's parameter i+1 is our $positions[i]
  std::shared_ptr<const std::vector<std::string>> columns;

  Statement() = default;
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement() { sqlite3_finalize(handle); }
};

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

// Resets a statement when its use ends, so that it holds no lock.
struct Use {
  sqlite3_stmt* handle;
  ~Use() {
    sqlite3_reset(handle);
    sqlite3_clear_bindings(handle);
  }
};

bool is_outage(int code) {
  switch (code & 0xff) {
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_NOMEM:
      return true;
    default:
      return false;
  }
}

Value value_of(sqlite3_stmt* s, int i) {
  switch (sqlite3_column_type(s, i)) {
    case SQLITE_INTEGER:
      return static_cast<std::int64_t>(sqlite3_column_int64(s, i));
    case SQLITE_FLOAT:
      return sqlite3_column_double(s, i);
    case SQLITE_TEXT: {
      const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(s, i));
      return std::string(text, static_cast<std::size_t>(sqlite3_column_bytes(s, i)));
    }
    case SQLITE_BLOB: {
      const auto* bytes = static_cast<const std::byte*>(sqlite3_column_blob(s, i));
      return Bytes(bytes, bytes + sqlite3_column_bytes(s, i));
    }
    default:
      return std::monostate{};
  }
}

int bind(sqlite3_stmt* s, int i, const Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) return sqlite3_bind_int64(s, i, *number);
  if (const auto* real = std::get_if<double>(&value)) return sqlite3_bind_double(s, i, *real);
  if (const auto* text = std::get_if<std::string>(&value)) {
    // PostgreSQL cannot keep a NUL in a text; one rule for both.
    if (text->find('\0') != std::string::npos) throw Failure("a text parameter holds a NUL", false);
    return sqlite3_bind_text64(s, i, text->data(), text->size(), SQLITE_STATIC, SQLITE_UTF8);
  }
  if (const auto* bytes = std::get_if<Bytes>(&value)) {
    if (bytes->empty()) return sqlite3_bind_zeroblob(s, i, 0);  // a null pointer would bind NULL
    return sqlite3_bind_blob64(s, i, bytes->data(), bytes->size(), SQLITE_STATIC);
  }
  return sqlite3_bind_null(s, i);
}

class SqliteConnection final : public Connection {
 public:
  SqliteConnection(const SqliteOptions& options, Begin use) {
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (use == Begin::kWrite ? SQLITE_OPEN_CREATE : 0);
    check(sqlite3_open_v2(options.path.c_str(), &db_, flags, nullptr));
    sqlite3_extended_result_codes(db_, 1);
    sqlite3_busy_timeout(db_, 5000);
    sqlite3_db_config(db_, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);  // "x" is a name, never a text
    sqlite3_db_config(db_, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
    sqlite3_db_config(db_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    run("PRAGMA journal_mode = WAL");
    run("PRAGMA synchronous = FULL");
    run("PRAGMA foreign_keys = ON");
    run("PRAGMA case_sensitive_like = ON");  // as PostgreSQL
    run("PRAGMA temp_store = MEMORY");
    run(use == Begin::kWrite ? "PRAGMA cache_size = -32768" : "PRAGMA cache_size = -8192");
    run("PRAGMA wal_autocheckpoint = 4000");
    if (use == Begin::kSnapshot) run("PRAGMA query_only = ON");
    if (options.max_pages > 0) run("PRAGMA max_page_count = " + std::to_string(options.max_pages));
  }

  ~SqliteConnection() override {
    statements_.clear();
    sqlite3_close_v2(db_);
  }

  bool is_postgres() const override { return false; }

  Rows query(std::string_view sql, const Params& params) override { return fetch(prepare(sql), params); }

  Rows read(std::string_view sql, const Params& params) override {
    auto& statement = prepare(sql);
    if (!sqlite3_stmt_readonly(statement.handle)) throw Failure("a read was asked to write", false);
    return fetch(statement, params);
  }

  std::int64_t execute(std::string_view sql, const Params& params) override {
    auto& statement = prepare(sql);
    Use use{statement.handle};
    bind_all(statement, params);
    int code;
    while ((code = sqlite3_step(statement.handle)) == SQLITE_ROW) {
    }
    if (code != SQLITE_DONE) fail(code);
    return sqlite3_stmt_readonly(statement.handle) ? 0 : sqlite3_changes64(db_);
  }

  void begin(Begin how) override { run(how == Begin::kWrite ? "BEGIN IMMEDIATE" : "BEGIN DEFERRED"); }

  void commit() override { run("COMMIT"); }
  void rollback() noexcept override {
    if (in_transaction()) sqlite3_exec(db_, "ROLLBACK", nullptr, nullptr, nullptr);
  }
  void savepoint() override { run("SAVEPOINT unit"); }
  void release_savepoint() override { run("RELEASE unit"); }
  void rollback_to_savepoint() override { run("ROLLBACK TO unit"); }
  bool in_transaction() const override { return sqlite3_get_autocommit(db_) == 0; }
  void prepare_only(std::string_view sql) override { prepare(sql); }

  sqlite3* handle() { return db_; }

 private:
  void check(int code) {
    if (code != SQLITE_OK) fail(code);
  }

  // SQLite's message names tables and columns, never values.
  [[noreturn]] void fail(int code) {
    std::string what = "sqlite " + std::to_string(code) + ": " + (db_ ? sqlite3_errmsg(db_) : "no memory");
    if (is_outage(code)) throw Outage(what);
    throw Failure(what, (code & 0xff) == SQLITE_BUSY);
  }

  void run(std::string_view sql) { execute(sql, {}); }

  Statement& prepare(std::string_view sql) {
    auto found = statements_.find(sql);
    if (found != statements_.end()) return found->second;
    if (statements_.size() >= kMostStatements) statements_.clear();
    sqlite3_stmt* handle = nullptr;
    const char* tail = nullptr;
    check(sqlite3_prepare_v3(db_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &handle, &tail));
    auto& made = statements_[std::string(sql)];
    made.handle = handle;
    if (!handle) throw Failure("an empty statement", false);
    for (int i = 1; i <= sqlite3_bind_parameter_count(handle); ++i) {
      const char* name = sqlite3_bind_parameter_name(handle, i);
      auto number = name && name[0] == '$' ? std::strtoul(name + 1, nullptr, 10) : 0;
      if (number == 0) throw Failure("parameters are written $1, $2", false);
      made.positions.push_back(number - 1);
    }
    return made;
  }

  void bind_all(Statement& statement, const Params& params) {
    for (std::size_t i = 0; i < statement.positions.size(); ++i) {
      if (statement.positions[i] >= params.size())
        throw Failure("a statement has more parameters than were given", false);
      check(bind(statement.handle, static_cast<int>(i) + 1, params[statement.positions[i]].value));
    }
  }

  void name_columns(Statement& statement) {
    auto names = std::make_shared<std::vector<std::string>>();
    for (int i = 0; i < sqlite3_column_count(statement.handle); ++i)
      names->emplace_back(sqlite3_column_name(statement.handle, i));
    statement.columns = std::move(names);
  }

  Rows fetch(Statement& statement, const Params& params) {
    Use use{statement.handle};
    bind_all(statement, params);
    int code = sqlite3_step(statement.handle);
    // Named after the first step: a schema change makes SQLite prepare the statement anew.
    auto count = static_cast<std::size_t>(sqlite3_column_count(statement.handle));
    if (!statement.columns || statement.columns->size() != count) name_columns(statement);
    Rows out{statement.columns, {}};
    for (; code == SQLITE_ROW; code = sqlite3_step(statement.handle)) {
      auto& row = out.rows.emplace_back();
      row.columns = out.columns.get();
      row.values.reserve(count);
      for (std::size_t i = 0; i < count; ++i) row.values.push_back(value_of(statement.handle, static_cast<int>(i)));
    }
    if (code != SQLITE_DONE) fail(code);
    return out;
  }

  sqlite3* db_ = nullptr;
  std::unordered_map<std::string, Statement, TextHash, std::equal_to<>> statements_;
};

class SqliteDatabase final : public Database {
 public:
  explicit SqliteDatabase(const SqliteOptions& options)
      : readers_([options] { return std::make_unique<SqliteConnection>(options, Begin::kSnapshot); }, options.readers),
        writer_([options] { return std::make_unique<SqliteConnection>(options, Begin::kWrite); },
                std::make_unique<SqliteConnection>(options, Begin::kWrite),
                {options.group, options.queue, options.probe_every}) {}

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

Result<std::unique_ptr<Database>> open_sqlite(const SqliteOptions& options) {
  try {
    return std::make_unique<SqliteDatabase>(options);
  } catch (const Failure& e) {
    return fail(Outcome::kUnavailable, "storage.unavailable", options.path + ": " + e.what());
  }
}

}  // namespace netra::storage
