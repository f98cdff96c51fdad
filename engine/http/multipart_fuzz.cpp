// A multipart body, cut at a place the input chooses, must never crash and must give the same parts as uncut.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "engine/http/multipart.hpp"

namespace {

struct Sink final : netra::http::PartSink {
  std::string log;
  netra::Result<netra::Done> begin(const std::string& name, const std::optional<std::string>& filename) override {
    log += "[" + name + (filename ? "|" + *filename : "") + "]";
    return netra::Done{};
  }
  netra::Result<netra::Done> data(std::string_view bytes) override {
    log += bytes;
    return netra::Done{};
  }
  netra::Result<netra::Done> end() override {
    log += "<end>";
    return netra::Done{};
  }
};

bool parse(std::string_view body, std::size_t step, Sink& sink) {
  netra::http::MultipartParser parser("B", 20, sink);
  for (std::size_t at = 0; at < body.size(); at += step) {
    if (!parser.feed(body.substr(at, step))) return false;
  }
  return parser.finish().has_value();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  std::string_view body(reinterpret_cast<const char*>(data) + 1, size - 1);
  Sink whole, cut;
  bool whole_fits = parse(body, body.size() + 1, whole);
  bool cut_fits = parse(body, static_cast<std::size_t>(data[0]) + 1, cut);
  if (whole_fits && cut_fits && whole.log != cut.log) std::abort();
  return 0;
}
