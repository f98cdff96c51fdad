// A write that is sent twice happens once: the answer of the first is kept, in the first's transaction, and given
// again.
//
// The database holds neither the key nor the answer in clear: rows are found by a hash of (server secret, key, route,
// principal) and the answer, which may hold a receipt's code, is locked with a key derived from the server's secret and
// the client's key. Either alone opens nothing.
//
// Threads: as the reader or transaction. Source: draft-ietf-httpapi-idempotency-key-header.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/base/random.hpp"
#include "engine/http/route.hpp"

namespace netra::http {

struct RepeatKey {
  std::string id;            // hex; the row's key
  std::string lock;          // 32 raw bytes
  std::string request_hash;  // hex
};

// Header or form field: 1 to 255 visible ASCII characters.
bool is_repeat_key(std::string_view key);
RepeatKey make_repeat_key(std::string_view secret, std::string_view key, std::string_view route,
                          std::string_view principal, const json::value& request);

// The first's answer; nothing when this is the first. Errors: request.repeated_differently (kConflict)
Result<std::optional<AnyReply>> find_repeat(storage::Reader& db, const RepeatKey& key);
void keep_answer(storage::Transaction& tx, const RepeatKey& key, const AnyReply& reply, Instant now, Entropy& entropy);

// Answers are kept a week; to be called by a job. Returns how many went.
std::int64_t forget_answers(storage::Writer& writer, Instant before);

}  // namespace netra::http
