// Serving until SIGTERM or SIGINT; shared by `serve` and `demo`.
#pragma once

#include "app/office.hpp"

namespace netra::app {

void ignore_file_signals();
void block_end_signals();  // call before any thread is made
void wait_for_end();
int run_server(Office& office);

}  // namespace netra::app
