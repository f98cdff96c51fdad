#include <zlib.h>

#include "domain/region/import.hpp"

namespace netra::region {

Result<std::string> unpack(std::string_view gzip) {
  constexpr std::size_t kMost = 64 * 1024 * 1024;  // a damaged or hostile file must not eat the memory
  z_stream stream{};
  if (inflateInit2(&stream, 15 + 16) != Z_OK) return fail(Outcome::kInvalid, "region.data", "zlib");
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(gzip.data()));
  stream.avail_in = static_cast<uInt>(gzip.size());
  std::string out;
  int state = Z_OK;
  while (state == Z_OK && out.size() < kMost) {
    auto at = out.size();
    out.resize(at + 1024 * 1024);
    stream.next_out = reinterpret_cast<Bytef*>(out.data() + at);
    stream.avail_out = 1024 * 1024;
    state = inflate(&stream, Z_NO_FLUSH);
    out.resize(out.size() - stream.avail_out);
  }
  inflateEnd(&stream);
  if (state != Z_STREAM_END) return fail(Outcome::kInvalid, "region.data", "not a whole gzip file");
  return out;
}

Result<std::vector<CodeAndName>> parse_places(std::string_view text) {
  std::vector<CodeAndName> out;
  while (!text.empty()) {
    auto end = text.find('\n');
    auto line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.empty() || line.front() == '#') continue;
    auto tab = line.find('\t');
    if (tab == std::string_view::npos || !is_code(line.substr(0, tab)) || tab + 1 == line.size())
      return fail(Outcome::kInvalid, "region.data", "line " + std::string(line));
    out.push_back({std::string(line.substr(0, tab)), std::string(line.substr(tab + 1))});
  }
  return out;
}

}  // namespace netra::region
