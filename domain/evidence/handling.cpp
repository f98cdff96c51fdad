#include "domain/evidence/handling.hpp"

#include <algorithm>
#include <cctype>

#include "engine/base/text.hpp"
#include "engine/crypto/hash.hpp"

namespace netra::evidence {

namespace {

using FailedWith = netra::Outcome;

constexpr std::size_t kLine = 200, kReason = 2000;
constexpr Right kHandlers[] = {Right::handle_case, Right::work_track, Right::take_in_reports};

class Form {
 public:
  std::string text(std::string_view pointer, const std::optional<std::string>& value, std::size_t most) {
    std::string out(trim(value ? std::string_view(*value) : ""));
    if (out.size() > most) wrong(pointer, "field.too_long");
    return out;
  }
  std::string required(std::string_view pointer, const std::optional<std::string>& value, std::size_t most) {
    auto out = text(pointer, value, most);
    if (out.empty()) wrong(pointer, "field.required");
    return out;
  }
  void wrong(std::string_view pointer, std::string_view code) {
    errors_.push_back({std::string(pointer), std::string(code), {}});
  }
  bool fine() const { return errors_.empty(); }
  tl::unexpected<Error> refuse() { return fail_fields("exhibit.incomplete", std::move(errors_)); }

 private:
  std::vector<FieldError> errors_;
};

void read_time(Form& form, const HandlingIn& in, Instant now, Zone zone, CustodyFacts& facts) {
  if (!in.happened_at || in.happened_at->empty()) return;
  const auto at = parse_moment(*in.happened_at, zone);
  if (!at) return form.wrong("/happened_at", "field.value");
  if (*at > now) return form.wrong("/happened_at", "field.future");
  facts.happened_at = *at;
  facts.time_source = in.time_source == TimeSource::device ? TimeSource::device : TimeSource::stated;
}

std::string fingerprint(Form& form, const HandlingIn& in, bool is_needed) {
  auto text = is_needed ? form.required("/fingerprint", in.fingerprint, kLine)
                        : form.text("/fingerprint", in.fingerprint, kLine);
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  const auto bytes = crypto::from_hex(text);
  if (!text.empty() && (!bytes || bytes->size() != crypto::Digest{}.size())) form.wrong("/fingerprint", "field.value");
  return text;
}

// What each step needs said.
void read_hands(Form& form, const HandlingIn& in, const Item& item, CustodyFacts& facts) {
  const auto to = form.text("/to_party", in.to_party, kLine);
  switch (in.step) {
    case CustodyStep::transferred:
    case CustodyStep::released:
      facts.from_office = item.office_id;
      facts.to_party = form.required("/to_party", in.to_party, kLine);
      break;
    case CustodyStep::received:
      facts.from_party = form.required("/from_party", in.from_party, kLine);
      facts.to_office = item.office_id;
      break;
    case CustodyStep::copied:
      facts.to_party = to;
      facts.hash_before = item.sha256;
      facts.hash_after = item.is_physical() ? fingerprint(form, in, false) : item.sha256;
      break;
    case CustodyStep::hashed:
      facts.hash_after = fingerprint(form, in, true);
      break;
    case CustodyStep::sealed:
      facts.seal = form.required("/seal", in.seal, kLine);
      break;
    case CustodyStep::stored:
      form.required("/place", in.place, kLine);
      break;
    default:
      break;
  }
}

}  // namespace

std::vector<CustodyStep> possible_steps(const Item& item, const Standing& s) {
  if (s.released || !s.on_the_way_to.empty()) return {};
  if (!item.is_physical()) return {CustodyStep::copied};
  if (!s.with.empty()) return {CustodyStep::received};
  std::vector<CustodyStep> steps{CustodyStep::stored, CustodyStep::sealed};
  if (!s.seal.empty()) steps.push_back(CustodyStep::unsealed);
  for (auto step : {CustodyStep::hashed, CustodyStep::transferred, CustodyStep::copied, CustodyStep::released})
    steps.push_back(step);
  return steps;
}

Result<CustodyFacts> facts_of(const HandlingIn& in, const Item& item, const Standing& standing, Instant now,
                              Zone zone) {
  if (standing.released) return fail(FailedWith::kConflict, "evidence.released");
  if (in.step == CustodyStep::unsealed && item.is_physical() && standing.seal.empty())
    return fail(FailedWith::kConflict, "evidence.not_sealed");
  const auto steps = possible_steps(item, standing);
  if (std::ranges::find(steps, in.step) == steps.end()) return fail(FailedWith::kConflict, "evidence.step");
  Form form;
  CustodyFacts facts;
  facts.reason = form.required("/reason", in.reason, kReason);
  facts.place = form.text("/place", in.place, kLine);
  read_hands(form, in, item, facts);
  if (in.step == CustodyStep::sealed && facts.seal == standing.seal && !facts.seal.empty())
    form.wrong("/seal", "field.same_seal");
  read_time(form, in, now, zone, facts);
  if (!form.fine()) return form.refuse();
  return facts;
}

bool may_handle(const Actor& actor, const Item& item) {
  return std::ranges::any_of(kHandlers, [&](Right right) { return actor.may(right, item.office_id); });
}

Right right_to_handle(const Actor& actor, const Item& item) {
  for (auto right : kHandlers)
    if (actor.may(right, item.office_id)) return right;
  return Right::read_cases;
}

}  // namespace netra::evidence
