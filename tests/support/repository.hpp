// What the repository holds, read once per test program: reading it for every test took longer than the tests.
//
// Threads: any; the first call reads. The working folder is the source tree (netra_module in cmake/module.cmake).
#pragma once

#include <string>
#include <vector>

#include "engine/base/assets.hpp"

namespace netra::test {

// SQL, pages, catalogues, procedures.
inline const Assets& repository() {
  static const auto read = Assets::from_directory(".", {"app", "domain", "engine", "procedures", "web"});
  return read;
}

// What `load` makes of a part of it, once: law, catalogues, policies are the same for every test.
template <class Load>
const auto& loaded_once(Load load) {
  static const auto made = load();
  return made;
}

}  // namespace netra::test
