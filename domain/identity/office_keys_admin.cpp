#include "domain/identity/office_keys_admin.hpp"

#include <algorithm>
#include <set>

#include "domain/identity/sql.hpp"
#include "engine/crypto/box.hpp"
#include "engine/crypto/code.hpp"

namespace netra::identity {

namespace {

// Both codes together, in an order that does not depend on who typed which first.
crypto::Secret recovery_key(const std::string& one, const std::string& other) {
  auto joined = std::min(one, other) + "|" + std::max(one, other);
  auto key = crypto::derive_key(joined, "netra office recovery key");
  crypto::wipe(joined);
  return key;
}

struct Entitled {
  std::string account;
  std::string name;
  std::string public_key;  // empty: no password yet
};

std::vector<Entitled> entitled(storage::Reader& db, std::string_view office, Instant now) {
  std::vector<Entitled> people;
  for (const auto& row : db.query(sql::identity::holders_now, {office, now})) {
    auto role = parse_enum<Role>(row.text(1));
    if (!role || !gives(*role, Right::read_identity)) continue;
    if (!people.empty() && people.back().account == row.text(0)) continue;  // rows come person by person
    people.push_back({row.text(0), row.text(2), std::string(crypto::text_of(row.bytes(3)))});
  }
  return people;
}

void put_grant(storage::Writer& writer, Instant now, const journal::ActorRef& by, std::string_view key_id,
               const Entitled& person, const crypto::Secret& office_secret) {
  writer.execute(sql::identity::put_key_grant,
                 {key_id, person.account, crypto::to_bytes(person.public_key),
                  crypto::seal(person.public_key, office_secret.view()), by.account, now});
}

std::set<std::pair<std::string, std::string>> holders(storage::Reader& db, std::string_view office) {
  std::set<std::pair<std::string, std::string>> out;
  for (const auto& row : db.query(sql::identity::key_holders, {office})) out.emplace(row.text(0), row.text(1));
  return out;
}

}  // namespace

RecoveryShares make_office_key(storage::Transaction& tx, Instant now, Entropy& entropy, const journal::ActorRef& by,
                               std::string_view office) {
  bool is_first = tx.query(sql::identity::keys_of_office, {office}).empty();
  auto pair = crypto::make_key_pair(entropy);
  RecoveryShares shares{crypto::make_code(entropy), crypto::make_code(entropy)};
  auto locked = crypto::secretbox(recovery_key(shares.first, shares.second), pair.secret_key.view(), entropy);
  auto id = make_id(now, entropy);
  auto& writer = journal::record(tx, now, entropy,
                                 {by,
                                  is_first ? "identity.key_made" : "identity.key_rotated",
                                  {"office", std::string(office)},
                                  std::string(office),
                                  {{"key", id}},
                                  {}});
  writer.execute(sql::identity::retire_keys, {office, now});
  writer.execute(sql::identity::insert_office_key,
                 {id, office, crypto::to_bytes(pair.public_key), locked, by.account, now});
  for (const auto& person : entitled(writer, office, now)) {
    if (!person.public_key.empty()) put_grant(writer, now, by, id, person, pair.secret_key);
  }
  return shares;
}

std::vector<KeyHolder> key_holders(storage::Reader& db, std::string_view office, Instant now) {
  auto keys = db.query(sql::identity::keys_of_office, {office});
  auto have = holders(db, office);
  std::vector<KeyHolder> out;
  for (const auto& person : entitled(db, office, now)) {
    bool all = std::ranges::all_of(keys, [&](const storage::Row& key) {
      return have.contains({key.text(0), person.account});
    });
    out.push_back({person.account, person.name, !person.public_key.empty(), all && !keys.empty()});
  }
  return out;
}

Result<Done> grant_key(storage::Transaction& tx, Instant now, Entropy& entropy, const journal::ActorRef& by,
                       std::string_view giver, const crypto::Secret& member_secret, std::string_view office,
                       std::string_view account) {
  auto people = entitled(tx, office, now);
  auto person = std::ranges::find(people, account, &Entitled::account);
  if (person == people.end()) return fail(Outcome::kForbidden, "key.not_entitled");
  if (person->public_key.empty()) return fail(Outcome::kConflict, "key.no_pair");
  auto mine = tx.query(sql::identity::granted_keys, {office, giver});
  if (mine.empty()) return fail(Outcome::kForbidden, "key.not_granted");
  auto own_public = crypto::public_key_of(member_secret);
  auto& writer = journal::record(
      tx, now, entropy, {by, "identity.key_granted", {"account", std::string(account)}, std::string(office), {}, {}});
  for (const auto& row : mine) {
    auto office_secret = crypto::open_sealed(own_public, member_secret.view(), row.bytes(2));
    if (!office_secret) return fail(Outcome::kForbidden, "key.not_granted");
    put_grant(writer, now, by, row.text(0), *person, *office_secret);
  }
  return Done{};
}

Result<int> recover_keys(storage::Transaction& tx, Instant now, Entropy& entropy, const journal::ActorRef& by,
                         std::string_view office, std::string_view share, std::string_view other_share) {
  auto first = crypto::normalise_code(share);
  if (!first) return fail_fields("request.fields", {{"/first", "field.code", {}}});
  auto second = crypto::normalise_code(other_share);
  if (!second) return fail_fields("request.fields", {{"/second", "field.code", {}}});
  auto key = recovery_key(*first, *second);

  std::vector<std::pair<std::string, crypto::Secret>> opened;
  for (const auto& row : tx.query(sql::identity::keys_of_office, {office})) {
    // Each generation of the key has its own pair of shares.
    if (auto secret = crypto::secretbox_open(key, row.bytes(3))) opened.emplace_back(row.text(0), std::move(*secret));
  }
  if (opened.empty()) return fail(Outcome::kForbidden, "key.wrong_shares");
  auto& writer = journal::record(
      tx, now, entropy, {by, "identity.key_recovered", {"office", std::string(office)}, std::string(office), {}, {}});
  for (const auto& person : entitled(writer, office, now)) {
    if (person.public_key.empty()) continue;
    for (const auto& [id, secret] : opened) put_grant(writer, now, by, id, person, secret);
  }
  return static_cast<int>(opened.size());
}

}  // namespace netra::identity
