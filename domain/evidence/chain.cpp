#include <algorithm>
#include <map>

#include "domain/evidence/custody.hpp"
#include "domain/evidence/sql.hpp"
#include "domain/journal/canonical.hpp"
#include "engine/crypto/hash.hpp"

namespace netra::evidence {

namespace {

constexpr const char* kFirst = "0000000000000000000000000000000000000000000000000000000000000000";
constexpr std::size_t kMostFaults = 1000;

}  // namespace

json::object tree_of(const Entry& e) {
  return {{"id", e.id},
          {"item_id", e.item_id},
          {"seq", e.seq},
          {"at_ms", to_ms(e.at_ms)},
          {"step", enum_name(e.step)},
          {"actor", e.actor},
          {"role", e.role},
          {"office_id", e.office_id},
          {"note", e.note},
          {"happened_at_ms", to_ms(e.happened_at_ms)},
          {"time_source", enum_name(e.time_source)},
          {"place", e.place},
          {"reason", e.reason},
          {"hash_before", e.hash_before},
          {"hash_after", e.hash_after},
          {"from_office", e.from_office},
          {"from_party", e.from_party},
          {"to_office", e.to_office},
          {"to_party", e.to_party},
          {"seal", e.seal},
          {"item_print", e.item_print},
          {"act_seq", e.act_seq},
          {"previous", e.previous},
          {"hash", e.hash}};
}

std::string hash_of(const Entry& entry) {
  auto previous = crypto::from_hex(entry.previous);
  if (!previous || previous->size() != 32) return {};
  auto fields = tree_of(entry);
  fields.erase("previous");
  fields.erase("hash");
  crypto::Sha256 running;
  running.update(*previous);
  running.update(journal::canonical_json(fields));
  return crypto::to_hex(running.finish());
}

json::object tree_of(const Item& item) {
  return {{"id", item.id},
          {"subject_kind", item.subject_kind},
          {"subject_id", item.subject_id},
          {"number", item.number},
          {"sha256", item.sha256},
          {"media_type", item.media_type},
          {"size", item.size},
          {"filename", item.filename},
          {"description", item.description},
          {"given_by", item.given_by},
          {"given_at_ms", to_ms(item.given_at_ms)},
          {"kind", enum_name(item.kind)}};
}

std::string print_of(const Item& item) { return crypto::sha256_hex(journal::canonical_json(tree_of(item))); }

std::string print_of_early(const std::vector<Entry>& early) {
  if (early.empty()) return kFirst;
  json::array rows;
  for (const auto& entry : early) rows.push_back(tree_of(entry));
  return crypto::sha256_hex(journal::canonical_json(rows));
}

namespace {

// Follows custody from hand to hand.
class Hands {
 public:
  // False: the entry hands on what somebody else holds.
  bool take(const Entry& e) {
    const bool sound = fits(e);
    move(e);
    if (!e.place.empty()) now_.place = e.place;
    if (e.step == CustodyStep::unsealed) now_.seal.clear();
    if (!e.seal.empty()) now_.seal = e.seal;
    return sound;
  }
  const Standing& standing() const { return now_; }

 private:
  bool fits(const Entry& e) const {
    if (now_.released) return false;
    if (e.step == CustodyStep::turned_back) return e.from_office == now_.on_the_way_to;
    if (e.from_office.empty() || now_.office.empty()) return true;
    if (e.from_office != now_.office) return false;
    return e.step != CustodyStep::received || now_.on_the_way_to.empty() || e.to_office == now_.on_the_way_to;
  }

  void move(const Entry& e) {
    switch (e.step) {
      case CustodyStep::transferred:
        now_.on_the_way_to = e.to_office;
        now_.with = e.to_party;
        return;
      case CustodyStep::turned_back:
        now_.on_the_way_to.clear();
        return;
      case CustodyStep::released:
        now_.released = true;
        now_.with = e.to_party;
        return;
      case CustodyStep::handed_over:  // from before the chain the note said to whom
        now_.office = e.seq == 0 ? e.note : e.to_office;
        return;
      case CustodyStep::copied:  // the original stays where it is
        return;
      default:
        break;
    }
    if (!e.to_office.empty()) now_.office = e.to_office;
    if (e.step == CustodyStep::received) {
      now_.on_the_way_to.clear();
      now_.with.clear();
    }
  }

  Standing now_;
};

// Walks one chain from its first entry to its end.
class Walk {
 public:
  explicit Walk(const Item& item) : item_(item), print_(print_of(item)) {}

  Chain run(std::vector<Entry> entries) {
    for (const auto& entry : entries) visit(entry);
    close();
    found_.standing = hands_.standing();
    found_.entries = std::move(entries);
    return std::move(found_);
  }

 private:
  void fault(std::int64_t seq, std::string code) {
    if (found_.breaks.size() < kMostFaults) found_.breaks.push_back({seq, std::move(code), seq != 0});
  }

  void visit(const Entry& entry) {
    if (entry.seq == 0) {
      early_.push_back(entry);
      hands_.take(entry);
      return;
    }
    if (entry.seq < 0) return fault(entry.seq, "altered");
    if (entry.seq == 1) check_start(entry);
    const auto end = std::min(entry.seq, last_ + 1 + static_cast<std::int64_t>(kMostFaults));
    for (auto missing = last_ + 1; missing < end; ++missing) fault(missing, "missing");
    const bool sound = !entry.hash.empty() && hash_of(entry) == entry.hash;
    if (!sound)
      fault(entry.seq, "altered");
    else if (entry.seq > 1 && entry.seq == last_ + 1 && last_sound_ && entry.previous != head_)
      fault(entry.seq, "follows");
    if (entry.item_print != print_ && sound && !item_told_) {
      fault(entry.seq, "item");
      item_told_ = true;
    }
    if (!hands_.take(entry)) fault(entry.seq, "holder");
    last_ = entry.seq;
    last_sound_ = sound;
    head_ = entry.hash;
  }

  void check_start(const Entry& entry) {
    if (entry.previous != print_of_early(early_)) fault(1, early_.empty() ? "follows" : "early");
  }

  void close() {
    const auto end = std::min(item_.custody_seq, last_ + static_cast<std::int64_t>(kMostFaults));
    for (auto missing = last_ + 1; missing <= end; ++missing) fault(missing, "missing");
    if (item_.custody_seq < last_ || (item_.custody_seq == last_ && last_sound_ && item_.custody_head != head_))
      fault(0, "end");
    if (last_ == 0 && early_.empty()) fault(0, "missing");
    const auto& holder = hands_.standing();
    if (!holder.office.empty() && holder.office != item_.office_id) fault(0, "holder");
  }

  const Item& item_;
  std::string print_;
  Hands hands_;
  std::vector<Entry> early_;
  Chain found_;
  std::int64_t last_ = 0;
  bool last_sound_ = true, item_told_ = false;
  std::string head_;
};

}  // namespace

Chain walk(const Item& item, std::vector<Entry> entries) { return Walk(item).run(std::move(entries)); }

std::vector<Entry> entries_in(const storage::Rows& rows) {
  std::vector<Entry> out;
  for (const auto& row : rows) {
    Entry e;
    e.id = row.text(0);
    e.item_id = row.text(1);
    e.seq = row.integer(2);
    e.at_ms = row.instant(3);
    const auto step = parse_enum<CustodyStep>(row.text(4));
    const auto source = parse_enum<TimeSource>(row.text(10));
    e.step = step.value_or(CustodyStep::given);
    e.actor = row.text(5);
    e.role = row.text(6);
    e.office_id = row.text(7);
    e.note = row.text(8);
    e.happened_at_ms = row.instant(9);
    e.time_source = source.value_or(TimeSource::server);
    std::string* texts[] = {&e.place,      &e.reason,    &e.hash_before, &e.hash_after, &e.from_office,
                            &e.from_party, &e.to_office, &e.to_party,    &e.seal,       &e.item_print};
    for (std::size_t i = 0; i < std::size(texts); ++i) *texts[i] = row.text(11 + i);
    e.act_seq = row.integer(21);
    e.previous = row.text(22);
    // A step nobody knows was not written by us; such a hash fits nothing.
    e.hash = step && source ? row.text(23) : "?";
    out.push_back(std::move(e));
  }
  return out;
}

namespace {

// Acts on the exhibit say in the journal which entry they followed; a chain written anew does not fit them.
void compare_with_acts(storage::Reader& db, const Item& item, Chain& chain) {
  for (const auto& row : db.query(sql::evidence::acts_of, {item.id})) {
    if (row.is_null(1)) continue;  // erased by an order
    boost::system::error_code unreadable;
    const auto change = json::parse(row.text(1), unreadable);
    const auto* follows = change.is_object() ? change.get_object().if_contains("follows") : nullptr;
    if (unreadable || !follows || !follows->is_string()) continue;
    const auto entry = std::ranges::find(chain.entries, row.integer(0), &Entry::act_seq);
    if (entry == chain.entries.end())
      chain.breaks.push_back({0, "act", false});
    else if (entry->previous != std::string_view(follows->as_string()) && !follows->as_string().empty())
      chain.breaks.push_back({entry->seq, "act", true});
  }
}

}  // namespace

Chain chain_of(storage::Reader& db, const Item& item) {
  auto chain = walk(item, entries_in(db.query(sql::evidence::entries_of, {item.id})));
  compare_with_acts(db, item, chain);
  return chain;
}

Standing standing_of(const std::vector<Entry>& entries) {
  Hands hands;
  for (const auto& entry : entries) hands.take(entry);
  return hands.standing();
}

CustodyVerification verify_custody(storage::Reader& db) {
  CustodyVerification out;
  const auto fault = [&](const std::string& item, const Break& at) {
    if (out.faults.size() < kMostFaults)
      out.faults.push_back("exhibit " + item + ": " + (!at.of_entry ? "" : "entry " + std::to_string(at.seq) + ": ") +
                           at.code);
  };
  for (std::string last;;) {
    const auto items = db.all<Item>(sql::evidence::items_after, {last});
    for (const auto& item : items) {
      const auto chain = chain_of(db, item);
      ++out.items;
      out.entries += static_cast<std::int64_t>(chain.entries.size());
      if (item.custody_seq == 0) out.early += static_cast<std::int64_t>(chain.entries.size());
      for (const auto& at : chain.breaks) fault(item.id, at);
      last = item.id;
    }
    if (items.empty()) break;
  }
  for (const auto& row : db.query(sql::evidence::stray_entries)) fault(row.text(0), {row.integer(1), "item", true});
  return out;
}

}  // namespace netra::evidence
