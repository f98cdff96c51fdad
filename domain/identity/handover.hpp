// When a person leaves, what lies open with them goes to somebody else. Features that assign work to people implement
// this; app/ hands the list to identity.
//
// Threads: as the Reader or Transaction handed in; implementations are immutable.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "domain/journal/journal.hpp"

namespace netra {

struct OpenItem {
  std::string kind;  // "case": label `value.kind.case`
  std::string id;
  std::string title;  // number; no personal data
  std::string office;
  std::string path;  // its page
};
BOOST_DESCRIBE_STRUCT(OpenItem, (), (kind, id, title, office, path))

class OpenWork {
 public:
  virtual ~OpenWork() = default;
  // What is open and assigned to `account` in records of `office`.
  virtual std::vector<OpenItem> open_items(storage::Reader& db, std::string_view account,
                                           std::string_view office) const = 0;
  // Assigns one item from `from` to `to`, with its act. An item that is no longer theirs is left as it is.
  virtual void reassign(storage::Transaction& tx, Instant now, Entropy& entropy, const journal::ActorRef& by,
                        const OpenItem& item, std::string_view from, std::string_view to) const = 0;
};

}  // namespace netra
