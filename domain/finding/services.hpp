// What the features finding and case are built with; plain references, made once by app/main.
#pragma once

#include "domain/clock/clock.hpp"
#include "domain/election/election.hpp"
#include "domain/procedure/procedure.hpp"
#include "engine/base/messages.hpp"

namespace netra::files {
class Store;
}

namespace netra::finding {

struct Services {
  const procedure::Rules& rules;
  const clock::Services& clocks;
  const election::Elections& elections;
  const Messages& messages;
  files::Store& files;
  std::string public_url = {};  // "https://netra.example": for addresses that leave this site (the board's feed)
};

}  // namespace netra::finding
