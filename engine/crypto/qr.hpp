// QR codes as one SVG path, so that pages need no picture file, no inline style and no script.
//
//   <svg viewBox="0 0 {{size}} {{size}}"><path d="{{path}}"/></svg>
//
// Threads: any. Errors: qr.too_long (kInvalid). Encoded by libqrencode, error correction level M, quiet zone of 4
// modules included.
#pragma once

#include <boost/describe.hpp>
#include <string>
#include <string_view>

#include "engine/base/result.hpp"

namespace netra::crypto {

struct QrCode {
  int size = 0;      // modules per side, with the quiet zone
  std::string path;  // the d attribute
};
BOOST_DESCRIBE_STRUCT(QrCode, (), (size, path))

Result<QrCode> qr_code(std::string_view text);
// The same as a whole SVG document (attributes only, no style).
Result<std::string> qr_svg(std::string_view text);

}  // namespace netra::crypto
