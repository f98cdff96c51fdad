// Width and height from a picture's headers, so that a small file that would unfold into gigabytes is refused before it
// is decoded.
#include <algorithm>

#include "engine/files/picture.hpp"

namespace netra::files {

namespace {

// Reads past the end are zero, so that the parsers below stay short; sizes of zero are refused by the caller.
struct View {
  std::string_view bytes;
  std::int64_t u8(std::size_t at) const { return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0; }
  std::int64_t be16(std::size_t at) const { return u8(at) << 8 | u8(at + 1); }
  std::int64_t be32(std::size_t at) const { return be16(at) << 16 | be16(at + 2); }
  std::int64_t le16(std::size_t at) const { return u8(at) | u8(at + 1) << 8; }
  std::int64_t le24(std::size_t at) const { return le16(at) | u8(at + 2) << 16; }
};

PictureSize jpeg_size(const View& in) {
  std::size_t at = 2;
  while (at + 9 < in.bytes.size()) {
    if (in.u8(at) != 0xFF) {
      ++at;
      continue;
    }
    auto marker = in.u8(at + 1);
    bool is_frame = marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    if (is_frame) return {in.be16(at + 7), in.be16(at + 5)};
    bool is_alone = marker == 0xFF || marker == 0x00 || marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8);
    at += marker == 0xFF ? 1 : is_alone ? 2 : 2 + static_cast<std::size_t>(in.be16(at + 2));
  }
  return {};
}

// The larger of the screen and the first frame: a frame may lie about the screen.
PictureSize gif_size(const View& in) {
  PictureSize size{in.le16(6), in.le16(8)};
  std::size_t at = 13;
  if (in.u8(10) & 0x80) at += std::size_t{3} << ((in.u8(10) & 7) + 1);
  while (in.u8(at) == 0x21) {  // extensions
    at += 2;
    while (at < in.bytes.size() && in.u8(at) != 0) at += static_cast<std::size_t>(in.u8(at)) + 1;
    ++at;
  }
  if (in.u8(at) != 0x2C) return {};
  return {std::max(size.width, in.le16(at + 5)), std::max(size.height, in.le16(at + 7))};
}

PictureSize webp_size(const View& in) {
  auto kind = in.bytes.substr(std::min<std::size_t>(12, in.bytes.size()), 4);
  if (kind == "VP8X") return {in.le24(24) + 1, in.le24(27) + 1};
  if (kind == "VP8 ") return {in.le16(26) & 0x3FFF, in.le16(28) & 0x3FFF};
  if (kind == "VP8L") {
    auto bits = in.le16(21) | in.le16(23) << 16;
    return {(bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1};
  }
  return {};
}

// Every "ispe" property (image spatial extents); the largest counts.
PictureSize heif_size(const View& in) {
  PictureSize size;
  auto head = in.bytes.substr(0, 64 * 1024);
  for (auto at = head.find("ispe"); at != head.npos; at = head.find("ispe", at + 4)) {
    size.width = std::max(size.width, in.be32(at + 8));
    size.height = std::max(size.height, in.be32(at + 12));
  }
  return size;
}

}  // namespace

std::optional<PictureSize> picture_size(std::string_view bytes, std::string_view content_type) {
  View in{bytes};
  PictureSize size;
  if (content_type == "image/jpeg")
    size = jpeg_size(in);
  else if (content_type == "image/png")
    size = {in.be32(16), in.be32(20)};
  else if (content_type == "image/gif")
    size = gif_size(in);
  else if (content_type == "image/webp")
    size = webp_size(in);
  else if (content_type == "image/heic")
    size = heif_size(in);
  if (size.width <= 0 || size.height <= 0) return std::nullopt;
  return size;
}

}  // namespace netra::files
