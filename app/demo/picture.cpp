#include "app/demo/picture.hpp"

#include <gd.h>
#include <gdfontg.h>

#include <memory>
#include <random>

namespace netra::app {

namespace {

constexpr int kWidth = 1280, kHeight = 960;

struct FreeImage {
  void operator()(gdImage* image) const { gdImageDestroy(image); }
};

// A canvas with the few strokes the scenes need; positions in pixels from the upper left.
class Canvas {
 public:
  Canvas() : image_(gdImageCreateTrueColor(kWidth, kHeight)) { gdImageSetAntiAliased(image_.get(), 0); }

  void box(int left, int top, int width, int height, int colour) {
    gdImageFilledRectangle(image_.get(), left, top, left + width, top + height, colour);
  }
  void disc(int x, int y, int width, int height, int colour) {
    gdImageFilledEllipse(image_.get(), x, y, width, height, colour);
  }
  // From one colour above to another below.
  void wash(int top, int height, int above, int below) {
    auto mix = [&](int shift, int y) {
      int from = (above >> shift) & 0xFF, to = (below >> shift) & 0xFF;
      return (from + (to - from) * y / height) << shift;
    };
    for (int y = 0; y < height; ++y) box(0, top + y, kWidth, 0, mix(16, y) | mix(8, y) | mix(0, y));
  }
  void caption(const char* text) {
    box(0, kHeight - 56, kWidth, 56, 0x13254A);
    gdImageString(image_.get(), gdFontGetGiant(), 32, kHeight - 36,
                  reinterpret_cast<unsigned char*>(const_cast<char*>(text)), 0xFFFFFF);
  }
  std::string jpeg() const {
    int size = 0;
    std::unique_ptr<void, void (*)(void*)> bytes(gdImageJpegPtr(image_.get(), &size, 78), gdFree);
    return {static_cast<const char*>(bytes.get()), static_cast<std::size_t>(size)};
  }

 private:
  std::unique_ptr<gdImage, FreeImage> image_;
};

void person(Canvas& canvas, int x, int foot, int height, int colour) {
  canvas.disc(x, foot - height, height / 4, height / 4, 0x6B4A36);
  canvas.disc(x, foot - height * 5 / 9, height * 2 / 5, height * 3 / 5, colour);
  canvas.box(x - height / 6, foot - height * 5 / 9, height / 3, height * 5 / 9, colour);
}

// Rows of people in uniform before a hall.
void gathering(Canvas& canvas, std::minstd_rand& dice) {
  canvas.wash(0, 520, 0x9CC4E4, 0xE8F1F6);
  canvas.wash(520, 440, 0xB9AE97, 0x8F8671);
  canvas.box(180, 250, 920, 290, 0xE9E2D0);
  canvas.box(150, 220, 980, 44, 0x9A4B32);
  for (int x = 230; x < 1060; x += 140) canvas.box(x, 320, 70, 220, 0x6F7C86);
  const int uniforms[] = {0xA9895B, 0x55606E, 0xA9895B, 0x7A6A4A};
  for (int row = 0; row < 3; ++row)
    for (int x = 90 + row * 40; x < kWidth - 60; x += 118)
      person(canvas, x + static_cast<int>(dice() % 22), 690 + row * 95, 190 + row * 24, uniforms[dice() % 4]);
}

// A large sign at a road.
void billboard(Canvas& canvas, std::minstd_rand& dice) {
  canvas.wash(0, 640, 0x7FB2DA, 0xF0F4EF);
  canvas.wash(640, 320, 0x5E7F4A, 0x3F5636);
  canvas.box(0, 780, kWidth, 180, 0x55585C);
  for (int x = 40; x < kWidth; x += 180) canvas.box(x, 858, 90, 12, 0xE9E6DA);
  canvas.box(372, 560, 26, 240, 0x5A5F66);
  canvas.box(882, 560, 26, 240, 0x5A5F66);
  canvas.box(250, 170, 780, 400, 0xFDFDFB);
  const int colours[] = {0xC0392B, 0x1F7A4D, 0x1D4E9E, 0xD68A10};
  canvas.box(250, 170, 780, 96, colours[dice() % 4]);
  person(canvas, 470, 560, 250, 0x2F3A4F);
  person(canvas, 660, 560, 250, 0x4F2F3A);
  for (int line = 0; line < 3; ++line) canvas.box(780, 320 + line * 60, 190 - line * 40, 26, 0xB9BEC6);
}

// The screen of a telephone with messages of a group.
void chat(Canvas& canvas, std::minstd_rand& dice) {
  canvas.wash(0, kHeight, 0xD9DEE6, 0xC3CAD6);
  canvas.box(390, 20, 500, 880, 0x1B1F27);
  canvas.box(410, 60, 460, 800, 0xECE5DD);
  canvas.box(410, 60, 460, 80, 0x0B6156);
  canvas.disc(456, 100, 52, 52, 0xCFE3DF);
  canvas.box(496, 90, 220, 20, 0xE6F2F0);
  int top = 170;
  while (top < 760) {
    const int width = 220 + static_cast<int>(dice() % 130), height = 60 + static_cast<int>(dice() % 3) * 28;
    const bool own = dice() % 3 == 0;
    const int left = own ? 850 - width : 430;
    canvas.box(left, top, width, height, own ? 0xDCF8C6 : 0xFFFFFF);
    for (int line = 18; line + 12 < height; line += 26)
      canvas.box(left + 18, top + line, width - 50 - static_cast<int>(dice() % 60), 10, 0x9AA3AE);
    top += height + 24;
  }
}

}  // namespace

std::string draw_picture(Scene scene, std::uint32_t seed) {
  Canvas canvas;
  std::minstd_rand dice(seed + 1);
  switch (scene) {
    case Scene::gathering:
      gathering(canvas, dice);
      break;
    case Scene::billboard:
      billboard(canvas, dice);
      break;
    case Scene::chat:
      chat(canvas, dice);
      break;
  }
  canvas.caption("CONTOH - gambar rekaan untuk peragaan, bukan foto");
  return canvas.jpeg();
}

}  // namespace netra::app
