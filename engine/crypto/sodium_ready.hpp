// libsodium must be initialised once before its first use; ready() sees to it. Private to engine/crypto. Threads: any.
#pragma once

namespace netra::crypto {

void ready();

}  // namespace netra::crypto
