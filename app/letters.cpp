#include "app/letters.hpp"

namespace netra::app {

Result<LetterFiles> LetterFiles::load(const Assets& assets) {
  auto rules = letter::Rules::load(assets);
  if (!rules) return fail(std::move(rules.error()));
  auto layouts = letter::Layouts::load(assets);
  if (!layouts) return fail(std::move(layouts.error()));
  auto texts = letter::Texts::load(assets);
  if (!texts) return fail(std::move(texts.error()));
  return LetterFiles{std::move(*rules), std::move(*layouts), std::move(*texts)};
}

}  // namespace netra::app
