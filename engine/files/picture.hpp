// Pictures for display: upright, small enough, without metadata.
//
// Threads: any, but a decoded picture may need hundreds of megabytes, so let only one thread in at a time.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/base/result.hpp"

namespace netra::files {

struct PictureSize {
  std::int64_t width = 0, height = 0;
};

// Read from the headers, without decoding. Nothing: no picture we can decode.
std::optional<PictureSize> picture_size(std::string_view bytes, std::string_view content_type);

struct Picture {
  std::string bytes;
  std::string content_type;  // image/jpeg or image/png
  int width = 0, height = 0;
};

// Errors (kInvalid): picture.unreadable, picture.too_large (more than 64 million pixels)
Result<Picture> make_display_picture(std::string_view bytes, std::string_view content_type, int edge);

}  // namespace netra::files
