#include "domain/journal/journal.hpp"

#include "domain/journal/canonical.hpp"
#include "domain/journal/chain.hpp"
#include "domain/journal/sql.hpp"
#include "engine/crypto/hash.hpp"

namespace netra::journal {

std::string hash_of(const Entry& entry, std::int64_t seq) {
  auto previous = crypto::from_hex(entry.previous);
  if (!previous || previous->size() != 32) return {};
  auto fields = canonical_json(json::object{{"actor", entry.actor},
                                            {"at_ms", to_ms(entry.at)},
                                            {"commitment", entry.commitment},
                                            {"office", entry.office},
                                            {"role", entry.role},
                                            {"seq", seq},
                                            {"subject_id", entry.subject_id},
                                            {"subject_kind", entry.subject_kind},
                                            {"verb", entry.verb}});
  crypto::Sha256 running;
  running.update(*previous);
  running.update(fields);
  return crypto::to_hex(running.finish());
}

std::string commitment_of(const std::string& salt, const std::string& change, const std::string& reason) {
  // Built by hand because `change` is canonical already: {"change":...,"reason":...} has its members in order.
  auto message = "{\"change\":" + change + ",\"reason\":" + canonical_json(json::value(reason)) + "}";
  return crypto::to_hex(crypto::hmac_sha256(salt, message));
}

Entry entry_from(const storage::Row& row) {
  return {row.integer(0), row.instant(1), row.text(2), row.text(3), row.text(4), row.text(5),
          row.text(6),    row.text(7),    row.text(8), row.text(9), row.text(10)};
}

storage::Writer& record(storage::Transaction& tx, Instant now, Entropy& entropy, const Act& act) {
  auto& writer = tx.unlogged(storage::Unlogged::kJournal);
  storage::Bytes salt(32);
  entropy.fill(salt);
  auto change = canonical_json(act.change);

  Entry entry;
  entry.at = now;
  entry.actor = act.actor.account;
  entry.role = act.actor.role;
  entry.office = act.office.empty() ? act.actor.office : act.office;
  entry.verb = act.verb;
  entry.subject_kind = act.subject.kind;
  entry.subject_id = act.subject.id;
  entry.commitment = commitment_of(std::string(crypto::text_of(salt)), change, act.reason);

  auto head = writer.query(sql::journal::head);
  if (head.empty()) throw storage::Failure("the journal has no head", false);
  entry.seq = head[0].integer(0) + 1;
  entry.previous = head[0].text(1);
  entry.hash = hash_of(entry, entry.seq);
  if (entry.hash.empty()) throw storage::Failure("the journal's head holds no hash", false);

  writer.execute(sql::journal::insert_entry,
                 {entry.seq, entry.at, entry.actor, entry.role, entry.office, entry.verb, entry.subject_kind,
                  entry.subject_id, entry.commitment, entry.previous, entry.hash});
  writer.execute(sql::journal::insert_details, {entry.seq, salt, change, act.reason});
  writer.execute(sql::journal::set_head, {entry.seq, entry.hash});
  return writer;
}

Result<Done> erase_details(storage::Transaction& tx, Instant now, Entropy& entropy, const ActorRef& actor,
                           std::int64_t seq, const std::string& reason) {
  auto found = tx.query(sql::journal::entry_office, {seq});
  if (found.empty()) return fail(Outcome::kNotFound, "journal.unknown");
  auto& writer = record(tx, now, entropy,
                        {actor, "journal.erased", {"journal", std::to_string(seq)}, found[0].text(0), {}, reason});
  auto own = writer.query(sql::journal::head)[0].integer(0);
  writer.execute(sql::journal::erase_details, {seq, own});
  return Done{};
}

}  // namespace netra::journal
