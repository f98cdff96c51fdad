#include "domain/identity/gate.hpp"

#include <algorithm>

#include "domain/identity/access_bits.hpp"
#include "domain/identity/office_tree.hpp"
#include "domain/identity/sessions.hpp"
#include "domain/identity/sql.hpp"

namespace netra::identity {

namespace {

using Admitted = Result<std::shared_ptr<const http::Principal>>;

Admitted as_public() { return std::make_shared<const Actor>(); }

std::shared_ptr<Actor> actor_for(storage::Reader& db, const Session& session, Instant now) {
  auto actor = std::make_shared<Actor>();
  actor->id = session.account;
  actor->name = session.account_name;
  actor->session_id = session.id;
  actor->roles = roles_now(db, session.account, now);
  auto is_there = [&](const RoleHeld& held) { return held.office == session.active_office; };
  if (std::ranges::any_of(actor->roles, is_there)) {
    actor->active_office = session.active_office;
  } else if (!actor->roles.empty()) {
    actor->active_office = actor->roles.front().office;
  }
  return actor;
}

bool has_right_of(const Actor& actor, std::uint64_t bits) {
  bool asked = false;
  bool found = false;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<Right>>([&](auto e) {
    if ((bits & access::bit(e.value)) == 0) return;
    asked = true;
    found = found || actor.may_somewhere(e.value);
  });
  return found || !asked;
}

}  // namespace

Admitted SessionGate::admit(storage::Reader& db, const http::RequestInfo& info, const http::Access& access,
                            Instant now) const {
  auto session = find_session(db, info.session_token, settings_, now);
  bool for_anyone = access.bits == 0;
  bool for_half = (access.bits & access::kHalfMember) != 0;
  if (!session) return for_anyone ? as_public() : fail(Outcome::kUnauthorised, "session.required");
  if (session->state != SessionState::full && !for_half) {
    return for_anyone ? as_public() : fail(Outcome::kForbidden, "session.second_factor");
  }
  auto away = now > session->last_seen_at ? now - session->last_seen_at : session->last_seen_at - now;
  if (away > std::chrono::minutes(1)) touch(session->token_hash, now);

  auto actor = actor_for(db, *session, now);
  if (session->state != SessionState::full) actor->roles.clear();
  actor->tree = tree(db, now);
  if (!has_right_of(*actor, access.bits)) return fail(Outcome::kForbidden, "access.denied");
  return std::shared_ptr<const http::Principal>(std::move(actor));
}

// Not waited for: a lost touch only ends a session a little early.
void SessionGate::touch(const std::string& hash, Instant now) const {
  database_.submit({[hash, now](storage::Transaction& tx) -> std::optional<Error> {
                      tx.unlogged(storage::Unlogged::kSession).execute(sql::identity::touch_session, {hash, now});
                      return std::nullopt;
                    },
                    [](std::optional<Error>) {}});
}

std::shared_ptr<const OfficeTree> SessionGate::tree(storage::Reader& db, Instant now) const {
  std::lock_guard lock(mutex_);
  auto age = now > tree_at_ ? now - tree_at_ : tree_at_ - now;  // the demo's clock may be set back
  if (!tree_ || age >= keep_tree) {
    tree_ = std::make_shared<const OfficeTree>(OfficeTree::load(db));
    tree_at_ = now;
  }
  return tree_;
}

// Which places of the office's side the person may enter; the navigation shows these and no others.
json::object SessionGate::places_for(const Actor& actor) {
  bool reports = actor.may_somewhere(Right::read_reports);
  bool cases = actor.may_somewhere(Right::read_cases);
  bool findings = actor.may_somewhere(Right::record_finding);
  return {
      {"today", reports || cases},
      {"reports", reports},
      {"leads", findings},
      {"findings", findings},
      {"field", actor.may_somewhere(Right::record_lead)},
      {"cases", cases},
      {"tracks", actor.may_somewhere(Right::work_track)},
      {"centres", actor.may_somewhere(Right::discuss) || actor.may_somewhere(Right::manage_centre)},
      {"recommendations", actor.may_somewhere(Right::recommend) || actor.may_somewhere(Right::answer_recommendation)},
      {"letters", actor.may_somewhere(Right::write_letters)},
      {"registers", actor.may_somewhere(Right::read_figures)},
      {"connections", actor.may_somewhere(Right::manage_connections)},
      {"search", reports || cases},
      {"people", !actor.roles.empty()},
      {"keys", actor.may_somewhere(Right::read_identity) || actor.may_somewhere(Right::manage_office)},
      {"journal", actor.may_somewhere(Right::read_journal)},
      {"calendar", true},
      {"offices", true}};
}

json::value SessionGate::describe(const http::Principal& principal) const {
  const auto& actor = dynamic_cast<const Actor&>(principal);
  if (!actor.signed_in()) return nullptr;
  json::array offices;  // the others, to change to
  json::array roles;
  json::object can;
  std::string active_name, region;
  for (const auto& held : actor.roles) {
    if (held.office == actor.active_office) {
      roles.push_back(json::value(enum_name(held.role)));
      active_name = held.office_name;
      region = held.region;
      continue;
    }
    bool listed = std::ranges::any_of(
        offices, [&](const json::value& o) { return o.at("id").as_string() == std::string_view(held.office); });
    if (!listed) offices.push_back({{"id", held.office}, {"name", held.office_name}});
  }
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<Right>>(
      [&](auto e) { can.emplace(e.name, actor.may_somewhere(e.value)); });
  return {{"id", actor.id},          {"name", actor.name}, {"office", active_name}, {"office_id", actor.active_office},
          {"region", region},        {"offices", offices}, {"roles", roles},        {"can", can},
          {"may", places_for(actor)}};
}

Actor make_actor(storage::Reader& db, std::string_view account, Instant now) {
  Actor actor;
  auto found = find_account(db, account);
  if (!found || found->status == "disabled") return actor;
  actor.id = found->id;
  actor.name = found->name;
  actor.roles = roles_now(db, account, now);
  if (!actor.roles.empty()) actor.active_office = actor.roles.front().office;
  actor.tree = std::make_shared<const OfficeTree>(OfficeTree::load(db));
  return actor;
}

}  // namespace netra::identity
