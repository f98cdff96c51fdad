#include "engine/crypto/qr.hpp"

#include <qrencode.h>

#include <memory>

namespace netra::crypto {

namespace {

constexpr int kQuiet = 4;  // modules of white border that readers need

void add_run(std::string& path, int x, int y, int length) {
  path += 'M' + std::to_string(x) + ' ' + std::to_string(y) + 'h' + std::to_string(length) + "v1h-" +
          std::to_string(length) + 'z';
}

}  // namespace

Result<QrCode> qr_code(std::string_view text) {
  std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
      QRcode_encodeData(static_cast<int>(text.size()), reinterpret_cast<const unsigned char*>(text.data()), 0,
                        QR_ECLEVEL_M),
      &QRcode_free);
  if (!code) return fail(Outcome::kInvalid, "qr.too_long");
  QrCode out{code->width + 2 * kQuiet, {}};
  for (int y = 0; y < code->width; ++y) {
    int begin = -1;  // where the dark run began
    for (int x = 0; x <= code->width; ++x) {
      bool dark = x < code->width && (code->data[y * code->width + x] & 1) != 0;
      if (dark && begin < 0) begin = x;
      if (!dark && begin >= 0) {
        add_run(out.path, begin + kQuiet, y + kQuiet, x - begin);
        begin = -1;
      }
    }
  }
  return out;
}

Result<std::string> qr_svg(std::string_view text) {
  auto code = qr_code(text);
  if (!code) return fail(std::move(code.error()));
  auto side = std::to_string(code->size);
  return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + side + ' ' + side +
         "\"><path fill=\"#fff\" d=\"M0 0h" + side + 'v' + side + "H0z\"/><path d=\"" + code->path + "\"/></svg>";
}

}  // namespace netra::crypto
