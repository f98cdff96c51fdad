#include "domain/finding/support.hpp"

#include "engine/base/text.hpp"

namespace netra::finding {

std::string Entries::optional_text(std::string_view pointer, const std::optional<std::string>& value,
                                   std::size_t most) {
  std::string text(trim(value ? std::string_view(*value) : ""));
  if (text.size() > most) wrong(pointer, "field.too_long");
  return text;
}

std::string Entries::text(std::string_view pointer, const std::optional<std::string>& value, std::size_t most) {
  auto text = optional_text(pointer, value, most);
  if (text.empty()) wrong(pointer, "field.required");
  return text;
}

std::optional<Instant> Entries::moment(std::string_view pointer, const std::optional<std::string>& value, Zone zone) {
  if (!value || value->empty()) {
    wrong(pointer, "field.required");
    return std::nullopt;
  }
  auto at = parse_moment(*value, zone);
  if (!at) wrong(pointer, "field.value");
  return at;
}

void Entries::wrong(std::string_view pointer, std::string_view code) {
  errors_.push_back({std::string(pointer), std::string(code), {}});
}

std::string regime_of(const election::Elections& elections, std::string_view election) {
  if (const auto* known = elections.find(election)) return known->regime;
  return elections.all().empty() ? std::string() : elections.all().front().regime;
}

storage::Writer& record(http::Writing& call, const Deed& deed) {
  const std::string office(deed.office);
  return journal::record(call.tx, call.now, call.entropy,
                         {actor_of(call).as(deed.right, office), std::string(deed.verb), deed.subject, office,
                          deed.change, std::string(deed.reason)});
}

Result<Done> require(const http::Call& call, Right right, std::string_view office) {
  if (!actor_of(call).may(right, office)) return fail(Outcome::kForbidden, "access.denied");
  return Done{};
}

}  // namespace netra::finding
