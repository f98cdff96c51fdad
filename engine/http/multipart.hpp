// multipart/form-data as a stream: pieces go in, parts come out. Keeps no more than one boundary's length of a file in
// memory.
//
// Threads: one at a time.
// Errors (kUnreadable unless said): request.form, request.encoding; request.too_many_parts (kTooLarge); whatever the
// sink returns. Source: RFC 7578, RFC 2046 section 5.1.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/base/result.hpp"

namespace netra::http {

// Receives the parts.
class PartSink {
 public:
  virtual ~PartSink() = default;
  // `filename` is set for files, without directories; both are valid UTF-8.
  virtual Result<Done> begin(const std::string& name, const std::optional<std::string>& filename) = 0;
  virtual Result<Done> data(std::string_view bytes) = 0;
  virtual Result<Done> end() = 0;
};

class MultipartParser {
 public:
  MultipartParser(std::string_view boundary, std::size_t max_parts, PartSink& sink);
  Result<Done> feed(std::string_view bytes);
  Result<Done> finish();  // the body has ended

 private:
  enum class State { kPreamble, kAfterBoundary, kHeaders, kData, kEpilogue };

  Result<Done> step(bool& progress);
  Result<Done> preamble(bool& progress);
  Result<Done> after_boundary(bool& progress);
  Result<Done> headers(bool& progress);
  Result<Done> data(bool& progress);
  Result<Done> begin_part(std::string_view headers);

  std::string delimiter_;  // "\r\n--boundary"
  std::size_t max_parts_;
  PartSink& sink_;
  State state_ = State::kPreamble;
  std::string buffer_;
  std::size_t parts_ = 0;
};

}  // namespace netra::http
