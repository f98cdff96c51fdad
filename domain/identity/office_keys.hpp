// Keys of offices: what is sealed to an office can be opened by its members only, each with the own password.
//
//   auto key = office_public_key(call.db, office);            // in `prepare`
//   Bytes sealed = crypto::seal(*key, plain);
//   ...
//   auto plain = open_for(call, office, sealed, {"report", id}, reason);   // in a unit of work; leaves the act
//   identity.opened
//
// An office has an X25519 key pair. Its secret half exists only wrapped: sealed to the key of each member who holds a
// role with Right::read_identity, and locked by a recovery key that is split into two printed shares. A member's own
// secret half is locked by the password and, for the time of a session, by the session token that only the browser
// holds. So the database alone opens nothing, and neither does a server's memory after the request.
//
// Threads: as the Reader or Writing handed in.
#pragma once

#include <string>
#include <string_view>

#include "domain/journal/journal.hpp"
#include "engine/http/route.hpp"

namespace netra {

// The key to seal with: that of the office, or of the nearest superior office that has one. 32 raw bytes.
// Errors: office.no_key (kUnavailable): neither it nor a superior has a key yet
Result<std::string> office_public_key(storage::Reader& db, std::string_view office);

// Opens what was sealed to `office` (with its present or a former key) for the person signed in, and records who read
// it and why. The act does not hold what was read. `subject` names the record the sealed field belongs to. Errors:
// access.denied (kForbidden)        no Right::read_identity where the key belongs
//         reason.required (kInvalid)        the reason has fewer than 10 characters
//         key.not_granted (kForbidden)      the person has not been given the office's key yet, or the session holds
//         none crypto.unopenable (kForbidden)    sealed to another office, or altered
Result<std::string> open_for(http::Writing& call, std::string_view office, const storage::Bytes& sealed,
                             const journal::Subject& subject, std::string_view reason);

// Opens what was sealed to `from` and seals it to `to`, for a record that is handed over. Errors as open_for, and
// office.no_key for `to`. Leaves the act identity.handed_over.
Result<storage::Bytes> reseal_for(http::Writing& call, std::string_view from, std::string_view to,
                                  const storage::Bytes& sealed, const journal::Subject& subject,
                                  std::string_view reason);

}  // namespace netra
