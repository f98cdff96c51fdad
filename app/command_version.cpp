#include <iostream>

#include "app/commands.hpp"

namespace netra::app {

int version() {
  std::cout << "netra " NETRA_VERSION "\n";
  return 0;
}

}  // namespace netra::app
