// Periodic clean-up that belongs to no single feature: ended sessions, files that nobody attached.
#pragma once

#include "engine/storage/storage.hpp"

namespace netra::files {
class Store;
}
namespace netra::jobs {
class Runner;
}

namespace netra::app {

void add_housekeeping(jobs::Runner& runner, storage::Database& database, files::Store& files);

}  // namespace netra::app
