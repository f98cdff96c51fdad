// What a leaving person holds of reports, leads, tracings and findings; for identity's hand-over.
#pragma once

#include "domain/identity/handover.hpp"

namespace netra::desk {

class OpenRows final : public OpenWork {
 public:
  std::vector<OpenItem> open_items(storage::Reader& db, std::string_view account,
                                   std::string_view office) const override;
  // Act: desk.assigned
  void reassign(storage::Transaction& tx, Instant now, Entropy& entropy, const journal::ActorRef& by,
                const OpenItem& item, std::string_view from, std::string_view to) const override;
};

}  // namespace netra::desk
