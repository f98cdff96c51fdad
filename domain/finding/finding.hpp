// What our own supervisors discover: Form A records, findings (temuan), and the tracing (penelusuran) of leads.
//
// A Form A (Laporan Hasil Pengawasan) is a supervisor's record of what was watched; with an alleged violation it may be
// put before the plenary as a finding. A finding needs the requirements of the procedure data (finder, actor, time
// limit, description, evidence) and a plenary decision; then domain/case registers it. A tracing is opened from a lead,
// has its own clock `tracing`, and ends in a finding or a closing note; its clock never ends it by itself.
//
// Form A -> appended, corrected only by a new version. Names and addresses of witnesses are sealed to the office at
// once (table finding_vault). Everybody named is alleged (dugaan) until a final decision.
//
// Threads: handlers and domain functions are safe from any thread; one call is one unit of work.
// Errors: form_a.unknown  form_a.changed  form_a.no_allegation  form_a.has_finding
//         finding.unknown  finding.changed  finding.stage  finding.incomplete
//         tracing.unknown  tracing.changed  tracing.closed  tracing.not_a_lead  tracing.open_already  tracing.result
//         plenary.* (plenary.hpp)   access.denied
// Source: Perbawaslu 8/2020 jo 9/2024 arts 14A, 17 (secondary); fields of Form A after the Pilkada 2024 form. Numbers
// live in procedures/.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "domain/finding/plenary.hpp"
#include "domain/identity/actor.hpp"
#include "domain/journal/journal.hpp"
#include "domain/office/worklist.hpp"
#include "engine/base/json.hpp"
#include "engine/http/route.hpp"
#include "engine/storage/storage.hpp"

namespace netra::report {
struct Services;
}

namespace netra::finding {

enum class FindingStage { proposed, set, rejected, registered };  // registered: a case carries it
BOOST_DESCRIBE_ENUM(FindingStage, proposed, set, rejected, registered)

enum class TracingState { open, finding_set, nothing_found };
BOOST_DESCRIBE_ENUM(TracingState, open, finding_set, nothing_found)

enum class StepKind { note, interview, visit, document, online };
BOOST_DESCRIBE_ENUM(StepKind, note, interview, visit, document, online)

// How a requirement stands, as a person marked it.
enum class CheckMark { fulfilled, not_fulfilled, not_repairable };
BOOST_DESCRIBE_ENUM(CheckMark, fulfilled, not_fulfilled, not_repairable)

// Somebody alleged to have acted. Kinds are those of the procedure's receivers and of the rule catalogue ("pns",
// "village_head", "tni" ...).
struct AllegedActor {
  std::string name;
  std::string kind;
  std::optional<std::string> position;
  std::optional<std::string> unit;
  std::optional<std::string> address;
};
BOOST_DESCRIBE_STRUCT(AllegedActor, (), (name, kind, position, unit, address))

// What domain/case needs to register a finding; `set` only.
struct FindingForCase {
  std::string id;
  std::string form_a;  // where its evidence is
  std::string office;
  std::string election;
  std::string region;
  std::string title;
  Date happened_on;
  Date found_on;
  Instant set_at;
  FindingStage stage = FindingStage::proposed;
  std::vector<AllegedActor> actors;
};

// Errors: finding.unknown
Result<FindingForCase> finding_for_case(storage::Reader&, std::string_view id);
// In the unit of work that registers the case; `writer` comes from the act of registration.
void mark_registered(http::Writing&, const Services&, storage::Writer& writer, std::string_view finding,
                     std::string_view case_id);

// May this caller read the Form A? For evidence::Services::readers, kind "form_a".
bool may_read_form_a(http::Reading& call, std::string_view id);

// Their desk rows and search words; the services must outlive them.
office::RowSource finding_rows(const Services&);
office::RowSource tracing_rows(const Services&);

void add_finding_routes(http::Routes&, const Services&);
// Leads written down in the field (/leads); both must outlive the routes.
void add_field_lead_routes(http::Routes&, const Services&, const report::Services&);

}  // namespace netra::finding
