// Forms, headers and paths of any bytes must be read or refused, never crash.
#include <cstdint>

#include "engine/http/form.hpp"
#include "engine/http/match.hpp"
#include "engine/http/network.hpp"
#include "engine/http/text.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace netra::http;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  if (auto fields = parse_urlencoded(text, 200)) {
    if (auto tree = form_tree(std::move(*fields))) netra::json::serialize(*tree);
  }
  split_path(text);
  parse_cookies(text);
  wanted(text, Wanted::kHtml);
  pick_language(text, "id");
  pick_coding(text);
  parse_range(text, 1000);
  parameter(text, "name");
  parse_address(text);
  return 0;
}
