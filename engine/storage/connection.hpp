// Internal to engine/storage: what the two engines give to the writer thread and to the pool of readers.
//
// Threads: one thread at a time.
#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "engine/storage/storage.hpp"

namespace netra::storage {

// The disk or the server behind the connection has failed: nothing of the running transaction can be trusted.
class Outage : public Failure {
 public:
  explicit Outage(const std::string& what) : Failure(what, false) {}
};

enum class Begin { kWrite, kSnapshot };

class Connection : public Writer {
 public:
  // As query(), and refuses statements that write.
  virtual Rows read(std::string_view sql, const Params& params) = 0;

  virtual void begin(Begin how) = 0;
  virtual void commit() = 0;
  virtual void rollback() noexcept = 0;
  // One level is enough: the savepoint of the running unit of work.
  virtual void savepoint() = 0;
  virtual void release_savepoint() = 0;
  virtual void rollback_to_savepoint() = 0;
  // False when the engine has given up the transaction by itself.
  virtual bool in_transaction() const = 0;
  // Checks that the engine accepts the statement, without running it. Throws Failure.
  virtual void prepare_only(std::string_view sql) = 0;
};

using Connect = std::function<std::unique_ptr<Connection>()>;  // throws Failure

}  // namespace netra::storage
