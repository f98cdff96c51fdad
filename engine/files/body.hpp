// A stored file on its way to a client.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace netra::files {

struct Body {
  std::string path;
  std::string content_type;
  std::string download_name;                 // empty: shown inline (only for types known to be safe)
  std::string etag;                          // without quotes
  std::shared_ptr<const std::string> bytes;  // instead of `path`: a small file made for this answer alone (no ranges)
};

// -1: the file is not there.
std::int64_t size_of(const Body& body);

}  // namespace netra::files
