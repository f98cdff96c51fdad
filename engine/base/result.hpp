// Errors are values. A Result<T> is a T or an Error with a permanent, public code.
//
// Exceptions stay for what should never happen (a failed statement, no memory): caught once around a request, rolled
// back, logged, answered as 500 or 503.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

namespace netra {

// What a caller can do about a failure. The HTTP status is derived from it in one place (engine/http).
enum class Outcome {
  kInvalid,       // 422: the request is understood and wrong
  kUnreadable,    // 400: the request could not be decoded
  kUnauthorised,  // 401: sign in first
  kForbidden,     // 403
  kNotFound,      // 404
  kConflict,      // 409: the record is no longer as the caller believes
  kTooLarge,      // 413
  kTooMany,       // 429
  kUnavailable,   // 503: try again later; nothing was stored
};

// One wrong field of a request. `pointer` is a JSON pointer ("/reporter/name"), `code` a message key
// ("field.required").
struct FieldError {
  std::string pointer;
  std::string code;
  std::string detail;  // optional value shown in the message as {detail}; never personal data
};

struct Error {
  Outcome outcome = Outcome::kInvalid;
  std::string code;    // public and permanent, also the message key `error.<code>`: "report.incomplete"
  std::string detail;  // for operators' logs only; never sent to a client
  std::vector<FieldError> fields;
};

template <class T>
using Result = tl::expected<T, Error>;

// `return fail(Outcome::kNotFound, "case.unknown");`
inline tl::unexpected<Error> fail(Outcome outcome, std::string code, std::string detail = {}) {
  return tl::unexpected<Error>(Error{outcome, std::move(code), std::move(detail), {}});
}

// A refusal that names its fields.
inline tl::unexpected<Error> fail_fields(std::string code, std::vector<FieldError> fields) {
  return tl::unexpected<Error>(Error{Outcome::kInvalid, std::move(code), {}, std::move(fields)});
}

inline tl::unexpected<Error> fail(Error error) { return tl::unexpected<Error>(std::move(error)); }

// Value of results that carry nothing but success.
struct Done {};

}  // namespace netra
