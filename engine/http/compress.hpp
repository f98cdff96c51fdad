// gzip and Brotli.
//
// BREACH: an answer that mixes a secret with text an attacker can choose must not be compressed. See `Answers` in
// answer.cpp for the rule the server applies; CSRF tokens are masked anew on every page besides.
//
// Threads: pure functions.
#pragma once

#include <string>
#include <string_view>

namespace netra::http {

std::string gzip(std::string_view bytes, int level);      // 1..9
std::string brotli(std::string_view bytes, int quality);  // 0..11

// Text, JSON, SVG ...: worth compressing.
bool is_compressible(std::string_view content_type);

}  // namespace netra::http
