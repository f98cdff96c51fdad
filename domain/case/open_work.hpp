// The cases a leaving person is assigned to; for identity's hand-over.
#pragma once

#include "domain/identity/handover.hpp"

namespace netra::cases {

class OpenCases final : public OpenWork {
 public:
  std::vector<OpenItem> open_items(storage::Reader& db, std::string_view account,
                                   std::string_view office) const override;
  // Acts: case.assignment_ended, case.assigned. A colleague who is assigned already stays so.
  void reassign(storage::Transaction& tx, Instant now, Entropy& entropy, const journal::ActorRef& by,
                const OpenItem& item, std::string_view from, std::string_view to) const override;
};

}  // namespace netra::cases
