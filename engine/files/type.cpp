// What a file is, by its bytes. A short table of the kinds that matter as evidence and letters; anything else is a
// plain download.
#include <utf8proc.h>

#include <array>

#include "engine/files/store.hpp"

namespace netra::files {

namespace {

bool has(std::string_view start, std::size_t at, std::string_view magic) {
  return start.size() >= at + magic.size() && start.substr(at, magic.size()) == magic;
}

// ISO base media: "....ftyp" and the brand.
std::string_view media_brand(std::string_view start) {
  auto brand = start.substr(8, 4);
  for (std::string_view heic : {"heic", "heix", "hevc", "heim", "heis", "mif1", "msf1"}) {
    if (brand == heic) return "image/heic";
  }
  if (brand == "avif") return "image/avif";
  if (brand == "qt  ") return "video/quicktime";
  if (brand == "M4A " || brand == "M4B ") return "audio/mp4";
  if (brand.substr(0, 2) == "3g") return "video/3gpp";
  return "video/mp4";
}

std::string_view zip_kind(std::string_view start) {
  constexpr std::string_view kOdf = "mimetypeapplication/vnd.oasis.opendocument.";
  if (has(start, 30, kOdf)) {
    auto kind = start.substr(30 + kOdf.size());
    if (kind.substr(0, 4) == "text") return "application/vnd.oasis.opendocument.text";
    if (kind.substr(0, 11) == "spreadsheet") return "application/vnd.oasis.opendocument.spreadsheet";
  }
  if (start.find("word/") != start.npos) {
    return "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
  }
  if (start.find("xl/") != start.npos) return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  return "application/zip";
}

bool is_text(std::string_view start) {
  const auto* data = reinterpret_cast<const utf8proc_uint8_t*>(start.data());
  auto left = static_cast<utf8proc_ssize_t>(start.size());
  while (left > 0) {
    utf8proc_int32_t point = 0;
    auto used = utf8proc_iterate(data, left, &point);
    if (used <= 0) return left < 4 && start.size() >= 512;  // a character cut by the end of the sample
    if (point < 0x20 && point != '\t' && point != '\n' && point != '\r') return false;
    data += used, left -= used;
  }
  return !start.empty();
}

struct Magic {
  std::size_t at;
  std::string_view bytes;
  std::string_view type;
};

using namespace std::literals;

constexpr std::array kMagics = {
    Magic{0, "\xFF\xD8\xFF"sv, "image/jpeg"},
    Magic{0, "\x89PNG\r\n\x1A\n"sv, "image/png"},
    Magic{0, "GIF87a"sv, "image/gif"},
    Magic{0, "GIF89a"sv, "image/gif"},
    Magic{0, "%PDF-"sv, "application/pdf"},
    Magic{0, "OggS"sv, "audio/ogg"},
    Magic{0, "ID3"sv, "audio/mpeg"},
    Magic{0, "\xFF\xFB"sv, "audio/mpeg"},
    Magic{0, "\xFF\xF3"sv, "audio/mpeg"},
    Magic{0, "#!AMR"sv, "audio/amr"},
    Magic{0, "\x1A\x45\xDF\xA3"sv, "video/webm"},
    Magic{0, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv, "application/x-ole-storage"},
};

}  // namespace

std::string_view type_by_content(std::string_view start) {
  for (const auto& magic : kMagics) {
    if (has(start, magic.at, magic.bytes)) return magic.type;
  }
  if (has(start, 0, "RIFF") && has(start, 8, "WEBP")) return "image/webp";
  if (has(start, 0, "RIFF") && has(start, 8, "WAVE")) return "audio/wav";
  if (has(start, 4, "ftyp") && start.size() >= 12) return media_brand(start);
  if (has(start, 0, "PK\x03\x04")) return zip_kind(start);
  return is_text(start) ? "text/plain; charset=utf-8" : "application/octet-stream";
}

std::string_view extension_of(std::string_view content_type) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 22> kExtensions = {{
      {"image/jpeg", ".jpg"},
      {"image/png", ".png"},
      {"image/gif", ".gif"},
      {"image/webp", ".webp"},
      {"image/heic", ".heic"},
      {"image/avif", ".avif"},
      {"application/pdf", ".pdf"},
      {"video/mp4", ".mp4"},
      {"video/quicktime", ".mov"},
      {"video/3gpp", ".3gp"},
      {"video/webm", ".webm"},
      {"audio/mpeg", ".mp3"},
      {"audio/mp4", ".m4a"},
      {"audio/ogg", ".ogg"},
      {"audio/wav", ".wav"},
      {"audio/amr", ".amr"},
      {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx"},
      {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"},
      {"application/vnd.oasis.opendocument.text", ".odt"},
      {"application/vnd.oasis.opendocument.spreadsheet", ".ods"},
      {"application/zip", ".zip"},
      {"text/plain; charset=utf-8", ".txt"},
  }};
  for (const auto& [type, extension] : kExtensions) {
    if (type == content_type) return extension;
  }
  return "";
}

bool is_safe_inline(std::string_view content_type) {
  return content_type == "image/jpeg" || content_type == "image/png" || content_type == "image/gif" ||
         content_type == "image/webp" || content_type.substr(0, 6) == "video/" ||
         content_type.substr(0, 6) == "audio/" || content_type == "text/plain; charset=utf-8";
}

}  // namespace netra::files
