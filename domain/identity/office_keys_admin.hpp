// Making, granting and recovering the keys of an office. Private to domain/identity and the demo.
//
// Threads: as the Transaction handed in.
#pragma once

#include <string>
#include <vector>

#include "domain/identity/identity.hpp"
#include "engine/crypto/secret.hpp"

namespace netra::identity {

// Shown once, to be printed and kept in two places. Both together open the office's key; one alone opens nothing.
struct RecoveryShares {
  std::string first;
  std::string second;
};
BOOST_DESCRIBE_STRUCT(RecoveryShares, (), (first, second))

// Makes the office's first key, or a new one that seals from now on (the old ones go on opening old records), and gives
// it to all present holders of Right::read_identity who have a key pair. Act: identity.key_made or
// identity.key_rotated.
RecoveryShares make_office_key(storage::Transaction& tx, Instant now, Entropy& entropy, const journal::ActorRef& by,
                               std::string_view office);

struct KeyHolder {
  std::string account;
  std::string name;
  bool has_pair = false;    // has set a password
  bool has_access = false;  // can open all keys of the office
};
BOOST_DESCRIBE_STRUCT(KeyHolder, (), (account, name, has_pair, has_access))

// Everybody who holds a role with Right::read_identity in the office now.
std::vector<KeyHolder> key_holders(storage::Reader& db, std::string_view office, Instant now);

// Gives `account` what the holder of `member_secret` (account `giver`) can open. Act: identity.key_granted.
// Errors: key.not_granted (the giver can open nothing), key.not_entitled, key.no_pair (kConflict)
Result<Done> grant_key(storage::Transaction& tx, Instant now, Entropy& entropy, const journal::ActorRef& by,
                       std::string_view giver, const crypto::Secret& member_secret, std::string_view office,
                       std::string_view account);

// The same with the printed shares, in any order, for every entitled person of the office who has a key pair and no
// access. Returns how many keys they opened. Act: identity.key_recovered. Errors: code.*; key.wrong_shares (kForbidden)
Result<int> recover_keys(storage::Transaction& tx, Instant now, Entropy& entropy, const journal::ActorRef& by,
                         std::string_view office, std::string_view share, std::string_view other_share);

}  // namespace netra::identity
