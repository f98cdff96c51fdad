#include "engine/http/multipart.hpp"

#include "engine/http/text.hpp"

namespace netra::http {

namespace {

constexpr std::size_t kMaxHeaders = 8 * 1024;
constexpr std::size_t kMaxName = 200;

tl::unexpected<Error> bad(const char* why) { return fail(Outcome::kUnreadable, "request.form", why); }

// Browsers escape only the quote and line breaks of a name: "%22", "%0D", "%0A".
std::string unescape(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto escape = text.substr(i, 3);
    if (escape == "%22")
      out += '"', i += 2;
    else if (escape == "%0D" || escape == "%0A")
      out += ' ', i += 2;
    else
      out += text[i];
  }
  return out;
}

// Without directories, at most 255 bytes, not cut inside a character.
std::string base_name(std::string_view path) {
  constexpr std::size_t kMax = 255;
  auto slash = path.find_last_of("/\\");
  if (slash != std::string_view::npos) path.remove_prefix(slash + 1);
  if (path.size() <= kMax) return std::string(path);
  std::size_t end = kMax;
  while (end > 0 && (static_cast<unsigned char>(path[end]) & 0xC0) == 0x80) --end;
  return std::string(path.substr(0, end));
}

}  // namespace

MultipartParser::MultipartParser(std::string_view boundary, std::size_t max_parts, PartSink& sink)
    : delimiter_("\r\n--" + std::string(boundary)), max_parts_(max_parts), sink_(sink), buffer_("\r\n") {}

Result<Done> MultipartParser::feed(std::string_view bytes) {
  if (state_ == State::kEpilogue) return Done{};
  buffer_ += bytes;
  for (bool progress = true; progress;) {
    progress = false;
    if (auto done = step(progress); !done) return done;
  }
  return Done{};
}

Result<Done> MultipartParser::finish() {
  if (state_ != State::kEpilogue) return bad("the form ends too early");
  return Done{};
}

Result<Done> MultipartParser::step(bool& progress) {
  switch (state_) {
    case State::kPreamble:
      return preamble(progress);
    case State::kAfterBoundary:
      return after_boundary(progress);
    case State::kHeaders:
      return headers(progress);
    case State::kData:
      return data(progress);
    case State::kEpilogue:
      buffer_.clear();
      return Done{};
  }
  return Done{};
}

Result<Done> MultipartParser::preamble(bool& progress) {
  auto at = buffer_.find(delimiter_);
  if (at == std::string::npos) {
    if (buffer_.size() > kMaxHeaders) return bad("no boundary");
    return Done{};
  }
  buffer_.erase(0, at + delimiter_.size());
  state_ = State::kAfterBoundary;
  progress = true;
  return Done{};
}

Result<Done> MultipartParser::after_boundary(bool& progress) {
  std::size_t skip = buffer_.find_first_not_of(" \t");
  if (skip == std::string::npos) skip = buffer_.size();
  if (skip > 100) return bad("a boundary is broken");
  if (buffer_.size() < skip + 2) return Done{};
  auto next = std::string_view(buffer_).substr(skip, 2);
  if (next == "--" && skip == 0) {
    state_ = State::kEpilogue;
  } else if (next == "\r\n") {
    buffer_.erase(0, skip + 2);
    state_ = State::kHeaders;
  } else {
    return bad("a boundary is broken");
  }
  progress = true;
  return Done{};
}

Result<Done> MultipartParser::headers(bool& progress) {
  auto end = buffer_.find("\r\n\r\n");
  if (end == std::string::npos || end > kMaxHeaders) {
    if (buffer_.size() > kMaxHeaders) return bad("a part's headers are too long");
    return Done{};
  }
  auto text = buffer_.substr(0, end);
  buffer_.erase(0, end + 4);
  if (++parts_ > max_parts_) return fail(Outcome::kTooLarge, "request.too_many_parts");
  if (auto begun = begin_part(text); !begun) return begun;
  state_ = State::kData;
  progress = true;
  return Done{};
}

Result<Done> MultipartParser::begin_part(std::string_view text) {
  std::string disposition;
  while (!text.empty()) {
    auto end = text.find("\r\n");
    auto line = text.substr(0, end);
    auto colon = line.find(':');
    if (colon != std::string_view::npos && same_word(trim(line.substr(0, colon)), "content-disposition")) {
      disposition = trim(line.substr(colon + 1));
    }
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 2);
  }
  auto name = parameter(disposition, "name");
  if (media_type(disposition) != "form-data" || !name || name->empty() || name->size() > kMaxName) {
    return bad("a part has no name");
  }
  auto filename = parameter(disposition, "filename");
  if (filename) filename = base_name(unescape(*filename));
  auto clean_name = unescape(*name);
  if (!valid_text(clean_name) || (filename && !valid_text(*filename))) {
    return fail(Outcome::kUnreadable, "request.encoding");
  }
  return sink_.begin(clean_name, filename);
}

Result<Done> MultipartParser::data(bool& progress) {
  auto at = buffer_.find(delimiter_);
  if (at != std::string::npos) {
    if (at > 0) {
      if (auto done = sink_.data(std::string_view(buffer_).substr(0, at)); !done) return done;
    }
    buffer_.erase(0, at + delimiter_.size());
    state_ = State::kAfterBoundary;
    progress = true;
    return sink_.end();
  }
  if (buffer_.size() >= delimiter_.size()) {  // what cannot be the start of a boundary
    std::size_t safe = buffer_.size() - (delimiter_.size() - 1);
    if (auto done = sink_.data(std::string_view(buffer_).substr(0, safe)); !done) return done;
    buffer_.erase(0, safe);
  }
  return Done{};
}

}  // namespace netra::http
