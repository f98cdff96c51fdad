// Entries of the chain: how one is added, and how an exhibit goes from office to office.
#include <algorithm>

#include "domain/evidence/custody_write.hpp"
#include "domain/evidence/sql.hpp"
#include "engine/files/store.hpp"

namespace netra::evidence {

namespace {

Entry next_entry(storage::Writer& writer, Instant now, Entropy& entropy, const Item& item, CustodyStep step,
                 const journal::ActorRef& actor, const CustodyFacts& f) {
  Entry e;
  e.id = make_id(now, entropy);
  e.item_id = item.id;
  e.seq = item.custody_seq + 1;
  e.at_ms = now;
  e.step = step;
  e.actor = actor.account;
  e.role = actor.role;
  e.office_id = actor.office;
  e.note = f.note;
  e.happened_at_ms = f.happened_at.value_or(now);
  e.time_source = f.time_source;
  e.place = f.place;
  e.reason = f.reason;
  e.hash_before = f.hash_before;
  e.hash_after = f.hash_after;
  e.from_office = f.from_office;
  e.from_party = f.from_party;
  e.to_office = f.to_office;
  e.to_party = f.to_party;
  e.seal = f.seal;
  e.item_print = print_of(item);
  e.act_seq = writer.integer(sql::evidence::act_now).value_or(0);
  e.previous = item.custody_seq == 0 ? print_of_early(entries_in(writer.query(sql::evidence::early_of, {item.id})))
                                     : item.custody_head;
  e.hash = hash_of(e);
  if (e.hash.empty()) throw storage::Failure("the chain of an exhibit holds no hash: " + item.id, false);
  return e;
}

}  // namespace

void append(storage::Writer& writer, Instant now, Entropy& entropy, Item& item, CustodyStep step,
            const journal::ActorRef& actor, const CustodyFacts& facts) {
  const auto e = next_entry(writer, now, entropy, item, step, actor, facts);
  writer.execute(
      sql::evidence::insert_custody,
      {e.id,         e.item_id,        e.seq,         e.at_ms, e.step,       e.actor,       e.role,       e.office_id,
       e.note,       e.happened_at_ms, e.time_source, e.place, e.reason,     e.hash_before, e.hash_after, e.from_office,
       e.from_party, e.to_office,      e.to_party,    e.seal,  e.item_print, e.act_seq,     e.previous,   e.hash});
  writer.execute(sql::evidence::set_head, {item.id, e.seq, e.hash});
  item.custody_seq = e.seq;
  item.custody_head = e.hash;
}

void add_custody(storage::Writer& writer, Instant now, Entropy& entropy, std::string_view item, CustodyStep step,
                 const journal::ActorRef& actor, const CustodyFacts& facts) {
  auto found = find(writer, item);
  if (!found) throw storage::Failure("no such exhibit: " + std::string(item), false);
  append(writer, now, entropy, *found, step, actor, facts);
}

void add_custody(storage::Writer& writer, Instant now, Entropy& entropy, std::string_view item, CustodyStep step,
                 const journal::ActorRef& actor, std::string_view note) {
  add_custody(writer, now, entropy, item, step, actor, CustodyFacts{.note = std::string(note)});
}

// ---- between institutions ----

namespace {

using FailedWith = netra::Outcome;

struct Held {
  Item item;
  Standing standing;
};

Result<Held> held(storage::Reader& db, const std::string& id, const std::string& office) {
  auto item = find(db, id);
  if (!item) return fail(FailedWith::kNotFound, "evidence.unknown");
  Held out{std::move(*item), standing_of(entries_in(db.query(sql::evidence::entries_of, {id})))};
  if (out.standing.released) return fail(FailedWith::kConflict, "evidence.released");
  if (out.item.office_id != office) return fail(FailedWith::kConflict, "evidence.holder");
  return out;
}

// The same step for every exhibit of a hand-over, each once; `fits` says whether it is possible now.
template <class Fits>
Result<std::vector<Item>> step_all(storage::Writer& writer, Instant now, Entropy& entropy, const Handing& what,
                                   const journal::ActorRef& actor, CustodyStep step, CustodyFacts facts, Fits fits) {
  std::vector<Item> items;
  for (std::size_t i = 0; i < what.items.size(); ++i) {
    if (std::ranges::find(items, what.items[i], &Item::id) != items.end()) continue;
    auto one = held(writer, what.items[i], what.from_office);
    if (!one) return fail(std::move(one.error()));
    if (!fits(one->standing)) return fail(FailedWith::kConflict, "evidence.holder");
    facts.hash_before = one->item.sha256;
    facts.hash_after = i < what.measured.size() ? what.measured[i] : "";
    append(writer, now, entropy, one->item, step, actor, facts);
    items.push_back(std::move(one->item));
  }
  return items;
}

}  // namespace

Result<Done> transfer(storage::Writer& writer, Instant now, Entropy& entropy, const Handing& what,
                      const journal::ActorRef& actor) {
  auto sent = step_all(
      writer, now, entropy, what, actor, CustodyStep::transferred,
      {.note = what.reference, .reason = what.reason, .from_office = what.from_office, .to_office = what.to_office},
      [](const Standing& s) { return s.on_the_way_to.empty() && s.with.empty(); });
  if (!sent) return fail(std::move(sent.error()));
  return Done{};
}

Result<Done> receive(storage::Writer& writer, Instant now, Entropy& entropy, const Handing& what,
                     const journal::ActorRef& actor) {
  auto received = step_all(
      writer, now, entropy, what, actor, CustodyStep::received,
      {.note = what.reference, .reason = what.reason, .from_office = what.from_office, .to_office = what.to_office},
      [&](const Standing& s) { return s.on_the_way_to == what.to_office; });
  if (!received) return fail(std::move(received.error()));
  for (const auto& item : *received) writer.execute(sql::evidence::move_item, {item.id, what.to_office});
  return Done{};
}

Result<Done> turn_back(storage::Writer& writer, Instant now, Entropy& entropy, const Handing& what,
                       const journal::ActorRef& actor) {
  auto back = step_all(writer, now, entropy, what, actor, CustodyStep::turned_back,
                       {.note = what.reference, .reason = what.reason, .from_office = what.to_office},
                       [&](const Standing& s) { return s.on_the_way_to == what.to_office; });
  if (!back) return fail(std::move(back.error()));
  return Done{};
}

Result<Done> give_copies(storage::Writer& writer, Instant now, Entropy& entropy, const Handing& what,
                         const journal::ActorRef& actor) {
  auto given = step_all(
      writer, now, entropy, what, actor, CustodyStep::copied,
      {.note = what.reference, .reason = what.reason, .from_office = what.from_office, .to_office = what.to_office},
      [](const Standing&) { return true; });
  if (!given) return fail(std::move(given.error()));
  return Done{};
}

Result<std::vector<std::string>> measure(storage::Reader& db, const files::Store& store,
                                         const std::vector<std::string>& items) {
  std::vector<std::string> out;
  for (const auto& id : items) {
    auto item = find(db, id);
    if (!item) return fail(FailedWith::kNotFound, "evidence.unknown");
    if (!item->sha256.empty())
      if (auto same = store.verify(item->sha256); !same) return fail(std::move(same.error()));
    out.push_back(item->sha256);
  }
  return out;
}

}  // namespace netra::evidence
