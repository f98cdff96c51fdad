// Small readers of what arrives in a request line and headers. All refuse rather than guess.
//
// Threads: pure functions.
// Source: RFC 9110 (content negotiation, conditional requests, ranges), RFC 6265 (cookies), WHATWG URL (form encoding).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace netra::http {

// Well-formed UTF-8 without NUL (which PostgreSQL cannot keep).
bool valid_text(std::string_view bytes);

// "%2F" -> "/"; nothing when an escape is broken. Plus becomes a space in queries and forms only.
enum class Plus { kSpace, kLiteral };
std::optional<std::string> percent_decode(std::string_view text, Plus plus);
std::string percent_encode(std::string_view text);  // everything but unreserved characters

// An address of this site and nothing else, short enough to carry along: "//other.example" and "/\\other.example" are
// other sites to a browser.
bool is_own_address(std::string_view address);

using Pairs = std::vector<std::pair<std::string, std::string>>;
// "a=1&b=2", decoded, in order; nothing when an escape or the UTF-8 is broken or there are more than `limit`.
std::optional<Pairs> parse_pairs(std::string_view text, std::size_t limit);

// First value of each name.
std::map<std::string, std::string, std::less<>> parse_cookies(std::string_view header);

enum class Wanted { kHtml, kJson, kNeither };
// `tie` is what someone who takes both equally gets ("*/*").
Wanted wanted(std::string_view accept, Wanted tie);

// "id" or "en" by preference; `otherwise` when neither is named.
std::string pick_language(std::string_view accept_language, std::string_view otherwise);

enum class Coding { kIdentity, kGzip, kBrotli };
Coding pick_coding(std::string_view accept_encoding);

// `etag` with its quotes. Strong for If-Match/If-Range, weak comparison for If-None-Match.
bool matches_any(std::string_view if_none_match, std::string_view etag);

struct Range {
  std::int64_t first = 0, last = 0;  // both inclusive
};
enum class RangeKind { kWhole, kPart, kUnsatisfiable };
// One range only; several are answered with the whole file, as RFC 9110 allows.
std::pair<RangeKind, Range> parse_range(std::string_view header, std::int64_t size);

std::string_view trim(std::string_view text);
std::string lower(std::string_view text);
bool same_word(std::string_view a, std::string_view b);  // ASCII, ignoring case
// A header's parameter: parameter("form-data; name=\"a\"", "name") -> "a".
std::optional<std::string> parameter(std::string_view header, std::string_view name);
// The part before the first ';', trimmed and in lower case.
std::string media_type(std::string_view content_type);

}  // namespace netra::http
