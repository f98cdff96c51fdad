// Shared by the files of this folder. Inner header.
#pragma once

#include "domain/feed/feed.hpp"

namespace netra::feed {

// The day in the person's zone for which the digest was dealt with last; "" for none.
std::string digest_day(storage::Reader& db, std::string_view account);
// Puts the person's job at the next hour they chose, or takes it away.
void plan_digest(storage::Writer& db, Instant now, std::string_view account, const Settings& settings);
// What the job does.
Result<Done> make_digest(storage::Transaction& tx, const Services& s, Instant now, Entropy& entropy,
                         std::string_view account);

// The page of a journal's subject; "" when it has none.
std::string path_of(std::string_view subject_kind, std::string_view id);

// Acts before this moment are told to nobody: called when the first endpoint begins to listen.
void listen_from_now(storage::Writer& db);

}  // namespace netra::feed
