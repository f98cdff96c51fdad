// What goes into a bag. Private to domain/bundle.
#pragma once

#include <set>

#include "domain/bundle/bundle.hpp"
#include "domain/case/record.hpp"
#include "domain/evidence/custody.hpp"

namespace netra::bundle {

// A hand-over as far as a bag needs it.
struct HandedOver {
  std::string id, case_id;
  std::int64_t number = 0;
  std::string from_office, to_office, to_name, state, letter, persons;
  Instant offered_at_ms;
  std::optional<Instant> received_at_ms;
  std::string track_id;
};
BOOST_DESCRIBE_STRUCT(HandedOver, (),
                      (id, case_id, number, from_office, to_office, to_name, state, letter, persons, offered_at_ms,
                       received_at_ms, track_id))

// Everything that is put together outside the writer.
struct Content {
  Bag bag;
  std::string case_id, handover_id, office_id;
  std::int64_t case_version = 0;
  std::vector<std::string> exhibits;  // ids of evidence items whose bytes or custody are in it
  std::vector<std::string> left_out;  // ids of those whose bytes are gone or altered
  std::int64_t letters = 0;
};

// How the pieces are gathered.
struct Gathering {
  http::Reading& call;
  const Services& s;
  Content& out;

  std::string text(std::string_view key) const { return s.cases.messages.text(call.info.language, key); }
  files::Store& store() const { return s.cases.files; }
};

Result<Content> whole_case(http::Reading& call, const Services& s, const std::string& case_id);
Result<Content> handed_over(http::Reading& call, const Services& s, const HandedOver& handover);

// ---- pieces ----

// Originals whose bytes are sound; the others are named as left out.
void add_evidence(Gathering& g, const std::vector<evidence::Item>& items, const std::string& folder);
void add_custody(Gathering& g, const std::vector<evidence::Item>& items);

// Entries about these records. Details only where `opens` says so.
using Opens = std::function<bool(const journal::Entry&)>;
void add_journal(Gathering& g, const std::vector<journal::Subject>& subjects, const Opens& includes,
                 const Opens& opens);
// The file's acts as texts that can be printed.
void add_texts(Gathering& g, const cases::CaseView& view);
void add_guides(Gathering& g);

}  // namespace netra::bundle
