#include "engine/base/text.hpp"

#include <utf8proc.h>

#include <cstdlib>
#include <memory>

namespace netra {

namespace {

const auto* units(std::string_view text) { return reinterpret_cast<const utf8proc_uint8_t*>(text.data()); }

// One code point at the start of `text`: its length in bytes, or a negative number when it is malformed.
utf8proc_ssize_t next(std::string_view text, utf8proc_int32_t& point) {
  return utf8proc_iterate(units(text), static_cast<utf8proc_ssize_t>(text.size()), &point);
}

bool is_space(utf8proc_int32_t point) {
  if (point >= 9 && point <= 13) return true;
  auto category = utf8proc_category(point);
  return category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL || category == UTF8PROC_CATEGORY_ZP;
}

std::string mapped(std::string_view text, int options, std::string_view otherwise) {
  utf8proc_uint8_t* out = nullptr;
  auto size = utf8proc_map(units(text), static_cast<utf8proc_ssize_t>(text.size()), &out,
                           static_cast<utf8proc_option_t>(options));
  std::unique_ptr<utf8proc_uint8_t, void (*)(void*)> owner(out, std::free);
  if (size < 0) return std::string(otherwise);
  return std::string(reinterpret_cast<const char*>(out), static_cast<std::size_t>(size));
}

}  // namespace

bool is_valid_utf8(std::string_view text) {
  while (!text.empty()) {
    utf8proc_int32_t point = 0;
    auto size = next(text, point);
    if (size <= 0 || point == 0) return false;
    text.remove_prefix(static_cast<std::size_t>(size));
  }
  return true;
}

std::string normalise_nfc(std::string_view text) { return mapped(text, UTF8PROC_STABLE | UTF8PROC_COMPOSE, text); }

std::string fold(std::string_view text) {
  // STRIPMARK needs decomposed text; composing again afterwards leaves letters of other scripts whole.
  auto decomposed = mapped(
      text,
      UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE | UTF8PROC_STRIPMARK,
      "");
  return mapped(decomposed, UTF8PROC_STABLE | UTF8PROC_COMPOSE, "");
}

std::string_view trim(std::string_view text) {
  std::size_t begin = text.size();
  std::size_t end = 0;
  for (std::size_t i = 0; i < text.size();) {
    utf8proc_int32_t point = 0;
    auto size = next(text.substr(i), point);
    auto step = size > 0 ? static_cast<std::size_t>(size) : 1;
    if (size <= 0 || !is_space(point)) {
      if (begin == text.size()) begin = i;
      end = i + step;
    }
    i += step;
  }
  return begin < end ? text.substr(begin, end - begin) : std::string_view{};
}

std::size_t length_in_characters(std::string_view text) {
  std::size_t count = 0;
  while (!text.empty()) {
    utf8proc_int32_t point = 0;
    auto size = next(text, point);
    text.remove_prefix(size > 0 ? static_cast<std::size_t>(size) : 1);
    ++count;
  }
  return count;
}

std::string_view first_characters(std::string_view text, std::size_t most) {
  auto rest = text;
  for (std::size_t count = 0; count < most && !rest.empty(); ++count) {
    utf8proc_int32_t point = 0;
    auto size = next(rest, point);
    rest.remove_prefix(size > 0 ? static_cast<std::size_t>(size) : 1);
  }
  return text.substr(0, text.size() - rest.size());
}

}  // namespace netra
