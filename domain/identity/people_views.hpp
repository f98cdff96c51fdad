// Views and forms of the pages about people. Private to domain/identity.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/identity/handover.hpp"
#include "domain/identity/identity.hpp"

namespace netra::identity {

struct Option {
  std::string value;
  std::string label;
};
BOOST_DESCRIBE_STRUCT(Option, (), (value, label))

enum class KeyState { none, waiting, open };  // has no password yet; needs "give key access"; can open
BOOST_DESCRIBE_ENUM(KeyState, none, waiting, open)

struct PersonRow {
  std::string id, name, status;
  std::optional<std::string> email;  // for administrators only
  std::vector<Role> roles;
  std::optional<KeyState> key;  // of those entitled to it
  bool is_me = false;
};
BOOST_DESCRIBE_STRUCT(PersonRow, (), (id, name, status, email, roles, key, is_me))

struct PeopleView {
  std::string office, office_name;
  std::vector<PersonRow> rows;
  std::vector<Option> offices;  // to choose from
  bool may_choose = false;      // there is more than one
  bool may_manage = false;
  bool has_key = false;
};
BOOST_DESCRIBE_STRUCT(PeopleView, (), (office, office_name, rows, offices, may_choose, may_manage, has_key))

struct InviteView {
  std::string office, office_name;
  std::vector<Option> offices;
  std::vector<std::string> role_names;
  bool mails = false;  // links leave by mail
};
BOOST_DESCRIBE_STRUCT(InviteView, (), (office, office_name, offices, role_names, mails))

struct InviteForm {
  std::string name, email, office;
  Role role = Role::intake_officer;
  std::optional<Date> from, until;  // days in the zone of the office, both included
  std::optional<bool> by_hand;      // show the link even where mail is set
};
BOOST_DESCRIBE_STRUCT(InviteForm, (), (name, email, office, role, from, until, by_hand))

struct LinkForm {
  std::optional<bool> by_hand;  // show the link even where mail is set
};
BOOST_DESCRIBE_STRUCT(LinkForm, (), (by_hand))

struct LinkMade {
  std::string account, name;
  std::optional<std::string> link;       // shown once, to be handed over by a way that is safe
  std::optional<std::string> mailed_to;  // or on its way to this address, and shown to nobody
  LocalTime until;
};
BOOST_DESCRIBE_STRUCT(LinkMade, (), (account, name, link, mailed_to, until))

enum class GrantState { now, future, ended };
BOOST_DESCRIBE_ENUM(GrantState, now, future, ended)

struct GrantRow {
  std::string id, office, office_name;
  Role role = Role::auditor;
  LocalTime from;
  std::optional<LocalTime> until, ended_at;
  GrantState state = GrantState::now;
  bool may_end = false;
};
BOOST_DESCRIBE_STRUCT(GrantRow, (), (id, office, office_name, role, from, until, ended_at, state, may_end))

struct ResetRow {
  std::string id, requested_by_name, reason;
  LocalTime requested_at;
  bool may_confirm = false;  // somebody else asked for it
  bool is_confirmed = false;
};
BOOST_DESCRIBE_STRUCT(ResetRow, (), (id, requested_by_name, reason, requested_at, may_confirm, is_confirmed))

struct PersonView {
  std::string id, name, email, status;
  std::vector<GrantRow> roles;
  std::vector<ResetRow> resets;
  std::vector<OpenItem> open_work;
  std::vector<Option> offices;     // where the reader may give roles
  std::vector<Option> colleagues;  // who may take the open work over
  std::vector<std::string> role_names;
  std::vector<journal::HistoryItem> history;
  bool mails = false;  // links leave by mail
};
BOOST_DESCRIBE_STRUCT(PersonView, (),
                      (id, name, email, status, roles, resets, open_work, offices, colleagues, role_names, history,
                       mails))

struct RoleForm {
  std::string office;
  Role role = Role::auditor;
  std::optional<Date> from, until;
};
BOOST_DESCRIBE_STRUCT(RoleForm, (), (office, role, from, until))

struct ReasonForm {
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(ReasonForm, (), (reason))

struct HandOverForm {
  std::string to;
};
BOOST_DESCRIBE_STRUCT(HandOverForm, (), (to))

std::vector<std::string> role_names();
// Offices where the actor's roles give the right, with their names; first the active one.
std::vector<Option> office_options(const Actor& actor, Right right);
// Days of an office to instants: from the first moment of `from` to the last of `until`.
struct Period {
  Instant from;
  std::optional<Instant> until;
};
Period period_of(storage::Reader& db, const std::string& office, std::optional<Date> from, std::optional<Date> until,
                 Instant now);
// By mail where mail is set, unless the link is to be handed over.
Delivery delivery_of(const Settings& settings, bool by_hand);
// Sends a fresh link on its way: into the outbox, or into the answer. Errors: mail.address
struct FreshLink {
  Account to;
  std::string notice;  // "account_invited", "password_reset"
  std::string path;
  LocalTime until;
};
Result<LinkMade> deliver(http::Writing& call, const Settings& settings, Delivery delivery, const FreshLink& link);
// The offices whose administrators answer for a person.
std::vector<std::string> responsible_offices(storage::Reader& db, std::string_view account, Instant now);
// May the actor manage this person: an administrator of an office that answers for them?
bool may_manage(storage::Reader& db, const Actor& actor, std::string_view account, Instant now);
// Which of these offices makes the actor the administrator; for acts. Empty: none.
std::string managing_office(storage::Reader& db, const Actor& actor, std::string_view account, Instant now);

}  // namespace netra::identity
