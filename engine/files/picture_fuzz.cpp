// Headers of pictures and the table of types read any bytes without crashing.
#include <cstdint>

#include "engine/files/picture.hpp"
#include "engine/files/store.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace netra::files;
  std::string_view bytes(reinterpret_cast<const char*>(data), size);
  type_by_content(bytes);
  for (const char* type : {"image/jpeg", "image/png", "image/gif", "image/webp", "image/heic"})
    picture_size(bytes, type);
  return 0;
}
