// Unicode text: what is valid, what is equal, what people see as empty.
//
// Threads: free functions, any thread. Errors: none. Source: Unicode as carried by utf8proc.
#pragma once

#include <string>
#include <string_view>

namespace netra {

// Well-formed UTF-8 without NUL: what both database engines and JSON can carry.
bool is_valid_utf8(std::string_view text);

// NFC, the form text is stored in. Invalid text comes back as it was.
std::string normalise_nfc(std::string_view text);

// For comparing and searching: compatibility forms unified (NFKC), case folded, accents and invisible characters
// dropped. "ﬁ Ḱroya" -> "fi kroya". Invalid text gives "".
std::string fold(std::string_view text);

// Without white space (also Unicode's) at both ends.
std::string_view trim(std::string_view text);

// Code points, for limits that people can count; invalid bytes count one each.
std::size_t length_in_characters(std::string_view text);

// The first `most` code points, never half of one.
std::string_view first_characters(std::string_view text, std::size_t most);

}  // namespace netra
