// How the view of a case file is put together. Private to view*.cpp.
#pragma once

#include "domain/case/record.hpp"

namespace netra::cases {

// One reader's look at one case.
struct Looking {
  const http::Call& call;
  storage::Reader& db;
  const Services& s;
  const CaseRecord& c;
  std::vector<ParticipantRow> people;
  std::string language;
};

// What people call the participant; "" for an unknown id.
std::string label_by_id(const Looking& look, std::string_view participant);

inline std::optional<LocalTime> local(const CaseRecord& c, const std::optional<Instant>& at) {
  if (!at) return std::nullopt;
  return c.local(*at);
}

// What a refused form held, when its page is being shown again.
template <class In>
std::optional<In> entered_as(const http::Call& call) {
  if (!call.entered) return std::nullopt;
  auto in = from_json<In>(call.entered->values, Leniency::kForm);
  if (!in) return std::nullopt;
  return std::move(*in);
}

// Plenaries, what they may choose from, the tracks they opened, and the notices about them.
void fill_decision(const Looking& look, CaseView& v);
// Events, transfers, shares, and whom they may go to.
void fill_sharing(const Looking& look, CaseView& v);

}  // namespace netra::cases
