#include "engine/http/compress.hpp"

#include <brotli/encode.h>
#include <zlib.h>

#include <stdexcept>

namespace netra::http {

std::string gzip(std::string_view bytes, int level) {
  z_stream stream{};
  if (deflateInit2(&stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::runtime_error("gzip: no memory");
  }
  std::string out(deflateBound(&stream, bytes.size()) + 32, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  int result = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  if (result != Z_STREAM_END) throw std::runtime_error("gzip: failed");
  return out;
}

std::string brotli(std::string_view bytes, int quality) {
  std::string out(BrotliEncoderMaxCompressedSize(bytes.size()) + 16, '\0');
  std::size_t size = out.size();
  if (!BrotliEncoderCompress(quality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, bytes.size(),
                             reinterpret_cast<const uint8_t*>(bytes.data()), &size,
                             reinterpret_cast<uint8_t*>(out.data()))) {
    throw std::runtime_error("brotli: failed");
  }
  out.resize(size);
  return out;
}

bool is_compressible(std::string_view content_type) {
  auto type = content_type.substr(0, content_type.find(';'));
  return type.substr(0, 5) == "text/" || type == "application/json" || type == "application/problem+json" ||
         type == "application/javascript" || type == "application/manifest+json" || type == "image/svg+xml" ||
         type == "application/xml" || type == "application/geo+json";
}

}  // namespace netra::http
