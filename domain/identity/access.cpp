#include <algorithm>
#include <array>

#include "domain/identity/access_bits.hpp"
#include "domain/identity/actor.hpp"
#include "domain/identity/office_tree.hpp"
#include "domain/identity/sql.hpp"

namespace netra {

namespace {

// How far a right reaches from the office in which the role is held.
enum class Reach {
  kOwn,    // that office
  kBelow,  // and the offices below it
};

struct Grant {
  Role role;
  Right right;
  Reach reach = Reach::kOwn;
};

// The table of rights. Whoever works on a report may read it; who decides also reads below, because superiors supervise
// and take over (Perbawaslu 9/2024); sealed identities open for those only who must talk to reporters. Nobody but an
// administrator gives roles, and an administrator reads no report.
constexpr Grant kTable[] = {
    {Role::intake_officer, Right::read_reports},
    {Role::intake_officer, Right::take_in_reports},
    {Role::intake_officer, Right::read_identity},
    {Role::intake_officer, Right::read_cases},
    {Role::intake_officer, Right::write_letters},

    {Role::case_officer, Right::read_reports},
    {Role::case_officer, Right::take_in_reports},
    {Role::case_officer, Right::read_identity},
    {Role::case_officer, Right::register_case},
    {Role::case_officer, Right::handle_case},
    {Role::case_officer, Right::notify},
    {Role::case_officer, Right::forward},
    {Role::case_officer, Right::record_finding},
    {Role::case_officer, Right::read_cases},
    {Role::case_officer, Right::work_track},
    {Role::case_officer, Right::discuss},
    {Role::case_officer, Right::manage_centre},
    {Role::case_officer, Right::recommend},
    {Role::case_officer, Right::write_letters},
    {Role::case_officer, Right::read_figures},
    {Role::case_officer, Right::export_case},

    {Role::commissioner, Right::read_reports, Reach::kBelow},
    {Role::commissioner, Right::read_identity},
    {Role::commissioner, Right::register_case},
    {Role::commissioner, Right::handle_case},
    {Role::commissioner, Right::decide},
    {Role::commissioner, Right::notify},
    {Role::commissioner, Right::forward, Reach::kBelow},
    {Role::commissioner, Right::record_finding},
    {Role::commissioner, Right::read_cases, Reach::kBelow},
    {Role::commissioner, Right::manage_calendar},
    {Role::commissioner, Right::work_track},
    {Role::commissioner, Right::discuss},
    {Role::commissioner, Right::manage_centre},
    {Role::commissioner, Right::recommend},
    {Role::commissioner, Right::write_letters},
    {Role::commissioner, Right::sign_letters},
    {Role::commissioner, Right::read_figures, Reach::kBelow},
    {Role::commissioner, Right::export_case},

    {Role::registrar, Right::read_reports},
    {Role::registrar, Right::register_case},
    {Role::registrar, Right::notify},
    {Role::registrar, Right::read_cases},
    {Role::registrar, Right::manage_centre},
    {Role::registrar, Right::recommend},
    {Role::registrar, Right::write_letters},
    {Role::registrar, Right::read_figures},

    {Role::prevention_officer, Right::record_finding},
    {Role::prevention_officer, Right::read_cases},
    {Role::prevention_officer, Right::write_letters},
    {Role::prevention_officer, Right::read_figures},

    {Role::police_investigator, Right::read_identity},
    {Role::police_investigator, Right::handle_case},
    {Role::police_investigator, Right::read_cases},
    {Role::police_investigator, Right::work_track},
    {Role::police_investigator, Right::discuss},
    {Role::police_investigator, Right::write_letters},
    {Role::police_investigator, Right::export_case},

    {Role::prosecutor, Right::read_identity},
    {Role::prosecutor, Right::handle_case},
    {Role::prosecutor, Right::read_cases},
    {Role::prosecutor, Right::work_track},
    {Role::prosecutor, Right::discuss},
    {Role::prosecutor, Right::write_letters},
    {Role::prosecutor, Right::export_case},

    {Role::government_liaison, Right::read_cases},
    {Role::government_liaison, Right::work_track},
    {Role::government_liaison, Right::answer_recommendation},

    {Role::field_supervisor, Right::record_finding},
    {Role::field_supervisor, Right::record_lead},

    {Role::auditor, Right::read_reports, Reach::kBelow},
    {Role::auditor, Right::read_cases, Reach::kBelow},
    {Role::auditor, Right::read_journal, Reach::kBelow},
    {Role::auditor, Right::read_figures, Reach::kBelow},

    {Role::administrator, Right::manage_calendar, Reach::kBelow},
    {Role::administrator, Right::manage_office, Reach::kBelow},
    {Role::administrator, Right::read_journal, Reach::kBelow},
    {Role::administrator, Right::manage_system},
    {Role::administrator, Right::manage_connections},
};

bool in_table(Role role, Right right, bool below) {
  return std::ranges::any_of(kTable, [&](const Grant& g) {
    return g.role == role && g.right == right && (!below || g.reach == Reach::kBelow);
  });
}

}  // namespace

bool gives(Role role, Right right) { return in_table(role, right, false); }
bool gives_below(Role role, Right right) { return in_table(role, right, true); }

namespace {

const RoleHeld* held_for(const Actor& actor, Right right, std::string_view office) {
  for (const auto& held : actor.roles) {
    if (held.office == office && gives(held.role, right)) return &held;
  }
  for (const auto& held : actor.roles) {
    if (gives_below(held.role, right) && actor.tree && actor.tree->is_below(office, held.office)) return &held;
  }
  return nullptr;
}

}  // namespace

bool Actor::may(Right right, std::string_view office) const {
  return !office.empty() && held_for(*this, right, office) != nullptr;
}

bool Actor::may_somewhere(Right right) const {
  return std::ranges::any_of(roles, [&](const RoleHeld& held) { return gives(held.role, right); });
}

bool Actor::has(Role role, std::string_view office) const {
  return std::ranges::any_of(roles, [&](const RoleHeld& held) { return held.role == role && held.office == office; });
}

std::vector<std::string> Actor::offices_with(Right right) const {
  std::vector<std::string> offices;
  auto add = [&](const RoleHeld& held) {
    if (gives(held.role, right) && std::ranges::find(offices, held.office) == offices.end()) {
      offices.push_back(held.office);
    }
  };
  for (const auto& held : roles) {
    if (held.office == active_office) add(held);
  }
  for (const auto& held : roles) add(held);
  return offices;
}

Zone Actor::zone() const {
  for (const auto& held : roles) {
    if (held.office == active_office) return held.zone;
  }
  return roles.empty() ? Zone::wib : roles.front().zone;
}

journal::ActorRef Actor::as(Right right, std::string_view office) const {
  const auto* held = held_for(*this, right, office);
  if (!held) return {id, "", active_office};
  return {id, std::string(enum_name(held->role)), held->office};
}

const Actor& actor_of(const http::Call& call) { return dynamic_cast<const Actor&>(call.principal); }

OfficeTree OfficeTree::load(storage::Reader& db) {
  Parents parents;
  for (const auto& row : db.query(sql::identity::office_parents)) parents.emplace(row.text(0), row.text(1));
  return OfficeTree(std::move(parents));
}

bool OfficeTree::is_below(std::string_view office, std::string_view superior) const {
  std::string at(office);
  // A tree of supervisors has five floors; the bound only protects from a broken one.
  for (int step = 0; step < 16; ++step) {
    auto found = parents_.find(at);
    if (found == parents_.end() || found->second.empty()) return false;
    if (found->second == superior) return true;
    at = found->second;
  }
  return false;
}

namespace access {

http::Access anyone() { return {"anyone", 0}; }
http::Access member() { return {"member", kMember}; }
http::Access half_member() { return {"half_member", kHalfMember}; }
http::Access with(Right right) { return {enum_name(right), kMember | bit(right)}; }

}  // namespace access

}  // namespace netra
