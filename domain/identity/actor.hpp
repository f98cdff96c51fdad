// Who asks, and what they may do. Rights are decided here and nowhere else.
//
//   const Actor& actor = actor_of(call);
//   if (!actor.may(Right::register_case, office)) return fail(Outcome::kForbidden, "access.denied");
//
// A person holds roles in offices for a period. Nobody reads a case of another office unless it is shared with theirs
// (case_shares) or theirs is its superior in the supervisors' tree.
//
// Threads: an Actor is immutable; free to share.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "domain/journal/journal.hpp"
#include "engine/http/route.hpp"

namespace netra {

enum class Role {
  intake_officer,
  case_officer,
  commissioner,
  registrar,
  prevention_officer,
  police_investigator,
  prosecutor,
  government_liaison,
  field_supervisor,
  auditor,
  administrator,
};
BOOST_DESCRIBE_ENUM(Role, intake_officer, case_officer, commissioner, registrar, prevention_officer,
                    police_investigator, prosecutor, government_liaison, field_supervisor, auditor, administrator)

// What can be done to records of an office. The matrix role x right is one table in access.cpp.
enum class Right {
  read_reports,
  take_in_reports,  // counter intake, completeness, requests to complete
  read_identity,    // open sealed fields, with a reason
  register_case,    // give the register number
  handle_case,      // clarifications, study
  decide,           // plenary, votes
  notify,           // status notices, public board
  forward,          // hand-down, takeover, forwarding
  record_finding,   // Form A, findings, tracing
  record_lead,      // write down a lead met in the field; sees own entries only
  read_cases,
  manage_calendar,  // holidays
  manage_office,    // offices, roles, keys
  read_journal,
  manage_system,
  work_track,             // hold a track of a case: take it over, step it, send it back, hand it on
  discuss,                // discussions of the law-enforcement centre: hold, give an opinion
  manage_centre,          // members, duty roster and office book of the centre
  recommend,              // recommendations: write, send, follow, remind, close
  answer_recommendation,  // acknowledge, answer, file the decision: for one's own institution
  write_letters,          // prepare and check letters, keep the letter book
  sign_letters,
  read_figures,        // registers and funnels over elections
  export_case,         // the whole file as a bag
  manage_connections,  // webhooks to other systems
};
BOOST_DESCRIBE_ENUM(Right, read_reports, take_in_reports, read_identity, register_case, handle_case, decide, notify,
                    forward, record_finding, record_lead, read_cases, manage_calendar, manage_office, read_journal,
                    manage_system, work_track, discuss, manage_centre, recommend, answer_recommendation, write_letters,
                    sign_letters, read_figures, export_case, manage_connections)

class OfficeTree;  // domain/identity/office_tree.hpp

struct RoleHeld {
  Role role = Role::auditor;
  std::string office;  // office id
  std::string office_name;
  std::string region;  // region code of the office
  Zone zone = Zone::wib;
};

struct Actor final : http::Principal {
  std::string name;             // display name
  std::vector<RoleHeld> roles;  // valid now
  std::string active_office;    // the office worked for in this session; empty for the public
  std::string session_id;
  std::shared_ptr<const OfficeTree> tree;  // which offices lie below which; null: none

  // The right by a role held in `office`, or in a superior of it where the table says that it reaches below.
  bool may(Right right, std::string_view office) const;
  bool may_somewhere(Right right) const;
  bool has(Role role, std::string_view office) const;
  std::vector<std::string> offices_with(Right right) const;  // for `WHERE office_id = …` lists
  Zone zone() const;                                         // of the active office
  // For journal acts: the role that gives `right` in `office`.
  journal::ActorRef as(Right right, std::string_view office) const;
};

const Actor& actor_of(const http::Call& call);  // the public is an Actor without roles

// Does the role give the right in its own office? And in the offices below? The one table of rights.
bool gives(Role role, Right right);
bool gives_below(Role role, Right right);

namespace access {
http::Access anyone();
http::Access member();           // any signed-in person
http::Access half_member();      // also before the second factor; only for the pages of signing in
http::Access with(Right right);  // the right in at least one office; the handler checks the office
}  // namespace access

}  // namespace netra
