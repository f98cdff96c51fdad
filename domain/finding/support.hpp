// Small things that findings and cases share: checking entries, reading local times, recording an act.
//
// Threads: as the call handed in.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/finding/services.hpp"
#include "domain/identity/actor.hpp"
#include "domain/journal/journal.hpp"
#include "engine/http/route.hpp"

namespace netra::finding {

// Collects what is wrong with a form, one error per place.
class Entries {
 public:
  // Not empty and at most `most` bytes. Codes field.required, field.too_long.
  std::string text(std::string_view pointer, const std::optional<std::string>& value, std::size_t most);
  // The same, but may be left out (then "").
  std::string optional_text(std::string_view pointer, const std::optional<std::string>& value, std::size_t most);
  // RFC 3339, or "YYYY-MM-DDTHH:MM" as a browser sends it, taken in `zone`. Code field.value.
  std::optional<Instant> moment(std::string_view pointer, const std::optional<std::string>& value, Zone zone);
  void wrong(std::string_view pointer, std::string_view code);
  bool fine() const { return errors_.empty(); }
  // Call only when not fine.
  tl::unexpected<Error> refuse(std::string_view code) { return fail_fields(std::string(code), std::move(errors_)); }

 private:
  std::vector<FieldError> errors_;
};

// The regime of an election ("pilkada"); an unknown election falls back to the regime of the first one known.
std::string regime_of(const election::Elections& elections, std::string_view election);

// Appends the act and hands out the writer for its effects. The actor's role is the one that gives `right`.
struct Deed {
  Right right;
  std::string_view verb;
  journal::Subject subject;
  std::string_view office;
  json::object change = {};
  std::string_view reason = {};
};
storage::Writer& record(http::Writing& call, const Deed& deed);

// access.denied unless the caller holds the right in the office.
Result<Done> require(const http::Call& call, Right right, std::string_view office);

// A JSON document of a described type, as stored in a TEXT column.
template <class T>
std::string store(const T& value) {
  return json::serialize(to_json(value));
}
template <class T>
T restore(const std::string& text) {
  auto value = from_json<T>(json::parse(text));
  if (!value) throw storage::Failure("a stored document does not fit its type", false);
  return std::move(*value);
}

// The version a form carried is no longer the newest.
inline tl::unexpected<Error> stale(std::string_view code) { return fail(Outcome::kConflict, std::string(code)); }

}  // namespace netra::finding
