// What the composers of a case's papers share. Private to papers*.cpp.
#pragma once

#include "domain/case/papers.hpp"
#include "domain/case/record.hpp"

namespace netra::cases {

// One paper being composed from one case file, read in Indonesian.
struct PaperWork {
  const Services& s;
  const letter::Composing& with;
  http::Reading& call;
  CaseView view;

  std::string register_or_reference() const;
  std::string where() const { return view.region_path; }
  // "Lurah, Kecamatan Contoh"; empty when neither is known.
  static std::string position_of(const ParticipantView& person);
  const ParticipantView* participant(std::string_view id) const;
  std::string author(std::string_view account) const;
  letter::Content content() const;
  // Label, role and post of everybody, or of the alleged alone.
  std::vector<pdf::Row> persons(bool alleged_only) const;
};

using Compose = Result<letter::Content> (*)(PaperWork& work, std::string_view subject);

Result<letter::Content> compose_review(PaperWork& work, std::string_view);
Result<letter::Content> compose_completion(PaperWork& work, std::string_view);
Result<letter::Content> compose_study(PaperWork& work, std::string_view);
Result<letter::Content> compose_status(PaperWork& work, std::string_view);
Result<letter::Content> compose_invitation(PaperWork& work, std::string_view clarification);
Result<letter::Content> compose_minutes(PaperWork& work, std::string_view clarification);
Result<letter::Content> compose_plenary(PaperWork& work, std::string_view plenary);
Result<letter::Content> compose_forwarding(PaperWork& work, std::string_view track);

inline tl::unexpected<Error> nothing_yet() { return fail(Outcome::kConflict, "letter.source"); }

}  // namespace netra::cases
