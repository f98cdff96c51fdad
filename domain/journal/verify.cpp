#include <algorithm>

#include "domain/journal/chain.hpp"
#include "domain/journal/journal.hpp"
#include "domain/journal/sql.hpp"
#include "engine/crypto/hash.hpp"

namespace netra::journal {

namespace {

constexpr std::int64_t kBatch = 1000;
constexpr std::size_t kMostFaults = 1000;
constexpr std::int64_t kNearby = 64;  // how far a moved entry is looked for
constexpr const char* kFirst = "0000000000000000000000000000000000000000000000000000000000000000";

class Walk {
 public:
  explicit Walk(storage::Reader& db) : db_(db) {}

  Verification run() {
    auto head = db_.query(sql::journal::head);
    for (;;) {
      auto rows = db_.query(sql::journal::entries_after, {last_, kBatch});
      for (const auto& row : rows) visit(row);
      if (rows.rows.size() < static_cast<std::size_t>(kBatch)) break;
    }
    compare_with_head(head);
    look_for_stray_details();
    return std::move(found_);
  }

 private:
  void fault(const std::string& words) {
    if (found_.faults.size() < kMostFaults) found_.faults.push_back(words);
  }
  void fault(std::int64_t seq, const std::string& words) { fault("entry " + std::to_string(seq) + ": " + words); }

  void visit(const storage::Row& row) {
    auto entry = entry_from(row);
    // A gap of a billion entries (someone wrote a huge number) must not make a billion lines.
    auto gap_end = std::min(entry.seq, last_ + 1 + static_cast<std::int64_t>(kMostFaults));
    for (auto missing = last_ + 1; missing < gap_end; ++missing) fault(missing, "missing");

    bool sound = hash_of(entry, entry.seq) == entry.hash;
    if (!sound) {
      name_alteration(entry);
    } else if (last_sound_ && last_ + 1 == entry.seq && entry.previous != found_.head) {
      fault(entry.seq, "does not follow entry " + std::to_string(last_));
    }
    check_details(entry, row);
    ++found_.entries;
    last_ = entry.seq;
    last_sound_ = sound;
    found_.head = entry.hash;
  }

  // A row that was moved still fits the number it was written with.
  void name_alteration(const Entry& entry) {
    for (auto seq = std::max<std::int64_t>(1, entry.seq - kNearby); seq <= entry.seq + kNearby; ++seq) {
      if (seq != entry.seq && hash_of(entry, seq) == entry.hash) {
        return fault(entry.seq, "out of order (written as entry " + std::to_string(seq) + ")");
      }
    }
    fault(entry.seq, "altered");
  }

  void check_details(const Entry& entry, const storage::Row& row) {
    if (row.is_null(11)) return fault(entry.seq, "details missing");
    bool erased = !row.is_null(15);
    if (erased) {
      auto act = db_.query(sql::journal::erasing_entry, {row.integer(15)});
      bool by_act = !act.empty() && act[0].text(0) == "journal.erased" && act[0].text(1) == std::to_string(entry.seq);
      bool gone = row.is_null(12) && row.is_null(13) && row.is_null(14);
      if (!by_act || !gone) return fault(entry.seq, "details erased without an act");
      ++found_.erased;
      return;
    }
    auto salt = row.bytes(12);
    if (commitment_of(std::string(crypto::text_of(salt)), row.text(13), row.text(14)) != entry.commitment) {
      fault(entry.seq, "details do not match");
    }
  }

  void compare_with_head(const storage::Rows& head) {
    if (head.empty()) return fault("end: the journal has no head");
    auto seq = head[0].integer(0);
    for (auto missing = last_ + 1; missing <= std::min(seq, last_ + static_cast<std::int64_t>(kMostFaults));
         ++missing) {
      fault(missing, "missing");
    }
    if (seq < last_)
      fault("end: the head stands at entry " + std::to_string(seq) + ", the last is " + std::to_string(last_));
    if (seq == last_ && last_sound_ && head[0].text(1) != found_.head)
      fault("end: the head does not match entry " + std::to_string(last_));
  }

  void look_for_stray_details() {
    for (const auto& row : db_.query(sql::journal::stray_details, {last_}))
      fault(row.integer(0), "details without an entry");
  }

  storage::Reader& db_;
  Verification found_{0, 0, kFirst, {}};
  std::int64_t last_ = 0;
  bool last_sound_ = true;
};

}  // namespace

Verification verify(storage::Reader& db) { return Walk(db).run(); }

}  // namespace netra::journal
