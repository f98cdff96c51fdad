#include "engine/files/picture.hpp"

#include <gd.h>
#include <libexif/exif-data.h>

#include <algorithm>
#include <memory>

#include "engine/crypto/hash.hpp"
#include "engine/files/disk.hpp"
#include "engine/files/store.hpp"

namespace netra::files {

namespace {

constexpr std::int64_t kMaxPixels = 64'000'000;  // four bytes each while decoded
constexpr int kJpegQuality = 85;

struct FreeImage {
  void operator()(gdImage* image) const { gdImageDestroy(image); }
};
using Image = std::unique_ptr<gdImage, FreeImage>;

struct FreeExif {
  void operator()(ExifData* data) const { exif_data_unref(data); }
};

Image decode(std::string_view bytes, std::string_view type) {
  auto size = static_cast<int>(bytes.size());
  void* data = const_cast<char*>(bytes.data());
  gdImage* image = nullptr;
  if (type == "image/jpeg")
    image = gdImageCreateFromJpegPtrEx(size, data, 1);
  else if (type == "image/png")
    image = gdImageCreateFromPngPtr(size, data);
  else if (type == "image/gif")
    image = gdImageCreateFromGifPtr(size, data);
  else if (type == "image/webp")
    image = gdImageCreateFromWebpPtr(size, data);
  else if (type == "image/heic")
    image = gdImageCreateFromHeifPtr(size, data);
  return Image(image);
}

// EXIF orientation 1..8; 1 is upright. HEIC decoders turn the picture themselves.
int orientation(std::string_view bytes, std::string_view type) {
  if (type != "image/jpeg") return 1;
  auto length = static_cast<unsigned>(std::min<std::size_t>(bytes.size(), 256 * 1024));
  std::unique_ptr<ExifData, FreeExif> data(
      exif_data_new_from_data(reinterpret_cast<const unsigned char*>(bytes.data()), length));
  if (!data) return 1;
  auto* entry = exif_data_get_entry(data.get(), EXIF_TAG_ORIENTATION);
  if (!entry || entry->format != EXIF_FORMAT_SHORT || entry->size < 2) return 1;
  int value = exif_get_short(entry->data, exif_data_get_byte_order(data.get()));
  return value >= 1 && value <= 8 ? value : 1;
}

Image rotated(Image image, float angle) { return Image(gdImageRotateInterpolated(image.get(), angle, 0)); }

Image upright(Image image, int turn) {
  switch (turn) {
    case 2:
      gdImageFlipHorizontal(image.get());
      return image;
    case 3:
      gdImageFlipBoth(image.get());
      return image;
    case 4:
      gdImageFlipVertical(image.get());
      return image;
    case 5:
      gdImageFlipHorizontal(image.get());
      return rotated(std::move(image), 90);
    case 6:
      return rotated(std::move(image), 270);
    case 7:
      gdImageFlipHorizontal(image.get());
      return rotated(std::move(image), 270);
    case 8:
      return rotated(std::move(image), 90);
    default:
      return image;
  }
}

// Copies onto a fresh true-colour canvas, on white unless the result keeps transparency.
Image fitted(const Image& source, int edge, bool keeps_alpha) {
  int width = gdImageSX(source.get()), height = gdImageSY(source.get());
  int longer = std::max(width, height);
  int to_width = width, to_height = height;
  if (longer > edge) {
    to_width = std::max(1, static_cast<int>(static_cast<std::int64_t>(width) * edge / longer));
    to_height = std::max(1, static_cast<int>(static_cast<std::int64_t>(height) * edge / longer));
  }
  Image canvas(gdImageCreateTrueColor(to_width, to_height));
  if (!canvas) return nullptr;
  gdImageSaveAlpha(canvas.get(), keeps_alpha);
  gdImageAlphaBlending(canvas.get(), keeps_alpha ? 0 : 1);
  int ground = keeps_alpha ? gdTrueColorAlpha(0, 0, 0, gdAlphaTransparent) : gdTrueColor(255, 255, 255);
  gdImageFilledRectangle(canvas.get(), 0, 0, to_width - 1, to_height - 1, ground);
  gdImageCopyResampled(canvas.get(), source.get(), 0, 0, 0, 0, to_width, to_height, width, height);
  return canvas;
}

}  // namespace

Result<Picture> make_display_picture(std::string_view bytes, std::string_view type, int edge) {
  auto size = picture_size(bytes, type);
  if (!size || bytes.size() > 0x7fffffff) return fail(Outcome::kInvalid, "picture.unreadable");
  if (size->width * size->height > kMaxPixels) return fail(Outcome::kInvalid, "picture.too_large");
  auto image = decode(bytes, type);
  if (!image) return fail(Outcome::kInvalid, "picture.unreadable");
  bool as_png = type == "image/png" || type == "image/gif";
  auto small = fitted(image, edge, as_png);
  image.reset();
  if (small) small = upright(std::move(small), orientation(bytes, type));
  if (!small) return fail(Outcome::kInvalid, "picture.unreadable");
  if (as_png) gdImageSaveAlpha(small.get(), 1);
  int length = 0;
  void* data = as_png ? gdImagePngPtrEx(small.get(), &length, 6) : gdImageJpegPtr(small.get(), &length, kJpegQuality);
  if (!data) return fail(Outcome::kInvalid, "picture.unreadable");
  Picture out{std::string(static_cast<char*>(data), static_cast<std::size_t>(length)),
              as_png ? "image/png" : "image/jpeg", gdImageSX(small.get()), gdImageSY(small.get())};
  gdFree(data);
  return out;
}

Result<WorkingCopy> Store::display_copy(std::string_view sha256, int edge) {
  auto stored = describe(sha256);
  if (!stored) return fail(std::move(stored.error()));
  auto directory = root_ + "/display/" + stored->sha256.substr(0, 2) + "/" + stored->sha256.substr(2, 2);
  auto stem = directory + "/" + stored->sha256 + "-" + std::to_string(edge);
  for (const char* type : {"image/jpeg", "image/png"}) {
    auto path = stem + std::string(extension_of(type));
    if (file_size(path) <= 0) continue;
    auto head = read_file(path, 64 * 1024);
    if (!head) return fail(std::move(head.error()));
    if (auto size = picture_size(*head, type)) {
      return WorkingCopy{path, type, static_cast<int>(size->width), static_cast<int>(size->height)};
    }
  }
  std::lock_guard lock(decoding_);
  gdSetErrorMethod([](int, const char*, va_list) {});  // broken pictures are an answer, not a line on stderr
  auto bytes = read(sha256);
  if (!bytes) return fail(std::move(bytes.error()));
  auto picture = make_display_picture(*bytes, stored->content_type, edge);
  if (!picture) return fail(std::move(picture.error()));
  if (auto made = make_directories(directory); !made) return fail(std::move(made.error()));
  auto path = stem + std::string(extension_of(picture->content_type));
  if (auto written = write_file(path, picture->bytes); !written) return fail(std::move(written.error()));
  return WorkingCopy{path, picture->content_type, picture->width, picture->height};
}

Result<Body> Store::display_body(std::string_view sha256, int edge) {
  auto copy = display_copy(sha256, edge);
  if (!copy) return fail(std::move(copy.error()));
  return Body{copy->path, copy->content_type, {}, std::string(sha256) + "-" + std::to_string(edge)};
}

}  // namespace netra::files
