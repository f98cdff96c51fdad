// What letters are made of in this office: number rules, looks and standing words of papers, loaded once; and the
// records that give papers.
#pragma once

#include "domain/letter/composing.hpp"
#include "domain/letter/layout.hpp"
#include "domain/letter/letter.hpp"

namespace netra::app {

// Threads: immutable after loading.
struct LetterFiles {
  letter::Rules rules;
  letter::Layouts layouts;
  letter::Texts texts;

  // Errors: letter.file
  static Result<LetterFiles> load(const Assets& assets);
};

}  // namespace netra::app
