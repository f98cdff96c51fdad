// Codes people write down, and tokens machines carry.
//
//   make_code(entropy)                       -> "7K3M-Q9XD-0VTB-W2HN-58CJ-RZ4A"     115 random bits and one check
//   character normalise_code("7k3m q9xd ovtb w2hn 58cj rz4a")  -> the same text, or why it cannot be a code
//
// The alphabet is Crockford's base32 (no I, L, O, U). The last character is a checksum over GF(32) that finds every
// single wrong character and every swap of two characters.
//
// Threads: any. Errors (kInvalid): code.length, code.character, code.check
// Source: Crockford, Base 32 (alphabet and tolerant reading); the check character is ours, because Crockford's uses
// signs that are hard to dictate.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/random.hpp"
#include "engine/base/result.hpp"

namespace netra::crypto {

// The secret code of a receipt, a share of a recovery key, an unlock code: 24 characters in groups of four.
std::string make_code(Entropy& entropy);
// Tolerates case, spaces, hyphens and dashes, and O for 0, I and L for 1, U for V. Returns the form of make_code.
Result<std::string> normalise_code(std::string_view typed);

// One use of a second factor when the phone is lost: 12 characters (55 random bits; guessing is throttled), same
// alphabet and check.
std::string make_short_code(Entropy& entropy);
Result<std::string> normalise_short_code(std::string_view typed);

// 256 random bits in base64url (43 characters): session tokens, links of invitations.
std::string make_token(Entropy& entropy);

}  // namespace netra::crypto
