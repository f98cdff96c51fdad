// Who is at the door: sessions become actors.
//
// Threads: any; the database and the settings must outlive it.
#pragma once

#include <memory>
#include <mutex>

#include "domain/identity/identity.hpp"

namespace netra::identity {

class SessionGate final : public http::Gate {
 public:
  SessionGate(storage::Database& database, const Settings& settings) : database_(database), settings_(settings) {}

  Result<std::shared_ptr<const http::Principal>> admit(storage::Reader& db, const http::RequestInfo& info,
                                                       const http::Access& access, Instant now) const override;
  json::value describe(const http::Principal& principal) const override;

  // How long the tree of offices may be kept; a new office is seen by its superiors after so long at the latest.
  std::chrono::seconds keep_tree{30};

 private:
  static json::object places_for(const Actor& actor);
  std::shared_ptr<const OfficeTree> tree(storage::Reader& db, Instant now) const;
  void touch(const std::string& token_hash, Instant now) const;

  storage::Database& database_;
  const Settings& settings_;
  mutable std::mutex mutex_;  // guards tree_, tree_at_
  mutable std::shared_ptr<const OfficeTree> tree_;
  mutable Instant tree_at_;
};

// The actor of a person, for jobs, the demo and tests; the gate builds the same for a session.
Actor make_actor(storage::Reader& db, std::string_view account, Instant now);

}  // namespace netra::identity
