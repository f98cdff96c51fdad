#include "engine/http/text.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace netra::http {

namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Calls `each` with the trimmed, comma-separated members of a header.
template <class F>
void for_members(std::string_view header, F&& each) {
  while (!header.empty()) {
    auto comma = header.find(',');
    auto member = trim(header.substr(0, comma));
    if (!member.empty()) each(member);
    if (comma == std::string_view::npos) break;
    header.remove_prefix(comma + 1);
  }
}

// Quality of a member in thousandths: "text/html;q=0.8" -> 800.
int quality(std::string_view member) {
  auto q = parameter(member, "q");
  if (!q) return 1000;
  double value = 0;
  const char* begin = q->data();
  const char* past = begin + q->size();
  auto [end, error] = std::from_chars(begin, past, value);
  if (error != std::errc() || end != past || !(value >= 0 && value <= 1)) return 0;
  return static_cast<int>(std::lround(value * 1000));
}

}  // namespace

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

bool same_word(std::string_view a, std::string_view b) { return a.size() == b.size() && lower(a) == lower(b); }

bool valid_text(std::string_view bytes) {
  const auto* data = reinterpret_cast<const utf8proc_uint8_t*>(bytes.data());
  auto left = static_cast<utf8proc_ssize_t>(bytes.size());
  while (left > 0) {
    if (*data < 0x80) {
      if (*data == 0) return false;
      ++data, --left;
      continue;
    }
    utf8proc_int32_t point = 0;
    auto used = utf8proc_iterate(data, left, &point);
    if (used <= 0) return false;
    data += used, left -= used;
  }
  return true;
}

std::optional<std::string> percent_decode(std::string_view text, Plus plus) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus == Plus::kSpace) {
      out += ' ';
    } else if (text[i] == '%') {
      if (i + 2 >= text.size()) return std::nullopt;
      int high = hex_digit(text[i + 1]), low = hex_digit(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

std::string percent_encode(std::string_view text) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  std::string out;
  for (char c : text) {
    bool unreserved = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                      c == '.' || c == '_' || c == '~';
    if (unreserved) {
      out += c;
    } else {
      auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += kDigits[byte >> 4];
      out += kDigits[byte & 15];
    }
  }
  return out;
}

bool is_own_address(std::string_view address) {
  constexpr std::size_t kLongest = 500;
  if (address.size() > kLongest || !address.starts_with('/') || address.starts_with("//")) return false;
  return std::none_of(address.begin(), address.end(),
                      [](unsigned char c) { return c < ' ' || c == 0x7f || c == '\\'; });
}

std::optional<Pairs> parse_pairs(std::string_view text, std::size_t limit) {
  Pairs out;
  while (!text.empty()) {
    auto end = text.find('&');
    auto pair = text.substr(0, end);
    if (!pair.empty()) {
      if (out.size() == limit) return std::nullopt;
      auto equals = pair.find('=');
      auto name = percent_decode(pair.substr(0, equals), Plus::kSpace);
      auto value = percent_decode(equals == pair.npos ? std::string_view() : pair.substr(equals + 1), Plus::kSpace);
      if (!name || !value || !valid_text(*name) || !valid_text(*value)) return std::nullopt;
      out.emplace_back(std::move(*name), std::move(*value));
    }
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return out;
}

std::map<std::string, std::string, std::less<>> parse_cookies(std::string_view header) {
  std::map<std::string, std::string, std::less<>> out;
  while (!header.empty()) {
    auto end = header.find(';');
    auto pair = trim(header.substr(0, end));
    auto equals = pair.find('=');
    if (equals != std::string_view::npos) {
      out.emplace(std::string(trim(pair.substr(0, equals))), std::string(trim(pair.substr(equals + 1))));
    }
    if (end == std::string_view::npos) break;
    header.remove_prefix(end + 1);
  }
  return out;
}

Wanted wanted(std::string_view accept, Wanted tie) {
  if (trim(accept).empty()) return tie;
  int html = -1, json = -1, html_from = -1, json_from = -1;  // quality, and how specific the member was that gave it
  auto take = [](int& value, int& from, int q, int specific) {
    if (specific > from)
      value = q, from = specific;
    else if (specific == from)
      value = std::max(value, q);
  };
  for_members(accept, [&](std::string_view member) {
    auto type = media_type(member);
    int q = quality(member);
    if (type == "*/*")
      take(html, html_from, q, 0), take(json, json_from, q, 0);
    else if (type == "text/*")
      take(html, html_from, q, 1);
    else if (type == "application/*")
      take(json, json_from, q, 1);
    else if (type == "text/html" || type == "application/xhtml+xml")
      take(html, html_from, q, 2);
    else if (type == "application/json" || type == "application/problem+json")
      take(json, json_from, q, 2);
  });
  if (html <= 0 && json <= 0) return Wanted::kNeither;
  if (html == json) {
    if (html_from == json_from) return tie;
    return html_from > json_from ? Wanted::kHtml : Wanted::kJson;
  }
  return html > json ? Wanted::kHtml : Wanted::kJson;
}

std::string pick_language(std::string_view accept_language, std::string_view otherwise) {
  std::string best(otherwise);
  int best_quality = 0;
  for_members(accept_language, [&](std::string_view member) {
    auto tag = media_type(member);
    auto primary = tag.substr(0, tag.find('-'));
    if (primary == "in") primary = "id";  // the old code of Indonesian
    if (primary != "id" && primary != "en") return;
    int q = quality(member);
    if (q > best_quality) best = primary, best_quality = q;
  });
  return best;
}

Coding pick_coding(std::string_view accept_encoding) {
  int brotli = 0, gzip = 0;
  for_members(accept_encoding, [&](std::string_view member) {
    auto name = media_type(member);
    if (name == "br")
      brotli = quality(member);
    else if (name == "gzip" || name == "x-gzip")
      gzip = quality(member);
  });
  if (brotli > 0 && brotli >= gzip) return Coding::kBrotli;
  return gzip > 0 ? Coding::kGzip : Coding::kIdentity;
}

bool matches_any(std::string_view if_none_match, std::string_view etag) {
  auto plain = [](std::string_view tag) {
    if (tag.substr(0, 2) == "W/") tag.remove_prefix(2);
    return tag;
  };
  bool found = false;
  for_members(if_none_match,
              [&](std::string_view member) { found = found || member == "*" || plain(member) == plain(etag); });
  return found;
}

std::pair<RangeKind, Range> parse_range(std::string_view header, std::int64_t size) {
  const std::pair<RangeKind, Range> whole{RangeKind::kWhole, {0, size - 1}};
  header = trim(header);
  if (header.substr(0, 6) != "bytes=") return whole;
  header = trim(header.substr(6));
  auto dash = header.find('-');
  if (dash == std::string_view::npos || header.find(',') != std::string_view::npos) return whole;
  auto number = [](std::string_view text, std::int64_t& out) {
    if (text.empty() || text[0] == '-' || text[0] == '+') return false;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    return error == std::errc() && end == text.data() + text.size();
  };
  auto first = header.substr(0, dash), last = header.substr(dash + 1);
  Range range;
  if (first.empty()) {  // the last n bytes
    std::int64_t count = 0;
    if (!number(last, count)) return whole;
    if (count == 0 || size == 0) return {RangeKind::kUnsatisfiable, {}};
    return {RangeKind::kPart, {std::max<std::int64_t>(0, size - count), size - 1}};
  }
  if (!number(first, range.first)) return whole;
  range.last = size - 1;
  if (!last.empty()) {
    if (!number(last, range.last) || range.last < range.first) return whole;
    range.last = std::min(range.last, size - 1);
  }
  if (range.first >= size) return {RangeKind::kUnsatisfiable, {}};
  return {RangeKind::kPart, range};
}

std::optional<std::string> parameter(std::string_view header, std::string_view name) {
  std::size_t at = header.find(';');
  while (at != std::string_view::npos && at < header.size()) {
    auto equals = header.find('=', at + 1);
    if (equals == std::string_view::npos) return std::nullopt;
    auto key = trim(header.substr(at + 1, equals - at - 1));
    std::string value;
    std::size_t i = equals + 1;
    while (i < header.size() && (header[i] == ' ' || header[i] == '\t')) ++i;
    if (i < header.size() && header[i] == '"') {
      for (++i; i < header.size() && header[i] != '"'; ++i) {
        if (header[i] == '\\' && i + 1 < header.size() && (header[i + 1] == '"' || header[i + 1] == '\\')) ++i;
        value += header[i];
      }
      at = header.find(';', std::min(i, header.size()));
    } else {
      at = header.find(';', i);
      value = trim(header.substr(i, at == std::string_view::npos ? at : at - i));
    }
    if (same_word(key, name)) return value;
  }
  return std::nullopt;
}

std::string media_type(std::string_view content_type) {
  return lower(trim(content_type.substr(0, content_type.find(';'))));
}

}  // namespace netra::http
